/* SPDX-License-Identifier: Apache-2.0
 * Chunks, one after another. */
#include "replay/pool.h"

#include <stdlib.h>

#include "harness.h"

#define CHUNK_SIZE ((size_t)256 * 1024)
#define ALIGNMENT 16

void *pool_window(struct pool *pool, size_t size, size_t *window_size)
{
    struct pool_chunk *chunk;

    while (pool->at < pool->count && pool->chunks[pool->at].size - pool->used < size) {
        pool->at++;
        pool->used = 0;
    }
    if (pool->at == pool->count) {
        size_t chunk_size = size > CHUNK_SIZE ? size : CHUNK_SIZE;

        pool->chunks = memory_grow(pool->chunks, pool->count + 1, sizeof(*pool->chunks));
        pool->chunks[pool->count++] =
            (struct pool_chunk){memory_grow(NULL, chunk_size, 1), chunk_size};
    }
    chunk = &pool->chunks[pool->at];
    *window_size = chunk->size - pool->used;
    return chunk->bytes + pool->used;
}

void pool_take(struct pool *pool, size_t size)
{
    size_t room = pool->chunks[pool->at].size - pool->used;
    size_t rounded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;

    pool->used += rounded < room ? rounded : room;
}

void pool_reset(struct pool *pool)
{
    pool->at = 0;
    pool->used = 0;
}

void pool_free(struct pool *pool)
{
    for (size_t i = 0; i < pool->count; i++) free(pool->chunks[i].bytes);
    free(pool->chunks);
    *pool = (struct pool){0};
}

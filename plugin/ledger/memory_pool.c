/* SPDX-License-Identifier: Apache-2.0
 * Chunks grow from 64 KiB to 2 MiB, so that a small ledger stays small. */
#include "ledger/memory_pool.h"

#include <stdint.h>

#include "base/pages.h"

#define CHUNK_FIRST ((size_t)64 << 10)
#define CHUNK_LARGE ((size_t)2 << 20)

struct pool_chunk {
    struct pool_chunk *before;
    size_t size; /* whole, with this head */
};

struct pool_piece {
    struct pool_piece *next;
};

struct size_class {
    size_t number, size;
};

static struct size_class class_of(size_t size)
{
    size_t steps = (size + POOL_STEP - 1) / POOL_STEP;
    struct size_class class = {steps, steps * POOL_STEP};

    if (steps < POOL_STEPS) return class;
    class = (struct size_class){POOL_STEPS, POOL_STEPS * POOL_STEP};
    while (class.size < size) class = (struct size_class){class.number + 1, class.size * 2};
    return class;
}

static struct pool_chunk *chunk_new(struct pool *pool, size_t piece_size)
{
    size_t size = pool->chunks == NULL ? CHUNK_FIRST : pool->chunks->size * 2;
    struct pool_chunk *chunk;

    if (size > CHUNK_LARGE) size = CHUNK_LARGE;
    while (size < piece_size + POOL_STEP) size *= 2;
    chunk = pages_take(size);
    if (chunk == NULL) return NULL;
    *chunk = (struct pool_chunk){pool->chunks, size};
    return chunk;
}

void *memory_pool_take(struct pool *pool, size_t size)
{
    struct size_class class = class_of(size);
    struct pool_piece *spare = pool->spare[class.number];
    struct pool_chunk *chunk;
    unsigned char *piece;

    if (spare != NULL) {
        pool->spare[class.number] = spare->next;
        return spare;
    }
    if ((size_t)(pool->end - pool->at) < class.size) {
        chunk = chunk_new(pool, class.size);
        if (chunk == NULL) return NULL;
        pool->chunks = chunk;
        pool->at = (unsigned char *)chunk + POOL_STEP;
        pool->end = (unsigned char *)chunk + chunk->size;
    }
    piece = pool->at;
    pool->at += class.size;
    return piece;
}

void memory_pool_give(struct pool *pool, void *memory, size_t size)
{
    struct pool_piece *piece = memory;
    size_t number = class_of(size).number;

    piece->next = pool->spare[number];
    pool->spare[number] = piece;
}

void memory_pool_free(struct pool *pool)
{
    while (pool->chunks != NULL) {
        struct pool_chunk *chunk = pool->chunks;

        pool->chunks = chunk->before;
        pages_give(chunk, chunk->size);
    }
    *pool = (struct pool){0};
}

_Static_assert(sizeof(struct pool_chunk) <= POOL_STEP, "pieces lie on whole steps");

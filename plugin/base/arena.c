/* SPDX-License-Identifier: Apache-2.0
 * A chain of blocks, the newest first. */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Blocks double in size up to the last: what is small stays cheap to zero. */
#define BLOCK_FIRST ((size_t)4 * 1024)
#define BLOCK_LAST ((size_t)64 * 1024)
#define ALIGNMENT (_Alignof(max_align_t))

struct arena_block {
    struct arena_block *next;
    size_t used, size;
    _Alignas(max_align_t) unsigned char bytes[];
};

static struct arena_block *block_new(struct arena *arena, size_t size)
{
    size_t room = arena->blocks == NULL ? BLOCK_FIRST : arena->blocks->size * 2;
    struct arena_block *block;

    if (room > BLOCK_LAST) room = BLOCK_LAST;
    if (room < size) room = size;
    if (room > SIZE_MAX - sizeof(*block)) return NULL;
    block = calloc(1, sizeof(*block) + room);
    if (block == NULL) return NULL;
    block->size = room;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

void *arena_take(struct arena *arena, size_t size)
{
    struct arena_block *block = arena->blocks;
    size_t rounded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    void *memory;

    if (arena->failed) return NULL;
    if (rounded < size || block == NULL || block->size - block->used < rounded) {
        block = rounded < size ? NULL : block_new(arena, rounded);
        if (block == NULL) {
            arena->failed = true;
            return NULL;
        }
    }
    memory = block->bytes + block->used;
    block->used += rounded;
    return memory;
}

struct fg_text arena_text(struct arena *arena, struct fg_text text)
{
    char *copy = arena_take(arena, (size_t)text.size + 1);

    if (copy == NULL) return (struct fg_text){NULL, 0, 0};
    if (text.size > 0) memcpy(copy, text.bytes, text.size);
    return (struct fg_text){copy, text.size, 0};
}

void arena_free(struct arena *arena)
{
    struct arena_block *block = arena->blocks;

    while (block != NULL) {
        struct arena_block *next = block->next;

        free(block);
        block = next;
    }
    *arena = (struct arena){0};
}

void *arena_grow(struct arena *arena, void *array, size_t count, size_t element_size)
{
    size_t capacity = 4;
    void *larger;

    /* Capacities are 4, 8, 16 ...: the array is full exactly when its count is one of them. */
    if (count > 0 && count < capacity) return array;
    if (count > capacity && (count & (count - 1)) != 0) return array;
    if (count >= capacity) capacity = count * 2;
    if (capacity <= count || capacity > SIZE_MAX / element_size) {
        arena->failed = true;
        return NULL;
    }
    larger = arena_take(arena, capacity * element_size);
    if (larger != NULL && count > 0) memcpy(larger, array, count * element_size);
    return larger;
}

/* SPDX-License-Identifier: Apache-2.0
 * Memory that is taken piece by piece and given back at once. */
#ifndef FEEGUARD_BASE_ARENA_H
#define FEEGUARD_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "feeguard/text.h"

struct arena_block;

/* Zeroed is empty. `failed` is sticky: once memory has run out every later call returns NULL, so a
 * sequence may be written straight and the arena asked once at its end. */
struct arena {
    struct arena_block *blocks;
    bool failed;
};

/* Zeroed memory, aligned for any object; NULL when there is none. */
void *arena_take(struct arena *arena, size_t size);
/* A copy with a NUL behind it. */
struct fg_text arena_text(struct arena *arena, struct fg_text text);
void arena_free(struct arena *arena);

/* Makes room for one more element in an array that grows inside the arena (old copies stay behind
 * until the arena goes). Returns the array, moved if it had to grow; NULL when memory has run out.
 */
void *arena_grow(struct arena *arena, void *array, size_t count, size_t element_size);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Memory for the memory ledger's entries: taken in large chunks, given back at once; a piece that
 * was given back serves the next of its size. */
#ifndef FEEGUARD_LEDGER_MEMORY_POOL_H
#define FEEGUARD_LEDGER_MEMORY_POOL_H

#include <stddef.h>

/* Sizes are rounded up to a class: every 32 bytes to 2 KiB, then powers of two. */
#define POOL_STEP ((size_t)32)
#define POOL_STEPS ((size_t)64)
#define POOL_CLASSES (POOL_STEPS + 32)

struct pool_chunk;
struct pool_piece;

/* Zeroed is empty. */
struct pool {
    struct pool_chunk *chunks;
    unsigned char *at, *end; /* what is left of the newest chunk */
    struct pool_piece *spare[POOL_CLASSES];
};

/* Aligned for any object, not zeroed. NULL: no memory. */
void *memory_pool_take(struct pool *pool, size_t size);
void memory_pool_give(struct pool *pool, void *piece, size_t size);
void memory_pool_free(struct pool *pool);

#endif

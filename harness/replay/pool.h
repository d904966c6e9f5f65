/* SPDX-License-Identifier: Apache-2.0
 * Memory of one batch: taken piece by piece, kept for the next batch. */
#ifndef HARNESS_REPLAY_POOL_H
#define HARNESS_REPLAY_POOL_H

#include <stddef.h>

struct pool_chunk {
    char *bytes;
    size_t size;
};

/* Zeroed is empty. */
struct pool {
    struct pool_chunk *chunks;
    size_t count, at; /* at: the chunk in use */
    size_t used;      /* of it */
};

/* A window of at least `size` bytes, aligned for any object; *window_size tells all of it. Pieces
 * stay where they are. What is not taken is given again. */
void *pool_window(struct pool *pool, size_t size, size_t *window_size);
void pool_take(struct pool *pool, size_t size); /* from the start of the last window */
void pool_reset(struct pool *pool);
void pool_free(struct pool *pool);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Numbers that look random and are the same in every run: tests give their seed. */
#ifndef TESTS_SUPPORT_RANDOM_H
#define TESTS_SUPPORT_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

struct random {
    uint64_t state; /* the seed, not 0 */
};

uint64_t random_next(struct random *random);
/* 0 ... below - 1. */
uint32_t random_below(struct random *random, uint32_t below);
/* low ... high, both included. */
int32_t random_between(struct random *random, int32_t low, int32_t high);
/* True once in `of` times. */
bool random_once_in(struct random *random, uint32_t of);

#endif

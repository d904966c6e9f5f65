/* SPDX-License-Identifier: Apache-2.0
 * Xorshift with a multiplication: plenty for choosing test cases. */
#include "support/random.h"

uint64_t random_next(struct random *random)
{
    random->state ^= random->state >> 12;
    random->state ^= random->state << 25;
    random->state ^= random->state >> 27;
    return random->state * UINT64_C(0x2545F4914F6CDD1D);
}

uint32_t random_below(struct random *random, uint32_t below)
{
    return (uint32_t)((random_next(random) >> 32) % below);
}

int32_t random_between(struct random *random, int32_t low, int32_t high)
{
    return low + (int32_t)random_below(random, (uint32_t)(high - low) + 1);
}

bool random_once_in(struct random *random, uint32_t of)
{
    return random_below(random, of) == 0;
}

/* SPDX-License-Identifier: Apache-2.0
 * Exact non-negative rational numbers of bounded size: what a tariff is computed in before it is
 * rounded once (semantics sections 1 and 5).
 *
 * 128 bits hold every product of one price and one quantity, but times, sums and chains of derived
 * tariffs multiply further, and a cap may bring a huge value down again; so numerator and
 * denominator are naturals of up to EXACT_LIMBS words. A value that does not fit in lowest terms is
 * marked `huge`: it counts as above every standard there may be, and stays so. */
#ifndef FEEGUARD_BASE_EXACT_H
#define FEEGUARD_BASE_EXACT_H

#include <stdbool.h>
#include <stdint.h>

#define EXACT_LIMBS 24

struct natural {
    uint32_t count;             /* words in use; 0 is the number 0 */
    uint64_t limb[EXACT_LIMBS]; /* least significant first; only `count` of them are set */
};

struct exact {
    struct natural numerator, denominator; /* fen; denominator at least 1 */
    bool huge;
};

enum rounding { ROUND_HALF_UP, ROUND_UP, ROUND_DOWN };

void exact_set(struct exact *value, uint64_t number);
/* value := value * multiplier / divisor (divisor above 0). */
void exact_scale(struct exact *value, uint64_t multiplier, uint64_t divisor);
void exact_add(struct exact *value, const struct exact *other);
/* Brings numerator and denominator to lowest terms; the value stays. */
void exact_reduce(struct exact *value);
/* Negative, 0, positive: order of value and a whole number. */
int exact_compare(const struct exact *value, uint64_t number);
/* The same of two values; huge ones are equal, and above all others. */
int exact_order(const struct exact *a, const struct exact *b);

/* Rounds to a multiple of `unit` fen. False if the result is above `max`. */
bool exact_round(const struct exact *value, enum rounding rounding, int64_t unit, int64_t max,
                 int64_t *rounded);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * A fraction in lowest terms. Slow beside all else that is done with exact values, so exact.c asks
 * for it only when a part has become as long as it may be. */
#include "base/exact.h"

__extension__ typedef unsigned __int128 uint128;

static void trim(struct natural *natural)
{
    while (natural->count > 0 && natural->limb[natural->count - 1] == 0) natural->count--;
}

/* By which a number that is not 0 can be divided by 2, up to 63 times at once. */
static uint32_t zeros_of(const struct natural *natural)
{
    return natural->limb[0] == 0 ? 63 : (uint32_t)__builtin_ctzll(natural->limb[0]);
}

/* Divides by 2 so many times, 0 to 63. */
static void halve(struct natural *natural, uint32_t times)
{
    if (times == 0) return;
    for (uint32_t i = 0; i + 1 < natural->count; i++) {
        natural->limb[i] = natural->limb[i] >> times | natural->limb[i + 1] << (64 - times);
    }
    natural->limb[natural->count - 1] >>= times;
    trim(natural);
}

static void make_odd(struct natural *natural)
{
    while ((natural->limb[0] & 1) == 0) halve(natural, zeros_of(natural));
}

static bool is_below(const struct natural *a, const struct natural *b)
{
    if (a->count != b->count) return a->count < b->count;
    for (uint32_t i = a->count; i-- > 0;) {
        if (a->limb[i] != b->limb[i]) return a->limb[i] < b->limb[i];
    }
    return false;
}

/* a -= b, which is not above it. */
static void subtract(struct natural *a, const struct natural *b)
{
    uint64_t borrow = 0;

    for (uint32_t i = 0; i < a->count; i++) {
        uint128 taken = (uint128)(i < b->count ? b->limb[i] : 0) + borrow;

        borrow = a->limb[i] < taken;
        a->limb[i] -= (uint64_t)taken;
    }
    trim(a);
}

/* The greatest odd number that divides both; neither is 0. By shifts and subtractions. */
static struct natural odd_divisor(struct natural a, struct natural b)
{
    make_odd(&a);
    make_odd(&b);
    for (;;) {
        struct natural *larger = is_below(&a, &b) ? &b : &a;

        subtract(larger, larger == &a ? &b : &a);
        if (larger->count == 0) return larger == &a ? b : a;
        make_odd(larger);
    }
}

/* Divides by an odd number that leaves no remainder, from the lowest word up: each word of the
 * quotient is that of the dividend times the inverse of the divisor's lowest, modulo 2^64. */
static void divide(struct natural *natural, const struct natural *divisor)
{
    uint32_t count = natural->count - divisor->count + 1;
    uint64_t inverse = 1;

    for (int i = 0; i < 6; i++) inverse *= 2 - divisor->limb[0] * inverse; /* bits double */
    for (uint32_t i = 0; i < count; i++) {
        uint64_t word = natural->limb[i] * inverse, carry = 0;

        for (uint32_t j = 0; i + j < natural->count; j++) {
            uint128 product = (uint128)word * (j < divisor->count ? divisor->limb[j] : 0) + carry;
            uint64_t low = (uint64_t)product;

            carry = (uint64_t)(product >> 64) + (natural->limb[i + j] < low);
            natural->limb[i + j] -= low;
        }
        natural->limb[i] = word;
    }
    natural->count = count;
    trim(natural);
}

void exact_reduce(struct exact *value)
{
    struct natural *above = &value->numerator, *below = &value->denominator;
    struct natural divisor;

    if (value->huge) return;
    if (above->count == 0) {
        exact_set(value, 0);
        return;
    }
    while (((above->limb[0] | below->limb[0]) & 1) == 0) {
        uint32_t times = zeros_of(above), other = zeros_of(below);

        if (other < times) times = other;
        halve(above, times);
        halve(below, times);
    }
    divisor = odd_divisor(*above, *below);
    divide(above, &divisor);
    divide(below, &divisor);
}

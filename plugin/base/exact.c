/* SPDX-License-Identifier: Apache-2.0
 * Schoolbook arithmetic on little-endian words. Denominators are products of powers of ten and of
 * the divisors of derived ratios, so they stay short; equal ones are recognised, others multiplied.
 * Only what would become too long is brought to lowest terms. */
#include "base/exact.h"

#include <assert.h>
#include <string.h>

__extension__ typedef unsigned __int128 uint128;

static void natural_set(struct natural *natural, uint64_t number)
{
    natural->count = number != 0;
    natural->limb[0] = number;
}

static int natural_compare(const struct natural *a, const struct natural *b)
{
    if (a->count != b->count) return a->count < b->count ? -1 : 1;
    for (uint32_t i = a->count; i-- > 0;) {
        if (a->limb[i] != b->limb[i]) return a->limb[i] < b->limb[i] ? -1 : 1;
    }
    return 0;
}

/* False when the product does not fit; the natural is then of no use. */
static bool natural_multiply_word(struct natural *natural, uint64_t word)
{
    uint64_t carry = 0;

    if (word == 0) natural->count = 0;
    for (uint32_t i = 0; i < natural->count; i++) {
        uint128 product = (uint128)natural->limb[i] * word + carry;

        natural->limb[i] = (uint64_t)product;
        carry = (uint64_t)(product >> 64);
    }
    if (carry == 0) return true;
    if (natural->count == EXACT_LIMBS) return false;
    natural->limb[natural->count++] = carry;
    return true;
}

/* Both are shorter than a natural may be, so that the sum fits. */
static void natural_add(struct natural *a, const struct natural *b)
{
    uint32_t count = a->count > b->count ? a->count : b->count;
    uint64_t carry = 0;

    for (uint32_t i = 0; i < count; i++) {
        uint128 sum = (uint128)(i < a->count ? a->limb[i] : 0) + (i < b->count ? b->limb[i] : 0);

        sum += carry;
        a->limb[i] = (uint64_t)sum;
        carry = (uint64_t)(sum >> 64);
    }
    a->count = count;
    if (carry != 0) a->limb[a->count++] = carry;
}

/* Both together are no longer than a natural may be, so that the product fits. */
static void natural_multiply(struct natural *product, const struct natural *a,
                             const struct natural *b)
{
    product->count = a->count + b->count;
    memset(product->limb, 0, product->count * sizeof(product->limb[0]));
    for (uint32_t i = 0; i < a->count; i++) {
        uint64_t carry = 0;

        for (uint32_t j = 0; j < b->count; j++) {
            uint128 sum = (uint128)a->limb[i] * b->limb[j] + product->limb[i + j] + carry;

            product->limb[i + j] = (uint64_t)sum;
            carry = (uint64_t)(sum >> 64);
        }
        product->limb[i + b->count] = carry;
    }
    while (product->count > 0 && product->limb[product->count - 1] == 0) product->count--;
}

static bool is_full(const struct natural *natural)
{
    return natural->count == EXACT_LIMBS;
}

void exact_set(struct exact *value, uint64_t number)
{
    natural_set(&value->numerator, number);
    natural_set(&value->denominator, 1);
    value->huge = false;
}

void exact_scale(struct exact *value, uint64_t multiplier, uint64_t divisor)
{
    assert(divisor > 0);
    if (multiplier == 0) {
        exact_set(value, 0); /* even of a huge value: nothing of it is charged */
        return;
    }
    if (value->huge) return;
    if (is_full(&value->numerator) || is_full(&value->denominator)) exact_reduce(value);
    if (!natural_multiply_word(&value->numerator, multiplier) ||
        !natural_multiply_word(&value->denominator, divisor)) {
        value->huge = true;
    }
}

/* Whether the sum of both is sure to fit, over the product of their denominators. */
static bool fits_together(const struct exact *a, const struct exact *b)
{
    uint32_t above = a->numerator.count, below = a->denominator.count;

    if (natural_compare(&a->denominator, &b->denominator) == 0) {
        return above < EXACT_LIMBS && b->numerator.count < EXACT_LIMBS;
    }
    return above + b->denominator.count < EXACT_LIMBS && below + b->numerator.count < EXACT_LIMBS &&
           below + b->denominator.count <= EXACT_LIMBS;
}

/* Brings `other` and `value` to one denominator; `numerator` receives other's. */
static void common_denominator(struct exact *value, const struct exact *other,
                               struct natural *numerator)
{
    struct natural product;

    if (natural_compare(&value->denominator, &other->denominator) == 0) {
        *numerator = other->numerator;
        return;
    }
    natural_multiply(numerator, &other->numerator, &value->denominator);
    natural_multiply(&product, &value->numerator, &other->denominator);
    value->numerator = product;
    natural_multiply(&product, &value->denominator, &other->denominator);
    value->denominator = product;
}

void exact_add(struct exact *value, const struct exact *other)
{
    struct natural numerator;
    struct exact reduced;

    value->huge = value->huge || other->huge;
    if (value->huge) return;
    if (!fits_together(value, other)) {
        reduced = *other;
        exact_reduce(&reduced);
        exact_reduce(value);
        other = &reduced;
        value->huge = !fits_together(value, other);
        if (value->huge) return;
    }
    common_denominator(value, other, &numerator);
    natural_add(&value->numerator, &numerator);
}

/* Nearly every value: its parts fit one and two words. */
static bool is_short(const struct exact *value)
{
    return value->numerator.count <= 2 && value->denominator.count == 1 && !value->huge;
}

static uint128 short_numerator(const struct exact *value)
{
    const struct natural *numerator = &value->numerator;
    uint128 number = numerator->count > 0 ? numerator->limb[0] : 0;

    if (numerator->count == 2) number |= (uint128)numerator->limb[1] << 64;
    return number;
}

int exact_compare(const struct exact *value, uint64_t number)
{
    struct natural scaled;

    if (value->huge) return 1;
    if (is_short(value)) {
        uint128 numerator = short_numerator(value);
        uint128 product = (uint128)value->denominator.limb[0] * number;

        return (numerator > product) - (numerator < product);
    }
    scaled = value->denominator;
    if (!natural_multiply_word(&scaled, number)) return -1;
    return natural_compare(&value->numerator, &scaled);
}

/* a * b, whole: of two naturals that fit, the product may not. */
static void cross_multiply(const struct natural *a, const struct natural *b,
                           uint64_t product[2 * EXACT_LIMBS])
{
    memset(product, 0, 2 * EXACT_LIMBS * sizeof(product[0]));
    for (uint32_t i = 0; i < a->count; i++) {
        uint64_t carry = 0;

        for (uint32_t j = 0; j < b->count; j++) {
            uint128 sum = (uint128)a->limb[i] * b->limb[j] + product[i + j] + carry;

            product[i + j] = (uint64_t)sum;
            carry = (uint64_t)(sum >> 64);
        }
        product[i + b->count] = carry;
    }
}

int exact_order(const struct exact *a, const struct exact *b)
{
    uint64_t left[2 * EXACT_LIMBS], right[2 * EXACT_LIMBS];

    if (a->huge || b->huge) return a->huge - b->huge;
    cross_multiply(&a->numerator, &b->denominator, left);
    cross_multiply(&b->numerator, &a->denominator, right);
    for (uint32_t i = 2 * EXACT_LIMBS; i-- > 0;) {
        if (left[i] != right[i]) return left[i] < right[i] ? -1 : 1;
    }
    return 0;
}

/* The whole part of numerator / denominator, known to be at most `max`. Bit by bit from above:
 * values are small once they are below a limit, and long parts are rare. */
static uint64_t whole_part(const struct exact *value, uint64_t max)
{
    uint64_t whole = 0;

    if (is_short(value)) return (uint64_t)(short_numerator(value) / value->denominator.limb[0]);
    for (uint64_t bit = UINT64_C(1) << 62; bit > 0; bit >>= 1) {
        if ((whole | bit) <= max && exact_compare(value, whole | bit) >= 0) whole |= bit;
    }
    return whole;
}

/* Whether value, which lies in (whole, whole + 1), goes up to whole + 1. */
static bool goes_up(const struct exact *value, uint64_t whole, enum rounding rounding)
{
    struct exact twice;

    if (rounding != ROUND_HALF_UP) return rounding == ROUND_UP;
    twice = *value;
    exact_scale(&twice, 2, 1);
    return exact_compare(&twice, 2 * whole + 1) >= 0;
}

bool exact_round(const struct exact *value, enum rounding rounding, int64_t unit, int64_t max,
                 int64_t *rounded)
{
    struct exact units;
    uint64_t whole;

    if (value->huge || exact_compare(value, (uint64_t)max + (uint64_t)unit) > 0) return false;
    if (unit != 1) { /* counted in units of rounding */
        units = *value;
        exact_scale(&units, 1, (uint64_t)unit);
        if (units.huge) return false;
        value = &units;
    }
    whole = whole_part(value, (uint64_t)max + (uint64_t)unit);
    if (exact_compare(value, whole) != 0) whole += goes_up(value, whole, rounding);
    *rounded = (int64_t)whole * unit;
    return *rounded <= max;
}

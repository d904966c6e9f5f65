/* SPDX-License-Identifier: Apache-2.0
 * Exact values: rounding at and beside the halves in every mode and unit, and values far beyond
 * 128 bits. */
#include "support/test.h"

#include "base/exact.h"
#include "support/random.h"

#define MAX INT64_C(1000000000000000)

__extension__ typedef unsigned __int128 wide;

static struct exact fraction(uint64_t numerator, uint64_t denominator)
{
    struct exact value;

    exact_set(&value, numerator);
    exact_scale(&value, 1, denominator);
    return value;
}

/* Goal: every mode and unit rounds as its name says, at the half, beside it, and on a multiple. */
static void exact_rounds_at_and_beside_the_half(void **state)
{
    /* In thousandths of a fen; results by half-up, up, down. */
    static const struct {
        uint64_t thousandths;
        int64_t unit, half_up, up, down;
    } cases[] = {
        {0, 1, 0, 0, 0},
        {1, 1, 0, 1, 0},
        {499, 1, 0, 1, 0},
        {500, 1, 1, 1, 0},
        {501, 1, 1, 1, 0},
        {999, 1, 1, 1, 0},
        {1000, 1, 1, 1, 1},
        {1500, 1, 2, 2, 1},
        {2500, 1, 3, 3, 2}, /* away from zero, not to even */
        {4999, 10, 0, 10, 0},
        {5000, 10, 10, 10, 0},
        {5001, 10, 10, 10, 0},
        {14999, 10, 10, 20, 10},
        {15000, 10, 20, 20, 10},
        {10000, 10, 10, 10, 10},
        {10001, 10, 10, 20, 10},
        {49999, 100, 0, 100, 0},
        {50000, 100, 100, 100, 0},
        {50001, 100, 100, 100, 0},
        {100000, 100, 100, 100, 100},
        {100001, 100, 100, 200, 100},
        {149999, 100, 100, 200, 100},
        {150000, 100, 200, 200, 100},
        {199999, 100, 200, 200, 100},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct exact value = fraction(cases[i].thousandths, 1000);
        int64_t rounded = -1;

        assert_true(exact_round(&value, ROUND_HALF_UP, cases[i].unit, MAX, &rounded));
        assert_int_equal(rounded, cases[i].half_up);
        assert_true(exact_round(&value, ROUND_UP, cases[i].unit, MAX, &rounded));
        assert_int_equal(rounded, cases[i].up);
        assert_true(exact_round(&value, ROUND_DOWN, cases[i].unit, MAX, &rounded));
        assert_int_equal(rounded, cases[i].down);
    }
}

static int64_t reference_round(wide numerator, wide denominator, enum rounding rounding,
                               int64_t unit)
{
    wide size = denominator * (uint64_t)unit;
    wide whole = numerator / size, rest = numerator % size;

    if (rounding == ROUND_UP) whole += rest > 0;
    if (rounding == ROUND_HALF_UP) whole += 2 * rest >= size;
    return (int64_t)whole * unit;
}

/* Goal: rounding agrees with plain 128-bit arithmetic wherever that can reach.
 * Method: random products and quotients, also exact halves, fixed seed; the result over the limit
 * is refused and nothing else is. */
static void exact_rounding_agrees_with_wide_integers(void **state)
{
    static const int64_t units[] = {1, 10, 100};
    struct random random = {77};

    (void)state;
    for (int round = 0; round < 200000; round++) {
        uint64_t a = random_next(&random) >> random_below(&random, 60);
        uint64_t b = random_next(&random) >> (28 + random_below(&random, 36));
        uint64_t c = 1 + (random_next(&random) >> (30 + random_below(&random, 34)));
        int64_t unit = units[random_below(&random, 3)];
        enum rounding rounding = (enum rounding)random_below(&random, 3);
        struct exact value;
        int64_t expected, rounded = -1;
        bool fits;

        if (random_once_in(&random, 4)) c = 2 * (uint64_t)unit;
        exact_set(&value, a);
        exact_scale(&value, b, c);
        fits = (wide)a * b / c <= (wide)MAX * 2;
        expected = fits ? reference_round((wide)a * b, c, rounding, unit) : 0;
        fits = fits && expected <= MAX;
        assert_int_equal(exact_round(&value, rounding, unit, MAX, &rounded), fits);
        if (fits) assert_int_equal(rounded, expected);
    }
}

/* Goal: the limit itself is reached, and one step past it is refused, by rounding as well. */
static void exact_limit_is_inclusive_after_rounding(void **state)
{
    struct exact value;
    int64_t rounded;

    (void)state;
    exact_set(&value, (uint64_t)MAX);
    assert_true(exact_round(&value, ROUND_UP, 100, MAX, &rounded));
    assert_int_equal(rounded, MAX);
    exact_set(&value, (uint64_t)MAX + 1);
    assert_false(exact_round(&value, ROUND_HALF_UP, 1, MAX, &rounded));
    assert_false(exact_round(&value, ROUND_UP, 100, MAX, &rounded));
    assert_true(exact_round(&value, ROUND_DOWN, 100, MAX, &rounded)); /* over it before rounding */
    assert_int_equal(rounded, MAX);
    assert_true(exact_round(&value, ROUND_HALF_UP, 10, MAX, &rounded));
    assert_int_equal(rounded, MAX);
    exact_set(&value, (uint64_t)MAX + 5);
    assert_false(exact_round(&value, ROUND_HALF_UP, 10, MAX, &rounded));
    value = fraction((uint64_t)MAX * 2 + 1, 2);
    assert_true(exact_round(&value, ROUND_DOWN, 1, MAX, &rounded));
    assert_int_equal(rounded, MAX);
    assert_false(exact_round(&value, ROUND_HALF_UP, 1, MAX, &rounded));
}

/* Goal: a value of more than a thousand bits that a ratio brings down again is still exact.
 * Method: multiply by 10^18 twenty times, divide by the same, add one third, and look. */
static void exact_survives_being_huge_for_a_while(void **state)
{
    struct exact value, third = fraction(1, 3);
    int64_t rounded;

    (void)state;
    exact_set(&value, 7);
    for (int i = 0; i < 20; i++) exact_scale(&value, UINT64_C(1000000000000000000), 1);
    assert_true(exact_compare(&value, UINT64_MAX) > 0);
    assert_false(exact_round(&value, ROUND_DOWN, 1, MAX, &rounded));
    for (int i = 0; i < 20; i++) exact_scale(&value, 1, UINT64_C(1000000000000000000));
    assert_false(value.huge);
    assert_int_equal(exact_compare(&value, 7), 0);
    exact_add(&value, &third);
    assert_true(exact_compare(&value, 7) > 0 && exact_compare(&value, 8) < 0);
    exact_scale(&value, 3, 2); /* 22/3 * 3/2 = 11, by now with a denominator of many words */
    assert_int_equal(exact_compare(&value, 11), 0);
    assert_true(exact_round(&value, ROUND_UP, 1, MAX, &rounded));
    assert_int_equal(rounded, 11);
    exact_scale(&value, 1, 2);
    assert_true(exact_round(&value, ROUND_HALF_UP, 1, MAX, &rounded));
    assert_int_equal(rounded, 6);
}

/* Goal: whole parts of long fractions are found bit by bit, up to the limit.
 * Method: n + 1/d^9 for many n must round down to n and up to n + 1. */
static void exact_rounds_long_fractions(void **state)
{
    struct random random = {5};

    (void)state;
    for (int round = 0; round < 2000; round++) {
        int64_t whole =
            (int64_t)(random_next(&random) % (uint64_t)MAX) >> random_below(&random, 40);
        struct exact value = fraction(1, 1), sliver = fraction(1, 1);
        int64_t down = -1, up = -1, half = -1;

        exact_set(&value, (uint64_t)whole);
        for (int i = 0; i < 9; i++) exact_scale(&sliver, 1, UINT64_C(999999999999999989));
        exact_add(&value, &sliver);
        assert_true(exact_round(&value, ROUND_DOWN, 1, MAX, &down));
        assert_true(exact_round(&value, ROUND_UP, 1, MAX, &up));
        assert_true(exact_round(&value, ROUND_HALF_UP, 1, MAX, &half));
        assert_int_equal(down, whole);
        assert_int_equal(up, whole + 1);
        assert_int_equal(half, whole);
    }
}

/* Goal: what no longer fits is marked, is above everything, and stays so; times 0 it is nothing. */
static void exact_overflow_is_marked_and_sticks(void **state)
{
    struct exact value, other, one;
    int64_t rounded = 7;

    (void)state;
    exact_set(&one, 1);
    exact_set(&value, 1);
    for (int i = 0; i < EXACT_LIMBS - 1; i++) exact_scale(&value, UINT64_MAX, 1);
    assert_false(value.huge);
    exact_scale(&value, UINT64_MAX, 1);
    exact_scale(&value, UINT64_MAX, 1);
    assert_true(value.huge);
    assert_true(exact_compare(&value, UINT64_MAX) > 0);
    assert_false(exact_round(&value, ROUND_DOWN, 1, MAX, &rounded));
    exact_scale(&value, 1, UINT64_MAX);
    assert_true(value.huge);
    other = one;
    exact_add(&other, &value);
    assert_true(other.huge);
    exact_add(&value, &one);
    assert_true(value.huge);
    exact_scale(&value, 0, 5);
    assert_false(value.huge);
    assert_int_equal(exact_compare(&value, 0), 0);

    exact_set(&value, 1); /* a denominator can overflow as well */
    for (int i = 0; i < EXACT_LIMBS + 2; i++) exact_scale(&value, 1, UINT64_MAX);
    assert_true(value.huge);
}

/* Goal: numbers that are short in lowest terms fit, however they came about.
 * Method: ratios of 1 that are not reduced, 500 times; then 1/2 + 1/3, 200 times, over denominators
 * that differ each time, beside whole numbers of every size. */
static void exact_is_reduced_where_it_would_not_fit(void **state)
{
    static const uint64_t same[] = {1000000, 999999, 10, UINT64_MAX, UINT64_C(1) << 63, 6};
    struct exact value;
    int64_t rounded = -1;

    (void)state;
    exact_set(&value, 7);
    for (size_t i = 0; i < 500; i++) {
        exact_scale(&value, same[i % COUNT(same)], same[i % COUNT(same)]);
    }
    assert_false(value.huge);
    assert_int_equal(exact_compare(&value, 7), 0);
    exact_set(&value, 0);
    for (uint64_t i = 1; i <= 200; i++) {
        struct exact half = fraction(i * i * i * 1000003, i * i * i * 2000006);
        struct exact third = fraction(1, 3);

        exact_scale(&third, i * 999983, i * 999983);
        exact_add(&value, &half);
        exact_add(&value, &third);
    }
    assert_false(value.huge);
    assert_true(exact_round(&value, ROUND_HALF_UP, 1, MAX, &rounded));
    assert_int_equal(rounded, 167); /* 166 and 2/3 */
    exact_scale(&value, 3, 1);
    assert_int_equal(exact_compare(&value, 500), 0);
}

/* Goal: lowest terms are the same number with nothing left to divide by.
 * Method: random products over random products, by factors of one to 64 bits that both share;
 * compared with the number before; where both parts fit a word, Euclid finds no divisor. */
static void exact_lowest_terms(void **state)
{
    struct random random = {11};

    (void)state;
    for (int round = 0; round < 20000; round++) {
        struct exact value, reduced;
        uint32_t count = random_below(&random, 20);

        exact_set(&value, random_next(&random) >> random_below(&random, 64));
        for (uint32_t i = 0; i < count; i++) {
            uint64_t shared = 1 + (random_next(&random) >> (1 + random_below(&random, 63)));

            exact_scale(&value, shared, shared);
            if (random_once_in(&random, 4)) exact_scale(&value, shared, 1);
            if (random_once_in(&random, 4)) exact_scale(&value, 1, shared);
        }
        if (value.huge) continue;
        reduced = value;
        exact_reduce(&reduced);
        assert_int_equal(exact_order(&reduced, &value), 0);
        assert_true(reduced.numerator.count <= value.numerator.count);
        assert_true(reduced.denominator.count <= value.denominator.count);
        if (reduced.numerator.count == 1 && reduced.denominator.count == 1) {
            uint64_t a = reduced.numerator.limb[0], b = reduced.denominator.limb[0];

            while (b != 0) {
                uint64_t rest = a % b;

                a = b;
                b = rest;
            }
            assert_int_equal(a, 1);
        }
    }
}

/* Goal: sums over different denominators are exact, and carry through all words. */
static void exact_sums(void **state)
{
    struct exact value = fraction(1, 6), other = fraction(1, 3);

    (void)state;
    exact_add(&value, &other);
    exact_scale(&value, 2, 1);
    assert_int_equal(exact_compare(&value, 1), 0);
    other = fraction(UINT64_MAX, 1);
    exact_set(&value, 1);
    exact_add(&value, &other);
    assert_true(exact_compare(&value, UINT64_MAX) > 0);
    exact_scale(&value, 1, UINT64_C(1) << 32);
    assert_int_equal(exact_compare(&value, UINT64_C(1) << 32), 0);
    exact_set(&value, 0);
    exact_scale(&value, 5, 7);
    exact_add(&value, &other);
    assert_int_equal(exact_compare(&value, UINT64_MAX), 0);
    assert_true(exact_compare(&value, UINT64_MAX - 1) > 0);
    exact_set(&value, 0);
    assert_int_equal(exact_compare(&value, 0), 0);
    assert_true(exact_compare(&value, 1) < 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_rounds_at_and_beside_the_half),
        cmocka_unit_test(exact_rounding_agrees_with_wide_integers),
        cmocka_unit_test(exact_limit_is_inclusive_after_rounding),
        cmocka_unit_test(exact_survives_being_huge_for_a_while),
        cmocka_unit_test(exact_rounds_long_fractions),
        cmocka_unit_test(exact_overflow_is_marked_and_sticks),
        cmocka_unit_test(exact_is_reduced_where_it_would_not_fit),
        cmocka_unit_test(exact_lowest_terms),
        cmocka_unit_test(exact_sums),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

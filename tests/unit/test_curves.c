/* SPDX-License-Identifier: Apache-2.0
 * Curves: where a tariff's line breaks, and that it is straight in between. */
#include "support/test.h"

#include <stdio.h>
#include <string.h>

#include "support/random.h"
#include "support/schedule.h"
#include "survey/curves.h"

#define ITEM(code, tariff)                                                                         \
    "<item code='" code "' kind='administrative' basis='b'><standard basis='b'><case>" tariff      \
    "</case></standard></item>"
#define ITEMS(inside) "<items>" inside "</items>"
#define TIERS                                                                                      \
    "<brackets on='base' mode='marginal'><band upto='100.00' fixed='5.00'/>"                       \
    "<band upto='1000.00' percent='2'/><band percent='1'/></brackets>"

static struct bundle *bundle;
static struct arena arena;
static struct fg_charge request;
static struct curve_point point;
static struct curve curve;

/* Of the item "I" in the bundle. */
static const struct tariff *tariff_now(void)
{
    const struct item_rules *rules = table_get(&bundle->snapshots[0].items, TEXT("I"));

    return rules->item->standards[0].cases[0].tariff;
}

/* The same of a new bundle, which takes the place of the one before. */
static const struct tariff *tariff_of(const char *elements)
{
    bundle_release(bundle);
    bundle = schedule_bundle(elements);
    point.snapshot = &bundle->snapshots[0];
    return tariff_now();
}

static int set_up(void **state)
{
    (void)state;
    request = (struct fg_charge){0};
    point = (struct curve_point){.charge = &request, .rule_day = 20000};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    bundle_release(bundle);
    bundle = NULL;
    return 0;
}

/* First places of the pieces after the first one. */
static void assert_breaks(const char *elements, enum curve_axis axis, const char *expected)
{
    char all[256] = "", place[32];

    point.axis = axis;
    assert_true(curve_of(&arena, &point, tariff_of(elements), &curve));
    for (uint32_t i = 1; i < curve.piece_count; i++) {
        axis_format(axis, curve.pieces[i].from, place);
        snprintf(all + strlen(all), sizeof(all) - strlen(all), "%s%s", i > 1 ? " " : "", place);
        assert_true(curve.pieces[i].from == curve.pieces[i - 1].to + 1);
    }
    assert_true(curve.pieces[0].from == 0);
    assert_true(curve.pieces[curve.piece_count - 1].to == axis_end(axis));
    assert_string_equal(all, expected);
}

static void bands_break_the_line(void **state)
{
    (void)state;
    assert_breaks(ITEMS(ITEM("I", TIERS)), AXIS_BASE, "100.01 1000.01");
}

static void another_axis_is_level(void **state)
{
    (void)state;
    assert_breaks(ITEMS(ITEM("I", TIERS)), AXIS_QUANTITY, "");
}

static void bounds_break_where_they_begin_to_bind(void **state)
{
    (void)state;
    assert_breaks(ITEMS(ITEM("I", "<rate percent='3' min='10.00' max='100.00'/>")), AXIS_BASE,
                  "333.34 3333.34");
}

static void a_sum_breaks_where_its_parts_do(void **state)
{
    (void)state;
    assert_breaks(
        ITEMS(ITEM("I", "<sum max='50.00'>" TIERS "<rate percent='1' max='20.00'/></sum>")),
        AXIS_BASE, "100.01 1000.01 1850.01 2000.01");
}

static void a_derived_tariff_breaks_where_its_source_does(void **state)
{
    (void)state;
    assert_breaks(ITEMS(ITEM("S", TIERS) ITEM("I", "<derived item='S' ratio='1/3' max='9.00'/>")),
                  AXIS_BASE, "100.01 1000.01 1400.01");
}

static void steps_move_the_end_of_a_band(void **state)
{
    (void)state;
    assert_breaks(ITEMS(ITEM("I", "<brackets on='quantity' mode='marginal' step='10'>"
                                  "<band upto='25' price='1'/><band price='2'/></brackets>")),
                  AXIS_QUANTITY, "20.000001");
    assert_true(curve.step == 10 * MICRO);
}

static void curves_join(void **state)
{
    struct curve other, both;

    (void)state;
    assert_breaks(ITEMS(ITEM("I", TIERS)), AXIS_BASE, "100.01 1000.01");
    assert_true(curve_of(&arena, &point,
                         tariff_of(ITEMS(ITEM("I", "<rate percent='1' max='20.00'/>"))), &other));
    assert_true(curve_join(&arena, &curve, &other, &both));
    assert_int_equal(both.piece_count, 4);
    assert_true(both.pieces[3].from == 200001);
}

/* On a piece the middle lies on the line through the ends: value(a) + value(b) = 2 value(m). */
static void assert_straight(const struct tariff *tariff, struct random *random)
{
    for (uint32_t i = 0; i < curve.piece_count; i++) {
        int64_t from = curve.pieces[i].from, room = (curve.pieces[i].to - from) / 2;
        int64_t half = room == 0 ? 0 : (int64_t)(random_next(random) % (uint64_t)room);
        struct exact low, middle, high;

        assert_int_equal(curve_value(&point, tariff, from, &low, NULL), PRICED);
        assert_int_equal(curve_value(&point, tariff, from + half, &middle, NULL), PRICED);
        assert_int_equal(curve_value(&point, tariff, from + 2 * half, &high, NULL), PRICED);
        exact_add(&low, &high);
        exact_scale(&middle, 2, 1);
        assert_int_equal(exact_order(&low, &middle), 0);
    }
}

static void pieces_are_straight(void **state)
{
    static const char *const tariffs[] = {
        ITEMS(ITEM("I", TIERS)),
        ITEMS(ITEM("I", "<rate percent='0.37' min='11.00' max='77.70'/>")),
        ITEMS(
            ITEM("I", "<sum min='7.00' max='50.00'>" TIERS "<rate percent='1' max='9.99'/></sum>")),
        ITEMS(ITEM("S", TIERS) ITEM("I", "<derived item='S' ratio='2/3' max='900.00'/>")),
        ITEMS(ITEM("I", "<brackets on='base' mode='slab'><band upto='500.00' percent='3'/>"
                        "<band percent='2' fixed='1.00'/></brackets>")),
    };
    struct random random = {1};

    (void)state;
    for (size_t i = 0; i < COUNT(tariffs); i++) {
        const struct tariff *tariff = tariff_of(tariffs[i]);

        assert_true(curve_of(&arena, &point, tariff, &curve));
        for (int j = 0; j < 50; j++) assert_straight(tariff, &random);
    }
}

static void a_range_has_two_ends(void **state)
{
    const struct tariff *tariff = tariff_of(ITEMS(ITEM(
        "I", "<range><low><rate percent='1'/></low><high><rate percent='2'/></high></range>")));
    struct exact low, high;

    (void)state;
    assert_int_equal(curve_value(&point, tariff, 10000, &high, &low), PRICED);
    assert_int_equal(exact_compare(&low, 100), 0);
    assert_int_equal(exact_compare(&high, 200), 0);
    exact_set(&low, 200);
    assert_int_equal(exact_order(&low, &high), 0);
    exact_scale(&low, 2, 3);
    assert_true(exact_order(&low, &high) < 0);
    low.huge = true;
    assert_true(exact_order(&low, &high) > 0);
}

int main(void)
{
#define CURVE_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CURVE_TEST(bands_break_the_line),
        CURVE_TEST(another_axis_is_level),
        CURVE_TEST(bounds_break_where_they_begin_to_bind),
        CURVE_TEST(a_sum_breaks_where_its_parts_do),
        CURVE_TEST(a_derived_tariff_breaks_where_its_source_does),
        CURVE_TEST(steps_move_the_end_of_a_band),
        CURVE_TEST(curves_join),
        CURVE_TEST(pieces_are_straight),
        CURVE_TEST(a_range_has_two_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

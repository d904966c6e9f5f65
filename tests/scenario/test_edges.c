/* SPDX-License-Identifier: Apache-2.0
 * The last value that is right and the first that is wrong, rule by rule. */
#include "support/town.h"

#include <stdio.h>
#include <stdlib.h>

static struct gateway gateway;
static struct answer answer;
static const struct fg_decision *const decision = &answer.decision;

static int set_up_with(const char *name)
{
    char path[PATH_SIZE];
    char *content;

    gateway_init(&gateway);
    snprintf(path, sizeof(path), "%s/%s", FG_TEST_DATA, name);
    content = disk_read(path);
    disk_write(gateway.directory, name, content);
    free(content);
    gateway_open(&gateway);
    return 0;
}

static int set_up_town(void **state)
{
    (void)state;
    return set_up_with("town.xml");
}

static int set_up_world(void **state)
{
    (void)state;
    return set_up_with("world.xml");
}

static int tear_down(void **state)
{
    (void)state;
    gateway_free(&gateway);
    return 0;
}

static void expect(gateway_call call, const struct fg_charge *charge, uint64_t codes)
{
    gateway_ask(&gateway, call, charge, &answer);
    if (decision->codes != codes) {
        fail_msg("codes %llx, not %llx", (unsigned long long)decision->codes,
                 (unsigned long long)codes);
    }
}

static void check_codes(const struct fg_charge *charge, uint64_t codes)
{
    expect(gateway.plugin->check, charge, codes);
}

/* Goal: the standard, the ends of a range and due may be charged, one fen beside them may not. */
static void amounts_at_their_bounds(void **state)
{
    static const struct {
        const char *item;
        int64_t amount_fen;
        uint64_t codes;
    } cases[] = {
        {"REG", 8000, 0},
        {"REG", 8001, BIT(FG_OVER_STANDARD)},
        {"REG", 7999, BIT(FG_UNDERCHARGED)},
        {"REG", 0, BIT(FG_UNDERCHARGED)},
        {"REG", FG_AMOUNT_FEN_MAX, BIT(FG_OVER_STANDARD)},
        {"REG", FG_AMOUNT_FEN_MAX + 1, BIT(FG_INVALID_CHARGE)},
        {"SPAN", 4999, BIT(FG_BELOW_STANDARD)},
        {"SPAN", 5000, 0},
        {"SPAN", 10000, 0},
        {"SPAN", 10001, BIT(FG_OVER_STANDARD)},
        {"PARTS", 1, 0}, /* a part is no undercharge */
        {"PARTS", 10000, 0},
        {"PARTS", 10001, BIT(FG_OVER_STANDARD) | BIT(FG_INSTALMENTS_EXCEED)},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct fg_charge charge = town_charge("T", cases[i].item, cases[i].amount_fen);

        check_codes(&charge, cases[i].codes);
    }
}

/* Goal: the watch before a holiday ends the day before it and begins seven days before. */
static void holiday_watch_at_its_ends(void **state)
{
    static const struct {
        int days; /* after 2026-07-01 */
        uint64_t codes;
    } cases[] = {{84, 0},
                 {85, BIT(FG_PRE_HOLIDAY_PENALTY)},
                 {91, BIT(FG_PRE_HOLIDAY_PENALTY)},
                 {92, 0},
                 {95, 0}};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct fg_charge fine = town_charge("T", "FINE", 10000);
        struct fg_charge fee = town_charge("T", "SPAN", 10000);

        fine.time_ns += cases[i].days * DAY_NS;
        fee.time_ns = fine.time_ns;
        check_codes(&fine, cases[i].codes);
        check_codes(&fee, 0); /* penalties only */
    }
}

/* Goal: a trial covers codes 6 to 16, both ends included, and none beside them. */
static void trial_covers_six_to_sixteen(void **state)
{
    struct fg_charge charge = town_charge("T1", "TRIAL-PARTS", 8000);

    (void)state;
    charge.unit = text_from("STRANGER");
    expect(gateway.plugin->charge, &charge, BIT(FG_NOT_AUTHORISED));
    assert_int_equal(decision->outcome, FG_ALLOW);
    charge.txn = text_from("T2");
    charge.unit = text_from("OFFICE");
    charge.amount_fen = 1;
    expect(gateway.plugin->charge, &charge, BIT(FG_INSTALMENTS_EXCEED));
    assert_int_equal(decision->outcome, FG_ALLOW);
    charge.txn = text_from("T3");
    charge.unit = text_from("CLOSED");
    check_codes(&charge, BIT(FG_UNKNOWN_UNIT) | BIT(FG_INSTALMENTS_EXCEED));
    assert_int_equal(decision->outcome, FG_DENY);
    assert_int_equal(decision->observed, 1);
    charge.unit = text_from("OFFICE");
    charge.time_ns = NOON_NS - DAY_NS; /* the day before it began */
    check_codes(&charge, BIT(FG_INSTALMENTS_EXCEED));
    assert_int_equal(decision->outcome, FG_DENY);
}

/* Goal: fines are compared within one calendar year of the charge date, whatever period they are
 * for, and only where the key is the same and present. */
static void fines_are_compared_by_year_of_charge(void **state)
{
    struct fg_attribute minor = {text_from("grade"), text_from("minor")};
    struct fg_attribute serious = {text_from("grade"), text_from("serious")};
    struct fg_charge first = town_charge("T1", "FINE", 20000);
    struct fg_charge next = town_charge("T2", "FINE", 10000);

    (void)state;
    first.attributes = next.attributes = &minor;
    first.attribute_count = next.attribute_count = 1;
    expect(gateway.plugin->charge, &first, 0);
    check_codes(&next, BIT(FG_UNEQUAL_PENALTY));
    assert_true(text_is(decision->conflict, "T1"));
    next.period_ymd = 20250101; /* owed for another year, fined in the same one */
    check_codes(&next, BIT(FG_UNEQUAL_PENALTY));
    next.period_ymd = 0;
    next.time_ns += 184 * DAY_NS; /* 2027-01-01 */
    check_codes(&next, 0);
    next.period_ymd = 20260701;
    check_codes(&next, 0);
    next.period_ymd = 0;
    next.time_ns -= DAY_NS;
    check_codes(&next, BIT(FG_UNEQUAL_PENALTY));
    next.attributes = &serious;
    check_codes(&next, 0);
    next.attribute_count = 0;
    check_codes(&next, 0);
    next.attribute_count = 1;
    next.attributes = &minor;
    next.amount_fen = 20000;
    check_codes(&next, 0);
}

/* Goal: a late commit of instalments that just fit tells nothing. */
static void late_instalments_that_just_fit(void **state)
{
    struct fg_charge late = town_charge("LATE", "PARTS", 6000);
    struct fg_charge other = town_charge("OTHER", "PARTS", 4000);

    (void)state;
    expect(gateway.plugin->reserve, &late, 0);
    gateway.now_ns += 900 * SECOND_NS;
    expect(gateway.plugin->charge, &other, 0);
    answer_init(&answer);
    assert_int_equal(gateway.plugin->commit(gateway.engine, late.txn, &answer.decision),
                     FG_COMMITTED_LATE);
    assert_int_equal(decision->codes, 0);
    assert_int_equal(decision->conflict.size, 0);
}

static struct fg_charge world_charge(const char *txn, const char *item, const char *quantity,
                                     const char *base)
{
    struct fg_charge charge = town_charge(txn, item, 0);

    charge.quantity = text_from(quantity);
    charge.base = text_from(base);
    return charge;
}

static int64_t standard_of(const char *item, const char *quantity, const char *base)
{
    struct fg_charge charge = world_charge("T", item, quantity, base);

    gateway_ask(&gateway, gateway.plugin->check, &charge, &answer);
    assert_true((decision->present & FG_HAS_STANDARD) != 0);
    return decision->standard_fen;
}

/* Goal: steps, bands, bounds and roundings at the values where they turn. */
static void tariffs_where_they_turn(void **state)
{
    static const struct {
        const char *item, *quantity, *base;
        int64_t standard_fen;
    } cases[] = {
        {"MONTHLY", "10", NULL, 1240},        /* 12.37 up to 0.1 */
        {"MONTHLY", "10.000001", NULL, 1300}, /* 10.5 x 1.237 = 12.9885 */
        {"MONTHLY", "10.5", NULL, 1300},
        {"MONTHLY", "0", NULL, 500},              /* min */
        {"MONTHLY", "1000000000000", NULL, 9000}, /* max */
        {"ONCE", NULL, "0", 1000},
        {"ONCE", NULL, "100.00", 1000},
        {"ONCE", NULL, "119.99", 1000},    /* 10.49975 to 1 yuan */
        {"ONCE", NULL, "120.00", 1100},    /* 10.50, half up */
        {"ONCE", NULL, "10000.00", 25800}, /* 10 + 247.50 */
        {"ONCE", NULL, "10100.00", 25800}, /* + 0.50 = 258.00 */
        {"WINDOW", "0", "0", 333},         /* a third of 10.00 before rounding, and nothing */
        {"WINDOW", "10", "0", 1333},
        {"WINDOW", "10.000001", "0", 2833}, /* 20.000002 + 5 + 3.3333.. = 28.3333353 */
        {"WATER", "50", NULL, 11750},
        {"WATER", "50.01", NULL, 11757}, /* + 0.0705 */
        {"TRIPLE-TOO", NULL, NULL, 0},
        {"SPAN", NULL, "50.00", 500}, /* the low end of 20.00 comes down to it */
        {"SPAN", NULL, "99999999", 50000},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t got = standard_of(cases[i].item, cases[i].quantity, cases[i].base);

        if (got != cases[i].standard_fen) {
            fail_msg("%s of %s, %s: %lld", cases[i].item, cases[i].quantity, cases[i].base,
                     (long long)got);
        }
    }
    standard_of("SPAN", NULL, "50.00");
    assert_int_equal(decision->low_fen, 500);
}

/* Goal: cumulative bands count on from what stands in the year, whole quantities whatever was given
 * back in part, and start again when a charge is given back wholly. */
static void cumulative_bands_count_on(void **state)
{
    struct fg_charge first = world_charge("T1", "WATER", "40", NULL);

    (void)state;
    first.amount_fen = 9400;
    expect(gateway.plugin->charge, &first, 0);
    assert_int_equal(standard_of("WATER", "20", NULL), 9400); /* 10 x 2.35 + 10 x 7.05 */
    assert_int_equal(gateway_refund(&gateway, "T1", "a", 5000), FG_OK);
    assert_int_equal(standard_of("WATER", "20", NULL), 9400);
    assert_int_equal(gateway_refund(&gateway, "T1", "b", 4400), FG_OK);
    assert_int_equal(standard_of("WATER", "20", NULL), 4700);
}

/* Goal: relief counts against its limit only where it was carried out, and is given back with the
 * whole charge only. */
static void relief_stands_with_its_charge(void **state)
{
    struct fg_attribute hardship = {text_from("hardship"), text_from("yes")};
    struct fg_charge charge = town_charge("T1", "YEARLY", 8000);

    (void)state;
    gateway_close(&gateway);
    gateway.options.effects[FG_REDUCTION_NOT_APPLIED] = FG_EFFECT_OFF;
    gateway_open(&gateway);
    charge.attributes = &hardship;
    charge.attribute_count = 1;
    expect(gateway.plugin->charge, &charge, 0); /* found, though not told: relief not carried out */
    assert_int_equal(decision->due_fen, 0);
    charge.txn = text_from("T2");
    charge.subject = text_from("S2");
    charge.amount_fen = 0;
    expect(gateway.plugin->charge, &charge, 0); /* takes 80 of 120 */
    charge.txn = text_from("T3");
    charge.subject = text_from("S3");
    charge.amount_fen = 4000;
    expect(gateway.plugin->charge, &charge, 0); /* takes the other 40 */
    assert_int_equal(decision->due_fen, 4000);
    assert_int_equal(gateway_refund(&gateway, "T3", "a", 3999), FG_OK);
    charge.txn = text_from("T4");
    charge.subject = text_from("S4");
    charge.amount_fen = 8000;
    expect(gateway.plugin->check, &charge, 0);
    assert_int_equal(decision->due_fen, 8000); /* a part given back gives no relief back */
    assert_int_equal(gateway_refund(&gateway, "T3", "b", 1), FG_OK);
    expect(gateway.plugin->check, &charge, 0);
    assert_int_equal(decision->due_fen, 4000);
}

#define TOWN(name) cmocka_unit_test_setup_teardown(name, set_up_town, tear_down)
#define WORLD(name) cmocka_unit_test_setup_teardown(name, set_up_world, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TOWN(amounts_at_their_bounds),        TOWN(holiday_watch_at_its_ends),
        TOWN(trial_covers_six_to_sixteen),    TOWN(fines_are_compared_by_year_of_charge),
        TOWN(late_instalments_that_just_fit), WORLD(tariffs_where_they_turn),
        WORLD(cumulative_bands_count_on),     WORLD(relief_stands_with_its_charge),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * What a decision touches: exactly the rules that gave its standard, its relief and its findings.
 */
#include "trial/coverage.h"

#include <stdio.h>
#include <string.h>

#include "feeguard/host.h"
#include "support/schedule.h"
#include "support/test.h"

#define UNIT "<units><unit code='U' department='d' level='county' region='210102'/></units>"
#define ITEM(code, standards)                                                                      \
    "<item code='" code "' kind='administrative' basis='b'><grants><grant unit='U'/></grants>"     \
    "<standard basis='b'>" standards "</standard></item>"
#define CASE(tariff) "<case>" tariff "</case>"
#define ITEMS(inside) UNIT "<items>" inside "</items>"
#define STEPS(price)                                                                               \
    "<brackets on='quantity' mode='marginal'><band upto='10' price='" price "'/>"                  \
    "<band upto='20' fixed='1.00' price='" price "'/><band price='" price "'/></brackets>"

static struct bundle *bundle;
static struct coverage coverage;
static struct facts facts;
static struct decision decision;

static int tear_down(void **state)
{
    (void)state;
    coverage_free(&coverage);
    bundle_release(bundle);
    bundle = NULL;
    memset(&facts, 0, sizeof(facts));
    return 0;
}

static void open_bundle(const char *elements)
{
    bundle = schedule_bundle(elements);
    coverage_open(&coverage, bundle);
}

/* Judges item I by a quantity ("" for none) on 2026-07-01 and adds what was touched. */
static void add(const char *quantity)
{
    struct policy policy = {.mode = FG_MODE_ENFORCE};
    struct fg_charge request = {.size = sizeof(request),
                                .txn = TEXT("T"),
                                .unit = TEXT("U"),
                                .item = TEXT("I"),
                                .payer = TEXT("P"),
                                .quantity = text_of(quantity),
                                .time_ns = INT64_C(1782878400) * 1000000000};
    struct charge charge;
    struct fg_text field;
    struct matter matter;

    for (int code = 1; code < FG_CODE_COUNT; code++) policy.effects[code] = FG_EFFECT_WARN;
    assert_true(charge_read(&request, &charge, &field));
    matter = matter_find(bundle_on(bundle, charge.charge_day), &charge);
    facts.available = true;
    evaluate(&matter, &charge, &facts, &policy, &decision);
    coverage_add(&coverage, &decision, &charge, &facts);
}

/* "IC010B": of each part in the order of the document, its kind once and then whether touched. */
static void assert_touched(const char *expected)
{
    static const char letters[] = "ICBR";
    char all[64] = "";
    size_t size = 0;
    enum part_kind last = PART_KIND_COUNT;

    coverage_sort(&coverage);
    for (size_t i = 0; i < coverage.count; i++) {
        const struct part *part = &coverage.parts[i];

        if (part->kind == PART_BASIS) continue;
        assert_true(size + 2 < sizeof(all));
        if (part->kind != last) all[size++] = letters[part->kind];
        all[size++] = part->touched ? '1' : '0';
        last = part->kind;
    }
    assert_string_equal(all, expected);
}

static void bands_up_to_the_quantity_are_touched(void **state)
{
    (void)state;
    open_bundle(ITEMS(ITEM("I", CASE(STEPS("2")))));
    add("10");
    assert_touched("I1C1B100");
}

static void a_quantity_just_above_a_bound_touches_the_next_band(void **state)
{
    (void)state;
    open_bundle(ITEMS(ITEM("I", CASE(STEPS("2")))));
    add("10.000001");
    assert_touched("I1C1B110");
}

static void a_quantity_of_nothing_touches_no_band(void **state)
{
    (void)state;
    open_bundle(ITEMS(ITEM("I", CASE(STEPS("2")))));
    add("0");
    assert_touched("I1C1B000");
}

/* From 12 to 15: the first band takes no part, the second its own. */
static void what_was_counted_before_touches_nothing(void **state)
{
    (void)state;
    open_bundle(ITEMS(ITEM("I", CASE("<brackets on='quantity' mode='marginal' cumulative='year'>"
                                     "<band upto='10' price='1'/><band upto='20' price='2'/>"
                                     "<band price='3'/></brackets>"))));
    facts.counted_micro[PER_YEAR] = 12 * MICRO;
    add("3");
    assert_touched("I1C1B010");
}

static void a_slab_touches_its_own_band_alone(void **state)
{
    (void)state;
    open_bundle(ITEMS(ITEM("I", CASE("<brackets on='quantity' mode='slab'>"
                                     "<band upto='10' price='1'/><band upto='20' price='2'/>"
                                     "<band price='3'/></brackets>"))));
    add("20");
    assert_touched("I1C1B010");
}

static void both_ends_of_a_range_are_touched(void **state)
{
    (void)state;
    open_bundle(ITEMS(
        ITEM("I", CASE("<range><low>" STEPS("1") "</low><high>" STEPS("2") "</high></range>"))));
    add("11");
    assert_touched("I1C1B110110");
}

/* Bands in the order low, high; the other item itself is not charged. */
static void a_derived_standard_touches_the_high_end_of_the_other(void **state)
{
    (void)state;
    open_bundle(ITEMS(ITEM("I", CASE("<derived item='J' ratio='1/2'/>")) ITEM(
        "J", CASE("<range><low>" STEPS("1") "</low><high>" STEPS("2") "</high></range>"))));
    add("11");
    assert_touched("I1C1I0C1B000110");
}

static void parts_of_a_sum_are_touched(void **state)
{
    (void)state;
    open_bundle(ITEMS(ITEM("I", CASE("<sum>" STEPS("1") STEPS("2") "</sum>"))));
    add("5");
    assert_touched("I1C1B100100");
}

static void without_a_standard_the_item_alone_is_touched(void **state)
{
    (void)state;
    open_bundle(ITEMS(ITEM("I", CASE(STEPS("2")))));
    add("");
    assert_true((decision.found >> FG_MISSING_ATTRIBUTE & 1) != 0);
    assert_touched("I1C0B000");
}

static void counts_are_by_kind(void **state)
{
    struct part_count count;

    (void)state;
    open_bundle(ITEMS(ITEM("I", CASE(STEPS("2"))) ITEM("J", CASE("<free/>"))));
    add("1");
    count = coverage_count(&coverage, PART_BAND);
    assert_int_equal(count.touched, 1);
    assert_int_equal(count.all, 3);
    count = coverage_count(&coverage, PART_ITEM);
    assert_int_equal(count.touched, 1);
    assert_int_equal(count.all, 2);
    count = coverage_count(&coverage, PART_BASIS);
    assert_int_equal(count.touched, 1);
    assert_int_equal(count.all, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(bands_up_to_the_quantity_are_touched, tear_down),
        cmocka_unit_test_teardown(a_quantity_just_above_a_bound_touches_the_next_band, tear_down),
        cmocka_unit_test_teardown(a_quantity_of_nothing_touches_no_band, tear_down),
        cmocka_unit_test_teardown(what_was_counted_before_touches_nothing, tear_down),
        cmocka_unit_test_teardown(a_slab_touches_its_own_band_alone, tear_down),
        cmocka_unit_test_teardown(both_ends_of_a_range_are_touched, tear_down),
        cmocka_unit_test_teardown(a_derived_standard_touches_the_high_end_of_the_other, tear_down),
        cmocka_unit_test_teardown(parts_of_a_sum_are_touched, tear_down),
        cmocka_unit_test_teardown(without_a_standard_the_item_alone_is_touched, tear_down),
        cmocka_unit_test_teardown(counts_are_by_kind, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * The whole vocabulary, read and looked at field by field. */
#include "support/test.h"

#include <stdlib.h>

#include "load/parse.h"
#include "support/document.h"
#include "support/files.h"

static void no_fault(void *context, const struct fault *fault)
{
    (void)context;
    fail_msg("%u [%s] %s", fault->line, fault->rule, fault->what_en);
}

/* The example of the whole vocabulary, read into the arena, and accepted by the schema as well. */
static struct document read_vocabulary(struct arena *arena)
{
    char *content = disk_read(FG_TEST_DATA "/vocabulary.xml");
    struct faults faults = {.sink = {NULL, no_fault}};
    struct document document;

    assert_true(document_read(arena, TEXT("v.xml"), text_of(content), &faults, &document));
    free(content);
    return document;
}

static void assert_text(struct fg_text text, const char *expected)
{
    assert_int_equal(text.size, strlen(expected));
    assert_memory_equal(text.bytes, expected, text.size + 1); /* with its NUL */
}

static int32_t day(int32_t ymd)
{
    int32_t number;

    assert_true(day_from_ymd(ymd, &number));
    return number;
}

static void a_document_is_read_as_it_is_written(void **state)
{
    struct arena arena = {0};
    struct document document = read_vocabulary(&arena);

    (void)state;
    assert_text(document.file, "v.xml");
    assert_text(document.id, "CN-21");
    assert_text(document.issuer, "辽宁省财政厅");
    assert_text(document.label, "CN-21@12");
    assert_int_equal(document.digest.size, 32);
    assert_int_equal(document.level, LEVEL_PROVINCIAL);
    assert_text(document.region.code, "210000");
    assert_int_equal(document.region.stripped.size, 2);
    assert_int_equal(document.serial, 12);
    assert_int_equal(document.published, day(20260620));
    assert_int_equal(document.effective, day(20260701));
    assert_int_equal(document.line, 14);
    assert_int_equal(document.basis_count, 2);
    assert_text(document.bases[0].number, "财税〔2016〕12号");
    assert_int_equal(document.bases[1].issued, day(20210301));
    assert_int_equal(document.unit_count, 2);
    assert_int_equal(document.units[0].days.to, DAY_END);
    assert_int_equal(document.units[1].days.to, day(20281231));
    assert_text(document.units[0].department, "natural-resources");
    assert_int_equal(document.units[1].level, LEVEL_COUNTY);
    assert_int_equal(document.delegation_count, 1);
    assert_text(document.delegations[0].items.list[0], "RE-REG");
    assert_ptr_equal(document.delegations[0].basis.basis, &document.bases[1]);
    assert_int_equal(document.item_count, 7);
    assert_int_equal(document.holiday_count, 1);
    assert_int_equal(document.holidays[0].watch, 7);
    arena_free(&arena);
}

static void an_item_is_read_as_it_is_written(void **state)
{
    struct arena arena = {0};
    struct document document = read_vocabulary(&arena);
    const struct item *registry = &document.items[0], *soil = &document.items[1];
    const struct item *order = &document.items[3], *fine = &document.items[6];

    (void)state;
    assert_text(registry->code, "RE-REG");
    assert_int_equal(registry->kind, KIND_ADMINISTRATIVE);
    assert_ptr_equal(registry->basis.basis, &document.bases[0]);
    assert_int_equal(registry->local, LEVEL_MUNICIPAL);
    assert_int_equal(registry->local_relief, LEVEL_MUNICIPAL);
    assert_true(registry->enterprise);
    assert_int_equal(registry->dated_by, DATED_BY_ACCEPTED);
    assert_int_equal(registry->grant_count, 2);
    assert_int_equal(registry->grants[0].level, LEVEL_MUNICIPAL);
    assert_int_equal(registry->grants[1].level, LEVEL_NONE);
    assert_ptr_equal(registry->grants[1].basis.basis, &document.bases[1]);
    assert_null(registry->grants[0].basis.basis);
    assert_int_equal(registry->period->per, PER_ONCE);
    assert_int_equal(registry->period->key, KEY_SUBJECT);
    assert_true(registry->period->subject_required);
    assert_true(registry->has_observe);
    assert_int_equal(registry->observe.to, day(20260930));
    assert_int_equal(soil->standard_count, 2);
    assert_int_equal(soil->standards[0].round_to_fen, 10);
    assert_int_equal(soil->standards[1].round_to_fen, 1);
    assert_true(soil->period->instalments);
    assert_int_equal(soil->period->advance, 1);
    assert_int_equal(soil->period->key, KEY_BOTH);
    assert_text(soil->period->group, "soil-and-water");
    assert_false(soil->period->year_starts_given);
    assert_int_equal(order->dated_by, DATED_BY_CHARGE);
    assert_true(order->period->year_starts_given);
    assert_int_equal(order->period->year_starts, 10);
    assert_int_equal(fine->period->per, PER_NONE);
    assert_int_equal(fine->period->within, 30);
    assert_int_equal(fine->period->within_unit, WITHIN_DAYS);
    assert_int_equal(fine->uniform.count, 2);
    assert_text(fine->uniform.list[1], "grade");
    arena_free(&arena);
}

static void a_tariff_is_read_as_it_is_written(void **state)
{
    struct arena arena = {0};
    struct document document = read_vocabulary(&arena);
    const struct tariff *area = document.items[1].standards[1].cases[0].tariff;
    const struct tariff *court = document.items[2].standards[0].cases[0].tariff;
    const struct tariff *order = document.items[3].standards[0].cases[0].tariff;
    const struct tariff *water = document.items[4].standards[0].cases[0].tariff;
    const struct tariff *sewage = document.items[5].standards[0].cases[0].tariff;
    const struct tariff *fine = document.items[6].standards[0].cases[1].tariff;

    (void)state;
    assert_int_equal(area->kind, TARIFF_PER_UNIT);
    assert_int_equal(area->rate_micro, 1400000);
    assert_int_equal(area->step_micro, MICRO);
    assert_text(area->times.text, "days");
    assert_text(area->price_unit, "m2");
    assert_int_equal(area->min_fen, 1000);
    assert_int_equal(area->max_fen, 500000000);
    assert_int_equal(court->kind, TARIFF_BRACKETS);
    assert_false(court->on_quantity);
    assert_int_equal(court->band_count, 4);
    assert_int_equal(court->bands[0].upto, 1000000);
    assert_int_equal(court->bands[0].fixed_fen, 5000);
    assert_int_equal(court->bands[1].rate_micro, 2500000);
    assert_int_equal(court->bands[3].upto, INT64_MAX);
    assert_int_equal(court->min_fen, MONEY_ABSENT);
    assert_int_equal(order->ratio_numerator, 1);
    assert_int_equal(order->ratio_denominator, 3);
    assert_int_equal(water->cumulative, PER_YEAR);
    assert_int_equal(water->bands[0].upto, 192 * MICRO);
    assert_int_equal(water->bands[1].rate_micro, 3525000);
    assert_int_equal(sewage->kind, TARIFF_SUM);
    assert_int_equal(sewage->child_count, 2);
    assert_true(sewage->children[0]->slab);
    assert_int_equal(sewage->children[1]->kind, TARIFF_RATE);
    assert_int_equal(fine->kind, TARIFF_RANGE);
    assert_int_equal(fine->low->rate_micro, 100 * MICRO);
    assert_int_equal(fine->high->max_fen, 50000000);
    arena_free(&arena);
}

static void a_condition_is_read_as_it_is_written(void **state)
{
    struct arena arena = {0};
    struct document document = read_vocabulary(&arena);
    const struct standard *sewage = &document.items[5].standards[0];
    const struct condition *all = sewage->cases[0].when, *any = sewage->cases[1].when;
    const struct condition *both = document.reductions[0].when;

    (void)state;
    assert_int_equal(all->kind, CONDITION_ALL);
    assert_int_equal(all->child_count, 2);
    assert_int_equal(all->children[0]->tests[0].kind, TEST_IN);
    assert_int_equal(all->children[0]->tests[0].set.count, 2);
    assert_int_equal(all->children[1]->kind, CONDITION_NOT);
    assert_text(all->children[1]->children[0]->name.text, "recycled");
    assert_int_equal(any->kind, CONDITION_ANY);
    assert_int_equal(any->children[0]->tests[0].kind, TEST_GE);
    assert_int_equal(any->children[1]->tests[0].kind, TEST_PREFIX);
    assert_true(any->children[2]->tests[0].present);
    assert_null(sewage->cases[2].when);
    assert_int_equal(both->kind, CONDITION_ALL); /* two in a `when`: both must hold */
    assert_int_equal(both->child_count, 2);
    assert_int_equal(both->children[0]->name.builtin, BUILTIN_PAYER_TYPE);
    assert_int_equal(both->children[1]->name.builtin, BUILTIN_NONE);
    assert_int_equal(document.items[0].standards[0].cases[0].when->kind, CONDITION_ATTR);
    arena_free(&arena);
}

static void reliefs_and_prohibitions_are_read_as_they_are_written(void **state)
{
    struct arena arena = {0};
    struct document document = read_vocabulary(&arena);
    const struct reduction *reductions = document.reductions;
    const struct prohibition *donation = &document.prohibitions[0];

    (void)state;
    assert_int_equal(document.amendment_count, 1);
    assert_int_equal(document.amendments[0].grant_count, 1);
    assert_int_equal(document.reduction_count, 5);
    assert_int_equal(reductions[0].relief, RELIEF_EXEMPT);
    assert_int_equal(reductions[0].priority, 10);
    assert_text(reductions[0].group, "sme");
    assert_int_equal(reductions[1].percent_micro, 50 * MICRO);
    assert_text(reductions[1].categories.list[0], "utility");
    assert_true(reductions[2].exclusive);
    assert_int_equal(reductions[2].priority, 100);
    assert_int_equal(reductions[2].amount_fen, 2000000);
    assert_int_equal(reductions[2].limit->amount_fen, 2400000);
    assert_int_equal(reductions[2].limit->per, PER_YEAR);
    assert_int_equal(reductions[2].limit->key, KEY_PAYER);
    assert_int_equal(reductions[3].relief, RELIEF_CAP);
    assert_true(reductions[3].penalties);
    assert_true(reductions[4].is_commitment);
    assert_text(reductions[4].payers.list[0], "91210100MA0XXXXX1A");
    assert_int_equal(document.revoke_count, 1);
    assert_ptr_equal(document.revokes[0].basis.basis, &document.bases[0]);
    assert_text(donation->categories.list[0], "donation");
    assert_int_equal(donation->keywords.count, 2);
    assert_text(donation->folded.list[1], "捐款");
    assert_int_equal(donation->keyword_lines[1], donation->keyword_lines[0] + 1);
    assert_text(donation->except_items.list[0], "RE-REG");
    assert_int_equal(donation->payers.count, 2);
    arena_free(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_is_read_as_it_is_written),
        cmocka_unit_test(an_item_is_read_as_it_is_written),
        cmocka_unit_test(a_tariff_is_read_as_it_is_written),
        cmocka_unit_test(a_condition_is_read_as_it_is_written),
        cmocka_unit_test(reliefs_and_prohibitions_are_read_as_they_are_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

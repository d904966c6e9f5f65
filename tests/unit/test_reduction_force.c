/* SPDX-License-Identifier: Apache-2.0
 * Which reductions apply to a charge: dates, penalties, payers, limits, regions. */
#include "support/test.h"

#include "rules/reduction.h"

static struct facts facts;

static int set_up(void **state)
{
    (void)state;
    facts.available = true;
    return 0;
}

struct scene {
    struct document document;
    struct item item;
    struct fg_charge request;
    struct charge charge;
    struct reduction reduction;
    const struct reduction *pointer;
    struct item_rules rules;
};

static void scene_init(struct scene *scene)
{
    *scene = (struct scene){.document = {.level = LEVEL_NATIONAL}};
    assert_true(region_read(TEXT("000000"), &scene->document.region));
    scene->request.payer = TEXT("P1");
    scene->charge.request = &scene->request;
    scene->reduction = (struct reduction){
        .id = TEXT("r"), .relief = RELIEF_EXEMPT, .days = {100, 200}, .document = &scene->document};
    scene->pointer = &scene->reduction;
    scene->rules = (struct item_rules){
        .item = &scene->item, .reductions = &scene->pointer, .reduction_count = 1};
}

static uint32_t applicable_on(const struct scene *scene, int32_t rule_day)
{
    static struct missing missing;
    static struct applicable applicable;
    bool available = facts.available;

    facts_unavailable(&scene->rules, &scene->charge, &facts); /* which name the payer */
    facts.available = available;
    missing.count = 0;
    reductions_find(&scene->rules, &scene->charge, NULL, &facts, rule_day, &missing, &applicable);
    return applicable.count;
}

/* Goal: a reduction applies on its days, both ends included. */
static void reduction_is_in_force_on_its_days(void **state)
{
    struct scene scene;

    (void)state;
    scene_init(&scene);
    assert_int_equal(applicable_on(&scene, 99), 0);
    assert_int_equal(applicable_on(&scene, 100), 1);
    assert_int_equal(applicable_on(&scene, 200), 1);
    assert_int_equal(applicable_on(&scene, 201), 0);
}

/* Goal: a penalty is reduced only where the reduction says so. */
static void reduction_spares_penalties(void **state)
{
    struct scene scene;

    (void)state;
    scene_init(&scene);
    scene.item.kind = KIND_PENALTY;
    assert_int_equal(applicable_on(&scene, 150), 0);
    scene.reduction.penalties = true;
    assert_int_equal(applicable_on(&scene, 150), 1);
}

/* Goal: a commitment is for its payers, and payers of a plain reduction do not matter. */
static void reduction_commitment_is_bound_to_payers(void **state)
{
    static const struct fg_text payers[] = {STATIC_TEXT("P0"), STATIC_TEXT("P1")};
    struct scene scene;

    (void)state;
    scene_init(&scene);
    scene.reduction.is_commitment = true;
    assert_int_equal(applicable_on(&scene, 150), 0);
    scene.reduction.payers = (struct texts){payers, 2};
    assert_int_equal(applicable_on(&scene, 150), 1);
    scene.request.payer = TEXT("P");
    assert_int_equal(applicable_on(&scene, 150), 0);
    scene.reduction.is_commitment = false;
    assert_int_equal(applicable_on(&scene, 150), 1);
}

/* Goal: without a ledger a limit is unknown, so a reduction with one does not apply. */
static void reduction_with_limit_needs_the_ledger(void **state)
{
    struct limit one = {.amount_fen = 1, .per = PER_YEAR, .key = KEY_PAYER};
    struct scene scene;

    (void)state;
    scene_init(&scene);
    scene.reduction.limit = &one;
    assert_int_equal(applicable_on(&scene, 150), 1);
    facts.available = false;
    assert_int_equal(applicable_on(&scene, 150), 0);
    scene.reduction.limit = NULL;
    assert_int_equal(applicable_on(&scene, 150), 1);
}

/* Goal: a document whose region does not hold the place gives no relief there. */
static void reduction_applies_in_its_region(void **state)
{
    static struct missing missing;
    static struct applicable applicable;
    struct region dalian, shenyang;
    struct scene scene;

    (void)state;
    scene_init(&scene);
    assert_true(region_read(TEXT("210100"), &scene.document.region));
    assert_true(region_read(TEXT("210102"), &shenyang));
    assert_true(region_read(TEXT("210200"), &dalian));
    missing.count = 0;
    reductions_find(&scene.rules, &scene.charge, &shenyang, &facts, 150, &missing, &applicable);
    assert_int_equal(applicable.count, 1);
    reductions_find(&scene.rules, &scene.charge, &dalian, &facts, 150, &missing, &applicable);
    assert_int_equal(applicable.count, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(reduction_is_in_force_on_its_days, set_up),
        cmocka_unit_test_setup(reduction_spares_penalties, set_up),
        cmocka_unit_test_setup(reduction_commitment_is_bound_to_payers, set_up),
        cmocka_unit_test_setup(reduction_with_limit_needs_the_ledger, set_up),
        cmocka_unit_test_setup(reduction_applies_in_its_region, set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Three-valued conditions: Kleene's tables, each test on each kind of value, and the names of what
 * is missing. */
#include "support/test.h"

#include <stdio.h>

#include "rules/condition.h"
#include "support/random.h"

#define F TRUTH_FALSE
#define U TRUTH_UNDETERMINED
#define T TRUTH_TRUE

/* ---- leaves that are false, undetermined or true for one charge ---- */

static const struct fg_attribute attributes[] = {
    {{"employees", 9, 0}, {"300", 3, 0}},
    {{"grade", 5, 0}, {"minor", 5, 0}},
    {{"word", 4, 0}, {"many", 4, 0}},
};

static struct fg_charge request;
static struct charge charge;

static int set_up(void **state)
{
    (void)state;
    request = (struct fg_charge){.size = sizeof(request),
                                 .unit = TEXT("U1"),
                                 .payer_type = TEXT("enterprise"),
                                 .region = TEXT("210102"),
                                 .quantity = TEXT("2.50"),
                                 .attributes = attributes,
                                 .attribute_count = COUNT(attributes)};
    charge = (struct charge){.request = &request, .attribute_count = COUNT(attributes)};
    for (uint16_t i = 0; i < COUNT(attributes); i++) charge.attributes[i] = i;
    return 0;
}

static struct condition leaf(const char *name, const struct test *tests, uint32_t count)
{
    struct condition condition = {.kind = CONDITION_ATTR, .tests = tests, .test_count = count};

    condition.name.text = text_of(name);
    condition.name.builtin = builtin_of(condition.name.text);
    return condition;
}

static const struct test is_minor = {.kind = TEST_EQ, .operand = {"minor", 5, 0}};
static const struct test is_serious = {.kind = TEST_EQ, .operand = {"serious", 7, 0}};

/* A leaf of a given truth; undetermined ones bear a name. */
static struct condition leaf_of(enum truth truth, const char *missing)
{
    if (truth == U) return leaf(missing, &is_minor, 1);
    return leaf("grade", truth == T ? &is_minor : &is_serious, 1);
}

static enum truth judge(const struct condition *condition, struct missing *missing)
{
    missing->count = 0;
    return condition_judge(condition, &charge, missing);
}

/* Goal: all, any and not follow Kleene's tables. */
static void condition_kleene_tables(void **state)
{
    static const enum truth truths[] = {F, U, T};
    static const enum truth all[3][3] = {{F, F, F}, {F, U, U}, {F, U, T}};
    static const enum truth any[3][3] = {{F, U, T}, {U, U, T}, {T, T, T}};
    static const enum truth not [3] = {T, U, F};

    (void)state;
    for (int a = 0; a < 3; a++) {
        struct condition left = leaf_of(truths[a], "a");
        const struct condition *one[] = {&left};
        struct condition negation = {.kind = CONDITION_NOT, .children = one, .child_count = 1};
        struct missing missing;

        assert_int_equal(judge(&negation, &missing), not [a]);
        for (int b = 0; b < 3; b++) {
            struct condition right = leaf_of(truths[b], "b");
            const struct condition *two[] = {&left, &right};
            struct condition both = {.kind = CONDITION_ALL, .children = two, .child_count = 2};
            struct condition either = {.kind = CONDITION_ANY, .children = two, .child_count = 2};

            assert_int_equal(judge(&both, &missing), all[a][b]);
            assert_int_equal(judge(&either, &missing), any[a][b]);
        }
    }
}

/* Goal: an undetermined condition names its undetermined leaves; a determined one names nothing. */
static void condition_names_what_is_missing_only_when_undetermined(void **state)
{
    struct condition leaves[] = {leaf_of(U, "zeta"), leaf_of(T, ""), leaf_of(U, "alpha"),
                                 leaf_of(U, "zeta"), leaf_of(F, "")};
    const struct condition *undetermined[] = {&leaves[0], &leaves[1], &leaves[2], &leaves[3]};
    const struct condition *with_false[] = {&leaves[0], &leaves[4]};
    struct condition all = {.kind = CONDITION_ALL, .children = undetermined, .child_count = 4};
    struct condition decided = {.kind = CONDITION_ALL, .children = with_false, .child_count = 2};
    const struct condition *any_children[] = {&decided, &all};
    struct condition any = {.kind = CONDITION_ANY, .children = any_children, .child_count = 2};
    struct missing missing;

    (void)state;
    assert_int_equal(judge(&all, &missing), U);
    assert_int_equal(missing.count, 2);
    assert_true(text_equal(missing.names[0], TEXT("alpha")));
    assert_true(text_equal(missing.names[1], TEXT("zeta")));
    assert_int_equal(judge(&decided, &missing), F);
    assert_int_equal(missing.count, 0);
    /* Every undetermined leaf inside an undetermined whole counts, also under a false part. */
    any_children[1] = &leaves[2];
    assert_int_equal(judge(&any, &missing), U);
    assert_int_equal(missing.count, 2);
}

/* Goal: each test gives its three values. */
static void condition_tests_one_by_one(void **state)
{
    static const struct fg_text set[] = {{"few", 3, 0}, {"many", 4, 0}};
    static const struct {
        const char *name;
        struct test test;
        enum truth truth;
    } cases[] = {
        {"word", {.kind = TEST_EQ, .operand = STATIC_TEXT("many")}, T},
        {"word", {.kind = TEST_EQ, .operand = STATIC_TEXT("Many")}, F},
        {"none", {.kind = TEST_EQ, .operand = STATIC_TEXT("many")}, U},
        {"word", {.kind = TEST_NE, .operand = STATIC_TEXT("many")}, F},
        {"word", {.kind = TEST_NE, .operand = STATIC_TEXT("few")}, T},
        {"none", {.kind = TEST_NE, .operand = STATIC_TEXT("few")}, U}, /* absent is not "other" */
        {"word", {.kind = TEST_IN, .set = {set, 2}}, T},
        {"grade", {.kind = TEST_IN, .set = {set, 2}}, F},
        {"none", {.kind = TEST_IN, .set = {set, 2}}, U},
        {"word", {.kind = TEST_PREFIX, .operand = STATIC_TEXT("ma")}, T},
        {"word", {.kind = TEST_PREFIX, .operand = STATIC_TEXT("")}, T},
        {"word", {.kind = TEST_PREFIX, .operand = STATIC_TEXT("many more")}, F},
        {"none", {.kind = TEST_PREFIX, .operand = STATIC_TEXT("")}, U},
        {"employees", {.kind = TEST_GE, .operand = STATIC_TEXT("300")}, T},
        {"employees", {.kind = TEST_GE, .operand = STATIC_TEXT("300.0")}, T},
        {"employees", {.kind = TEST_GE, .operand = STATIC_TEXT("300.01")}, F},
        {"employees", {.kind = TEST_LE, .operand = STATIC_TEXT("300")}, T},
        {"employees", {.kind = TEST_LE, .operand = STATIC_TEXT("299.99")}, F},
        {"employees", {.kind = TEST_LE, .operand = STATIC_TEXT("1000")}, T}, /* not by bytes */
        {"employees", {.kind = TEST_GE, .operand = STATIC_TEXT("-1")}, T},
        {"word", {.kind = TEST_GE, .operand = STATIC_TEXT("1")}, U}, /* no number */
        {"word", {.kind = TEST_LE, .operand = STATIC_TEXT("1")}, U},
        {"none", {.kind = TEST_LE, .operand = STATIC_TEXT("1")}, U},
        {"word", {.kind = TEST_PRESENT, .present = true}, T},
        {"word", {.kind = TEST_PRESENT, .present = false}, F},
        {"none", {.kind = TEST_PRESENT, .present = true}, F},
        {"none", {.kind = TEST_PRESENT, .present = false}, T},
        {"payer.type", {.kind = TEST_EQ, .operand = STATIC_TEXT("enterprise")}, T},
        {"charge.region", {.kind = TEST_PREFIX, .operand = STATIC_TEXT("2101")}, T},
        {"charge.unit", {.kind = TEST_EQ, .operand = STATIC_TEXT("U1")}, T},
        {"charge.quantity", {.kind = TEST_GE, .operand = STATIC_TEXT("2.5")}, T},
        {"charge.quantity", {.kind = TEST_EQ, .operand = STATIC_TEXT("2.5")}, F}, /* text: "2.50" */
        {"charge.base", {.kind = TEST_GE, .operand = STATIC_TEXT("0")}, U},
        {"charge.category", {.kind = TEST_PRESENT, .present = true}, F},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct condition condition = leaf(cases[i].name, &cases[i].test, 1);
        struct missing missing;
        enum truth truth = judge(&condition, &missing);

        if (truth != cases[i].truth) fail_msg("case %zu (%s) gave %d", i, cases[i].name, truth);
        assert_int_equal(missing.count, truth == U);
    }
}

/* Goal: several tests on one attribute must all hold; false goes before undetermined. */
static void condition_tests_of_one_leaf_are_a_conjunction(void **state)
{
    static const struct test false_and_unknown[] = {
        {.kind = TEST_EQ, .operand = STATIC_TEXT("few")},
        {.kind = TEST_GE, .operand = STATIC_TEXT("1")}};
    static const struct test true_and_unknown[] = {
        {.kind = TEST_EQ, .operand = STATIC_TEXT("many")},
        {.kind = TEST_GE, .operand = STATIC_TEXT("1")}};
    static const struct test absent_but_present[] = {{.kind = TEST_EQ, .operand = STATIC_TEXT("x")},
                                                     {.kind = TEST_PRESENT, .present = true}};
    struct condition condition = leaf("word", false_and_unknown, 2);
    struct missing missing;

    (void)state;
    assert_int_equal(judge(&condition, &missing), F);
    condition.tests = true_and_unknown;
    assert_int_equal(judge(&condition, &missing), U);
    condition = leaf("none", absent_but_present, 2);
    assert_int_equal(judge(&condition, &missing), F);
    assert_int_equal(missing.count, 0);
    assert_int_equal(judge(NULL, &missing), T); /* no condition: always */
}

/* Goal: the names are in byte order without repeats, and never more than there is room for. */
static void condition_missing_names_are_ordered_and_bounded(void **state)
{
    static char names[ATTRIBUTE_NAMES_MAX + 50][8];
    struct random random = {9};
    struct missing missing = {.count = 0};

    (void)state;
    for (int round = 0; round < 20000; round++) {
        uint32_t at = random_below(&random, 200);

        snprintf(names[at], sizeof(names[at]), "n%03u", (unsigned)at);
        missing_add(&missing, text_of(names[at]));
    }
    assert_int_equal(missing.count, 200);
    for (uint32_t i = 1; i < missing.count; i++) {
        assert_true(text_compare(missing.names[i - 1], missing.names[i]) < 0);
    }
    for (uint32_t i = 0; i < COUNT(names); i++) {
        snprintf(names[i], sizeof(names[i]), "m%05u", (unsigned)i);
        missing_add(&missing, text_of(names[i]));
    }
    assert_int_equal(missing.count, ATTRIBUTE_NAMES_MAX);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(condition_kleene_tables, set_up),
        cmocka_unit_test_setup(condition_names_what_is_missing_only_when_undetermined, set_up),
        cmocka_unit_test_setup(condition_tests_one_by_one, set_up),
        cmocka_unit_test_setup(condition_tests_of_one_leaf_are_a_conjunction, set_up),
        cmocka_unit_test_setup(condition_missing_names_are_ordered_and_bounded, set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

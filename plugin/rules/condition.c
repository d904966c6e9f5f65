/* SPDX-License-Identifier: Apache-2.0
 * Kleene's logic: false < undetermined < true, `all` is the least, `any` the greatest. */
#include "rules/condition.h"

void missing_add(struct missing *missing, struct fg_text name)
{
    uint32_t at = missing->count;

    for (; at > 0; at--) {
        int order = text_compare(missing->names[at - 1], name);

        if (order == 0) return;
        if (order < 0) break;
    }
    if (missing->count == ATTRIBUTE_NAMES_MAX) return; /* compile_names keeps this from happening */
    memmove(&missing->names[at + 1], &missing->names[at],
            (missing->count - at) * sizeof(missing->names[0]));
    missing->names[at] = name;
    missing->count++;
}

static enum truth truth_of(bool holds)
{
    return holds ? TRUTH_TRUE : TRUTH_FALSE;
}

static enum truth test_judge(const struct test *test, struct fg_text value)
{
    if (test->kind == TEST_PRESENT) return truth_of((value.size > 0) == test->present);
    if (value.size == 0) return TRUTH_UNDETERMINED;
    switch (test->kind) {
    case TEST_EQ: return truth_of(text_equal(value, test->operand));
    case TEST_NE: return truth_of(!text_equal(value, test->operand));
    case TEST_IN: return truth_of(texts_have(test->set, value));
    case TEST_PREFIX: return truth_of(text_starts(value, test->operand));
    case TEST_GE:
        if (!decimal_is_number(value)) return TRUTH_UNDETERMINED;
        return truth_of(decimal_compare(value, test->operand) >= 0);
    case TEST_LE:
        if (!decimal_is_number(value)) return TRUTH_UNDETERMINED;
        return truth_of(decimal_compare(value, test->operand) <= 0);
    case TEST_PRESENT: break;
    }
    return TRUTH_UNDETERMINED;
}

static enum truth leaf_judge(const struct condition *leaf, const struct charge *charge)
{
    struct fg_text value = charge_attribute(charge, &leaf->name);
    enum truth least = TRUTH_TRUE;

    for (uint32_t i = 0; i < leaf->test_count; i++) {
        enum truth truth = test_judge(&leaf->tests[i], value);

        if (truth < least) least = truth;
    }
    return least;
}

static enum truth judge(const struct condition *condition, const struct charge *charge)
{
    enum truth result;

    switch (condition->kind) {
    case CONDITION_ATTR: return leaf_judge(condition, charge);
    case CONDITION_NOT: return TRUTH_TRUE - judge(condition->children[0], charge);
    case CONDITION_ALL:
    case CONDITION_ANY: break;
    }
    result = condition->kind == CONDITION_ALL ? TRUTH_TRUE : TRUTH_FALSE;
    for (uint32_t i = 0; i < condition->child_count; i++) {
        enum truth truth = judge(condition->children[i], charge);

        if (condition->kind == CONDITION_ALL ? truth < result : truth > result) result = truth;
    }
    return result;
}

static void add_undetermined(const struct condition *condition, const struct charge *charge,
                             struct missing *missing)
{
    if (condition->kind == CONDITION_ATTR) {
        if (leaf_judge(condition, charge) == TRUTH_UNDETERMINED) {
            missing_add(missing, condition->name.text);
        }
        return;
    }
    for (uint32_t i = 0; i < condition->child_count; i++) {
        add_undetermined(condition->children[i], charge, missing);
    }
}

enum truth condition_judge(const struct condition *when, const struct charge *charge,
                           struct missing *missing)
{
    enum truth truth;

    if (when == NULL) return TRUTH_TRUE;
    truth = judge(when, charge);
    if (truth == TRUTH_UNDETERMINED) add_undetermined(when, charge, missing);
    return truth;
}

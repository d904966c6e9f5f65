/* SPDX-License-Identifier: Apache-2.0
 * Conditions for those who do not read Chinese: names and values are the codes of the document. */
#include "trial/trial.h"
#include "words/words.h"

static void test_put(struct buffer *out, struct fg_text name, const struct test *test)
{
    static const char *const signs[] = {" = ", " != ", " in ", " >= ", " <= ", " begins with "};

    words_text(out, name);
    if (test->kind == TEST_PRESENT) {
        words_put(out, test->present ? " is given" : " is not given");
        return;
    }
    words_put(out, signs[test->kind]);
    if (test->kind != TEST_IN) {
        words_text(out, test->operand);
        return;
    }
    for (uint32_t i = 0; i < test->set.count; i++) {
        words_put(out, i == 0 ? "(" : " ");
        words_text(out, test->set.list[i]);
    }
    words_put(out, ")");
}

static void part_put(struct buffer *out, const struct condition *condition)
{
    bool is_plain = condition->kind == CONDITION_ATTR && condition->test_count == 1;

    if (!is_plain) words_put(out, "(");
    english_condition(out, condition);
    if (!is_plain) words_put(out, ")");
}

void english_condition(struct buffer *out, const struct condition *when)
{
    switch (when->kind) {
    case CONDITION_ATTR:
        for (uint32_t i = 0; i < when->test_count; i++) {
            if (i > 0) words_put(out, " and ");
            test_put(out, when->name.text, &when->tests[i]);
        }
        return;
    case CONDITION_NOT:
        words_put(out, "not ");
        part_put(out, when->children[0]);
        return;
    case CONDITION_ALL:
    case CONDITION_ANY: break;
    }
    if (when->child_count == 1) {
        english_condition(out, when->children[0]);
        return;
    }
    for (uint32_t i = 0; i < when->child_count; i++) {
        if (i > 0) words_put(out, when->kind == CONDITION_ALL ? " and " : " or ");
        part_put(out, when->children[i]);
    }
}

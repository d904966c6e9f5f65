/* SPDX-License-Identifier: Apache-2.0
 * Conditions in words. A negation moves inwards until it meets a test, which has a word for its
 * contrary; in three-valued logic that says the same. */
#include "words/words.h"

static void value_put(const struct words *words, struct buffer *out, struct fg_text name,
                      struct fg_text value)
{
    words_term(words, out, name, value);
}

/* A number with what it counts, where the terms know. */
static void number_put(const struct words *words, struct buffer *out, struct fg_text name,
                       struct fg_text number)
{
    words_text(out, number);
    words_text(out, words_label(words, name, TEXT(TERM_UNIT)));
}

static void set_put(const struct words *words, struct buffer *out, struct fg_text name,
                    struct texts set)
{
    for (uint32_t i = 0; i < set.count; i++) {
        if (i > 0) words_put(out, i + 1 < set.count ? "、" : "或者");
        value_put(words, out, name, set.list[i]);
    }
}

static void present_put(const struct words *words, struct buffer *out, struct fg_text name,
                        bool present)
{
    words_put(out, present ? "缴费时提供了" : "缴费时没有提供");
    words_attribute(words, out, name);
}

static void test_put(const struct words *words, struct buffer *out, struct fg_text name,
                     const struct test *test, bool negated)
{
    if (test->kind == TEST_PRESENT) {
        present_put(words, out, name, test->present != negated);
        return;
    }
    words_attribute(words, out, name);
    switch (test->kind) {
    case TEST_EQ:
    case TEST_NE:
        words_put(out, (test->kind == TEST_EQ) != negated ? "为" : "不是");
        value_put(words, out, name, test->operand);
        break;
    case TEST_IN:
        words_put(out, negated ? "不是" : "为");
        set_put(words, out, name, test->set);
        break;
    case TEST_GE:
        words_put(out, negated ? "小于" : "不小于");
        number_put(words, out, name, test->operand);
        break;
    case TEST_LE:
        words_put(out, negated ? "大于" : "不大于");
        number_put(words, out, name, test->operand);
        break;
    case TEST_PREFIX:
        words_put(out, negated ? "不以“" : "以“");
        words_text(out, test->operand);
        words_put(out, "”开头");
        break;
    case TEST_PRESENT: break;
    }
}

/* An attribute asked for nothing but its presence. */
static bool asks_presence(const struct condition *condition)
{
    return condition->kind == CONDITION_ATTR && condition->test_count == 1 &&
           condition->tests[0].kind == TEST_PRESENT && condition->tests[0].present;
}

static bool has_present(const struct condition *condition)
{
    const struct test *last = &condition->tests[condition->test_count - 1];

    return condition->test_count > 1 && last->kind == TEST_PRESENT && last->present;
}

/* An attribute whose value is asked for. */
static bool asks_value(const struct condition *condition)
{
    return condition->kind == CONDITION_ATTR && condition->tests[0].kind != TEST_PRESENT;
}

/* Whether a condition beside this one asks for the presence of the same attribute. */
static bool has_guard(const struct condition *parent, const struct condition *child)
{
    for (uint32_t i = 0; parent != NULL && i < parent->child_count; i++) {
        const struct condition *other = parent->children[i];

        if (other != child && asks_presence(other) &&
            text_equal(other->name.text, child->name.text)) {
            return true;
        }
    }
    return false;
}

/* Whether a condition beside this guard tests the same attribute, and so speaks for it. */
static bool is_spoken_for(const struct condition *parent, const struct condition *guard)
{
    for (uint32_t i = 0; i < parent->child_count; i++) {
        const struct condition *other = parent->children[i];

        if (asks_value(other) && text_equal(other->name.text, guard->name.text)) return true;
    }
    return false;
}

/* `parent` is the conjunction that it stands in, NULL in none. */
static void attr_put(const struct words *words, struct buffer *out,
                     const struct condition *condition, const struct condition *parent,
                     bool negated, bool nested)
{
    bool folds_present = !negated && has_present(condition);
    uint32_t count = condition->test_count - (folds_present ? 1 : 0);
    bool bracketed = nested && count > 1;

    if (bracketed) words_put(out, "（");
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0) words_put(out, negated ? "或者" : "且");
        test_put(words, out, condition->name.text, &condition->tests[i], negated);
    }
    if (folds_present || (asks_value(condition) && has_guard(parent, condition))) {
        words_put(out, "（须在缴费时提出）");
    }
    if (bracketed) words_put(out, "）");
}

static void condition_put(const struct words *words, struct buffer *out,
                          const struct condition *condition, const struct condition *parent,
                          bool negated, bool nested);

static bool is_plain(const struct condition *condition)
{
    while (condition->kind == CONDITION_NOT) condition = condition->children[0];
    return condition->kind == CONDITION_ATTR || condition->child_count == 1;
}

static void list_put(const struct words *words, struct buffer *out,
                     const struct condition *condition, bool negated, bool nested)
{
    bool is_all = (condition->kind == CONDITION_ALL) != negated;
    const struct condition *guards = is_all && !negated ? condition : NULL;
    bool bracketed = nested && condition->child_count > 1;
    bool first = true;

    if (bracketed) words_put(out, "（");
    for (uint32_t i = 0; i < condition->child_count; i++) {
        const struct condition *child = condition->children[i];

        if (guards != NULL && asks_presence(child) && is_spoken_for(condition, child)) continue;
        if (!first) words_put(out, is_all ? "，且" : is_plain(child) ? "或者" : "，或者");
        condition_put(words, out, child, guards, negated, condition->child_count > 1);
        first = false;
    }
    if (bracketed) words_put(out, "）");
}

static void condition_put(const struct words *words, struct buffer *out,
                          const struct condition *condition, const struct condition *parent,
                          bool negated, bool nested)
{
    while (condition->kind == CONDITION_NOT) {
        condition = condition->children[0];
        negated = !negated;
        parent = NULL;
    }
    if (condition->kind == CONDITION_ATTR) {
        attr_put(words, out, condition, parent, negated, nested);
    } else {
        list_put(words, out, condition, negated, nested);
    }
}

void words_condition(const struct words *words, struct buffer *out, const struct condition *when)
{
    if (when == NULL) {
        words_put(out, "所有情形");
        return;
    }
    condition_put(words, out, when, NULL, false, false);
}

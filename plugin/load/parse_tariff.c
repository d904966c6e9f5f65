/* SPDX-License-Identifier: Apache-2.0
 * Builds conditions, tariffs, cases and standards from what was read of them. */
#include "load/parse_internal.h"

/* ---- conditions ---- */

static void condition_file(struct parse *parse, struct condition condition)
{
    struct condition *kept = arena_take(parse->arena, sizeof(*kept));

    if (kept == NULL) return;
    *kept = condition;
    pile_add(parse, PILE_CONDITIONS, &kept);
}

void attr_build(struct parse *parse, struct frame *frame)
{
    static const char *const names[TEST_PRESENT + 1] = {
        [TEST_EQ] = "eq", [TEST_NE] = "ne",         [TEST_IN] = "in",          [TEST_GE] = "ge",
        [TEST_LE] = "le", [TEST_PREFIX] = "prefix", [TEST_PRESENT] = "present"};
    struct attr_read *attr = frame->object;
    struct condition condition = {.kind = CONDITION_ATTR, .name = attr->name, .line = frame->line};
    struct test tests[TEST_PRESENT + 1];
    struct test *kept;
    bool given = false;

    for (enum test_kind kind = TEST_EQ; kind <= TEST_PRESENT; kind++) {
        given = given || frame_given(frame, names[kind]);
        if (!frame_read(frame, names[kind])) continue;
        tests[condition.test_count] = attr->tests[kind];
        tests[condition.test_count++].kind = kind;
    }
    if (!given) {
        FAULT(parse->faults, RULE_ATTR_WITHOUT_TEST, parse->document->file, frame->line,
              attr->name.text);
    }
    kept = arena_take(parse->arena, condition.test_count * sizeof(*kept));
    if (kept == NULL) return;
    memcpy(kept, tests, condition.test_count * sizeof(*kept));
    condition.tests = kept;
    condition_file(parse, condition);
}

void condition_build(struct parse *parse, struct frame *frame)
{
    struct condition condition = {.kind = frame->element == ELEMENT_ANY   ? CONDITION_ANY
                                          : frame->element == ELEMENT_NOT ? CONDITION_NOT
                                                                          : CONDITION_ALL,
                                  .line = frame->line};
    const struct condition *const *children =
        pile_take(parse, frame, PILE_CONDITIONS, &condition.child_count);

    if (condition.child_count == 0) return; /* reported as missing */
    if (frame->element == ELEMENT_WHEN && condition.child_count == 1) {
        pile_add(parse, PILE_CONDITIONS, &children[0]);
        return;
    }
    condition.children = children;
    condition_file(parse, condition);
}

/* ---- tariffs ---- */

void band_build(struct parse *parse, struct frame *frame, struct frame *parent)
{
    struct band_read *read = frame->object;
    const struct tariff *brackets = parent->object;
    bool on_quantity = brackets->on_quantity;

    read->band.rate_micro = on_quantity ? read->price_micro : read->percent_micro;
    read->band.line = frame->line;
    if (frame_read(parent, "on") && frame_given(frame, on_quantity ? "percent" : "price")) {
        FAULT(parse->faults, RULE_BAND_RATE, parse->document->file, frame->line,
              on_quantity ? TEXT("quantity") : TEXT("base"),
              on_quantity ? TEXT("price") : TEXT("percent"),
              on_quantity ? TEXT("percent") : TEXT("price"));
    }
    if (frame_given(frame, "upto") && !frame_read(frame, "upto")) parent->is_spoiled = true;
    pile_add(parse, PILE_BANDS, &read->band);
}

static void brackets_build(struct parse *parse, struct frame *frame)
{
    struct tariff *tariff = frame->object;
    const struct band *bands = pile_take(parse, frame, PILE_BANDS, &tariff->band_count);

    tariff->bands = bands;
    if (!frame_read(frame, "on")) frame->is_spoiled = true;
    if (frame->is_spoiled) tariff->band_count = 0;
    if (frame_read(frame, "on") && !tariff->on_quantity && frame_given(frame, "step")) {
        FAULT(parse->faults, RULE_STEP_BASE, parse->document->file, frame->line, TEXT("step"));
    }
}

_Static_assert(ELEMENT_FIXED + (int)TARIFF_FREE == (int)ELEMENT_FREE,
               "tariff elements are in the order of enum tariff_kind");

void tariff_build(struct parse *parse, struct frame *frame)
{
    struct tariff *tariff = frame->object;
    struct tariff *kept;

    tariff->kind = (enum tariff_kind)(frame->element - ELEMENT_FIXED);
    tariff->line = frame->line;
    if (tariff->kind == TARIFF_BRACKETS) brackets_build(parse, frame);
    if (tariff->kind == TARIFF_SUM) {
        tariff->children = pile_take(parse, frame, PILE_TARIFFS, &tariff->child_count);
    }
    if (tariff->kind == TARIFF_RANGE) {
        tariff->min_fen = MONEY_ABSENT; /* it has no such attributes */
        tariff->max_fen = MONEY_ABSENT;
    }
    kept = arena_take(parse->arena, sizeof(*kept));
    if (kept == NULL) return;
    *kept = *tariff;
    pile_add(parse, PILE_TARIFFS, &kept);
}

void case_build(struct parse *parse, struct frame *frame)
{
    struct fee_case *fee_case = frame->object;

    fee_case->when = pile_take_pointer(parse, frame, PILE_CONDITIONS);
    fee_case->tariff = pile_take_pointer(parse, frame, PILE_TARIFFS);
    fee_case->line = frame->line;
    pile_add(parse, PILE_CASES, fee_case);
}

void standard_build(struct parse *parse, struct frame *frame)
{
    struct standard *standard = frame->object;

    standard->cases = pile_take(parse, frame, PILE_CASES, &standard->case_count);
    standard->line = frame->line;
    pile_add(parse, PILE_STANDARDS, standard);
}

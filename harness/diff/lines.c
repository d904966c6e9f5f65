/* SPDX-License-Identifier: Apache-2.0
 * Two bills at one place of an axis: the exact standard, low end and due of each side, and how they
 * compare. */
#include "diff/lines.h"

/* One side at a place. Due is `due` less `off_fen`. */
struct side_lines {
    struct exact high, low, due;
    int64_t off_fen;
};

static bool side_lines(const struct cutting *cutting, int side, int64_t at, struct state *state,
                       struct side_lines *lines)
{
    const struct bills *bills = cutting->bills;
    const struct bill *bill = &bills->sides[side];
    const struct curve_point point = {.snapshot = bill->holding->snapshot,
                                      .charge = bills->charge,
                                      .rule_day = bills->rule_day,
                                      .axis = (enum curve_axis)bills->axis};
    uint32_t best = 0, low_best = UINT32_MAX;

    for (uint32_t i = 0; i < bill->tariff_count; i++) {
        struct exact high, low;

        if (curve_value(&point, bill->tariffs[i], at, &high, &low) != PRICED) return false;
        if (i == 0 || exact_order(&high, &lines->high) < 0) {
            lines->high = high;
            best = i;
        }
        if (bill->tariffs[i]->kind != TARIFF_RANGE) continue;
        if (low_best == UINT32_MAX || exact_order(&low, &lines->low) > 0) {
            lines->low = low;
            low_best = i;
        }
    }
    if (low_best == UINT32_MAX) lines->low = lines->high;
    state->parts[PART_BEST + side] = (signed char)best;
    state->parts[PART_LOW_BEST + side] = (signed char)low_best;
    state->parts[PART_LOW_HELD + side] = (signed char)(exact_order(&lines->low, &lines->high) > 0);
    if (state->parts[PART_LOW_HELD + side] != 0) lines->low = lines->high;
    return true;
}

/* ---- due after one reduction ---- */

static int64_t limit_of(const struct reduction *reduction)
{
    return reduction->limit == NULL ? INT64_MAX : reduction->limit->amount_fen;
}

/* What is left of the standard: all but `off_fen`, from a threshold on. */
static int take_off(struct side_lines *lines, int64_t off_fen)
{
    if (exact_compare(&lines->high, (uint64_t)off_fen) <= 0) {
        exact_set(&lines->due, 0);
        return 0;
    }
    lines->off_fen = off_fen;
    return 1;
}

static int percent_due(struct side_lines *lines, const struct reduction *reduction)
{
    const uint64_t whole = (uint64_t)(100 * MICRO);
    struct exact relief = lines->high;

    exact_scale(&relief, (uint64_t)reduction->percent_micro, whole);
    if (reduction->limit != NULL && exact_compare(&relief, (uint64_t)limit_of(reduction)) > 0) {
        lines->off_fen = limit_of(reduction);
        return 1;
    }
    exact_scale(&lines->due, whole - (uint64_t)reduction->percent_micro, whole);
    return 0;
}

static int cap_due(struct side_lines *lines, const struct reduction *reduction)
{
    int64_t limit_fen = limit_of(reduction), cap_fen = reduction->amount_fen;

    if (exact_compare(&lines->high, (uint64_t)cap_fen) <= 0) return 0;
    if (limit_fen < INT64_MAX - cap_fen &&
        exact_compare(&lines->high, (uint64_t)(cap_fen + limit_fen)) > 0) {
        lines->off_fen = limit_fen;
        return 2;
    }
    exact_set(&lines->due, (uint64_t)cap_fen);
    return 1;
}

/* Which regime the reduction is in. */
static int single_due(struct side_lines *lines, const struct reduction *reduction)
{
    int64_t limit_fen = limit_of(reduction);

    switch (reduction->relief) {
    case RELIEF_PERCENT_OFF: return percent_due(lines, reduction);
    case RELIEF_CAP: return cap_due(lines, reduction);
    case RELIEF_AMOUNT_OFF:
        return take_off(lines,
                        reduction->amount_fen < limit_fen ? reduction->amount_fen : limit_fen);
    case RELIEF_EXEMPT: break;
    }
    return take_off(lines, limit_fen);
}

static int due_find(const struct cutting *cutting, int side, struct side_lines *lines)
{
    lines->due = lines->high;
    lines->off_fen = 0;
    if (cutting->reliefs[side] == LINE_ZERO) exact_set(&lines->due, 0);
    if (cutting->reliefs[side] != LINE_SINGLE) return 0;
    return single_due(lines, cutting->bills->sides[side].reductions[0]);
}

/* ---- states ---- */

/* 1: NEW is above OLD by more than the margin; -1: below; 0: neither. */
static int sign_of(const struct exact *old, const struct exact *new, int64_t margin_fen)
{
    struct exact margin, low = *old, high = *new;

    if (margin_fen == 0) return (exact_order(new, old) > 0) - (exact_order(new, old) < 0);
    exact_set(&margin, (uint64_t)margin_fen);
    exact_add(&low, &margin);
    if (exact_order(new, &low) > 0) return 1;
    exact_add(&high, &margin);
    return exact_order(old, &high) > 0 ? -1 : 0;
}

bool state_at(const struct cutting *cutting, int64_t at, struct state *state)
{
    struct side_lines lines[2];
    struct exact off;

    for (int side = OLD; side <= NEW; side++) {
        if (!side_lines(cutting, side, at, state, &lines[side])) return false;
        state->parts[PART_REGIME + side] = (signed char)due_find(cutting, side, &lines[side]);
    }
    state->parts[PART_STANDARD] = (signed char)sign_of(&lines[OLD].high, &lines[NEW].high, 0);
    state->parts[PART_LOW] =
        (signed char)sign_of(&lines[OLD].low, &lines[NEW].low, cutting->margin_fen);
    /* What is taken off on one side is put on the other. */
    for (int side = OLD; side <= NEW; side++) {
        exact_set(&off, (uint64_t)lines[side].off_fen);
        exact_add(&lines[1 - side].due, &off);
    }
    state->parts[PART_DUE] =
        (signed char)sign_of(&lines[OLD].due, &lines[NEW].due, cutting->margin_fen);
    state->same_due = exact_order(&lines[OLD].due, &lines[NEW].due) == 0;
    return true;
}

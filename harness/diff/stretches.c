/* SPDX-License-Identifier: Apache-2.0
 * Two bills along one axis, cut into stretches on which every line that matters is straight and no
 * two of them change sides. What holds at both ends of such a stretch holds in it. */
#include "diff/lines.h"

#define STRETCHES_MAX 10000
#define FURTHER_BASE INT64_C(100000000)         /* fen */
#define FURTHER_QUANTITY INT64_C(1000000000000) /* millionths */

static int64_t low_of(const struct money *money)
{
    return money->low_fen == MONEY_ABSENT ? money->standard_fen : money->low_fen;
}

static int64_t due_rise(const struct money money[2])
{
    return money[NEW].due_fen - money[OLD].due_fen;
}

static enum effect effect_of(int64_t rise)
{
    return rise > 0 ? EFFECT_MORE : rise < 0 ? EFFECT_LESS : EFFECT_SAME;
}

static bool has_low(const struct bill *bill)
{
    for (uint32_t i = 0; i < bill->tariff_count; i++) {
        if (bill->tariffs[i]->kind == TARIFF_RANGE) return true;
    }
    return false;
}

bool bills_have_low(const struct bills *bills)
{
    return has_low(&bills->sides[OLD]) || has_low(&bills->sides[NEW]);
}

/* The first part that says that something happens between the two; PART_COUNT: nothing does. */
static int part_between(const struct cutting *cutting, const struct state *a, const struct state *b)
{
    for (int i = 0; i < PART_COUNT; i++) {
        bool touches = i >= PART_DISCRETE && (i == PART_STANDARD || cutting->margin_fen == 0) &&
                       (a->parts[i] == 0 || b->parts[i] == 0);

        if (a->parts[i] != b->parts[i] && !touches) return i;
    }
    return PART_COUNT;
}

/* ---- the effect on a stretch ---- */

static bool covers(const struct cutting *cutting, int side)
{
    const struct bills *bills = cutting->bills;
    enum relief_line a = cutting->reliefs[side], b = cutting->reliefs[1 - side];

    if (cutting->same_reliefs || a == LINE_ZERO || b == LINE_NONE) return true;
    if (a != LINE_SINGLE || b != LINE_SINGLE) return false;
    return relief_covers(bills->sides[side].reductions[0], bills->sides[1 - side].reductions[0]);
}

static int either(const struct state *a, const struct state *b, int part)
{
    return a->parts[part] != 0 ? a->parts[part] : b->parts[part];
}

static enum effect effect_by_sign(const struct cutting *cutting, int sign)
{
    if (sign == 0 && cutting->margin_fen > 0) return EFFECT_ROUNDING;
    return effect_of(sign);
}

/* Roundings rise with what they round, so that equal ones keep the order. */
static enum effect due_effect(const struct cutting *cutting, const struct state *a,
                              const struct state *b)
{
    bool several = cutting->reliefs[OLD] == LINE_SEVERAL || cutting->reliefs[NEW] == LINE_SEVERAL;
    int sign = either(a, b, PART_STANDARD);

    if (cutting->reliefs[OLD] == LINE_ZERO && cutting->reliefs[NEW] == LINE_ZERO) {
        return EFFECT_SAME;
    }
    if (cutting->margin_fen == 0 && !several && a->same_due && b->same_due) return EFFECT_SAME;
    if (cutting->same_rounding) {
        if (sign == 0 && covers(cutting, OLD) && covers(cutting, NEW)) return EFFECT_SAME;
        if (sign <= 0 && covers(cutting, NEW)) return EFFECT_LESS;
        if (sign >= 0 && covers(cutting, OLD)) return EFFECT_MORE;
    }
    if (several) return EFFECT_DEPENDS;
    return effect_by_sign(cutting, either(a, b, PART_DUE));
}

static bool is_level(const struct money a[2], const struct money b[2])
{
    for (int side = OLD; side <= NEW; side++) {
        if (a[side].standard_fen == MONEY_ABSENT || b[side].standard_fen == MONEY_ABSENT ||
            a[side].due_fen != b[side].due_fen || low_of(&a[side]) != low_of(&b[side])) {
            return false;
        }
    }
    return true;
}

static void note_rise(struct change_money *money, int64_t rise)
{
    if (rise < money->least) money->least = rise;
    if (rise > money->most) money->most = rise;
}

/* ---- cutting ---- */

static struct stretch *stretch_add(struct cutting *cutting)
{
    struct stretch *list =
        arena_grow(cutting->bills->arena, cutting->list, cutting->count, sizeof(*list));

    cutting->failed = cutting->failed || list == NULL || cutting->count == STRETCHES_MAX;
    if (cutting->failed) return NULL;
    cutting->list = list;
    list[cutting->count] = (struct stretch){0};
    return &list[cutting->count++];
}

/* Amounts at both ends, as far as there are any, and the effect. */
static void stretch_fill(const struct cutting *cutting, struct stretch *stretch, int64_t from,
                         int64_t to, const struct state *a, const struct state *b)
{
    struct change_money *money = &stretch->money;
    const struct standard *standards[2];
    enum priced priced[2];

    money->axis = cutting->bills->axis;
    money->from = from;
    money->to = to;
    bills_money(cutting->bills, from, money->first, priced, standards);
    bills_money(cutting->bills, to, money->last, priced, standards);
    money->least = money->most = due_rise(money->first);
    if (is_level(money->first, money->last)) {
        stretch->effect = effect_of(due_rise(money->first));
        stretch->low_effect = effect_of(low_of(&money->first[NEW]) - low_of(&money->first[OLD]));
    } else {
        stretch->effect = due_effect(cutting, a, b);
        stretch->low_effect = effect_by_sign(cutting, either(a, b, PART_LOW));
    }
    if (!cutting->is_range) stretch->low_effect = EFFECT_NONE;
}

struct meeting {
    struct cutting *cutting;
    int part;
    signed char value;
};

static bool is_as_at_end(void *context, int64_t at)
{
    const struct meeting *meeting = context;
    struct state state;

    if (!state_at(meeting->cutting, at, &state)) {
        meeting->cutting->failed = true;
        return true;
    }
    return state.parts[meeting->part] == meeting->value;
}

/* Cuts until nothing happens between the ends. */
static void cut(struct cutting *cutting, int64_t from, int64_t to)
{
    struct state a, b;

    while (!cutting->failed) {
        struct meeting meeting = {.cutting = cutting};
        struct stretch *stretch;
        int64_t change, end = to;

        if (!state_at(cutting, from, &a) || !state_at(cutting, to, &b)) break;
        while ((meeting.part = part_between(cutting, &a, &b)) != PART_COUNT) {
            meeting.value = b.parts[meeting.part];
            change = curve_change(from, end, is_as_at_end, &meeting);
            end = change - 1;
            if (cutting->failed || end < from || !state_at(cutting, end, &b)) {
                cutting->failed = true;
                return;
            }
        }
        stretch = stretch_add(cutting);
        if (stretch == NULL) return;
        stretch_fill(cutting, stretch, from, end, &a, &b);
        if (end == to) return;
        from = end + 1;
    }
    cutting->failed = true;
}

/* ---- joining what has the same effect ---- */

/* Whether the difference goes on growing behind the last break. */
static bool grows(const struct cutting *cutting, const struct stretch *stretch)
{
    const struct bills *bills = cutting->bills;
    int64_t further = bills->axis == AXIS_BASE ? FURTHER_BASE : FURTHER_QUANTITY;
    const struct change_money *money = &stretch->money;
    struct money there[2];
    const struct standard *standards[2];
    enum priced priced[2];
    int64_t here, rise;

    if (money->to - money->from < further) return false;
    bills_money(bills, money->from + further, there, priced, standards);
    if (priced[OLD] != PRICED || priced[NEW] != PRICED) return true;
    here = due_rise(money->first);
    rise = due_rise(there);
    return (rise > 0 ? rise : -rise) > (here > 0 ? here : -here);
}

static void stretch_join(struct stretch *known, const struct stretch *more)
{
    known->money.to = more->money.to;
    known->money.last[OLD] = more->money.last[OLD];
    known->money.last[NEW] = more->money.last[NEW];
    note_rise(&known->money, more->money.least);
    note_rise(&known->money, more->money.most);
}

/* The end of the last one may be no place where anything can be charged. */
static void stretch_close(const struct cutting *cutting, struct stretch *stretch)
{
    struct change_money *money = &stretch->money;

    if (money->to == axis_end((enum curve_axis)money->axis)) {
        money->unbounded = grows(cutting, stretch);
        money->to = -1;
    } else if (money->last[OLD].due_fen != MONEY_ABSENT &&
               money->last[NEW].due_fen != MONEY_ABSENT) {
        note_rise(money, due_rise(money->last));
    }
}

static uint32_t join(const struct cutting *cutting)
{
    struct stretch *list = cutting->list;
    uint32_t kept = 0;

    for (uint32_t i = 0; i < cutting->count; i++) {
        stretch_close(cutting, &list[i]);
        if (kept > 0 && list[kept - 1].effect == list[i].effect &&
            list[kept - 1].low_effect == list[i].low_effect) {
            bool unbounded = list[i].money.unbounded;

            stretch_join(&list[kept - 1], &list[i]);
            list[kept - 1].money.unbounded = unbounded;
        } else {
            list[kept++] = list[i];
        }
    }
    return kept;
}

/* ---- both bills ---- */

static bool relief_is_whole(const struct reduction *reduction)
{
    return reduction->limit == NULL &&
           (reduction->relief == RELIEF_EXEMPT ||
            (reduction->relief == RELIEF_PERCENT_OFF && reduction->percent_micro == 100 * MICRO));
}

bool bill_is_free(const struct bill *bill)
{
    for (uint32_t i = 0; i < bill->reduction_count; i++) {
        if (relief_is_whole(bill->reductions[i])) return true;
    }
    return false;
}

static enum relief_line relief_line_of(const struct bill *bill)
{
    if (bill_is_free(bill)) return LINE_ZERO;
    if (bill->reduction_count == 0) return LINE_NONE;
    return bill->reduction_count == 1 ? LINE_SINGLE : LINE_SEVERAL;
}

bool bills_same_reliefs(const struct bills *bills)
{
    const struct bill *old = &bills->sides[OLD], *new = &bills->sides[NEW];

    if (old->reduction_count != new->reduction_count) return false;
    for (uint32_t i = 0; i < old->reduction_count; i++) {
        if (!same_relief(old->reductions[i], new->reductions[i])) return false;
    }
    return true;
}

/* How far dues can be shifted by roundings that are not the same on both sides. */
static void rounding_compare(struct cutting *cutting)
{
    const struct bill *sides = cutting->bills->sides;
    const struct standard *first = sides[OLD].standards[0];
    int64_t unit = 1;
    bool percent = false;

    cutting->same_rounding = true;
    for (int side = OLD; side <= NEW; side++) {
        for (uint32_t i = 0; i < sides[side].tariff_count; i++) {
            const struct standard *standard = sides[side].standards[i];

            if (standard->round_to_fen > unit) unit = standard->round_to_fen;
            if (!same_rounding(standard, first)) cutting->same_rounding = false;
        }
        for (uint32_t i = 0; i < sides[side].reduction_count; i++) {
            percent = percent || sides[side].reductions[i]->relief == RELIEF_PERCENT_OFF;
        }
    }
    if (percent && !cutting->same_reliefs) cutting->margin_fen = 4 * unit;
    if (!cutting->same_rounding) cutting->margin_fen = (percent ? 4 : 2) * unit;
}

/* Pieces on which all tariffs are straight. */
static bool curves_find(const struct bills *bills, struct curve *all)
{
    bool first = true;

    *all = (struct curve){0}; /* without a tariff there is no piece */
    for (int side = OLD; side <= NEW; side++) {
        const struct bill *bill = &bills->sides[side];
        const struct curve_point point = {.snapshot = bill->holding->snapshot,
                                          .charge = bills->charge,
                                          .rule_day = bills->rule_day,
                                          .axis = (enum curve_axis)bills->axis};

        for (uint32_t i = 0; i < bill->tariff_count; i++) {
            struct curve curve, both;

            if (!curve_of(bills->arena, &point, bill->tariffs[i], &curve)) return false;
            if (!first && !curve_join(bills->arena, &curve, all, &both)) return false;
            *all = first ? curve : both;
            first = false;
        }
    }
    return true;
}

static struct stretch *one_place(const struct bills *bills, uint32_t *count)
{
    struct stretch *stretch = arena_take(bills->arena, sizeof(*stretch));
    const struct standard *standards[2];
    enum priced priced[2];
    struct change_money *money;

    if (stretch == NULL) return NULL;
    money = &stretch->money;
    money->axis = AXIS_NONE;
    bills_money(bills, 0, money->first, priced, standards);
    money->last[OLD] = money->first[OLD];
    money->last[NEW] = money->first[NEW];
    money->least = money->most = due_rise(money->first);
    stretch->effect = effect_of(money->least);
    if (bills_have_low(bills)) {
        stretch->low_effect = effect_of(low_of(&money->first[NEW]) - low_of(&money->first[OLD]));
    }
    *count = 1;
    return stretch;
}

struct stretch *bills_stretches(const struct bills *bills, uint32_t *count)
{
    struct cutting cutting = {.bills = bills, .is_range = bills_have_low(bills)};
    struct curve curve = {0};

    if (bills->axis == AXIS_NONE) return one_place(bills, count);
    cutting.same_reliefs = bills_same_reliefs(bills);
    cutting.reliefs[OLD] = relief_line_of(&bills->sides[OLD]);
    cutting.reliefs[NEW] = relief_line_of(&bills->sides[NEW]);
    rounding_compare(&cutting);
    if (!curves_find(bills, &curve)) return NULL;
    for (uint32_t i = 0; i < curve.piece_count && !cutting.failed; i++) {
        int64_t from = curve.pieces[i].from, to = curve.pieces[i].to;

        if (from < bills->low) from = bills->low;
        if (to > bills->high) to = bills->high;
        if (from <= to) cut(&cutting, from, to);
    }
    if (cutting.failed) return NULL;
    *count = join(&cutting);
    return cutting.list;
}

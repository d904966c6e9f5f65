/* SPDX-License-Identifier: Apache-2.0
 * Finds the places where the line of a tariff breaks. Ends of bands and thresholds are written in
 * the schedule; where min and max begin to bind is found by asking the engine for the tariff
 * without them, whose line between two breaks never falls. */
#include "survey/curves.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "survey/cells.h"

#define DERIVED_DEPTH_MAX 128

int64_t axis_end(enum curve_axis axis)
{
    return axis == AXIS_BASE ? MONEY_FEN_MAX : QUANTITY_MICRO_MAX;
}

void axis_format(enum curve_axis axis, int64_t at, char out[static 32])
{
    int64_t unit = axis == AXIS_BASE ? 100 : MICRO;
    int places = axis == AXIS_BASE ? 2 : 6;
    int size = snprintf(out, 32, "%" PRId64 ".%0*" PRId64, at / unit, places, at % unit);

    if (axis == AXIS_BASE) return;
    while (size > 0 && out[size - 1] == '0') out[--size] = '\0';
    if (size > 0 && out[size - 1] == '.') out[--size] = '\0';
}

void curve_charge(const struct curve_point *point, int64_t at, struct curve_place *place)
{
    struct fg_charge *request = &place->request;
    struct fg_text field;

    *request = *point->charge;
    if (request->txn.size == 0) request->txn = TEXT("T");
    if (request->unit.size == 0) request->unit = TEXT("U");
    if (request->item.size == 0) request->item = TEXT("I");
    if (request->payer.size == 0) request->payer = TEXT("P");
    axis_format(point->axis, at, place->text);
    if (point->axis == AXIS_BASE)
        request->base = text_of(place->text);
    else
        request->quantity = text_of(place->text);
    charge_read(request, &place->charge, &field);
}

enum priced curve_value(const struct curve_point *point, const struct tariff *tariff, int64_t at,
                        struct exact *value, struct exact *low)
{
    static const struct facts nothing_stands = {.available = true};
    const struct fee_case fee_case = {.tariff = tariff};
    const struct standard standard = {
        .days = {DAY_BEGINNING, DAY_END}, .cases = &fee_case, .case_count = 1};
    const struct standard *version;
    struct curve_place place;
    struct missing missing;
    struct tariff_ends ends;
    struct pricing pricing = {
        point->snapshot, &place.charge, point->facts == NULL ? &nothing_stands : point->facts,
        point->rule_day, &missing,      NULL};
    enum priced priced;

    missing.count = 0;
    curve_charge(point, at, &place);
    priced = standards_price(&pricing, &standard, 1, &version, &ends);
    if (priced != PRICED) return priced;
    *value = ends.high;
    if (low != NULL) *low = ends.has_low ? ends.low : ends.high;
    return PRICED;
}

int64_t curve_change(int64_t from, int64_t to, bool (*holds)(void *context, int64_t at),
                     void *context)
{
    bool after = holds(context, to);

    if (holds(context, from) == after) return from;
    while (to - from > 1) {
        int64_t middle = from + (to - from) / 2;

        if (holds(context, middle) == after)
            to = middle;
        else
            from = middle;
    }
    return to;
}

/* ---- breaks ---- */

/* First places of pieces, and the step, as they are found. */
struct breaks {
    struct arena *arena;
    const struct curve_point *point;
    int64_t *list;
    uint32_t count;
    int64_t step;
};

static void add_break(struct breaks *breaks, int64_t at)
{
    int64_t *list;

    if (at <= 0 || at > axis_end(breaks->point->axis)) return;
    list = arena_grow(breaks->arena, breaks->list, breaks->count, sizeof(*list));
    if (list == NULL) return;
    list[breaks->count++] = at;
    breaks->list = list;
}

static int order_places(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

    return (left > right) - (left < right);
}

static void sort_breaks(struct breaks *breaks)
{
    uint32_t kept = 0;

    if (breaks->count > 1) {
        qsort(breaks->list, breaks->count, sizeof(*breaks->list), order_places);
    }
    for (uint32_t i = 0; i < breaks->count; i++) {
        if (kept > 0 && breaks->list[kept - 1] == breaks->list[i]) continue;
        breaks->list[kept++] = breaks->list[i];
    }
    /* arena_grow tells capacity from the count: a shorter list must be a new one. */
    if (kept < breaks->count) {
        int64_t *list = NULL;

        for (uint32_t i = 0; i < kept; i++) {
            list = arena_grow(breaks->arena, list, i, sizeof(*list));
            if (list == NULL) return;
            list[i] = breaks->list[i];
        }
        breaks->list = list;
        breaks->count = kept;
    }
}

static void add_step(struct breaks *breaks, int64_t step)
{
    int64_t a = breaks->step, b = step, product;

    if (step == 0 || breaks->point->axis != AXIS_QUANTITY) return;
    if (a == 0) {
        breaks->step = step;
        return;
    }
    while (b != 0) {
        int64_t rest = a % b;

        a = b;
        b = rest;
    }
    if (__builtin_mul_overflow(breaks->step / a, step, &product)) product = INT64_MAX;
    breaks->step = product;
}

static void break_at_thresholds(struct breaks *breaks, const struct condition *condition)
{
    bool is_base = breaks->point->axis == AXIS_BASE;
    enum builtin builtin = is_base ? BUILTIN_CHARGE_BASE : BUILTIN_CHARGE_QUANTITY;

    if (condition == NULL) return;
    for (uint32_t i = 0; i < condition->child_count; i++) {
        break_at_thresholds(breaks, condition->children[i]);
    }
    if (condition->kind != CONDITION_ATTR || condition->name.builtin != builtin) return;
    for (uint32_t i = 0; i < condition->test_count; i++) {
        struct fg_text text = condition->tests[i].operand;
        int64_t at;

        if (text.size == 0 ||
            !decimal_parse(text, is_base ? 2 : 6, axis_end(breaks->point->axis), &at)) {
            continue;
        }
        add_break(breaks, at);
        add_break(breaks, at + 1);
    }
}

/* A bound of a tariff, and the tariff without its bounds. */
struct bound {
    const struct curve_point *point;
    struct tariff inner;
    uint64_t bound_fen;
};

static bool is_above(void *context, int64_t at)
{
    const struct bound *bound = context;
    struct exact value;

    if (curve_value(bound->point, &bound->inner, at, &value, NULL) != PRICED) return false;
    return exact_compare(&value, bound->bound_fen) > 0;
}

/* Where the value without bounds passes one: at most once in each piece so far. */
static void break_at_bound(struct breaks *breaks, const struct tariff *tariff, int64_t bound_fen)
{
    struct bound bound = {breaks->point, *tariff, (uint64_t)bound_fen};
    uint32_t count;

    if (bound_fen == MONEY_ABSENT) return;
    bound.inner.min_fen = bound.inner.max_fen = MONEY_ABSENT;
    sort_breaks(breaks);
    count = breaks->count;
    for (uint32_t i = 0; i <= count && !breaks->arena->failed; i++) {
        int64_t from = i == 0 ? 0 : breaks->list[i - 1];
        int64_t to = i == count ? axis_end(breaks->point->axis) : breaks->list[i] - 1;
        int64_t change = curve_change(from, to, is_above, &bound);

        if (change != from)
            add_break(breaks, change); /* behind the first `count`, not yet sorted */
    }
}

static void break_at_bands(struct breaks *breaks, const struct tariff *tariff)
{
    const struct facts *facts = breaks->point->facts;
    int64_t counted = 0, step = tariff->step_micro;

    if (tariff->on_quantity != (breaks->point->axis == AXIS_QUANTITY)) return;
    if (facts != NULL && tariff->cumulative != PER_NONE && facts->available) {
        counted = facts->counted_micro[tariff->cumulative];
    }
    for (uint32_t i = 0; i + 1 < tariff->band_count; i++) {
        int64_t last = tariff->bands[i].upto - counted;

        /* What is rounded up to a multiple of the step leaves the band after the last multiple. */
        if (step > 0 && last > 0) last -= last % step;
        add_break(breaks, last + 1);
    }
}

static void break_tariff(struct breaks *breaks, const struct tariff *tariff, uint32_t depth);

static void break_source(struct breaks *breaks, const struct tariff *tariff, uint32_t depth)
{
    const struct item_rules *source =
        table_get(&breaks->point->snapshot->items, tariff->derived_item);

    if (source == NULL || depth == DERIVED_DEPTH_MAX) return;
    for (uint32_t i = 0; i < source->item->standard_count; i++) {
        const struct standard *standard = &source->item->standards[i];

        if (!days_hold(standard->days, breaks->point->rule_day)) continue;
        for (uint32_t j = 0; j < standard->case_count; j++) {
            break_at_thresholds(breaks, standard->cases[j].when);
            break_tariff(breaks, standard->cases[j].tariff, depth + 1);
        }
    }
}

static void break_tariff(struct breaks *breaks, const struct tariff *tariff, uint32_t depth)
{
    switch (tariff->kind) {
    case TARIFF_PER_UNIT: add_step(breaks, tariff->step_micro); break;
    case TARIFF_BRACKETS:
        add_step(breaks, tariff->step_micro);
        break_at_bands(breaks, tariff);
        break;
    case TARIFF_RANGE:
        break_tariff(breaks, tariff->low, depth);
        break_tariff(breaks, tariff->high, depth);
        return;
    case TARIFF_SUM:
        for (uint32_t i = 0; i < tariff->child_count; i++) {
            break_tariff(breaks, tariff->children[i], depth);
        }
        break;
    case TARIFF_DERIVED: break_source(breaks, tariff, depth); break;
    case TARIFF_FIXED:
    case TARIFF_RATE:
    case TARIFF_FREE: break;
    }
    break_at_bound(breaks, tariff, tariff->min_fen);
    break_at_bound(breaks, tariff, tariff->max_fen);
}

/* From first places to pieces. */
static bool cut(struct breaks *breaks, struct curve *curve)
{
    int64_t end = axis_end(breaks->point->axis), from = 0;

    sort_breaks(breaks);
    curve->axis = breaks->point->axis;
    curve->step = breaks->step;
    curve->piece_count = 0;
    curve->pieces = arena_take(breaks->arena, (breaks->count + 1) * sizeof(*curve->pieces));
    if (breaks->arena->failed) return false;
    for (uint32_t i = 0; i < breaks->count; i++) {
        curve->pieces[curve->piece_count++] = (struct curve_piece){from, breaks->list[i] - 1};
        from = breaks->list[i];
    }
    curve->pieces[curve->piece_count++] = (struct curve_piece){from, end};
    return true;
}

bool curve_of(struct arena *arena, const struct curve_point *point, const struct tariff *tariff,
              struct curve *curve)
{
    struct breaks breaks = {.arena = arena, .point = point};

    break_tariff(&breaks, tariff, 0);
    return cut(&breaks, curve);
}

bool curve_join(struct arena *arena, const struct curve *a, const struct curve *b,
                struct curve *both)
{
    const struct curve_point point = {.axis = a->axis};
    struct breaks breaks = {.arena = arena, .point = &point, .step = a->step};

    if (b->step != a->step) add_step(&breaks, b->step);
    for (uint32_t i = 1; i < a->piece_count; i++) add_break(&breaks, a->pieces[i].from);
    for (uint32_t i = 1; i < b->piece_count; i++) add_break(&breaks, b->pieces[i].from);
    return cut(&breaks, both);
}

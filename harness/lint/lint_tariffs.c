/* SPDX-License-Identifier: Apache-2.0
 * Amounts that fall where they should rise, and bounds that never bind. Both are read off the exact
 * values of a tariff at the ends of its pieces; what is reported was then seen in whole decisions,
 * after rounding. */
#include <stdio.h>

#include "feeguard/host.h"
#include "lint/lint_witness.h"
#include "survey/curves.h"

#define FACTOR_MAX TEXT("1000000000000")

/* What a case's tariff is looked at for, with a charge that it prices. */
struct looking {
    struct deep *deep;
    const struct deep_span *span;
    const struct item_rules *rules;
    const struct deep_standards *standards;
    const struct document *document;
    const struct tariff *tariff; /* the whole of the case */
    struct witness *witness;
};

/* ---- what there is to look at ---- */

static bool has_slab(const struct tariff *tariff, enum curve_axis axis)
{
    if (tariff == NULL) return false;
    if (tariff->kind == TARIFF_BRACKETS) {
        return tariff->slab && tariff->band_count > 1 &&
               tariff->on_quantity == (axis == AXIS_QUANTITY);
    }
    for (uint32_t i = 0; i < tariff->child_count; i++) {
        if (has_slab(tariff->children[i], axis)) return true;
    }
    return has_slab(tariff->low, axis) || has_slab(tariff->high, axis);
}

static bool has_bound(const struct tariff *tariff)
{
    if (tariff == NULL) return false;
    if (tariff->min_fen != MONEY_ABSENT || tariff->max_fen != MONEY_ABSENT) return true;
    for (uint32_t i = 0; i < tariff->child_count; i++) {
        if (has_bound(tariff->children[i])) return true;
    }
    return has_bound(tariff->low) || has_bound(tariff->high);
}

bool deep_tariff_matters(const struct snapshot *snapshot, const struct tariff *tariff)
{
    (void)snapshot;
    return has_slab(tariff, AXIS_BASE) || has_slab(tariff, AXIS_QUANTITY) || has_bound(tariff);
}

/* ---- falling amounts ---- */

static struct curve_point point_of(const struct looking *looking, const struct fg_charge *charge,
                                   enum curve_axis axis)
{
    return (struct curve_point){.snapshot = looking->span->snapshot,
                                .charge = charge,
                                .rule_day = looking->standards->rule_day,
                                .axis = axis};
}

/* The same charge at a place of the axis, judged; false where it has no standard. */
static bool judge_at(const struct looking *looking, enum curve_axis axis, int64_t at, char *text,
                     struct witness *witness)
{
    witness_copy(witness, looking->witness);
    axis_format(axis, at, text);
    if (axis == AXIS_BASE)
        witness->request.base = text_of(text);
    else
        witness->request.quantity = text_of(text);
    return witness_judge(looking->deep, looking->span->snapshot, witness) && witness->has_standard;
}

/* Reports that the standard at `at` is above that at the next place, if it is so. */
static void compare_places(const struct looking *looking, enum curve_axis axis, int64_t at,
                           uint32_t line)
{
    struct deep *deep = looking->deep;
    struct fg_text zh = axis == AXIS_BASE ? TEXT("基数") : TEXT("数量");
    char here[32], next[32];
    struct witness lower, higher;
    struct finding *finding;

    if (at < 0 || at >= axis_end(axis)) return;
    if (!finding_is_new(deep, FINDING_CHEAPER, looking->document, line)) return;
    if (!judge_at(looking, axis, at, here, &lower) ||
        !judge_at(looking, axis, at + 1, next, &higher)) {
        return;
    }
    if (higher.standard_fen >= lower.standard_fen) return;
    finding =
        FIND(deep, FINDING_CHEAPER, looking->document, line, looking->rules->item->code, zh,
             deep_text(deep, here), deep_money(deep, lower.standard_fen), deep_text(deep, next));
    if (finding == NULL) return;
    finding->arguments[FG_LANGUAGE_EN][1] = axis == AXIS_BASE ? TEXT("base") : TEXT("quantity");
    witness_add(deep, finding, &lower);
    witness_add(deep, finding, &higher);
}

/* The line of the band that begins behind a place. */
static uint32_t band_line(const struct tariff *tariff, int64_t at)
{
    uint32_t line = 0;

    if (tariff == NULL) return 0;
    if (tariff->kind == TARIFF_BRACKETS && tariff->slab) {
        for (uint32_t i = 0; i + 1 < tariff->band_count; i++) {
            if (tariff->bands[i].upto == at) return tariff->bands[i + 1].line;
        }
        return tariff->line;
    }
    for (uint32_t i = 0; i < tariff->child_count && line == 0; i++) {
        line = band_line(tariff->children[i], at);
    }
    if (line == 0) line = band_line(tariff->high, at);
    return line != 0 ? line : band_line(tariff->low, at);
}

static void check_slabs(const struct looking *looking, enum curve_axis axis)
{
    const struct curve_point point = point_of(looking, &looking->witness->request, axis);
    struct arena arena = {0};
    struct curve curve;

    if (!has_slab(looking->tariff, axis)) return;
    if (!curve_of(&arena, &point, looking->tariff, &curve)) looking->deep->arena.failed = true;
    for (uint32_t i = 1; !arena.failed && i < curve.piece_count; i++) {
        int64_t at = curve.pieces[i - 1].to;
        struct exact here, next;

        if (curve_value(&point, looking->tariff, at, &here, NULL) != PRICED) continue;
        if (curve_value(&point, looking->tariff, at + 1, &next, NULL) != PRICED) continue;
        if (exact_order(&next, &here) < 0) {
            compare_places(looking, axis, at, band_line(looking->tariff, at));
        }
    }
    arena_free(&arena);
}

/* ---- bounds ---- */

/* A charge at one end of everything that a tariff counts. */
static void put_extreme(const struct looking *looking, bool greatest, struct witness *extreme)
{
    struct fg_charge *request = &extreme->request;

    witness_copy(extreme, looking->witness);
    if (request->base.size > 0) {
        request->base = greatest ? TEXT("10000000000000.00") : TEXT("0");
    }
    if (request->quantity.size > 0) request->quantity = greatest ? FACTOR_MAX : TEXT("0");
    for (uint32_t i = 0; i < request->attribute_count; i++) {
        struct fg_attribute *attribute = &extreme->attributes[i];

        if (!witness_is_factor(looking->span->snapshot, looking->rules, attribute->name)) continue;
        attribute->value = greatest ? FACTOR_MAX : TEXT("0");
    }
}

static void report_bound(const struct looking *looking, const struct tariff *tariff,
                         const struct fg_text name, int64_t bound_fen, struct witness *extreme)
{
    struct deep *deep = looking->deep;
    bool shown = witness_judge(deep, looking->span->snapshot, extreme) && extreme->has_standard;
    struct finding *finding = FIND(deep, FINDING_BOUND_UNREACHED, looking->document, tariff->line,
                                   looking->rules->item->code, name, deep_money(deep, bound_fen));

    witness_add(deep, finding, shown ? extreme : looking->witness);
}

/* A bound of one tariff, at the end of the axes where it would have to bind. */
static void check_bound(const struct looking *looking, const struct tariff *tariff, bool is_max)
{
    int64_t bound_fen = is_max ? tariff->max_fen : tariff->min_fen;
    struct tariff inner = *tariff;
    struct witness extreme;
    struct curve_point point;
    struct exact value;
    int order;

    if (bound_fen == MONEY_ABSENT) return;
    inner.min_fen = inner.max_fen = MONEY_ABSENT;
    put_extreme(looking, is_max, &extreme);
    point = point_of(looking, &extreme.request, AXIS_QUANTITY);
    if (curve_value(&point, &inner, is_max ? axis_end(AXIS_QUANTITY) : 0, &value, NULL) != PRICED) {
        return;
    }
    order = exact_compare(&value, (uint64_t)bound_fen);
    if (is_max ? order <= 0 : order >= 0) {
        report_bound(looking, tariff, is_max ? TEXT("max") : TEXT("min"), bound_fen, &extreme);
    }
}

/* Of a tariff and all inside it; where amounts fall, the ends of the axes prove nothing. */
static void check_bounds(const struct looking *looking, const struct tariff *tariff)
{
    if (tariff == NULL || has_slab(tariff, AXIS_BASE) || has_slab(tariff, AXIS_QUANTITY)) return;
    if (tariff->kind != TARIFF_RANGE) {
        check_bound(looking, tariff, true);
        check_bound(looking, tariff, false);
    }
    check_bounds(looking, tariff->low);
    check_bounds(looking, tariff->high);
    for (uint32_t i = 0; i < tariff->child_count; i++) check_bounds(looking, tariff->children[i]);
}

/* ---- from the cases ---- */

static bool looking_begin(struct looking *looking, const struct cell_leaf *leaf)
{
    if (!witness_begin(looking->deep, looking->span, looking->rules, looking->standards->area,
                       looking->standards->rule_day, looking->witness)) {
        return false;
    }
    witness_take(looking->witness, leaf);
    return witness_judge(looking->deep, looking->span->snapshot, looking->witness) &&
           looking->witness->has_standard;
}

/* Most slabs rise at every end of a band; then no charge need be looked at. */
static bool rises(const struct tariff *tariff)
{
    if (tariff->kind != TARIFF_BRACKETS || has_bound(tariff) || tariff->step_micro > 0) {
        return false;
    }
    for (uint32_t i = 0; i + 1 < tariff->band_count; i++) {
        const struct band *band = &tariff->bands[i], *next = band + 1;

        if (next->fixed_fen < band->fixed_fen || next->rate_micro < band->rate_micro) return false;
    }
    return true;
}

void deep_tariff(struct deep *deep, const struct deep_span *span, const struct item_rules *rules,
                 const struct deep_standards *standards, uint32_t which,
                 const struct fee_case *fee_case, const struct cell_leaf *leaf)
{
    struct witness witness;
    struct looking looking = {.deep = deep,
                              .span = span,
                              .rules = rules,
                              .standards = standards,
                              .document = standards->documents[which],
                              .tariff = fee_case->tariff,
                              .witness = &witness};

    if (rises(fee_case->tariff) || !looking_begin(&looking, leaf)) return;
    check_slabs(&looking, AXIS_BASE);
    check_slabs(&looking, AXIS_QUANTITY);
    check_bounds(&looking, fee_case->tariff);
}

void deep_thresholds(struct deep *deep, const struct deep_span *span,
                     const struct item_rules *rules, const struct deep_standards *standards,
                     const struct cell_leaf *leaf)
{
    struct witness witness;
    struct looking looking = {.deep = deep,
                              .span = span,
                              .rules = rules,
                              .standards = standards,
                              .document = standards->documents[0],
                              .witness = &witness};

    for (uint32_t i = 0; i < leaf->cells->attribute_count; i++) {
        const struct cell_attribute *attribute = &leaf->cells->attributes[i];
        bool is_base = attribute->name.builtin == BUILTIN_CHARGE_BASE;
        const struct cell *cell;
        int64_t at;

        if (!is_base && attribute->name.builtin != BUILTIN_CHARGE_QUANTITY) continue;
        if (leaf->chosen[i] == CELL_UNCHOSEN) continue;
        cell = &attribute->classes[leaf->chosen[i]];
        if (cell->kind != CELL_NUMBER || cell->high.size == 0) continue;
        if (!decimal_parse(cell->high, is_base ? 2 : 6,
                           axis_end(is_base ? AXIS_BASE : AXIS_QUANTITY), &at)) {
            continue;
        }
        if (!looking_begin(&looking, leaf)) return;
        compare_places(&looking, is_base ? AXIS_BASE : AXIS_QUANTITY, at - !cell->high_included,
                       standards->list[0]->line);
    }
}

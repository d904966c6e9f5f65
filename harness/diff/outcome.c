/* SPDX-License-Identifier: Apache-2.0
 * One class of charges: which tariffs and reductions of each bundle apply to it, along which axis
 * the amounts are to be laid, and who pays more. */
#include "base/text.h"
#include "diff/leaves.h"
#include "diff/needs.h"
#include "harness.h"

struct finding {
    const struct comparison *comparison;
    const struct cell_leaf *leaf;
    struct outcome *outcome;
    struct bills bills;
    struct needs needs;
    struct fg_charge charge;
    struct fg_attribute *attributes; /* of the charge: room for all that there may be */
    bool factor_is_bound;            /* a condition says what the multiplier may be */
};

/* ---- tariffs and reductions that apply ---- */

/* PRICED_NONE where no case applies; an undetermined one decides for all. */
static enum priced tariffs_find(const struct holding *holding, const struct cell_leaf *leaf,
                                struct bill *bill)
{
    const struct cell_verdict *verdicts = &leaf->verdicts[holding->standard_chain];
    enum priced priced = PRICED_NONE;

    for (uint32_t i = 0; i < holding->standard_count; i++) {
        const struct cell_verdict *verdict = &verdicts[i];

        if (verdict->truth == TRUTH_UNDETERMINED) return PRICED_MISSING;
        if (verdict->truth != TRUTH_TRUE) continue;
        bill->tariffs[bill->tariff_count] = holding->standards[i]->cases[verdict->index].tariff;
        bill->standards[bill->tariff_count++] = holding->standards[i];
        priced = PRICED;
    }
    return priced;
}

static void reductions_find_in(const struct holding *holding, const struct cell_leaf *leaf,
                               struct bill *bill)
{
    for (uint32_t i = 0; i < holding->reduction_count; i++) {
        if (leaf->verdicts[holding->reduction_chain + i].truth != TRUTH_TRUE) continue;
        bill->reductions[bill->reduction_count++] = holding->reductions[i];
    }
}

void outcome_begin(const struct comparison *comparison, const struct cell_leaf *leaf,
                   struct outcome *outcome)
{
    memset(outcome, 0, sizeof(*outcome));
    for (int side = OLD; side <= NEW; side++) {
        struct bill *bill = &outcome->bills[side];

        bill->holding = &comparison->sides[side];
        outcome->priced[side] = tariffs_find(bill->holding, leaf, bill);
        reductions_find_in(bill->holding, leaf, bill);
    }
}

/* ---- the charge ---- */

static bool has_attribute(const struct finding *finding, struct fg_text name)
{
    for (uint32_t i = 0; i < finding->charge.attribute_count; i++) {
        if (text_equal(finding->attributes[i].name, name)) return true;
    }
    return false;
}

static bool is_chosen(const struct finding *finding, struct fg_text name)
{
    const struct cells *cells = finding->leaf->cells;

    for (uint32_t i = 0; i < cells->attribute_count; i++) {
        if (text_equal(cells->attributes[i].name.text, name)) {
            return finding->leaf->chosen[i] != CELL_UNCHOSEN;
        }
    }
    return false;
}

/* Each factor is 1 where no condition says what it is. */
static void charge_complete(struct finding *finding)
{
    struct fg_charge *charge = &finding->charge;

    for (uint32_t i = 0; i < finding->needs.factor_count; i++) {
        struct fg_text name = finding->needs.factors[i];

        if (is_chosen(finding, name)) {
            finding->factor_is_bound = true;
            continue;
        }
        if (has_attribute(finding, name)) continue;
        if (charge->attribute_count == FG_ATTRIBUTES_MAX) continue;
        finding->attributes[charge->attribute_count++] = (struct fg_attribute){name, TEXT("1")};
    }
}

static void charge_begin(struct finding *finding)
{
    const struct fg_charge *request = finding->leaf->charge;

    finding->charge = *request;
    if (request->attribute_count > 0) {
        memcpy(finding->attributes, request->attributes,
               request->attribute_count * sizeof(*request->attributes));
    }
    finding->charge.attributes = finding->attributes;
}

/* ---- the axis ---- */

/* The class that the leaf chose for a built-in name; NULL: none. */
static const struct cell *class_of(const struct cell_leaf *leaf, enum builtin builtin)
{
    const struct cells *cells = leaf->cells;

    for (uint32_t i = 0; i < cells->attribute_count; i++) {
        uint32_t chosen = leaf->chosen[i];

        if (cells->attributes[i].name.builtin != builtin || chosen == CELL_UNCHOSEN) continue;
        return &cells->attributes[i].classes[chosen];
    }
    return NULL;
}

/* The place of a bound, or the one before it where it lies between two; -1 below all. */
static int64_t place_before(enum curve_axis axis, struct fg_text number, bool *is_place)
{
    uint32_t places = axis == AXIS_BASE ? 2 : 6, kept = 0;
    int64_t at = axis_end(axis);

    *is_place = false;
    if (number.bytes[0] == '-') return -1;
    while (kept < number.size && number.bytes[kept] != '.') kept++;
    kept = number.size - kept > places + 1 ? kept + places + 1 : number.size;
    if (!decimal_parse((struct fg_text){number.bytes, kept, 0}, (int)places, at, &at)) return at;
    *is_place = true;
    for (uint32_t i = kept; i < number.size; i++) *is_place = *is_place && number.bytes[i] == '0';
    return at;
}

/* Ends of the class; without one all places up to there belong to it. */
static void domain_bound(struct bills *bills, const struct cell *cell)
{
    enum curve_axis axis = (enum curve_axis)bills->axis;
    bool is_place;
    int64_t at;

    if (cell->low.size > 0) {
        at = place_before(axis, cell->low, &is_place);
        bills->low = is_place && cell->low_included ? at : at + 1;
    }
    if (cell->high.size > 0) {
        at = place_before(axis, cell->high, &is_place);
        bills->high = is_place && !cell->high_included ? at - 1 : at;
    }
}

/* False where the class is not simply a range of places. */
static bool domain_set(struct finding *finding, enum curve_axis axis)
{
    const struct cell *cell =
        class_of(finding->leaf, axis == AXIS_BASE ? BUILTIN_CHARGE_BASE : BUILTIN_CHARGE_QUANTITY);
    struct bills *bills = &finding->bills;

    bills->axis = (int)axis;
    bills->low = 0;
    bills->high = axis_end(axis);
    if (cell == NULL) return true;
    switch (cell->kind) {
    case CELL_NUMBER: domain_bound(bills, cell); return bills->low <= bills->high;
    case CELL_ABSENT: bills->axis = AXIS_NONE; return true;
    case CELL_GIVEN: return true;
    case CELL_WORD: bills->axis = AXIS_NONE; return cell->words.count == 1;
    default: return false;
    }
}

static bool reliefs_scale(const struct bill *bill)
{
    for (uint32_t i = 0; i < bill->reduction_count; i++) {
        const struct reduction *reduction = bill->reductions[i];

        if (reduction->limit != NULL || reduction->relief == RELIEF_AMOUNT_OFF ||
            reduction->relief == RELIEF_CAP) {
            return false;
        }
    }
    return true;
}

/* Whether the bills can be laid along one axis, which is then chosen. */
static bool axis_find(struct finding *finding)
{
    const struct needs *needs = &finding->needs;
    bool scales = needs_scale(needs) &&
                  (needs->factor_count == 0 || (reliefs_scale(&finding->outcome->bills[OLD]) &&
                                                reliefs_scale(&finding->outcome->bills[NEW])));

    finding->bills.axis = AXIS_NONE;
    if (!scales || !needs_step(needs) || (needs->base && needs->quantity)) return false;
    if (needs->base) return domain_set(finding, AXIS_BASE);
    if (needs->quantity) return domain_set(finding, AXIS_QUANTITY);
    return true;
}

/* ---- the effect ---- */

static bool alone(const struct finding *finding, enum effect effect)
{
    struct stretch *stretch = arena_take(finding->bills.arena, sizeof(*stretch));

    if (stretch == NULL) memory_gone();
    stretch->effect = effect;
    stretch->money.axis = AXIS_NONE;
    finding->outcome->stretches = stretch;
    finding->outcome->stretch_count = 1;
    return true;
}

/* One side has a standard, the other has none or wants to know more. */
static bool states_compare(const struct finding *finding)
{
    enum priced old = finding->outcome->priced[OLD], new = finding->outcome->priced[NEW];

    if (old != PRICED && new != PRICED) return false;
    if (old == PRICED) {
        return alone(finding, new == PRICED_NONE ? EFFECT_NOT_CHARGEABLE : EFFECT_ASKS);
    }
    return alone(finding, old == PRICED_NONE ? EFFECT_CHARGEABLE : EFFECT_ASKS_NOT);
}

/* What cannot be laid along an axis may still be proved by parts. */
static bool prove(const struct finding *finding)
{
    struct stretch proved = {.money.axis = AXIS_NONE};

    bills_prove(&finding->bills, &proved);
    if (proved.effect == EFFECT_SAME && proved.low_effect <= EFFECT_SAME) return false;
    alone(finding, proved.effect);
    finding->outcome->stretches->low_effect = proved.low_effect;
    return true;
}

/* Whether some stretch pays more or less. */
static bool matters(const struct outcome *outcome)
{
    for (uint32_t i = 0; i < outcome->stretch_count; i++) {
        const struct stretch *stretch = &outcome->stretches[i];

        if (stretch->effect != EFFECT_SAME || stretch->low_effect > EFFECT_SAME) return true;
    }
    return false;
}

static bool amounts_compare(struct finding *finding)
{
    struct outcome *outcome = finding->outcome;

    outcome->stretches = bills_stretches(&finding->bills, &outcome->stretch_count);
    if (finding->bills.arena->failed) memory_gone();
    if (outcome->stretches == NULL) return alone(finding, EFFECT_DEPENDS);
    outcome->has_money = !finding->factor_is_bound;
    for (uint32_t i = 0; i < outcome->stretch_count; i++) {
        struct change_money *money = &outcome->stretches[i].money;

        money->cumulative = finding->needs.cumulative;
        if (finding->needs.factor_count > 0) money->multiplier = finding->needs.factors[0];
    }
    return matters(outcome);
}

/* Those of several tariffs that have no value here take no part. */
static void tariffs_drop(struct finding *finding, int side)
{
    struct bill *bill = &finding->outcome->bills[side];
    const struct curve_point point = {.snapshot = bill->holding->snapshot,
                                      .charge = &finding->charge,
                                      .rule_day = finding->comparison->rule_day,
                                      .axis = (enum curve_axis)finding->bills.axis};
    uint32_t kept = 0;

    if (finding->bills.axis == AXIS_NONE) return;
    for (uint32_t i = 0; i < bill->tariff_count; i++) {
        struct exact value;

        if (curve_value(&point, bill->tariffs[i], finding->bills.low, &value, NULL) != PRICED) {
            continue;
        }
        bill->tariffs[kept] = bill->tariffs[i];
        bill->standards[kept++] = bill->standards[i];
    }
    bill->tariff_count = kept;
}

/* The charge that both sides' tariffs and reductions are put to. */
static void finding_begin(struct finding *finding, struct arena *arena)
{
    const struct comparison *comparison = finding->comparison;
    struct curve_place place;

    charge_begin(finding);
    place_complete(&finding->charge, &place);
    for (int side = OLD; side <= NEW; side++) {
        const struct bill *bill = &finding->outcome->bills[side];

        for (uint32_t i = 0; i < bill->tariff_count; i++) {
            needs_add(&finding->needs, bill->holding->snapshot, bill->tariffs[i],
                      comparison->rule_day, &place.charge);
        }
    }
    charge_complete(finding);
    finding->bills.arena = arena;
    finding->bills.charge = &finding->charge;
    finding->bills.rule_day = comparison->rule_day;
    finding->bills.place = comparison->area;
    finding->bills.sides[OLD] = finding->outcome->bills[OLD];
    finding->bills.sides[NEW] = finding->outcome->bills[NEW];
}

static bool both_priced(const struct finding *finding)
{
    return finding->outcome->priced[OLD] == PRICED && finding->outcome->priced[NEW] == PRICED;
}

/* Most classes are those that nothing changes for. */
static bool same_bills(const struct finding *finding)
{
    const struct bill *old = &finding->outcome->bills[OLD], *new = &finding->outcome->bills[NEW];
    const struct same same = {{old->holding->snapshot, new->holding->snapshot},
                              finding->comparison->rule_day};

    if (old->tariff_count != new->tariff_count || !bills_same_reliefs(&finding->bills)) {
        return false;
    }
    for (uint32_t i = 0; i < old->tariff_count; i++) {
        if (!same_rounding(old->standards[i], new->standards[i]) ||
            !same_tariff(&same, old->tariffs[i], new->tariffs[i])) {
            return false;
        }
    }
    return true;
}

/* What is not laid along an axis has a standard as well, or none: some base and quantity will tell,
 * where no condition says what they are. */
static void probe(struct finding *finding)
{
    struct fg_charge request = finding->charge;
    struct bills bills = finding->bills;
    struct money money[2];

    if (class_of(finding->leaf, BUILTIN_CHARGE_BASE) == NULL) request.base = TEXT("1");
    if (class_of(finding->leaf, BUILTIN_CHARGE_QUANTITY) == NULL) request.quantity = TEXT("1");
    bills.charge = &request;
    bills.axis = AXIS_NONE;
    bills_money(&bills, 0, money, finding->outcome->priced, finding->outcome->standards);
}

static bool effects_find(struct finding *finding)
{
    struct bills *bills = &finding->bills;
    struct outcome *outcome = finding->outcome;
    struct money money[2];

    if (!both_priced(finding)) return states_compare(finding);
    if (same_bills(finding)) return false;
    if (!axis_find(finding)) {
        probe(finding);
        return both_priced(finding) ? prove(finding) : states_compare(finding);
    }
    bills_money(bills, bills->low, money, finding->outcome->priced, outcome->standards);
    if (!both_priced(finding)) return states_compare(finding);
    for (int side = OLD; side <= NEW; side++) {
        tariffs_drop(finding, side);
        bills->sides[side] = outcome->bills[side];
    }
    return amounts_compare(finding);
}

bool outcome_find(const struct comparison *comparison, const struct cell_leaf *leaf,
                  struct arena *arena, struct outcome *outcome)
{
    struct fg_attribute attributes[FG_ATTRIBUTES_MAX];
    struct finding finding = {
        .comparison = comparison, .leaf = leaf, .outcome = outcome, .attributes = attributes};

    finding_begin(&finding, arena);
    if (!effects_find(&finding)) return false;
    outcome_words(comparison, &finding.charge, arena, outcome);
    return true;
}

/* ---- classes with one and the same outcome ---- */

bool outcome_bills(const struct comparison *comparison, const struct cell_leaf *leaf,
                   const struct outcome *outcome, struct buffer *key)
{
    static const enum builtin axes[] = {BUILTIN_CHARGE_BASE, BUILTIN_CHARGE_QUANTITY};
    struct needs needs = {0};

    for (int side = OLD; side <= NEW; side++) {
        const struct bill *bill = &outcome->bills[side];

        if (outcome->priced[side] != PRICED) return false;
        for (uint32_t i = 0; i < bill->tariff_count; i++) {
            needs_add(&needs, bill->holding->snapshot, bill->tariffs[i], comparison->rule_day,
                      NULL);
        }
        buffer_add_u32(key, bill->tariff_count);
        buffer_add_u32(key, bill->reduction_count);
        buffer_add(key, bill->tariffs, bill->tariff_count * sizeof(bill->tariffs[0]));
        buffer_add(key, bill->standards, bill->tariff_count * sizeof(bill->standards[0]));
        buffer_add(key, bill->reductions, bill->reduction_count * sizeof(bill->reductions[0]));
    }
    for (size_t i = 0; i < sizeof(axes) / sizeof(axes[0]); i++) {
        const struct cell *cell = class_of(leaf, axes[i]);

        buffer_add(key, &cell, sizeof(cell));
    }
    return !needs.derived && !needs.factors_lost && needs.factor_count == 0;
}

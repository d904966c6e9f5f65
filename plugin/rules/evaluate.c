/* SPDX-License-Identifier: Apache-2.0
 * The checks of semantics section 3 in their order. Each is a few lines here and its subject in a
 * file of its own; what stops which is written where it stops. */
#include "rules/evaluate.h"

#include "feeguard/host.h"
#include "rules/authority.h"
#include "rules/calendar.h"
#include "rules/levy.h"

#define BIT(code) (UINT64_C(1) << (code))

/* Decisions are large and mostly unused space: they are never zeroed whole. */
static void decision_init(struct decision *decision)
{
    decision->found = decision->codes = decision->denying = 0;
    decision->outcome = decision->told = FG_DENY;
    decision->observed = false;
    decision->has_standard = decision->has_due = false;
    decision->duplicate_ran = decision->instalments_ran = false;
    decision->earliest_day = DAY_NONE;
    decision->conflict.txn = (struct fg_text){NULL, 0, 0};
    decision->matter = (struct matter){0};
    decision->reliefs.count = 0;
    decision->missing.count = 0;
    memset(decision->bases, 0, sizeof(decision->bases));
    memset(decision->detail, 0, sizeof(decision->detail));
    decision->field = (struct fg_text){NULL, 0, 0};
}

struct matter matter_find(const struct snapshot *snapshot, const struct charge *charge)
{
    struct matter matter = {.snapshot = snapshot};

    if (snapshot == NULL) return matter;
    matter.unit = table_get(&snapshot->units, charge->request->unit);
    matter.place = charge_place(charge, matter.unit);
    matter.locality = locality_of(snapshot, matter.place);
    matter.rules = table_get(&snapshot->items, charge->request->item);
    if (matter.rules != NULL && !document_holds(matter.rules->item->document, matter.place)) {
        matter.rules = NULL;
    }
    return matter;
}

static void find(struct decision *decision, int32_t code, const struct basis *basis)
{
    decision->found |= BIT(code);
    decision->bases[code] = basis;
}

/* ---- the parts of a judgment, in the order of the codes ---- */

struct judgment {
    const struct matter *matter;
    const struct charge *charge;
    const struct facts *facts;
    struct decision *decision;
    const struct item *item;
    int32_t rule_day; /* DAY_NONE: unknown */
    bool levy_is_advisory;
    bool subject_is_missing; /* one that the period requires */
};

int32_t charge_rule_day(const struct item *item, const struct charge *charge)
{
    switch (item->dated_by) {
    case DATED_BY_ACCEPTED: return charge->accepted_day;
    case DATED_BY_CHARGE: return charge->charge_day;
    case DATED_BY_PERIOD: break;
    }
    return charge->basis_day;
}

/* 5; false where 6 and 7 do not run. */
static bool judge_unit(struct judgment *judgment)
{
    const struct unit *unit = judgment->matter->unit;

    if (unit != NULL && days_hold(unit->days, judgment->charge->charge_day)) return true;
    find(judgment->decision, FG_UNKNOWN_UNIT, NULL);
    return false;
}

/* 6 and 7. */
static void judge_authority(struct judgment *judgment)
{
    const struct matter *matter = judgment->matter;
    const struct charge *charge = judgment->charge;

    if (!unit_is_authorised(matter->snapshot, matter->rules, matter->unit, matter->place,
                            charge->charge_day)) {
        const struct basis *basis = grant_basis(matter->rules);

        find(judgment->decision, FG_NOT_AUTHORISED,
             basis != NULL ? basis : judgment->item->basis.basis);
        judgment->decision->detail[FG_NOT_AUTHORISED] = matter->unit->name.bytes;
    }
    if (charge->region.code.size > 0 && !region_lies_in(&charge->region, &matter->unit->region)) {
        find(judgment->decision, FG_OUTSIDE_JURISDICTION, NULL);
        judgment->decision->detail[FG_OUTSIDE_JURISDICTION] = matter->unit->name.bytes;
    }
}

/* 8. */
static void judge_levy(struct judgment *judgment)
{
    const struct matter *matter = judgment->matter;
    const struct prohibition *prohibition =
        levy_find(matter->snapshot, judgment->charge, matter->place);

    if (prohibition == NULL) return;
    find(judgment->decision, FG_PROHIBITED_LEVY, prohibition->basis.basis);
    judgment->decision->detail[FG_PROHIBITED_LEVY] =
        prohibition->name.size > 0 ? prohibition->name.bytes : prohibition->id.bytes;
    judgment->levy_is_advisory = prohibition->advisory;
}

/* 9. */
static bool is_premature(const struct period *period, const struct charge *charge)
{
    int64_t charged, owed;

    if (charge->period_day == DAY_NONE) return false;
    if (period == NULL || period->per == PER_NONE || period->per == PER_ONCE) {
        return charge->period_day > charge->charge_day;
    }
    charged = bucket_of(period->per, period->year_starts, charge->charge_day);
    owed = bucket_of(period->per, period->year_starts, charge->period_day);
    return owed > charged && owed - charged > period->advance;
}

/* 10 and 11, and the standard itself. */
static void judge_standard(struct judgment *judgment)
{
    const struct matter *matter = judgment->matter;
    struct decision *decision = judgment->decision;
    struct pricing pricing = {matter->snapshot,   judgment->charge,   judgment->facts,
                              judgment->rule_day, &decision->missing, NULL};

    switch (item_assess(&pricing, matter->rules, matter->place, &decision->assessed)) {
    case PRICED: decision->has_standard = true; return;
    case PRICED_MISSING: find(decision, FG_MISSING_ATTRIBUTE, judgment->item->basis.basis); return;
    case PRICED_NONE: find(decision, FG_NO_STANDARD, judgment->item->basis.basis); return;
    case PRICED_UNKNOWN: return; /* LEDGER_UNAVAILABLE says why */
    }
}

static bool allows_instalments(const struct item *item)
{
    return item->period != NULL && item->period->instalments;
}

/* 12, 13, 14 and 18, once standard and due are there. */
static void judge_amount(struct judgment *judgment)
{
    struct decision *decision = judgment->decision;
    const struct assessed *assessed = &decision->assessed;
    const struct reliefs *reliefs = &decision->reliefs;
    const struct basis *basis = assessed->standard->basis.basis;
    int64_t amount_fen = judgment->charge->request->amount_fen;
    bool is_range = assessed->low_fen != MONEY_ABSENT;
    bool below_due = amount_fen < reliefs->due_fen && !allows_instalments(judgment->item);

    if (amount_fen > assessed->standard_fen) find(decision, FG_OVER_STANDARD, basis);
    if (is_range && below_due && amount_fen < assessed->low_fen) {
        find(decision, FG_BELOW_STANDARD, assessed->low_standard->basis.basis);
    }
    if (reliefs->due_fen < assessed->standard_fen && amount_fen > reliefs->due_fen) {
        find(decision, FG_REDUCTION_NOT_APPLIED, reliefs->list[0].reduction->basis.basis);
        decision->detail[FG_REDUCTION_NOT_APPLIED] = reliefs->list[0].reduction->name.bytes;
    }
    if (!is_range && below_due) find(decision, FG_UNDERCHARGED, basis);
}

/* 19, and with a standard also due and what depends on it. */
static void judge_reductions(struct judgment *judgment)
{
    const struct matter *matter = judgment->matter;
    struct decision *decision = judgment->decision;
    struct applicable applicable;

    reductions_find(matter->rules, judgment->charge, matter->place, judgment->facts,
                    judgment->rule_day, &decision->missing, &applicable);
    if (applicable.undetermined != NULL) {
        find(decision, FG_REDUCTION_UNDETERMINED, applicable.undetermined->basis.basis);
        decision->detail[FG_REDUCTION_UNDETERMINED] = applicable.undetermined->name.bytes;
    }
    if (!decision->has_standard) return;
    reductions_apply(matter->rules, &applicable, judgment->facts, &decision->assessed,
                     &decision->reliefs);
    decision->has_due = true;
    judge_amount(judgment);
}

/* 15 and 16. */
static void judge_period(struct judgment *judgment)
{
    struct decision *decision = judgment->decision;
    const struct period *period = judgment->item->period;
    const struct period_facts *facts = &judgment->facts->period;
    const struct basis *basis = judgment->item->basis.basis;
    int64_t amount_fen = judgment->charge->request->amount_fen;

    if (period == NULL || judgment->subject_is_missing || !judgment->facts->available) return;
    decision->duplicate_ran = !period->instalments;
    decision->instalments_ran = period->instalments && decision->has_due;
    if (decision->duplicate_ran && facts->duplicate) {
        find(decision, FG_DUPLICATE, basis);
        decision->earliest_day = facts->earliest_day;
    }
    if (decision->instalments_ran && facts->standing_fen + amount_fen > decision->reliefs.due_fen) {
        find(decision, FG_INSTALMENTS_EXCEED, basis);
    }
}

/* 17. */
static void judge_uniformity(struct judgment *judgment)
{
    const struct conflict *unequal = &judgment->facts->unequal;

    if (judgment->matter->rules->uniform == NULL || !judgment->facts->available) return;
    if (unequal->txn.size > 0) find(judgment->decision, FG_UNEQUAL_PENALTY, NULL);
}

/* 10 to 19, which need the item to be in force. */
static void judge_in_force(struct judgment *judgment)
{
    struct decision *decision = judgment->decision;
    const struct item *item = judgment->item;

    if (judgment->rule_day == DAY_NONE) {
        missing_add(&decision->missing, TEXT("accepted"));
        find(decision, FG_MISSING_ATTRIBUTE, item->basis.basis);
    } else {
        judge_standard(judgment);
        judge_reductions(judgment);
    }
    judgment->subject_is_missing = item->period != NULL && item->period->subject_required &&
                                   judgment->charge->request->subject.size == 0;
    if (judgment->subject_is_missing) {
        missing_add(&decision->missing, TEXT("subject"));
        find(decision, FG_MISSING_ATTRIBUTE, item->basis.basis);
    }
    judge_period(judgment);
    judge_uniformity(judgment);
}

/* 4, and 6 to 21 as far as they run. */
static void judge_item(struct judgment *judgment)
{
    struct decision *decision = judgment->decision;
    const struct charge *charge = judgment->charge;
    const struct item *item = judgment->item;
    const struct holiday *holiday;

    judgment->rule_day = charge_rule_day(item, charge);
    decision->observed = item->has_observe && days_hold(item->observe, charge->charge_day);
    if (judge_unit(judgment)) judge_authority(judgment);
    judge_levy(judgment);
    if (is_premature(item->period, charge)) {
        find(decision, FG_PREMATURE_COLLECTION, item->basis.basis);
    }
    if (judgment->rule_day != DAY_NONE && !days_hold(item->days, judgment->rule_day)) {
        find(decision, FG_NOT_IN_FORCE, item->basis.basis);
    } else {
        judge_in_force(judgment);
    }
    holiday = item->kind == KIND_PENALTY ? holiday_find(judgment->matter->snapshot,
                                                        judgment->matter->place, charge->charge_day)
                                         : NULL;
    if (holiday != NULL) {
        find(decision, FG_PRE_HOLIDAY_PENALTY, NULL);
        decision->detail[FG_PRE_HOLIDAY_PENALTY] = holiday->name.bytes;
    }
    if (!judgment->facts->available) find(decision, FG_CODE_LEDGER_UNAVAILABLE, NULL);
}

/* ---- from what was found to what is told ---- */

static bool is_observable(int32_t code)
{
    return code >= FG_NOT_AUTHORISED && code <= FG_INSTALMENTS_EXCEED;
}

static void conclude(struct decision *decision, const struct policy *policy, bool levy_is_advisory)
{
    for (uint64_t left = decision->found; left != 0; left &= left - 1) {
        int32_t code = __builtin_ctzll(left);
        bool mild = (decision->observed && is_observable(code)) ||
                    (code == FG_PROHIBITED_LEVY && levy_is_advisory);

        if (policy->effects[code] == FG_EFFECT_OFF) continue;
        decision->codes |= BIT(code);
        if (policy->effects[code] == FG_EFFECT_DENY && !mild) decision->denying |= BIT(code);
    }
    decision->outcome = decision->denying != 0 ? FG_DENY : FG_ALLOW;
    decision->told = policy->mode == FG_MODE_MONITOR ? FG_ALLOW : decision->outcome;
    if ((decision->codes & BIT(FG_DUPLICATE)) == 0) decision->earliest_day = DAY_NONE;
    if ((decision->codes & (BIT(FG_MISSING_ATTRIBUTE) | BIT(FG_REDUCTION_UNDETERMINED))) == 0) {
        decision->missing.count = 0;
    }
}

/* The earliest of what 15, 16 and 17 counted, as far as they are reported. */
static void name_conflict(struct decision *decision, const struct facts *facts)
{
    const struct conflict *period = &facts->period.conflict;

    if ((decision->codes & (BIT(FG_DUPLICATE) | BIT(FG_INSTALMENTS_EXCEED))) != 0 &&
        period->txn.size > 0) {
        conflict_earliest(&decision->conflict, period->txn, period->time_ns);
    }
    if ((decision->codes & BIT(FG_UNEQUAL_PENALTY)) != 0) {
        conflict_earliest(&decision->conflict, facts->unequal.txn, facts->unequal.time_ns);
    }
}

void evaluate(const struct matter *matter, const struct charge *charge, const struct facts *facts,
              const struct policy *policy, struct decision *decision)
{
    struct judgment judgment = {.matter = matter,
                                .charge = charge,
                                .facts = facts,
                                .decision = decision,
                                .rule_day = DAY_NONE};

    decision_init(decision);
    decision->matter = *matter;
    if (matter->locality == NULL) {
        find(decision, FG_NO_SCHEDULE, NULL);
    } else if (matter->rules == NULL) {
        find(decision, FG_UNLISTED_ITEM, NULL);
        judge_unit(&judgment);
        judge_levy(&judgment);
    } else {
        judgment.item = matter->rules->item;
        judge_item(&judgment);
    }
    conclude(decision, policy, judgment.levy_is_advisory);
    if (facts->available) name_conflict(decision, facts);
}

void evaluate_invalid(struct fg_text field, const struct policy *policy, struct decision *decision)
{
    decision_init(decision);
    find(decision, FG_INVALID_CHARGE, NULL);
    decision->field = field;
    conclude(decision, policy, false);
}

bool decision_lets_stand(const struct decision *decision)
{
    return decision->told == FG_ALLOW &&
           (decision->found & (BIT(FG_INVALID_CHARGE) | BIT(FG_NO_SCHEDULE))) == 0;
}

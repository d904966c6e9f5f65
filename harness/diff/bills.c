/* SPDX-License-Identifier: Apache-2.0
 * What the engine's own rules make of a charge on both sides: the amounts that are told. */
#include "diff/standards.h"
#include "rules/reduction.h"

void place_complete(const struct fg_charge *request, struct curve_place *place)
{
    struct fg_text field;

    place->request = *request;
    place->request.txn = TEXT("T");
    if (place->request.unit.size == 0) place->request.unit = TEXT("U");
    place->request.item = TEXT("I");
    place->request.payer = TEXT("P");
    charge_read(&place->request, &place->charge, &field);
}

/* The charge at a place; without an axis as it is. */
static void place_make(const struct bills *bills, int64_t at, struct curve_place *place)
{
    struct curve_point point = {.charge = bills->charge, .rule_day = bills->rule_day};

    if (bills->axis == AXIS_NONE) {
        place_complete(bills->charge, place);
        return;
    }
    point.axis = (enum curve_axis)bills->axis;
    curve_charge(&point, at, place);
}

static void side_money(const struct bills *bills, int side, const struct charge *charge,
                       struct money *money, enum priced *priced, const struct standard **standard)
{
    static const struct facts nothing_stands = {.available = true};
    const struct holding *holding = bills->sides[side].holding;
    struct missing missing;
    const struct pricing pricing = {holding->snapshot, charge,   &nothing_stands,
                                    bills->rule_day,   &missing, NULL};
    struct assessed assessed;
    struct applicable applicable;
    struct reliefs reliefs;

    missing.count = 0;
    *money = (struct money){MONEY_ABSENT, MONEY_ABSENT, MONEY_ABSENT};
    *priced = item_assess(&pricing, holding->rules, bills->place, &assessed);
    *standard = assessed.standard;
    if (*priced != PRICED) return;
    reductions_find(holding->rules, charge, bills->place, &nothing_stands, bills->rule_day,
                    &missing, &applicable);
    reductions_apply(holding->rules, &applicable, &nothing_stands, &assessed, &reliefs);
    *money = (struct money){assessed.standard_fen, assessed.low_fen, reliefs.due_fen};
}

void bills_money(const struct bills *bills, int64_t at, struct money money[2],
                 enum priced priced[2], const struct standard *standards[2])
{
    struct curve_place place;

    place_make(bills, at, &place);
    for (int side = OLD; side <= NEW; side++) {
        side_money(bills, side, &place.charge, &money[side], &priced[side], &standards[side]);
    }
}

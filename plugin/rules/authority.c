/* SPDX-License-Identifier: Apache-2.0
 * Grants and delegations. A delegation hands on what its giver has by grant, never what the giver
 * has by delegation. */
#include "rules/authority.h"

const struct region *charge_place(const struct charge *charge, const struct unit *unit)
{
    if (charge->region.code.size > 0) return &charge->region;
    return unit != NULL ? &unit->region : NULL;
}

bool document_holds(const struct document *document, const struct region *place)
{
    return place == NULL || region_lies_in(place, &document->region);
}

static bool grant_covers(const struct grant *grant, const struct unit *unit, int32_t day)
{
    if (!days_hold(grant->days, day)) return false;
    if (grant->unit.size > 0 && !text_equal(grant->unit, unit->code)) return false;
    if (grant->department.size > 0 && !text_equal(grant->department, unit->department)) {
        return false;
    }
    if (grant->level != LEVEL_NONE && grant->level != unit->level) return false;
    return grant->region.code.size == 0 || region_lies_in(&unit->region, &grant->region);
}

/* The first of the grants that covers the unit; NULL: none does. */
static const struct grant *grants_find(const struct grant *grants, uint32_t count,
                                       const struct unit *unit, int32_t day)
{
    for (uint32_t i = 0; i < count; i++) {
        if (grant_covers(&grants[i], unit, day)) return &grants[i];
    }
    return NULL;
}

static const struct grant *grant_find(const struct item_rules *rules, const struct unit *unit,
                                      const struct region *place, int32_t day)
{
    const struct item *item = rules->item;
    const struct grant *grant = grants_find(item->grants, item->grant_count, unit, day);

    for (uint32_t i = 0; grant == NULL && i < rules->amendment_count; i++) {
        const struct amendment *amendment = rules->amendments[i];

        if (!document_holds(amendment->document, place)) continue;
        grant = grants_find(amendment->grants, amendment->grant_count, unit, day);
    }
    return grant;
}

struct authority authority_find(const struct snapshot *snapshot, const struct item_rules *rules,
                                const struct unit *unit, const struct region *place,
                                int32_t charge_day)
{
    const struct grant *grant = grant_find(rules, unit, place, charge_day);

    if (grant != NULL) return (struct authority){grant, NULL};
    for (uint32_t i = 0; i < rules->delegation_count; i++) {
        const struct delegation *delegation = rules->delegations[i];
        const struct unit *from;

        if (!text_equal(delegation->to, unit->code)) continue;
        if (!days_hold(delegation->days, charge_day)) continue;
        from = table_get(&snapshot->units, delegation->from);
        if (from == NULL || !days_hold(from->days, charge_day)) continue;
        grant = grant_find(rules, from, place, charge_day);
        if (grant != NULL) return (struct authority){grant, delegation};
    }
    return (struct authority){NULL, NULL};
}

bool unit_is_authorised(const struct snapshot *snapshot, const struct item_rules *rules,
                        const struct unit *unit, const struct region *place, int32_t charge_day)
{
    return authority_find(snapshot, rules, unit, place, charge_day).grant != NULL;
}

const struct basis *grant_basis(const struct item_rules *rules)
{
    for (uint32_t i = 0; i < rules->item->grant_count; i++) {
        if (rules->item->grants[i].basis.basis != NULL) return rules->item->grants[i].basis.basis;
    }
    return NULL;
}

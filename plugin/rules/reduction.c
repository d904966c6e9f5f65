/* SPDX-License-Identifier: Apache-2.0
 * Groups compete inside and follow one another by priority; an exclusive reduction stands alone;
 * the payer gets the lowest result (semantics section 7). */
#include "rules/reduction.h"

#include <stdlib.h>

#include "rules/authority.h"

static bool in_force(const struct reduction *reduction, const struct item *item, bool is_for_payer,
                     const struct region *place, int32_t rule_day)
{
    if (!document_holds(reduction->document, place)) return false;
    if (!days_hold(reduction->days, rule_day)) return false;
    if (item->kind == KIND_PENALTY && !reduction->penalties) return false;
    return is_for_payer;
}

void reductions_find(const struct item_rules *rules, const struct charge *charge,
                     const struct region *place, const struct facts *facts, int32_t rule_day,
                     struct missing *missing, struct applicable *applicable)
{
    applicable->count = 0;
    applicable->undetermined = NULL;
    for (uint32_t i = 0; i < rules->reduction_count; i++) {
        const struct reduction *reduction = rules->reductions[i];
        bool is_for_payer = !reduction->is_commitment || facts->named[i];
        enum truth truth;

        if (!in_force(reduction, rules->item, is_for_payer, place, rule_day)) continue;
        truth = condition_judge(reduction->when, charge, missing);
        if (truth == TRUTH_UNDETERMINED && applicable->undetermined == NULL) {
            applicable->undetermined = reduction;
        }
        /* How much of a limit is left only the ledger knows: without it, undetermined as well. */
        if (truth != TRUTH_TRUE || (reduction->limit != NULL && !facts->available)) continue;
        applicable->list[applicable->count++] = (uint16_t)i;
    }
}

/* One group, or a reduction without one, on its way through the combination. */
struct entrant {
    const struct reduction *reduction;
    int64_t limit_left_fen; /* INT64_MAX: no limit */
    /* The group's place in the order: lowest priority and lowest id of its members. */
    int64_t group_priority;
    struct fg_text group_id;
};

/* What percent-off leaves is rounded, so the relief is too. */
static int64_t percent_relief(const struct reduction *reduction, const struct standard *standard,
                              int64_t remaining_fen)
{
    struct exact kept;
    int64_t kept_fen;

    exact_set(&kept, (uint64_t)remaining_fen);
    exact_scale(&kept, (uint64_t)(100 * MICRO - reduction->percent_micro), (uint64_t)(100 * MICRO));
    if (!exact_round(&kept, standard->rounding, standard->round_to_fen, MONEY_FEN_MAX, &kept_fen)) {
        return 0;
    }
    return remaining_fen - kept_fen;
}

static int64_t relief_of(const struct entrant *entrant, const struct standard *standard,
                         int64_t remaining_fen)
{
    const struct reduction *reduction = entrant->reduction;
    int64_t relief_fen = 0;

    switch (reduction->relief) {
    case RELIEF_EXEMPT: relief_fen = remaining_fen; break;
    case RELIEF_PERCENT_OFF: relief_fen = percent_relief(reduction, standard, remaining_fen); break;
    case RELIEF_AMOUNT_OFF:
        relief_fen = reduction->amount_fen < remaining_fen ? reduction->amount_fen : remaining_fen;
        break;
    case RELIEF_CAP: relief_fen = remaining_fen - reduction->amount_fen; break;
    }
    if (relief_fen > entrant->limit_left_fen) relief_fen = entrant->limit_left_fen;
    return relief_fen > 0 ? relief_fen : 0;
}

static bool same_group(const struct reduction *a, const struct reduction *b)
{
    if (a == b) return true;
    return a->group.size > 0 && text_equal(a->group, b->group);
}

/* By the group's priority, then its lowest id; members of a group side by side, by id. */
static int order_entrants(const void *a, const void *b)
{
    const struct entrant *left = a, *right = b;
    int order;

    if (left->group_priority != right->group_priority) {
        return left->group_priority < right->group_priority ? -1 : 1;
    }
    order = text_compare(left->group_id, right->group_id);
    return order != 0 ? order : text_compare(left->reduction->id, right->reduction->id);
}

static void group_place(struct entrant *entrants, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        struct entrant *entrant = &entrants[i];

        entrant->group_priority = entrant->reduction->priority;
        entrant->group_id = entrant->reduction->id;
        for (uint32_t j = 0; j < count; j++) {
            const struct reduction *other = entrants[j].reduction;

            if (!same_group(entrant->reduction, other)) continue;
            if (other->priority < entrant->group_priority)
                entrant->group_priority = other->priority;
            if (text_compare(other->id, entrant->group_id) < 0) entrant->group_id = other->id;
        }
    }
}

/* Steps 1 and 2: each group in its turn uses its best member on what remains. */
static void combine(struct entrant *entrants, uint32_t count, const struct assessed *assessed,
                    struct reliefs *reliefs)
{
    int64_t remaining_fen = assessed->standard_fen;

    reliefs->count = 0;
    group_place(entrants, count);
    if (count > 1) qsort(entrants, count, sizeof(*entrants), order_entrants);
    for (uint32_t i = 0; i < count;) {
        struct applied best = {NULL, 0};
        uint32_t first = i;

        for (; i < count && same_group(entrants[first].reduction, entrants[i].reduction); i++) {
            int64_t relief_fen = relief_of(&entrants[i], assessed->standard, remaining_fen);

            if (relief_fen > best.relief_fen) {
                best = (struct applied){entrants[i].reduction, relief_fen};
            }
        }
        if (best.reduction == NULL) continue;
        reliefs->list[reliefs->count++] = best;
        remaining_fen -= best.relief_fen;
    }
    reliefs->due_fen = remaining_fen;
}

/* Steps 3 and 4: an exclusive reduction replaces the combination only where it leaves less due. */
static void try_exclusive(const struct entrant *entrants, uint32_t count,
                          const struct assessed *assessed, struct reliefs *reliefs)
{
    const struct reduction *chosen = NULL;

    for (uint32_t i = 0; i < count; i++) {
        const struct reduction *reduction = entrants[i].reduction;
        int64_t relief_fen = relief_of(&entrants[i], assessed->standard, assessed->standard_fen);
        int64_t due_fen = assessed->standard_fen - relief_fen;
        bool lower_id = chosen != NULL && text_compare(reduction->id, chosen->id) < 0;

        if (due_fen > reliefs->due_fen || (due_fen == reliefs->due_fen && !lower_id)) continue;
        chosen = reduction;
        reliefs->due_fen = due_fen;
        reliefs->count = 1;
        reliefs->list[0] = (struct applied){reduction, relief_fen};
    }
}

void reductions_apply(const struct item_rules *rules, const struct applicable *applicable,
                      const struct facts *facts, const struct assessed *assessed,
                      struct reliefs *reliefs)
{
    struct entrant entrants[ITEM_REDUCTIONS_MAX];
    uint32_t combined = 0, exclusive = ITEM_REDUCTIONS_MAX;

    for (uint32_t i = 0; i < applicable->count; i++) {
        uint32_t index = applicable->list[i];
        const struct reduction *reduction = rules->reductions[index];
        struct entrant *entrant =
            reduction->exclusive ? &entrants[--exclusive] : &entrants[combined++];

        entrant->reduction = reduction;
        entrant->limit_left_fen =
            reduction->limit == NULL ? INT64_MAX
                                     : reduction->limit->amount_fen - facts->relief_used_fen[index];
    }
    combine(entrants, combined, assessed, reliefs);
    try_exclusive(entrants + exclusive, ITEM_REDUCTIONS_MAX - exclusive, assessed, reliefs);
}

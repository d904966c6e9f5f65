/* SPDX-License-Identifier: Apache-2.0
 * Reductions that are there for nothing: never in force for an item, of a condition that never
 * holds, without effect, with a limit that is never reached, or beaten by another one wherever they
 * might apply. Noted item by item, judged once all items of a span have been seen. */
#include <stdlib.h>
#include <uthash.h>

#include "lint/lint_reliefs.h"

/* ---- noting ---- */

static struct relief *relief_of(struct deep *deep, const struct reduction *reduction)
{
    struct relief *relief;

    HASH_FIND_PTR(deep->reliefs->list, &reduction, relief);
    if (relief != NULL) return relief;
    relief = arena_take(&deep->arena, sizeof(*relief));
    if (relief == NULL) return NULL;
    relief->reduction = reduction;
    HASH_ADD_PTR(deep->reliefs->list, reduction, relief);
    return relief;
}

/* Whether the reduction can be in force for the item at some rule date. */
static bool can_hold(const struct reduction *reduction, const struct item *item)
{
    if (item->kind == KIND_PENALTY && !reduction->penalties) return false;
    return reduction->days.from <= item->days.to && item->days.from <= reduction->days.to;
}

static bool is_among(const struct item_rules *rules, const struct reduction *reduction)
{
    for (uint32_t i = 0; i < rules->reduction_count; i++) {
        if (rules->reductions[i] == reduction) return true;
    }
    return false;
}

/* Those that beat it for this item as well; for the first item, all others are asked. */
static void note_beaters(struct deep *deep, struct relief *relief, const struct item_rules *rules)
{
    uint32_t kept = 0;

    if (!relief->beaters_found) {
        relief->beaters_found = true;
        relief->beaters = arena_take(&deep->arena, rules->reduction_count * sizeof(void *) + 1);
        for (uint32_t i = 0; relief->beaters != NULL && i < rules->reduction_count; i++) {
            if (!relief_may_beat(rules->reductions[i], relief->reduction, rules)) continue;
            relief->beaters[relief->beater_count++] = rules->reductions[i];
        }
        return;
    }
    for (uint32_t i = 0; i < relief->beater_count; i++) {
        const struct reduction *beater = relief->beaters[i];

        if (!is_among(rules, beater)) continue;
        if (!relief_may_beat(beater, relief->reduction, rules)) continue;
        relief->beaters[kept++] = beater;
    }
    relief->beater_count = kept;
}

void deep_reliefs_item(struct deep *deep, const struct deep_span *span,
                       const struct item_rules *rules)
{
    for (uint32_t i = 0; i < rules->reduction_count; i++) {
        const struct reduction *reduction = rules->reductions[i];
        struct relief *relief;

        if (reduction->days.to < span->days.from) continue; /* over */
        relief = relief_of(deep, reduction);
        if (relief == NULL) return;
        if (!can_hold(reduction, rules->item)) {
            if (relief->other_row == NULL) relief->other_row = rules;
            continue;
        }
        if (relief->row == NULL || !deep_in_force(span, relief->row->item)) relief->row = rules;
        note_beaters(deep, relief, rules);
        relief_note_bounds(relief, rules);
    }
}

/* ---- judging ---- */

static int32_t rule_day_of(const struct deep_span *span, const struct reduction *reduction,
                           const struct item *item)
{
    int32_t day = span->days.from;

    if (day > item->days.to) day = item->days.to;
    if (day > reduction->days.to) day = reduction->days.to;
    if (day < item->days.from) day = item->days.from;
    if (day < reduction->days.from) day = reduction->days.from;
    return day;
}

/* A search for a charge with a standard for which the first reduction's condition, and the second's
 * if there is one, answer as wanted. */
struct search {
    struct deep *deep;
    const struct deep_span *span;
    const struct item_rules *rules;
    const struct reduction *reduction;
    int32_t rule_day;
    uint32_t asked; /* conditions, behind the cases */
    uint32_t at;    /* the chain of the first of them */
    bool any;       /* whatever they answer */
    bool found;
    struct witness *witness;
};

static bool search_leaf(void *context, const struct cell_leaf *leaf)
{
    struct search *search = context;

    for (uint32_t i = 0; i < search->at; i++) {
        if (leaf->verdicts[i].truth == TRUTH_UNDETERMINED) return true;
    }
    for (uint32_t i = 0; i < search->asked && !search->any; i++) {
        if (leaf->verdicts[search->at + i].truth != TRUTH_TRUE) return true;
    }
    if (!witness_begin(search->deep, search->span, search->rules,
                       &search->reduction->document->region, search->rule_day, search->witness)) {
        return false;
    }
    witness_take(search->witness, leaf);
    if (search->reduction->payers.count > 0) {
        search->witness->request.payer = search->reduction->payers.list[0];
    }
    search->found = witness_judge(search->deep, search->span->snapshot, search->witness) &&
                    search->witness->has_due;
    return !search->found;
}

static void add_standards(struct cells *cells, struct search *search,
                          const struct standard *standards, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!days_hold(standards[i].days, search->rule_day)) continue;
        cells_add_cases(cells, &standards[i]);
        search->at++;
    }
}

/* The charge lives until cells_free: its texts may lie in the cells. */
static bool search_charge(struct search *search, struct cells *cells,
                          const struct reduction *second)
{
    const struct item_rules *rules = search->rules;

    add_standards(cells, search, rules->item->standards, rules->item->standard_count);
    for (uint32_t i = 0; i < rules->amendment_count; i++) {
        add_standards(cells, search, rules->amendments[i]->standards,
                      rules->amendments[i]->standard_count);
    }
    cells_add_condition(cells, search->reduction->when);
    search->asked = 1;
    if (second != NULL) {
        cells_add_condition(cells, second->when);
        search->asked = 2;
    }
    cells_walk(cells, CELLS_LEAVES_MAX, search_leaf, search);
    return search->found;
}

/* Where the item itself is not in force, any charge will do. */
static bool search_outside(struct search *search)
{
    return witness_begin(search->deep, search->span, search->rules, NULL, search->rule_day,
                         search->witness) &&
           witness_judge(search->deep, search->span->snapshot, search->witness);
}

static struct search search_for(struct deep *deep, const struct deep_span *span,
                                const struct relief *relief, struct witness *witness)
{
    const struct item_rules *rules = relief->row != NULL ? relief->row : relief->other_row;

    return (struct search){.deep = deep,
                           .span = span,
                           .rules = rules,
                           .reduction = relief->reduction,
                           .rule_day = rule_day_of(span, relief->reduction, rules->item),
                           .witness = witness};
}

/* Whether some class of charges meets the first condition and, if given, not the second. */
struct meeting {
    bool found;
    bool with_second;
};

static bool meet(void *context, const struct cell_leaf *leaf)
{
    struct meeting *meeting = context;

    if (leaf->verdicts[0].truth != TRUTH_TRUE) return true;
    if (meeting->with_second && leaf->verdicts[1].truth == TRUTH_TRUE) return true;
    meeting->found = true;
    return false;
}

static bool can_be_met(const struct condition *when, const struct condition *unless, bool second)
{
    struct meeting meeting = {.with_second = second};
    struct cells cells = {0};
    enum cells_result result;

    cells_add_condition(&cells, when);
    if (second) cells_add_condition(&cells, unless);
    result = cells_walk(&cells, CELLS_LEAVES_MAX, meet, &meeting);
    cells_free(&cells);
    return meeting.found || result == CELLS_TOO_MANY; /* what was not looked at is not accused */
}

static bool report(struct deep *deep, const struct deep_span *span, const struct relief *relief,
                   enum finding_rule rule, bool any, const struct fg_text *arguments, size_t count)
{
    const struct reduction *reduction = relief->reduction;
    struct witness witness;
    struct search search = search_for(deep, span, relief, &witness);
    struct cells cells = {0};
    bool shown;

    search.any = any;
    shown = search_charge(&search, &cells, NULL);
    if (!shown && rule == FINDING_REDUCTION_NOT_IN_FORCE) shown = search_outside(&search);
    if (rule != FINDING_LIMIT_UNREACHED) shown = shown && !witness_applied(deep, reduction);
    if (shown) {
        witness_add(deep,
                    finding_add(deep, rule, reduction->document, reduction->line, arguments, count),
                    &witness);
    }
    cells_free(&cells);
    return shown;
}

#define REPORT(deep, span, relief, rule, any, ...)                                                 \
    report(deep, span, relief, rule, any, (const struct fg_text[]){__VA_ARGS__},                   \
           sizeof((const struct fg_text[]){__VA_ARGS__}) / sizeof(struct fg_text))

static bool report_beaten(struct deep *deep, const struct deep_span *span, struct relief *relief)
{
    const struct reduction *reduction = relief->reduction;

    for (uint32_t i = 0; i < relief->beater_count; i++) {
        const struct reduction *beater = relief->beaters[i];

        if (beater->when != NULL && can_be_met(reduction->when, beater->when, true)) continue;
        if (REPORT(deep, span, relief, FINDING_REDUCTION_BEATEN, false, reduction->id,
                   beater->id)) {
            return true;
        }
    }
    return false;
}

static void judge(struct deep *deep, const struct deep_span *span, struct relief *relief)
{
    const struct reduction *reduction = relief->reduction;

    if (relief->row == NULL) {
        if (relief->other_row == NULL) return;
        REPORT(deep, span, relief, FINDING_REDUCTION_NOT_IN_FORCE, true, reduction->id);
        return;
    }
    if (reduction->when != NULL && !can_be_met(reduction->when, NULL, false)) {
        REPORT(deep, span, relief, FINDING_REDUCTION_NEVER, true, reduction->id);
        return;
    }
    if (relief_is_idle(relief)) {
        REPORT(deep, span, relief, FINDING_REDUCTION_WITHOUT_EFFECT, false, reduction->id);
        return;
    }
    if (report_beaten(deep, span, relief)) return;
    if (reduction->limit != NULL && relief->total_fen <= reduction->limit->amount_fen) {
        REPORT(deep, span, relief, FINDING_LIMIT_UNREACHED, false, reduction->id,
               deep_money(deep, reduction->limit->amount_fen), deep_money(deep, relief->total_fen));
    }
}

void deep_reliefs_span(struct deep *deep, const struct deep_span *span)
{
    struct relief *relief, *next;

    HASH_ITER(hh, deep->reliefs->list, relief, next)
    {
        HASH_DEL(deep->reliefs->list, relief);
        if (!deep->arena.failed) judge(deep, span, relief);
    }
}

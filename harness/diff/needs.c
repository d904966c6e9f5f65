/* SPDX-License-Identifier: Apache-2.0
 * Tariffs from the top down; of what a tariff derives from, the case that applies. */
#include "diff/needs.h"

#include "base/text.h"
#include "rules/condition.h"

#define DERIVED_DEPTH_MAX 128

struct looking {
    struct needs *needs;
    const struct snapshot *snapshot;
    int32_t rule_day;
    const struct charge *charge;
};

static void look(const struct looking *looking, const struct tariff *tariff, uint32_t depth,
                 bool is_top);

static void add_factor(struct needs *needs, const struct tariff *tariff, bool is_top)
{
    struct fg_text name = tariff->times.text;
    bool bounded = tariff->min_fen != MONEY_ABSENT || tariff->max_fen != MONEY_ABSENT;

    if (name.size == 0) return;
    if (tariff->times.builtin != BUILTIN_NONE) {
        needs->factors_lost = true;
        return;
    }
    if (is_top) needs->factored++;
    if (!is_top || bounded) needs->factors_inside = true;
    for (uint32_t i = 0; i < needs->factor_count; i++) {
        if (text_equal(needs->factors[i], name)) return;
    }
    if (needs->factor_count < NEEDS_FACTORS_MAX)
        needs->factors[needs->factor_count++] = name;
    else
        needs->factors_lost = true;
}

static void add_step(struct needs *needs, int64_t step_micro)
{
    needs->quantity = true;
    if (step_micro == 0) {
        needs->unstepped = true;
        return;
    }
    needs->steps_differ =
        needs->steps_differ || (needs->stepped && needs->step_micro != step_micro);
    needs->stepped = true;
    needs->step_micro = step_micro;
}

/* The tariff of the case that applies; NULL: none. */
static const struct tariff *case_of(const struct looking *looking, const struct standard *standard)
{
    struct missing missing;

    for (uint32_t i = 0; i < standard->case_count; i++) {
        enum truth truth;

        missing.count = 0;
        truth = condition_judge(standard->cases[i].when, looking->charge, &missing);
        if (truth == TRUTH_TRUE) return standard->cases[i].tariff;
        if (truth == TRUTH_UNDETERMINED) return NULL;
    }
    return NULL;
}

static void look_at_source(const struct looking *looking, const struct tariff *tariff,
                           uint32_t depth)
{
    const struct item_rules *source = table_get(&looking->snapshot->items, tariff->derived_item);

    if (looking->charge == NULL || source == NULL || depth == DERIVED_DEPTH_MAX) return;
    for (uint32_t i = 0; i < source->item->standard_count; i++) {
        const struct standard *standard = &source->item->standards[i];

        const struct tariff *inner;

        if (!days_hold(standard->days, looking->rule_day)) continue;
        inner = case_of(looking, standard);
        if (inner == NULL) continue;
        if (inner->kind == TARIFF_RANGE) inner = inner->high;
        look(looking, inner, depth + 1, false);
    }
}

static void look(const struct looking *looking, const struct tariff *tariff, uint32_t depth,
                 bool is_top)
{
    struct needs *needs = looking->needs;

    if (is_top && tariff->kind != TARIFF_RANGE) needs->tariffs++;
    add_factor(needs, tariff, is_top && tariff->kind != TARIFF_RANGE);
    switch (tariff->kind) {
    case TARIFF_PER_UNIT: add_step(needs, tariff->step_micro); break;
    case TARIFF_RATE: needs->base = true; break;
    case TARIFF_BRACKETS:
        if (tariff->on_quantity)
            add_step(needs, tariff->step_micro);
        else
            needs->base = true;
        needs->cumulative = needs->cumulative || tariff->cumulative != PER_NONE;
        break;
    case TARIFF_RANGE:
        look(looking, tariff->low, depth, is_top);
        look(looking, tariff->high, depth, is_top);
        break;
    case TARIFF_SUM:
        for (uint32_t i = 0; i < tariff->child_count; i++) {
            look(looking, tariff->children[i], depth, false);
        }
        break;
    case TARIFF_DERIVED:
        needs->derived = true;
        look_at_source(looking, tariff, depth);
        break;
    case TARIFF_FIXED:
    case TARIFF_FREE: break;
    }
}

void needs_add(struct needs *needs, const struct snapshot *snapshot, const struct tariff *tariff,
               int32_t rule_day, const struct charge *charge)
{
    const struct looking looking = {needs, snapshot, rule_day, charge};

    look(&looking, tariff, 0, true);
}

bool needs_scale(const struct needs *needs)
{
    if (needs->factor_count == 0) return !needs->factors_lost;
    return needs->factor_count == 1 && !needs->factors_lost && !needs->factors_inside &&
           needs->factored == needs->tariffs;
}

bool needs_step(const struct needs *needs)
{
    return !needs->steps_differ && !(needs->stepped && needs->unstepped);
}

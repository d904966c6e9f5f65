/* SPDX-License-Identifier: Apache-2.0
 * Bounds the work of derived tariffs: how many standards one charge can make the rules compute, and
 * how many tariffs stand inside one another on the way through them, which costs stack in the
 * gateway's thread. Lint has seen that there are no cycles. */
#include "load/compile_internal.h"

#define DERIVED_COUNT_MAX 128
#define DERIVED_LEVELS_MAX 512

/* What a tariff can make the rules do: standards of other items computed, held at
 * DERIVED_COUNT_MAX + 1, and levels of tariffs, itself the first. */
struct cost {
    uint32_t standards, levels;
};

static struct cost row_cost(const struct snapshot *snapshot, const struct item *item,
                            uint32_t depth);

/* Of two tariffs that are both computed. */
static void cost_add(struct cost *sum, struct cost part)
{
    sum->standards += part.standards;
    if (sum->standards > DERIVED_COUNT_MAX) sum->standards = DERIVED_COUNT_MAX + 1;
    if (part.levels > sum->levels) sum->levels = part.levels;
}

static struct cost tariff_cost(const struct snapshot *snapshot, const struct tariff *tariff,
                               uint32_t depth)
{
    struct cost cost = {0, 0};

    if (tariff == NULL) return cost;
    if (tariff->kind == TARIFF_DERIVED) {
        const struct item_rules *rules = table_get(&snapshot->items, tariff->derived_item);

        if (rules != NULL) cost = row_cost(snapshot, rules->item, depth + 1);
        cost_add(&cost, (struct cost){1, 0});
    }
    cost_add(&cost, tariff_cost(snapshot, tariff->low, depth));
    cost_add(&cost, tariff_cost(snapshot, tariff->high, depth));
    for (uint32_t i = 0; i < tariff->child_count; i++) {
        cost_add(&cost, tariff_cost(snapshot, tariff->children[i], depth));
    }
    cost.levels++;
    return cost;
}

/* The most that any case of any version costs. */
static struct cost standards_cost(const struct snapshot *snapshot, const struct standard *standards,
                                  uint32_t count, uint32_t depth)
{
    struct cost most = {0, 0};

    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = 0; j < standards[i].case_count; j++) {
            struct cost one = tariff_cost(snapshot, standards[i].cases[j].tariff, depth);

            if (one.standards > most.standards) most.standards = one.standards;
            if (one.levels > most.levels) most.levels = one.levels;
        }
    }
    return most;
}

/* Computed once an item: `derived` keeps the count plus one. */
static struct cost row_cost(const struct snapshot *snapshot, const struct item *item,
                            uint32_t depth)
{
    struct item_rules *row = (struct item_rules *)table_get(&snapshot->items, item->code);
    struct cost cost;

    if (row->derived > 0) return (struct cost){row->derived - 1, row->levels};
    if (depth > DERIVED_COUNT_MAX) return (struct cost){DERIVED_COUNT_MAX + 1, 0};
    cost = standards_cost(snapshot, item->standards, item->standard_count, depth);
    row->derived = 1 + cost.standards;
    row->levels = cost.levels;
    return cost;
}

static void hold(struct compiler *compiler, const struct document *document, uint32_t line,
                 struct cost cost)
{
    if (cost.standards <= DERIVED_COUNT_MAX && cost.levels <= DERIVED_LEVELS_MAX) return;
    compile_limit(compiler, document, line, "derived-limit");
}

void compile_derived(struct compiler *compiler, const struct snapshot *snapshot)
{
    for (uint32_t i = 0; i < snapshot->document_count; i++) {
        const struct document *document = snapshot->documents[i];

        for (uint32_t j = 0; j < document->item_count; j++) {
            const struct item *item = &document->items[j];

            hold(compiler, document, item->line, row_cost(snapshot, item, 0));
        }
        for (uint32_t j = 0; j < document->amendment_count; j++) {
            const struct amendment *amendment = &document->amendments[j];

            hold(compiler, document, amendment->line,
                 standards_cost(snapshot, amendment->standards, amendment->standard_count, 0));
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0
 * Bounds the work of derived tariffs: how many standards one charge can make the rules compute, and
 * with it how deep they follow one another, which costs stack in the gateway's thread. Lint has
 * seen that there are no cycles. */
#include "load/compile_internal.h"

#define DERIVED_COUNT_MAX 128

static uint32_t row_count(const struct snapshot *snapshot, const struct item *item, uint32_t depth);

static uint32_t bounded(uint32_t count)
{
    return count > DERIVED_COUNT_MAX ? DERIVED_COUNT_MAX + 1 : count;
}

/* Standards computed for this tariff; DERIVED_COUNT_MAX + 1 when there are too many. */
static uint32_t tariff_count(const struct snapshot *snapshot, const struct tariff *tariff,
                             uint32_t depth)
{
    uint32_t count = 0;

    if (tariff == NULL) return 0;
    if (tariff->kind == TARIFF_DERIVED) {
        const struct item_rules *rules = table_get(&snapshot->items, tariff->derived_item);

        return rules != NULL ? bounded(1 + row_count(snapshot, rules->item, depth + 1)) : 1;
    }
    count = bounded(tariff_count(snapshot, tariff->low, depth) +
                    tariff_count(snapshot, tariff->high, depth));
    for (uint32_t i = 0; i < tariff->child_count; i++) {
        count = bounded(count + tariff_count(snapshot, tariff->children[i], depth));
    }
    return count;
}

/* The most that any case of any version computes. */
static uint32_t standards_count(const struct snapshot *snapshot, const struct standard *standards,
                                uint32_t count, uint32_t depth)
{
    uint32_t most = 0;

    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = 0; j < standards[i].case_count; j++) {
            uint32_t one = tariff_count(snapshot, standards[i].cases[j].tariff, depth);

            if (one > most) most = one;
        }
    }
    return most;
}

/* Counted once an item: `derived` keeps the count plus one. */
static uint32_t row_count(const struct snapshot *snapshot, const struct item *item, uint32_t depth)
{
    struct item_rules *row = (struct item_rules *)table_get(&snapshot->items, item->code);

    if (row->derived > 0) return row->derived - 1;
    if (depth > DERIVED_COUNT_MAX) return DERIVED_COUNT_MAX + 1;
    row->derived = 1 + standards_count(snapshot, item->standards, item->standard_count, depth);
    return row->derived - 1;
}

void compile_derived(struct compiler *compiler, const struct snapshot *snapshot)
{
    for (uint32_t i = 0; i < snapshot->document_count; i++) {
        const struct document *document = snapshot->documents[i];

        for (uint32_t j = 0; j < document->item_count; j++) {
            if (row_count(snapshot, &document->items[j], 0) <= DERIVED_COUNT_MAX) continue;
            compile_limit(compiler, document, document->items[j].line, "derived-limit");
        }
        for (uint32_t j = 0; j < document->amendment_count; j++) {
            const struct amendment *amendment = &document->amendments[j];
            uint32_t count =
                standards_count(snapshot, amendment->standards, amendment->standard_count, 0);

            if (count <= DERIVED_COUNT_MAX) continue;
            compile_limit(compiler, document, amendment->line, "derived-limit");
        }
    }
}

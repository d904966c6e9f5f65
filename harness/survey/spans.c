/* SPDX-License-Identifier: Apache-2.0
 * Collects first days, sorts them, and hands out what lies between. */
#include "survey/spans.h"

#include <stdlib.h>

#define DERIVED_DEPTH_MAX 128 /* lint keeps chains of derived standards free of cycles */

void spans_free(struct spans *spans)
{
    arena_free(&spans->arena);
    *spans = (struct spans){0};
}

static void add_cut(struct spans *spans, int32_t day)
{
    int32_t *cuts = arena_grow(&spans->arena, spans->cuts, spans->count, sizeof(*cuts));

    if (cuts == NULL) return;
    cuts[spans->count++] = day;
    spans->cuts = cuts;
}

void spans_add(struct spans *spans, struct days days)
{
    if (days.from > days.to) return;
    if (days.from != DAY_BEGINNING) add_cut(spans, days.from);
    if (days.to != DAY_END) add_cut(spans, days.to + 1);
}

static void add_standards(struct spans *spans, const struct snapshot *snapshot,
                          const struct standard *standards, uint32_t count, uint32_t depth);

/* The standards that a tariff derives from. */
static void add_sources(struct spans *spans, const struct snapshot *snapshot,
                        const struct tariff *tariff, uint32_t depth)
{
    const struct item_rules *source;

    if (tariff == NULL || depth == DERIVED_DEPTH_MAX) return;
    add_sources(spans, snapshot, tariff->low, depth);
    add_sources(spans, snapshot, tariff->high, depth);
    for (uint32_t i = 0; i < tariff->child_count; i++) {
        add_sources(spans, snapshot, tariff->children[i], depth);
    }
    if (tariff->kind != TARIFF_DERIVED) return;
    source = table_get(&snapshot->items, tariff->derived_item);
    if (source == NULL) return;
    add_standards(spans, snapshot, source->item->standards, source->item->standard_count,
                  depth + 1);
}

static void add_standards(struct spans *spans, const struct snapshot *snapshot,
                          const struct standard *standards, uint32_t count, uint32_t depth)
{
    for (uint32_t i = 0; i < count; i++) {
        spans_add(spans, standards[i].days);
        for (uint32_t j = 0; j < standards[i].case_count; j++) {
            add_sources(spans, snapshot, standards[i].cases[j].tariff, depth);
        }
    }
}

void spans_add_rule_dates(struct spans *spans, const struct snapshot *snapshot,
                          const struct item_rules *rules)
{
    const struct item *item = rules->item;

    spans_add(spans, item->days);
    add_standards(spans, snapshot, item->standards, item->standard_count, 0);
    for (uint32_t i = 0; i < rules->amendment_count; i++) {
        const struct amendment *amendment = rules->amendments[i];

        add_standards(spans, snapshot, amendment->standards, amendment->standard_count, 0);
    }
    for (uint32_t i = 0; i < rules->reduction_count; i++) {
        spans_add(spans, rules->reductions[i]->days);
    }
}

static int order_days(const void *a, const void *b)
{
    int32_t left = *(const int32_t *)a, right = *(const int32_t *)b;

    return (left > right) - (left < right);
}

const struct days *spans_list(struct spans *spans, struct days within, uint32_t *count)
{
    struct days *list = arena_take(&spans->arena, (spans->count + 1) * sizeof(*list));
    int32_t from = within.from;

    *count = 0;
    if (spans->arena.failed || list == NULL) return NULL;
    if (spans->count > 1) qsort(spans->cuts, spans->count, sizeof(*spans->cuts), order_days);
    for (uint32_t i = 0; i < spans->count; i++) {
        if (spans->cuts[i] <= from) continue;
        if (spans->cuts[i] > within.to) break;
        list[(*count)++] = (struct days){from, spans->cuts[i] - 1};
        from = spans->cuts[i];
    }
    if (from <= within.to) list[(*count)++] = (struct days){from, within.to};
    return list;
}

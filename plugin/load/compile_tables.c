/* SPDX-License-Identifier: Apache-2.0
 * The tables of one snapshot: units, items with all that others say about them, and the lists of
 * prohibitions and watched holidays. */
#include <stdlib.h>

#include "load/compile_internal.h"

bool compile_units(struct compiler *compiler, struct snapshot *snapshot)
{
    uint64_t count = 0;

    for (uint32_t i = 0; i < snapshot->document_count; i++) {
        count += snapshot->documents[i]->unit_count;
    }
    if (!table_init(&snapshot->units, compiler->arena, count)) return false;
    for (uint32_t i = 0; i < snapshot->document_count; i++) {
        const struct document *document = snapshot->documents[i];

        for (uint32_t j = 0; j < document->unit_count; j++) {
            table_put(&snapshot->units, document->units[j].code, &document->units[j]);
        }
    }
    return true;
}

/* While a snapshot is built its rows grow; `categories` finds the items of one category. */
struct rows {
    struct compiler *compiler;
    struct snapshot *snapshot;
    struct item_rules *list; /* in the order of documents */
    uint32_t count;
    struct category *categories;
    struct table by_category; /* category -> struct category */
};

struct category {
    struct item_rules **members;
    uint32_t count;
};

static bool category_add(struct rows *rows, struct item_rules *row)
{
    struct fg_text name = row->item->category;
    struct arena *arena = rows->compiler->arena;
    struct category *category;

    if (name.size == 0) return true;
    category = (struct category *)table_get(&rows->by_category, name);
    if (category == NULL) {
        category = arena_take(arena, sizeof(*category));
        if (category == NULL) return false;
        table_put(&rows->by_category, name, category);
    }
    category->members =
        arena_grow(arena, category->members, category->count, sizeof(*category->members));
    if (category->members == NULL) return false;
    category->members[category->count++] = row;
    return true;
}

static bool row_init(struct rows *rows, struct item_rules *row, const struct item *item)
{
    const struct bundle *bundle = rows->compiler->bundle;

    row->item = item;
    row->cumulative = item_cumulative(item);
    row->use = table_get(&bundle->item_uses, item->code);
    if (item->period != NULL && item->period->group.size > 0) {
        row->group_use = table_get(&bundle->group_uses, item->period->group);
    }
    if (item->uniform.count > 0) {
        row->uniform = uniform_compile(rows->compiler->arena, item);
        if (row->uniform == NULL) return false;
    }
    table_put(&rows->snapshot->items, item->code, row);
    return category_add(rows, row);
}

static bool rows_of_items(struct rows *rows)
{
    struct snapshot *snapshot = rows->snapshot;
    struct arena *arena = rows->compiler->arena;
    uint64_t count = 0;

    for (uint32_t i = 0; i < snapshot->document_count; i++) {
        count += snapshot->documents[i]->item_count;
    }
    rows->list = arena_take(arena, count * sizeof(*rows->list));
    if (rows->list == NULL || !table_init(&snapshot->items, arena, count) ||
        !table_init(&rows->by_category, arena, count)) {
        return false;
    }
    for (uint32_t i = 0; i < snapshot->document_count; i++) {
        const struct document *document = snapshot->documents[i];

        for (uint32_t j = 0; j < document->item_count; j++) {
            if (!row_init(rows, &rows->list[rows->count++], &document->items[j])) return false;
        }
    }
    return true;
}

static struct item_rules *row_of(struct rows *rows, struct fg_text code)
{
    return (struct item_rules *)table_get(&rows->snapshot->items, code);
}

static bool attach_amendments(struct rows *rows, const struct document *document)
{
    for (uint32_t i = 0; i < document->amendment_count; i++) {
        const struct amendment *amendment = &document->amendments[i];
        struct item_rules *row = row_of(rows, amendment->item);
        const struct amendment **list;

        if (row == NULL) continue;
        list = arena_grow(rows->compiler->arena, (void *)row->amendments, row->amendment_count,
                          sizeof(*list));
        if (list == NULL) return false;
        list[row->amendment_count++] = amendment;
        row->amendments = list;
        row->cumulative |= amendment_cumulative(amendment);
    }
    return true;
}

static bool attach_delegations(struct rows *rows, const struct document *document)
{
    for (uint32_t i = 0; i < document->delegation_count; i++) {
        const struct delegation *delegation = &document->delegations[i];

        for (uint32_t j = 0; j < delegation->items.count; j++) {
            struct item_rules *row = row_of(rows, delegation->items.list[j]);
            const struct delegation **list;

            if (row == NULL) continue;
            list = arena_grow(rows->compiler->arena, (void *)row->delegations,
                              row->delegation_count, sizeof(*list));
            if (list == NULL) return false;
            list[row->delegation_count++] = delegation;
            row->delegations = list;
        }
    }
    return true;
}

/* A reduction may name an item by code and by category, and either twice: it is attached once. */
static bool attach_reduction(struct rows *rows, struct item_rules *row,
                             const struct reduction *reduction)
{
    const struct reduction **list;

    if (row == NULL) return true;
    if (row->reduction_count > 0 && row->reductions[row->reduction_count - 1] == reduction) {
        return true;
    }
    if (row->reduction_count == ITEM_REDUCTIONS_MAX) {
        compile_limit(rows->compiler, reduction->document, reduction->line, "reductions-limit");
        return true;
    }
    list = arena_grow(rows->compiler->arena, (void *)row->reductions, row->reduction_count,
                      sizeof(*list));
    if (list == NULL) return false;
    list[row->reduction_count++] = reduction;
    row->reductions = list;
    return true;
}

static bool attach_reductions(struct rows *rows, const struct document *document)
{
    for (uint32_t i = 0; i < document->reduction_count; i++) {
        const struct reduction *reduction = &document->reductions[i];

        for (uint32_t j = 0; j < reduction->items.count; j++) {
            if (!attach_reduction(rows, row_of(rows, reduction->items.list[j]), reduction)) {
                return false;
            }
        }
        for (uint32_t j = 0; j < reduction->categories.count; j++) {
            const struct category *category =
                table_get(&rows->by_category, reduction->categories.list[j]);

            for (uint32_t k = 0; category != NULL && k < category->count; k++) {
                if (!attach_reduction(rows, category->members[k], reduction)) return false;
            }
        }
    }
    return true;
}

static bool attach_reduction_uses(struct rows *rows)
{
    const struct bundle *bundle = rows->compiler->bundle;

    for (uint32_t i = 0; i < rows->count; i++) {
        struct item_rules *row = &rows->list[i];
        const struct use **uses =
            arena_take(rows->compiler->arena, row->reduction_count * sizeof(*uses));

        if (uses == NULL) return false;
        for (uint32_t j = 0; j < row->reduction_count; j++) {
            uses[j] = table_get(&bundle->reduction_uses, row->reductions[j]->id);
        }
        row->reduction_uses = uses;
    }
    return true;
}

bool compile_items(struct compiler *compiler, struct snapshot *snapshot)
{
    struct rows rows = {.compiler = compiler, .snapshot = snapshot};

    if (!rows_of_items(&rows)) return false;
    for (uint32_t i = 0; i < snapshot->document_count; i++) {
        const struct document *document = snapshot->documents[i];

        if (!attach_amendments(&rows, document) || !attach_delegations(&rows, document) ||
            !attach_reductions(&rows, document)) {
            return false;
        }
    }
    compile_derived(compiler, snapshot);
    return attach_reduction_uses(&rows);
}

bool compile_lists(struct compiler *compiler, struct snapshot *snapshot)
{
    const struct prohibition **prohibitions;
    struct watched_holiday *holidays;
    size_t prohibition_count = 0, holiday_count = 0;

    for (uint32_t i = 0; i < snapshot->document_count; i++) {
        prohibition_count += snapshot->documents[i]->prohibition_count;
        holiday_count += snapshot->documents[i]->holiday_count;
    }
    prohibitions = arena_take(compiler->arena, prohibition_count * sizeof(*prohibitions));
    holidays = arena_take(compiler->arena, holiday_count * sizeof(*holidays));
    if (prohibitions == NULL || holidays == NULL) return false;
    for (uint32_t i = 0; i < snapshot->document_count; i++) {
        const struct document *document = snapshot->documents[i];

        for (uint32_t j = 0; j < document->prohibition_count; j++) {
            prohibitions[snapshot->prohibition_count++] = &document->prohibitions[j];
        }
        for (uint32_t j = 0; j < document->holiday_count; j++) {
            const struct holiday *holiday = &document->holidays[j];

            if (holiday->watch == 0) continue;
            holidays[snapshot->holiday_count++] = (struct watched_holiday){holiday, document};
        }
    }
    snapshot->prohibitions = prohibitions;
    snapshot->holidays = holidays;
    return true;
}

void compile_limit(struct compiler *compiler, const struct document *document, uint32_t line,
                   const char *limit)
{
    FAULT(compiler->faults, RULE_LIMIT, document->file, line, text_of(limit));
}

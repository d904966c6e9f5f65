/* SPDX-License-Identifier: Apache-2.0
 * The way of deep lint through a bundle: span by span, document by document, item by item. What a
 * span has in common with the one before it is not looked at again. */
#include "lint/lint_deep.h"

#include <stdlib.h>

#include "lint/lint_reliefs.h"

static bool same_lists(const void *a, uint32_t a_count, const void *b, uint32_t b_count)
{
    if (a_count != b_count) return false;
    return a_count == 0 || memcmp(a, b, a_count * sizeof(void *)) == 0;
}

/* Whether the item was in force with the very same rules in the span before. */
static bool is_known(const struct deep_span *before, const struct item_rules *rules)
{
    const struct item_rules *old;

    if (before->snapshot == NULL || !deep_in_force(before, rules->item)) return false;
    old = table_get(&before->snapshot->items, rules->item->code);
    return old != NULL && old->item == rules->item &&
           same_lists(old->amendments, old->amendment_count, rules->amendments,
                      rules->amendment_count) &&
           same_lists(old->delegations, old->delegation_count, rules->delegations,
                      rules->delegation_count);
}

static void lint_span(struct deep *deep, const struct deep_span *span,
                      const struct deep_span *before)
{
    const struct snapshot *snapshot = span->snapshot;

    deep_grants_units(deep, span);
    for (uint32_t i = 0; i < snapshot->document_count; i++) {
        const struct document *document = snapshot->documents[i];

        for (uint32_t j = 0; j < document->item_count && !deep->arena.failed; j++) {
            const struct item_rules *rules = table_get(&snapshot->items, document->items[j].code);
            bool may_be_charged = deep_grants_item(deep, span, rules);

            if (may_be_charged && !is_known(before, rules)) deep_item(deep, span, rules);
            deep_reliefs_item(deep, span, rules);
        }
    }
    deep_reliefs_span(deep, span);
    deep_keywords(deep, span);
}

bool deep_lint(struct deep *deep)
{
    const struct bundle *bundle = deep->bundle;
    struct deep_span before = {0};

    deep->room = calloc(1, sizeof(*deep->room));
    deep->reliefs = arena_take(&deep->arena, sizeof(*deep->reliefs));
    if (deep->room == NULL || deep->reliefs == NULL || !deep_grants_open(deep)) return false;
    for (uint32_t i = 0; i < bundle->snapshot_count; i++) {
        struct deep_span span = {.snapshot = &bundle->snapshots[i]};

        span.days.from = span.snapshot->from > deep->today ? span.snapshot->from : deep->today;
        span.days.to =
            i + 1 < bundle->snapshot_count ? bundle->snapshots[i + 1].from - 1 : DAY_LAST;
        if (span.days.from > span.days.to) continue;
        lint_span(deep, &span, &before);
        before = span;
    }
    deep_grants_close(deep);
    findings_sort(deep);
    return !deep->arena.failed;
}

void deep_free(struct deep *deep)
{
    free(deep->room);
    arena_free(&deep->arena);
    *deep = (struct deep){0};
}

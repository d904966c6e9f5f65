/* SPDX-License-Identifier: Apache-2.0
 * By which keys the charges of an item, a group or a reduction can ever be asked for, over all
 * versions of the bundle: the ledger files each standing charge under these and no others. */
#include <stdlib.h>

#include "load/compile_internal.h"

/* One wish to be found: later gathered by name. */
struct wish {
    struct fg_text name;
    uint32_t index_kinds;
    const struct uniform_key *uniform;
};

struct wishes {
    struct arena *arena;
    struct wish *list;
    size_t count;
};

static bool wish_add(struct wishes *wishes, struct wish wish)
{
    wishes->list = arena_grow(wishes->arena, wishes->list, wishes->count, sizeof(*wishes->list));
    if (wishes->list == NULL) return false;
    wishes->list[wishes->count++] = wish;
    return true;
}

static int order_names(const void *a, const void *b)
{
    const struct attribute_name *left = a, *right = b;

    return text_compare(left->text, right->text);
}

const struct uniform_key *uniform_compile(struct arena *arena, const struct item *item)
{
    struct uniform_key *key = arena_take(arena, sizeof(*key));
    struct attribute_name *names = arena_take(arena, item->uniform.count * sizeof(*names));
    uint32_t kept = 0;

    if (key == NULL || names == NULL) return NULL;
    for (uint32_t i = 0; i < item->uniform.count; i++) {
        names[i].text = item->uniform.list[i];
        names[i].builtin = builtin_of(names[i].text);
    }
    qsort(names, item->uniform.count, sizeof(*names), order_names);
    for (uint32_t i = 0; i < item->uniform.count; i++) {
        if (kept == 0 || !text_equal(names[i].text, names[kept - 1].text)) names[kept++] = names[i];
    }
    key->names = names;
    key->count = kept;
    return key;
}

/* Bits of enum per that cumulative brackets count by. */
static uint32_t tariff_cumulative(const struct tariff *tariff)
{
    uint32_t units = 0;

    if (tariff == NULL) return 0;
    if (tariff->kind == TARIFF_BRACKETS && tariff->cumulative != PER_NONE) {
        units = 1U << tariff->cumulative;
    }
    units |= tariff_cumulative(tariff->low) | tariff_cumulative(tariff->high);
    for (uint32_t i = 0; i < tariff->child_count; i++) {
        units |= tariff_cumulative(tariff->children[i]);
    }
    return units;
}

static uint32_t standards_cumulative(const struct standard *standards, uint32_t count)
{
    uint32_t units = 0;

    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = 0; j < standards[i].case_count; j++) {
            units |= tariff_cumulative(standards[i].cases[j].tariff);
        }
    }
    return units;
}

uint32_t item_cumulative(const struct item *item)
{
    return standards_cumulative(item->standards, item->standard_count);
}

uint32_t amendment_cumulative(const struct amendment *amendment)
{
    return standards_cumulative(amendment->standards, amendment->standard_count);
}

static uint32_t period_kind(const struct period *period)
{
    enum index_order order = period->per == PER_NONE ? ORDER_CHARGE_DATE : ORDER_BASIS_DATE;

    return 1U << INDEX_KIND(period->key, order);
}

/* An amendment may count an item's quantities without knowing the item's period, so every item is
 * filed under the keys that cumulative brackets would use as soon as the bundle has any for it. */
static bool wish_item(struct wishes *items, struct wishes *groups, const struct item *item)
{
    const struct period *period = item->period;
    uint32_t key = period != NULL ? period->key : (uint32_t)KEY_BOTH;
    struct wish wish = {item->code, 0, NULL};

    if (item_cumulative(item) != 0) wish.index_kinds |= 1U << INDEX_KIND(key, ORDER_BASIS_DATE);
    if (period != NULL) {
        wish.index_kinds |= period_kind(period);
        if (period->group.size > 0) {
            struct wish group = {period->group, period_kind(period), NULL};

            if (!wish_add(groups, group)) return false;
        }
    }
    if (item->uniform.count > 0) {
        wish.uniform = uniform_compile(items->arena, item);
        if (wish.uniform == NULL) return false;
    }
    return wish_add(items, wish);
}

static bool wish_document(struct wishes *items, struct wishes *groups, struct wishes *reductions,
                          const struct document *document)
{
    for (uint32_t i = 0; i < document->item_count; i++) {
        if (!wish_item(items, groups, &document->items[i])) return false;
    }
    for (uint32_t i = 0; i < document->amendment_count; i++) {
        const struct amendment *amendment = &document->amendments[i];
        /* The amended item's key may be any of the three. */
        uint32_t kinds = 1U << INDEX_KIND(KEY_PAYER, ORDER_BASIS_DATE) |
                         1U << INDEX_KIND(KEY_SUBJECT, ORDER_BASIS_DATE) |
                         1U << INDEX_KIND(KEY_BOTH, ORDER_BASIS_DATE);
        struct wish wish = {amendment->item, kinds, NULL};

        if (amendment_cumulative(amendment) != 0 && !wish_add(items, wish)) return false;
    }
    for (uint32_t i = 0; i < document->reduction_count; i++) {
        const struct reduction *reduction = &document->reductions[i];
        struct wish wish = {reduction->id, 0, NULL};

        if (reduction->limit == NULL) continue;
        wish.index_kinds = 1U << INDEX_KIND(reduction->limit->key, ORDER_BASIS_DATE);
        if (!wish_add(reductions, wish)) return false;
    }
    return true;
}

static int order_wishes(const void *a, const void *b)
{
    const struct wish *left = a, *right = b;

    return text_compare(left->name, right->name);
}

static bool uniform_equal(const struct uniform_key *a, const struct uniform_key *b)
{
    if (a->count != b->count) return false;
    for (uint32_t i = 0; i < a->count; i++) {
        if (!text_equal(a->names[i].text, b->names[i].text)) return false;
    }
    return true;
}

static bool use_add_uniform(struct use *use, struct arena *arena, const struct uniform_key *key)
{
    struct uniform_key *list = (struct uniform_key *)use->uniforms;

    for (uint32_t i = 0; i < use->uniform_count; i++) {
        if (uniform_equal(&list[i], key)) return true;
    }
    list = arena_grow(arena, list, use->uniform_count, sizeof(*list));
    if (list == NULL) return false;
    list[use->uniform_count++] = *key;
    use->uniforms = list;
    return true;
}

/* Gathers the wishes of one name into one use. */
static bool wishes_grant(struct wishes *wishes, struct bundle *bundle, struct table *table)
{
    struct use *use = NULL;

    if (wishes->count > 0) {
        qsort(wishes->list, wishes->count, sizeof(*wishes->list), order_wishes);
    }
    if (!table_init(table, wishes->arena, wishes->count)) return false;
    for (size_t i = 0; i < wishes->count; i++) {
        const struct wish *wish = &wishes->list[i];

        if (i == 0 || !text_equal(wish->name, wishes->list[i - 1].name)) {
            use = arena_take(wishes->arena, sizeof(*use));
            if (use == NULL) return false;
            use->number = bundle->use_count++;
            table_put(table, wish->name, use);
        }
        use->index_kinds |= wish->index_kinds;
        if (wish->uniform != NULL && !use_add_uniform(use, wishes->arena, wish->uniform)) {
            return false;
        }
    }
    return true;
}

bool compile_uses(struct compiler *compiler)
{
    struct wishes items = {compiler->arena, NULL, 0};
    struct wishes groups = items, reductions = items;
    struct bundle *bundle = compiler->bundle;

    for (size_t i = 0; i < compiler->document_count; i++) {
        if (!wish_document(&items, &groups, &reductions, compiler->documents[i])) return false;
    }
    return wishes_grant(&items, bundle, &bundle->item_uses) &&
           wishes_grant(&groups, bundle, &bundle->group_uses) &&
           wishes_grant(&reductions, bundle, &bundle->reduction_uses);
}

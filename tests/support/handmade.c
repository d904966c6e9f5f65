/* SPDX-License-Identifier: Apache-2.0
 * The least that a snapshot needs to judge a charge. */
#include "support/handmade.h"

#include <stdlib.h>

#include "base/buffer.h"

static const struct days always = {DAY_BEGINNING, DAY_END};

static void *take(struct arena *arena, size_t size)
{
    void *memory = arena_take(arena, size);

    if (memory == NULL) abort();
    return memory;
}

static const struct document *make_document(struct arena *arena)
{
    struct document *document = take(arena, sizeof(*document));

    document->id = TEXT("CN");
    document->level = LEVEL_NATIONAL;
    if (!region_read(TEXT("000000"), &document->region)) abort();
    document->serial = 1;
    document->label = TEXT("CN@1");
    document->digest = TEXT("digest");
    return document;
}

/* What a decision lists as in effect: everywhere the same. */
static struct locality make_locality(struct arena *arena, const struct document *document)
{
    struct buffer labels;
    struct locality locality = {.label_count = 1};

    buffer_init(&labels);
    buffer_add_text(&labels, document->label);
    locality.labels =
        arena_text(arena, (struct fg_text){(const char *)labels.bytes, (uint32_t)labels.size, 0});
    buffer_free(&labels);
    return locality;
}

static const struct standard *make_standard(struct arena *arena, int64_t standard_fen)
{
    struct standard *standard = take(arena, sizeof(*standard));
    struct fee_case *fee_case = take(arena, sizeof(*fee_case));
    struct tariff *tariff = take(arena, sizeof(*tariff));

    *tariff = (struct tariff){.kind = TARIFF_FIXED,
                              .min_fen = MONEY_ABSENT,
                              .max_fen = MONEY_ABSENT,
                              .amount_fen = standard_fen};
    fee_case->tariff = tariff;
    standard->days = always;
    standard->rounding = ROUND_HALF_UP;
    standard->round_to_fen = 1;
    standard->cases = fee_case;
    standard->case_count = 1;
    return standard;
}

static const struct uniform_key *make_uniform(struct arena *arena, const char *name)
{
    struct uniform_key *key = take(arena, sizeof(*key));
    struct attribute_name *names = take(arena, sizeof(*names));

    names->text = text_of(name);
    names->builtin = builtin_of(names->text);
    *key = (struct uniform_key){names, 1};
    return key;
}

static const struct use *make_use(struct arena *arena, const struct period *period,
                                  const struct uniform_key *uniform)
{
    struct use *use = take(arena, sizeof(*use));

    if (period != NULL) {
        enum index_order order = period->per == PER_NONE ? ORDER_CHARGE_DATE : ORDER_BASIS_DATE;

        use->index_kinds = 1U << INDEX_KIND(period->key, order);
    }
    use->uniforms = uniform;
    use->uniform_count = uniform != NULL;
    return use;
}

static void add_item(struct bundle *bundle, struct arena *arena, struct snapshot *snapshot,
                     const struct handmade_item *made)
{
    struct item *item = take(arena, sizeof(*item));
    struct grant *grant = take(arena, sizeof(*grant));
    struct item_rules *rules = take(arena, sizeof(*rules));

    *grant = (struct grant){.level = LEVEL_NONE, .days = always};
    if (!region_read(TEXT("000000"), &grant->region)) abort();
    *item = (struct item){.code = text_of(made->code),
                          .name = text_of(made->code),
                          .kind = KIND_SERVICE,
                          .days = always,
                          .local = LEVEL_NONE,
                          .local_relief = LEVEL_NONE,
                          .grants = grant,
                          .grant_count = 1,
                          .standard_count = 1,
                          .document = snapshot->documents[0]};
    item->standards = make_standard(arena, made->standard_fen);
    if (made->period != NULL) {
        struct period *period = take(arena, sizeof(*period));

        *period = *made->period;
        item->period = period;
    }
    rules->item = item;
    if (made->uniform != NULL) rules->uniform = make_uniform(arena, made->uniform);
    rules->use = make_use(arena, made->period, rules->uniform);
    table_put(&snapshot->items, item->code, rules);
    table_put(&bundle->item_uses, item->code, rules->use);
    if (item->period != NULL && item->period->group.size > 0) {
        rules->group_use = make_use(arena, item->period, NULL);
        if (table_get(&bundle->group_uses, item->period->group) == NULL) {
            table_put(&bundle->group_uses, item->period->group, rules->group_use);
        }
    }
}

struct bundle *handmade_bundle(const struct handmade_item *items, uint32_t count)
{
    struct arena arena = {0};
    struct bundle *bundle = take(&arena, sizeof(*bundle));
    struct snapshot *snapshot = take(&arena, sizeof(*snapshot));
    struct unit *unit = take(&arena, sizeof(*unit));
    const struct document **documents = take(&arena, sizeof(struct document *));

    documents[0] = make_document(&arena);
    atomic_init(&bundle->references, 1);
    bundle->documents = snapshot->documents = documents;
    bundle->document_count = snapshot->document_count = 1;
    bundle->snapshots = snapshot;
    bundle->snapshot_count = 1;
    snapshot->from = DAY_BEGINNING;
    snapshot->bundle = bundle;
    snapshot->everywhere = make_locality(&arena, documents[0]);
    snapshot->localities = &snapshot->everywhere;
    snapshot->locality_count = 1;
    if (!table_init(&snapshot->items, &arena, count) || !table_init(&snapshot->units, &arena, 1) ||
        !table_init(&bundle->item_uses, &arena, count) ||
        !table_init(&bundle->group_uses, &arena, count) ||
        !table_init(&bundle->reduction_uses, &arena, 0)) {
        abort();
    }
    *unit = (struct unit){
        .code = TEXT("U1"), .name = TEXT("U1"), .level = LEVEL_NATIONAL, .days = always};
    if (!region_read(TEXT("000000"), &unit->region)) abort();
    table_put(&snapshot->units, unit->code, unit);
    for (uint32_t i = 0; i < count; i++) add_item(bundle, &arena, snapshot, &items[i]);
    bundle->arena = arena;
    return bundle;
}

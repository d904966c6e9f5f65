/* SPDX-License-Identifier: Apache-2.0
 * Lays the tables of snapshot.h over documents that lint found right: first the uses
 * of the whole bundle, then one snapshot for each span between effective dates. */
#include "load/compile.h"

#include <stdlib.h>

#include "load/compile_internal.h"
#include "rules/snapshot.h"

static int order_by_id(const void *a, const void *b)
{
    const struct document *const *left = a;
    const struct document *const *right = b;

    return text_compare((*left)->id, (*right)->id);
}

static int order_days(const void *a, const void *b)
{
    int32_t left = *(const int32_t *)a, right = *(const int32_t *)b;

    return (left > right) - (left < right);
}

static int order_versions(const void *a, const void *b)
{
    const struct document *const *left = a;
    const struct document *const *right = b;
    int order = text_compare((*left)->id, (*right)->id);

    if (order != 0) return order;
    return ((*left)->serial > (*right)->serial) - ((*left)->serial < (*right)->serial);
}

/* The version of each id in effect on `day`: the highest serial effective by then. `documents` are
 * in order of id and serial. Returns their number. */
static uint32_t in_effect(struct document *const *documents, size_t count, int32_t day,
                          const struct document **chosen)
{
    uint32_t chosen_count = 0;

    for (size_t i = 0; i < count; i++) {
        const struct document *document = documents[i];

        if (document->effective > day) continue;
        if (chosen_count > 0 && text_equal(chosen[chosen_count - 1]->id, document->id)) {
            chosen_count--; /* a lower serial of the same document */
        }
        chosen[chosen_count++] = document;
    }
    return chosen_count;
}

static bool snapshot_build(struct compiler *compiler, struct snapshot *snapshot, int32_t from)
{
    size_t size = compiler->document_count * sizeof(struct document *);
    const struct document **chosen = arena_take(compiler->arena, size);

    if (chosen == NULL) return false;
    snapshot->from = from;
    snapshot->bundle = compiler->bundle;
    snapshot->documents = chosen;
    snapshot->document_count =
        in_effect(compiler->documents, compiler->document_count, from, chosen);
    qsort(chosen, snapshot->document_count, sizeof(*chosen), order_by_id);
    if (snapshot->document_count > SNAPSHOT_DOCUMENTS_MAX) {
        compile_limit(compiler, chosen[0], chosen[0]->line, "documents-in-effect-limit");
        return true;
    }
    return compile_localities(compiler, snapshot) && compile_units(compiler, snapshot) &&
           compile_items(compiler, snapshot) && compile_lists(compiler, snapshot);
}

/* The same id and serial twice are the same bytes: one of them is enough. */
static void drop_copies(struct compiler *compiler)
{
    size_t kept = 0;

    for (size_t i = 0; i < compiler->document_count; i++) {
        if (kept > 0 &&
            order_versions(&compiler->documents[kept - 1], &compiler->documents[i]) == 0) {
            continue;
        }
        compiler->documents[kept++] = compiler->documents[i];
    }
    compiler->document_count = kept;
}

static bool snapshots_build(struct compiler *compiler)
{
    struct bundle *bundle = compiler->bundle;
    size_t count = compiler->document_count;
    int32_t *days = arena_take(compiler->arena, count * sizeof(*days));

    bundle->snapshots = arena_take(compiler->arena, count * sizeof(*bundle->snapshots));
    if (days == NULL || bundle->snapshots == NULL) return false;
    for (size_t i = 0; i < count; i++) days[i] = compiler->documents[i]->effective;
    qsort(days, count, sizeof(*days), order_days);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && days[i] == days[i - 1]) continue;
        if (!snapshot_build(compiler, &bundle->snapshots[bundle->snapshot_count++], days[i])) {
            return false;
        }
    }
    return true;
}

fg_status bundle_compile(struct arena *arena, struct document **documents, size_t document_count,
                         struct faults *faults, struct bundle **result)
{
    struct compiler compiler = {arena, documents, document_count, faults, NULL};
    uint64_t faults_before = faults->count;
    struct bundle *bundle = arena_take(arena, sizeof(*bundle));
    fg_status status = FG_NO_MEMORY;

    *result = NULL;
    if (bundle == NULL) goto out;
    compiler.bundle = bundle;
    qsort(documents, document_count, sizeof(struct document *), order_versions);
    drop_copies(&compiler);
    bundle->documents = (const struct document *const *)compiler.documents;
    bundle->document_count = (uint32_t)compiler.document_count;
    if (!compile_names(&compiler) || !compile_uses(&compiler)) goto out;
    if (faults->count == faults_before && !snapshots_build(&compiler)) goto out;
    status = FG_SCHEDULE_REFUSED;
    if (faults->count != faults_before) goto out;
    atomic_init(&bundle->references, 1);
    bundle->arena = *arena;
    *arena = (struct arena){0};
    *result = bundle;
    return FG_OK;

out:
    arena_free(arena);
    return status;
}

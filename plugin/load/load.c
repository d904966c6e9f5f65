/* SPDX-License-Identifier: Apache-2.0
 * The whole way from paths to a bundle, in order: read, parse, lint, compile. Faults do not stop it
 * before lint, so that whoever mends the documents hears of all of them at once. */
#include "load/load.h"

#include "base/arena.h"
#include "load/compile.h"
#include "load/lint.h"
#include "load/parse.h"
#include "load/read.h"
#include "load/schema.h"

struct loading {
    struct arena arena;   /* becomes the bundle's */
    struct arena scratch; /* paths */
    struct faults faults;
    struct schema *schema;
    struct file_list files;
    struct document **documents; /* those that may take part in lint */
    size_t document_count;
    bool is_unreadable; /* some path was: what is missing is not for lint to guess */
};

static fg_status list_paths(struct loading *loading, const struct fg_text *paths, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        fg_status status =
            files_list(&loading->scratch, paths[i], &loading->faults, &loading->files);

        if (status == FG_NO_MEMORY) return status;
        if (status != FG_OK) loading->is_unreadable = true;
    }
    if (loading->files.count == 0 && !loading->is_unreadable) {
        struct fg_text first = count > 0 ? paths[0] : TEXT("");

        FAULT(&loading->faults, RULE_BUNDLE_EMPTY, first, 0, first);
    }
    if (loading->files.count > DOCUMENT_COUNT_MAX) {
        FAULT(&loading->faults, RULE_BUNDLE_TOO_LARGE, paths[0], 0, paths[0]);
        return FG_SCHEDULE_REFUSED;
    }
    return FG_OK;
}

/* Reads and parses one file; its bytes are given back at once. */
static fg_status take_document(struct loading *loading, struct fg_text path)
{
    struct arena memory = {0};
    struct document *document = arena_take(&loading->arena, sizeof(*document));
    struct fg_text bytes;
    fg_status status;

    if (document == NULL) return FG_NO_MEMORY;
    status = path_read(&memory, path, &loading->faults, &bytes);
    if (status == FG_OK && document_parse_with(loading->schema, &loading->arena, path, bytes,
                                               &loading->faults, document)) {
        loading->documents[loading->document_count++] = document;
    }
    arena_free(&memory);
    if (status == FG_SCHEDULE_UNREADABLE) loading->is_unreadable = true;
    if (status == FG_NO_MEMORY || loading->arena.failed) return FG_NO_MEMORY;
    return FG_OK;
}

static fg_status take_documents(struct loading *loading)
{
    loading->documents =
        arena_take(&loading->arena, loading->files.count * sizeof(*loading->documents));
    loading->schema = schema_open();
    if (loading->documents == NULL || loading->schema == NULL) return FG_NO_MEMORY;
    for (size_t i = 0; i < loading->files.count; i++) {
        fg_status status = take_document(loading, loading->files.paths[i]);

        if (status != FG_OK) return status;
    }
    return FG_OK;
}

static fg_status build(struct loading *loading, const struct fg_text *paths, size_t path_count,
                       struct bundle **bundle)
{
    fg_status status = list_paths(loading, paths, path_count);

    if (status != FG_OK) return status;
    status = take_documents(loading);
    if (status != FG_OK) return status;
    if (loading->is_unreadable) return FG_SCHEDULE_UNREADABLE;
    if (!bundle_lint(loading->documents, loading->document_count, &loading->faults)) {
        return FG_NO_MEMORY;
    }
    /* The schema says in its own words what lint says in the bureau's: it is heard last. */
    if (loading->faults.count == 0) schema_report(loading->schema, &loading->faults);
    if (loading->faults.count > 0) return FG_SCHEDULE_REFUSED;
    return bundle_compile(&loading->arena, loading->documents, loading->document_count,
                          &loading->faults, bundle);
}

fg_status bundle_load(const struct fg_text *paths, size_t path_count, struct fault_sink sink,
                      struct bundle **bundle)
{
    struct loading loading = {.faults = {.sink = sink}};
    fg_status status;

    *bundle = NULL;
    status = build(&loading, paths, path_count, bundle);
    schema_close(loading.schema);
    arena_free(&loading.scratch);
    arena_free(&loading.arena); /* empty once it is the bundle's */
    return status;
}

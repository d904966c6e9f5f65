/* SPDX-License-Identifier: Apache-2.0
 * The whole way from paths to a bundle, in order: read, verify, parse, lint, compile. Faults do not
 * stop it before lint, so that whoever mends the documents hears of all of them at once. */
#include "load/load.h"

#include "base/arena.h"
#include "load/compile.h"
#include "load/lint.h"
#include "load/order.h"
#include "load/parse.h"
#include "load/read.h"
#include "load/seal.h"
#include "rules/snapshot.h"

struct loading {
    struct arena arena;   /* becomes the bundle's */
    struct arena scratch; /* paths */
    struct faults faults;
    struct file_list files;
    struct document **documents; /* those that may take part in lint */
    size_t document_count;
    struct withdrawal *orders;
    size_t order_count;
    const struct trust *trust; /* NULL: none is configured */
    bool is_unreadable;        /* some path was: what is missing is not for lint to guess */
    bool is_untrusted;         /* some file was refused unread: the same */
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

/* Notes that a file was refused; only what ends the loading at once is handed on. */
static fg_status passed_over(struct loading *loading, fg_status status)
{
    if (status == FG_SCHEDULE_UNREADABLE) loading->is_unreadable = true;
    if (status == FG_SCHEDULE_REFUSED) loading->is_untrusted = true;
    return status == FG_NO_MEMORY || loading->arena.failed ? FG_NO_MEMORY : FG_OK;
}

static void seal_note(struct loading *loading, const struct seal *seal, struct document *document)
{
    document->signers = seal->signers;
    document->signer_count = seal->signer_count;
    document->predecessor_line = seal->predecessor_line;
    if (!seal->has_predecessor) return;
    document->predecessor =
        arena_text(&loading->arena,
                   (struct fg_text){(const char *)seal->predecessor.bytes, FINGERPRINT_SIZE, 0});
}

/* The bytes that were verified are the bytes that are parsed. */
static fg_status bytes_take(struct loading *loading, struct arena *memory, struct fg_text path,
                            struct fg_text bytes, struct document *document)
{
    struct seal seal = {0};

    if (loading->trust != NULL) {
        fg_status status = seal_check(loading->trust, SIGNED_SCHEDULE, &loading->arena, memory,
                                      path, bytes, &loading->faults, &seal);

        if (status != FG_OK) return status;
    }
    if (document_parse(&loading->arena, path, bytes, &loading->faults, document)) {
        seal_note(loading, &seal, document);
        loading->documents[loading->document_count++] = document;
    }
    return FG_OK;
}

/* Reads, verifies and parses one file; its bytes are given back at once. */
static fg_status take_document(struct loading *loading, struct fg_text path)
{
    struct arena memory = {0};
    struct document *document = arena_take(&loading->arena, sizeof(*document));
    struct fg_text bytes;
    fg_status status;

    if (document == NULL) return FG_NO_MEMORY;
    status = path_read(&memory, path, &loading->faults, &bytes);
    if (status == FG_OK) status = bytes_take(loading, &memory, path, bytes, document);
    arena_free(&memory);
    return passed_over(loading, status);
}

/* An order that was not signed is none, so nothing reads it where no trust is configured. */
static fg_status take_order(struct loading *loading, struct fg_text path)
{
    struct arena memory = {0};
    struct withdrawal *order = &loading->orders[loading->order_count];
    struct seal seal = {0};
    struct fg_text bytes;
    fg_status status = path_read(&memory, path, &loading->faults, &bytes);

    if (status == FG_OK) {
        status = seal_check(loading->trust, SIGNED_ORDER, &loading->arena, &memory, path, bytes,
                            &loading->faults, &seal);
    }
    if (status == FG_OK) {
        status = FG_SCHEDULE_REFUSED;
        if (order_read(&loading->arena, path, bytes, &loading->faults, order)) {
            order->signers = seal.signers;
            order->signer_count = seal.signer_count;
            loading->order_count++;
            status = FG_OK;
        }
    }
    arena_free(&memory);
    return passed_over(loading, status);
}

static fg_status take_orders(struct loading *loading)
{
    if (loading->trust == NULL || loading->files.order_count == 0) return FG_OK;
    loading->orders =
        arena_take(&loading->arena, loading->files.order_count * sizeof(*loading->orders));
    if (loading->orders == NULL) return FG_NO_MEMORY;
    for (size_t i = 0; i < loading->files.order_count; i++) {
        fg_status status = take_order(loading, loading->files.orders[i]);

        if (status != FG_OK) return status;
    }
    return FG_OK;
}

static fg_status take_documents(struct loading *loading)
{
    loading->documents =
        arena_take(&loading->arena, loading->files.count * sizeof(*loading->documents));
    if (loading->documents == NULL) return FG_NO_MEMORY;
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
    if (status == FG_OK) status = take_orders(loading);
    if (status != FG_OK) return status;
    if (loading->is_unreadable) return FG_SCHEDULE_UNREADABLE;
    if (loading->is_untrusted) return FG_SCHEDULE_REFUSED;
    if (!bundle_lint(loading->documents, loading->document_count, &loading->faults)) {
        return FG_NO_MEMORY;
    }
    if (loading->faults.count > 0) return FG_SCHEDULE_REFUSED;
    status = bundle_compile(&loading->arena, loading->documents, loading->document_count,
                            &loading->faults, bundle);
    if (status != FG_OK) return status;
    (*bundle)->withdrawals = loading->orders; /* in the arena that is now the bundle's */
    (*bundle)->withdrawal_count = (uint32_t)loading->order_count;
    return FG_OK;
}

fg_status bundle_load(const struct fg_text *paths, size_t path_count, const struct trust *trust,
                      struct fault_sink sink, struct bundle **bundle)
{
    struct loading loading = {.faults = {.sink = sink}, .trust = trust};
    fg_status status;

    *bundle = NULL;
    status = build(&loading, paths, path_count, bundle);
    arena_free(&loading.scratch);
    arena_free(&loading.arena); /* empty once it is the bundle's */
    return status;
}

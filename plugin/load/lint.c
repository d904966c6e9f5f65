/* SPDX-License-Identifier: Apache-2.0
 * Puts the documents in order, works out when each is in effect, and runs every part of lint over
 * them. Called by load; knows the order of the parts and no rule but that of the same serial. */
#include "load/lint.h"

#include <inttypes.h>
#include <stdio.h>

#include "load/lint_internal.h"

/* ---- which version of a document is in effect when ---- */

/* A document and where it stood in the bundle. */
struct entry {
    const struct document *document;
    size_t index;
};

static int entry_order(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    int order = text_compare(a->document->id, b->document->id);

    if (order != 0) return order;
    if (a->document->serial != b->document->serial) {
        return a->document->serial < b->document->serial ? -1 : 1;
    }
    return (a->index > b->index) - (a->index < b->index);
}

/* A document whose id or serial could not be read is nobody's other version. */
static bool same_document(const struct document *a, const struct document *b)
{
    return a->id.size > 0 && a->serial > 0 && b->serial > 0 && text_equal(a->id, b->id);
}

static void report_same_serial(struct lint *lint, const struct document *document,
                               const struct document *first)
{
    char serial[24];

    snprintf(serial, sizeof(serial), "%" PRId64, document->serial);
    FAULT(lint->faults, RULE_SERIAL_TWICE, document->file, document->line, document->id,
          arena_text(&lint->arena, text_of(serial)), first->file);
}

/* Adds the next document in order; the same bytes a second time are no other document. */
static void add_version(struct lint *lint, const struct document *document)
{
    struct version *last = NULL;
    struct version *version = &lint->versions[lint->version_count];

    for (size_t i = lint->version_count; i > 0 && last == NULL; i--) {
        if (!lint->versions[i - 1].spare) last = &lint->versions[i - 1];
    }
    if (last != NULL && !same_document(last->document, document)) last = NULL;
    version->document = document;
    if (last != NULL && last->document->serial == document->serial) {
        if (text_equal(last->document->digest, document->digest)) return;
        report_same_serial(lint, document, last->document);
        version->spare = true;
    } else {
        version->before = last;
    }
    lint->version_count++;
}

/* From its effective date until the day before the first on which a higher serial has one. */
static void find_live_days(struct lint *lint)
{
    int32_t end = DAY_END; /* the last day left by the higher serials */
    const struct version *above = NULL;

    for (size_t i = lint->version_count; i-- > 0;) {
        struct version *version = &lint->versions[i];
        int32_t effective = version->document->effective;

        version->live = (struct days){0, -1};
        if (version->spare) continue;
        if (above == NULL || above->before != version) end = DAY_END;
        above = version;
        if (effective > end) continue;
        version->live = (struct days){effective, end};
        end = effective == DAY_NONE ? DAY_NONE : effective - 1;
    }
}

static int live_order(const void *left, const void *right)
{
    const struct version *a = *(const struct version *const *)left;
    const struct version *b = *(const struct version *const *)right;

    if (a->live.from != b->live.from) return a->live.from < b->live.from ? -1 : 1;
    if (a->document->level != b->document->level) {
        return a->document->level < b->document->level ? -1 : 1;
    }
    return (a > b) - (a < b);
}

static bool read_versions(struct lint *lint, struct document *const *documents, size_t count)
{
    struct entry *entries = arena_take(&lint->arena, (count + 1) * sizeof(*entries));

    lint->versions = arena_take(&lint->arena, (count + 1) * sizeof(*lint->versions));
    lint->live = arena_take(&lint->arena, (count + 1) * sizeof(*lint->live));
    if (lint->arena.failed) return false;
    for (size_t i = 0; i < count; i++) entries[i] = (struct entry){documents[i], i};
    qsort(entries, count, sizeof(*entries), entry_order);
    for (size_t i = 0; i < count; i++) add_version(lint, entries[i].document);
    find_live_days(lint);
    for (size_t i = 0; i < lint->version_count; i++) {
        if (ever_live(&lint->versions[i])) lint->live[lint->live_count++] = &lint->versions[i];
    }
    qsort(lint->live, lint->live_count, sizeof(struct version *), live_order);
    return true;
}

/* ---- all parts ---- */

static void lint_all(struct lint *lint)
{
    for (size_t i = 0; i < lint->version_count; i++) {
        lint_document(lint, &lint->versions[i]);
        lint_tariffs(lint, &lint->versions[i]);
    }
    lint_index(lint);
    if (lint->arena.failed) return; /* a table with holes would invent faults */
    lint_uniqueness(lint);
    lint_groups(lint);
    for (size_t i = 0; i < lint->live_count; i++) {
        lint_references(lint, lint->live[i]);
        lint_relief(lint, lint->live[i]);
    }
    lint_derived(lint);
    for (size_t i = 0; i < lint->version_count; i++) lint_authority(lint, &lint->versions[i]);
    lint_versions(lint);
}

bool bundle_lint(struct document *const *documents, size_t document_count, struct faults *faults)
{
    struct lint lint = {.faults = faults};
    bool done;

    if (read_versions(&lint, documents, document_count)) lint_all(&lint);
    done = !lint.arena.failed;
    names_clear(&lint.items);
    names_clear(&lint.units);
    names_clear(&lint.prohibitions);
    names_clear(&lint.reductions);
    names_clear(&lint.groups);
    names_clear(&lint.categories);
    arena_free(&lint.arena);
    return done;
}

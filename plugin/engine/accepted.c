/* SPDX-License-Identifier: Apache-2.0
 * A plain list: documents are few and reloads rare. */
#include "engine/accepted.h"

#include <stdio.h>

/* The highest serial accepted under an id; 0: none. */
static int64_t highest_accepted(const struct accepted *accepted, struct fg_text id)
{
    int64_t highest = 0;

    for (size_t i = 0; i < accepted->count; i++) {
        const struct accepted_document *known = &accepted->list[i];

        if (known->serial > highest && text_equal(known->id, id)) highest = known->serial;
    }
    return highest;
}

static const struct accepted_document *find(const struct accepted *accepted,
                                            const struct document *document)
{
    for (size_t i = 0; i < accepted->count; i++) {
        const struct accepted_document *known = &accepted->list[i];

        if (known->serial == document->serial && text_equal(known->id, document->id)) return known;
    }
    return NULL;
}

static bool bundle_reaches(const struct bundle *bundle, struct fg_text id, int64_t serial)
{
    for (uint32_t i = 0; i < bundle->document_count; i++) {
        const struct document *document = bundle->documents[i];

        if (document->serial >= serial && text_equal(document->id, id)) return true;
    }
    return false;
}

bool accepted_allow(const struct accepted *accepted, const struct bundle *bundle,
                    struct faults *faults)
{
    uint64_t before = faults->count;

    for (uint32_t i = 0; i < bundle->document_count; i++) {
        const struct document *document = bundle->documents[i];
        const struct accepted_document *known = find(accepted, document);
        int64_t highest = highest_accepted(accepted, document->id);
        char number[24];

        snprintf(number, sizeof(number), "%lld", (long long)highest);
        if (known != NULL ? !text_equal(known->digest, document->digest)
                          : document->serial <= highest) {
            FAULT(faults, RULE_ROLLBACK, document->file, document->line, document->label,
                  text_of(number));
        } else if (!bundle_reaches(bundle, document->id, highest)) {
            FAULT(faults, RULE_ROLLBACK_MISSING, document->file, document->line, document->id,
                  text_of(number));
        }
    }
    return faults->count == before;
}

bool accepted_knows(const struct accepted *accepted, const struct document *document)
{
    return find(accepted, document) != NULL;
}

bool accepted_note(struct accepted *accepted, struct fg_text id, int64_t serial,
                   struct fg_text digest)
{
    struct accepted_document *list =
        arena_grow(&accepted->arena, accepted->list, accepted->count, sizeof(*list));

    if (list == NULL) return false;
    accepted->list = list;
    list[accepted->count] = (struct accepted_document){
        arena_text(&accepted->arena, id), arena_text(&accepted->arena, digest), serial};
    if (accepted->arena.failed) return false;
    accepted->count++;
    return true;
}

bool accepted_add(struct accepted *accepted, const struct bundle *bundle)
{
    for (uint32_t i = 0; i < bundle->document_count; i++) {
        const struct document *document = bundle->documents[i];

        if (find(accepted, document) != NULL) continue;
        if (!accepted_note(accepted, document->id, document->serial, document->digest)) {
            return false;
        }
    }
    return true;
}

void accepted_free(struct accepted *accepted)
{
    arena_free(&accepted->arena);
    *accepted = (struct accepted){0};
}

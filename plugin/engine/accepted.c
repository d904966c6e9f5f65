/* SPDX-License-Identifier: Apache-2.0
 * A plain list: documents are few and reloads rare. */
#include "engine/accepted.h"

#include <stdio.h>

static const struct accepted_document *find(const struct accepted *accepted, struct fg_text id,
                                            int64_t serial)
{
    for (size_t i = 0; i < accepted->count; i++) {
        const struct accepted_document *known = &accepted->list[i];

        if (known->serial == serial && text_equal(known->id, id)) return known;
    }
    return NULL;
}

/* The highest serial ever accepted under an id, withdrawn or not; 0: none. */
static int64_t highest_ever(const struct accepted *accepted, struct fg_text id)
{
    int64_t highest = 0;

    for (size_t i = 0; i < accepted->count; i++) {
        const struct accepted_document *known = &accepted->list[i];

        if (known->serial > highest && text_equal(known->id, id)) highest = known->serial;
    }
    return highest;
}

/* ---- orders ---- */

/* The highest that stands before the orders of a bundle are heard. */
static int64_t highest_standing(const struct accepted *accepted, struct fg_text id)
{
    int64_t highest = 0;

    for (size_t i = 0; i < accepted->count; i++) {
        const struct accepted_document *known = &accepted->list[i];

        if (known->digest.size > 0 && known->serial > highest && text_equal(known->id, id)) {
            highest = known->serial;
        }
    }
    return highest;
}

static bool bundle_has(const struct bundle *bundle, const struct withdrawal *order)
{
    for (uint32_t i = 0; i < bundle->document_count; i++) {
        const struct document *document = bundle->documents[i];

        if (document->serial == order->to && text_equal(document->id, order->id)) {
            return text_equal(document->digest, order->digest);
        }
    }
    return false;
}

bool accepted_obeys(const struct accepted *accepted, const struct bundle *bundle,
                    const struct withdrawal *order)
{
    return bundle_has(bundle, order) && (order->from == highest_standing(accepted, order->id) ||
                                         order->from > highest_ever(accepted, order->id));
}

/* Whether some order that counts withdraws a serial. */
static bool orders_withdraw(const struct accepted *accepted, const struct bundle *bundle,
                            struct fg_text id, int64_t serial)
{
    for (uint32_t i = 0; i < bundle->withdrawal_count; i++) {
        const struct withdrawal *order = &bundle->withdrawals[i];

        if (serial > order->to && serial <= order->from && text_equal(order->id, id) &&
            accepted_obeys(accepted, bundle, order)) {
            return true;
        }
    }
    return false;
}

static bool orders_call_back(const struct accepted *accepted, const struct bundle *bundle,
                             const struct document *document)
{
    for (uint32_t i = 0; i < bundle->withdrawal_count; i++) {
        const struct withdrawal *order = &bundle->withdrawals[i];

        if (order->to == document->serial && text_equal(order->id, document->id) &&
            accepted_obeys(accepted, bundle, order)) {
            return true;
        }
    }
    return false;
}

/* ---- a bundle ---- */

/* The serial that a bundle may not fall below; 0: none. */
static int64_t highest_left(const struct accepted *accepted, const struct bundle *bundle,
                            struct fg_text id)
{
    int64_t highest = 0;

    for (size_t i = 0; i < accepted->count; i++) {
        const struct accepted_document *known = &accepted->list[i];

        if (known->digest.size > 0 && known->serial > highest && text_equal(known->id, id) &&
            !orders_withdraw(accepted, bundle, id, known->serial)) {
            highest = known->serial;
        }
    }
    return highest;
}

static bool bundle_reaches(const struct bundle *bundle, struct fg_text id, int64_t serial)
{
    for (uint32_t i = 0; i < bundle->document_count; i++) {
        const struct document *document = bundle->documents[i];

        if (document->serial >= serial && text_equal(document->id, id)) return true;
    }
    return false;
}

static void document_check(const struct accepted *accepted, const struct bundle *bundle,
                           const struct document *document, struct faults *faults)
{
    const struct accepted_document *known = find(accepted, document->id, document->serial);
    int64_t ever = highest_ever(accepted, document->id);
    int64_t left = highest_left(accepted, bundle, document->id);
    char highest[24], needed[24];

    snprintf(highest, sizeof(highest), "%lld",
             (long long)(ever > document->serial ? ever : document->serial));
    snprintf(needed, sizeof(needed), "%lld", (long long)left);
    if ((known != NULL && known->digest.size == 0) ||
        orders_withdraw(accepted, bundle, document->id, document->serial)) {
        FAULT(faults, RULE_WITHDRAWN, document->file, document->line, document->label,
              text_of(highest));
    } else if (known != NULL
                   ? !text_equal(known->digest, document->digest)
                   : document->serial <= ever && !orders_call_back(accepted, bundle, document)) {
        FAULT(faults, RULE_ROLLBACK, document->file, document->line, document->label,
              text_of(highest));
    } else if (!bundle_reaches(bundle, document->id, left)) {
        FAULT(faults, RULE_ROLLBACK_MISSING, document->file, document->line, document->id,
              text_of(needed));
    }
}

bool accepted_allow(const struct accepted *accepted, const struct bundle *bundle,
                    struct faults *faults)
{
    uint64_t before = faults->count;

    for (uint32_t i = 0; i < bundle->document_count; i++) {
        document_check(accepted, bundle, bundle->documents[i], faults);
    }
    return faults->count == before;
}

bool accepted_knows(const struct accepted *accepted, const struct document *document)
{
    return find(accepted, document->id, document->serial) != NULL;
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

static bool withdraw(struct accepted *accepted, const struct withdrawal *order)
{
    for (size_t i = 0; i < accepted->count; i++) {
        struct accepted_document *known = &accepted->list[i];

        if (known->serial > order->to && known->serial <= order->from &&
            text_equal(known->id, order->id)) {
            known->digest = TEXT("");
        }
    }
    return find(accepted, order->id, order->from) != NULL ||
           accepted_note(accepted, order->id, order->from, TEXT(""));
}

bool accepted_add(struct accepted *accepted, const struct bundle *bundle)
{
    for (uint32_t i = 0; i < bundle->withdrawal_count; i++) {
        const struct withdrawal *order = &bundle->withdrawals[i];

        if (accepted_obeys(accepted, bundle, order) && !withdraw(accepted, order)) return false;
    }
    for (uint32_t i = 0; i < bundle->document_count; i++) {
        const struct document *document = bundle->documents[i];

        if (accepted_knows(accepted, document)) continue;
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

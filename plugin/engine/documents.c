/* SPDX-License-Identifier: Apache-2.0
 * The documents of the bundle in use, one by one. */
#include <stdio.h>
#include <stdlib.h>

#include "engine/health.h"
#include "engine/outlook.h"
#include "engine/payment.h"

static int by_label(const void *left, const void *right)
{
    const struct document *a = *(const struct document *const *)left;
    const struct document *b = *(const struct document *const *)right;
    int order = text_compare(a->id, b->id);

    if (order != 0) return order;
    return (a->serial > b->serial) - (a->serial < b->serial);
}

const struct document **documents_in_order(const struct bundle *bundle)
{
    const struct document **list = malloc(bundle->document_count * sizeof(*list));

    if (list == NULL) return NULL;
    memcpy(list, bundle->documents, bundle->document_count * sizeof(*list));
    qsort(list, bundle->document_count, sizeof(*list), by_label);
    return list;
}

static void copy(char *out, size_t size, struct fg_text text)
{
    snprintf(out, size, "%.*s", (int)text.size, text.bytes);
}

/* "name (role), name (role)", as many as fit whole. */
static void describe_signers(const struct document *document, char out[static FG_SIGNERS_SIZE])
{
    static const char more[] = "...";
    size_t used = 0;

    for (uint32_t i = 0; i < document->signer_count; i++) {
        const struct signatory *signer = &document->signers[i];
        size_t left = FG_SIGNERS_SIZE - sizeof(more) - used;
        int size =
            snprintf(out + used, left, "%s%.*s (%.*s)", i > 0 ? ", " : "", (int)signer->name.size,
                     signer->name.bytes, (int)signer->role.size, signer->role.bytes);

        if ((size_t)size >= left) {
            memcpy(out + used, more, sizeof(more));
            return;
        }
        used += (size_t)size;
    }
}

static bool is_in_effect(const struct document *document, const struct bundle *bundle,
                         int32_t today)
{
    const struct snapshot *snapshot = bundle_on(bundle, today);

    for (uint32_t i = 0; snapshot != NULL && i < snapshot->document_count; i++) {
        if (snapshot->documents[i] == document) return true;
    }
    return false;
}

void document_describe(const struct document *document, const struct bundle *bundle, int32_t today,
                       uint32_t size, struct fg_document *told)
{
    int32_t until = document_certified_until(document);
    struct fg_document whole = {
        .size = size,
        .effective_ymd = day_to_ymd(document->effective),
        .serial = document->serial,
        .level = (int32_t)document->level + 1,
        .in_effect = is_in_effect(document, bundle, today),
        .age_days = today - document->effective,
        .signer_count = document->signer_count,
        .certificate_ymd = until == DAY_NONE ? 0 : day_to_ymd(until),
    };

    copy(whole.id, sizeof(whole.id), document->id);
    copy(whole.region, sizeof(whole.region), document->region.code);
    if (document->digest.size == sizeof(whole.sha256)) {
        memcpy(whole.sha256, document->digest.bytes, sizeof(whole.sha256));
    }
    describe_signers(document, whole.signers);
    memcpy(told, &whole, size < sizeof(whole) ? size : sizeof(whole));
}

static fg_status fill(struct fg_engine *engine, struct fg_document *list, uint32_t max,
                      uint32_t *count)
{
    struct bundle *bundle = engine_bundle(engine);
    const struct document **documents = documents_in_order(bundle);
    uint32_t size = max > 0 ? list->size : 0;
    int32_t today = engine_today(engine);

    if (documents == NULL) {
        bundle_release(bundle);
        return FG_NO_MEMORY;
    }
    *count = bundle->document_count;
    for (uint32_t i = 0; i < max && i < *count; i++) {
        char *element = (char *)list + (size_t)i * size;

        document_describe(documents[i], bundle, today, size, (struct fg_document *)(void *)element);
    }
    free(documents);
    bundle_release(bundle);
    return FG_OK;
}

fg_status engine_documents(struct fg_engine *engine, struct fg_document *list, uint32_t max,
                           uint32_t *count)
{
    fg_status status = engine_door(engine);

    if (count != NULL) *count = 0;
    if (status != FG_OK) return status;
    if (count == NULL || (list == NULL && max > 0)) return FG_BAD_ARGUMENT;
    if (max > 0 && list->size < sizeof(*list)) return FG_BAD_SIZE;
    return fill(engine, list, max, count);
}

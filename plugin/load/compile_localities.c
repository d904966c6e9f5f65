/* SPDX-License-Identifier: Apache-2.0
 * Which documents are in effect where: one row for each region that a document has, with the labels
 * that a decision on a charge of that place lists. */
#include <openssl/evp.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "load/compile_internal.h"

/* The longest first: the first that prefixes a place is the one that counts. */
static int order_regions(const void *a, const void *b)
{
    const struct locality *left = a, *right = b;

    if (left->region.size != right->region.size) {
        return left->region.size > right->region.size ? -1 : 1;
    }
    return text_compare(left->region, right->region);
}

static struct fg_text keep(struct compiler *compiler, struct buffer *buffer)
{
    struct fg_text text = {(const char *)buffer->bytes, (uint32_t)buffer->size, 0};

    text = arena_text(compiler->arena, text);
    compiler->arena->failed = compiler->arena->failed || buffer->failed;
    buffer_free(buffer);
    return text;
}

static bool labels_add(struct compiler *compiler, const struct snapshot *snapshot,
                       struct locality *locality, bool everywhere)
{
    struct buffer labels, manifest;

    buffer_init(&labels);
    buffer_init(&manifest);
    for (uint32_t i = 0; i < snapshot->document_count; i++) {
        const struct document *document = snapshot->documents[i];

        if (!everywhere && !text_starts(locality->region, document->region.stripped)) continue;
        buffer_add_text(&labels, document->label);
        buffer_add_text(&manifest, document->label);
        buffer_add_text(&manifest, document->digest);
        locality->label_count++;
    }
    locality->labels = keep(compiler, &labels);
    locality->manifest = keep(compiler, &manifest);
    if (compiler->arena->failed) return false;
    return EVP_Digest(locality->manifest.bytes, locality->manifest.size, locality->digest, NULL,
                      EVP_sha256(), NULL) == 1;
}

bool compile_localities(struct compiler *compiler, struct snapshot *snapshot)
{
    struct locality *list = arena_take(compiler->arena, snapshot->document_count * sizeof(*list));
    uint32_t kept = 0;

    if (list == NULL) return false;
    for (uint32_t i = 0; i < snapshot->document_count; i++) {
        list[i].region = snapshot->documents[i]->region.stripped;
    }
    qsort(list, snapshot->document_count, sizeof(*list), order_regions);
    for (uint32_t i = 0; i < snapshot->document_count; i++) {
        if (kept > 0 && text_equal(list[kept - 1].region, list[i].region)) continue;
        list[kept] = (struct locality){.region = list[i].region};
        if (!labels_add(compiler, snapshot, &list[kept++], false)) return false;
    }
    snapshot->localities = list;
    snapshot->locality_count = kept;
    return labels_add(compiler, snapshot, &snapshot->everywhere, true);
}

/* SPDX-License-Identifier: Apache-2.0
 * Which documents are in effect where: one row for each region that a document has, with the labels
 * that a decision on a charge of that place lists. */
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

static bool labels_add(struct compiler *compiler, const struct snapshot *snapshot,
                       struct locality *locality, bool everywhere)
{
    struct buffer labels;

    buffer_init(&labels);
    for (uint32_t i = 0; i < snapshot->document_count; i++) {
        const struct document *document = snapshot->documents[i];

        if (!everywhere && !text_starts(locality->region, document->region.stripped)) continue;
        buffer_add_text(&labels, document->label);
        locality->label_count++;
    }
    locality->labels = arena_text(
        compiler->arena, (struct fg_text){(const char *)labels.bytes, (uint32_t)labels.size, 0});
    compiler->arena->failed = compiler->arena->failed || labels.failed;
    buffer_free(&labels);
    return !compiler->arena->failed;
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

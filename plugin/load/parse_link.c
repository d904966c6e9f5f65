/* SPDX-License-Identifier: Apache-2.0
 * Points every reference to a legal basis at it. Bases may stand behind what cites them, so this
 * comes last; a reference that leads nowhere stays NULL for lint to report. */
#include <stdlib.h>

#include "load/parse_internal.h"

struct index {
    const struct basis **sorted; /* by id, then as they stand */
    size_t count;
};

static int order_bases(const void *left, const void *right)
{
    const struct basis *a = *(const struct basis *const *)left;
    const struct basis *b = *(const struct basis *const *)right;
    int order = text_compare(a->id, b->id);

    return order != 0 ? order : (a > b) - (a < b);
}

/* Where an id is defined twice, the first counts. */
static const struct basis *find(const struct index *index, struct fg_text id)
{
    size_t low = 0, high = index->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (text_compare(index->sorted[middle]->id, id) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < index->count && text_equal(index->sorted[low]->id, id) ? index->sorted[low] : NULL;
}

/* The arrays were made for this document and nobody has them yet: they may still be written to. */
static void resolve(const struct index *index, const struct basis_ref *reference)
{
    if (reference->id.size > 0) {
        ((struct basis_ref *)(uintptr_t)reference)->basis = find(index, reference->id);
    }
}

static void resolve_grants(const struct index *index, const struct grant *grants, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) resolve(index, &grants[i].basis);
}

static void resolve_standards(const struct index *index, const struct standard *standards,
                              uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) resolve(index, &standards[i].basis);
}

static void resolve_items(const struct index *index, const struct document *document)
{
    for (uint32_t i = 0; i < document->item_count; i++) {
        const struct item *item = &document->items[i];

        resolve(index, &item->basis);
        resolve_grants(index, item->grants, item->grant_count);
        resolve_standards(index, item->standards, item->standard_count);
    }
    for (uint32_t i = 0; i < document->amendment_count; i++) {
        const struct amendment *amendment = &document->amendments[i];

        resolve_grants(index, amendment->grants, amendment->grant_count);
        resolve_standards(index, amendment->standards, amendment->standard_count);
    }
}

void document_link(struct parse *parse)
{
    const struct document *document = parse->document;
    struct index index = {NULL, 0};

    index.sorted = arena_take(&parse->scratch, document->basis_count * sizeof(*index.sorted));
    if (index.sorted == NULL) {
        parse->arena->failed = true;
        return;
    }
    for (uint32_t i = 0; i < document->basis_count; i++) {
        if (document->bases[i].id.size > 0) index.sorted[index.count++] = &document->bases[i];
    }
    if (index.count > 0) qsort(index.sorted, index.count, sizeof(*index.sorted), order_bases);
    resolve_items(&index, document);
    for (uint32_t i = 0; i < document->delegation_count; i++) {
        resolve(&index, &document->delegations[i].basis);
    }
    for (uint32_t i = 0; i < document->reduction_count; i++) {
        resolve(&index, &document->reductions[i].basis);
    }
    for (uint32_t i = 0; i < document->revoke_count; i++) {
        resolve(&index, &document->revokes[i].basis);
    }
    for (uint32_t i = 0; i < document->prohibition_count; i++) {
        resolve(&index, &document->prohibitions[i].basis);
    }
}

/* SPDX-License-Identifier: Apache-2.0
 * The parts of a bundle, listed. */
#include <stdlib.h>

#include "harness.h"
#include "trial/coverage_internal.h"

static struct part *add(struct coverage *coverage, enum part_kind kind, const void *rule,
                        const struct document *document, uint32_t line)
{
    struct part *part;

    if (coverage->count == coverage->capacity) {
        coverage->capacity = coverage->capacity * 2 + 256;
        coverage->parts =
            memory_grow(coverage->parts, coverage->capacity, sizeof(*coverage->parts));
    }
    part = &coverage->parts[coverage->count];
    *part = (struct part){.kind = kind,
                          .rule = rule,
                          .document = document,
                          .line = line,
                          .order = coverage->count++,
                          .counts = true};
    return part;
}

/* A case, as its bands see it. */
struct place {
    const struct document *document;
    struct fg_text item;
    const struct standard *standard;
    uint32_t case_number;
};

static void add_at(struct coverage *coverage, enum part_kind kind, const void *rule, uint32_t line,
                   const struct place *place, const struct tariff *tariff, uint32_t band)
{
    struct part *part = add(coverage, kind, rule, place->document, line);

    part->item = place->item;
    part->standard = place->standard;
    part->case_number = place->case_number;
    part->tariff = tariff;
    part->band = band;
}

/* The bands of a tariff; those that a derived one uses are the other item's. */
static void add_bands(struct coverage *coverage, const struct tariff *tariff,
                      const struct place *place)
{
    for (uint32_t i = 0; i < tariff->band_count; i++) {
        const struct band *band = &tariff->bands[i];

        add_at(coverage, PART_BAND, band, band->line, place, tariff, i);
    }
    for (uint32_t i = 0; i < tariff->child_count; i++) {
        add_bands(coverage, tariff->children[i], place);
    }
    if (tariff->kind != TARIFF_RANGE) return;
    add_bands(coverage, tariff->low, place);
    add_bands(coverage, tariff->high, place);
}

static void add_standards(struct coverage *coverage, const struct document *document,
                          struct fg_text item, const struct standard *standards, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = 0; j < standards[i].case_count; j++) {
            const struct fee_case *fee_case = &standards[i].cases[j];
            struct place place = {document, item, &standards[i], j + 1};

            add_at(coverage, PART_CASE, fee_case, fee_case->line, &place, NULL, 0);
            add_bands(coverage, fee_case->tariff, &place);
        }
    }
}

static void add_document(struct coverage *coverage, const struct document *document)
{
    for (uint32_t i = 0; i < document->item_count; i++) {
        const struct item *item = &document->items[i];

        add(coverage, PART_ITEM, item, document, item->line);
        add_standards(coverage, document, item->code, item->standards, item->standard_count);
    }
    for (uint32_t i = 0; i < document->amendment_count; i++) {
        const struct amendment *amendment = &document->amendments[i];

        add_standards(coverage, document, amendment->item, amendment->standards,
                      amendment->standard_count);
    }
    for (uint32_t i = 0; i < document->reduction_count; i++) {
        const struct reduction *reduction = &document->reductions[i];

        add(coverage, PART_REDUCTION, reduction, document, reduction->line);
    }
    for (uint32_t i = 0; i < document->basis_count; i++) {
        const struct basis *basis = &document->bases[i];

        add(coverage, PART_BASIS, basis, document, basis->line)->counts = false;
    }
}

/* ---- which bases rules refer to ---- */

static void refer(struct coverage *coverage, const struct basis_ref *reference)
{
    struct part *part = coverage_find(coverage, reference->basis);

    if (part != NULL) part->counts = true;
}

static void refer_standards(struct coverage *coverage, const struct standard *standards,
                            uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) refer(coverage, &standards[i].basis);
}

static void refer_grants(struct coverage *coverage, const struct grant *grants, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) refer(coverage, &grants[i].basis);
}

static void refer_document(struct coverage *coverage, const struct document *document)
{
    for (uint32_t i = 0; i < document->item_count; i++) {
        const struct item *item = &document->items[i];

        refer(coverage, &item->basis);
        refer_grants(coverage, item->grants, item->grant_count);
        refer_standards(coverage, item->standards, item->standard_count);
    }
    for (uint32_t i = 0; i < document->amendment_count; i++) {
        const struct amendment *amendment = &document->amendments[i];

        refer_grants(coverage, amendment->grants, amendment->grant_count);
        refer_standards(coverage, amendment->standards, amendment->standard_count);
    }
    for (uint32_t i = 0; i < document->delegation_count; i++) {
        refer(coverage, &document->delegations[i].basis);
    }
    for (uint32_t i = 0; i < document->reduction_count; i++) {
        refer(coverage, &document->reductions[i].basis);
    }
    for (uint32_t i = 0; i < document->prohibition_count; i++) {
        refer(coverage, &document->prohibitions[i].basis);
    }
}

/* ---- */

/* A higher serial that is in effect no later leaves no day to a lower one. */
static bool is_ever_in_effect(const struct bundle *bundle, const struct document *document)
{
    for (uint32_t i = 0; i < bundle->document_count; i++) {
        const struct document *other = bundle->documents[i];

        if (other->serial > document->serial && other->effective <= document->effective &&
            text_equal(other->id, document->id)) {
            return false;
        }
    }
    return true;
}

static int order_addresses(const void *a, const void *b)
{
    uintptr_t left = (uintptr_t)((const struct part *)a)->rule;
    uintptr_t right = (uintptr_t)((const struct part *)b)->rule;

    return (left > right) - (left < right);
}

void coverage_open(struct coverage *coverage, const struct bundle *bundle)
{
    size_t kept = 0;

    for (uint32_t i = 0; i < bundle->document_count; i++) {
        if (is_ever_in_effect(bundle, bundle->documents[i])) {
            add_document(coverage, bundle->documents[i]);
        }
    }
    if (coverage->count == 0) return;
    qsort(coverage->parts, coverage->count, sizeof(*coverage->parts), order_addresses);
    for (uint32_t i = 0; i < bundle->document_count; i++) {
        refer_document(coverage, bundle->documents[i]);
    }
    for (size_t i = 0; i < coverage->count; i++) {
        if (coverage->parts[i].counts) coverage->parts[kept++] = coverage->parts[i];
    }
    coverage->count = kept;
}

void coverage_free(struct coverage *coverage)
{
    free(coverage->parts);
    coverage->parts = NULL;
    coverage->count = coverage->capacity = 0;
}

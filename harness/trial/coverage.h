/* SPDX-License-Identifier: Apache-2.0
 * Which parts of a bundle decisions have rested on. A part is touched when it decided: the item
 * that was charged, the case and bands that gave the standard (or its low end), the reductions that
 * gave relief, and the bases of all these, of the grant, and of what was found.
 *
 * Not parts: what is in a serial that is never in effect, and a basis that no rule refers to. */
#ifndef HARNESS_TRIAL_COVERAGE_H
#define HARNESS_TRIAL_COVERAGE_H

#include "rules/evaluate.h"

enum part_kind { PART_ITEM, PART_CASE, PART_BAND, PART_REDUCTION, PART_BASIS, PART_KIND_COUNT };

struct part {
    enum part_kind kind;
    const void *rule; /* struct item, fee_case, band, reduction, basis */
    const struct document *document;
    uint32_t line;
    size_t order; /* among all, as they were listed: of parts on one line the earlier is lower */
    bool touched;
    bool counts; /* of a basis: some rule refers to it */
    /* case, band: where it stands */
    struct fg_text item; /* code */
    const struct standard *standard;
    uint32_t case_number;        /* from 1 */
    const struct tariff *tariff; /* band: its brackets */
    uint32_t band;               /* from 0 */
};

/* Zeroed is empty. */
struct coverage {
    struct part *parts; /* by address of the rule until coverage_sort */
    size_t count, capacity;
    struct missing missing; /* what pricing again found missing; of no use */
};

struct part_count {
    uint64_t touched, all;
};

/* All parts of a bundle, none of them touched. The bundle must outlive it. */
void coverage_open(struct coverage *coverage, const struct bundle *bundle);
void coverage_free(struct coverage *coverage);

/* Touches what a decision rested on; charge and facts are what it was made from. */
void coverage_add(struct coverage *coverage, const struct decision *decision,
                  const struct charge *charge, const struct facts *facts);

/* Where a version of a standard is written; NULL: it has no case. */
const struct document *coverage_document(const struct coverage *coverage,
                                         const struct standard *standard);

struct part_count coverage_count(const struct coverage *coverage, enum part_kind kind);
/* By document and line, for reading; nothing is added after it. */
void coverage_sort(struct coverage *coverage);

#endif

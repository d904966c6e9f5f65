/* SPDX-License-Identifier: Apache-2.0
 * The way through two bundles, from the whole to single charges. diff.c is the command; it calls
 * bundles_compare, and each file calls the ones named below its own part. */
#ifndef HARNESS_DIFF_DIFF_H
#define HARNESS_DIFF_DIFF_H

#include "diff/changes.h"
#include "diff/same.h"
#include "words/words.h"

/* The caller sets bundles, terms (may be zeroed) and language. */
struct diff {
    const struct bundle *bundles[2];
    const struct terms *terms[2];
    int32_t language; /* FG_LANGUAGE_* */
    struct changes changes;
    /* The span of charge dates at hand, and the documents in effect on it. */
    struct days charged;
    const struct snapshot *snapshots[2];
};

/* All changes, sorted (bundles.c). */
void bundles_compare(struct diff *diff);

/* Units, prohibitions, holidays of the span (common.c). */
void common_compare(struct diff *diff);

/* An item in the span; one of the two may be NULL (items.c, authority.c, reliefs.c). */
void item_compare(struct diff *diff, const struct item_rules *const rules[2]);
void authority_compare(struct diff *diff, const struct item_rules *const rules[2]);
void reliefs_compare(struct diff *diff, const struct item_rules *const rules[2]);
/* What is to be paid, by spans of rule dates and by place (standards.c). */
void standards_compare(struct diff *diff, const struct item_rules *const rules[2]);

/* A change of the span at hand, of an item (NULL: of none), to be filled and added. */
struct change change_begin(const struct diff *diff, enum change_kind kind,
                           const struct item_rules *const rules[2]);
/* For words about one side's rules. */
struct words words_of(const struct diff *diff, int side, const struct item_rules *rules);
struct fg_text basis_words(struct diff *diff, const struct basis_ref *basis);

#endif

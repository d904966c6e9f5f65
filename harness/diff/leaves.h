/* SPDX-License-Identifier: Apache-2.0
 * What becomes of one class of charges under both bundles (outcome.c), for leaves.c. */
#ifndef HARNESS_DIFF_LEAVES_H
#define HARNESS_DIFF_LEAVES_H

#include "diff/standards.h"
#include "survey/cells.h"

struct outcome {
    struct bill bills[2];
    enum priced priced[2];
    const struct standard *standards[2]; /* that the money comes from; NULL: not known */
    struct stretch *stretches;
    uint32_t stretch_count;
    bool has_money;
    struct fg_text words[2], bases[2];
};

/* Which tariffs and reductions apply to a class. */
void outcome_begin(const struct comparison *comparison, const struct cell_leaf *leaf,
                   struct outcome *outcome);
/* Of what was begun: bytes that are equal for classes with one and the same outcome. False: such
 * as depends on what else is known of the class. */
bool outcome_bills(const struct comparison *comparison, const struct cell_leaf *leaf,
                   const struct outcome *outcome, struct buffer *key);
/* What was begun; false where the class pays the same. What is found lies in the arena. */
bool outcome_find(const struct comparison *comparison, const struct cell_leaf *leaf,
                  struct arena *arena, struct outcome *outcome);
/* Fills words and bases (outcome_words.c). */
void outcome_words(const struct comparison *comparison, const struct fg_charge *charge,
                   struct arena *arena, struct outcome *outcome);
/* Equal for outcomes that are told in the same words. */
struct fg_text outcome_key(const struct outcome *outcome, struct arena *arena);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * One log judged twice: by two bundles (a preview of a change), or by the documents of each
 * charge's own day and by those of one date (what a retroactive change does). Kept are the charges
 * that were judged differently, one entry a transaction; all sums are drawn from them at the end.
 *
 * Money of a charge under a judgement: *excess* is what of its amount was unlawful (as
 * summary_prevented), *shortfall* what was charged too little (BELOW_STANDARD or UNDERCHARGED
 * found), and amount - excess + shortfall what could lawfully be had of it. */
#ifndef HARNESS_REPLAY_COMPARE_H
#define HARNESS_REPLAY_COMPARE_H

#include <stdio.h>

#include "log/row.h"
#include "output.h"
#include "yuan.h"

/* What a judgement says of a charge, as far as it is compared. */
struct judgement {
    int32_t outcome, told;
    uint64_t codes;
    uint32_t present; /* FG_HAS_* */
    int64_t standard_fen, low_fen, due_fen;
    int32_t earliest_ymd;
    int64_t excess_fen, shortfall_fen;
};

struct difference; /* in compare_table.h */

struct comparison {
    struct difference *differences; /* a table by transaction id, in the order of the log */
    uint64_t charges, different;    /* charge, reserve and check rows judged; of them differently */
};

void compare_free(struct comparison *comparison);

/* A charge, reserve or check row with both judgements. Of a transaction id the last one counts. */
void compare_decided(struct comparison *comparison, const char *log, const struct event *event,
                     const struct answer *before, const struct answer *after);
/* A commit, release or refund row, with what the judgement before answered. */
void compare_lived(struct comparison *comparison, const struct event *event, fg_status before);

/* What the change does, by reason, item and unit, and the charges that it matters most to. */
void compare_print(const struct comparison *comparison, const struct code_names *names,
                   int32_t language, FILE *file);
/* Charge by charge as CSV, with what becomes refundable and collectable. False: see errno. */
bool compare_list(const struct comparison *comparison, const struct code_names *names, FILE *file);

#endif

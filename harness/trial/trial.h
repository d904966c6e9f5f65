/* SPDX-License-Identifier: Apache-2.0
 * A trial of a bundle: the cases in tests.csv beside its documents, judged one after another, and
 * what of the bundle none of them touched. */
#ifndef HARNESS_TRIAL_TRIAL_H
#define HARNESS_TRIAL_TRIAL_H

#include "replay/replay.h"
#include "trial/coverage.h"
#include "trial/shadow.h"
#include "words/terms.h"

#define TRIAL_FILE "tests.csv"
#define TRIAL_REMARK "note" /* a column for people */

struct trial {
    const char *directory;
    int32_t language;
    bool json;
    struct bundle *bundle;
    struct terms terms;
    struct replay replay;
    struct shadow shadow;
    struct coverage coverage;
    uint64_t rows, failed;
    bool broken; /* why was told: nothing more can be judged */
};

/* ---- trial_row.c ---- */

/* One decided row: held against its expectation, and what it touched taken down. */
void trial_row(void *trial, struct event *event, const struct answer *answer);

/* ---- trial_report.c ---- */

/* Counts of parts, and those that no case touched, on standard output. Their number. */
uint64_t trial_report(struct trial *trial);

/* ---- trial_english.c ---- */

/* "use = residential and not (years >= 3)" */
void english_condition(struct buffer *out, const struct condition *when);

#endif

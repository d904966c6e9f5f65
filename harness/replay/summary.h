/* SPDX-License-Identifier: Apache-2.0
 * What a replay found, in numbers. */
#ifndef HARNESS_REPLAY_SUMMARY_H
#define HARNESS_REPLAY_SUMMARY_H

#include <stdint.h>
#include <stdio.h>

#include "base/hash.h"
#include "log/row.h"
#include "output.h"
#include "yuan.h"

#define SUMMARY_UNITS_MAX                                                                          \
    65536 /* units counted one by one; what comes later is counted as others */
#define SUMMARY_RESULTS 7

struct unit_count {
    struct fg_text unit; /* size 0: a free slot of the table, or the others */
    uint64_t rows, denied;
    wide_fen prevented_fen;
};

/* Zeroed, with `times` reset by summary_begin. */
struct summary {
    uint64_t rows, allowed, denied, malformed, mismatches;
    uint64_t results[SUMMARY_RESULTS];
    uint64_t codes[FG_CODE_COUNT], codes_denied[FG_CODE_COUNT];
    wide_fen prevented_fen;    /* see summary_prevented */
    int64_t first_ns, last_ns; /* times of well-formed rows */
    struct hash_key key;
    struct unit_count *units; /* open addressing */
    uint64_t unit_slots, unit_count;
    struct unit_count others;
};

void summary_begin(struct summary *summary);
void summary_free(struct summary *summary);
/* One row with its answer; malformed ones have their event's fault set. */
void summary_add(struct summary *summary, const struct event *event, const struct answer *answer);

/* Fen over the lawful amount that a denial prevents: of a charge or reserve row that was denied,
 * the whole amount if one of codes 2 to 8, 11 and 15 was found, where nothing at all may be
 * charged; else amount - due, where due was computed and is below amount; else nothing. */
int64_t summary_prevented(const struct event *event, const struct answer *answer);

void summary_print(const struct summary *summary, const struct code_names *names, int32_t mode,
                   int32_t language, FILE *file);

#endif

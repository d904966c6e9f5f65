/* SPDX-License-Identifier: Apache-2.0
 * A decision as bytes that need nothing else: what a ledger keeps for a retry and what the
 * gateway's answer is written from. Numbers are little endian (base/buffer.h). */
#ifndef FEEGUARD_RULES_RECORD_H
#define FEEGUARD_RULES_RECORD_H

#include "base/buffer.h"
#include "rules/evaluate.h"

/* The fixed part, first in a record; texts and lists follow in the order of record_encode. */
struct record_head {
    uint64_t codes, denying;
    int32_t outcome, told;
    uint32_t present; /* FG_HAS_* */
    uint32_t observed;
    int64_t standard_fen, low_fen, due_fen;
    int32_t earliest_ymd;
    uint32_t reduction_count, missing_count, schedule_count;
};

/* Appends the record. Sticky failure of the buffer tells that memory ran out. */
void record_encode(const struct decision *decision, struct buffer *buffer);

/* A record in two parts: its own, and the labels of schedules, which many share. */
struct record {
    struct fg_text own, labels;
};

/* What a record, or its own part, says that a reduction took off; 0: it names no such reduction. */
int64_t record_relief(struct fg_text record, struct fg_text reduction);

/* The labels of a record, framed as in struct locality; empty where it does not decode. */
struct fg_text record_labels(const void *record, size_t size);

/* The parts of what record_encode wrote into an empty buffer; they point into it. */
struct record record_split(const struct decision *decision, const struct buffer *buffer);

#endif

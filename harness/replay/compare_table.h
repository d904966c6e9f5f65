/* SPDX-License-Identifier: Apache-2.0
 * What a comparison keeps of each charge that was judged differently; for compare*.c. */
#ifndef HARNESS_REPLAY_COMPARE_TABLE_H
#define HARNESS_REPLAY_COMPARE_TABLE_H

#include "harness.h"
#include "replay/compare.h"

/* Without memory the program says so and ends. */
#define uthash_malloc(size) memory_take((size), 1)
#include <uthash.h>

struct difference {
    char *texts; /* the three below */
    struct fg_text txn, unit, item;
    const char *log;
    uint64_t line;
    int64_t time_ns, amount_fen;
    struct fg_text *refunds; /* ids that were answered ok */
    uint32_t refund_count;
    int64_t refunded_fen;
    bool is_check; /* a question: no money */
    bool taken;    /* the judgement before let it be committed */
    bool released;
    struct judgement before, after;
    UT_hash_handle hh;
};

/* What the change means for the money of one charge. */
struct effect {
    int64_t revenue_fen;     /* lawfully to be had: after less before */
    int64_t refundable_fen;  /* of what was taken: unlawful now, lawful before */
    int64_t collectable_fen; /* of what was taken: too little now, enough before */
};

struct effect difference_effect(const struct difference *difference);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * The measurements of feeguard bench. */
#ifndef HARNESS_BENCH_H
#define HARNESS_BENCH_H

#include "batch.h"
#include "plugin.h"

#define BENCH_CHARGES_MAX ((size_t)1000000)
#define BENCH_TXN_SIZE 32

struct bench {
    struct plugin plugin;
    struct engine_choice choice;
    const char *plugin_file, *log_name, *encoding;
    long seconds;

    struct batch *batches; /* parsed; the charges point into them */
    size_t batch_count;
    struct log log;
    struct fg_charge *charges;
    char (*txns)[BENCH_TXN_SIZE];
    size_t charge_count;
};

struct bench_rate {
    double ns_each;
    uint64_t count, allowed;
};

typedef fg_status (*bench_call)(struct fg_engine *engine, const struct fg_charge *charge,
                                struct fg_decision *decision);

/* Reads the log; false after a complaint. */
bool bench_load(struct bench *bench);
void bench_unload(struct bench *bench);

/* Each false after a complaint. */
bool bench_decisions(struct bench *bench, bench_call call, struct bench_rate *rate);
bool bench_replay(const struct bench *bench, struct bench_rate *rate);

/* ns of one look-up in a flat open-addressing table of a million entries of 32 bytes, in random
 * order, and of the keyed hash of 60 bytes. */
double bench_table(void);
double bench_hash(void);

#endif

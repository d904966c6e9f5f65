/* SPDX-License-Identifier: Apache-2.0
 * The measurements of feeguard bench. */
#ifndef HARNESS_BENCH_BENCH_H
#define HARNESS_BENCH_BENCH_H

#include "plugin.h"
#include "replay/batch.h"
#include "replay/replay.h"

#define BENCH_CHARGES_MAX ((size_t)1000000)
#define BENCH_ROWS ((size_t)200000) /* a log is made this long by copies */

struct bench {
    struct plugin plugin;
    struct engine_choice choice;
    const char *plugin_file, *log_name, *encoding, *schedule;
    long seconds;
    char long_name[40]; /* the log, lengthened */
    bool has_long_log;

    struct batch *batches; /* parsed; the charges point into them */
    size_t batch_count;
    struct log log;
    struct fg_charge *charges;
    size_t charge_count;
};

struct bench_rate {
    double ns_each;
    uint64_t count, allowed;
};

typedef fg_status (*bench_call)(struct fg_engine *engine, const struct fg_charge *charge,
                                struct fg_decision *decision);

/* Writes the log to long_name, again and again, each time with ids of its own; reads that. Each
 * false after a complaint. */
bool bench_lengthen(struct bench *bench);
bool bench_load(struct bench *bench);
void bench_unload(struct bench *bench);

/* Each false after a complaint. */
bool bench_decisions(struct bench *bench, bench_call call, struct bench_rate *rate);
bool bench_replay(const struct bench *bench, enum sink sink, struct bench_rate *rate);

/* Of taking a schedule in, beside libxml2 alone (bench_schedule.c); `trust`: the directory by which
 * it is verified, NULL: it is not. False after a complaint. */
bool bench_schedule(const char *file, const char *trust);

/* ns of one look-up in a flat open-addressing table of a million entries of 32 bytes, in random
 * order, and of the keyed hash of 60 bytes. */
double bench_table(void);
double bench_hash(void);

#endif

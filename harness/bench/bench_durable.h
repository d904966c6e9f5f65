/* SPDX-License-Identifier: Apache-2.0
 * feeguard bench --ledger sqlite:FILE: the durable ledger beside a bare database. */
#ifndef HARNESS_BENCH_BENCH_DURABLE_H
#define HARNESS_BENCH_BENCH_DURABLE_H

#include "bench/bench.h"

#define BENCH_IN_FLIGHT 64
#define BENCH_PROCESSES 4

/* What one run came to. */
struct durable_rate {
    uint64_t count;
    double seconds;
    double median_ns, worst_ns; /* of one call, from submit to collect */
};

/* Measures and prints; false after a complaint. */
bool bench_durable(struct bench *bench);

/* Rows of charges that a durable run has left in a ledger, taken into memory. */
struct bare;

/* The rows that belong to the records after `position`, record by record. NULL after a complaint.
 */
struct bare *bare_load(const char *ledger, uint64_t position, uint64_t count);
/* Inserts them into an empty ledger file of the same schema, `batch` records a commit. */
bool bare_run(const struct bare *bare, const char *file, uint64_t batch, struct durable_rate *rate);
void bare_free(struct bare *bare);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * The shared library and one engine on a durable ledger, for the programs of this folder, which run
 * as processes of their own. Sees the public header only. */
#ifndef TESTS_FAULT_ENGINE_H
#define TESTS_FAULT_ENGINE_H

#include "support/town.h"

/* Longer than any test: no reservation runs out. */
#define RESERVATION_SECONDS 10000000

struct fault_engine {
    void *library;
    const struct fg_plugin *plugin;
    struct fg_engine *engine;
};

/* FG_LIBRARY, without an engine. */
void fault_load(struct fault_engine *engine);

/* FG_LIBRARY on "sqlite:LEDGER" with the system's clock; log lines above INFO go to stderr. */
fg_status fault_open(struct fault_engine *engine, const char *schedules, const char *ledger);
void fault_close(struct fault_engine *engine);

/* Waits until collect has something to hand out; false: a minute went by. */
bool fault_wait(const struct fault_engine *engine);

/* A charge of the town's item REG, of which one a year may stand for each payer. */
struct fg_charge fault_charge(const char *txn, const char *payer, int64_t amount_fen);

/* CLOCK_MONOTONIC, which all processes of a machine share. */
int64_t fault_now(void);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * What the files of the engine share. */
#ifndef FEEGUARD_ENGINE_ENGINE_INTERNAL_H
#define FEEGUARD_ENGINE_ENGINE_INTERNAL_H

#include <pthread.h>

#include "engine/accepted.h"
#include "engine/engine.h"
#include "engine/fork_mark.h"
#include "ledger/ledger.h"

struct fg_engine {
    struct fg_host host;
    struct fork_mark fork_mark;
    int32_t language;
    struct rulebook rulebook; /* policy and dates; its bundle is the ledger's */
    struct ledger ledger;
    struct fg_text schedules; /* copy of the directory's name */

    pthread_mutex_t lock;  /* over what follows; held for a few words only */
    struct bundle *bundle; /* the engine's own reference, for health */
    uint64_t generation;
    bool reload_refused;

    pthread_mutex_t reload_lock; /* one reload at a time; over what follows */
    struct accepted accepted;
};

/* Engine time: the host's clock, or the system's. */
int64_t engine_now(const struct fg_engine *engine);

/* One line to the host's log. */
void engine_log(const struct fg_engine *engine, int32_t severity, const char *line);

/* Loads the directory; each fault becomes a line of the log. */
fg_status engine_load(const struct fg_engine *engine, struct bundle **bundle);

/* Fills rulebook and ledger choices from the options; false: one is not understood, it was logged.
 */
bool options_read(const struct fg_options *options, struct fg_engine *engine);

#endif

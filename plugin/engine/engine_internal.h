/* SPDX-License-Identifier: Apache-2.0
 * What the files of the engine share. */
#ifndef FEEGUARD_ENGINE_ENGINE_INTERNAL_H
#define FEEGUARD_ENGINE_ENGINE_INTERNAL_H

#include <pthread.h>

#include "audit/permit.h"
#include "base/hash.h"
#include "engine/accepted.h"
#include "engine/engine.h"
#include "engine/fork_mark.h"
#include "engine/queue.h"
#include "ledger/ledger.h"
#include "ledger/paths.h"

struct fg_engine {
    struct fg_host host;
    struct fork_mark fork_mark;
    int32_t language;
    struct rulebook rulebook; /* policy and dates; its bundle is the ledger's */
    struct ledger ledger;
    struct queue *queue;
    struct fg_text schedules; /* copy of the directory's name */
    struct fg_text trust;     /* likewise; empty: documents are taken unsigned */

    bool is_durable; /* what follows is of a durable ledger */
    struct ledger_paths paths;
    uint32_t checkpoint_seconds;
    pthread_mutex_t permit_lock; /* over the maker */
    struct permit_maker permit_maker;

    pthread_mutex_t lock;  /* over what follows; held for a few words only */
    struct bundle *bundle; /* the engine's own reference, for health */
    struct {
        uint64_t generation, refused;
        bool last_was_refused;
        int64_t loaded_ns;
    } reloads; /* as fg_health tells them */

    pthread_mutex_t reload_lock; /* one reload at a time; over what follows */
    struct accepted accepted;
    struct hash128 tried; /* what engine_glance saw before the last load */

    struct counters *counters;
    struct watch *watch; /* NULL: nobody looks */
};

/* Nanoseconds since 1970 by the system's clock. */
int64_t system_now(void);
/* Engine time: the host's clock, or the system's. */
int64_t engine_now(const struct fg_engine *engine);

/* One line to the host's log. */
void engine_log(const struct fg_engine *engine, int32_t severity, const char *line);

/* The longest name of a data directory, with room for what lies in it. */
#define DATA_SIZE_MAX (PATH_MAX - 32)

/* Chooses the directory of trust for the engine's life; false: no memory. */
bool engine_choose_trust(struct fg_engine *engine, const struct fg_options *options);
/* Opens it as it is now, for one load. FG_OK with *trust NULL where there is none. */
fg_status engine_trust(const struct fg_engine *engine, struct fault_sink sink,
                       struct trust **trust);

/* A copy with a NUL behind it, freed by engine_close; false: no memory. */
bool engine_copy(struct fg_text text, struct fg_text *copy);

/* What the directories of schedules and of trust look like now. */
struct hash128 engine_glance(const struct fg_engine *engine);

/* Choices that open alone needs. */
struct choices {
    uint64_t charges_max;
    uint32_t queue_max;
    uint32_t watch_seconds;
};

/* Fills rulebook and ledger choices from the options; false: one is not understood, it was logged.
 */
bool options_read(const struct fg_options *options, struct fg_engine *engine,
                  struct choices *choices);

/* Opens the ledger that the options named, without a bundle, and what hands out permits. */
fg_status engine_open_ledger(struct fg_engine *engine, const struct choices *choices);

/* Whether documents may be loaded as the engine would: FG_SCHEDULE_REFUSED with the fault reported
 * where this ledger takes signed ones only and no trust directory is chosen; FG_LEDGER_UNAVAILABLE.
 */
fg_status engine_hold_to_trust(struct fg_engine *engine, struct faults *faults);

/* Holds a bundle against what was accepted before and notes it. FG_OK; FG_SCHEDULE_REFUSED with the
 * faults reported; FG_LEDGER_UNAVAILABLE; FG_NO_MEMORY. */
fg_status engine_accept(struct fg_engine *engine, const struct bundle *bundle,
                        struct faults *faults);

/* The permit for a job that was allowed, written to `out`; empty: none is due. */
struct fg_text engine_permit(struct fg_engine *engine, const struct job *job,
                             char out[static PERMIT_TEXT_SIZE]);

/* A submitted job that nobody collected. */
void engine_drop(struct job *job);

#endif

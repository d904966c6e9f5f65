/* SPDX-License-Identifier: Apache-2.0
 * A replay: batches of rows are cut, parsed, decided in order by one thread, formatted, written. */
#ifndef HARNESS_REPLAY_REPLAY_H
#define HARNESS_REPLAY_REPLAY_H

#include <stdatomic.h>

#include "plugin.h"
#include "replay/batch.h"
#include "replay/compare.h"
#include "replay/progress.h"
#include "replay/summary.h"

#define REPLAY_JOBS_MAX 64
#define REPLAY_MALFORMED_SHOWN 20

/* Where decision lines go. */
enum sink { SINK_NONE, SINK_FILE, SINK_NULL /* formatted, then dropped */ };

struct replay {
    /* set by the command */
    const struct fg_plugin *calls;
    struct fg_engine *engine;
    struct engine_choice choice;
    struct fg_engine *other; /* judges every row as well; NULL: nothing is compared */
    bool other_is_before;    /* its judgement is the one before the change */
    struct log *logs;
    size_t log_count;
    const char *encoding;
    bool strict;
    bool silent; /* says nothing about rows: for measuring */
    /* Is handed each row once it is decided, in order, and says itself what there is to say of it;
     * NULL: rows that are malformed or not as expected are told on standard error. */
    void (*observe)(void *observer, struct event *event, const struct answer *answer);
    void *observer;
    long jobs;
    enum sink sink;
    int sink_fd;

    /* kept by the run */
    struct code_names names;
    atomic_int_fast64_t clock_ns; /* the greatest time of any well-formed row so far */
    struct summary summary;
    struct comparison comparison;
    struct progress progress;
    size_t log_at; /* being cut */
    struct log_reader reader;
    bool reader_is_open;
    uint64_t bytes_before;          /* of logs that are done */
    bool stopped;                   /* nothing more is decided */
    int status;                     /* EXIT_* */
    char message[LOG_MESSAGE_SIZE]; /* a log that failed; said once all before it is done */
};

/* Before engine_open, whose clock callback it feeds. */
void replay_begin(struct replay *replay);
void replay_free(struct replay *replay);
int64_t replay_clock(void *replay);

/* Runs all logs through; replay->status and ->summary tell the rest. */
void replay_run(struct replay *replay);

/* The steps, for replay_run and replay_run_jobs. Cut is false at the end of the last log. */
bool replay_cut(struct replay *replay, struct batch *batch);
void replay_decide(struct replay *replay, struct batch *batch);
void replay_format(const struct replay *replay, struct batch *batch);
void replay_write(struct replay *replay, struct batch *batch);

/* Opens the other engine, over a ledger of its own in memory: that of the bundle in `against`, or,
 * with as-known alone, that which judges by the documents of each charge's own day. Opens none
 * where nothing is to be compared. Returns what engine_open returns. */
fg_status replay_open_other(struct replay *replay, const struct plugin *plugin,
                            const char *against);
/* Writes the charges judged differently to a file; replay->status tells a failure. */
void replay_list_differences(struct replay *replay, const char *file);

/* The same steps with worker threads for parsing and formatting. */
void replay_run_jobs(struct replay *replay);

#endif

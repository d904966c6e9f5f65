/* SPDX-License-Identifier: Apache-2.0
 * The steps of a replay that one thread takes in order: cut, write, and the run without workers. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/whole.h"
#include "harness.h"
#include "replay/replay.h"

#define BEFORE_ALL_TIME (INT64_C(-2208988800) * 1000000000 - INT64_C(86400) * 1000000000)

void replay_begin(struct replay *replay)
{
    summary_begin(&replay->summary);
    atomic_init(&replay->clock_ns, BEFORE_ALL_TIME); /* no row is earlier than 1900 */
}

void replay_free(struct replay *replay)
{
    summary_free(&replay->summary);
    compare_free(&replay->comparison);
}

int64_t replay_clock(void *replay)
{
    return atomic_load_explicit(&((struct replay *)replay)->clock_ns, memory_order_relaxed);
}

static void cut_failed(struct replay *replay)
{
    memcpy(replay->message, replay->reader.message, sizeof(replay->message));
    replay->status = EXIT_FAILED;
    replay->log_at = replay->log_count;
}

static void log_done(struct replay *replay)
{
    replay->bytes_before += replay->reader.input.taken;
    log_reader_close(&replay->reader);
    replay->reader_is_open = false;
}

bool replay_cut(struct replay *replay, struct batch *batch)
{
    batch_reset(batch);
    while (!replay->stopped && replay->log_at < replay->log_count) {
        struct log *log = &replay->logs[replay->log_at];

        if (!replay->reader_is_open) {
            replay->reader_is_open = true;
            if (!log_open(&replay->reader, log, replay->encoding)) {
                cut_failed(replay);
                break;
            }
        }
        batch->log = log;
        switch (log_next(&replay->reader, &batch->piece)) {
        case LOG_PIECE: return true;
        case LOG_END:
            log_done(replay);
            replay->log_at++;
            break;
        case LOG_FAILED: cut_failed(replay); break;
        }
    }
    if (replay->reader_is_open) log_done(replay);
    return false;
}

void replay_format(const struct replay *replay, struct batch *batch)
{
    if (replay->sink == SINK_NONE) return;
    batch_format(batch, &replay->names, replay->log_count > 1 ? batch->log->name : NULL);
}

void replay_write(struct replay *replay, struct batch *batch)
{
    if (replay->sink == SINK_FILE && replay->sink_fd >= 0 &&
        !whole_write(replay->sink_fd, batch->output.bytes, batch->output.size)) {
        progress_clear(&replay->progress);
        complain("cannot write decisions: %s", strerror(errno));
        replay->status = EXIT_FAILED;
        replay->stopped = true;
        replay->sink_fd = -1; /* the caller's to close */
        return;
    }
    progress_tell(&replay->progress, replay->summary.rows,
                  replay->bytes_before + replay->reader.input.taken, replay->choice.language);
}

static void run_alone(struct replay *replay)
{
    struct batch batch = {0};
    struct parser parser;

    parser_open(&parser);
    while (replay_cut(replay, &batch)) {
        batch_parse(&batch, &parser);
        replay_decide(replay, &batch);
        replay_format(replay, &batch);
        replay_write(replay, &batch);
    }
    parser_close(&parser);
    batch_free(&batch);
}

void replay_run(struct replay *replay)
{
    code_names_read(&replay->names, replay->calls);
    if (replay->jobs > 1)
        replay_run_jobs(replay);
    else
        run_alone(replay);
    progress_clear(&replay->progress);
    if (replay->summary.malformed > REPLAY_MALFORMED_SHOWN && !replay->silent &&
        replay->observe == NULL) {
        fprintf(stderr, "feeguard: %llu malformed rows in all, the first %d shown\n",
                (unsigned long long)replay->summary.malformed, REPLAY_MALFORMED_SHOWN);
    }
    if (replay->message[0] != '\0') fprintf(stderr, "%s\n", replay->message);
    if (replay->summary.mismatches > 0 && replay->status == EXIT_DONE) replay->status = EXIT_FOUND;
}

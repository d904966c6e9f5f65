/* SPDX-License-Identifier: Apache-2.0
 * The measurements themselves. Only the calls are timed, never opening, parsing or naming. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "bench/bench.h"
#include "harness.h"
#include "replay/replay.h"

#define SECOND_NS INT64_C(1000000000)
#define TABLE_ENTRIES ((size_t)1000000)
#define TABLE_SLOTS ((size_t)1 << 21)
#define PROBES ((size_t)4000000)

static void charges_take(struct bench *bench, const struct batch *batch)
{
    for (size_t i = 0; i < batch->event_count; i++) {
        const struct event *event = &batch->events[i];

        if (event->fault != FAULT_NONE || event->kind > EVENT_CHECK) continue;
        if (bench->charge_count == BENCH_CHARGES_MAX) return;
        bench->charges[bench->charge_count++] = event->charge;
    }
}

bool bench_load(struct bench *bench)
{
    struct log_reader reader;
    struct parser parser;
    enum log_result result = LOG_FAILED;

    bench->log.name = bench->long_name;
    bench->charges = memory_take(BENCH_CHARGES_MAX, sizeof(*bench->charges));
    parser_open(&parser);
    if (log_open(&reader, &bench->log, NULL)) {
        do {
            struct batch batch = {.log = &bench->log};

            result = log_next(&reader, &batch.piece);
            if (result == LOG_PIECE) batch_parse(&batch, &parser);
            bench->batches =
                memory_grow(bench->batches, bench->batch_count + 1, sizeof(*bench->batches));
            bench->batches[bench->batch_count++] = batch;
            charges_take(bench, &batch);
        } while (result == LOG_PIECE && bench->charge_count < BENCH_CHARGES_MAX);
    }
    if (result == LOG_FAILED) fprintf(stderr, "%s\n", reader.message);
    log_reader_close(&reader);
    parser_close(&parser);
    if (result != LOG_FAILED && bench->charge_count == 0) complain("no charge in the log");
    return result != LOG_FAILED && bench->charge_count > 0;
}

void bench_unload(struct bench *bench)
{
    for (size_t i = 0; i < bench->batch_count; i++) batch_free(&bench->batches[i]);
    free(bench->batches);
    free(bench->charges);
    log_free(&bench->log);
    if (bench->has_long_log) unlink(bench->long_name);
}

static bool round_run(const struct bench *bench, struct fg_engine *engine, bench_call call,
                      struct bench_rate *rate)
{
    static _Alignas(16) char memory[FG_DECISION_MEMORY];
    struct fg_decision decision = {
        .size = sizeof(decision), .memory_size = sizeof(memory), .memory = memory};

    for (size_t i = 0; i < bench->charge_count; i++) {
        fg_status status = call(engine, &bench->charges[i], &decision);

        if (bench->plugin.calls->status_class(status) > FG_CLASS_REFUSED) {
            complain("%s", bench->plugin.calls->status_text(status, FG_LANGUAGE_EN));
            return false;
        }
        rate->allowed += status == FG_OK;
    }
    rate->count += bench->charge_count;
    return true;
}

bool bench_decisions(struct bench *bench, bench_call call, struct bench_rate *rate)
{
    int64_t begun = progress_now(), spent = 0, limit = bench->seconds * SECOND_NS;

    while (spent < limit && progress_now() - begun < 3 * limit) {
        struct fg_engine *engine = NULL;
        int64_t start;
        bool good;

        if (engine_open(&bench->plugin, &bench->choice, NULL, NULL, &engine) != FG_OK) return false;
        start = progress_now();
        good = round_run(bench, engine, call, rate);
        spent += progress_now() - start;
        bench->plugin.calls->close(engine);
        if (!good) return false;
    }
    rate->ns_each = (double)spent / (double)rate->count;
    return true;
}

/* One pass over the log as feeguard replay makes it. */
static bool replay_once(const struct bench *bench, enum sink sink, struct bench_rate *rate,
                        int64_t *spent)
{
    struct log log = {.name = bench->long_name};
    struct replay replay = {.calls = bench->plugin.calls,
                            .choice = bench->choice,
                            .logs = &log,
                            .log_count = 1,
                            .jobs = 1,
                            .silent = true,
                            .sink = sink,
                            .sink_fd = -1};
    bool good = false;

    replay_begin(&replay);
    if (engine_open(&bench->plugin, &bench->choice, replay_clock, &replay, &replay.engine) ==
        FG_OK) {
        int64_t start = progress_now();

        replay_run(&replay);
        *spent += progress_now() - start;
        rate->count += replay.summary.rows;
        good = replay.status != EXIT_FAILED;
    }
    bench->plugin.calls->close(replay.engine);
    replay_free(&replay);
    log_free(&log);
    return good;
}

bool bench_replay(const struct bench *bench, enum sink sink, struct bench_rate *rate)
{
    int64_t begun = progress_now(), spent = 0, limit = bench->seconds * SECOND_NS;

    while (spent < limit && progress_now() - begun < 3 * limit) {
        if (!replay_once(bench, sink, rate, &spent)) return false;
    }
    rate->ns_each = (double)spent / (double)rate->count;
    return true;
}

/* Where results go, so that no compiler leaves out what nobody reads. */
static volatile uint64_t results;

/* Numbers that no compiler foresees and no cache guesses. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

struct table_entry {
    struct hash128 key; /* all zero: free */
    uint64_t value[2];
};

static struct table_entry *entry_find(struct table_entry *table, struct hash128 key)
{
    for (uint64_t at = key.low;; at++) {
        struct table_entry *entry = &table[at & (TABLE_SLOTS - 1)];

        if (hash_equal(entry->key, key) || (entry->key.low | entry->key.high) == 0) return entry;
    }
}

double bench_table(void)
{
    struct table_entry *table = memory_take(TABLE_SLOTS, sizeof(*table));
    struct hash128 *keys = memory_take(TABLE_ENTRIES, sizeof(*keys));
    uint64_t state = UINT64_C(88172645463325252);
    uint64_t sum = 0;
    int64_t start, spent;

    for (size_t i = 0; i < TABLE_ENTRIES; i++) {
        keys[i] = (struct hash128){next_random(&state), next_random(&state)};
        *entry_find(table, keys[i]) = (struct table_entry){keys[i], {i, i}};
    }
    start = progress_now();
    for (size_t i = 0; i < PROBES; i++) {
        sum += entry_find(table, keys[next_random(&state) % TABLE_ENTRIES])->value[0];
    }
    spent = progress_now() - start;
    results = sum;
    free(table);
    free(keys);
    return (double)spent / (double)PROBES;
}

double bench_hash(void)
{
    const struct hash_key key = {1, 2};
    char bytes[60] = {0};
    uint64_t sum = 0;
    int64_t start = progress_now();

    for (size_t i = 0; i < PROBES; i++) {
        memcpy(bytes, &i, sizeof(i));
        sum += hash_bytes(&key, bytes, sizeof(bytes)).low;
    }
    results = sum;
    return (double)(progress_now() - start) / (double)PROBES;
}

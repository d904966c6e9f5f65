/* SPDX-License-Identifier: Apache-2.0
 * The durable ledger, measured as gateways use it: many calls in flight, one at a time, and several
 * processes at once; each beside what a bare database takes for the same rows. */
#include "bench/bench_durable.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "harness.h"
#include "ledger/paths.h"
#include "ledger/sqlite.h"

#define SECOND_NS INT64_C(1000000000)

struct load {
    const struct bench *bench;
    struct fg_engine *engine;
    int32_t kind;  /* FG_REQUEST_* */
    size_t next;   /* of bench->charges */
    double *waits; /* ns, of each call that is done */
    size_t count;
};

/* ---- many in flight ---- */

struct flight {
    struct fg_decision decision;
    _Alignas(16) char memory[FG_DECISION_MEMORY];
    int64_t begun;
};

static bool launch(struct load *load, struct flight *flights, size_t slot)
{
    const struct bench *bench = load->bench;
    struct flight *flight = &flights[slot];
    struct fg_request request = {.size = sizeof(request),
                                 .kind = load->kind,
                                 .tag = slot,
                                 .charge = &bench->charges[load->next],
                                 .decision = &flight->decision};

    flight->decision = (struct fg_decision){.size = sizeof(flight->decision),
                                            .memory_size = sizeof(flight->memory),
                                            .memory = flight->memory};
    flight->begun = progress_now();
    if (bench->plugin.calls->submit(load->engine, &request) != FG_OK) {
        complain("submit failed");
        return false;
    }
    load->next++;
    return true;
}

static bool land(struct load *load, const struct flight *flights,
                 const struct fg_completion *completion)
{
    const struct fg_plugin *calls = load->bench->plugin.calls;

    if (calls->status_class(completion->status) > FG_CLASS_REFUSED) {
        complain("%s", calls->status_name(completion->status));
        return false;
    }
    load->waits[load->count++] = (double)(progress_now() - flights[completion->tag].begun);
    return true;
}

static bool run_flights(struct load *load, int in_flight, int64_t limit_ns)
{
    const struct fg_plugin *calls = load->bench->plugin.calls;
    struct flight *flights = memory_take((size_t)in_flight, sizeof(*flights));
    struct pollfd poller = {.fd = calls->descriptor(load->engine), .events = POLLIN};
    struct fg_completion done[BENCH_IN_FLIGHT];
    int64_t begun = progress_now();
    int flying = 0;
    bool good = true;

    while (good && flying < in_flight && load->next < load->bench->charge_count) {
        good = launch(load, flights, (size_t)flying++);
    }
    while (good && flying > 0) {
        uint32_t count = 0;
        bool goes_on;

        poll(&poller, 1, -1);
        calls->collect(load->engine, done, BENCH_IN_FLIGHT, &count);
        goes_on = progress_now() - begun < limit_ns;
        for (uint32_t i = 0; good && i < count; i++) {
            good = land(load, flights, &done[i]);
            flying--;
            if (!good || !goes_on || load->next == load->bench->charge_count) continue;
            good = launch(load, flights, done[i].tag);
            flying++;
        }
    }
    free(flights);
    return good;
}

/* ---- one at a time ---- */

static bool run_one_by_one(struct load *load, int64_t limit_ns)
{
    static _Alignas(16) char memory[FG_DECISION_MEMORY];
    struct fg_decision decision = {
        .size = sizeof(decision), .memory_size = sizeof(memory), .memory = memory};
    const struct fg_plugin *calls = load->bench->plugin.calls;
    int64_t begun = progress_now();

    while (load->next < load->bench->charge_count && progress_now() - begun < limit_ns) {
        int64_t start = progress_now();
        fg_status status =
            calls->charge(load->engine, &load->bench->charges[load->next++], &decision);

        if (calls->status_class(status) > FG_CLASS_REFUSED) {
            complain("%s", calls->status_name(status));
            return false;
        }
        load->waits[load->count++] = (double)(progress_now() - start);
    }
    return true;
}

static int order_waits(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

static void rate_of(struct load *load, int64_t spent, struct durable_rate *rate)
{
    qsort(load->waits, load->count, sizeof(*load->waits), order_waits);
    *rate = (struct durable_rate){.count = load->count, .seconds = (double)spent / 1e9};
    if (load->count == 0) return;
    rate->median_ns = load->waits[load->count / 2];
    rate->worst_ns = load->waits[load->count - 1];
}

/* ---- the runs ---- */

/* in_flight 0: one charge at a time. The charges from *next on. */
static bool measure(const struct bench *bench, int32_t kind, int in_flight, int64_t limit_ns,
                    size_t *next, struct durable_rate *rate, uint64_t *position)
{
    struct load load = {.bench = bench, .kind = kind, .next = *next};
    struct fg_health health = {.size = sizeof(health)};
    int64_t start;
    bool good;

    if (engine_open(&bench->plugin, &bench->choice, NULL, NULL, &load.engine) != FG_OK) {
        return false;
    }
    bench->plugin.calls->health(load.engine, &health);
    *position = health.position;
    load.waits = memory_take(bench->charge_count, sizeof(*load.waits));
    start = progress_now();
    good =
        in_flight > 0 ? run_flights(&load, in_flight, limit_ns) : run_one_by_one(&load, limit_ns);
    rate_of(&load, progress_now() - start, rate);
    *next = load.next;
    free(load.waits);
    bench->plugin.calls->close(load.engine);
    return good;
}

/* Several processes on one ledger, each with calls in flight; the rates together. */
static bool measure_processes(const struct bench *bench, int64_t limit_ns, size_t next,
                              struct durable_rate *total)
{
    size_t share = (bench->charge_count - next) / BENCH_PROCESSES;
    int ends[2];
    bool good = true;

    *total = (struct durable_rate){0};
    if (pipe(ends) != 0) return false;
    fflush(stdout);
    for (size_t i = 0; i < BENCH_PROCESSES; i++) {
        if (fork() == 0) {
            struct bench own = *bench;
            struct durable_rate rate;
            size_t at = next + i * share;
            uint64_t position;
            ssize_t written = -1;

            own.charge_count = at + share;
            if (measure(&own, FG_REQUEST_CHARGE, BENCH_IN_FLIGHT / BENCH_PROCESSES, limit_ns, &at,
                        &rate, &position)) {
                written = write(ends[1], &rate, sizeof(rate));
            }
            _exit(written == sizeof(rate) ? 0 : 1);
        }
    }
    for (int i = 0; i < BENCH_PROCESSES; i++) {
        int status;

        good = wait(&status) > 0 && status == 0 && good;
    }
    for (int i = 0; good && i < BENCH_PROCESSES; i++) {
        struct durable_rate rate;

        good = read(ends[0], &rate, sizeof(rate)) == sizeof(rate);
        total->count += rate.count;
        if (rate.seconds > total->seconds) total->seconds = rate.seconds;
        if (rate.worst_ns > total->worst_ns) total->worst_ns = rate.worst_ns;
    }
    close(ends[0]);
    close(ends[1]);
    return good;
}

/* The rows of a run, in a file of its own, `batch` records a commit. */
static bool measure_bare(const char *file, uint64_t position, uint64_t count, uint64_t batch,
                         struct durable_rate *rate)
{
    static const char *const endings[] = {"", "-wal", "-shm", ".turn"};
    struct keyring ring = {.kind = DIGEST_SHA256, .epoch_count = 1};
    char bare_file[PATH_MAX], path[PATH_MAX + 8];
    struct sqlite_options options = {.keyring = &ring, .language = FG_LANGUAGE_EN};
    struct bare *bare = bare_load(file, position, count);
    bool good;

    if (bare == NULL) return false;
    snprintf(bare_file, sizeof(bare_file), "%s.bare", file);
    options.path = text_of(bare_file);
    good = sqlite_ledger_create(&options) == FG_OK;
    if (!good) complain("%s: cannot be made", bare_file);
    good = good && bare_run(bare, bare_file, batch, rate);
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        snprintf(path, sizeof(path), "%s%s", bare_file, endings[i]);
        unlink(path);
    }
    bare_free(bare);
    return good;
}

static void print_pairs(const struct durable_rate *many, const struct durable_rate *bare_many,
                        const struct durable_rate *one, const struct durable_rate *bare_one,
                        const struct durable_rate *processes)
{
    double ours = (double)many->count / many->seconds;
    double bare = (double)bare_many->count / bare_many->seconds;

    printf("%-34s %12.0f /s   of bare %.2f\n", "durable: charge, 64 in flight", ours, ours / bare);
    printf("%-34s %12.0f /s\n", "bare database, 64 records a commit", bare);
    printf("%-34s %12.0f us  of bare %.2f\n", "durable: charge, one at a time",
           one->median_ns / 1e3, one->median_ns / bare_one->median_ns);
    printf("%-34s %12.0f us\n", "bare database, 1 record a commit", bare_one->median_ns / 1e3);
    printf("%-34s %12.0f /s   worst wait %.0f ms\n", "durable: 4 processes, 16 in flight each",
           (double)processes->count / processes->seconds, processes->worst_ns / 1e6);
}

bool bench_durable(struct bench *bench)
{
    struct fg_text uri = text_of(bench->choice.ledger), prefix = TEXT("sqlite:");
    struct durable_rate checks, many, one, bare_many, bare_one, processes;
    int64_t limit_ns = bench->seconds * SECOND_NS;
    uint64_t at_many, at_one;
    const char *file;
    size_t next = 0, checked = 0;

    if (!text_starts(uri, prefix)) {
        complain("bench measures sqlite:FILE or the ledger in memory");
        return false;
    }
    file = bench->choice.ledger + prefix.size;
    if (!measure(bench, FG_REQUEST_CHECK, BENCH_IN_FLIGHT, limit_ns, &checked, &checks, &at_many) ||
        !measure(bench, FG_REQUEST_CHARGE, BENCH_IN_FLIGHT, limit_ns, &next, &many, &at_many) ||
        !measure(bench, FG_REQUEST_CHARGE, 0, limit_ns, &next, &one, &at_one) ||
        !measure_bare(file, at_many, many.count, BENCH_IN_FLIGHT, &bare_many) ||
        !measure_bare(file, at_one, one.count, 1, &bare_one) ||
        !measure_processes(bench, limit_ns, next, &processes)) {
        return false;
    }
    printf("%-34s %12.0f /s\n", "durable: check, 64 in flight",
           (double)checks.count / checks.seconds);
    print_pairs(&many, &bare_many, &one, &bare_one, &processes);
    return true;
}

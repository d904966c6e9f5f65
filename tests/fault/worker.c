/* SPDX-License-Identifier: Apache-2.0
 * fault_worker SCHEDULES LEDGER LOG ROUND NUMBER RETRIES: a gateway that is going to be killed.
 *
 * Four threads reserve, charge, commit, release and refund on a few keys that all workers of a
 * round share, until the process is killed. Each call leaves a line in LOG before it is made and
 * one after it returned; a line is one write(2), so that what the log says after a kill has
 * happened:
 *
 *   I nanoseconds call txn key           from now on it may have happened
 *   A nanoseconds call txn status position codes   it was acknowledged
 *
 * RETRIES holds "call txn key" of calls that were in doubt after the last kill: like any gateway,
 * the worker makes them again before all else. The fourth thread uses submit and collect. */
#include "fault/engine.h"

#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "support/random.h"

#define THREADS 4
#define KEYS 6
#define FEN 8000
#define ID_SIZE (FG_CODE_SIZE_MAX + 1)

static struct fault_engine engine;
static const char *round_name;
static int number, log_descriptor;

struct step {
    int32_t kind; /* FG_REQUEST_* */
    char txn[ID_SIZE], key[ID_SIZE];
};

struct worker {
    pthread_t thread;
    int number;
    bool submits;
    struct random random;
    struct answer answer;
};

static const char *const names[] = {[FG_REQUEST_RESERVE] = "reserve",
                                    [FG_REQUEST_CHARGE] = "charge",
                                    [FG_REQUEST_COMMIT] = "commit",
                                    [FG_REQUEST_RELEASE] = "release",
                                    [FG_REQUEST_REFUND] = "refund"};

static void give_up(const char *what)
{
    perror(what);
    _exit(3);
}

static void note(const char *line, int size)
{
    if (write(log_descriptor, line, (size_t)size) != size) give_up("log");
}

static void note_intent(const struct step *step)
{
    char line[256];

    note(line, snprintf(line, sizeof(line), "I %" PRId64 " %s %s %s\n", fault_now(),
                        names[step->kind], step->txn, step->key));
}

static void note_answer(const struct step *step, fg_status status,
                        const struct fg_decision *decision)
{
    char line[256];

    note(line, snprintf(line, sizeof(line),
                        "A %" PRId64 " %s %s %" PRId32 " %" PRIu64 " %" PRIx64 "\n", fault_now(),
                        names[step->kind], step->txn, status, decision->position, decision->codes));
}

/* ---- one call ---- */

static fg_status call(struct worker *worker, const struct step *step,
                      const struct fg_request *request)
{
    const struct fg_plugin *plugin = engine.plugin;
    struct fg_decision *decision = request->decision;

    (void)worker;
    switch (step->kind) {
    case FG_REQUEST_RESERVE: return plugin->reserve(engine.engine, request->charge, decision);
    case FG_REQUEST_CHARGE: return plugin->charge(engine.engine, request->charge, decision);
    case FG_REQUEST_COMMIT: return plugin->commit(engine.engine, request->txn, decision);
    case FG_REQUEST_RELEASE: return plugin->release(engine.engine, request->txn);
    default: return plugin->refund(engine.engine, request->refund);
    }
}

/* One thread alone submits: what collect hands out is its own. */
static fg_status submit(const struct fg_request *request)
{
    struct fg_completion completion;
    fg_status status = engine.plugin->submit(engine.engine, request);
    uint32_t count = 0;

    if (status != FG_OK) return status;
    while (count == 0) {
        if (!fault_wait(&engine)) give_up("descriptor");
        if (engine.plugin->collect(engine.engine, &completion, 1, &count) != FG_OK) {
            give_up("collect");
        }
    }
    if (completion.tag != request->tag) give_up("tag");
    return completion.status;
}

static fg_status make(struct worker *worker, const struct step *step)
{
    struct fg_charge charge = fault_charge(step->txn, step->key, FEN);
    struct fg_refund refund = {.size = sizeof(refund),
                               .txn = text_from(step->txn),
                               .refund = text_from("R"),
                               .amount_fen = FEN};
    struct fg_request request = {.size = sizeof(request),
                                 .kind = step->kind,
                                 .tag = random_next(&worker->random),
                                 .charge = &charge,
                                 .txn = text_from(step->txn),
                                 .refund = &refund,
                                 .decision = &worker->answer.decision};
    fg_status status;

    answer_init(&worker->answer);
    note_intent(step);
    status = worker->submits ? submit(&request) : call(worker, step, &request);
    note_answer(step, status, &worker->answer.decision);
    return status;
}

/* ---- what a thread does ---- */

static void go_on(struct worker *worker, struct step *step, int32_t kind)
{
    step->kind = kind;
    make(worker, step);
}

/* Most charges come to an end, so that the key is free again; a few go on standing. */
static void live(struct worker *worker, struct step *step)
{
    bool charged = step->kind == FG_REQUEST_CHARGE;

    if (make(worker, step) != FG_OK || random_once_in(&worker->random, 40)) return;
    if (!charged && random_once_in(&worker->random, 2)) {
        go_on(worker, step, FG_REQUEST_RELEASE);
        return;
    }
    if (!charged) go_on(worker, step, FG_REQUEST_COMMIT);
    if (!random_once_in(&worker->random, 40)) go_on(worker, step, FG_REQUEST_REFUND);
}

static void *run(void *context)
{
    struct worker *worker = context;
    struct step step;

    for (uint32_t life = 0;; life++) {
        step.kind = random_once_in(&worker->random, 3) ? FG_REQUEST_CHARGE : FG_REQUEST_RESERVE;
        snprintf(step.txn, sizeof(step.txn), "%s-%d-%d-%" PRIu32, round_name, number,
                 worker->number, life);
        snprintf(step.key, sizeof(step.key), "%s-K%" PRIu32, round_name,
                 random_below(&worker->random, KEYS));
        live(worker, &step);
    }
    return NULL;
}

static int32_t kind_of(const char *name)
{
    for (int32_t kind = FG_REQUEST_RESERVE; kind <= FG_REQUEST_REFUND; kind++) {
        if (strcmp(names[kind], name) == 0) return kind;
    }
    give_up(name);
    return 0;
}

static void make_again(struct worker *worker, const char *path)
{
    FILE *file = fopen(path, "r");
    struct step step;
    char name[16];

    if (file == NULL) give_up(path);
    while (fscanf(file, "%15s %64s %64s", name, step.txn, step.key) == 3) {
        step.kind = kind_of(name);
        make(worker, &step);
    }
    fclose(file);
}

static void seed(struct worker *worker, int thread)
{
    uint64_t state = UINT64_C(0x9E3779B97F4A7C15);

    for (const char *at = round_name; *at != '\0'; at++) state = state * 31 + (unsigned char)*at;
    *worker = (struct worker){.number = thread, .submits = thread == THREADS - 1};
    worker->random.state = (state * 16 + (uint64_t)number) * 16 + (uint64_t)thread + 1;
}

int main(int count, char **arguments)
{
    static struct worker workers[THREADS];
    fg_status status;

    prctl(PR_SET_PDEATHSIG, SIGKILL); /* none is left behind by a driver that was interrupted */
    if (count != 7) {
        fprintf(stderr, "usage: fault_worker SCHEDULES LEDGER LOG ROUND NUMBER RETRIES\n");
        return 2;
    }
    round_name = arguments[4];
    number = (int)strtol(arguments[5], NULL, 10);
    log_descriptor = open(arguments[3], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log_descriptor < 0) give_up(arguments[3]);
    status = fault_open(&engine, arguments[1], arguments[2]);
    if (status != FG_OK) {
        fprintf(stderr, "worker: open gave %" PRId32 "\n", status);
        return 3;
    }
    for (int i = 0; i < THREADS; i++) seed(&workers[i], i);
    make_again(&workers[0], arguments[6]);
    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&workers[i].thread, NULL, run, &workers[i]) != 0) give_up("thread");
    }
    pthread_join(workers[0].thread, NULL);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0
 * A replay with worker threads. Batches stand in a ring in the order of the log. The main thread
 * cuts, decides and writes, each strictly in that order; workers parse and format whichever batch
 * waits longest. The ring's size bounds the memory; its order makes the output the same whatever
 * the number of jobs. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"
#include "replay/replay.h"

enum stage { STAGE_TO_PARSE, STAGE_WITH_WORKER, STAGE_PARSED, STAGE_TO_FORMAT, STAGE_FORMATTED };

struct slot {
    struct batch batch;
    enum stage stage;
};

/* Batches are numbered from 0; number n stands in slot n % slot_count. written <= decided <= cut.
 */
struct ring {
    struct replay *replay;
    struct slot *slots;
    uint64_t slot_count;
    uint64_t cut, decided, written;
    bool closing;
    pthread_mutex_t lock;
    pthread_cond_t for_main, for_workers;
};

static struct slot *slot_of(const struct ring *ring, uint64_t number)
{
    return &ring->slots[number % ring->slot_count];
}

/* The batch that has waited longest for a worker; NULL. Under the lock. */
static struct slot *waiting(const struct ring *ring)
{
    for (uint64_t number = ring->written; number < ring->cut; number++) {
        struct slot *slot = slot_of(ring, number);

        if (slot->stage == STAGE_TO_PARSE || slot->stage == STAGE_TO_FORMAT) return slot;
    }
    return NULL;
}

static void *worker(void *context)
{
    struct ring *ring = context;
    struct parser parser;

    parser_open(&parser);
    pthread_mutex_lock(&ring->lock);
    while (!ring->closing) {
        struct slot *slot = waiting(ring);
        bool parse;

        if (slot == NULL) {
            pthread_cond_wait(&ring->for_workers, &ring->lock);
            continue;
        }
        parse = slot->stage == STAGE_TO_PARSE;
        slot->stage = STAGE_WITH_WORKER;
        pthread_mutex_unlock(&ring->lock);
        if (parse)
            batch_parse(&slot->batch, &parser);
        else
            replay_format(ring->replay, &slot->batch);
        pthread_mutex_lock(&ring->lock);
        slot->stage = parse ? STAGE_PARSED : STAGE_FORMATTED;
        pthread_cond_signal(&ring->for_main);
    }
    pthread_mutex_unlock(&ring->lock);
    parser_close(&parser);
    return NULL;
}

enum step { STEP_WRITE, STEP_DECIDE, STEP_CUT, STEP_NONE };

/* What the main thread can do next: what frees a slot first. Under the lock. */
static enum step next_step(const struct ring *ring, bool ended)
{
    if (ring->written < ring->decided && slot_of(ring, ring->written)->stage == STAGE_FORMATTED) {
        return STEP_WRITE;
    }
    if (ring->decided < ring->cut && slot_of(ring, ring->decided)->stage == STAGE_PARSED) {
        return STEP_DECIDE;
    }
    return !ended && ring->cut - ring->written < ring->slot_count ? STEP_CUT : STEP_NONE;
}

/* Takes one step without the lock, and hands the batch on under it. */
static void take_step(struct ring *ring, enum step step, bool *ended)
{
    uint64_t number = step == STEP_WRITE    ? ring->written
                      : step == STEP_DECIDE ? ring->decided
                                            : ring->cut;
    struct slot *slot = slot_of(ring, number);
    bool was_cut = true;

    pthread_mutex_unlock(&ring->lock);
    if (step == STEP_WRITE)
        replay_write(ring->replay, &slot->batch);
    else if (step == STEP_DECIDE)
        replay_decide(ring->replay, &slot->batch);
    else
        was_cut = replay_cut(ring->replay, &slot->batch);
    pthread_mutex_lock(&ring->lock);
    if (step == STEP_WRITE) {
        ring->written++;
        return;
    }
    if (!was_cut) {
        *ended = true;
        return;
    }
    slot->stage = step == STEP_DECIDE ? STAGE_TO_FORMAT : STAGE_TO_PARSE;
    if (step == STEP_DECIDE)
        ring->decided++;
    else
        ring->cut++;
    pthread_cond_signal(&ring->for_workers);
}

static void run_main(struct ring *ring)
{
    bool ended = false;

    pthread_mutex_lock(&ring->lock);
    while (!ended || ring->written < ring->cut) {
        enum step step = next_step(ring, ended);

        if (step == STEP_NONE)
            pthread_cond_wait(&ring->for_main, &ring->lock);
        else
            take_step(ring, step, &ended);
    }
    ring->closing = true;
    pthread_cond_broadcast(&ring->for_workers);
    pthread_mutex_unlock(&ring->lock);
}

void replay_run_jobs(struct replay *replay)
{
    struct ring ring = {.replay = replay, .slot_count = (uint64_t)replay->jobs * 2 + 2};
    pthread_t threads[REPLAY_JOBS_MAX];
    long started = 0;

    ring.slots = memory_take(ring.slot_count, sizeof(*ring.slots));
    pthread_mutex_init(&ring.lock, NULL);
    pthread_cond_init(&ring.for_main, NULL);
    pthread_cond_init(&ring.for_workers, NULL);
    while (started < replay->jobs && pthread_create(&threads[started], NULL, worker, &ring) == 0) {
        started++;
    }
    if (started > 0) {
        run_main(&ring);
    } else {
        complain("cannot start a thread");
        replay->status = EXIT_FAILED;
    }
    for (long i = 0; i < started; i++) pthread_join(threads[i], NULL);
    for (uint64_t i = 0; i < ring.slot_count; i++) batch_free(&ring.slots[i].batch);
    free(ring.slots);
    pthread_cond_destroy(&ring.for_workers);
    pthread_cond_destroy(&ring.for_main);
    pthread_mutex_destroy(&ring.lock);
}

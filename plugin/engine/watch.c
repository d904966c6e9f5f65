/* SPDX-License-Identifier: Apache-2.0
 * Files may be on their way when the thread looks, so a change is taken up only when two looks in a
 * row see the same. What was tried once is not tried again until it changes, else a document that
 * is refused would fill the log; what failed for want of memory or of the ledger is. */
#include "engine/watch.h"

#include <errno.h>
#include <stdlib.h>

#include "base/thread.h"
#include "engine/engine_internal.h"

struct watch {
    struct fg_engine *engine;
    uint32_t seconds;
    struct hash128 seen; /* at the last look */
    pthread_t thread;
    pthread_mutex_t lock; /* over what follows */
    pthread_cond_t ended;
    bool ends;
};

static bool was_tried(struct fg_engine *engine, struct hash128 seen)
{
    bool tried;

    pthread_mutex_lock(&engine->reload_lock);
    tried = hash_equal(engine->tried, seen);
    pthread_mutex_unlock(&engine->reload_lock);
    return tried;
}

static void look(struct watch *watch)
{
    struct hash128 seen = engine_glance(watch->engine);
    bool is_settled = hash_equal(seen, watch->seen);

    watch->seen = seen;
    if (is_settled && !was_tried(watch->engine, seen)) engine_reload(watch->engine);
}

/* Called and left under the lock. */
static void sleep_until_next(struct watch *watch)
{
    struct timespec next = steady_time_in(watch->seconds);

    while (!watch->ends &&
           pthread_cond_timedwait(&watch->ended, &watch->lock, &next) != ETIMEDOUT) {
    }
}

static void *run(void *context)
{
    struct watch *watch = context;

    pthread_mutex_lock(&watch->lock);
    for (;;) {
        sleep_until_next(watch);
        if (watch->ends) break;
        pthread_mutex_unlock(&watch->lock);
        look(watch);
        pthread_mutex_lock(&watch->lock);
    }
    pthread_mutex_unlock(&watch->lock);
    return NULL;
}

static void watch_free(struct watch *watch)
{
    pthread_cond_destroy(&watch->ended);
    pthread_mutex_destroy(&watch->lock);
    free(watch);
}

struct watch *watch_open(struct fg_engine *engine, uint32_t seconds)
{
    struct watch *watch = calloc(1, sizeof(*watch));

    if (watch == NULL) return NULL;
    watch->engine = engine;
    watch->seconds = seconds;
    watch->seen = engine->tried;
    pthread_mutex_init(&watch->lock, NULL);
    steady_condition_init(&watch->ended);
    if (thread_start(&watch->thread, run, watch)) return watch;
    watch_free(watch);
    return NULL;
}

void watch_close(struct watch *watch)
{
    if (watch == NULL) return;
    pthread_mutex_lock(&watch->lock);
    watch->ends = true;
    pthread_cond_signal(&watch->ended);
    pthread_mutex_unlock(&watch->lock);
    pthread_join(watch->thread, NULL);
    watch_free(watch);
}

void watch_drop(struct watch *watch)
{
    free(watch);
}

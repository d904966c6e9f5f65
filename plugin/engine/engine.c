/* SPDX-License-Identifier: Apache-2.0
 * Opening, reloading and closing an engine. */
#include <stdio.h>
#include <stdlib.h>

#include "engine/answer.h"
#include "engine/counters.h"
#include "engine/engine_internal.h"
#include "engine/glance.h"
#include "engine/incoming.h"
#include "engine/message.h"
#include "engine/payment.h"
#include "engine/watch.h"
#include "load/load.h"
#include "trust/trust.h"

#define LOG_LINE_MAX 8192

int64_t engine_now(const struct fg_engine *engine)
{
    if (engine->host.clock != NULL) return engine->host.clock(engine->host.context);
    return system_now();
}

void engine_log(const struct fg_engine *engine, int32_t severity, const char *line)
{
    if (engine->host.log != NULL) engine->host.log(engine->host.context, severity, line);
}

static void report_fault(void *context, const struct fault *fault)
{
    const struct fg_engine *engine = context;
    char line[LOG_LINE_MAX];

    fault_format(fault, engine->language, line, sizeof(line));
    engine_log(engine, FG_LOG_ERROR, line);
}

struct hash128 engine_glance(const struct fg_engine *engine)
{
    struct hash128 schedules = glance(engine->schedules), trust = glance(engine->trust);

    return (struct hash128){schedules.low ^ (trust.low << 1 | trust.low >> 63),
                            schedules.high ^ (trust.high << 1 | trust.high >> 63)};
}

/* Loads the directory; each fault becomes a line of the log. */
static fg_status load(const struct fg_engine *engine, struct bundle **bundle)
{
    struct fault_sink sink = {(void *)(size_t)engine, report_fault};
    struct trust *trust = NULL;
    fg_status status = engine_trust(engine, sink, &trust);

    if (status == FG_OK) status = bundle_load(&engine->schedules, 1, trust, sink, bundle);
    trust_close(trust);
    return status;
}

bool engine_copy(struct fg_text text, struct fg_text *copy)
{
    char *bytes = malloc((size_t)text.size + 1);

    if (bytes == NULL) return false;
    memcpy(bytes, text.bytes, text.size);
    bytes[text.size] = '\0';
    *copy = (struct fg_text){bytes, text.size, 0};
    return true;
}

/* A gateway built for an older contract has a shorter struct: what is not there is zero. */
static fg_status arguments_read(const struct fg_host *host, const struct fg_options *options,
                                struct fg_options *whole, struct fg_engine **engine)
{
    fg_status status;

    if (engine == NULL) return FG_BAD_ARGUMENT;
    *engine = NULL;
    if (host == NULL || options == NULL) return FG_BAD_ARGUMENT;
    status = incoming_size(host, sizeof(*host), sizeof(*host));
    if (status == FG_OK) status = incoming_size(options, FG_OPTIONS_SIZE_1_0, sizeof(*options));
    if (status != FG_OK) return status;
    if (host->reserved != 0) return FG_BAD_ARGUMENT;
    *whole = (struct fg_options){0};
    memcpy(whole, options, options->size < sizeof(*whole) ? options->size : sizeof(*whole));
    return FG_OK;
}

/* Ledger first: whether anything may be read unsigned is for it to say. */
static fg_status open_parts(struct fg_engine *engine, const struct choices *choices)
{
    struct faults faults = {{engine, report_fault}, 0};
    fg_status status = engine_open_ledger(engine, choices);

    if (status == FG_OK) status = engine_hold_to_trust(engine, &faults);
    if (status == FG_OK) status = load(engine, &engine->bundle);
    if (status != FG_OK || ledger_adopt(&engine->ledger, bundle_acquire(engine->bundle))) {
        return status;
    }
    bundle_release(engine->bundle);
    return FG_NO_MEMORY;
}

/* From parts that are open to an engine that can be asked. */
static fg_status start(struct fg_engine *engine, const struct choices *choices)
{
    struct faults faults = {{engine, report_fault}, 0};
    fg_status status;

    engine->queue = queue_open(choices->queue_max, engine->checkpoint_seconds, engine_work, engine);
    if (engine->queue == NULL) return FG_NO_MEMORY;
    engine->counters = counters_open();
    if (engine->counters == NULL) return FG_NO_MEMORY;
    status = engine_accept(engine, engine->bundle, &faults);
    if (status != FG_OK) return status;
    engine->reloads.generation = 1;
    engine->reloads.loaded_ns = engine_now(engine);
    if (choices->watch_seconds == 0) return FG_OK;
    engine->watch = watch_open(engine, choices->watch_seconds);
    return engine->watch != NULL ? FG_OK : FG_NO_MEMORY;
}

fg_status engine_open(const struct fg_host *host, const struct fg_options *options,
                      struct fg_engine **result)
{
    struct fg_engine *engine = NULL;
    struct fg_options whole;
    struct choices choices;
    fg_status status = arguments_read(host, options, &whole, result);

    if (status != FG_OK) return status;
    status = FG_NO_MEMORY;
    engine = calloc(1, sizeof(*engine));
    if (engine == NULL) goto out;
    pthread_mutex_init(&engine->lock, NULL);
    pthread_mutex_init(&engine->reload_lock, NULL);
    pthread_mutex_init(&engine->permit_lock, NULL);
    engine->host = *host;
    status = FG_BAD_OPTION;
    if (!options_read(&whole, engine, &choices)) goto out;
    status = FG_NO_MEMORY;
    if (!fork_mark_init(&engine->fork_mark)) goto out;
    if (!engine_copy(whole.schedules, &engine->schedules)) goto out;
    if (!engine_choose_trust(engine, &whole)) goto out;
    engine->tried = engine_glance(engine);
    status = open_parts(engine, &choices);
    if (status != FG_OK) goto out;
    status = start(engine, &choices);
    if (status != FG_OK) goto out;
    *result = engine;
    return FG_OK;

out:
    engine_close(engine);
    return status;
}

/* Threads and database connections belong to the parent: a child leaves them alone. */
static void close_threads(struct fg_engine *engine)
{
    if (engine->fork_mark.page == NULL) return;
    if (fork_mark_is_gone(&engine->fork_mark)) {
        watch_drop(engine->watch);
        if (engine->is_durable) return;
    } else {
        watch_close(engine->watch);
    }
    if (engine->ledger.store == NULL) return;
    if (engine->queue != NULL) queue_close(engine->queue, engine_drop);
    ledger_close(&engine->ledger);
}

void engine_close(struct fg_engine *engine)
{
    if (engine == NULL) return;
    close_threads(engine);
    counters_close(engine->counters);
    permit_maker_close(&engine->permit_maker);
    accepted_free(&engine->accepted);
    bundle_release(engine->bundle);
    fork_mark_free(&engine->fork_mark);
    free((void *)(size_t)engine->schedules.bytes);
    free((void *)(size_t)engine->trust.bytes);
    pthread_mutex_destroy(&engine->lock);
    pthread_mutex_destroy(&engine->reload_lock);
    pthread_mutex_destroy(&engine->permit_lock);
    free(engine);
}

/* Notes how a reload ended; a bundle that was accepted takes the place of the one before it. */
static void reload_note(struct fg_engine *engine, struct bundle *bundle)
{
    int64_t now_ns = engine_now(engine);
    struct bundle *before = NULL;

    pthread_mutex_lock(&engine->lock);
    engine->reloads.last_was_refused = bundle == NULL;
    if (bundle != NULL) {
        before = engine->bundle;
        engine->bundle = bundle;
        engine->reloads.generation++;
        engine->reloads.loaded_ns = now_ns;
    } else {
        engine->reloads.refused++;
    }
    pthread_mutex_unlock(&engine->lock);
    bundle_release(before);
}

/* A serial accepted once is never followed by a lower one, nor by other bytes under its number
 * (semantics section 2). */
static fg_status reload(struct fg_engine *engine)
{
    struct bundle *bundle = NULL;
    struct faults faults = {{engine, report_fault}, 0};
    struct hash128 seen = engine_glance(engine); /* before: what changes from here on is new */
    fg_status status = engine_hold_to_trust(engine, &faults);

    if (status == FG_OK) status = load(engine, &bundle);
    engine->tried = seen;
    if (status != FG_OK) goto out;
    status = engine_accept(engine, bundle, &faults);
    if (status != FG_OK) goto out;
    status = FG_NO_MEMORY;
    if (!ledger_adopt(&engine->ledger, bundle_acquire(bundle))) {
        bundle_release(bundle);
        goto out;
    }
    reload_note(engine, bundle);
    return FG_OK;

out:
    bundle_release(bundle);
    if (status == FG_NO_MEMORY || status == FG_LEDGER_UNAVAILABLE) {
        engine->tried = (struct hash128){0, 0};
    }
    reload_note(engine, NULL);
    return status;
}

fg_status engine_reload(struct fg_engine *engine)
{
    fg_status status;

    if (engine == NULL) return FG_BAD_ARGUMENT;
    if (fork_mark_is_gone(&engine->fork_mark)) return FG_FORKED;
    pthread_mutex_lock(&engine->reload_lock);
    status = reload(engine);
    pthread_mutex_unlock(&engine->reload_lock);
    return status;
}

fg_status engine_explain(const struct fg_charge *charge, const struct fg_decision *decision,
                         int32_t language, char *buffer, size_t buffer_size, size_t *size_needed)
{
    fg_status status;

    if (charge == NULL || decision == NULL || size_needed == NULL) return FG_BAD_ARGUMENT;
    status = incoming_charge(charge);
    if (status != FG_OK) return status;
    if (decision->size < FG_DECISION_SIZE_1_0) return FG_BAD_SIZE;
    if (language != FG_LANGUAGE_ZH && language != FG_LANGUAGE_EN) return FG_BAD_ARGUMENT;
    return message_explain(charge, decision, language, buffer, buffer_size, size_needed);
}

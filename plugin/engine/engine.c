/* SPDX-License-Identifier: Apache-2.0
 * Opening, reloading, closing, and looking inside an engine. The payment calls are in payment.c. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "engine/answer.h"
#include "engine/engine_internal.h"
#include "engine/message.h"
#include "load/load.h"

#define SECOND_NS INT64_C(1000000000)
#define LOG_LINE_MAX 8192

int64_t engine_now(const struct fg_engine *engine)
{
    struct timespec now;

    if (engine->host.clock != NULL) return engine->host.clock(engine->host.context);
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * SECOND_NS + now.tv_nsec;
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

fg_status engine_load(const struct fg_engine *engine, struct bundle **bundle)
{
    struct fault_sink sink = {(void *)(size_t)engine, report_fault};

    return bundle_load(&engine->schedules, 1, sink, bundle);
}

static bool copy_text(struct fg_text text, struct fg_text *copy)
{
    char *bytes = malloc((size_t)text.size + 1);

    if (bytes == NULL) return false;
    memcpy(bytes, text.bytes, text.size);
    bytes[text.size] = '\0';
    *copy = (struct fg_text){bytes, text.size, 0};
    return true;
}

static fg_status arguments_read(const struct fg_host *host, const struct fg_options *options,
                                struct fg_engine **engine)
{
    if (engine == NULL) return FG_BAD_ARGUMENT;
    *engine = NULL;
    if (host == NULL || options == NULL) return FG_BAD_ARGUMENT;
    if (host->size < sizeof(*host) || options->size < sizeof(*options)) return FG_BAD_SIZE;
    return FG_OK;
}

fg_status engine_open(const struct fg_host *host, const struct fg_options *options,
                      struct fg_engine **result)
{
    struct fg_engine *engine = NULL;
    struct bundle *bundle = NULL;
    fg_status status = arguments_read(host, options, result);

    if (status != FG_OK) return status;
    status = FG_NO_MEMORY;
    engine = calloc(1, sizeof(*engine));
    if (engine == NULL) goto out;
    pthread_mutex_init(&engine->lock, NULL);
    pthread_mutex_init(&engine->reload_lock, NULL);
    engine->host = *host;
    status = FG_BAD_OPTION;
    if (!options_read(options, engine)) goto out;
    status = FG_NO_MEMORY;
    if (!fork_mark_init(&engine->fork_mark)) goto out;
    if (!copy_text(options->schedules, &engine->schedules)) goto out;
    status = engine_load(engine, &bundle);
    if (status != FG_OK) goto out;
    engine->rulebook.bundle = bundle;
    status = FG_NO_MEMORY;
    if (!accepted_add(&engine->accepted, bundle) ||
        !memory_ledger_open(&engine->rulebook, options->ledger_charges_max, &engine->ledger)) {
        bundle_release(bundle);
        goto out;
    }
    engine->bundle = bundle_acquire(bundle);
    engine->generation = 1;
    *result = engine;
    return FG_OK;

out:
    engine_close(engine);
    return status;
}

void engine_close(struct fg_engine *engine)
{
    if (engine == NULL) return;
    ledger_close(&engine->ledger);
    accepted_free(&engine->accepted);
    bundle_release(engine->bundle);
    fork_mark_free(&engine->fork_mark);
    free((void *)(size_t)engine->schedules.bytes);
    pthread_mutex_destroy(&engine->lock);
    pthread_mutex_destroy(&engine->reload_lock);
    free(engine);
}

/* Notes how a reload ended; a bundle that was accepted takes the place of the one before it. */
static void reload_note(struct fg_engine *engine, struct bundle *bundle)
{
    struct bundle *before = NULL;

    pthread_mutex_lock(&engine->lock);
    engine->reload_refused = bundle == NULL;
    if (bundle != NULL) {
        before = engine->bundle;
        engine->bundle = bundle;
        engine->generation++;
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
    fg_status status = engine_load(engine, &bundle);

    if (status != FG_OK) goto out;
    status = FG_SCHEDULE_REFUSED;
    if (!accepted_allow(&engine->accepted, bundle, &faults)) goto out;
    status = FG_NO_MEMORY;
    if (!accepted_add(&engine->accepted, bundle)) goto out;
    if (!ledger_adopt(&engine->ledger, bundle_acquire(bundle))) {
        bundle_release(bundle);
        goto out;
    }
    reload_note(engine, bundle);
    return FG_OK;

out:
    bundle_release(bundle);
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

static int32_t next_change(const struct bundle *bundle, int32_t today)
{
    for (uint32_t i = 0; i < bundle->snapshot_count; i++) {
        if (bundle->snapshots[i].from > today) return day_to_ymd(bundle->snapshots[i].from);
    }
    return 0;
}

fg_status engine_health(struct fg_engine *engine, struct fg_health *health)
{
    uint32_t size;
    const struct snapshot *snapshot;
    struct ledger_counts counts;
    struct bundle *bundle;
    int32_t today;

    if (engine == NULL || health == NULL) return FG_BAD_ARGUMENT;
    if (health->size < sizeof(*health)) return FG_BAD_SIZE;
    if (fork_mark_is_gone(&engine->fork_mark)) return FG_FORKED;
    size = health->size;
    *health = (struct fg_health){.size = size, .version = FG_VERSION};
    pthread_mutex_lock(&engine->lock);
    bundle = bundle_acquire(engine->bundle);
    health->generation = engine->generation;
    health->reload_refused = engine->reload_refused;
    pthread_mutex_unlock(&engine->lock);
    today = day_of_time(engine_now(engine));
    snapshot = bundle_on(bundle, today);
    counts = ledger_counts(&engine->ledger);
    health->mode = engine->rulebook.policy.mode;
    health->document_count = bundle->document_count;
    health->in_effect_count = snapshot != NULL ? snapshot->document_count : 0;
    health->item_count = snapshot != NULL ? (uint32_t)snapshot->items.count : 0;
    health->next_change_ymd = next_change(bundle, today);
    health->reserved_count = counts.reserved;
    health->committed_count = counts.committed;
    bundle_release(bundle);
    return FG_OK;
}

fg_status engine_explain(const struct fg_charge *charge, const struct fg_decision *decision,
                         int32_t language, char *buffer, size_t buffer_size, size_t *size_needed)
{
    if (charge == NULL || decision == NULL || size_needed == NULL) return FG_BAD_ARGUMENT;
    if (charge->size < sizeof(*charge) || decision->size < sizeof(*decision)) return FG_BAD_SIZE;
    if (language != FG_LANGUAGE_ZH && language != FG_LANGUAGE_EN) return FG_BAD_ARGUMENT;
    return message_explain(charge, decision, language, buffer, buffer_size, size_needed);
}

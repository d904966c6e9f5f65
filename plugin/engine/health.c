/* SPDX-License-Identifier: Apache-2.0
 * What is loaded, what stands, and what is coming. */
#include "engine/health.h"

#include "engine/outlook.h"
#include "engine/payment.h"

static int32_t ymd(int32_t day)
{
    return day == DAY_NONE ? 0 : day_to_ymd(day);
}

static int32_t days_until(int32_t day, int32_t today)
{
    return day == DAY_NONE ? -1 : day - today;
}

struct bundle *engine_bundle(struct fg_engine *engine)
{
    struct bundle *bundle;

    pthread_mutex_lock(&engine->lock);
    bundle = bundle_acquire(engine->bundle);
    pthread_mutex_unlock(&engine->lock);
    return bundle;
}

int32_t engine_today(const struct fg_engine *engine)
{
    return day_of_time(engine_now(engine));
}

static void describe_reloads(struct fg_engine *engine, struct fg_health *health)
{
    pthread_mutex_lock(&engine->lock);
    health->generation = engine->reloads.generation;
    health->reload_refused = engine->reloads.last_was_refused;
    health->reloads_accepted = engine->reloads.generation - 1;
    health->reloads_refused = engine->reloads.refused;
    health->loaded_ns = engine->reloads.loaded_ns;
    pthread_mutex_unlock(&engine->lock);
}

static void describe_outlook(const struct bundle *bundle, int32_t today, struct fg_health *health)
{
    struct outlook outlook = outlook_from(bundle, today);

    health->next_change_ymd = ymd(outlook.change_day);
    health->days_to_change = days_until(outlook.change_day, today);
    health->next_gap_ymd = ymd(outlook.gap_day);
    health->days_to_gap = days_until(outlook.gap_day, today);
    health->certificate_ymd = ymd(outlook.certificate_day);
    if (outlook.signed_count > 0) health->days_to_certificate = outlook.certificate_day - today;
    health->signed_count = outlook.signed_count;
}

static void describe_bundle(struct fg_engine *engine, struct fg_health *health)
{
    int32_t today = engine_today(engine);
    struct bundle *bundle = engine_bundle(engine);
    const struct snapshot *snapshot = bundle_on(bundle, today);

    health->document_count = bundle->document_count;
    health->in_effect_count = snapshot != NULL ? snapshot->document_count : 0;
    health->item_count = snapshot != NULL ? (uint32_t)snapshot->items.count : 0;
    describe_outlook(bundle, today, health);
    bundle_release(bundle);
}

static void describe_ledger(struct fg_engine *engine, struct fg_health *health)
{
    struct ledger_counts counts = ledger_counts(&engine->ledger);

    health->reserved_count = counts.reserved;
    health->committed_count = counts.committed;
    health->position = counts.position;
    health->queued = queue_calls(engine->queue);
    health->durable = engine->is_durable;
}

fg_status engine_health(struct fg_engine *engine, struct fg_health *health)
{
    struct fg_health whole = {.version = FG_VERSION};

    if (engine == NULL || health == NULL) return FG_BAD_ARGUMENT;
    if (health->size < FG_HEALTH_SIZE_1_0) return FG_BAD_SIZE;
    if (engine_door(engine) != FG_OK) return FG_FORKED;
    whole.size = health->size;
    whole.mode = engine->rulebook.policy.mode;
    describe_reloads(engine, &whole);
    describe_bundle(engine, &whole);
    describe_ledger(engine, &whole);
    memcpy(health, &whole, health->size < sizeof(whole) ? health->size : sizeof(whole));
    return FG_OK;
}

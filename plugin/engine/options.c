/* SPDX-License-Identifier: Apache-2.0
 * Reads the options of open: what is not understood is refused by name, nothing is guessed. */
#include <stdio.h>

#include "engine/codes.h"
#include "engine/engine_internal.h"
#include "engine/incoming.h"

#define SECOND_NS INT64_C(1000000000)
#define RESERVATION_SECONDS_DEFAULT 900
#define QUEUE_MAX_DEFAULT 4096
#define CHECKPOINT_SECONDS_DEFAULT 60
#define QUEUE_MAX (UINT32_C(1) << 20)
#define LEDGER_IN_DATA "/ledger.db"

static bool refuse(const struct fg_engine *engine, const char *option)
{
    char line[160];

    snprintf(line, sizeof(line),
             engine->language == FG_LANGUAGE_EN ? "open: option %s is not understood"
                                                : "open：选项 %s 不被识别",
             option);
    engine_log(engine, FG_LOG_ERROR, line);
    return false;
}

static bool effects_read(const struct fg_options *options, struct fg_engine *engine)
{
    struct policy *policy = &engine->rulebook.policy;

    for (size_t code = 0; code < sizeof(options->effects); code++) {
        uint8_t effect = options->effects[code];

        if (effect > FG_EFFECT_OFF) return refuse(engine, "effects");
        if (code < FG_INVALID_CHARGE || code >= FG_CODE_COUNT) {
            if (effect != FG_EFFECT_DEFAULT) return refuse(engine, "effects");
            continue;
        }
        policy->effects[code] = effect != FG_EFFECT_DEFAULT ? effect : (uint8_t)codes[code].effect;
    }
    if (options->ledger_failure == FG_FAIL_OPEN &&
        options->effects[FG_CODE_LEDGER_UNAVAILABLE] == FG_EFFECT_DEFAULT) {
        policy->effects[FG_CODE_LEDGER_UNAVAILABLE] = FG_EFFECT_WARN;
    }
    return true;
}

/* "memory:", "sqlite:FILE", or what `data` says. */
static bool ledger_read(const struct fg_options *options, struct fg_engine *engine)
{
    struct fg_text prefix = TEXT("sqlite:"), file = options->ledger;
    char path[DATA_SIZE_MAX + sizeof(LEDGER_IN_DATA)];

    if (text_equal(options->ledger, TEXT("memory:"))) return true;
    if (options->ledger.size == 0) {
        if (options->data.size == 0) return true;
        file.size = (uint32_t)snprintf(path, sizeof(path), "%.*s" LEDGER_IN_DATA,
                                       (int)options->data.size, options->data.bytes);
        file.bytes = path;
    } else if (text_starts(options->ledger, prefix)) {
        file.bytes += prefix.size;
        file.size -= prefix.size;
    } else {
        return false;
    }
    engine->is_durable = true;
    return ledger_paths_of(file, &engine->paths);
}

static bool limits_read(const struct fg_options *options, struct fg_engine *engine,
                        struct choices *choices)
{
    choices->charges_max = options->ledger_charges_max;
    choices->queue_max = options->queue_max != 0 ? options->queue_max : QUEUE_MAX_DEFAULT;
    if (choices->queue_max > QUEUE_MAX) return refuse(engine, "queue_max");
    choices->watch_seconds = options->watch_seconds;
    if (engine->is_durable) {
        engine->checkpoint_seconds = options->checkpoint_seconds != 0 ? options->checkpoint_seconds
                                                                      : CHECKPOINT_SECONDS_DEFAULT;
    }
    return true;
}

static bool texts_read(const struct fg_options *options, struct fg_engine *engine)
{
    if (options->schedules.size == 0 || options->schedules.bytes == NULL) {
        return refuse(engine, "schedules");
    }
    if (!incoming_text(options->data) || options->data.size > DATA_SIZE_MAX) {
        return refuse(engine, "data");
    }
    if (!incoming_text(options->trust)) return refuse(engine, "trust");
    return (incoming_text(options->ledger) && ledger_read(options, engine)) ||
           refuse(engine, "ledger");
}

bool options_read(const struct fg_options *options, struct fg_engine *engine,
                  struct choices *choices)
{
    struct rulebook *rulebook = &engine->rulebook;
    uint32_t seconds = options->reservation_seconds;

    if (options->language != FG_LANGUAGE_ZH && options->language != FG_LANGUAGE_EN) {
        return refuse(engine, "language");
    }
    engine->language = options->language;
    if (options->mode != FG_MODE_ENFORCE && options->mode != FG_MODE_MONITOR) {
        return refuse(engine, "mode");
    }
    rulebook->policy.mode = options->mode;
    if (options->ledger_failure != FG_FAIL_CLOSED && options->ledger_failure != FG_FAIL_OPEN) {
        return refuse(engine, "ledger_failure");
    }
    if (!texts_read(options, engine) || !limits_read(options, engine, choices)) return false;
    if (options->reserved_1_2 != 0) return refuse(engine, "reserved_1_2");
    rulebook->as_known_day = DAY_NONE;
    if (options->as_known_ymd != 0 &&
        !day_from_ymd(options->as_known_ymd, &rulebook->as_known_day)) {
        return refuse(engine, "as_known_ymd");
    }
    rulebook->reservation_ns = SECOND_NS * (seconds != 0 ? seconds : RESERVATION_SECONDS_DEFAULT);
    return effects_read(options, engine);
}

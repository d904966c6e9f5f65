/* SPDX-License-Identifier: Apache-2.0
 * Which trust directory an engine goes by. The choice is made once, at open: a directory that is
 * taken away later refuses every reload and does not make the engine trusting. */
#include <stdio.h>
#include <time.h>

#include "engine/engine_internal.h"
#include "load/load.h"

#define SECOND_NS INT64_C(1000000000)

/* A name as long as options_read lets through. */
static bool data_has_trust(struct fg_text data, char path[static PATH_MAX])
{
    snprintf(path, PATH_MAX, "%.*s/trust", (int)data.size, data.bytes);
    return data.size > 0 && path_is_taken(path);
}

bool engine_choose_trust(struct fg_engine *engine, const struct fg_options *options)
{
    char path[PATH_MAX];

    if (options->trust.size > 0) return engine_copy(options->trust, &engine->trust);
    if (data_has_trust(options->data, path)) return engine_copy(text_of(path), &engine->trust);
    if (engine->is_durable && path_is_taken(engine->paths.trust)) {
        return engine_copy(text_of(engine->paths.trust), &engine->trust);
    }
    return true;
}

int64_t system_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * SECOND_NS + now.tv_nsec;
}

/* By the system's clock and never the host's: that of a replay is the time of its log, and says
 * nothing of when a revocation list was due. */
fg_status engine_trust(const struct fg_engine *engine, struct fault_sink sink, struct trust **trust)
{
    *trust = NULL;
    if (engine->trust.size == 0) return FG_OK;
    return trust_load(engine->trust, system_now(), sink, trust);
}

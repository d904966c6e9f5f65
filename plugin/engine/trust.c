/* SPDX-License-Identifier: Apache-2.0
 * Which trust directory an engine goes by. The choice is made once, at open: a directory that is
 * taken away later refuses every reload and does not make the engine trusting. */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

#include "engine/engine_internal.h"
#include "load/load.h"

#define SECOND_NS INT64_C(1000000000)

/* Anything but that there is no such name makes it one, whose fault is told when it is opened: a
 * link to where nothing is any more, too. */
static bool is_there(const char *path)
{
    struct stat status;

    return lstat(path, &status) == 0 || errno != ENOENT;
}

bool engine_choose_trust(struct fg_engine *engine, const struct fg_options *options)
{
    char path[PATH_MAX];
    int size;

    if (options->trust.size > 0) return engine_copy(options->trust, &engine->trust);
    if (options->data.size == 0) return true;
    size = snprintf(path, sizeof(path), "%.*s/trust", (int)options->data.size, options->data.bytes);
    if (!is_there(path)) return true;
    return engine_copy((struct fg_text){path, (uint32_t)size, 0}, &engine->trust);
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

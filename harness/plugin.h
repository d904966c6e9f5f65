/* SPDX-License-Identifier: Apache-2.0
 * The shared library, loaded as a gateway loads it, and an engine opened from the command line. */
#ifndef HARNESS_PLUGIN_H
#define HARNESS_PLUGIN_H

#include <stdbool.h>

#include "feeguard/plugin.h"

struct plugin {
    void *handle;
    const struct fg_plugin *calls;
};

/* Loads `file`, or ../plugin/libfeeguard.so beside the program when it is NULL. On failure says why
 * on standard error and returns false. */
bool plugin_open(struct plugin *plugin, const char *file);
void plugin_close(struct plugin *plugin);

/* What commands that open an engine take from their options. */
struct engine_choice {
    const char *schedules; /* directory */
    const char *ledger;    /* URI; NULL: in memory */
    const char *trust;     /* directory; NULL: `trust` beside the ledger, if it is there */
    int32_t mode;          /* FG_MODE_* */
    int32_t language;      /* FG_LANGUAGE_* */
    int32_t as_known_ymd;  /* 0: none */
};

/* Opens an engine; `clock` NULL is the system's. What goes wrong is on standard error. */
fg_status engine_open(const struct plugin *plugin, const struct engine_choice *choice,
                      int64_t (*clock)(void *context), void *context, struct fg_engine **engine);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * What goes wrong here ends the process with a sentence. */
#include "fault/engine.h"

#include <dlfcn.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define MINUTE_MS 60000

static void complain(void *context, int32_t severity, const char *line)
{
    (void)context;
    if (severity > FG_LOG_INFO) fprintf(stderr, "%s\n", line);
}

void fault_load(struct fault_engine *engine)
{
    feeguard_plugin_fn entry = NULL;

    *engine = (struct fault_engine){NULL, NULL, NULL};
    engine->library = dlopen(FG_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (engine->library != NULL) *(void **)&entry = dlsym(engine->library, "feeguard_plugin");
    if (entry != NULL) engine->plugin = entry(FG_ABI_MAJOR);
    if (engine->plugin != NULL) return;
    fprintf(stderr, "%s: %s\n", FG_LIBRARY, dlerror());
    exit(2);
}

fg_status fault_open(struct fault_engine *engine, const char *schedules, const char *ledger)
{
    struct fg_host host = {.size = sizeof(host), .log = complain};
    struct fg_options options = {.size = sizeof(options),
                                 .schedules = text_from(schedules),
                                 .language = FG_LANGUAGE_EN,
                                 .reservation_seconds = RESERVATION_SECONDS};
    char option[2 * PATH_SIZE];
    int size = snprintf(option, sizeof(option), "sqlite:%s", ledger);

    if (size < 0 || (size_t)size >= sizeof(option)) return FG_BAD_OPTION;
    options.ledger = text_from(option);
    fault_load(engine);
    return engine->plugin->open(&host, &options, &engine->engine);
}

void fault_close(struct fault_engine *engine)
{
    engine->plugin->close(engine->engine);
    dlclose(engine->library);
}

bool fault_wait(const struct fault_engine *engine)
{
    struct pollfd waiting = {.fd = engine->plugin->descriptor(engine->engine), .events = POLLIN};

    return poll(&waiting, 1, MINUTE_MS) == 1;
}

struct fg_charge fault_charge(const char *txn, const char *payer, int64_t amount_fen)
{
    struct fg_charge charge = town_charge(txn, "REG", amount_fen);

    charge.payer = text_from(payer);
    return charge;
}

int64_t fault_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * SECOND_NS + now.tv_nsec;
}

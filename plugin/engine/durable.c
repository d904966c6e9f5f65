/* SPDX-License-Identifier: Apache-2.0
 * Opening the ledger that the gateway chose. */
#include <stdio.h>

#include "engine/engine_internal.h"
#include "ledger/sqlite.h"

static void log_line(void *context, int32_t severity, const char *line)
{
    engine_log(context, severity, line);
}

static fg_status refuse_keys(const struct fg_engine *engine, enum key_fault fault)
{
    char line[PATH_MAX + 512];

    snprintf(line, sizeof(line), "%s: %s", engine->paths.keys,
             key_fault_text(fault, engine->language));
    engine_log(engine, FG_LOG_ERROR, line);
    if (fault == KEY_NO_MEMORY) return FG_NO_MEMORY;
    return fault == KEY_MISSING ? FG_LEDGER_MISSING : FG_LEDGER_REFUSED;
}

static fg_status open_durable(struct fg_engine *engine, const struct keyring *ring)
{
    struct sqlite_options options = {
        .path = {engine->paths.file, (uint32_t)strlen(engine->paths.file), 0},
        .keyring = ring,
        .key_path = engine->paths.keys,
        .language = engine->language,
        .log = log_line,
        .log_context = engine,
        .signer_path = engine->paths.signer,
        .checkpoint_seconds = engine->checkpoint_seconds,
    };

    if (!permit_maker_open(&engine->permit_maker, ring)) return FG_NO_MEMORY;
    return sqlite_ledger_open(&engine->rulebook, &options, &engine->ledger);
}

fg_status engine_open_ledger(struct fg_engine *engine, const struct choices *choices)
{
    struct keyring ring;
    enum key_fault fault;
    fg_status status;

    if (!engine->is_durable) {
        return memory_ledger_open(&engine->rulebook, choices->charges_max, &engine->ledger)
                   ? FG_OK
                   : FG_NO_MEMORY;
    }
    fault = keyring_read(engine->paths.keys, &ring);
    if (fault != KEY_OK) return refuse_keys(engine, fault);
    status = open_durable(engine, &ring);
    keyring_wipe(&ring);
    return status;
}

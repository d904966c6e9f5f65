/* SPDX-License-Identifier: Apache-2.0
 * The library with a few untrue answers, for programs that ought to notice: a charge with the id
 * LIE-DUE is told a due that is 1 fen too high, LIE-STATUS that the ledger is gone, LIE-CODES that
 * nothing was found. */
#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>

#include "feeguard/plugin.h"

static struct fg_plugin calls;
static fg_status (*true_charge)(struct fg_engine *engine, const struct fg_charge *charge,
                                struct fg_decision *decision);

static bool is_id(const struct fg_charge *charge, const char *id)
{
    return charge->txn.size == strlen(id) && memcmp(charge->txn.bytes, id, charge->txn.size) == 0;
}

static fg_status lie(struct fg_engine *engine, const struct fg_charge *charge,
                     struct fg_decision *decision)
{
    fg_status status = true_charge(engine, charge, decision);

    if (is_id(charge, "LIE-DUE")) decision->due_fen++;
    if (is_id(charge, "LIE-CODES")) decision->codes = 0;
    return is_id(charge, "LIE-STATUS") ? FG_LEDGER_UNAVAILABLE : status;
}

const struct fg_plugin *feeguard_plugin(uint32_t abi_major)
{
    void *library = dlopen(FG_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    void *symbol = library != NULL ? dlsym(library, "feeguard_plugin") : NULL;
    feeguard_plugin_fn door;

    if (symbol == NULL) return NULL;
    memcpy(&door, &symbol, sizeof(door));
    calls = *door(abi_major);
    true_charge = calls.charge;
    calls.charge = lie;
    return &calls;
}

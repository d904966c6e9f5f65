/* SPDX-License-Identifier: Apache-2.0
 * Accepting a bundle: held against what was accepted before, on this ledger where it is durable, in
 * one transaction, so that two processes cannot accept different documents under one serial. */
#include "engine/engine_internal.h"

static bool note(void *context, struct fg_text id, int64_t serial, struct fg_text digest)
{
    return accepted_note(context, id, serial, digest);
}

/* What other engines accepted on the same ledger. */
static bool recall(struct accepted *accepted, const struct ledger *ledger)
{
    if (ledger->calls->list_accepted == NULL) return true;
    accepted_free(accepted);
    return ledger->calls->list_accepted(ledger->store, note, accepted) && !accepted->arena.failed;
}

static bool keep(const struct accepted *accepted, const struct ledger *ledger,
                 const struct bundle *bundle)
{
    if (ledger->calls->add_accepted == NULL) return true;
    for (uint32_t i = 0; i < bundle->document_count; i++) {
        const struct document *document = bundle->documents[i];

        if (accepted_knows(accepted, document)) continue;
        if (!ledger->calls->add_accepted(ledger->store, document)) return false;
    }
    return true;
}

static fg_status accept_within(struct fg_engine *engine, const struct bundle *bundle,
                               struct faults *faults)
{
    struct accepted *accepted = &engine->accepted;
    const struct ledger *ledger = &engine->ledger;

    if (!recall(accepted, ledger)) return FG_LEDGER_UNAVAILABLE;
    if (!accepted_allow(accepted, bundle, faults)) return FG_SCHEDULE_REFUSED;
    if (!keep(accepted, ledger, bundle)) return FG_LEDGER_UNAVAILABLE;
    if (!ledger->calls->commit(ledger->store)) return FG_LEDGER_UNAVAILABLE;
    return accepted_add(accepted, bundle) ? FG_OK : FG_NO_MEMORY;
}

fg_status engine_accept(struct fg_engine *engine, const struct bundle *bundle,
                        struct faults *faults)
{
    const struct ledger *ledger = &engine->ledger;
    const struct rulebook *rulebook;
    fg_status status = FG_LEDGER_UNAVAILABLE;
    int64_t engine_ns;

    if (ledger->calls->begin(ledger->store, engine_now(engine), &engine_ns, &rulebook)) {
        status = accept_within(engine, bundle, faults);
    }
    ledger->calls->end(ledger->store);
    return status;
}

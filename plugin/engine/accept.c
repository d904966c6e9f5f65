/* SPDX-License-Identifier: Apache-2.0
 * Accepting a bundle: held against what was accepted before, on this ledger where it is durable, in
 * one transaction, so that two processes cannot accept different documents under one serial. A
 * signed order to go back is carried out in that same transaction. */
#include <stdio.h>

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
    for (uint32_t i = 0; i < bundle->withdrawal_count; i++) {
        const struct withdrawal *order = &bundle->withdrawals[i];

        if (!accepted_obeys(accepted, bundle, order)) continue;
        if (!ledger->calls->withdraw_accepted(ledger->store, order)) return false;
    }
    for (uint32_t i = 0; i < bundle->document_count; i++) {
        const struct document *document = bundle->documents[i];

        if (accepted_knows(accepted, document)) continue;
        if (!ledger->calls->add_accepted(ledger->store, document)) return false;
    }
    return true;
}

/* What was withdrawn and why is worth a line, once: the order counts no more afterwards. */
static void tell_orders(const struct fg_engine *engine, const struct bundle *bundle)
{
    for (uint32_t i = 0; i < bundle->withdrawal_count; i++) {
        const struct withdrawal *order = &bundle->withdrawals[i];
        char line[1600];

        if (!accepted_obeys(&engine->accepted, bundle, order)) continue;
        snprintf(line, sizeof(line),
                 engine->language == FG_LANGUAGE_EN
                     ? "%.*s: %.*s goes back from serial %lld to %lld: %.*s"
                     : "%.*s：文件 %.*s 由第 %lld 版退回第 %lld 版：%.*s",
                 (int)order->file.size, order->file.bytes, (int)order->id.size, order->id.bytes,
                 (long long)order->from, (long long)order->to, (int)order->reason.size,
                 order->reason.bytes);
        engine_log(engine, FG_LOG_WARNING, line);
    }
}

/* Once documents had to be signed, on this ledger they must be: a trust directory that was taken
 * away, or an engine that was opened without it, is no way round. */
static fg_status hold_to_trust_within(const struct fg_engine *engine, struct faults *faults)
{
    const struct ledger *ledger = &engine->ledger;
    struct fg_text file = text_of(engine->paths.file);
    bool required;

    if (ledger->calls->trust_is_required == NULL) return FG_OK;
    if (!ledger->calls->trust_is_required(ledger->store, &required)) return FG_LEDGER_UNAVAILABLE;
    if (engine->trust.size > 0) {
        if (required || ledger->calls->require_trust(ledger->store, system_now())) return FG_OK;
        return FG_LEDGER_UNAVAILABLE;
    }
    if (!required) return FG_OK;
    FAULT(faults, RULE_TRUST_REQUIRED, file, 0, engine->schedules);
    return FG_SCHEDULE_REFUSED;
}

static fg_status accept_within(struct fg_engine *engine, const struct bundle *bundle,
                               struct faults *faults)
{
    struct accepted *accepted = &engine->accepted;
    const struct ledger *ledger = &engine->ledger;
    fg_status status = hold_to_trust_within(engine, faults);

    if (status != FG_OK) return status;
    if (!recall(accepted, ledger)) return FG_LEDGER_UNAVAILABLE;
    if (!accepted_allow(accepted, bundle, faults)) return FG_SCHEDULE_REFUSED;
    if (!keep(accepted, ledger, bundle)) return FG_LEDGER_UNAVAILABLE;
    if (!ledger->calls->commit(ledger->store)) return FG_LEDGER_UNAVAILABLE;
    tell_orders(engine, bundle);
    return accepted_add(accepted, bundle) ? FG_OK : FG_NO_MEMORY;
}

fg_status engine_hold_to_trust(struct fg_engine *engine, struct faults *faults)
{
    const struct ledger *ledger = &engine->ledger;
    const struct rulebook *rulebook;
    fg_status status = FG_LEDGER_UNAVAILABLE;
    int64_t engine_ns;

    if (ledger->calls->begin(ledger->store, engine_now(engine), &engine_ns, &rulebook)) {
        status = hold_to_trust_within(engine, faults);
    }
    ledger->calls->end(ledger->store);
    return status;
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

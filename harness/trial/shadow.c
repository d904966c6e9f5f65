/* SPDX-License-Identifier: Apache-2.0
 * First looks at the decision that is about to be made, then lets the ledger make it: both by the
 * functions of the engine, on the same standing charges. */
#include "trial/shadow.h"

#include <stdio.h>
#include <string.h>

#include "engine/codes.h"
#include "feeguard/host.h"

#define RESERVATION_NS (INT64_C(900) * 1000000000) /* the default of semantics section 10 */

bool shadow_open(struct shadow *shadow, struct bundle *bundle)
{
    struct rulebook rulebook = {.bundle = bundle_acquire(bundle),
                                .policy = {.mode = FG_MODE_ENFORCE},
                                .as_known_day = DAY_NONE,
                                .reservation_ns = RESERVATION_NS};

    for (int code = 1; code < FG_CODE_COUNT; code++) {
        rulebook.policy.effects[code] = (uint8_t)codes[code].effect;
    }
    if (memory_ledger_open(&rulebook, 0, &shadow->ledger)) return true;
    bundle_release(bundle);
    return false;
}

void shadow_close(struct shadow *shadow)
{
    ledger_close(&shadow->ledger);
}

/* Whether the id is in use: then nothing is decided. */
static bool is_in_use(const struct stored *stored)
{
    return stored != NULL && (stored->state == STATE_RESERVED || stored->state == STATE_COMMITTED);
}

static void decide(struct shadow *shadow, const struct rulebook *rulebook)
{
    struct store *store = shadow->ledger.store;
    const struct store_calls *calls = shadow->ledger.calls;
    struct ledger_view view = {store, calls->list, calls->key(store)};
    const struct snapshot *snapshot = bundle_on(rulebook->bundle, shadow->charge.charge_day);
    struct matter matter = matter_find(snapshot, &shadow->charge);
    struct fg_text conflict;

    facts_gather(matter.rules, &shadow->charge, &view, &shadow->facts);
    evaluate(&matter, &shadow->charge, &shadow->facts, &rulebook->policy, &shadow->decision);
    conflict = shadow->decision.conflict.txn;
    snprintf(shadow->conflict, sizeof(shadow->conflict), "%.*s", (int)conflict.size,
             conflict.size > 0 ? conflict.bytes : "");
}

/* The decision that a charge is about to get. */
static enum shadow_result look(struct shadow *shadow, int64_t now_ns)
{
    struct store *store = shadow->ledger.store;
    const struct store_calls *calls = shadow->ledger.calls;
    const struct rulebook *rulebook;
    const struct stored *stored = NULL;
    enum shadow_result result = SHADOW_FAILED;
    int64_t engine_ns;

    if (calls->begin(store, now_ns, &engine_ns, &rulebook) &&
        calls->identify(store, &shadow->charge) &&
        calls->find(store, shadow->charge.request->txn, &stored)) {
        result = is_in_use(stored) ? SHADOW_NONE : SHADOW_DECIDED;
        if (result == SHADOW_DECIDED) decide(shadow, rulebook);
    }
    calls->end(store);
    return result;
}

static enum claim_kind claim_of(enum event_kind kind)
{
    switch (kind) {
    case EVENT_CHARGE: return CLAIM_CHARGE;
    case EVENT_RESERVE: return CLAIM_RESERVE;
    case EVENT_COMMIT: return CLAIM_COMMIT;
    case EVENT_RELEASE: return CLAIM_RELEASE;
    case EVENT_REFUND: return CLAIM_REFUND;
    default: return CLAIM_CHECK;
    }
}

/* Lets happen what the row asks for; the status that came of it. */
static fg_status take(struct shadow *shadow, const struct event *event, int64_t now_ns)
{
    struct buffer record;
    struct claim claim = {.kind = claim_of(event->kind),
                          .txn = event->charge.txn,
                          .refund = event->refund,
                          .refund_fen = event->charge.amount_fen,
                          .record = &record};
    struct claim *claims[] = {&claim};

    if (event->kind <= EVENT_CHECK) claim.charge = &shadow->charge;
    buffer_init(&record);
    ledger_transact(&shadow->ledger, claims, 1, now_ns);
    buffer_free(&record);
    return claim.status;
}

static bool amounts_agree(const struct decision *decision, const struct fg_decision *told)
{
    bool has_standard = (told->present & FG_HAS_STANDARD) != 0;
    bool has_due = (told->present & FG_HAS_DUE) != 0;

    if (decision->has_standard != has_standard || decision->has_due != has_due) return false;
    if (has_standard && decision->assessed.standard_fen != told->standard_fen) return false;
    return !has_due || decision->reliefs.due_fen == told->due_fen;
}

enum shadow_result shadow_judge(struct shadow *shadow, const struct event *event,
                                const struct answer *answer, int64_t now_ns)
{
    enum shadow_result result = SHADOW_NONE;
    struct fg_text field;
    fg_status status;

    if (event->kind <= EVENT_CHECK) {
        if (!charge_read(&event->charge, &shadow->charge, &field)) return SHADOW_DIFFERS;
        result = look(shadow, now_ns);
        if (result == SHADOW_FAILED) return result;
    }
    status = take(shadow, event, now_ns);
    if (status == FG_NO_MEMORY || status == FG_LEDGER_UNAVAILABLE) return SHADOW_FAILED;
    if (status != answer->status) return SHADOW_DIFFERS;
    if (result == SHADOW_DECIDED && (shadow->decision.codes != answer->decision.codes ||
                                     !amounts_agree(&shadow->decision, &answer->decision))) {
        return SHADOW_DIFFERS;
    }
    return result;
}

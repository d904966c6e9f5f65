/* SPDX-License-Identifier: Apache-2.0
 * The life of a charge: transactions, and commit, release, refund, the late commit (semantics
 * section 10). Knows stores only by their table of calls. */
#include "ledger/life_internal.h"

struct ledger_view view_of(const struct transaction *transaction)
{
    return (struct ledger_view){transaction->store, transaction->calls->list,
                                transaction->calls->key(transaction->store)};
}

/* 15 and 16 again, by the rules and the due of the decision, against what stands now. */
static bool judge_late(const struct transaction *transaction, const struct stored *stored,
                       struct claim *claim)
{
    const struct standing *standing = &stored->standing;
    struct ledger_view view = view_of(transaction);
    struct period_terms terms = {.period = stored->period,
                                 .item = standing->item,
                                 .group = standing->group,
                                 .basis_day = standing->basis_day,
                                 .charge_day = standing->charge_day,
                                 .payer = standing->payer,
                                 .subject = standing->subject};
    struct late *late = &claim->late;
    struct fg_text *conflict = &late->facts.conflict.txn;

    *late = (struct late){.expires_ns = stored->expires_ns,
                          .amount_fen = standing->amount_fen,
                          .due_fen = stored->due_fen,
                          .duplicate_ran = stored->duplicate_ran,
                          .instalments_ran = stored->instalments_ran};
    if (!period_facts_gather(&terms, &view, &late->facts)) return false;
    if (conflict->size > 0) memcpy(claim->late_conflict, conflict->bytes, conflict->size);
    conflict->bytes = claim->late_conflict;
    claim->late_codes = late_codes(late, &transaction->rulebook->policy);
    claim->late_conflict_size = claim->late_codes != 0 ? conflict->size : 0;
    return true;
}

static fg_status claim_commit(const struct transaction *transaction, struct claim *claim)
{
    const struct stored *stored;
    fg_status status = FG_OK;

    if (!transaction->calls->find(transaction->store, claim->txn, &stored)) {
        return FG_LEDGER_UNAVAILABLE;
    }
    if (stored == NULL || stored->state == STATE_RELEASED) return FG_NOT_FOUND;
    if (stored->state == STATE_COMMITTED) return FG_OK;
    if (stored->state == STATE_EXPIRED) {
        if (!judge_late(transaction, stored, claim)) return FG_LEDGER_UNAVAILABLE;
        status = FG_COMMITTED_LATE;
    }
    if (!transaction->calls->set_state(transaction->store, claim->txn, STATE_COMMITTED)) {
        return FG_LEDGER_UNAVAILABLE;
    }
    return status;
}

static fg_status claim_release(const struct transaction *transaction, const struct claim *claim)
{
    const struct stored *stored;

    if (!transaction->calls->find(transaction->store, claim->txn, &stored)) {
        return FG_LEDGER_UNAVAILABLE;
    }
    if (stored == NULL) return FG_NOT_FOUND;
    if (stored->state == STATE_COMMITTED) return FG_NOT_RESERVED;
    if (stored->state == STATE_RELEASED) return FG_OK;
    return transaction->calls->set_state(transaction->store, claim->txn, STATE_RELEASED)
               ? FG_OK
               : FG_LEDGER_UNAVAILABLE;
}

static fg_status claim_refund(const struct transaction *transaction, const struct claim *claim)
{
    const struct stored *stored;
    int64_t earlier_fen;

    if (!transaction->calls->find(transaction->store, claim->txn, &stored)) {
        return FG_LEDGER_UNAVAILABLE;
    }
    if (stored == NULL) return FG_NOT_FOUND;
    if (stored->state != STATE_COMMITTED) return FG_NOT_COMMITTED;
    if (!transaction->calls->find_refund(transaction->store, claim->txn, claim->refund,
                                         &earlier_fen)) {
        return FG_LEDGER_UNAVAILABLE;
    }
    if (earlier_fen > 0) {
        return earlier_fen == claim->refund_fen ? FG_OK : FG_CONFLICTING_RETRY;
    }
    if (claim->refund_fen > stored->standing.amount_fen - stored->standing.refunded_fen) {
        return FG_OVER_REFUND;
    }
    return transaction->calls->add_refund(transaction->store, claim->txn, claim->refund,
                                          claim->refund_fen)
               ? FG_OK
               : FG_LEDGER_UNAVAILABLE;
}

static void claim_apply(const struct transaction *transaction, struct claim *claim)
{
    switch (claim->kind) {
    case CLAIM_CHECK:
    case CLAIM_RESERVE:
    case CLAIM_CHARGE: claim_charge(transaction, claim); return;
    case CLAIM_COMMIT: claim->status = claim_commit(transaction, claim); break;
    case CLAIM_RELEASE: claim->status = claim_release(transaction, claim); break;
    case CLAIM_REFUND: claim->status = claim_refund(transaction, claim); break;
    }
    if (!trail_step(transaction, claim)) claim_unanswered(transaction, claim);
}

void ledger_transact(struct ledger *ledger, struct claim *const *claims, size_t count,
                     int64_t now_ns)
{
    struct transaction transaction = {.calls = ledger->calls, .store = ledger->store};
    bool kept =
        ledger->calls->begin(ledger->store, now_ns, &transaction.engine_ns, &transaction.rulebook);

    for (size_t i = 0; kept && i < count; i++) claim_apply(&transaction, claims[i]);
    kept = kept && ledger->calls->commit(ledger->store);
    for (size_t i = 0; !kept && i < count; i++) claim_unanswered(&transaction, claims[i]);
    ledger->calls->end(ledger->store);
}

void ledger_close(struct ledger *ledger)
{
    if (ledger->store != NULL) ledger->calls->close(ledger->store);
    ledger->store = NULL;
}

bool ledger_adopt(struct ledger *ledger, struct bundle *bundle)
{
    return ledger->calls->adopt(ledger->store, bundle);
}

struct ledger_counts ledger_counts(struct ledger *ledger)
{
    return ledger->calls->counts(ledger->store);
}

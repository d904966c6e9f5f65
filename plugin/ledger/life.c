/* SPDX-License-Identifier: Apache-2.0
 * The life of a charge: idempotent retry, decide, reserve, commit, release, refund, the late commit
 * (semantics sections 6 and 10). Knows stores only by their table of calls. */
#include "ledger/ledger.h"
#include "rules/calendar.h"
#include "rules/record.h"

#define BIT(code) (UINT64_C(1) << (code))

struct transaction {
    const struct store_calls *calls;
    struct store *store;
    const struct rulebook *rulebook;
    int64_t engine_ns;
};

/* Room for one decision: too large for every caller's frame, so in this one only. */
struct workspace {
    struct facts facts;
    struct decision decision;
};

static struct ledger_view view_of(const struct transaction *transaction)
{
    return (struct ledger_view){transaction->store, transaction->calls->list,
                                transaction->calls->key(transaction->store)};
}

/* ---- check, reserve, charge ---- */

static void decide(const struct transaction *transaction, const struct charge *charge,
                   const struct matter *matter, struct workspace *workspace)
{
    struct ledger_view view = view_of(transaction);

    facts_gather(matter->rules, charge, &view, &workspace->facts);
    evaluate(matter, charge, &workspace->facts, &transaction->rulebook->policy,
             &workspace->decision);
}

static fg_status record_told(struct claim *claim, const struct decision *decision)
{
    record_encode(decision, claim->record);
    if (claim->record->failed) return FG_NO_MEMORY;
    return decision->told == FG_ALLOW ? FG_OK : FG_DENIED;
}

/* Relief counts against limits only where the reduction was carried out. */
static uint32_t standing_reliefs(const struct decision *decision, struct standing_relief *reliefs)
{
    if ((decision->found & BIT(FG_REDUCTION_NOT_APPLIED)) != 0) return 0;
    for (uint32_t i = 0; i < decision->reliefs.count; i++) {
        reliefs[i] = (struct standing_relief){decision->reliefs.list[i].reduction->id,
                                              decision->reliefs.list[i].relief_fen};
    }
    return decision->reliefs.count;
}

static struct hash128 content_of(const struct transaction *transaction, const struct claim *claim)
{
    return charge_content(claim->charge, transaction->calls->key(transaction->store));
}

static bool let_stand(const struct transaction *transaction, const struct claim *claim,
                      const struct decision *decision)
{
    const struct charge *charge = claim->charge;
    const struct fg_charge *request = charge->request;
    const struct item_rules *rules = decision->matter.rules;
    struct fg_text schedules = decision->matter.locality->labels;
    struct standing_relief reliefs[ITEM_REDUCTIONS_MAX];
    struct stored stored = {
        .state = claim->kind == CLAIM_CHARGE ? STATE_COMMITTED : STATE_RESERVED,
        .content = content_of(transaction, claim),
        .reserved_ns = transaction->engine_ns,
        .due_fen = decision->has_due ? decision->reliefs.due_fen : 0,
        .duplicate_ran = decision->duplicate_ran,
        .instalments_ran = decision->instalments_ran,
        .record = {(const char *)claim->record->bytes,
                   (uint32_t)claim->record->size - schedules.size, 0},
        .schedules = schedules,
    };

    stored.standing = (struct standing){
        .txn = request->txn,
        .item = request->item,
        .payer = charge->payer,
        .subject = charge->subject,
        .time_ns = request->time_ns,
        .basis_day = charge->basis_day,
        .charge_day = charge->charge_day,
        .amount_fen = request->amount_fen,
        .quantity_micro = charge->quantity_micro > 0 ? charge->quantity_micro : 0,
        .reliefs = reliefs,
        .relief_count = standing_reliefs(decision, reliefs),
    };
    if (rules != NULL && rules->item->period != NULL) {
        stored.period = rules->item->period;
        stored.standing.group = rules->item->period->group;
    }
    return transaction->calls->put(transaction->store, &stored, charge);
}

/* The ledger has no room: the charge is judged again as one whose ledger could not be asked. */
static void decide_without_ledger(const struct transaction *transaction, struct claim *claim,
                                  const struct matter *matter, struct workspace *workspace)
{
    workspace->facts.available = false;
    evaluate(matter, claim->charge, &workspace->facts, &transaction->rulebook->policy,
             &workspace->decision);
    if (matter->rules == NULL && claim->status == FG_OK) {
        /* Nothing was to be asked of the ledger, but the charge was to stand in it. */
        claim->status = FG_LEDGER_UNAVAILABLE;
        return;
    }
    buffer_free(claim->record);
    claim->status = record_told(claim, &workspace->decision);
}

/* True when the id is in use; the claim is then answered. */
static bool answer_retry(const struct transaction *transaction, struct claim *claim,
                         const struct stored *stored)
{
    if (stored == NULL) return false;
    if (stored->state != STATE_RESERVED && stored->state != STATE_COMMITTED) return false;
    if (!hash_equal(stored->content, content_of(transaction, claim))) {
        claim->status = FG_CONFLICTING_RETRY;
        return true;
    }
    buffer_add(claim->record, stored->record.bytes, stored->record.size);
    buffer_add(claim->record, stored->schedules.bytes, stored->schedules.size);
    claim->status = claim->record->failed ? FG_NO_MEMORY : FG_OK;
    if (claim->kind == CLAIM_CHARGE && stored->state == STATE_RESERVED &&
        !transaction->calls->set_state(transaction->store, claim->charge->request->txn,
                                       STATE_COMMITTED)) {
        claim->status = FG_LEDGER_UNAVAILABLE;
    }
    return true;
}

static void claim_charge(const struct transaction *transaction, struct claim *claim)
{
    const struct rulebook *rulebook = transaction->rulebook;
    const struct hash_key *key = transaction->calls->key(transaction->store);
    struct charge *charge = claim->charge;
    struct fg_text txn = charge->request->txn;
    const struct stored *stored = transaction->calls->find(transaction->store, txn);
    bool was_known = stored != NULL;
    struct workspace workspace;
    struct matter matter;

    if (answer_retry(transaction, claim, stored)) return;
    charge->payer = hash_text(key, charge->request->payer);
    charge->subject = hash_text(key, charge->request->subject);
    matter = matter_find(bundle_on(rulebook->bundle, rulebook->as_known_day != DAY_NONE
                                                         ? rulebook->as_known_day
                                                         : charge->charge_day),
                         charge);
    decide(transaction, charge, &matter, &workspace);
    claim->status = record_told(claim, &workspace.decision);
    if (claim->kind == CLAIM_CHECK || claim->status == FG_NO_MEMORY) return;
    if (decision_lets_stand(&workspace.decision)) {
        if (let_stand(transaction, claim, &workspace.decision)) return;
        decide_without_ledger(transaction, claim, &matter, &workspace);
    }
    /* Denied: as if it had never been. */
    if (was_known) transaction->calls->forget(transaction->store, txn);
}

/* ---- commit, release, refund ---- */

/* 15 and 16 again, by the rules and the due of the decision, against what stands now. */
static bool judge_late(const struct transaction *transaction, const struct stored *stored,
                       struct claim *claim)
{
    const struct standing *standing = &stored->standing;
    struct ledger_view view = view_of(transaction);
    struct period_terms terms = {stored->period,      standing->item,       standing->group,
                                 standing->basis_day, standing->charge_day, standing->payer,
                                 standing->subject};
    const uint8_t *effects = transaction->rulebook->policy.effects;
    struct period_facts facts;

    claim->late_codes = 0;
    claim->late_conflict_size = 0;
    if (!period_facts_gather(&terms, &view, &facts)) return false;
    if (stored->duplicate_ran && facts.duplicate && effects[FG_DUPLICATE] != FG_EFFECT_OFF) {
        claim->late_codes |= BIT(FG_DUPLICATE);
    }
    if (stored->instalments_ran && effects[FG_INSTALMENTS_EXCEED] != FG_EFFECT_OFF &&
        facts.standing_fen + standing->amount_fen > stored->due_fen) {
        claim->late_codes |= BIT(FG_INSTALMENTS_EXCEED);
    }
    if (claim->late_codes != 0 && facts.conflict.txn.size > 0) {
        claim->late_conflict_size = facts.conflict.txn.size;
        memcpy(claim->late_conflict, facts.conflict.txn.bytes, facts.conflict.txn.size);
    }
    return true;
}

static fg_status claim_commit(const struct transaction *transaction, struct claim *claim)
{
    const struct stored *stored = transaction->calls->find(transaction->store, claim->txn);
    fg_status status = FG_OK;

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
    const struct stored *stored = transaction->calls->find(transaction->store, claim->txn);

    if (stored == NULL) return FG_NOT_FOUND;
    if (stored->state == STATE_COMMITTED) return FG_NOT_RESERVED;
    if (stored->state == STATE_RELEASED) return FG_OK;
    return transaction->calls->set_state(transaction->store, claim->txn, STATE_RELEASED)
               ? FG_OK
               : FG_LEDGER_UNAVAILABLE;
}

static fg_status claim_refund(const struct transaction *transaction, const struct claim *claim)
{
    const struct stored *stored = transaction->calls->find(transaction->store, claim->txn);
    int64_t earlier_fen;

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
    case CLAIM_COMMIT: claim->status = claim_commit(transaction, claim); return;
    case CLAIM_RELEASE: claim->status = claim_release(transaction, claim); return;
    case CLAIM_REFUND: claim->status = claim_refund(transaction, claim); return;
    }
}

void ledger_transact(struct ledger *ledger, struct claim *claims, size_t count, int64_t now_ns)
{
    struct transaction transaction = {.calls = ledger->calls, .store = ledger->store};

    if (!ledger->calls->begin(ledger->store, now_ns, &transaction.engine_ns,
                              &transaction.rulebook)) {
        for (size_t i = 0; i < count; i++) claims[i].status = FG_LEDGER_UNAVAILABLE;
        return;
    }
    for (size_t i = 0; i < count; i++) claim_apply(&transaction, &claims[i]);
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

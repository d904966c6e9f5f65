/* SPDX-License-Identifier: Apache-2.0
 * check, reserve and charge: idempotent retry, decide, let stand (semantics sections 6 and 10). */
#include "ledger/life_internal.h"

#define BIT(code) (UINT64_C(1) << (code))

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

static bool let_stand(const struct transaction *transaction, struct claim *claim,
                      const struct decision *decision)
{
    const struct charge *charge = claim->charge;
    const struct fg_charge *request = charge->request;
    const struct item_rules *rules = decision->matter.rules;
    struct record record = record_split(decision, claim->record);
    struct standing_relief reliefs[ITEM_REDUCTIONS_MAX];
    struct stored stored = {
        .state = claim->kind == CLAIM_CHARGE ? STATE_COMMITTED : STATE_RESERVED,
        .content = content_of(transaction, claim),
        .expires_ns = transaction->engine_ns + transaction->rulebook->reservation_ns,
        .due_fen = decision->has_due ? decision->reliefs.due_fen : 0,
        .duplicate_ran = decision->duplicate_ran,
        .instalments_ran = decision->instalments_ran,
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
    /* An item that is unlisted today may be listed, and asked for, on another day. */
    stored.item_use = rules != NULL
                          ? rules->use
                          : table_get(&transaction->rulebook->bundle->item_uses, request->item);
    if (rules != NULL && rules->item->period != NULL) {
        stored.period = rules->item->period;
        stored.group_use = rules->group_use;
        stored.standing.group = rules->item->period->group;
    }
    claim->expires_ns = stored.expires_ns;
    return transaction->calls->put(transaction->store, &stored, charge, &record);
}

/* The ledger has no room, or could not be asked. Money may then move only where the gateway chose
 * so; a charge that nothing was to be asked about, but that was to stand, is not decided. */
static void decide_without_ledger(const struct transaction *transaction, struct claim *claim,
                                  const struct matter *matter, struct workspace *workspace)
{
    facts_unavailable(matter->rules, claim->charge, &workspace->facts);
    evaluate(matter, claim->charge, &workspace->facts, &transaction->rulebook->policy,
             &workspace->decision);
    buffer_free(claim->record);
    claim->status = record_told(claim, &workspace->decision);
    if (matter->rules == NULL && claim->status == FG_OK) claim->status = FG_LEDGER_UNAVAILABLE;
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
    claim->expires_ns = stored->expires_ns;
    if (!transaction->calls->recall(transaction->store, stored, claim->record)) {
        claim->status = FG_LEDGER_UNAVAILABLE;
        return true;
    }
    claim->status = claim->record->failed ? FG_NO_MEMORY : FG_OK;
    if (claim->status == FG_OK && claim->kind == CLAIM_CHARGE && stored->state == STATE_RESERVED &&
        !transaction->calls->set_state(transaction->store, claim->charge->request->txn,
                                       STATE_COMMITTED)) {
        claim->status = FG_LEDGER_UNAVAILABLE;
    }
    return true;
}

static struct matter matter_of(const struct transaction *transaction, const struct charge *charge)
{
    const struct rulebook *rulebook = transaction->rulebook;
    int32_t day = rulebook->as_known_day != DAY_NONE ? rulebook->as_known_day : charge->charge_day;

    return matter_find(bundle_on(rulebook->bundle, day), charge);
}

/* Decides, and lets stand what may. */
static void claim_decide(const struct transaction *transaction, struct claim *claim, bool was_known,
                         struct workspace *workspace)
{
    struct matter matter = matter_of(transaction, claim->charge);

    decide(transaction, claim->charge, &matter, workspace);
    claim->status = record_told(claim, &workspace->decision);
    if (claim->kind == CLAIM_CHECK || claim->status == FG_NO_MEMORY) return;
    if (decision_lets_stand(&workspace->decision)) {
        if (let_stand(transaction, claim, &workspace->decision)) return;
        claim->expires_ns = 0;
        decide_without_ledger(transaction, claim, &matter, workspace);
    }
    /* Denied: as if it had never been. */
    if (was_known && !transaction->calls->forget(transaction->store, claim->charge->request->txn)) {
        claim->status = FG_LEDGER_UNAVAILABLE;
    }
}

/* True when the charge was malformed; the claim is then answered. */
static bool answer_invalid(const struct transaction *transaction, struct claim *claim)
{
    struct decision decision;

    if (claim->invalid.size == 0) return false;
    evaluate_invalid(claim->invalid, &transaction->rulebook->policy, &decision);
    claim->status = record_told(claim, &decision);
    return true;
}

/* A decision that is told without the ledger; nothing is kept. */
void claim_unanswered(const struct transaction *transaction, struct claim *claim)
{
    struct workspace workspace;
    struct matter matter;

    claim->status = FG_LEDGER_UNAVAILABLE;
    claim->position = 0;
    claim->expires_ns = 0;
    claim->late_codes = 0;
    claim->late_conflict_size = 0;
    if (claim->charge == NULL) return;
    buffer_free(claim->record);
    if (answer_invalid(transaction, claim)) {
        if (claim->status == FG_OK) claim->status = FG_LEDGER_UNAVAILABLE;
        return;
    }
    matter = matter_of(transaction, claim->charge);
    decide_without_ledger(transaction, claim, &matter, &workspace);
}

void claim_charge(const struct transaction *transaction, struct claim *claim)
{
    const struct store_calls *calls = transaction->calls;
    const struct stored *stored;
    struct workspace workspace;
    bool kept;

    if (answer_invalid(transaction, claim)) {
        kept = claim->status == FG_NO_MEMORY || trail_invalid(transaction, claim);
    } else if (!calls->identify(transaction->store, claim->charge) ||
               !calls->find(transaction->store, claim->charge->request->txn, &stored)) {
        kept = false;
    } else if (answer_retry(transaction, claim, stored)) {
        kept = trail_earlier(transaction, claim);
    } else {
        claim_decide(transaction, claim, stored != NULL, &workspace);
        kept = claim->status == FG_NO_MEMORY || trail_decided(transaction, claim, &workspace);
    }
    if (!kept) claim_unanswered(transaction, claim);
}

/* SPDX-License-Identifier: Apache-2.0
 * The payment calls: check what came in, ask the ledger, write the answer. */
#include "engine/answer.h"
#include "engine/engine_internal.h"

/* The engine may be asked at all, and by this process. */
static fg_status door(const struct fg_engine *engine)
{
    if (engine == NULL) return FG_BAD_ARGUMENT;
    return fork_mark_is_gone(&engine->fork_mark) ? FG_FORKED : FG_OK;
}

static fg_status charge_door(const struct fg_engine *engine, const struct fg_charge *charge,
                             struct fg_decision *decision)
{
    if (decision == NULL) return FG_BAD_ARGUMENT;
    if (decision->size < sizeof(*decision)) return FG_BAD_SIZE;
    answer_clear(decision);
    if (charge == NULL) return FG_BAD_ARGUMENT;
    if (charge->size < sizeof(*charge)) return FG_BAD_SIZE;
    return door(engine);
}

static fg_status ask(struct fg_engine *engine, enum claim_kind kind,
                     const struct fg_charge *request, struct fg_decision *decision)
{
    struct buffer record;
    struct charge charge;
    struct claim claim = {.kind = kind, .charge = &charge, .record = &record};
    fg_status status = charge_door(engine, request, decision);

    if (status != FG_OK) return status;
    buffer_init(&record);
    if (charge_read(request, &charge, &claim.invalid)) claim.invalid.size = 0;
    ledger_transact(&engine->ledger, &claim, 1, engine_now(engine));
    status = claim.status;
    if ((status == FG_OK || status == FG_DENIED) &&
        !answer_write(request, record.bytes, record.size, decision)) {
        answer_clear(decision);
        status = FG_INTERNAL;
    }
    buffer_free(&record);
    return status;
}

fg_status engine_check(struct fg_engine *engine, const struct fg_charge *charge,
                       struct fg_decision *decision)
{
    return ask(engine, CLAIM_CHECK, charge, decision);
}

fg_status engine_reserve(struct fg_engine *engine, const struct fg_charge *charge,
                         struct fg_decision *decision)
{
    return ask(engine, CLAIM_RESERVE, charge, decision);
}

fg_status engine_charge(struct fg_engine *engine, const struct fg_charge *charge,
                        struct fg_decision *decision)
{
    return ask(engine, CLAIM_CHARGE, charge, decision);
}

static bool is_code(struct fg_text text)
{
    return text.bytes != NULL && text_is_code(text);
}

fg_status engine_commit(struct fg_engine *engine, struct fg_text txn, struct fg_decision *decision)
{
    struct claim claim = {.kind = CLAIM_COMMIT, .txn = txn};
    fg_status status;

    if (decision != NULL) {
        if (decision->size < sizeof(*decision)) return FG_BAD_SIZE;
        answer_clear(decision);
    }
    status = door(engine);
    if (status != FG_OK) return status;
    if (!is_code(txn)) return FG_BAD_ARGUMENT;
    ledger_transact(&engine->ledger, &claim, 1, engine_now(engine));
    if (claim.status == FG_COMMITTED_LATE && decision != NULL) {
        struct fg_text conflict = {claim.late_conflict, claim.late_conflict_size, 0};

        answer_write_late(claim.late_codes, conflict, decision);
    }
    return claim.status;
}

fg_status engine_release(struct fg_engine *engine, struct fg_text txn)
{
    struct claim claim = {.kind = CLAIM_RELEASE, .txn = txn};
    fg_status status = door(engine);

    if (status != FG_OK) return status;
    if (!is_code(txn)) return FG_BAD_ARGUMENT;
    ledger_transact(&engine->ledger, &claim, 1, engine_now(engine));
    return claim.status;
}

fg_status engine_refund(struct fg_engine *engine, const struct fg_refund *refund)
{
    struct claim claim = {.kind = CLAIM_REFUND};
    fg_status status = door(engine);

    if (status != FG_OK) return status;
    if (refund == NULL) return FG_BAD_ARGUMENT;
    if (refund->size < sizeof(*refund)) return FG_BAD_SIZE;
    if (!is_code(refund->txn) || !is_code(refund->refund)) return FG_BAD_ARGUMENT;
    if (refund->amount_fen < 1 || refund->amount_fen > FG_AMOUNT_FEN_MAX) return FG_BAD_ARGUMENT;
    claim.txn = refund->txn;
    claim.refund = refund->refund;
    claim.refund_fen = refund->amount_fen;
    ledger_transact(&engine->ledger, &claim, 1, engine_now(engine));
    return claim.status;
}

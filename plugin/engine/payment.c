/* SPDX-License-Identifier: Apache-2.0
 * The payment calls that wait: check what came in, ask the ledger, write the answer. */
#include "engine/payment.h"

#include "engine/answer.h"
#include "engine/counters.h"
#include "engine/incoming.h"

fg_status engine_door(const struct fg_engine *engine)
{
    if (engine == NULL) return FG_BAD_ARGUMENT;
    return fork_mark_is_gone(&engine->fork_mark) ? FG_FORKED : FG_OK;
}

/* ---- what comes in ---- */

fg_status job_charge(struct job *job, enum claim_kind kind, const struct fg_charge *request,
                     struct fg_decision *decision)
{
    fg_status status;

    if (decision == NULL) return FG_BAD_ARGUMENT;
    if (decision->size < FG_DECISION_SIZE_1_0) return FG_BAD_SIZE;
    answer_clear(decision);
    if (request == NULL) return FG_BAD_ARGUMENT;
    status = incoming_charge(request);
    if (status != FG_OK) return status;
    job->claim = (struct claim){.kind = kind, .charge = &job->charge, .record = &job->record};
    if (charge_read(request, &job->charge, &job->claim.invalid)) job->claim.invalid.size = 0;
    return FG_OK;
}

static bool is_code(struct fg_text text)
{
    return text.bytes != NULL && text_is_code(text);
}

fg_status job_commit(struct job *job, struct fg_text txn, struct fg_decision *decision)
{
    if (decision != NULL) {
        if (decision->size < FG_DECISION_SIZE_1_0) return FG_BAD_SIZE;
        answer_clear(decision);
    }
    job->claim = (struct claim){.kind = CLAIM_COMMIT, .txn = txn};
    return is_code(txn) ? FG_OK : FG_BAD_ARGUMENT;
}

fg_status job_release(struct job *job, struct fg_text txn)
{
    job->claim = (struct claim){.kind = CLAIM_RELEASE, .txn = txn};
    return is_code(txn) ? FG_OK : FG_BAD_ARGUMENT;
}

fg_status job_refund(struct job *job, const struct fg_refund *refund)
{
    fg_status status;

    if (refund == NULL) return FG_BAD_ARGUMENT;
    status = incoming_refund(refund);
    if (status != FG_OK) return status;
    job->claim = (struct claim){.kind = CLAIM_REFUND,
                                .txn = refund->txn,
                                .refund = refund->refund,
                                .refund_fen = refund->amount_fen};
    if (!is_code(refund->txn) || !is_code(refund->refund)) return FG_BAD_ARGUMENT;
    if (refund->amount_fen < 1 || refund->amount_fen > FG_AMOUNT_FEN_MAX) return FG_BAD_ARGUMENT;
    return FG_OK;
}

/* ---- what goes out ---- */

static fg_status answer_charge(struct fg_engine *engine, const struct job *job,
                               struct fg_decision *decision)
{
    const struct claim *claim = &job->claim;
    struct answer answer = {
        .charge = job->charge.request, .record = &job->record, .position = claim->position};
    char permit[PERMIT_TEXT_SIZE];

    if (claim->status != FG_OK && claim->status != FG_DENIED) return claim->status;
    answer.permit = engine_permit(engine, job, permit);
    if (answer_write(&answer, decision)) return claim->status;
    answer_clear(decision);
    return FG_INTERNAL;
}

static fg_status answer(struct fg_engine *engine, const struct job *job,
                        struct fg_decision *decision)
{
    const struct claim *claim = &job->claim;

    if (claim->charge != NULL) return answer_charge(engine, job, decision);
    if (claim->status == FG_COMMITTED_LATE && decision != NULL) {
        struct fg_text conflict = {claim->late_conflict, claim->late_conflict_size, 0};

        answer_write_late(claim->late_codes, conflict, claim->position, decision);
    }
    return claim->status;
}

fg_status job_answer(struct fg_engine *engine, const struct job *job, struct fg_decision *decision)
{
    fg_status status = answer(engine, job, decision);

    counters_add(engine->counters, job->claim.kind, status, decision);
    return status;
}

fg_status job_busy(struct fg_engine *engine, const struct job *job)
{
    counters_add(engine->counters, job->claim.kind, FG_BUSY, NULL);
    return FG_BUSY;
}

/* ---- the calls ---- */

/* A job that is ready goes through the queue and is answered. */
static fg_status run(struct fg_engine *engine, struct job *job, struct fg_decision *decision)
{
    job->is_submitted = false;
    return queue_run(engine->queue, job) ? job_answer(engine, job, decision)
                                         : job_busy(engine, job);
}

static fg_status ask(struct fg_engine *engine, enum claim_kind kind,
                     const struct fg_charge *request, struct fg_decision *decision)
{
    struct job job;
    fg_status status = job_charge(&job, kind, request, decision);

    if (status == FG_OK) status = engine_door(engine);
    if (status != FG_OK) return status;
    buffer_init(&job.record);
    status = run(engine, &job, decision);
    buffer_free(&job.record);
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

fg_status engine_commit(struct fg_engine *engine, struct fg_text txn, struct fg_decision *decision)
{
    struct job job;
    fg_status status = job_commit(&job, txn, decision);

    if (status == FG_OK) status = engine_door(engine);
    return status == FG_OK ? run(engine, &job, decision) : status;
}

fg_status engine_release(struct fg_engine *engine, struct fg_text txn)
{
    struct job job;
    fg_status status = engine_door(engine);

    if (status == FG_OK) status = job_release(&job, txn);
    return status == FG_OK ? run(engine, &job, NULL) : status;
}

fg_status engine_refund(struct fg_engine *engine, const struct fg_refund *refund)
{
    struct job job;
    fg_status status = engine_door(engine);

    if (status == FG_OK) status = job_refund(&job, refund);
    return status == FG_OK ? run(engine, &job, NULL) : status;
}

/* The queue's work: a batch is one transaction. An empty one brings the signed heads of the trail
 * up to its end when no more calls come that would. */
void engine_work(void *context, struct job *const *jobs, size_t count)
{
    struct fg_engine *engine = context;
    struct claim *claims[QUEUE_BATCH_MAX];

    for (size_t i = 0; i < count; i++) claims[i] = &jobs[i]->claim;
    ledger_transact(&engine->ledger, claims, count, engine_now(engine));
}

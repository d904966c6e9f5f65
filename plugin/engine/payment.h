/* SPDX-License-Identifier: Apache-2.0
 * What the waiting and the submitted payment calls share: from arguments to a job, from a job that
 * is done to the gateway's answer. */
#ifndef FEEGUARD_ENGINE_PAYMENT_H
#define FEEGUARD_ENGINE_PAYMENT_H

#include "engine/engine_internal.h"

/* The engine may be asked at all, and by this process. */
fg_status engine_door(const struct fg_engine *engine);

/* Each fills a job's claim, FG_OK, or refuses the arguments. The record is not touched; a decision
 * whose size is known is cleared. */
fg_status job_charge(struct job *job, enum claim_kind kind, const struct fg_charge *request,
                     struct fg_decision *decision);
fg_status job_commit(struct job *job, struct fg_text txn, struct fg_decision *decision);
fg_status job_release(struct job *job, struct fg_text txn);
fg_status job_refund(struct job *job, const struct fg_refund *refund);

/* Writes what a job that is done came to; what the call returns. */
fg_status job_answer(struct fg_engine *engine, const struct job *job, struct fg_decision *decision);

/* Notes that the queue had no room for a job; FG_BUSY. */
fg_status job_busy(struct fg_engine *engine, const struct job *job);

/* queue_work of every engine. */
void engine_work(void *engine, struct job *const *jobs, size_t count);

#endif

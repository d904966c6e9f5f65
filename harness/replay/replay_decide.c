/* SPDX-License-Identifier: Apache-2.0
 * Rows to the library, one after another: the only place of a replay where engines are asked. */
#include <stdio.h>

#include "harness.h"
#include "log/expect.h"
#include "replay/replay.h"

#define LINE_SIZE 1024

/* What the library writes into lent memory is kept with the batch until it is formatted. Without
 * decision lines only codes and amounts are wanted. */
static void lend(const struct replay *replay, struct batch *batch, size_t size,
                 struct fg_decision *decision)
{
    size_t window;

    *decision = (struct fg_decision){.size = sizeof(*decision)};
    if (replay->sink == SINK_NONE) return;
    decision->memory = pool_window(&batch->pool, size, &window);
    decision->memory_size = window > UINT32_MAX ? UINT32_MAX : (uint32_t)window;
}

static fg_status call(const struct fg_plugin *calls, struct fg_engine *engine,
                      const struct event *event, struct fg_decision *decision)
{
    struct fg_refund refund = {.size = sizeof(refund),
                               .txn = event->charge.txn,
                               .refund = event->refund,
                               .amount_fen = event->charge.amount_fen};

    switch (event->kind) {
    case EVENT_CHARGE: return calls->charge(engine, &event->charge, decision);
    case EVENT_RESERVE: return calls->reserve(engine, &event->charge, decision);
    case EVENT_CHECK: return calls->check(engine, &event->charge, decision);
    case EVENT_COMMIT: return calls->commit(engine, event->charge.txn, decision);
    case EVENT_RELEASE: return calls->release(engine, event->charge.txn);
    case EVENT_REFUND: return calls->refund(engine, &refund);
    default: return FG_INTERNAL;
    }
}

/* Asks once; and again with all the memory that is needed, in the rare case that a decision
 * outgrows what an ordinary one takes: the same question gets the same answer. */
static void ask(const struct replay *replay, struct batch *batch, const struct event *event,
                struct answer *answer)
{
    struct fg_decision *decision = &answer->decision;

    lend(replay, batch, FG_DECISION_MEMORY, decision);
    answer->status = call(replay->calls, replay->engine, event, decision);
    if (decision->memory == NULL) return;
    if (decision->memory_needed > decision->memory_size && event->kind <= EVENT_CHECK) {
        lend(replay, batch, decision->memory_needed, decision);
        answer->status = call(replay->calls, replay->engine, event, decision);
    }
    if (decision->memory_needed <= decision->memory_size) {
        pool_take(&batch->pool, decision->memory_needed);
    }
}

/* A malformed row moves no clock, is nobody's retry and never reaches the library. */
static void answer_malformed(const struct replay *replay, struct answer *answer)
{
    *answer = (struct answer){.status = FG_DENIED};
    answer->decision.codes = UINT64_C(1) << FG_INVALID_CHARGE;
    answer->decision.outcome = FG_DENY;
    answer->decision.told = replay->choice.mode == FG_MODE_MONITOR ? FG_ALLOW : FG_DENY;
}

static void report(struct replay *replay, const struct batch *batch, const struct event *event,
                   const char *what)
{
    if (replay->silent) return;
    progress_clear(&replay->progress);
    fprintf(stderr, "%s:%llu: error: %s\n", batch->log->name, (unsigned long long)event->line,
            what);
}

static void report_malformed(struct replay *replay, const struct batch *batch,
                             const struct event *event)
{
    char what[LINE_SIZE];

    if (replay->summary.malformed > REPLAY_MALFORMED_SHOWN) return;
    row_fault_format(event, replay->choice.language, what, sizeof(what));
    report(replay, batch, event, what);
}

static void check_expectation(struct replay *replay, const struct batch *batch,
                              const struct event *event, const struct answer *answer)
{
    char what[LINE_SIZE];

    if (expect_is_met(&replay->names, event, answer)) return;
    replay->summary.mismatches++;
    expect_explain(&replay->names, event, answer, what, sizeof(what));
    report(replay, batch, event, what);
}

/* Whether the status is an answer about the row; anything else ends the replay. */
static bool is_answer(const struct event *event, fg_status status)
{
    if (event->kind <= EVENT_CHECK && (status == FG_OK || status == FG_DENIED)) return true;
    return result_name(event, status) != NULL;
}

static void stop_failed(struct replay *replay, const struct batch *batch, const struct event *event,
                        fg_status status)
{
    report(replay, batch, event, replay->calls->status_text(status, replay->choice.language));
    replay->status = EXIT_FAILED;
    replay->stopped = true;
}

static void move_clock(struct replay *replay, int64_t time_ns)
{
    if (time_ns <= atomic_load_explicit(&replay->clock_ns, memory_order_relaxed)) return;
    atomic_store_explicit(&replay->clock_ns, time_ns, memory_order_relaxed);
}

/* The same row judged the other way. Charges that either of them refuses to judge, because the id
 * is in use, are not compared. */
static void compare_row(struct replay *replay, const struct batch *batch, const struct event *event,
                        const struct answer *answer)
{
    struct answer other = {.decision = {.size = sizeof(other.decision)}};
    const struct answer *before = replay->other_is_before ? &other : answer;
    const struct answer *after = replay->other_is_before ? answer : &other;

    other.status = call(replay->calls, replay->other, event, &other.decision);
    if (!is_answer(event, other.status)) {
        stop_failed(replay, batch, event, other.status);
    } else if (event->kind > EVENT_CHECK) {
        compare_lived(&replay->comparison, event, before->status);
    } else if (result_name(event, before->status) == NULL &&
               result_name(event, after->status) == NULL) {
        compare_decided(&replay->comparison, batch->log->name, event, before, after);
    }
}

static void decide_row(struct replay *replay, struct batch *batch, size_t at)
{
    struct event *event = &batch->events[at];
    struct answer *answer = &batch->answers[at];

    if (event->fault == FAULT_NONE) {
        move_clock(replay, event->charge.time_ns);
        ask(replay, batch, event, answer);
        if (!is_answer(event, answer->status)) {
            stop_failed(replay, batch, event, answer->status);
            return;
        }
        if (replay->other != NULL) compare_row(replay, batch, event, answer);
        if ((answer->decision.codes >> FG_INVALID_CHARGE & 1) != 0) {
            row_fault(event, FAULT_LIBRARY, answer->decision.field);
        }
    }
    if (event->fault != FAULT_NONE) answer_malformed(replay, answer);
    summary_add(&replay->summary, event, answer);
    if (replay->observe != NULL) {
        replay->observe(replay->observer, event, answer);
        batch->decided_count = at + 1;
        return;
    }
    if (event->fault != FAULT_NONE) {
        report_malformed(replay, batch, event);
        if (replay->strict) {
            replay->status = EXIT_FOUND;
            replay->stopped = true;
            return;
        }
    }
    check_expectation(replay, batch, event, answer);
    batch->decided_count = at + 1;
}

void replay_decide(struct replay *replay, struct batch *batch)
{
    for (size_t i = 0; i < batch->event_count && !replay->stopped; i++) {
        decide_row(replay, batch, i);
    }
}

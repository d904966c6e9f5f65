/* SPDX-License-Identifier: Apache-2.0
 * Which charges are judged differently, and what became of them. */
#include "replay/compare.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "replay/compare_table.h"
#include "replay/summary.h"

#define BIT(code) (UINT64_C(1) << (code))

static struct difference *find(const struct comparison *comparison, struct fg_text txn)
{
    struct difference *found;

    HASH_FIND(hh, comparison->differences, txn.bytes, txn.size, found);
    return found;
}

static void forget(struct comparison *comparison, struct difference *difference)
{
    HASH_DEL(comparison->differences, difference);
    for (uint32_t i = 0; i < difference->refund_count; i++) {
        free((char *)difference->refunds[i].bytes);
    }
    free(difference->refunds);
    free(difference->texts);
    free(difference);
}

void compare_free(struct comparison *comparison)
{
    struct difference *at, *next;

    HASH_ITER(hh, comparison->differences, at, next)
    {
        forget(comparison, at);
    }
}

/* ---- two judgements ---- */

static int64_t shortfall(const struct event *event, const struct fg_decision *decision)
{
    uint64_t too_little = BIT(FG_BELOW_STANDARD) | BIT(FG_UNDERCHARGED);

    if ((decision->codes & too_little) == 0 || (decision->present & FG_HAS_DUE) == 0) return 0;
    return decision->due_fen - event->charge.amount_fen;
}

static struct judgement judge(const struct event *event, const struct answer *answer)
{
    const struct fg_decision *decision = &answer->decision;

    return (struct judgement){.outcome = decision->outcome,
                              .told = decision->told,
                              .codes = decision->codes,
                              .present = decision->present,
                              .standard_fen = decision->standard_fen,
                              .low_fen = decision->low_fen,
                              .due_fen = decision->due_fen,
                              .earliest_ymd = decision->earliest_ymd,
                              .excess_fen = summary_prevented(event, answer),
                              .shortfall_fen = shortfall(event, decision)};
}

/* Of two judgements that have the same values. */
static bool values_differ(uint32_t present, uint32_t bit, int64_t a, int64_t b)
{
    return (present & bit) != 0 && a != b;
}

static bool judgements_differ(const struct judgement *a, const struct judgement *b)
{
    return a->outcome != b->outcome || a->told != b->told || a->codes != b->codes ||
           a->present != b->present ||
           values_differ(a->present, FG_HAS_STANDARD, a->standard_fen, b->standard_fen) ||
           values_differ(a->present, FG_HAS_LOW, a->low_fen, b->low_fen) ||
           values_differ(a->present, FG_HAS_DUE, a->due_fen, b->due_fen) ||
           values_differ(a->present, FG_HAS_EARLIEST, a->earliest_ymd, b->earliest_ymd);
}

/* ---- one entry a transaction ---- */

static struct fg_text keep(char **at, struct fg_text text)
{
    struct fg_text kept = {*at, text.size, 0};

    memcpy(*at, text.bytes, text.size);
    *at += text.size;
    return kept;
}

static struct difference *difference_make(const char *log, const struct event *event)
{
    const struct fg_charge *charge = &event->charge;
    struct difference *made = memory_take(1, sizeof(*made));
    char *at = memory_take((size_t)charge->txn.size + charge->unit.size + charge->item.size, 1);

    made->texts = at;
    made->txn = keep(&at, charge->txn);
    made->unit = keep(&at, charge->unit);
    made->item = keep(&at, charge->item);
    made->log = log;
    made->line = event->line;
    made->time_ns = charge->time_ns;
    made->amount_fen = charge->amount_fen;
    made->is_check = event->kind == EVENT_CHECK;
    return made;
}

/* The same decision again: a retry, or the charge that follows its reservation. */
static bool is_retry(const struct difference *old, const struct judgement *before,
                     const struct judgement *after)
{
    return !judgements_differ(&old->before, before) && !judgements_differ(&old->after, after);
}

void compare_decided(struct comparison *comparison, const char *log, const struct event *event,
                     const struct answer *before, const struct answer *after)
{
    struct judgement first = judge(event, before), second = judge(event, after);
    struct difference *old = find(comparison, event->charge.txn);
    bool takes = event->kind == EVENT_CHARGE && first.told == FG_ALLOW;

    comparison->charges++;
    if (old != NULL && !old->is_check && is_retry(old, &first, &second)) {
        old->taken = old->taken || takes;
        comparison->different++;
        return;
    }
    if (event->kind == EVENT_CHECK && old != NULL && !old->is_check) return; /* that one is real */
    if (old != NULL) forget(comparison, old);
    if (!judgements_differ(&first, &second)) return;
    comparison->different++;
    old = difference_make(log, event);
    old->before = first;
    old->after = second;
    old->taken = takes;
    HASH_ADD_KEYPTR(hh, comparison->differences, old->txn.bytes, old->txn.size, old);
}

/* A refund id that was answered ok before is the same refund. */
static void give_back(struct difference *difference, const struct event *event)
{
    char *at;

    for (uint32_t i = 0; i < difference->refund_count; i++) {
        if (text_equal(difference->refunds[i], event->refund)) return;
    }
    difference->refunds = memory_grow(difference->refunds, (size_t)difference->refund_count + 1,
                                      sizeof(*difference->refunds));
    at = memory_take(event->refund.size, 1);
    difference->refunds[difference->refund_count++] = keep(&at, event->refund);
    difference->refunded_fen += event->charge.amount_fen;
}

void compare_lived(struct comparison *comparison, const struct event *event, fg_status before)
{
    struct difference *difference = find(comparison, event->charge.txn);

    if (difference == NULL) return;
    switch (event->kind) {
    case EVENT_COMMIT:
        difference->taken = difference->taken || before == FG_OK || before == FG_COMMITTED_LATE;
        break;
    case EVENT_RELEASE: difference->released = difference->released || before == FG_OK; break;
    case EVENT_REFUND:
        if (before == FG_OK) give_back(difference, event);
        break;
    default: break;
    }
}

/* ---- money ---- */

static int64_t above(int64_t fen, int64_t floor_fen)
{
    return fen > floor_fen ? fen - floor_fen : 0;
}

struct effect difference_effect(const struct difference *difference)
{
    const struct judgement *before = &difference->before, *after = &difference->after;
    int64_t left = above(difference->amount_fen, difference->refunded_fen);
    bool all_given_back = difference->refunded_fen > 0 && left == 0;
    struct effect effect = {0, 0, 0};

    if (difference->is_check || difference->released || all_given_back) return effect;
    effect.revenue_fen =
        (before->excess_fen - after->excess_fen) + (after->shortfall_fen - before->shortfall_fen);
    if (!difference->taken) return effect;
    effect.refundable_fen = above(after->excess_fen, before->excess_fen);
    if (effect.refundable_fen > left) effect.refundable_fen = left;
    effect.collectable_fen = above(after->shortfall_fen, before->shortfall_fen);
    return effect;
}

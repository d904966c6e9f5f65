/* SPDX-License-Identifier: Apache-2.0
 * A ledger's states once more, by id, without its rules. Records of older versions do not say when
 * their reservation runs out: it may have ended at any time, so a late commit, and a new decision
 * on the same id, follow from it as well as a commit in time. */
#include "trail/audit_life.h"

#include <stdlib.h>
#include <string.h>

#include "audit/trail_replay.h"
#include "base/hash.h"
#include "base/text.h"
#include "harness.h"

enum life_state { LIFE_NONE, LIFE_RESERVED, LIFE_COMMITTED, LIFE_RELEASED };

struct life_refund {
    struct fg_text id; /* a copy */
    int64_t amount_fen;
};

struct life {
    struct fg_text txn; /* a copy; size 0: a free slot */
    enum life_state state;
    int32_t day;        /* the earlier of its dates */
    int64_t expires_ns; /* 0: not known */
    int64_t amount_fen, refunded_fen;
    struct life_refund *refunds;
    uint32_t refund_count;
};

struct lives {
    struct life *slots; /* open addressing */
    uint64_t slot_count, count;
    int32_t horizon_day;
    int64_t engine_ns;
};

/* Nobody gains by ids that collide here. */
static const struct hash_key table_key = {1, 2};

struct lives *lives_open(int32_t horizon_day)
{
    struct lives *lives = memory_take(1, sizeof(*lives));

    lives->slot_count = 1024;
    lives->slots = memory_take(lives->slot_count, sizeof(*lives->slots));
    lives->horizon_day = horizon_day;
    lives->engine_ns = INT64_MIN;
    return lives;
}

static void text_free(struct fg_text text)
{
    free((void *)(uintptr_t)text.bytes);
}

static struct fg_text text_copy(struct fg_text text)
{
    char *copy = memory_take(text.size, 1);

    if (text.size > 0) memcpy(copy, text.bytes, text.size);
    return (struct fg_text){copy, text.size, 0};
}

static void refunds_free(struct life *life)
{
    for (uint32_t i = 0; i < life->refund_count; i++) text_free(life->refunds[i].id);
    free(life->refunds);
    life->refunds = NULL;
    life->refund_count = 0;
    life->refunded_fen = 0;
}

void lives_close(struct lives *lives)
{
    for (uint64_t i = 0; i < lives->slot_count; i++) {
        refunds_free(&lives->slots[i]);
        text_free(lives->slots[i].txn);
    }
    free(lives->slots);
    free(lives);
}

/* ---- the table ---- */

static struct life *slot_of(struct life *slots, uint64_t slot_count, struct fg_text txn)
{
    uint64_t at = hash_tag(&table_key, txn) & (slot_count - 1);

    while (slots[at].txn.size > 0 && !text_equal(slots[at].txn, txn)) {
        at = (at + 1) & (slot_count - 1);
    }
    return &slots[at];
}

static void grow(struct lives *lives)
{
    uint64_t slot_count = lives->slot_count * 2;
    struct life *slots = memory_take(slot_count, sizeof(*slots));

    for (uint64_t i = 0; i < lives->slot_count; i++) {
        if (lives->slots[i].txn.size == 0) continue;
        *slot_of(slots, slot_count, lives->slots[i].txn) = lives->slots[i];
    }
    free(lives->slots);
    lives->slots = slots;
    lives->slot_count = slot_count;
}

static struct life *life_of(struct lives *lives, struct fg_text txn)
{
    struct life *life;

    if (lives->count * 2 >= lives->slot_count) grow(lives);
    life = slot_of(lives->slots, lives->slot_count, txn);
    if (life->txn.size == 0) {
        life->txn = text_copy(txn);
        lives->count++;
    }
    return life;
}

/* ---- what should have been answered ---- */

/* Whether it is known that a reservation stood no more. */
static bool ran_out(const struct life *life, const struct entry_read *entry)
{
    return life->expires_ns != 0 && entry->head.engine_ns >= life->expires_ns;
}

static const struct life_refund *refund_of(const struct life *life, struct fg_text id)
{
    for (uint32_t i = 0; i < life->refund_count; i++) {
        if (text_equal(life->refunds[i].id, id)) return &life->refunds[i];
    }
    return NULL;
}

static fg_status refund_status(const struct life *life, const struct entry_read *entry)
{
    const struct life_refund *refund;

    if (life->state == LIFE_NONE) return FG_NOT_FOUND;
    if (life->state != LIFE_COMMITTED) return FG_NOT_COMMITTED;
    refund = refund_of(life, entry->refund);
    if (refund != NULL) {
        return refund->amount_fen == entry->refund_fen ? FG_OK : FG_CONFLICTING_RETRY;
    }
    return entry->refund_fen > life->amount_fen - life->refunded_fen ? FG_OVER_REFUND : FG_OK;
}

static fg_status step_status(const struct life *life, const struct entry_read *entry)
{
    switch (entry->head.kind) {
    case ENTRY_COMMIT:
        if (life->state == LIFE_COMMITTED) return FG_OK;
        if (life->state != LIFE_RESERVED) return FG_NOT_FOUND;
        if (life->expires_ns != 0) return ran_out(life, entry) ? FG_COMMITTED_LATE : FG_OK;
        return entry->head.status == FG_COMMITTED_LATE ? FG_COMMITTED_LATE : FG_OK;
    case ENTRY_RELEASE:
        if (life->state == LIFE_NONE) return FG_NOT_FOUND;
        return life->state == LIFE_COMMITTED ? FG_NOT_RESERVED : FG_OK;
    default: return refund_status(life, entry);
    }
}

static enum life_fault answer_look(const struct life *life, const struct entry_read *entry)
{
    bool stands =
        life->state == LIFE_COMMITTED || (life->state == LIFE_RESERVED && !ran_out(life, entry));

    if (entry->answer == ANSWER_EARLIER) return stands ? LIFE_FOLLOWS : LIFE_NO_EARLIER;
    if (life->state == LIFE_RESERVED && life->expires_ns == 0) return LIFE_FOLLOWS;
    return stands ? LIFE_DECIDED_ANEW : LIFE_FOLLOWS;
}

static enum life_fault look(const struct life *life, const struct entry_read *entry,
                            fg_status *expected)
{
    if (entry->head.kind <= ENTRY_CHARGE) return answer_look(life, entry);
    *expected = step_status(life, entry);
    return *expected == entry->head.status ? LIFE_FOLLOWS : LIFE_OTHER_STATUS;
}

/* ---- what is from then on, whether it should be or not ---- */

static int32_t earlier_day(const struct fg_charge *request)
{
    int32_t day = day_of_time(request->time_ns), period;

    if (!day_from_ymd(request->period_ymd, &period)) return day;
    return period < day ? period : day;
}

static void apply_answer(struct life *life, const struct entry_read *entry)
{
    bool charges = entry->head.kind == ENTRY_CHARGE;

    if (entry->head.kind == ENTRY_CHECK) return;
    if (entry->answer == ANSWER_EARLIER) {
        if (charges && entry->head.status == FG_OK) life->state = LIFE_COMMITTED;
        return;
    }
    refunds_free(life);
    life->state = LIFE_NONE;
    if (!trail_lets_stand(entry)) return;
    life->state = charges ? LIFE_COMMITTED : LIFE_RESERVED;
    life->expires_ns = entry->expires_ns;
    life->amount_fen = entry->request.amount_fen;
    life->day = earlier_day(&entry->request);
}

static void apply_refund(struct life *life, const struct entry_read *entry)
{
    if (entry->head.status != FG_OK || refund_of(life, entry->refund) != NULL) return;
    life->refunds = memory_grow(life->refunds, life->refund_count + 1, sizeof(*life->refunds));
    life->refunds[life->refund_count++] =
        (struct life_refund){text_copy(entry->refund), entry->refund_fen};
    life->refunded_fen += entry->refund_fen;
}

static void apply(struct life *life, const struct entry_read *entry)
{
    fg_status status = entry->head.status;

    switch (entry->head.kind) {
    case ENTRY_COMMIT:
        if (status == FG_OK || status == FG_COMMITTED_LATE) life->state = LIFE_COMMITTED;
        return;
    case ENTRY_RELEASE:
        if (status == FG_OK) life->state = LIFE_RELEASED;
        return;
    case ENTRY_REFUND: apply_refund(life, entry); return;
    default: apply_answer(life, entry);
    }
}

enum life_fault lives_follow(struct lives *lives, const struct entry_read *entry,
                             fg_status *expected)
{
    bool ran_back = entry->head.engine_ns < lives->engine_ns;
    enum life_fault fault;
    struct life *life;

    lives->engine_ns = entry->head.engine_ns;
    if (entry->head.kind <= ENTRY_CHARGE && entry->answer == ANSWER_INVALID) {
        return ran_back ? LIFE_TIME_RAN_BACK : LIFE_FOLLOWS;
    }
    if (entry->head.txn.size == 0) return LIFE_NO_EARLIER;
    life = life_of(lives, entry->head.txn);
    fault = look(life, entry, expected);
    if (fault != LIFE_FOLLOWS && life->state != LIFE_NONE && lives->horizon_day != DAY_NONE &&
        life->day < lives->horizon_day) {
        refunds_free(life);
        life->state = LIFE_NONE; /* pruned by then */
        fault = look(life, entry, expected);
    }
    apply(life, entry);
    return fault == LIFE_FOLLOWS && ran_back ? LIFE_TIME_RAN_BACK : fault;
}

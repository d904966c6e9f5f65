/* SPDX-License-Identifier: Apache-2.0
 * Counting, once a row. */
#include "replay/summary.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/text.h"
#include "harness.h"

/* Codes that make the whole amount unlawful. */
#define BIT(code) (UINT64_C(1) << (code))
#define UNLAWFUL_CODES                                                                             \
    (BIT(FG_NO_SCHEDULE) | BIT(FG_UNLISTED_ITEM) | BIT(FG_NOT_IN_FORCE) | BIT(FG_UNKNOWN_UNIT) |   \
     BIT(FG_NOT_AUTHORISED) | BIT(FG_OUTSIDE_JURISDICTION) | BIT(FG_PROHIBITED_LEVY) |             \
     BIT(FG_NO_STANDARD) | BIT(FG_DUPLICATE))

void summary_begin(struct summary *summary)
{
    *summary = (struct summary){.first_ns = INT64_MAX, .last_ns = INT64_MIN, .unit_slots = 64};
    /* Keyed, so that no log can choose units that collide; without a random key it still counts. */
    if (getrandom(&summary->key, sizeof(summary->key), GRND_NONBLOCK) < 0) {
        summary->key = (struct hash_key){0};
    }
    summary->units = memory_take(summary->unit_slots, sizeof(*summary->units));
}

void summary_free(struct summary *summary)
{
    for (uint64_t i = 0; i < summary->unit_slots; i++) free((char *)summary->units[i].unit.bytes);
    free(summary->units);
    *summary = (struct summary){0};
}

static struct unit_count *slot_find(const struct summary *summary, struct fg_text unit)
{
    uint64_t at = hash_text(&summary->key, unit).low;

    for (;; at++) {
        struct unit_count *slot = &summary->units[at & (summary->unit_slots - 1)];

        if (slot->unit.size == 0 || text_equal(slot->unit, unit)) return slot;
    }
}

static void units_grow(struct summary *summary)
{
    struct unit_count *old = summary->units;
    uint64_t old_slots = summary->unit_slots;

    summary->unit_slots *= 2;
    summary->units = memory_take(summary->unit_slots, sizeof(*summary->units));
    for (uint64_t i = 0; i < old_slots; i++) {
        if (old[i].unit.size > 0) *slot_find(summary, old[i].unit) = old[i];
    }
    free(old);
}

static struct unit_count *unit_find(struct summary *summary, struct fg_text unit)
{
    struct unit_count *slot;
    char *copy;

    if (unit.size == 0) return &summary->others;
    slot = slot_find(summary, unit);
    if (slot->unit.size > 0) return slot;
    if (summary->unit_count == SUMMARY_UNITS_MAX) return &summary->others;
    if (summary->unit_count >= summary->unit_slots / 2) {
        units_grow(summary);
        slot = slot_find(summary, unit);
    }
    copy = memory_take(unit.size, 1);
    memcpy(copy, unit.bytes, unit.size);
    slot->unit = (struct fg_text){copy, unit.size, 0};
    summary->unit_count++;
    return slot;
}

int64_t summary_prevented(const struct event *event, const struct answer *answer)
{
    const struct fg_decision *decision = &answer->decision;
    int64_t amount = event->charge.amount_fen;

    if (event->kind != EVENT_CHARGE && event->kind != EVENT_RESERVE) return 0;
    if (event->fault != FAULT_NONE || decision->outcome != FG_DENY) return 0;
    if ((decision->codes & UNLAWFUL_CODES) != 0) return amount;
    if ((decision->present & FG_HAS_DUE) == 0 || amount <= decision->due_fen) return 0;
    return amount - decision->due_fen;
}

static int result_index(fg_status status)
{
    switch (status) {
    case FG_OK: return 0;
    case FG_COMMITTED_LATE: return 1;
    case FG_NOT_FOUND: return 2;
    case FG_NOT_RESERVED: return 3;
    case FG_NOT_COMMITTED: return 4;
    case FG_OVER_REFUND: return 5;
    default: return 6;
    }
}

static void add_decision(struct summary *summary, const struct event *event,
                         const struct answer *answer)
{
    const struct fg_decision *decision = &answer->decision;
    struct unit_count *unit = unit_find(summary, event->charge.unit);
    bool denied = decision->outcome != FG_ALLOW;
    int64_t prevented = summary_prevented(event, answer);

    if (denied)
        summary->denied++;
    else
        summary->allowed++;
    for (uint64_t left = decision->codes; left != 0; left &= left - 1) {
        int code = __builtin_ctzll(left);

        if (code >= FG_CODE_COUNT) break;
        summary->codes[code]++;
        summary->codes_denied[code] += denied;
    }
    unit->rows++;
    unit->denied += denied;
    unit->prevented_fen += prevented;
    summary->prevented_fen += prevented;
}

void summary_add(struct summary *summary, const struct event *event, const struct answer *answer)
{
    summary->rows++;
    if (event->fault != FAULT_NONE) {
        summary->malformed++;
    } else {
        int64_t time_ns = event->charge.time_ns;

        if (time_ns < summary->first_ns) summary->first_ns = time_ns;
        if (time_ns > summary->last_ns) summary->last_ns = time_ns;
    }
    if (result_name(event, answer->status) != NULL) {
        summary->results[result_index(answer->status)]++;
    } else {
        add_decision(summary, event, answer);
    }
}

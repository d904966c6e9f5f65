/* SPDX-License-Identifier: Apache-2.0
 * A list of changes, and a table from all that a change says except its days to the changes that
 * say it. */
#include "diff/changes.h"

#include <stdlib.h>

#include "harness.h"

#define uthash_malloc(size) memory_take((size), 1)
#include <uthash.h>

struct change_slot {
    struct fg_text key;
    struct change **list; /* that say the same, in the order found */
    uint32_t count;
    UT_hash_handle hh;
};

struct fg_text changes_text(struct changes *changes, struct buffer *buffer)
{
    struct fg_text text;

    if (buffer->failed) memory_gone();
    text = arena_text(&changes->arena,
                      (struct fg_text){(const char *)buffer->bytes, (uint32_t)buffer->size, 0});
    if (changes->arena.failed) memory_gone();
    buffer_free(buffer);
    return text;
}

/* ---- one change over many days ---- */

void change_money_add(struct buffer *key, const struct change_money *money)
{
    buffer_add_i64(key, money->axis);
    buffer_add_i64(key, money->from);
    buffer_add_i64(key, money->to);
    buffer_add(key, money->first, sizeof(money->first));
    buffer_add(key, money->last, sizeof(money->last));
    buffer_add_i64(key, money->least);
    buffer_add_i64(key, money->most);
    buffer_add_u32(key, money->unbounded);
    buffer_add_u32(key, money->cumulative);
    buffer_add_text(key, money->multiplier);
}

/* All but the days. */
static struct fg_text key_of(struct changes *changes, const struct change *change)
{
    struct buffer key;

    buffer_init(&key);
    buffer_add_u32(&key, change->kind);
    buffer_add_u32(&key, change->effect);
    buffer_add_u32(&key, change->low_effect);
    buffer_add_u32(&key, change->dated_by);
    buffer_add_text(&key, change->item);
    buffer_add_text(&key, change->subject);
    buffer_add_text(&key, change->area);
    buffer_add_text(&key, change->except);
    buffer_add_text(&key, change->when);
    for (int side = OLD; side <= NEW; side++) {
        buffer_add_text(&key, change->words[side]);
        buffer_add_text(&key, change->bases[side]);
    }
    if (change->has_money) change_money_add(&key, &change->money);
    return changes_text(changes, &key);
}

static bool adjoins(struct days before, struct days after)
{
    return before.to != DAY_END && before.to + 1 == after.from;
}

static bool equal_days(struct days a, struct days b)
{
    return a.from == b.from && a.to == b.to;
}

/* Whether the days of a change could be lengthened by those of another. */
static bool lengthen(struct change *known, const struct change *change)
{
    if (equal_days(known->rule, change->rule) && adjoins(known->charged, change->charged)) {
        known->charged.to = change->charged.to;
        return true;
    }
    if (equal_days(known->charged, change->charged) && adjoins(known->rule, change->rule)) {
        known->rule.to = change->rule.to;
        return true;
    }
    return equal_days(known->charged, change->charged) && equal_days(known->rule, change->rule);
}

static struct change_slot *slot_of(struct changes *changes, struct fg_text key)
{
    struct change_slot *slot;

    HASH_FIND(hh, changes->slots, key.bytes, key.size, slot);
    if (slot != NULL) return slot;
    slot = arena_take(&changes->arena, sizeof(*slot));
    if (slot == NULL) memory_gone();
    slot->key = key;
    HASH_ADD_KEYPTR(hh, changes->slots, slot->key.bytes, slot->key.size, slot);
    return slot;
}

static struct change **appended(struct changes *changes, struct change **list, uint32_t count,
                                struct change *change)
{
    struct change **grown = arena_grow(&changes->arena, list, count, sizeof(struct change *));

    if (grown == NULL) memory_gone();
    grown[count] = change;
    return grown;
}

void changes_add(struct changes *changes, const struct change *change)
{
    struct change_slot *slot = slot_of(changes, key_of(changes, change));
    struct change *copy;

    for (uint32_t i = slot->count; i > 0; i--) {
        if (lengthen(slot->list[i - 1], change)) return;
    }
    copy = arena_take(&changes->arena, sizeof(*copy));
    if (copy == NULL) memory_gone();
    *copy = *change;
    copy->number = changes->count;
    slot->list = appended(changes, slot->list, slot->count++, copy);
    changes->list = appended(changes, changes->list, changes->count++, copy);
}

void changes_free(struct changes *changes)
{
    HASH_CLEAR(hh, changes->slots);
    arena_free(&changes->arena);
    *changes = (struct changes){0};
}

/* ---- order ---- */

static int order_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int order_changes(const void *a, const void *b)
{
    const struct change *left = *(struct change *const *)a;
    const struct change *right = *(struct change *const *)b;
    int order = text_compare(left->item, right->item);

    if (order == 0) order = order_numbers(left->kind, right->kind);
    if (order == 0) order = order_numbers(left->rule.from, right->rule.from);
    if (order == 0) order = order_numbers(left->charged.from, right->charged.from);
    return order != 0 ? order : order_numbers(left->number, right->number);
}

void changes_sort(struct changes *changes)
{
    if (changes->count > 1) {
        qsort(changes->list, changes->count, sizeof(*changes->list), order_changes);
    }
}

/* ---- counting ---- */

struct directions {
    bool added, abolished, up, down, either;
};

static void direction_add(struct directions *directions, enum effect effect)
{
    switch (effect) {
    case EFFECT_MORE:
    case EFFECT_CHARGEABLE: directions->up = true; break;
    case EFFECT_LESS:
    case EFFECT_NOT_CHARGEABLE: directions->down = true; break;
    case EFFECT_ROUNDING:
    case EFFECT_DEPENDS:
    case EFFECT_UNKNOWN: directions->either = true; break;
    default: break;
    }
}

static void change_note(struct directions *directions, const struct change *change)
{
    if (change->kind == CHANGE_ITEM_ADDED) directions->added = true;
    if (change->kind == CHANGE_ITEM_ABOLISHED) directions->abolished = true;
    direction_add(directions, change->effect);
    direction_add(directions, change->low_effect);
}

static void item_count(struct tally *tally, const struct directions *directions)
{
    if (directions->added != directions->abolished) {
        tally->added += directions->added;
        tally->abolished += directions->abolished;
    } else if (directions->either || (directions->up && directions->down)) {
        tally->mixed++;
    } else if (directions->up || directions->down) {
        tally->raised += directions->up;
        tally->lowered += directions->down;
    } else {
        tally->otherwise++;
    }
}

void changes_tally(const struct changes *changes, struct tally *tally)
{
    *tally = (struct tally){0};
    for (uint32_t i = 0; i < changes->count;) {
        const struct change *first = changes->list[i];
        struct directions directions = {0};

        for (; i < changes->count && text_equal(changes->list[i]->item, first->item); i++) {
            change_note(&directions, changes->list[i]);
            tally->others += first->item.size == 0;
        }
        if (first->item.size > 0) item_count(tally, &directions);
    }
}

const char *change_kind_name(enum change_kind kind)
{
    static const char *const names[CHANGE_KIND_COUNT] = {
        "schedules", "document",  "unit",      "prohibition", "holiday",
        "added",     "abolished", "attribute", "force",       "standard",
        "wording",   "basis",     "reduction", "grant",       "delegation",
    };

    return names[kind];
}

const char *effect_name(enum effect effect)
{
    static const char *const names[EFFECT_COUNT] = {
        "",     "same",     "more",     "less",    "chargeable", "not-chargeable",
        "asks", "asks-not", "rounding", "depends", "unknown",
    };

    return names[effect];
}

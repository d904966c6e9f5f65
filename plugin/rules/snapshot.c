/* SPDX-License-Identifier: Apache-2.0
 * Tables, and the references that keep a bundle alive. */
#include "rules/snapshot.h"

#include <stdlib.h>

/* Eight bytes at a time, multiplied and folded. No outsider chooses the codes in the tables, so the
 * hash need not be keyed. */
static uint64_t tag_of(struct fg_text key)
{
    const uint64_t factor = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t tag = key.size * factor;
    uint32_t at = 0;

    while (at < key.size) {
        uint32_t size = key.size - at < 8 ? key.size - at : 8;
        uint64_t word = 0;

        memcpy(&word, key.bytes + at, size);
        tag = (tag ^ word) * factor;
        tag ^= tag >> 32;
        at += size;
    }
    return tag;
}

bool table_init(struct table *table, struct arena *arena, uint64_t count)
{
    uint64_t slots = 4;

    while (slots < count * 2) slots *= 2;
    table->slots = arena_take(arena, slots * sizeof(*table->slots));
    table->mask = slots - 1;
    table->count = 0;
    return table->slots != NULL;
}

void table_put(struct table *table, struct fg_text key, const void *value)
{
    uint64_t tag = tag_of(key);
    uint64_t at = tag & table->mask;

    while (table->slots[at].value != NULL) at = (at + 1) & table->mask;
    table->slots[at] = (struct table_slot){tag, key, value};
    table->count++;
}

const void *table_get(const struct table *table, struct fg_text key)
{
    uint64_t tag = tag_of(key);
    uint64_t at = tag & table->mask;

    for (; table->slots[at].value != NULL; at = (at + 1) & table->mask) {
        if (table->slots[at].tag == tag && text_equal(table->slots[at].key, key)) {
            return table->slots[at].value;
        }
    }
    return NULL;
}

const struct snapshot *bundle_on(const struct bundle *bundle, int32_t day)
{
    uint32_t low = 0, high = bundle->snapshot_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (bundle->snapshots[middle].from <= day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low == 0 ? NULL : &bundle->snapshots[low - 1];
}

/* The regions that prefix a place are all prefixes of the longest one, so that one tells which
 * documents are in effect. */
const struct locality *locality_of(const struct snapshot *snapshot, const struct region *place)
{
    if (place == NULL) return &snapshot->everywhere;
    for (uint32_t i = 0; i < snapshot->locality_count; i++) {
        const struct locality *locality = &snapshot->localities[i];

        if (text_starts(place->code, locality->region)) return locality;
    }
    return NULL;
}

struct bundle *bundle_acquire(struct bundle *bundle)
{
    atomic_fetch_add_explicit(&bundle->references, 1, memory_order_relaxed);
    return bundle;
}

void bundle_release(struct bundle *bundle)
{
    if (bundle == NULL) return;
    if (atomic_fetch_sub_explicit(&bundle->references, 1, memory_order_acq_rel) == 1) {
        struct arena arena = bundle->arena; /* the bundle itself lies in it */

        arena_free(&arena);
    }
}

/* SPDX-License-Identifier: Apache-2.0
 * The memory ledger takes another bundle: its uses are put to the names that charges are filed by,
 * what it asks for in a new way is filed, and only then it takes the old one's place. Payment calls
 * go on between the slices of that work. On failure the old bundle stays; what is filed beyond its
 * needs does no harm. */
#include <stdlib.h>
#include <time.h>

#include "ledger/memory_file.h"

#define SLICE 256        /* names looked up, or entries filed, between two charges */
#define SLICE_SLOTS 4096 /* and slots looked at */

struct adoption {
    struct store *store;
    struct bundle *bundle;
    struct shared_text **names; /* of its uses */
    uint32_t left;              /* steps until others are let in */
    bool grew;                  /* some name is asked for in a new way */
};

/* Leaves the lock to those who wait for it, then comes back before those who come later: the lock
 * is a fast one, and among many charges nobody's turn would be certain. */
static void let_others_in(struct store *store)
{
    const struct timespec moment = {0, 20000};

    pthread_mutex_unlock(&store->lock);
    nanosleep(&moment, NULL);
    pthread_mutex_lock(&store->gate);
    atomic_store_explicit(&store->gate_is_shut, true, memory_order_relaxed);
    pthread_mutex_lock(&store->lock);
    atomic_store_explicit(&store->gate_is_shut, false, memory_order_relaxed);
    pthread_mutex_unlock(&store->gate);
}

static void step(struct adoption *adoption)
{
    if (adoption->left-- > 0) return;
    adoption->left = SLICE;
    let_others_in(adoption->store);
}

/* ---- names ---- */

static bool name_use(struct adoption *adoption, enum tag tag, const struct table_slot *slot)
{
    const struct use *use = slot->value;
    struct shared_text *name;
    struct fg_text copy;

    step(adoption);
    if (!share_text(&adoption->store->shared, slot->key, &copy)) return false;
    name = shared_of(copy);
    adoption->names[use->number] = name;
    if ((use->index_kinds & ~name->ready[tag]) == 0) return true;
    name->filed[tag] |= use->index_kinds;
    name->grew = true;
    adoption->grew = true;
    return true;
}

static bool name_table(struct adoption *adoption, enum tag tag, const struct table *table)
{
    for (uint64_t i = 0; table->slots != NULL && i <= table->mask; i++) {
        if (table->slots[i].value == NULL) continue;
        if (!name_use(adoption, tag, &table->slots[i])) return false;
    }
    return true;
}

static bool name_uses(struct adoption *adoption)
{
    const struct bundle *bundle = adoption->bundle;

    return name_table(adoption, TAG_ITEM, &bundle->item_uses) &&
           name_table(adoption, TAG_GROUP, &bundle->group_uses) &&
           name_table(adoption, TAG_REDUCTION, &bundle->reduction_uses);
}

/* ---- entries ---- */

/* The table of ids may grow while others are let in: then it is walked anew; what is filed already
 * is not filed again. */
static bool file_entries(struct adoption *adoption)
{
    struct store *store = adoption->store;
    const struct id_slot *slots = store->ids.slots;
    uint32_t looks = SLICE_SLOTS;

    for (size_t i = 0; i <= store->ids.mask; i++) {
        struct entry *entry = slots[i].entry;

        if (entry != NULL && entry->stands && memory_names_grew(entry)) {
            if (!memory_file(store, entry)) return false;
            looks = looks > SLICE_SLOTS / SLICE ? looks - SLICE_SLOTS / SLICE : 0;
        }
        if (looks-- > 0) continue;
        looks = SLICE_SLOTS;
        let_others_in(store);
        if (slots == store->ids.slots) continue;
        slots = store->ids.slots;
        i = SIZE_MAX; /* begins anew at 0 */
    }
    return true;
}

/* All that stands is filed as the bundle asks for it; it is the one in use from here on. Returns
 * the one before. */
static struct bundle *take_place(struct adoption *adoption)
{
    struct store *store = adoption->store;
    struct bundle *before = store->rulebook.bundle;
    struct shared_text **names = store->names;

    store->rulebook.bundle = adoption->bundle;
    store->names = adoption->names;
    adoption->names = names;
    return before;
}

/* Names may be many: in slices, too. Nobody asks so before the bundle is the one in use. */
static void names_ready(struct adoption *adoption, struct shared_text **names)
{
    for (uint32_t i = 0; i < adoption->bundle->use_count; i++) {
        if (names[i] == NULL || !names[i]->grew) continue;
        step(adoption);
        names[i]->grew = false;
        for (int tag = 0; tag < SHARED_TAGS; tag++) names[i]->ready[tag] = names[i]->filed[tag];
    }
}

bool memory_adopt(struct store *store, struct bundle *bundle)
{
    struct adoption adoption = {.store = store, .bundle = bundle, .left = SLICE};
    struct bundle *before = NULL;
    bool adopted;

    adoption.names = calloc((size_t)bundle->use_count + 1, sizeof(*adoption.names));
    if (adoption.names == NULL) return false;
    pthread_mutex_lock(&store->lock);
    adopted = name_uses(&adoption) && (!adoption.grew || file_entries(&adoption));
    if (adopted) {
        names_ready(&adoption, adoption.names);
        before = take_place(&adoption);
    }
    pthread_mutex_unlock(&store->lock);
    free(adoption.names);
    bundle_release(before);
    return adopted;
}

/* SPDX-License-Identifier: Apache-2.0
 * The ledger in memory: gone when the engine closes. One lock is held for a transaction, so claims
 * of all threads take turns; what a turn costs is some table look-ups.
 *
 * What another bundle asks for in a new way is filed before it is used, in slices, so that no
 * charge waits for more than one of them. One thread at a time adopts. */
#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

#include "ledger/memory_file.h"

/* ---- reservations in order of time ---- */

static void reservation_link(struct store *store, struct entry *entry)
{
    entry->earlier = store->last_reserved;
    entry->later = NULL;
    if (store->last_reserved != NULL) store->last_reserved->later = entry;
    if (store->first_reserved == NULL) store->first_reserved = entry;
    store->last_reserved = entry;
    store->counts.reserved++;
}

static void reservation_unlink(struct store *store, struct entry *entry)
{
    struct entry **before =
        entry->earlier != NULL ? &entry->earlier->later : &store->first_reserved;
    struct entry **after = entry->later != NULL ? &entry->later->earlier : &store->last_reserved;

    *before = entry->later;
    *after = entry->earlier;
    store->counts.reserved--;
}

/* Moves an entry from its state to another, and keeps all that hangs on the state in step. */
static bool enter_state(struct store *store, struct entry *entry, enum charge_state state)
{
    enum charge_state before = entry->stored.state;
    const struct standing *standing = &entry->stored.standing;
    bool stands = state == STATE_RESERVED ||
                  (state == STATE_COMMITTED &&
                   (standing->amount_fen == 0 || standing->refunded_fen < standing->amount_fen));

    if (stands && !entry->stands && !memory_file(store, entry)) {
        memory_unfile(store, entry);
        return false;
    }
    if (!stands && entry->stands) memory_unfile(store, entry);
    entry->stands = stands;
    if (before == STATE_RESERVED) reservation_unlink(store, entry);
    if (before == STATE_COMMITTED) store->counts.committed--;
    if (state == STATE_RESERVED) reservation_link(store, entry);
    if (state == STATE_COMMITTED) store->counts.committed++;
    entry->stored.state = state;
    return true;
}

/* ---- entries ---- */

static void entry_free(struct store *store, struct entry *entry)
{
    for (struct refund_entry *refund = entry->refunds, *next; refund != NULL; refund = next) {
        next = refund->next;
        memory_pool_give(&store->pool, refund, sizeof(*refund) + refund->id_size);
    }
    memory_pool_give(&store->pool, entry, entry->size);
}

/* One allocation: entry, uniform keys, reliefs, id, record. */
static struct entry *entry_new(struct store *store, const struct stored *stored,
                               const struct charge *charge, const struct record *record)
{
    const struct standing *standing = &stored->standing;
    const struct use *use = stored->item_use;
    uint32_t uniform_max = use != NULL ? use->uniform_count : 0;
    size_t keys_size = uniform_max * sizeof(struct hash128);
    size_t reliefs_size = standing->relief_count * sizeof(struct standing_relief);
    size_t size =
        sizeof(struct entry) + keys_size + reliefs_size + standing->txn.size + record->own.size;
    struct entry *entry = memory_pool_take(&store->pool, size);
    struct standing_relief *reliefs;
    struct hash128 *keys;
    char *bytes;

    if (entry == NULL) return NULL;
    keys = (struct hash128 *)(void *)(entry + 1);
    reliefs = (struct standing_relief *)(void *)(keys + uniform_max);
    bytes = (char *)(reliefs + standing->relief_count);
    *entry = (struct entry){.stored = *stored, .uniform_keys = keys, .size = size};
    entry->uniform_count = memory_uniform_keys(store, use, charge, keys);
    memcpy(bytes, standing->txn.bytes, standing->txn.size);
    memcpy(bytes + standing->txn.size, record->own.bytes, record->own.size);
    entry->stored.standing.txn.bytes = bytes;
    entry->record.own = (struct fg_text){bytes + standing->txn.size, record->own.size, 0};
    entry->stored.standing.reliefs = reliefs;
    for (uint32_t i = 0; i < standing->relief_count; i++) {
        reliefs[i].relief_fen = standing->reliefs[i].relief_fen;
        if (!share_text(&store->shared, standing->reliefs[i].id, &reliefs[i].id)) goto failed;
    }
    if (!share_text(&store->shared, standing->item, &entry->stored.standing.item) ||
        !share_text(&store->shared, standing->group, &entry->stored.standing.group) ||
        !share_schedules(&store->shared, record->labels, &entry->record.labels) ||
        !share_period(&store->shared, stored->period, &entry->stored.period)) {
        goto failed;
    }
    return entry;

failed:
    memory_pool_give(&store->pool, entry, size);
    return NULL;
}

static uint64_t tag_of(const struct store *store, struct fg_text txn)
{
    bool is_hashed = txn.bytes == store->hashed.txn.bytes && txn.size == store->hashed.txn.size;

    return is_hashed ? store->hashed.tag : hash_tag(&store->key, txn);
}

static struct entry *entry_of(struct store *store, struct fg_text txn)
{
    return id_table_get(&store->ids, tag_of(store, txn), txn);
}

static void entry_remove(struct store *store, struct entry *entry)
{
    id_table_remove(&store->ids, entry);
    entry_free(store, entry);
}

/* ---- the calls of the store ---- */

static void memory_close(struct store *store)
{
    id_table_free(&store->ids);
    file_table_free(&store->files);
    memory_pool_free(&store->pool);
    shared_free(&store->shared);
    bundle_release(store->rulebook.bundle);
    free(store->names);
    pthread_mutex_destroy(&store->lock);
    pthread_mutex_destroy(&store->gate);
    free(store);
}

/* Without memory for its files nothing expires: a reservation stays standing, which denies. */
static void expire(struct store *store)
{
    while (store->first_reserved != NULL &&
           store->now_ns >= store->first_reserved->stored.expires_ns) {
        enter_state(store, store->first_reserved, STATE_EXPIRED);
    }
}

static bool memory_begin(struct store *store, int64_t now_ns, int64_t *engine_ns,
                         const struct rulebook **rulebook)
{
    if (atomic_load_explicit(&store->gate_is_shut, memory_order_relaxed)) {
        pthread_mutex_lock(&store->gate);
        pthread_mutex_unlock(&store->gate);
    }
    pthread_mutex_lock(&store->lock);
    if (now_ns > store->now_ns) store->now_ns = now_ns;
    expire(store);
    store->hashed.txn.bytes = NULL;
    *engine_ns = store->now_ns;
    *rulebook = &store->rulebook;
    return true;
}

static bool memory_commit(struct store *store)
{
    (void)store; /* every call did its work at once */
    return true;
}

static void memory_end(struct store *store)
{
    pthread_mutex_unlock(&store->lock);
}

static bool memory_identify(struct store *store, struct charge *charge)
{
    struct fg_text txn = charge->request->txn;

    store->hashed.txn = txn;
    store->hashed.tag = hash_tag(&store->key, txn);
    id_table_foresee(&store->ids, store->hashed.tag);
    charge->payer = hash_text(&store->key, charge->request->payer);
    charge->subject = hash_text(&store->key, charge->request->subject);
    charge->epoch = 0;
    return true;
}

static bool memory_find(struct store *store, struct fg_text txn, const struct stored **stored)
{
    const struct entry *entry = entry_of(store, txn);

    *stored = entry != NULL ? &entry->stored : NULL;
    return true;
}

static bool memory_recall(struct store *store, const struct stored *stored, struct buffer *record)
{
    const struct entry *entry = (const struct entry *)(const void *)stored; /* its first member */

    (void)store;
    buffer_add(record, entry->record.own.bytes, entry->record.own.size);
    buffer_add(record, entry->record.labels.bytes, entry->record.labels.size);
    return true;
}

static bool memory_put(struct store *store, const struct stored *stored,
                       const struct charge *charge, const struct record *record)
{
    struct fg_text txn = stored->standing.txn;
    uint64_t tag = tag_of(store, txn);
    struct entry *ended = id_table_get(&store->ids, tag, txn);
    struct entry *entry;

    if (ended == NULL && store->charges_max > 0 && store->ids.count >= store->charges_max) {
        return false;
    }
    if (!id_table_reserve(&store->ids)) return false;
    entry = entry_new(store, stored, charge, record);
    if (entry == NULL) return false;
    entry->tag = tag;
    entry->stored.state = STATE_EXPIRED; /* standing nowhere yet */
    if (!enter_state(store, entry, stored->state)) {
        entry_free(store, entry);
        return false;
    }
    if (ended != NULL) entry_remove(store, ended);
    id_table_put(&store->ids, entry);
    return true;
}

static bool memory_set_state(struct store *store, struct fg_text txn, enum charge_state state)
{
    return enter_state(store, entry_of(store, txn), state);
}

static bool memory_forget(struct store *store, struct fg_text txn)
{
    struct entry *entry = entry_of(store, txn);

    enter_state(store, entry, STATE_EXPIRED);
    entry_remove(store, entry);
    return true;
}

static bool memory_find_refund(struct store *store, struct fg_text txn, struct fg_text refund,
                               int64_t *amount_fen)
{
    const struct refund_entry *entry = entry_of(store, txn)->refunds;

    for (*amount_fen = 0; entry != NULL; entry = entry->next) {
        if (text_equal((struct fg_text){entry->id, entry->id_size, 0}, refund)) {
            *amount_fen = entry->amount_fen;
        }
    }
    return true;
}

static bool memory_add_refund(struct store *store, struct fg_text txn, struct fg_text refund,
                              int64_t amount_fen)
{
    struct entry *entry = entry_of(store, txn);
    struct refund_entry *added = memory_pool_take(&store->pool, sizeof(*added) + refund.size);

    if (added == NULL) return false;
    *added = (struct refund_entry){entry->refunds, amount_fen, refund.size};
    memcpy(added->id, refund.bytes, refund.size);
    entry->refunds = added;
    entry->stored.standing.refunded_fen += amount_fen;
    return enter_state(store, entry, STATE_COMMITTED); /* wholly refunded: stands no more */
}

/* Charges are not filed by what is asked where a late commit asks by the period of a bundle that is
 * gone: then all are looked at. */
static bool memory_list(void *context, const struct question *question, standing_visit *visit,
                        void *visit_context)
{
    struct store *store = context;
    struct hash128 key;

    if (!memory_file_key(store, question, &key)) {
        return entries_scan(&store->ids, question, visit, visit_context);
    }
    file_visit(&store->files, key, question->order, question->days, visit, visit_context);
    return true;
}

static struct ledger_counts memory_counts(struct store *store)
{
    struct ledger_counts counts;

    pthread_mutex_lock(&store->lock);
    counts = store->counts;
    pthread_mutex_unlock(&store->lock);
    return counts;
}

static const struct hash_key *memory_key(struct store *store)
{
    return &store->key;
}

static bool random_key(struct hash_key *key)
{
    ssize_t got;

    do {
        got = getrandom(key, sizeof(*key), 0);
    } while (got < 0 && errno == EINTR);
    return got == (ssize_t)sizeof(*key);
}

bool memory_ledger_open(const struct rulebook *rulebook, uint64_t charges_max,
                        struct ledger *ledger)
{
    static const struct store_calls calls = {
        .close = memory_close,
        .begin = memory_begin,
        .commit = memory_commit,
        .end = memory_end,
        .adopt = memory_adopt,
        .identify = memory_identify,
        .find = memory_find,
        .recall = memory_recall,
        .put = memory_put,
        .set_state = memory_set_state,
        .forget = memory_forget,
        .find_refund = memory_find_refund,
        .add_refund = memory_add_refund,
        .list = memory_list,
        .counts = memory_counts,
        .key = memory_key,
    };
    struct store *store = calloc(1, sizeof(*store));

    if (store == NULL) return false;
    store->rulebook = *rulebook;
    store->rulebook.bundle = NULL;
    store->shared.key = &store->key;
    store->charges_max = charges_max;
    store->now_ns = INT64_MIN;
    pthread_mutex_init(&store->lock, NULL);
    pthread_mutex_init(&store->gate, NULL);
    if (!random_key(&store->key) || !id_table_init(&store->ids) ||
        !file_table_init(&store->files) ||
        (rulebook->bundle != NULL && !memory_adopt(store, rulebook->bundle))) {
        store->rulebook.bundle = NULL; /* the caller's */
        memory_close(store);
        return false;
    }
    *ledger = (struct ledger){&calls, store};
    return true;
}

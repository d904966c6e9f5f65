/* SPDX-License-Identifier: Apache-2.0
 * The ledger in memory: gone when the engine closes. One lock is held for a transaction, so claims
 * of all threads take turns; what a turn costs is some table look-ups.
 *
 * A standing charge is filed under every key by which a rule of the bundle can ask for it (struct
 * use); the bundle and the files change together, in adopt. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/random.h>

#include "ledger/memory_index.h"
#include "ledger/memory_share.h"

struct store {
    pthread_mutex_t lock;
    struct hash_key key;
    struct rulebook rulebook;
    int64_t now_ns; /* the highest engine time so far */
    uint64_t charges_max;
    struct id_table ids;
    struct file_table files;
    struct entry *first_reserved, *last_reserved; /* in order of reservation time */
    struct ledger_counts counts;
    struct shared shared;
};

/* ---- keys ---- */

static struct hash128 key_of(const struct store *store, const struct question *question)
{
    struct {
        struct hash128 name, payer_or_values, subject;
        uint64_t tag; /* with fields and order */
    } parts = {.name = hash_text(&store->key, question->name)};

    parts.tag = (uint64_t)question->tag << 32 | question->fields << 8 | (uint32_t)question->order;
    if ((question->fields & KEY_PAYER) != 0) parts.payer_or_values = question->payer;
    if ((question->fields & KEY_SUBJECT) != 0) parts.subject = question->subject;
    if (question->tag == TAG_UNIFORM) parts.payer_or_values = question->values;
    return hash_bytes(&store->key, &parts, sizeof(parts));
}

/* What to do with an entry under one of its keys. */
typedef bool file_action(struct store *store, struct hash128 key, enum index_order order,
                         struct entry *entry);

static bool for_kinds(struct store *store, struct entry *entry, enum tag tag, struct fg_text name,
                      const struct use *use, file_action *action)
{
    const struct standing *standing = &entry->stored.standing;

    if (use == NULL) return true;
    for (uint32_t fields = KEY_PAYER; fields <= KEY_BOTH; fields++) {
        for (uint32_t order = ORDER_BASIS_DATE; order <= ORDER_CHARGE_DATE; order++) {
            struct question question = {.tag = tag,
                                        .name = name,
                                        .fields = fields,
                                        .order = (enum index_order)order,
                                        .payer = standing->payer,
                                        .subject = standing->subject};

            if ((use->index_kinds & (1U << INDEX_KIND(fields, order))) == 0) continue;
            if (!action(store, key_of(store, &question), question.order, entry)) return false;
        }
    }
    return true;
}

static bool for_each_key(struct store *store, struct entry *entry, file_action *action)
{
    const struct bundle *bundle = store->rulebook.bundle;
    const struct standing *standing = &entry->stored.standing;

    if (!for_kinds(store, entry, TAG_ITEM, standing->item,
                   table_get(&bundle->item_uses, standing->item), action)) {
        return false;
    }
    if (standing->group.size > 0 &&
        !for_kinds(store, entry, TAG_GROUP, standing->group,
                   table_get(&bundle->group_uses, standing->group), action)) {
        return false;
    }
    for (uint32_t i = 0; i < standing->relief_count; i++) {
        struct fg_text id = standing->reliefs[i].id;

        if (!for_kinds(store, entry, TAG_REDUCTION, id, table_get(&bundle->reduction_uses, id),
                       action)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < entry->uniform_count; i++) {
        if (!action(store, entry->uniform_keys[i], ORDER_CHARGE_DATE, entry)) return false;
    }
    return true;
}

static bool action_remove(struct store *store, struct hash128 key, enum index_order order,
                          struct entry *entry)
{
    file_remove(&store->files, key, order, entry);
    return true;
}

static bool action_add(struct store *store, struct hash128 key, enum index_order order,
                       struct entry *entry)
{
    return file_add(&store->files, key, order, entry);
}

static void unfile(struct store *store, struct entry *entry)
{
    if (!entry->filed) return;
    for_each_key(store, entry, action_remove);
    entry->filed = false;
}

static bool file(struct store *store, struct entry *entry)
{
    if (entry->filed) return true;
    entry->filed = true;
    if (for_each_key(store, entry, action_add)) return true;
    unfile(store, entry); /* under keys where it was not added, removal finds nothing */
    return false;
}

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

    if (stands && !file(store, entry)) return false;
    if (!stands) unfile(store, entry);
    if (before == STATE_RESERVED) reservation_unlink(store, entry);
    if (before == STATE_COMMITTED) store->counts.committed--;
    if (state == STATE_RESERVED) reservation_link(store, entry);
    if (state == STATE_COMMITTED) store->counts.committed++;
    entry->stored.state = state;
    return true;
}

/* ---- entries ---- */

static void entry_free(struct entry *entry)
{
    for (struct refund_entry *refund = entry->refunds, *next; refund != NULL; refund = next) {
        next = refund->next;
        free(refund);
    }
    free(entry);
}

/* Digests of the charge's values for each <uniform> key its item has in the bundle. */
static uint32_t uniform_keys(const struct store *store, const struct use *use,
                             const struct charge *charge, struct hash128 *keys)
{
    uint32_t count = 0;

    for (uint32_t i = 0; use != NULL && i < use->uniform_count; i++) {
        struct question question = {
            .tag = TAG_UNIFORM, .name = charge->request->item, .order = ORDER_CHARGE_DATE};

        if (!uniform_values(&use->uniforms[i], charge, &store->key, &question.values)) continue;
        keys[count++] = key_of(store, &question);
    }
    return count;
}

/* One allocation: entry, uniform keys, reliefs, id, record. */
static struct entry *entry_new(struct store *store, const struct stored *stored,
                               const struct charge *charge)
{
    const struct standing *standing = &stored->standing;
    const struct use *use = table_get(&store->rulebook.bundle->item_uses, standing->item);
    uint32_t uniform_max = use != NULL ? use->uniform_count : 0;
    size_t keys_size = uniform_max * sizeof(struct hash128);
    size_t reliefs_size = standing->relief_count * sizeof(struct standing_relief);
    struct entry *entry = malloc(sizeof(*entry) + keys_size + reliefs_size + standing->txn.size +
                                 stored->record.size);
    struct standing_relief *reliefs;
    struct hash128 *keys;
    char *bytes;

    if (entry == NULL) return NULL;
    keys = (struct hash128 *)(void *)(entry + 1);
    reliefs = (struct standing_relief *)(void *)(keys + uniform_max);
    bytes = (char *)(reliefs + standing->relief_count);
    *entry = (struct entry){.stored = *stored, .uniform_keys = keys};
    entry->uniform_count = uniform_keys(store, use, charge, keys);
    memcpy(bytes, standing->txn.bytes, standing->txn.size);
    memcpy(bytes + standing->txn.size, stored->record.bytes, stored->record.size);
    entry->stored.standing.txn.bytes = bytes;
    entry->stored.record.bytes = bytes + standing->txn.size;
    entry->stored.standing.reliefs = reliefs;
    for (uint32_t i = 0; i < standing->relief_count; i++) {
        reliefs[i].relief_fen = standing->reliefs[i].relief_fen;
        if (!share_text(&store->shared, standing->reliefs[i].id, &reliefs[i].id)) goto failed;
    }
    if (!share_text(&store->shared, standing->item, &entry->stored.standing.item) ||
        !share_text(&store->shared, standing->group, &entry->stored.standing.group) ||
        !share_schedules(&store->shared, stored->schedules, &entry->stored.schedules) ||
        !share_period(&store->shared, stored->period, &entry->stored.period)) {
        goto failed;
    }
    return entry;

failed:
    free(entry);
    return NULL;
}

static struct entry *entry_of(struct store *store, struct fg_text txn)
{
    return id_table_get(&store->ids, hash_tag(&store->key, txn), txn);
}

static void entry_remove(struct store *store, struct entry *entry)
{
    id_table_remove(&store->ids, entry);
    entry_free(entry);
}

/* ---- the calls of the store ---- */

static void memory_close(struct store *store)
{
    for (size_t i = 0; store->ids.slots != NULL && i <= store->ids.mask; i++) {
        if (store->ids.slots[i].entry != NULL) entry_free(store->ids.slots[i].entry);
    }
    free(store->ids.slots);
    file_table_free(&store->files);
    shared_free(&store->shared);
    bundle_release(store->rulebook.bundle);
    pthread_mutex_destroy(&store->lock);
    free(store);
}

/* Without memory for its files nothing expires: a reservation stays standing, which denies. */
static void expire(struct store *store)
{
    while (store->first_reserved != NULL &&
           store->now_ns - store->first_reserved->stored.reserved_ns >=
               store->rulebook.reservation_ns) {
        enter_state(store, store->first_reserved, STATE_EXPIRED);
    }
}

static bool memory_begin(struct store *store, int64_t now_ns, int64_t *engine_ns,
                         const struct rulebook **rulebook)
{
    if (pthread_mutex_lock(&store->lock) != 0) return false;
    if (now_ns > store->now_ns) store->now_ns = now_ns;
    expire(store);
    *engine_ns = store->now_ns;
    *rulebook = &store->rulebook;
    return true;
}

static void memory_end(struct store *store)
{
    pthread_mutex_unlock(&store->lock);
}

/* Files everything that stands anew, by the uses of another bundle. */
static bool refile(struct store *store, struct bundle *bundle)
{
    struct file_table before = store->files;
    struct bundle *bundle_before = store->rulebook.bundle;

    if (!file_table_init(&store->files)) {
        store->files = before;
        return false;
    }
    store->rulebook.bundle = bundle;
    for (size_t i = 0; i <= store->ids.mask; i++) {
        struct entry *entry = store->ids.slots[i].entry;

        if (entry == NULL || !entry->filed || for_each_key(store, entry, action_add)) continue;
        file_table_free(&store->files);
        store->files = before;
        store->rulebook.bundle = bundle_before;
        return false;
    }
    file_table_free(&before);
    bundle_release(bundle_before);
    return true;
}

static bool memory_adopt(struct store *store, struct bundle *bundle)
{
    bool adopted;

    if (pthread_mutex_lock(&store->lock) != 0) return false;
    adopted = refile(store, bundle);
    pthread_mutex_unlock(&store->lock);
    return adopted;
}

static const struct stored *memory_find(struct store *store, struct fg_text txn)
{
    const struct entry *entry = entry_of(store, txn);

    return entry != NULL ? &entry->stored : NULL;
}

static bool memory_put(struct store *store, const struct stored *stored,
                       const struct charge *charge)
{
    struct fg_text txn = stored->standing.txn;
    uint64_t tag = hash_tag(&store->key, txn);
    struct entry *ended = id_table_get(&store->ids, tag, txn);
    struct entry *entry;

    if (ended == NULL && store->charges_max > 0 && store->ids.count >= store->charges_max) {
        return false;
    }
    if (!id_table_reserve(&store->ids)) return false;
    entry = entry_new(store, stored, charge);
    if (entry == NULL) return false;
    entry->tag = tag;
    entry->stored.state = STATE_EXPIRED; /* standing nowhere yet */
    if (!enter_state(store, entry, stored->state)) {
        entry_free(entry);
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

static void memory_forget(struct store *store, struct fg_text txn)
{
    struct entry *entry = entry_of(store, txn);

    enter_state(store, entry, STATE_EXPIRED);
    entry_remove(store, entry);
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
    struct refund_entry *added = malloc(sizeof(*added) + refund.size);

    if (added == NULL) return false;
    *added = (struct refund_entry){entry->refunds, amount_fen, refund.size};
    memcpy(added->id, refund.bytes, refund.size);
    entry->refunds = added;
    entry->stored.standing.refunded_fen += amount_fen;
    return enter_state(store, entry, STATE_COMMITTED); /* wholly refunded: stands no more */
}

/* Whether charges are filed by what is asked. They are not only where a late commit asks by the
 * period of a bundle that is gone. */
static bool is_filed_by(const struct store *store, const struct question *question)
{
    const struct bundle *bundle = store->rulebook.bundle;
    const struct table *uses = question->tag == TAG_GROUP       ? &bundle->group_uses
                               : question->tag == TAG_REDUCTION ? &bundle->reduction_uses
                                                                : &bundle->item_uses;
    const struct use *use = table_get(uses, question->name);

    if (question->tag == TAG_UNIFORM) return true;
    return use != NULL &&
           (use->index_kinds & (1U << INDEX_KIND(question->fields, question->order))) != 0;
}

static bool memory_list(void *context, const struct question *question, standing_visit *visit,
                        void *visit_context)
{
    struct store *store = context;

    if (file_visit(&store->files, key_of(store, question), question->order, question->days, visit,
                   visit_context) ||
        is_filed_by(store, question)) {
        return true;
    }
    return entries_scan(&store->ids, question, visit, visit_context);
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
        memory_close, memory_begin,     memory_end,    memory_adopt,       memory_find,
        memory_put,   memory_set_state, memory_forget, memory_find_refund, memory_add_refund,
        memory_list,  memory_counts,    memory_key,
    };
    struct store *store = calloc(1, sizeof(*store));

    if (store == NULL) return false;
    store->rulebook = *rulebook;
    store->shared.key = &store->key;
    store->charges_max = charges_max;
    store->now_ns = INT64_MIN;
    if (!random_key(&store->key) || !id_table_init(&store->ids) ||
        !file_table_init(&store->files) || pthread_mutex_init(&store->lock, NULL) != 0) {
        free(store->ids.slots);
        file_table_free(&store->files);
        free(store);
        return false;
    }
    *ledger = (struct ledger){&calls, store};
    return true;
}

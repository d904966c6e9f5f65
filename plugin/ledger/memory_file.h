/* SPDX-License-Identifier: Apache-2.0
 * The memory ledger's parts, and by which keys a standing charge is filed: every one by which a
 * rule of any bundle so far can ask for it (struct use). Keys do not depend on the bundle. Only
 * where a new one asks in a way that none before it did are standing charges filed anew, slice by
 * slice between charges, before it is used. */
#ifndef FEEGUARD_LEDGER_MEMORY_FILE_H
#define FEEGUARD_LEDGER_MEMORY_FILE_H

#include <pthread.h>

#include "ledger/memory_index.h"
#include "ledger/memory_pool.h"
#include "ledger/memory_share.h"

struct store {
    pthread_mutex_t lock;
    pthread_mutex_t
        gate; /* taken before the lock by who adopts, and by all others while it is shut */
    atomic_bool gate_is_shut;
    struct hash_key key;
    struct rulebook rulebook;
    struct shared_text **names; /* of the bundle's uses, by their numbers */
    int64_t now_ns;             /* the highest engine time so far */
    uint64_t charges_max;
    struct id_table ids;
    struct file_table files;
    struct entry *first_reserved, *last_reserved; /* in order of reservation time */
    struct ledger_counts counts;
    struct shared shared;
    struct pool pool; /* entries and refunds */
    struct {          /* the id that identify hashed: find asks for it next */
        struct fg_text txn;
        uint64_t tag;
    } hashed;
};

/* The key of what a question asks for. False: no rule of the bundle asks so, nothing is filed so.
 */
bool memory_file_key(const struct store *store, const struct question *question,
                     struct hash128 *key);

/* Digests of the charge's values for each <uniform> key that `use` has; returns their number. */
uint32_t memory_uniform_keys(const struct store *store, const struct use *use,
                             const struct charge *charge, struct hash128 *keys);

/* Files a charge that stands; what is filed already stays so. False: no memory; it may be filed in
 * part. */
bool memory_file(struct store *store, struct entry *entry);
void memory_unfile(struct store *store, struct entry *entry);

/* The store's call; also its first bundle comes so. The bundle is the store's unless it fails. */
bool memory_adopt(struct store *store, struct bundle *bundle);

/* Whether one of the names by which an entry is filed is asked for in a new way. */
bool memory_names_grew(const struct entry *entry);

#endif

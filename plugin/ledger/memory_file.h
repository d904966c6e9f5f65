/* SPDX-License-Identifier: Apache-2.0
 * The memory ledger's parts, and by which keys a standing charge is filed: every one by which a
 * rule of the bundle can ask for it (struct use). */
#ifndef FEEGUARD_LEDGER_MEMORY_FILE_H
#define FEEGUARD_LEDGER_MEMORY_FILE_H

#include <pthread.h>

#include "ledger/memory_index.h"
#include "ledger/memory_pool.h"
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

/* Finds how the bundle at hand asks for an entry. */
void memory_find_uses(const struct store *store, struct entry *entry);

/* Files an entry in new files if it was filed. False: no memory, filed in part. */
bool memory_file_again(struct store *store, struct entry *entry);

/* Files an entry that is not filed; false: no memory, not filed. */
bool memory_file(struct store *store, struct entry *entry);
void memory_unfile(struct store *store, struct entry *entry);

#endif

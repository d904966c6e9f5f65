/* SPDX-License-Identifier: Apache-2.0
 * Who a charge is about, under every epoch of the key file. A charge is filed under the pseudonyms
 * of the epoch that was in use, and never filed again at a rotation: whoever asks, asks under all.
 */
#include <stdlib.h>
#include <string.h>

#include "ledger/sql_store.h"

static void fingerprints_of(const struct keyring *ring,
                            uint32_t fingerprints[static KEY_EPOCHS_MAX])
{
    for (uint32_t i = 0; i < ring->epoch_count; i++) {
        fingerprints[i] = keyring_fingerprint(ring, i);
    }
}

static bool ring_take(struct store *store, const struct keyring *ring)
{
    struct pseudonymiser fresh;

    if (!pseudonym_open(&fresh, ring)) return false;
    pseudonym_close(&store->pseudonymiser);
    store->pseudonymiser = fresh;
    store->epoch_count = ring->epoch_count;
    fingerprints_of(ring, store->fingerprints);
    return true;
}

bool sql_keys_open(struct store *store, const struct sql_options *options)
{
    store->key = keyring_index_key(options->keyring);
    if (store->key.k0 == 0 && store->key.k1 == 0) return false;
    if (!digester_open(&store->digester, options->keyring->kind)) return false;
    if (options->key_path != NULL) {
        store->key_path = strdup(options->key_path);
        if (store->key_path == NULL) return false;
    }
    return ring_take(store, options->keyring);
}

void sql_keys_close(struct store *store)
{
    pseudonym_close(&store->pseudonymiser);
    digester_close(&store->digester);
    signer_close(&store->signer);
    free(store->key_path);
}

static bool is_of_ledger(const struct store *store, uint32_t epoch_count,
                         const uint32_t fingerprints[static KEY_EPOCHS_MAX])
{
    uint64_t epoch = (uint64_t)store->status.epoch;

    return epoch < epoch_count && fingerprints[epoch] == store->status.keys;
}

/* The key file as it is now, if it is the ledger's and goes on from the keys at hand. */
static bool ring_renew(struct store *store)
{
    uint32_t last = store->epoch_count - 1, fingerprints[KEY_EPOCHS_MAX] = {0};
    struct keyring ring = {0};
    bool taken = store->key_path != NULL && keyring_read(store->key_path, &ring) == KEY_OK;

    fingerprints_of(&ring, fingerprints);
    taken = taken && is_of_ledger(store, ring.epoch_count, fingerprints) &&
            fingerprints[last] == store->fingerprints[last] && ring_take(store, &ring);
    keyring_wipe(&ring);
    return taken;
}

bool sql_keys_fit(struct store *store)
{
    return is_of_ledger(store, store->epoch_count, store->fingerprints) || ring_renew(store);
}

bool sql_keys_follow(struct store *store)
{
    uint32_t latest;

    if (!sql_keys_fit(store)) return sql_fail(&store->sql, SQL_FAULT_KEYS);
    latest = store->epoch_count - 1;
    store->status.epoch = latest;
    store->status.keys = store->fingerprints[latest];
    return true;
}

bool sql_identify(struct store *store, struct charge *charge)
{
    struct sql_identities *identities = &store->asker;
    uint32_t last = store->epoch_count - 1;

    if (!pseudonym_of(&store->pseudonymiser, PSEUDONYM_PAYER, charge->request->payer,
                      &identities->payer) ||
        !pseudonym_of(&store->pseudonymiser, PSEUDONYM_SUBJECT, charge->request->subject,
                      &identities->subject)) {
        return sql_fail(&store->sql, SQL_FAULT_MEMORY);
    }
    charge->epoch = last;
    charge->payer = identities->asked_payer = identities->payer.epochs[last];
    charge->subject = identities->asked_subject = identities->subject.epochs[last];
    identities->first = 0;
    identities->last = last;
    identities->known = true;
    return true;
}

struct fg_text sql_earlier(struct store *store)
{
    const struct sql_identities *identities = &store->asker;
    size_t size = identities->last * 2 * sizeof(struct hash128);
    struct hash128 *pairs;

    if (size == 0) return (struct fg_text){NULL, 0, 0};
    pairs = arena_take(&store->texts, size);
    if (pairs == NULL) {
        sql_fail(&store->sql, SQL_FAULT_MEMORY);
        return (struct fg_text){NULL, 0, 0};
    }
    for (uint32_t i = 0; i < identities->last; i++) {
        pairs[2 * i] = identities->payer.epochs[i];
        pairs[2 * i + 1] = identities->subject.epochs[i];
    }
    return (struct fg_text){(const char *)pairs, (uint32_t)size, 0};
}

bool sql_identify_row(struct store *store, const struct sql_row *row)
{
    struct sql_identities *identities = &store->of_row;
    const struct standing *standing = &row->stored.standing;
    size_t pair = 2 * sizeof(struct hash128);

    *identities =
        (struct sql_identities){.asked_payer = standing->payer, .asked_subject = standing->subject};
    if (row->earlier.size != 0 && row->earlier.size != row->epoch * pair) {
        return sql_fail(&store->sql, SQL_FAULT_DAMAGED);
    }
    if (!pseudonym_lift(&store->pseudonymiser, row->epoch, standing->payer, &identities->payer) ||
        !pseudonym_lift(&store->pseudonymiser, row->epoch, standing->subject,
                        &identities->subject)) {
        return sql_fail(&store->sql, SQL_FAULT_DAMAGED);
    }
    for (uint32_t i = 0; i < row->earlier.size / pair; i++) {
        const char *at = row->earlier.bytes + i * pair;

        memcpy(&identities->payer.epochs[i], at, sizeof(struct hash128));
        memcpy(&identities->subject.epochs[i], at + sizeof(struct hash128), sizeof(struct hash128));
    }
    identities->first = row->earlier.size > 0 ? 0 : row->epoch;
    identities->last = store->epoch_count - 1;
    identities->known = true;
    return true;
}

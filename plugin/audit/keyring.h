/* SPDX-License-Identifier: Apache-2.0
 * The key file: the secret of one ledger, an epoch for each time that it was rotated. Everything
 * keyed is derived from it, each purpose with a key of its own. */
#ifndef FEEGUARD_AUDIT_KEYRING_H
#define FEEGUARD_AUDIT_KEYRING_H

#include "audit/digest.h"
#include "audit/key_fault.h"
#include "base/hash.h"

#define KEY_EPOCHS_MAX 8
#define KEY_SIZE 32

struct keyring {
    enum digest_kind kind;
    uint32_t epoch_count; /* at least 1; the last one is in use */
    unsigned char epochs[KEY_EPOCHS_MAX][KEY_SIZE];
    uint32_t fault_line; /* of a malformed file; 0: no line in particular */
};

/* Makes a file with one fresh epoch; never overwrites. */
enum key_fault keyring_create(const char *path, enum digest_kind kind);
/* Appends a fresh epoch. PATH.new is written first, which also keeps a second rotation out. */
enum key_fault keyring_rotate(const char *path);
/* On anything but KEY_OK the ring holds no key, only the line of a fault. */
enum key_fault keyring_read(const char *path, struct keyring *ring);
void keyring_wipe(struct keyring *ring);

/* HMAC(epoch key, purpose). False: no such epoch, or libcrypto failed; `out` is zeroed. */
bool keyring_derive(const struct keyring *ring, uint32_t epoch, const char *purpose,
                    unsigned char out[static KEY_SIZE]);
/* Tells rings that are the same up to an epoch from all others without giving anything away. 0 when
 * it cannot be computed. */
uint32_t keyring_fingerprint(const struct keyring *ring, uint32_t epoch);
/* For the tables of base/hash.h; the same after every rotation. Zeroed when it cannot be computed.
 */
struct hash_key keyring_index_key(const struct keyring *ring);

#endif

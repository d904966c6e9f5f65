/* SPDX-License-Identifier: Apache-2.0
 * HMAC under one key that is set once. */
#ifndef FEEGUARD_AUDIT_MAC_H
#define FEEGUARD_AUDIT_MAC_H

#include "audit/digest.h"

/* Used again and again, by one thread at a time. Zeroed is closed. Failure is sticky from one begin
 * to its end. */
struct mac {
    EVP_MAC_CTX *context;
    bool failed;
};

/* False: the host's libcrypto has no HMAC with this digest, or memory ran out. */
bool mac_open(struct mac *mac, enum digest_kind kind, const void *key, size_t size);
void mac_begin(struct mac *mac);
void mac_add(struct mac *mac, const void *bytes, size_t size);
bool mac_end(struct mac *mac, unsigned char out[static DIGEST_SIZE]); /* zeroed on failure */
void mac_close(struct mac *mac);

#endif

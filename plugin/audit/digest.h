/* SPDX-License-Identifier: Apache-2.0
 * Digests that leave the process: SHA-256 or SM3, as the key file says. */
#ifndef FEEGUARD_AUDIT_DIGEST_H
#define FEEGUARD_AUDIT_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/types.h>

#define DIGEST_SIZE 32
#define DIGEST_HEX_SIZE (2 * DIGEST_SIZE + 1)

/* Numbers are written down: appended, never changed. */
enum digest_kind { DIGEST_SHA256 = 1, DIGEST_SM3 = 2 };

struct digest {
    unsigned char bytes[DIGEST_SIZE];
};

/* Used again and again, by one thread at a time. Zeroed is closed. Failure is sticky from one begin
 * to its end: add a whole sequence, then ask once. */
struct digester {
    EVP_MD *method;
    EVP_MD_CTX *context;
    bool failed;
};

/* "sha256" or "sm3", as files spell it; NULL for what is no kind. */
const char *digest_name(enum digest_kind kind);
/* The same, as libcrypto is asked for it. */
const char *digest_algorithm(enum digest_kind kind);

/* False: the host's libcrypto has no such digest, or memory ran out; nothing needs closing. */
bool digester_open(struct digester *digester, enum digest_kind kind);
void digester_begin(struct digester *digester);
void digester_add(struct digester *digester, const void *bytes, size_t size);
void digester_add_u64(struct digester *digester, uint64_t value);    /* little endian */
bool digester_end(struct digester *digester, struct digest *digest); /* zeroed on failure */
void digester_close(struct digester *digester);

/* In constant time. */
bool digest_equal(const struct digest *a, const struct digest *b);
/* Lower case, with a NUL. */
void digest_hex(const struct digest *digest, char out[static DIGEST_HEX_SIZE]);

#endif

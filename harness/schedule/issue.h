/* SPDX-License-Identifier: Apache-2.0
 * Keys and certificates for a bureau that has no authority of its own, and for tests. */
#ifndef HARNESS_SCHEDULE_ISSUE_H
#define HARNESS_SCHEDULE_ISSUE_H

#include <stdbool.h>
#include <stdint.h>

#include <openssl/types.h>

#include "feeguard/text.h"

enum key_choice { KEY_CHOICE_SM2, KEY_CHOICE_P256, KEY_CHOICE_RSA, KEY_CHOICE_COUNT };

/* "sm2", "p256" or "rsa" (3072 bits). */
bool key_choice_read(const char *text, enum key_choice *choice);
/* NULL: libcrypto refused. */
EVP_PKEY *key_draw(enum key_choice choice);

enum certificate_role {
    CERTIFICATE_ROOT,         /* signs certificates and revocation lists; self-signed */
    CERTIFICATE_INTERMEDIATE, /* the same, issued by another */
    CERTIFICATE_SIGNER        /* signs documents */
};

struct issue {
    enum certificate_role role;
    struct fg_text name;         /* common name, UTF-8 */
    struct fg_text organization; /* empty: none */
    EVP_PKEY *key;               /* whose certificate it is */
    int64_t from, to;            /* seconds since 1970 */
    X509 *issuer;                /* NULL: itself */
    EVP_PKEY *issuer_key;
};

/* NULL: libcrypto refused. */
X509 *certificate_issue(const struct issue *issue);

/* Begins a signature by this key as certificates and revocation lists need it: SM3 and the SM2 id
 * for SM2, else SHA-256. NULL: libcrypto refused. */
EVP_MD_CTX *issuer_context(EVP_PKEY *key);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * The four ways to sign: which key makes which signature, how strong it must be, and the signing
 * and checking itself. Private keys are used here and nowhere kept. */
#ifndef FEEGUARD_TRUST_KEY_H
#define FEEGUARD_TRUST_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include <openssl/types.h>

#include "feeguard/text.h"

/* The distinguishing id with which SM2 signatures of any kind are made (GB/T 35276). */
#define SM2_ID "1234567812345678"
#define SM2_ID_SIZE (sizeof(SM2_ID) - 1)

enum algorithm {
    ALGORITHM_RSA,   /* PKCS #1 v1.5 with SHA-256 */
    ALGORITHM_PSS,   /* RSA-PSS with SHA-256, salt of 32 bytes */
    ALGORITHM_ECDSA, /* P-256, P-384 or P-521 with SHA-256, DER */
    ALGORITHM_SM2,   /* SM2 with SM3, DER */
    ALGORITHM_COUNT
};

/* Long enough for RSA of 16384 bits, the longest that libcrypto checks. */
#define KEY_SIGNATURE_MAX 2048

const char *algorithm_name(enum algorithm algorithm); /* "sm2-sm3" */
bool algorithm_read(struct fg_text text, enum algorithm *algorithm);

/* What a key signs with by default; false: it is of no kind that signs documents. */
bool key_algorithm(EVP_PKEY *key, enum algorithm *algorithm);
/* Whether a key can make such signatures. */
bool key_fits(EVP_PKEY *key, enum algorithm algorithm);
#define KEY_NAME_SIZE 64

/* "RSA 3072", "EC prime256v1", "SM2". */
void key_name(EVP_PKEY *key, char out[static KEY_NAME_SIZE]);
/* Of a key that fits: RSA below 2048 bits, another curve than P-256, P-384 or P-521. */
bool key_is_weak(EVP_PKEY *key);

/* What is signed is one after the other, without anything between. */
struct signed_bytes {
    struct fg_text statement, document;
};

/* False for a signature that is wrong, and for one that could not be checked. */
bool key_check(EVP_PKEY *key, enum algorithm algorithm, const struct signed_bytes *bytes,
               struct fg_text signature);
/* `signature` has KEY_SIGNATURE_MAX bytes. */
bool key_sign(EVP_PKEY *key, enum algorithm algorithm, const struct signed_bytes *bytes,
              unsigned char *signature, size_t *size);

#endif

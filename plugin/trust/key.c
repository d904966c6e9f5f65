/* SPDX-License-Identifier: Apache-2.0
 * One path for all kinds of keys. An SM2 key looks like an elliptic one to most calls of libcrypto,
 * so its name is asked for; its id is set on the operation after the init, before would be
 * forgotten. */
#include "trust/key.h"

#include <stdio.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "base/text.h"

#define RSA_BITS_MIN 2048

static const char *const algorithm_names[ALGORITHM_COUNT] = {
    [ALGORITHM_RSA] = "rsa-sha256",
    [ALGORITHM_PSS] = "rsa-pss-sha256",
    [ALGORITHM_ECDSA] = "ecdsa-sha256",
    [ALGORITHM_SM2] = "sm2-sm3",
};

const char *algorithm_name(enum algorithm algorithm)
{
    return algorithm_names[algorithm];
}

bool algorithm_read(struct fg_text text, enum algorithm *algorithm)
{
    for (size_t i = 0; i < ALGORITHM_COUNT; i++) {
        if (!text_equal(text, text_of(algorithm_names[i]))) continue;
        *algorithm = (enum algorithm)i;
        return true;
    }
    return false;
}

bool key_algorithm(EVP_PKEY *key, enum algorithm *algorithm)
{
    for (size_t i = 0; key != NULL && i < ALGORITHM_COUNT; i++) {
        *algorithm = (enum algorithm)i;
        if (key_fits(key, *algorithm)) return true;
    }
    return false;
}

bool key_fits(EVP_PKEY *key, enum algorithm algorithm)
{
    if (key == NULL) return false;
    switch (algorithm) {
    case ALGORITHM_RSA: return EVP_PKEY_is_a(key, "RSA");
    case ALGORITHM_PSS: return EVP_PKEY_is_a(key, "RSA") || EVP_PKEY_is_a(key, "RSA-PSS");
    case ALGORITHM_ECDSA: return EVP_PKEY_is_a(key, "EC");
    case ALGORITHM_SM2: return EVP_PKEY_is_a(key, "SM2");
    case ALGORITHM_COUNT: break;
    }
    return false;
}

void key_name(EVP_PKEY *key, char out[static KEY_NAME_SIZE])
{
    char curve[48] = "?";

    if (EVP_PKEY_is_a(key, "SM2")) {
        snprintf(out, KEY_NAME_SIZE, "SM2");
    } else if (EVP_PKEY_is_a(key, "EC")) {
        EVP_PKEY_get_group_name(key, curve, sizeof(curve), NULL);
        snprintf(out, KEY_NAME_SIZE, "EC %s", curve);
    } else {
        snprintf(out, KEY_NAME_SIZE, "RSA %d", EVP_PKEY_get_bits(key));
    }
}

bool key_is_weak(EVP_PKEY *key)
{
    static const char *const curves[] = {"prime256v1", "secp384r1", "secp521r1"};
    char curve[48] = "";

    if (EVP_PKEY_is_a(key, "SM2")) return false;
    if (!EVP_PKEY_is_a(key, "EC")) return EVP_PKEY_get_bits(key) < RSA_BITS_MIN;
    if (EVP_PKEY_get_group_name(key, curve, sizeof(curve), NULL) != 1) return true;
    for (size_t i = 0; i < sizeof(curves) / sizeof(curves[0]); i++) {
        if (strcmp(curve, curves[i]) == 0) return false;
    }
    return true;
}

/* What an operation needs beyond its digest. */
static bool operation_set(EVP_PKEY_CTX *operation, enum algorithm algorithm)
{
    switch (algorithm) {
    case ALGORITHM_RSA: return EVP_PKEY_CTX_set_rsa_padding(operation, RSA_PKCS1_PADDING) == 1;
    case ALGORITHM_PSS:
        return EVP_PKEY_CTX_set_rsa_padding(operation, RSA_PKCS1_PSS_PADDING) == 1 &&
               EVP_PKEY_CTX_set_rsa_pss_saltlen(operation, RSA_PSS_SALTLEN_DIGEST) == 1;
    case ALGORITHM_SM2: return EVP_PKEY_CTX_set1_id(operation, SM2_ID, SM2_ID_SIZE) == 1;
    case ALGORITHM_ECDSA:
    case ALGORITHM_COUNT: break;
    }
    return true;
}

static const char *digest_of(enum algorithm algorithm)
{
    return algorithm == ALGORITHM_SM2 ? "SM3" : "SHA256";
}

bool key_check(EVP_PKEY *key, enum algorithm algorithm, const struct signed_bytes *bytes,
               struct fg_text signature)
{
    EVP_PKEY_CTX *operation = NULL; /* the context's own */
    EVP_MD_CTX *context = NULL;
    bool right = false;

    if (!key_fits(key, algorithm)) return false;
    ERR_set_mark();
    context = EVP_MD_CTX_new();
    if (context == NULL) goto out;
    if (EVP_DigestVerifyInit_ex(context, &operation, digest_of(algorithm), NULL, NULL, key, NULL) !=
        1) {
        goto out;
    }
    if (!operation_set(operation, algorithm)) goto out;
    if (EVP_DigestVerifyUpdate(context, bytes->statement.bytes, bytes->statement.size) != 1 ||
        EVP_DigestVerifyUpdate(context, bytes->document.bytes, bytes->document.size) != 1) {
        goto out;
    }
    right =
        EVP_DigestVerifyFinal(context, (const unsigned char *)signature.bytes, signature.size) == 1;
out:
    EVP_MD_CTX_free(context);
    ERR_pop_to_mark();
    return right;
}

bool key_sign(EVP_PKEY *key, enum algorithm algorithm, const struct signed_bytes *bytes,
              unsigned char *signature, size_t *size)
{
    EVP_PKEY_CTX *operation = NULL; /* the context's own */
    EVP_MD_CTX *context = NULL;
    bool done = false;

    if (!key_fits(key, algorithm)) return false;
    ERR_set_mark();
    context = EVP_MD_CTX_new();
    if (context == NULL) goto out;
    if (EVP_DigestSignInit_ex(context, &operation, digest_of(algorithm), NULL, NULL, key, NULL) !=
        1) {
        goto out;
    }
    if (!operation_set(operation, algorithm)) goto out;
    if (EVP_DigestSignUpdate(context, bytes->statement.bytes, bytes->statement.size) != 1 ||
        EVP_DigestSignUpdate(context, bytes->document.bytes, bytes->document.size) != 1) {
        goto out;
    }
    *size = KEY_SIGNATURE_MAX;
    done = EVP_DigestSignFinal(context, signature, size) == 1;
out:
    EVP_MD_CTX_free(context);
    ERR_pop_to_mark();
    return done;
}

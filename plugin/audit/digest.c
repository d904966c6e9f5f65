/* SPDX-License-Identifier: Apache-2.0
 * A digest fetched once and a context used again: fetching by name is what makes small digests
 * slow. The error queue belongs to the host's thread and is left as it was. */
#include "audit/digest.h"

#include <string.h>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include "audit/bytes.h"

const char *digest_name(enum digest_kind kind)
{
    switch (kind) {
    case DIGEST_SHA256: return "sha256";
    case DIGEST_SM3: return "sm3";
    }
    return NULL;
}

const char *digest_algorithm(enum digest_kind kind)
{
    switch (kind) {
    case DIGEST_SHA256: return "SHA256";
    case DIGEST_SM3: return "SM3";
    }
    return NULL;
}

bool digester_open(struct digester *digester, enum digest_kind kind)
{
    const char *algorithm = digest_algorithm(kind);

    *digester = (struct digester){0};
    if (algorithm == NULL) return false;
    ERR_set_mark();
    digester->method = EVP_MD_fetch(NULL, algorithm, NULL);
    digester->context = EVP_MD_CTX_new();
    ERR_pop_to_mark();
    if (digester->method != NULL && digester->context != NULL &&
        EVP_MD_get_size(digester->method) == DIGEST_SIZE) {
        return true;
    }
    digester_close(digester);
    return false;
}

void digester_begin(struct digester *digester)
{
    digester->failed = digester->context == NULL;
    if (digester->failed) return;
    ERR_set_mark();
    if (EVP_DigestInit_ex2(digester->context, digester->method, NULL) != 1) digester->failed = true;
    ERR_pop_to_mark();
}

void digester_add(struct digester *digester, const void *bytes, size_t size)
{
    if (digester->failed || size == 0) return;
    ERR_set_mark();
    if (EVP_DigestUpdate(digester->context, bytes, size) != 1) digester->failed = true;
    ERR_pop_to_mark();
}

void digester_add_u64(struct digester *digester, uint64_t value)
{
    unsigned char bytes[8];

    bytes_put_u64(bytes, value);
    digester_add(digester, bytes, sizeof(bytes));
}

bool digester_end(struct digester *digester, struct digest *digest)
{
    bool done = !digester->failed;

    if (done) {
        ERR_set_mark();
        done = EVP_DigestFinal_ex(digester->context, digest->bytes, NULL) == 1;
        ERR_pop_to_mark();
    }
    if (!done) *digest = (struct digest){{0}};
    digester->failed = true; /* until the next begin */
    return done;
}

void digester_close(struct digester *digester)
{
    EVP_MD_CTX_free(digester->context);
    EVP_MD_free(digester->method);
    *digester = (struct digester){.failed = true};
}

bool digest_equal(const struct digest *a, const struct digest *b)
{
    return CRYPTO_memcmp(a->bytes, b->bytes, DIGEST_SIZE) == 0;
}

void digest_hex(const struct digest *digest, char out[static DIGEST_HEX_SIZE])
{
    hex_write(digest->bytes, DIGEST_SIZE, out);
    out[2 * DIGEST_SIZE] = '\0';
}

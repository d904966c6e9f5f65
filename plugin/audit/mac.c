/* SPDX-License-Identifier: Apache-2.0
 * The context keeps the digest's state behind the key; to begin again costs no key setup. */
#include "audit/mac.h"

#include <string.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>

bool mac_open(struct mac *mac, enum digest_kind kind, const void *key, size_t size)
{
    char algorithm[16] = "";
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, algorithm, 0),
        OSSL_PARAM_construct_end(),
    };
    EVP_MAC *method = NULL;
    bool done = false;

    *mac = (struct mac){.failed = true};
    if (digest_algorithm(kind) == NULL) return false;
    memcpy(algorithm, digest_algorithm(kind), strlen(digest_algorithm(kind)) + 1);
    ERR_set_mark();
    method = EVP_MAC_fetch(NULL, "HMAC", NULL);
    if (method == NULL) goto out;
    mac->context = EVP_MAC_CTX_new(method); /* keeps the method for itself */
    if (mac->context == NULL) goto out;
    done = EVP_MAC_init(mac->context, key, size, parameters) == 1 &&
           EVP_MAC_CTX_get_mac_size(mac->context) == DIGEST_SIZE;
out:
    EVP_MAC_free(method);
    if (!done) mac_close(mac);
    ERR_pop_to_mark();
    return done;
}

void mac_begin(struct mac *mac)
{
    mac->failed = mac->context == NULL;
    if (mac->failed) return;
    ERR_set_mark();
    if (EVP_MAC_init(mac->context, NULL, 0, NULL) != 1) mac->failed = true;
    ERR_pop_to_mark();
}

void mac_add(struct mac *mac, const void *bytes, size_t size)
{
    if (mac->failed || size == 0) return;
    ERR_set_mark();
    if (EVP_MAC_update(mac->context, bytes, size) != 1) mac->failed = true;
    ERR_pop_to_mark();
}

bool mac_end(struct mac *mac, unsigned char out[static DIGEST_SIZE])
{
    bool done = !mac->failed;
    size_t size = 0;

    if (done) {
        ERR_set_mark();
        done = EVP_MAC_final(mac->context, out, &size, DIGEST_SIZE) == 1;
        ERR_pop_to_mark();
    }
    if (!done) memset(out, 0, DIGEST_SIZE);
    mac->failed = true; /* until the next begin */
    return done;
}

void mac_close(struct mac *mac)
{
    EVP_MAC_CTX_free(mac->context);
    *mac = (struct mac){.failed = true};
}

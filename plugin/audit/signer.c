/* SPDX-License-Identifier: Apache-2.0
 * Three kinds of keys behind one interface. An SM2 key and a P-256 key look alike to most calls of
 * libcrypto; which one it is decides is_a, and an SM2 signature needs its id after the init. */
#include "audit/signer.h"

#include <string.h>

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "audit/digest.h"
#include "audit/secret_file.h"

#define SM2_ID "1234567812345678"

/* ---- kinds ---- */

static bool kind_of(EVP_PKEY *key, enum signer_kind *kind)
{
    char group[32] = "";

    if (EVP_PKEY_is_a(key, "ED25519")) {
        *kind = SIGNER_ED25519;
        return true;
    }
    if (EVP_PKEY_is_a(key, "SM2")) {
        *kind = SIGNER_SM2;
        return true;
    }
    *kind = SIGNER_P256;
    return EVP_PKEY_is_a(key, "EC") &&
           EVP_PKEY_get_group_name(key, group, sizeof(group), NULL) == 1 &&
           strcmp(group, "prime256v1") == 0;
}

/* The digest that goes with a key; Ed25519 brings its own. */
static const char *kind_digest(enum signer_kind kind)
{
    switch (kind) {
    case SIGNER_ED25519: return NULL;
    case SIGNER_P256: return "SHA256";
    case SIGNER_SM2: return "SM3";
    }
    return NULL;
}

static bool fingerprint_of(EVP_PKEY *key, unsigned char out[static SIGNER_FINGERPRINT_SIZE])
{
    unsigned char *encoded = NULL;
    int size = i2d_PUBKEY(key, &encoded);
    struct digester digester = {0};
    struct digest digest;
    bool done = false;

    if (size <= 0 || !digester_open(&digester, DIGEST_SHA256)) goto out;
    digester_begin(&digester);
    digester_add(&digester, encoded, (size_t)size);
    done = digester_end(&digester, &digest);
    if (done) memcpy(out, digest.bytes, SIGNER_FINGERPRINT_SIZE);
out:
    digester_close(&digester);
    OPENSSL_free(encoded);
    return done;
}

/* ---- making ---- */

static EVP_PKEY *key_draw(enum signer_kind kind)
{
    static const char *const types[] = {
        [SIGNER_ED25519] = "ED25519", [SIGNER_P256] = "EC", [SIGNER_SM2] = "SM2"};
    char group[] = "P-256";
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
        OSSL_PARAM_construct_end(),
    };
    EVP_PKEY_CTX *context = NULL;
    EVP_PKEY *key = NULL;

    if (kind < SIGNER_ED25519 || kind > SIGNER_SM2) return NULL;
    context = EVP_PKEY_CTX_new_from_name(NULL, types[kind], NULL);
    if (context == NULL || EVP_PKEY_keygen_init(context) != 1) goto out;
    if (kind == SIGNER_P256 && EVP_PKEY_CTX_set_params(context, parameters) != 1) goto out;
    if (EVP_PKEY_generate(context, &key) != 1) key = NULL;
out:
    EVP_PKEY_CTX_free(context);
    return key;
}

static enum key_fault pem_make(const char *path, mode_t mode, BIO *pem)
{
    char *bytes = NULL;
    long size = BIO_get_mem_data(pem, &bytes);

    return size > 0 ? secret_file_make(path, mode, bytes, (size_t)size) : KEY_INTERNAL;
}

enum key_fault signer_create(const char *private_path, const char *public_path,
                             enum signer_kind kind)
{
    BIO *private_pem = NULL, *public_pem = NULL;
    enum key_fault fault = KEY_INTERNAL;
    EVP_PKEY *key = NULL;

    ERR_set_mark();
    key = key_draw(kind);
    private_pem = BIO_new(BIO_s_mem()); /* wiped when it is freed */
    public_pem = BIO_new(BIO_s_mem());
    if (key == NULL || private_pem == NULL || public_pem == NULL) goto out;
    if (PEM_write_bio_PKCS8PrivateKey(private_pem, key, NULL, NULL, 0, NULL, NULL) != 1) goto out;
    if (PEM_write_bio_PUBKEY(public_pem, key) != 1) goto out;
    fault = pem_make(private_path, SECRET_FILE_MODE, private_pem);
    if (fault != KEY_OK) goto out;
    fault = pem_make(public_path, PUBLIC_FILE_MODE, public_pem);
    if (fault != KEY_OK) secret_file_remove(private_path); /* a key that nobody could check */
out:
    BIO_free(public_pem);
    BIO_free(private_pem);
    EVP_PKEY_free(key);
    ERR_pop_to_mark();
    return fault;
}

/* ---- opening ---- */

/* Instead of libcrypto's own, which would ask at the host's terminal. */
static int no_passphrase(char *out, int size, int is_writing, void *context)
{
    (void)is_writing;
    (void)context;
    if (size > 0) out[0] = '\0';
    return -1;
}

static enum key_fault key_read(const char *path, enum file_privacy privacy, EVP_PKEY **key)
{
    struct secret secret;
    enum key_fault fault = secret_file_read(path, privacy, &secret);
    BIO *pem;

    *key = NULL;
    if (fault != KEY_OK) return fault;
    pem = BIO_new_mem_buf(secret.bytes, (int)secret.size); /* at most SECRET_FILE_SIZE_MAX */
    fault = KEY_NO_MEMORY;
    if (pem == NULL) goto out;
    *key = privacy == FILE_SECRET ? PEM_read_bio_PrivateKey(pem, NULL, no_passphrase, NULL)
                                  : PEM_read_bio_PUBKEY(pem, NULL, no_passphrase, NULL);
    fault = *key != NULL ? KEY_OK : KEY_MALFORMED;
out:
    BIO_free(pem);
    secret_free(&secret);
    return fault;
}

static enum key_fault signer_read(const char *path, enum file_privacy privacy,
                                  struct signer *signer)
{
    enum key_fault fault;

    *signer = (struct signer){0};
    ERR_set_mark();
    fault = key_read(path, privacy, &signer->key);
    if (fault == KEY_OK && !kind_of(signer->key, &signer->kind)) fault = KEY_MALFORMED;
    if (fault == KEY_OK && !fingerprint_of(signer->key, signer->fingerprint)) fault = KEY_INTERNAL;
    if (fault != KEY_OK) signer_close(signer);
    ERR_pop_to_mark();
    return fault;
}

enum key_fault signer_open(struct signer *signer, const char *private_path)
{
    return signer_read(private_path, FILE_SECRET, signer);
}

enum key_fault verifier_open(struct verifier *verifier, const char *public_path)
{
    return signer_read(public_path, FILE_PUBLIC, &verifier->signer);
}

void signer_close(struct signer *signer)
{
    EVP_PKEY_free(signer->key);
    *signer = (struct signer){0};
}

void verifier_close(struct verifier *verifier)
{
    signer_close(&verifier->signer);
}

void signer_fingerprint(const struct signer *signer,
                        unsigned char out[static SIGNER_FINGERPRINT_SIZE])
{
    memcpy(out, signer->fingerprint, SIGNER_FINGERPRINT_SIZE);
}

void verifier_fingerprint(const struct verifier *verifier,
                          unsigned char out[static SIGNER_FINGERPRINT_SIZE])
{
    signer_fingerprint(&verifier->signer, out);
}

/* ---- signing and checking ---- */

/* The id belongs to the operation that init began: set before, it would be forgotten. */
static bool id_set(enum signer_kind kind, EVP_PKEY_CTX *operation)
{
    return kind != SIGNER_SM2 || EVP_PKEY_CTX_set1_id(operation, SM2_ID, sizeof(SM2_ID) - 1) == 1;
}

bool signer_sign(const struct signer *signer, const void *bytes, size_t size,
                 unsigned char signature[static SIGNATURE_SIZE_MAX], size_t *signature_size)
{
    EVP_PKEY_CTX *operation = NULL; /* the context's own */
    EVP_MD_CTX *context = NULL;
    bool done = false;

    *signature_size = 0;
    if (signer->key == NULL) return false;
    ERR_set_mark();
    context = EVP_MD_CTX_new();
    if (context == NULL) goto out;
    if (EVP_DigestSignInit_ex(context, &operation, kind_digest(signer->kind), NULL, NULL,
                              signer->key, NULL) != 1) {
        goto out;
    }
    if (!id_set(signer->kind, operation)) goto out;
    *signature_size = SIGNATURE_SIZE_MAX;
    /* For want of memory libcrypto may say that it is done, and leave no signature. */
    done = EVP_DigestSign(context, signature, signature_size, bytes, size) == 1 &&
           *signature_size > 0 && *signature_size <= SIGNATURE_SIZE_MAX;
    if (!done) *signature_size = 0;
out:
    EVP_MD_CTX_free(context);
    ERR_pop_to_mark();
    return done;
}

bool verifier_check(const struct verifier *verifier, const void *bytes, size_t size,
                    const unsigned char *signature, size_t signature_size)
{
    const struct signer *signer = &verifier->signer;
    EVP_PKEY_CTX *operation = NULL; /* the context's own */
    EVP_MD_CTX *context = NULL;
    bool right = false;

    if (signer->key == NULL) return false;
    ERR_set_mark();
    context = EVP_MD_CTX_new();
    if (context == NULL) goto out;
    if (EVP_DigestVerifyInit_ex(context, &operation, kind_digest(signer->kind), NULL, NULL,
                                signer->key, NULL) != 1) {
        goto out;
    }
    if (!id_set(signer->kind, operation)) goto out;
    right = EVP_DigestVerify(context, signature, signature_size, bytes, size) == 1;
out:
    EVP_MD_CTX_free(context);
    ERR_pop_to_mark();
    return right;
}

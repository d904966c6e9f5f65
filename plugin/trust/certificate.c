/* SPDX-License-Identifier: Apache-2.0
 * libcrypto forgets the SM2 id between reading a certificate and checking its signature unless it
 * is told, and cannot be told for revocation lists at all: these are checked by hand. */
#include "trust/certificate.h"

#include <limits.h>
#include <string.h>
#include <time.h>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "base/hex.h"
#include "base/text.h"
#include "trust/key.h"

#define SECOND_NS INT64_C(1000000000)

/* ---- digests ---- */

bool fingerprint_of(struct fg_text bytes, struct fingerprint *fingerprint)
{
    bool done;

    ERR_set_mark();
    done = EVP_Digest(bytes.bytes, bytes.size, fingerprint->bytes, NULL, EVP_sha256(), NULL) == 1;
    ERR_pop_to_mark();
    return done;
}

struct fg_text fingerprint_text(struct arena *arena, const struct fingerprint *fingerprint)
{
    char digits[2 * FINGERPRINT_SIZE];

    hex_write(fingerprint->bytes, FINGERPRINT_SIZE, digits);
    return arena_text(arena, (struct fg_text){digits, sizeof(digits), 0});
}

bool certificate_fingerprint(const X509 *certificate, struct fingerprint *fingerprint)
{
    bool done;

    ERR_set_mark();
    done = X509_digest(certificate, EVP_sha256(), fingerprint->bytes, NULL) == 1;
    ERR_pop_to_mark();
    return done;
}

static bool is_rsa(EVP_PKEY *key)
{
    return EVP_PKEY_is_a(key, "RSA") || EVP_PKEY_is_a(key, "RSA-PSS");
}

/* What cannot be read out counts as the same. */
static bool same_modulus(EVP_PKEY *a, EVP_PKEY *b)
{
    BIGNUM *of_a = NULL, *of_b = NULL;
    bool same = EVP_PKEY_get_bn_param(a, OSSL_PKEY_PARAM_RSA_N, &of_a) != 1 ||
                EVP_PKEY_get_bn_param(b, OSSL_PKEY_PARAM_RSA_N, &of_b) != 1 ||
                BN_cmp(of_a, of_b) == 0;

    BN_free(of_a);
    BN_free(of_b);
    return same;
}

/* The bytes of a key can differ where the key does not: a point may be compressed, and an RSA key
 * be set aside for PSS. */
bool certificate_same_key(const X509 *a, const X509 *b)
{
    EVP_PKEY *of_a = X509_get0_pubkey(a), *of_b = X509_get0_pubkey(b);
    bool same;

    if (of_a == NULL || of_b == NULL) return false;
    ERR_set_mark();
    same = is_rsa(of_a) && is_rsa(of_b) ? same_modulus(of_a, of_b) : EVP_PKEY_eq(of_a, of_b) == 1;
    ERR_pop_to_mark();
    return same;
}

/* ---- reading ---- */

static bool id_set(X509 *certificate)
{
    ASN1_OCTET_STRING *id;

    if (X509_get_signature_nid(certificate) != NID_SM2_with_SM3) return true;
    id = ASN1_OCTET_STRING_new();
    if (id == NULL || ASN1_OCTET_STRING_set(id, (const unsigned char *)SM2_ID, SM2_ID_SIZE) != 1) {
        ASN1_OCTET_STRING_free(id);
        return false;
    }
    X509_set0_distinguishing_id(certificate, id); /* takes it over */
    return true;
}

X509 *certificate_read(struct fg_text der)
{
    const unsigned char *at = (const unsigned char *)der.bytes;
    X509 *certificate;

    ERR_set_mark();
    certificate = d2i_X509(NULL, &at, (long)der.size);
    if (certificate != NULL &&
        (at != (const unsigned char *)der.bytes + der.size || !id_set(certificate))) {
        X509_free(certificate);
        certificate = NULL;
    }
    ERR_pop_to_mark();
    return certificate;
}

/* Calls for each block of the text that has the label; false ends the walk. */
typedef bool pem_visit(void *context, struct fg_text der);

static uint32_t pem_walk(struct fg_text pem, const char *label, pem_visit *visit, void *context)
{
    BIO *bio = BIO_new_mem_buf(pem.bytes, (int)pem.size);
    uint32_t number = 0;
    bool good = bio != NULL;

    while (good) {
        unsigned char *data = NULL;
        char *name = NULL, *header = NULL;
        long size = 0;

        if (PEM_read_bio(bio, &name, &header, &data, &size) != 1) break;
        number++;
        if (strcmp(name, label) == 0) {
            good = visit(context, (struct fg_text){(const char *)data, (uint32_t)size, 0});
        }
        OPENSSL_free(name);
        OPENSSL_free(header);
        OPENSSL_free(data);
    }
    /* The end of the text is the one error that belongs to a good file. */
    if (good && ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE) {
        good = false;
        number++;
    }
    BIO_free(bio);
    return good ? 0 : number;
}

static bool certificate_add(void *context, struct fg_text der)
{
    X509 *certificate = certificate_read(der);

    if (certificate != NULL && sk_X509_push(context, certificate) > 0) return true;
    X509_free(certificate);
    return false;
}

STACK_OF(X509) * certificates_read(struct fg_text pem, uint32_t *malformed)
{
    STACK_OF(X509) * list;

    ERR_set_mark();
    list = sk_X509_new_null();
    *malformed = list == NULL ? 0 : pem_walk(pem, PEM_STRING_X509, certificate_add, list);
    ERR_pop_to_mark();
    return list;
}

void certificates_free(STACK_OF(X509) * certificates)
{
    sk_X509_pop_free(certificates, X509_free);
}

/* ---- names and times ---- */

struct fg_text certificate_subject(struct arena *arena, const X509 *certificate)
{
    const unsigned long form = XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB;
    struct fg_text subject = TEXT("");
    char *bytes = NULL;
    BIO *bio;
    long size;

    ERR_set_mark();
    bio = BIO_new(BIO_s_mem());
    if (bio != NULL && X509_NAME_print_ex(bio, X509_get_subject_name(certificate), 0, form) >= 0) {
        size = BIO_get_mem_data(bio, &bytes);
        subject = arena_text(arena, (struct fg_text){bytes, (uint32_t)size, 0});
    }
    BIO_free(bio);
    ERR_pop_to_mark();
    return subject;
}

struct fg_text certificate_name(struct arena *arena, const X509 *certificate)
{
    const X509_NAME *subject = X509_get_subject_name(certificate);
    struct fg_text name = TEXT("");
    unsigned char *bytes = NULL;
    int at = -1, next, size;

    ERR_set_mark();
    while ((next = X509_NAME_get_index_by_NID(subject, NID_commonName, at)) >= 0) at = next;
    if (at >= 0) {
        size =
            ASN1_STRING_to_UTF8(&bytes, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
        if (size > 0) {
            name = arena_text(arena, (struct fg_text){(const char *)bytes, (uint32_t)size, 0});
        }
        OPENSSL_free(bytes);
    }
    ERR_pop_to_mark();
    return name.size > 0 ? name : certificate_subject(arena, certificate);
}

bool certificate_is_root(X509 *certificate)
{
    bool is_root;

    ERR_set_mark();
    is_root =
        X509_NAME_cmp(X509_get_subject_name(certificate), X509_get_issuer_name(certificate)) == 0 &&
        X509_verify(certificate, X509_get0_pubkey(certificate)) == 1;
    ERR_pop_to_mark();
    return is_root;
}

bool time_of_asn1(const ASN1_TIME *time, int64_t *time_ns)
{
    struct tm civil = {0};
    time_t seconds;

    if (time == NULL || ASN1_TIME_to_tm(time, &civil) != 1) return false;
    seconds = timegm(&civil);
    if (seconds > INT64_MAX / SECOND_NS) {
        *time_ns = INT64_MAX;
    } else if (seconds < INT64_MIN / SECOND_NS) {
        *time_ns = INT64_MIN;
    } else {
        *time_ns = (int64_t)seconds * SECOND_NS;
    }
    return true;
}

/* ---- revocation lists ---- */

static bool revocations_add(void *context, struct fg_text der)
{
    const unsigned char *at = (const unsigned char *)der.bytes;
    X509_CRL *list = d2i_X509_CRL(NULL, &at, (long)der.size);

    /* Parts of a list, and lists of other authorities' certificates, say so critically. */
    if (list != NULL && at == (const unsigned char *)der.bytes + der.size &&
        X509_CRL_get_ext_by_critical(list, 1, -1) < 0 && sk_X509_CRL_push(context, list) > 0) {
        return true;
    }
    X509_CRL_free(list);
    return false;
}

STACK_OF(X509_CRL) * revocations_read(struct fg_text pem, uint32_t *malformed)
{
    STACK_OF(X509_CRL) * list;

    ERR_set_mark();
    list = sk_X509_CRL_new_null();
    *malformed = list == NULL ? 0 : pem_walk(pem, PEM_STRING_X509_CRL, revocations_add, list);
    ERR_pop_to_mark();
    return list;
}

void revocations_free(STACK_OF(X509_CRL) * revocations)
{
    sk_X509_CRL_pop_free(revocations, X509_CRL_free);
}

static bool sm2_signed_by(X509_CRL *revocations, EVP_PKEY *key)
{
    const ASN1_BIT_STRING *signature = NULL;
    const X509_ALGOR *ignored = NULL;
    struct signed_bytes bytes = {{0}, {0}};
    unsigned char *content = NULL;
    int size = i2d_re_X509_CRL_tbs(revocations, &content);
    bool right = false;

    if (size > 0) {
        X509_CRL_get0_signature(revocations, &signature, &ignored);
        bytes.document = (struct fg_text){(const char *)content, (uint32_t)size, 0};
        right = key_check(key, ALGORITHM_SM2, &bytes,
                          (struct fg_text){(const char *)ASN1_STRING_get0_data(signature),
                                           (uint32_t)ASN1_STRING_length(signature), 0});
    }
    OPENSSL_free(content);
    return right;
}

bool revocations_signed_by(X509_CRL *revocations, EVP_PKEY *key)
{
    bool right;

    if (key == NULL) return false;
    ERR_set_mark();
    right = X509_CRL_get_signature_nid(revocations) == NID_SM2_with_SM3
                ? sm2_signed_by(revocations, key)
                : X509_CRL_verify(revocations, key) == 1;
    ERR_pop_to_mark();
    return right;
}

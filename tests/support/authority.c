/* SPDX-License-Identifier: Apache-2.0
 * Everything is made with libcrypto at run time; nothing here is a secret of anybody. */
#include "support/authority.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "base/hex.h"
#include "base/text.h"
#include "support/test.h"

static struct fg_text der_of(X509 *certificate)
{
    unsigned char *bytes = NULL;
    int size = i2d_X509(certificate, &bytes);

    assert_true(size > 0);
    return (struct fg_text){(const char *)bytes, (uint32_t)size, 0};
}

void identity_make_for(struct identity *identity, EVP_PKEY *key, const struct plan *plan)
{
    struct issue issue = {
        .role = plan->role,
        .name = text_of(plan->name),
        .organization = TEXT("样例市财政局"),
        .key = key,
        .from = plan->from != 0 ? plan->from : NOW_S - 1825 * DAY_S,
        .to = plan->to != 0 ? plan->to : NOW_S + 1825 * DAY_S,
        .issuer = plan->issuer == NULL ? NULL : plan->issuer->certificate,
        .issuer_key = plan->issuer == NULL ? key : plan->issuer->key,
    };

    *identity = (struct identity){.key = key};
    identity->certificate = certificate_issue(&issue);
    assert_non_null(identity->certificate);
    identity->chain[identity->chain_count++] = der_of(identity->certificate);
    /* A root's own chain is itself; it is no part of anybody else's. */
    if (plan->issuer == NULL || plan->issuer->chain_count == 0) return;
    if (certificate_is_root(plan->issuer->certificate)) return;
    for (uint32_t i = 0; i < plan->issuer->chain_count; i++) {
        assert_true(identity->chain_count < COUNT(identity->chain));
        identity->chain[identity->chain_count++] = plan->issuer->chain[i];
    }
}

void identity_make(struct identity *identity, enum key_choice choice, const struct plan *plan)
{
    EVP_PKEY *key = key_draw(choice);

    assert_non_null(key);
    identity_make_for(identity, key, plan);
}

void identity_free(struct identity *identity)
{
    if (identity->chain_count > 0) OPENSSL_free((void *)(size_t)identity->chain[0].bytes);
    X509_free(identity->certificate);
    EVP_PKEY_free(identity->key);
    *identity = (struct identity){0};
}

void identity_fingerprint(const struct identity *identity, char out[static 80])
{
    struct fingerprint fingerprint;

    assert_true(certificate_fingerprint(identity->certificate, &fingerprint));
    memcpy(out, "sha256:", 7);
    hex_write(fingerprint.bytes, FINGERPRINT_SIZE, out + 7);
    out[7 + 2 * FINGERPRINT_SIZE] = '\0';
}

/* ---- files ---- */

static void bio_write(const char *directory, const char *name, BIO *bio)
{
    char *bytes = NULL;

    assert_int_equal(BIO_write(bio, "", 1), 1);
    assert_true(BIO_get_mem_data(bio, &bytes) > 0);
    disk_write(directory, name, bytes);
    BIO_free(bio);
}

void certificates_write(const char *directory, const char *name,
                        const struct identity *const *identities, size_t count)
{
    BIO *bio = BIO_new(BIO_s_mem());

    assert_non_null(bio);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(PEM_write_bio_X509(bio, identities[i]->certificate), 1);
    }
    bio_write(directory, name, bio);
}

static void entry_add(X509_CRL *list, const struct revoked *revoked)
{
    X509_REVOKED *entry = X509_REVOKED_new();
    ASN1_TIME *since = ASN1_TIME_set(NULL, (time_t)revoked->since);
    ASN1_ENUMERATED *reason = ASN1_ENUMERATED_new();

    assert_true(entry != NULL && since != NULL && reason != NULL);
    assert_int_equal(
        X509_REVOKED_set_serialNumber(
            entry, (ASN1_INTEGER *)(size_t)X509_get0_serialNumber(revoked->who->certificate)),
        1);
    assert_int_equal(X509_REVOKED_set_revocationDate(entry, since), 1);
    if (revoked->reason >= 0) {
        assert_int_equal(ASN1_ENUMERATED_set(reason, revoked->reason), 1);
        assert_int_equal(X509_REVOKED_add1_ext_i2d(entry, NID_crl_reason, reason, 0, 0), 1);
    }
    assert_int_equal(X509_CRL_add0_revoked(list, entry), 1);
    ASN1_TIME_free(since);
    ASN1_ENUMERATED_free(reason);
}

void revocations_write(const char *directory, const char *name, const struct identity *issuer,
                       int64_t from, int64_t to, const struct revoked *list, size_t count)
{
    X509_CRL *crl = X509_CRL_new();
    EVP_MD_CTX *context = issuer_context(issuer->key);
    ASN1_TIME *time = ASN1_TIME_new();
    BIO *bio = BIO_new(BIO_s_mem());

    assert_true(crl != NULL && context != NULL && time != NULL && bio != NULL);
    assert_int_equal(X509_CRL_set_version(crl, X509_CRL_VERSION_2), 1);
    assert_int_equal(X509_CRL_set_issuer_name(crl, X509_get_subject_name(issuer->certificate)), 1);
    assert_non_null(ASN1_TIME_set(time, (time_t)from));
    assert_int_equal(X509_CRL_set1_lastUpdate(crl, time), 1);
    assert_non_null(ASN1_TIME_set(time, (time_t)to));
    assert_int_equal(X509_CRL_set1_nextUpdate(crl, time), 1);
    for (size_t i = 0; i < count; i++) entry_add(crl, &list[i]);
    assert_true(X509_CRL_sign_ctx(crl, context) > 0);
    assert_int_equal(PEM_write_bio_X509_CRL(bio, crl), 1);
    bio_write(directory, name, bio);
    ASN1_TIME_free(time);
    EVP_MD_CTX_free(context);
    X509_CRL_free(crl);
}

void policy_write(const char *directory, const struct identity *drafter,
                  const struct identity *approver, const char *more)
{
    char first[80], second[80], text[2048];
    int size;

    identity_fingerprint(drafter, first);
    identity_fingerprint(approver, second);
    size = snprintf(text, sizeof(text), "signer drafter %s\nsigner approver %s\n%s", first, second,
                    more);
    assert_true(size > 0 && (size_t)size < sizeof(text));
    disk_write(directory, TRUST_POLICY, text);
}

/* ---- signatures ---- */

struct signing signing_by(const struct identity *identity, const char *role, int64_t signed_s)
{
    struct signing signing = {
        .kind = SIGNED_SCHEDULE,
        .role = text_of(role),
        .signed_ns = signed_s * SECOND_NS,
        .key = identity->key,
        .certificates = (struct fg_text *)(size_t)identity->chain,
        .certificate_count = identity->chain_count,
    };

    assert_true(key_algorithm(identity->key, &signing.algorithm));
    return signing;
}

struct fg_text signatures_text(struct arena *arena, const struct signing *signings, uint32_t count,
                               struct fg_text document)
{
    struct signature_block blocks[SIGNATURE_BLOCKS_MAX];
    const struct signature_file file = {blocks, count};
    struct buffer buffer;
    struct fg_text text;

    assert_true(count <= COUNT(blocks));
    for (uint32_t i = 0; i < count; i++) {
        assert_true(signature_make(arena, &signings[i], document, &blocks[i]));
    }
    buffer_init(&buffer);
    signature_file_write(&buffer, &file);
    assert_false(buffer.failed);
    text =
        arena_text(arena, (struct fg_text){(const char *)buffer.bytes, (uint32_t)buffer.size, 0});
    buffer_free(&buffer);
    assert_non_null(text.bytes);
    return text;
}

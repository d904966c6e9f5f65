/* SPDX-License-Identifier: Apache-2.0
 * Certificates of version 3 with what verifiers ask for: who may sign what, and whose key it is. */
#include "schedule/issue.h"

#include <string.h>
#include <time.h>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "trust/key.h"

#define RSA_BITS 3072
#define SERIAL_SIZE 16

/* ---- keys ---- */

static const struct {
    const char *name, *type, *group;
} choices[KEY_CHOICE_COUNT] = {
    [KEY_CHOICE_SM2] = {"sm2", "SM2", NULL},
    [KEY_CHOICE_P256] = {"p256", "EC", "P-256"},
    [KEY_CHOICE_RSA] = {"rsa", "RSA", NULL},
};

bool key_choice_read(const char *text, enum key_choice *choice)
{
    for (size_t i = 0; i < KEY_CHOICE_COUNT; i++) {
        if (strcmp(text, choices[i].name) != 0) continue;
        *choice = (enum key_choice)i;
        return true;
    }
    return false;
}

EVP_PKEY *key_draw(enum key_choice choice)
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, choices[choice].type, NULL);
    EVP_PKEY *key = NULL;
    bool good = context != NULL && EVP_PKEY_keygen_init(context) == 1;

    if (good && choices[choice].group != NULL) {
        good = EVP_PKEY_CTX_set_group_name(context, choices[choice].group) == 1;
    }
    if (good && choice == KEY_CHOICE_RSA) {
        good = EVP_PKEY_CTX_set_rsa_keygen_bits(context, RSA_BITS) == 1;
    }
    if (good && EVP_PKEY_generate(context, &key) != 1) key = NULL;
    EVP_PKEY_CTX_free(context);
    return key;
}

/* ---- certificates ---- */

EVP_MD_CTX *issuer_context(EVP_PKEY *key)
{
    bool is_sm2 = EVP_PKEY_is_a(key, "SM2");
    EVP_PKEY_CTX *operation = NULL; /* the context's own */
    EVP_MD_CTX *context = EVP_MD_CTX_new();

    if (context != NULL &&
        EVP_DigestSignInit_ex(context, &operation, is_sm2 ? "SM3" : "SHA256", NULL, NULL, key,
                              NULL) == 1 &&
        (!is_sm2 || EVP_PKEY_CTX_set1_id(operation, SM2_ID, SM2_ID_SIZE) == 1)) {
        return context;
    }
    EVP_MD_CTX_free(context);
    return NULL;
}

static bool serial_set(X509 *certificate)
{
    unsigned char bytes[SERIAL_SIZE];
    ASN1_INTEGER *serial;
    BIGNUM *number;
    bool done;

    if (RAND_bytes(bytes, sizeof(bytes)) != 1) return false;
    bytes[0] = (unsigned char)((bytes[0] & 0x7F) | 0x40); /* positive, and of full length */
    number = BN_bin2bn(bytes, sizeof(bytes), NULL);
    serial = number == NULL ? NULL : BN_to_ASN1_INTEGER(number, NULL);
    done = serial != NULL && X509_set_serialNumber(certificate, serial) == 1;
    ASN1_INTEGER_free(serial);
    BN_free(number);
    return done;
}

static bool name_add(X509_NAME *name, const char *field, struct fg_text value)
{
    return value.size == 0 || X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                                         (const unsigned char *)value.bytes,
                                                         (int)value.size, -1, 0) == 1;
}

static bool names_set(X509 *certificate, const struct issue *issue)
{
    X509_NAME *name = X509_NAME_new();
    bool done =
        name != NULL && name_add(name, "O", issue->organization) &&
        name_add(name, "CN", issue->name) && X509_set_subject_name(certificate, name) == 1 &&
        X509_set_issuer_name(
            certificate, issue->issuer == NULL ? name : X509_get_subject_name(issue->issuer)) == 1;

    X509_NAME_free(name);
    return done;
}

static bool times_set(X509 *certificate, const struct issue *issue)
{
    return ASN1_TIME_set(X509_getm_notBefore(certificate), (time_t)issue->from) != NULL &&
           ASN1_TIME_set(X509_getm_notAfter(certificate), (time_t)issue->to) != NULL;
}

static bool extension_add(X509 *certificate, const struct issue *issue, int nid, const char *value)
{
    X509V3_CTX context;
    X509_EXTENSION *extension;
    bool done;

    X509V3_set_ctx(&context, issue->issuer == NULL ? certificate : issue->issuer, certificate, NULL,
                   NULL, 0);
    extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    done = extension != NULL && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return done;
}

static bool extensions_set(X509 *certificate, const struct issue *issue)
{
    bool is_signer = issue->role == CERTIFICATE_SIGNER;

    return extension_add(certificate, issue, NID_basic_constraints,
                         is_signer ? "critical,CA:FALSE" : "critical,CA:TRUE") &&
           extension_add(certificate, issue, NID_key_usage,
                         is_signer ? "critical,digitalSignature,nonRepudiation"
                                   : "critical,keyCertSign,cRLSign") &&
           extension_add(certificate, issue, NID_subject_key_identifier, "hash") &&
           extension_add(certificate, issue, NID_authority_key_identifier, "keyid:always");
}

X509 *certificate_issue(const struct issue *issue)
{
    X509 *certificate = X509_new();
    EVP_MD_CTX *context = issuer_context(issue->issuer_key);

    if (certificate != NULL && context != NULL &&
        X509_set_version(certificate, X509_VERSION_3) == 1 && serial_set(certificate) &&
        names_set(certificate, issue) && times_set(certificate, issue) &&
        X509_set_pubkey(certificate, issue->key) == 1 && extensions_set(certificate, issue) &&
        X509_sign_ctx(certificate, context) > 0) {
        EVP_MD_CTX_free(context);
        return certificate;
    }
    EVP_MD_CTX_free(context);
    X509_free(certificate);
    return NULL;
}

/* SPDX-License-Identifier: Apache-2.0
 * From a signer's certificate to an anchor. libcrypto judges the chain at the signing time; why it
 * says no is told apart here, and what it does not look at is looked at. */
#include <time.h>

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "base/date.h"
#include "base/text.h"
#include "trust/trust_internal.h"

#define SECOND_NS INT64_C(1000000000)
#define CHAIN_DEPTH_MAX 8
#define CHAIN_STRENGTH 2 /* 112 bits: RSA of 2048 bits, SHA-256 */

static struct fg_text failed_name(const struct signer_look *look, X509_STORE_CTX *context)
{
    const X509 *certificate = X509_STORE_CTX_get_current_cert(context);

    return certificate == NULL ? look->name : certificate_name(look->arena, certificate);
}

static void report_time(const struct signer_look *look, X509_STORE_CTX *context, bool expired)
{
    struct fg_text name = failed_name(look, context);
    char time[INSTANT_SIZE];

    instant_format(look->block->statement.signed_ns, time);
    if (expired) {
        BREACH(look->breaches, CERTIFICATE_EXPIRED, look->sealed->signature_path,
               look->certificate_line, look->name, name, text_of(time));
    } else {
        BREACH(look->breaches, CERTIFICATE_NOT_YET, look->sealed->signature_path,
               look->certificate_line, look->name, name, text_of(time));
    }
}

static void report_failure(const struct signer_look *look, X509_STORE_CTX *context)
{
    int error = X509_STORE_CTX_get_error(context);
    struct fg_text reason = text_of(X509_verify_cert_error_string(error));
    struct fg_text path = look->sealed->signature_path;
    uint32_t line = look->certificate_line;

    switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED: report_time(look, context, true); break;
    case X509_V_ERR_CERT_NOT_YET_VALID: report_time(look, context, false); break;
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
    case X509_V_ERR_CA_MD_TOO_WEAK:
        BREACH(look->breaches, KEY_WEAK, path, line, look->name, reason);
        break;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_UNTRUSTED:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
        BREACH(look->breaches, CHAIN_FOREIGN, path, line, look->name, reason);
        break;
    default: BREACH(look->breaches, CHAIN_WRONG, path, line, look->name, reason); break;
    }
}

/* What the signer brought, then what the directory holds. The list is the caller's, its
 * certificates are not. */
static STACK_OF(X509) * helpers_of(const struct signer_look *look)
{
    STACK_OF(X509) *helpers = sk_X509_dup(look->others);

    for (int i = 0; helpers != NULL && i < sk_X509_num(look->trust->intermediates); i++) {
        if (sk_X509_push(helpers, sk_X509_value(look->trust->intermediates, i)) > 0) continue;
        sk_X509_free(helpers);
        helpers = NULL;
    }
    return helpers;
}

/* The verified chain, signer first; NULL after a report. */
static STACK_OF(X509) * chain_build(const struct signer_look *look)
{
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    STACK_OF(X509) *helpers = helpers_of(look), *chain = NULL;
    X509_VERIFY_PARAM *parameters;

    if (context == NULL || helpers == NULL ||
        X509_STORE_CTX_init(context, look->trust->anchors, look->leaf, helpers) != 1) {
        look->arena->failed = true;
        goto out;
    }
    parameters = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_CHECK_SS_SIGNATURE);
    X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_ANY);
    X509_VERIFY_PARAM_set_auth_level(parameters, CHAIN_STRENGTH);
    X509_VERIFY_PARAM_set_depth(parameters, CHAIN_DEPTH_MAX);
    X509_VERIFY_PARAM_set_time(parameters, (time_t)(look->block->statement.signed_ns / SECOND_NS));
    if (X509_verify_cert(context) == 1) {
        chain = X509_STORE_CTX_get1_chain(context);
        if (chain == NULL) look->arena->failed = true;
    } else {
        report_failure(look, context);
    }
out:
    sk_X509_free(helpers);
    X509_STORE_CTX_free(context);
    return chain;
}

/* An authority says that it is one; certificates of old versions that cannot are taken by nobody.
 */
static bool authorities_check(const struct signer_look *look, STACK_OF(X509) * chain)
{
    for (int i = 1; i < sk_X509_num(chain); i++) {
        if (X509_check_ca(sk_X509_value(chain, i)) == 1) continue;
        BREACH(look->breaches, CHAIN_WRONG, look->sealed->signature_path, look->certificate_line,
               look->name, text_of(X509_verify_cert_error_string(X509_V_ERR_INVALID_CA)));
        return false;
    }
    return true;
}

static bool usage_check(const struct signer_look *look)
{
    /* All bits where the certificate has no key usage. */
    if ((X509_get_key_usage(look->leaf) & KU_DIGITAL_SIGNATURE) != 0) return true;
    BREACH(look->breaches, KEY_USAGE, look->sealed->signature_path, look->certificate_line,
           look->name);
    return false;
}

bool chain_check(const struct signer_look *look)
{
    STACK_OF(X509) * chain;
    bool good;

    ERR_set_mark();
    chain = chain_build(look);
    good = chain != NULL && authorities_check(look, chain) && usage_check(look);
    for (int i = 0; good && i + 1 < sk_X509_num(chain); i++) {
        good = revocation_check(look, sk_X509_value(chain, i), sk_X509_value(chain, i + 1));
    }
    certificates_free(chain);
    ERR_pop_to_mark();
    return good;
}

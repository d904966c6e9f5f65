/* SPDX-License-Identifier: Apache-2.0
 * Revocation lists. The signing time is only the signer's word, so a key that may be in wrong hands
 * spoils all signatures; one that was merely put aside spoils those made since. */
#include <openssl/x509v3.h>

#include "base/date.h"
#include "base/text.h"
#include "trust/trust_internal.h"

#define SECOND_NS INT64_C(1000000000)

static void report(const struct signer_look *look, enum breach_kind kind, struct fg_text first,
                   struct fg_text second)
{
    const struct fg_text arguments[] = {first, second};

    breach_add(look->breaches, &(struct breach){kind, look->sealed->signature_path,
                                                look->certificate_line, arguments, 2});
}

static struct fg_text time_text(struct arena *arena, int64_t time_ns)
{
    char text[INSTANT_SIZE];
    int32_t day = day_of_time(time_ns);

    if (day < DAY_FIRST || day > DAY_LAST) return TEXT("…");
    instant_format(time_ns, text);
    return arena_text(arena, text_of(text));
}

/* ---- one certificate in one list ---- */

static int reason_of(const X509_REVOKED *entry)
{
    int critical, reason = CRL_REASON_UNSPECIFIED;
    ASN1_ENUMERATED *value = X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, &critical, NULL);

    if (value != NULL) reason = (int)ASN1_ENUMERATED_get(value);
    ASN1_ENUMERATED_free(value);
    return reason;
}

/* Whether signatures made before the revocation stay good. */
static bool is_harmless(int reason)
{
    return reason == CRL_REASON_CESSATION_OF_OPERATION || reason == CRL_REASON_SUPERSEDED ||
           reason == CRL_REASON_AFFILIATION_CHANGED;
}

static const char *reason_name(int reason)
{
    static const char *const names[] = {
        [CRL_REASON_UNSPECIFIED] = "unspecified",
        [CRL_REASON_KEY_COMPROMISE] = "keyCompromise",
        [CRL_REASON_CA_COMPROMISE] = "cACompromise",
        [CRL_REASON_AFFILIATION_CHANGED] = "affiliationChanged",
        [CRL_REASON_SUPERSEDED] = "superseded",
        [CRL_REASON_CESSATION_OF_OPERATION] = "cessationOfOperation",
        [CRL_REASON_CERTIFICATE_HOLD] = "certificateHold",
    };

    if (reason < 0 || (size_t)reason >= sizeof(names) / sizeof(names[0])) return "unspecified";
    return names[reason];
}

static bool entry_check(const struct signer_look *look, X509_CRL *list, X509 *certificate)
{
    X509_REVOKED *entry = NULL;
    int64_t since_ns = INT64_MIN;
    int reason;

    if (X509_CRL_get0_by_cert(list, &entry, certificate) == 0) return true;
    reason = reason_of(entry);
    if (!time_of_asn1(X509_REVOKED_get0_revocationDate(entry), &since_ns)) since_ns = INT64_MIN;
    if (is_harmless(reason) && look->block->statement.signed_ns < since_ns) return true;
    BREACH(look->breaches, CERTIFICATE_REVOKED, look->sealed->signature_path,
           look->certificate_line, look->name, certificate_name(look->arena, certificate),
           text_of(reason_name(reason)), time_text(look->arena, since_ns));
    return false;
}

/* ---- the lists of one issuer ---- */

static bool is_current(const struct trust *trust, X509_CRL *list, int64_t *due_ns)
{
    int64_t from_ns;

    if (!time_of_asn1(X509_CRL_get0_lastUpdate(list), &from_ns)) return false;
    *due_ns = INT64_MAX;
    if (X509_CRL_get0_nextUpdate(list) != NULL &&
        !time_of_asn1(X509_CRL_get0_nextUpdate(list), due_ns)) {
        return false;
    }
    return from_ns - (int64_t)trust->policy.tolerance_seconds * SECOND_NS <= trust->now_ns &&
           trust->now_ns < *due_ns;
}

static bool is_from(X509_CRL *list, X509 *issuer)
{
    return X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_subject_name(issuer)) == 0;
}

static bool is_signed_by(X509_CRL *list, X509 *issuer)
{
    return (X509_get_key_usage(issuer) & KU_CRL_SIGN) != 0 &&
           revocations_signed_by(list, X509_get0_pubkey(issuer));
}

/* What the lists of an issuer's name are worth; an outdated one can still revoke. */
struct lists_look {
    bool named, signed_by, current;
    int64_t due_ns; /* of the outdated one that was looked at last */
};

static bool lists_check(const struct signer_look *look, X509 *certificate, X509 *issuer,
                        struct lists_look *lists)
{
    STACK_OF(X509_CRL) *all = look->trust->revocations;

    for (int i = 0; i < sk_X509_CRL_num(all); i++) {
        X509_CRL *list = sk_X509_CRL_value(all, i);

        if (!is_from(list, issuer)) continue;
        lists->named = true;
        if (!is_signed_by(list, issuer)) continue;
        lists->signed_by = true;
        if (is_current(look->trust, list, &lists->due_ns)) lists->current = true;
        if (!entry_check(look, list, certificate)) return false;
    }
    return true;
}

bool revocation_check(const struct signer_look *look, X509 *certificate, X509 *issuer)
{
    const struct trust *trust = look->trust;
    struct lists_look lists = {0};
    struct fg_text name;

    if (sk_X509_CRL_num(trust->revocations) <= 0 && !trust->policy.crl_required) return true;
    if (!lists_check(look, certificate, issuer, &lists)) return false;
    if (lists.current) return true;
    name = certificate_name(look->arena, issuer);
    if (lists.signed_by) {
        report(look, BREACH_CRL_OUTDATED, name, time_text(look->arena, lists.due_ns));
    } else if (lists.named) {
        report(look, BREACH_CRL_WRONG, name, TEXT(""));
    } else {
        report(look, BREACH_CRL_MISSING, name, certificate_name(look->arena, certificate));
    }
    return false;
}

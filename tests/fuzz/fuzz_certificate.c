/* SPDX-License-Identifier: Apache-2.0
 * Certificates and revocation lists, as PEM and as DER: everything that is asked of them. */
#include <openssl/err.h>

#include "fuzz/fuzz.h"
#include "trust/certificate.h"

static void ask(X509 *certificate)
{
    struct arena arena = {0};
    struct fingerprint whole;
    int64_t time_ns;

    FUZZ_CHECK(certificate_fingerprint(certificate, &whole));
    (void)certificate_same_key(certificate, certificate); /* false: no key that is known */
    FUZZ_CHECK(text_is_utf8(certificate_subject(&arena, certificate)));
    FUZZ_CHECK(text_is_utf8(certificate_name(&arena, certificate)));
    (void)certificate_is_root(certificate);
    (void)time_of_asn1(X509_get0_notBefore(certificate), &time_ns);
    (void)time_of_asn1(X509_get0_notAfter(certificate), &time_ns);
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint32_t malformed;
    X509 *one = certificate_read(fuzz_text(data, size));
    STACK_OF(X509) *all = certificates_read(fuzz_text(data, size), &malformed);
    STACK_OF(X509_CRL) *lists = revocations_read(fuzz_text(data, size), &malformed);

    if (one != NULL) ask(one);
    for (int i = 0; i < sk_X509_num(all); i++) ask(sk_X509_value(all, i));
    FUZZ_CHECK(ERR_peek_error() == 0); /* nothing is left behind in the host's thread */
    for (int i = 0; i < sk_X509_num(all); i++) {
        EVP_PKEY *key = X509_get0_pubkey(sk_X509_value(all, i));

        ERR_clear_error(); /* of libcrypto's own call */
        for (int at = 0; key != NULL && at < sk_X509_CRL_num(lists); at++) {
            revocations_signed_by(sk_X509_CRL_value(lists, at), key);
        }
    }
    FUZZ_CHECK(ERR_peek_error() == 0);
    X509_free(one);
    certificates_free(all);
    revocations_free(lists);
    return 0;
}

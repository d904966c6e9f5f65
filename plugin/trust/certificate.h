/* SPDX-License-Identifier: Apache-2.0
 * X.509 certificates and revocation lists as this room uses them: each with the SM2 id that
 * checking its signature needs, names in UTF-8, times in nanoseconds. */
#ifndef FEEGUARD_TRUST_CERTIFICATE_H
#define FEEGUARD_TRUST_CERTIFICATE_H

#include <stdbool.h>

#include <openssl/types.h>
#include <openssl/x509.h>

#include "base/arena.h"

#define FINGERPRINT_SIZE 32

/* SHA-256; by it certificates, keys and documents are told apart. */
struct fingerprint {
    unsigned char bytes[FINGERPRINT_SIZE];
};

bool fingerprint_of(struct fg_text bytes, struct fingerprint *fingerprint);
/* Lower-case hexadecimal in the arena. */
struct fg_text fingerprint_text(struct arena *arena, const struct fingerprint *fingerprint);

/* A certificate from all of the bytes of its DER; NULL: it is none, or no memory. */
X509 *certificate_read(struct fg_text der);

/* The certificates of a PEM text, any text between them; other blocks are passed over.
 * *malformed: number from 1 of the block that is no certificate; 0: all are. NULL: no memory. */
STACK_OF(X509) * certificates_read(struct fg_text pem, uint32_t *malformed);
void certificates_free(STACK_OF(X509) * certificates);

/* Digest of the whole certificate. */
bool certificate_fingerprint(const X509 *certificate, struct fingerprint *fingerprint);
/* Whether two certificates are for one key, whatever each writes it like. */
bool certificate_same_key(const X509 *a, const X509 *b);

/* "CN=王五,O=某市财政局,C=CN": RFC 2253 order and escapes, UTF-8. */
struct fg_text certificate_subject(struct arena *arena, const X509 *certificate);
/* The common name that stands last, or the subject where there is none. */
struct fg_text certificate_name(struct arena *arena, const X509 *certificate);

bool certificate_is_root(X509 *certificate); /* self-signed, with a signature that holds */

/* Nanoseconds since 1970, held within what an int64_t takes; false: no time. */
bool time_of_asn1(const ASN1_TIME *time, int64_t *time_ns);

/* The revocation lists of a PEM text, as certificates_read. */
STACK_OF(X509_CRL) * revocations_read(struct fg_text pem, uint32_t *malformed);
void revocations_free(STACK_OF(X509_CRL) * revocations);
/* Whether the key signed the list. */
bool revocations_signed_by(X509_CRL *revocations, EVP_PKEY *key);

#endif

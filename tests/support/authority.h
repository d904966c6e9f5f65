/* SPDX-License-Identifier: Apache-2.0
 * Authorities, signers and trust directories made on the spot. Sample people, sample keys. Whatever
 * goes wrong fails the test that asked. */
#ifndef TESTS_SUPPORT_AUTHORITY_H
#define TESTS_SUPPORT_AUTHORITY_H

#include <openssl/types.h>

#include "schedule/issue.h"
#include "support/files.h"
#include "trust/sign.h"
#include "trust/trust.h"

#define SECOND_NS INT64_C(1000000000)
#define DAY_S INT64_C(86400)
#define NOW_S INT64_C(1785542400) /* 2026-08-01T00:00:00Z */

/* A key with its certificate, and the certificates up to the root but without it. */
struct identity {
    EVP_PKEY *key;
    X509 *certificate;
    struct fg_text chain[4]; /* DER, the own one first */
    uint32_t chain_count;
};

/* Ten years around NOW_S, unless `from` and `to` say otherwise. `issuer` NULL: a root. */
struct plan {
    const char *name;
    enum certificate_role role;
    const struct identity *issuer;
    int64_t from, to;
};

void identity_make(struct identity *identity, enum key_choice choice, const struct plan *plan);
/* Another certificate for a key that is there; the caller frees both. */
void identity_make_for(struct identity *identity, EVP_PKEY *key, const struct plan *plan);
void identity_free(struct identity *identity);
/* "sha256:..." of the certificate. */
void identity_fingerprint(const struct identity *identity, char out[static 80]);

/* Writes certificates one after another as PEM. */
void certificates_write(const char *directory, const char *name,
                        const struct identity *const *identities, size_t count);

/* One entry of a revocation list; `reason` is a CRL_REASON_*, -1: none is given. */
struct revoked {
    const struct identity *who;
    int64_t since;
    int reason;
};

void revocations_write(const char *directory, const char *name, const struct identity *issuer,
                       int64_t from, int64_t to, const struct revoked *list, size_t count);

/* trust.conf with one drafter and one approver by fingerprint, and lines of the test's own. */
void policy_write(const char *directory, const struct identity *drafter,
                  const struct identity *approver, const char *more);

/* Signs a document as `identity` in a role at a time, with what key_algorithm gives. */
struct signing signing_by(const struct identity *identity, const char *role, int64_t signed_s);

/* The text of a signature file with these signatures. */
struct fg_text signatures_text(struct arena *arena, const struct signing *signings, uint32_t count,
                               struct fg_text document);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * What the files of this room share: the open directory, and one signer being looked at. */
#ifndef FEEGUARD_TRUST_TRUST_INTERNAL_H
#define FEEGUARD_TRUST_TRUST_INTERNAL_H

#include "trust/policy.h"
#include "trust/trust.h"

struct trust {
    struct arena arena;
    int64_t now_ns;
    struct trust_policy policy;
    X509_STORE *anchors;
    STACK_OF(X509) * intermediates;
    STACK_OF(X509_CRL) * revocations;
};

/* One block of a signature file, and what was found out about its signer. */
struct signer_look {
    const struct trust *trust;
    const struct sealed *sealed;
    struct breaches *breaches;
    struct arena *arena;
    const struct signature_block *block;
    X509 *leaf;              /* the look's own */
    STACK_OF(X509) * others; /* the look's own: the rest of the block's certificates */
    struct fg_text name, subject;
    struct fingerprint certificate;
    uint32_t certificate_line;
};

/* Whether the certificates lead to an anchor, are valid at the signing time, strong, meant for
 * signing, and none is revoked. What is wrong is reported. */
bool chain_check(const struct signer_look *look);

/* Whether a certificate of the chain is revoked; `issuer` is the next in the chain. */
bool revocation_check(const struct signer_look *look, X509 *certificate, X509 *issuer);

#endif

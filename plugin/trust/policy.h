/* SPDX-License-Identifier: Apache-2.0
 * trust.conf: how many must sign in which role, and who may. One rule a line; empty lines and those
 * that begin with # are passed over.
 *
 *     require drafter 1                        default: one drafter and one approver
 *     require approver 1
 *     signer drafter sha256:<64 digits>        the very certificate, by its fingerprint
 *     signer approver subject CN=王五,O=财政局   any certificate for this subject (RFC 2253)
 *     clock-tolerance 300                      seconds by which a signing time may be ahead
 *     crl required                             without revocation lists nothing is trusted */
#ifndef FEEGUARD_TRUST_POLICY_H
#define FEEGUARD_TRUST_POLICY_H

#include <stdbool.h>

#include "base/arena.h"
#include "trust/breach.h"
#include "trust/certificate.h"

#define POLICY_TOLERANCE_DEFAULT 300 /* seconds */
#define POLICY_TOLERANCE_MAX 86400

struct demand {
    struct fg_text role;
    uint32_t count;
    uint32_t line; /* 0: the default */
};

struct binding {
    struct fg_text role;
    struct fg_text subject;         /* empty: by fingerprint */
    struct fingerprint fingerprint; /* of the certificate */
};

struct trust_policy {
    struct demand *demands;
    uint32_t demand_count;
    struct binding *bindings;
    uint32_t binding_count;
    uint32_t tolerance_seconds;
    bool crl_required;
};

/* False: a line is not understood or the rules cannot be met, all of which was reported for `path`,
 * or the arena has failed. Texts are copied into the arena. */
bool policy_read(struct arena *arena, struct fg_text path, struct fg_text bytes,
                 struct breaches *breaches, struct trust_policy *policy);

/* The role in which a certificate may sign; an empty text: none. */
struct fg_text policy_role(const struct trust_policy *policy, const struct fingerprint *fingerprint,
                           struct fg_text subject);

#endif

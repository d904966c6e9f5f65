/* SPDX-License-Identifier: Apache-2.0
 * Whom to believe: a trust directory as it is read at one moment, and the question that is put to
 * it, whether these bytes were signed by those who must have signed them.
 *
 *     anchors.pem        the roots, in PEM
 *     intermediates.pem  certificates between them and signers; may be missing
 *     *.crl              revocation lists in PEM; once there is one, every issuer needs a current
 * one trust.conf         who must sign, see policy.h
 *
 * Read again with each load, so that a renewed list or policy takes effect with a reload. */
#ifndef FEEGUARD_TRUST_TRUST_H
#define FEEGUARD_TRUST_TRUST_H

#include "base/signatory.h"
#include "feeguard/status.h"
#include "trust/breach.h"
#include "trust/signature_file.h"

#define TRUST_ANCHORS "anchors.pem"
#define TRUST_INTERMEDIATES "intermediates.pem"
#define TRUST_POLICY "trust.conf"
#define TRUST_REVOCATIONS_ENDING ".crl"
#define TRUST_FILE_SIZE_MAX ((size_t)64 * 1024 * 1024)

struct trust; /* immutable once open: several threads may ask at a time */

/* now_ns: the time by which signing times and revocation lists are judged.
 * FG_OK: *trust is the caller's; FG_SCHEDULE_REFUSED with the breaches reported; FG_NO_MEMORY. */
fg_status trust_open(struct fg_text directory, int64_t now_ns, struct breaches *breaches,
                     struct trust **trust);
void trust_close(struct trust *trust); /* NULL is allowed */

/* What is asked about: a file, its bytes, and what its signature file holds. */
struct sealed {
    enum signed_kind kind;
    struct fg_text path;           /* as it is named in messages */
    struct fg_text bytes;          /* the very bytes that will be used */
    struct fg_text signature_path; /* likewise */
    struct fg_text signatures;
};

/* What the signatures say; texts live in the arena. */
struct seal {
    struct signatory *signers;
    uint32_t signer_count;
    bool has_predecessor;
    struct fingerprint predecessor;
    uint32_t predecessor_line; /* in the signature file */
};

/* FG_OK: every signature in the file holds and the policy is met. FG_SCHEDULE_REFUSED: each breach
 * was reported; the seal holds the signers whose certificates could be read. FG_NO_MEMORY. */
fg_status trust_verify(const struct trust *trust, struct arena *arena, const struct sealed *sealed,
                       struct breaches *breaches, struct seal *seal);

#endif

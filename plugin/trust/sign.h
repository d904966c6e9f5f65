/* SPDX-License-Identifier: Apache-2.0
 * Making one block of a signature file: what the tools that sign call. */
#ifndef FEEGUARD_TRUST_SIGN_H
#define FEEGUARD_TRUST_SIGN_H

#include "trust/signature_file.h"

struct signing {
    enum signed_kind kind;
    struct fg_text role; /* one that role_is_name takes */
    int64_t signed_ns;   /* cut to seconds */
    EVP_PKEY *key;       /* private */
    enum algorithm algorithm;
    struct fg_text *certificates; /* DER: the signer's, then those between it and the root */
    uint32_t certificate_count;   /* 1 ... SIGNATURE_CERTIFICATES_MAX */
    bool has_predecessor;
    struct fingerprint predecessor;
};

/* Signs the document. The block points into the arena and into what `signing` points to. False: the
 * key cannot sign so, or the arena has failed. */
bool signature_make(struct arena *arena, const struct signing *signing, struct fg_text document,
                    struct signature_block *block);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Who answers for a document: one of those who signed it. */
#ifndef FEEGUARD_BASE_SIGNATORY_H
#define FEEGUARD_BASE_SIGNATORY_H

#include <stdint.h>

#include "feeguard/text.h"

struct signatory {
    struct fg_text name; /* the certificate's common name, or its whole subject */
    struct fg_text role; /* "drafter", "approver", or what else the policy asks for */
    int64_t signed_ns;   /* when, by the signer's own word */
    int64_t expires_ns;  /* until when the certificate was issued */
};

#endif

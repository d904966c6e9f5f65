/* SPDX-License-Identifier: Apache-2.0
 * Who a charge is about, as keyed pseudonyms: one under each epoch of the key file. */
#ifndef FEEGUARD_RULES_IDENTITY_H
#define FEEGUARD_RULES_IDENTITY_H

#include "base/hash.h"

#define IDENTITY_EPOCHS_MAX 8

struct identity {
    struct hash128 epochs[IDENTITY_EPOCHS_MAX];
};

#endif

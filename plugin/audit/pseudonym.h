/* SPDX-License-Identifier: Apache-2.0
 * Ids of payers and subjects as keyed pseudonyms: equal ids stay equal, and without the key file
 * nobody can go back or guess. */
#ifndef FEEGUARD_AUDIT_PSEUDONYM_H
#define FEEGUARD_AUDIT_PSEUDONYM_H

#include "audit/keyring.h"
#include "audit/mac.h"
#include "rules/identity.h"

_Static_assert(KEY_EPOCHS_MAX == IDENTITY_EPOCHS_MAX, "an identity has a place for every epoch");

/* The first byte of what is hashed: an id is another one as payer than as subject. */
enum pseudonym_domain { PSEUDONYM_PAYER = 'p', PSEUDONYM_SUBJECT = 's' };

/* Used by one thread at a time. Zeroed is closed. */
struct pseudonymiser {
    uint32_t epoch_count;
    struct mac epochs[KEY_EPOCHS_MAX];
};

bool pseudonym_open(struct pseudonymiser *maker, const struct keyring *ring);
/* Under every epoch of the ring; the places of epochs that do not exist are zeroed. The empty text
 * is an id like any other. False: libcrypto failed, and `out` is zeroed. */
bool pseudonym_of(struct pseudonymiser *maker, enum pseudonym_domain domain, struct fg_text text,
                  struct identity *out);
/* Takes a pseudonym of one epoch to all later ones; places before `from_epoch` are zeroed. */
bool pseudonym_lift(struct pseudonymiser *maker, uint32_t from_epoch, struct hash128 known,
                    struct identity *out);
void pseudonym_close(struct pseudonymiser *maker);

#endif

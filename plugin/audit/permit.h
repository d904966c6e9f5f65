/* SPDX-License-Identifier: Apache-2.0
 * The permit: a short proof, in print, that this charge was allowed, for this amount, until then.
 * Who holds the key file can check it without the ledger. */
#ifndef FEEGUARD_AUDIT_PERMIT_H
#define FEEGUARD_AUDIT_PERMIT_H

#include "audit/bytes.h"
#include "audit/keyring.h"
#include "audit/mac.h"
#include "feeguard/charge.h"

#define PERMIT_SIZE 73
#define PERMIT_TEXT_SIZE BASE64URL_SIZE(PERMIT_SIZE) /* characters; no NUL */
#define PERMIT_SCHEDULES_SIZE 8

struct permit_terms {
    const struct fg_charge *charge;
    unsigned char schedules[PERMIT_SCHEDULES_SIZE]; /* digest of the schedules judged by */
    uint64_t position;                              /* in the audit trail */
    int64_t expires_ns;                             /* not before 1970; rounded up to a second */
};

/* Issues under the last epoch of a ring; used by one thread at a time. Zeroed is closed. */
struct permit_maker {
    uint32_t epoch;
    struct digester digester;
    struct mac mac;
    unsigned char fingerprint[4];
    unsigned char fields_key[KEY_SIZE];
};

bool permit_maker_open(struct permit_maker *maker, const struct keyring *ring);
/* False: the charge has more than FG_ATTRIBUTES_MAX attributes or a text without bytes, the expiry
 * is before 1970, or memory or libcrypto failed. */
bool permit_maker_issue(struct permit_maker *maker, const struct permit_terms *terms,
                        char out[static PERMIT_TEXT_SIZE]);
void permit_maker_close(struct permit_maker *maker);

/* With a maker of its own. */
bool permit_issue(const struct keyring *ring, const struct permit_terms *terms,
                  char out[static PERMIT_TEXT_SIZE]);

/* In the order in which they are judged, but for the first and the last. */
enum permit_verdict {
    PERMIT_GOOD,
    PERMIT_MALFORMED,
    PERMIT_OTHER_KEY, /* of an epoch that the ring does not have */
    PERMIT_FORGED,
    PERMIT_OTHER_CHARGE, /* the id or anything else of the charge, but for the amount */
    PERMIT_OTHER_AMOUNT,
    PERMIT_EXPIRED,
    PERMIT_FAILED /* memory or libcrypto: nothing is known about the permit */
};

/* What the permit says; zeroed unless its MAC is right. */
struct permit_facts {
    uint64_t position;
    uint64_t expires_seconds; /* since 1970: from then on it is expired */
    uint64_t amount_fen;
    uint32_t epoch;
    unsigned char schedules[PERMIT_SCHEDULES_SIZE];
};

/* `facts` may be NULL. */
enum permit_verdict permit_verify(const struct keyring *ring, struct fg_text permit,
                                  const struct fg_charge *charge, int64_t now_ns,
                                  struct permit_facts *facts);

#endif

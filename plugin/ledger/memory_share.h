/* SPDX-License-Identifier: Apache-2.0
 * What many charges of the memory ledger share: kept once, for as long as the ledger. */
#ifndef FEEGUARD_LEDGER_MEMORY_SHARE_H
#define FEEGUARD_LEDGER_MEMORY_SHARE_H

#include "base/hash.h"
#include "rules/schedule.h"

#define SHARED_BUCKETS 4096

struct shared_text;
struct shared_period;

/* Zeroed but for the key is empty. */
struct shared {
    const struct hash_key *key;
    struct shared_text *texts[SHARED_BUCKETS];
    struct shared_period *periods;
    struct fg_text last_schedules; /* most charges list the same as the one before */
};

/* The shared copy of a text, of a list of schedules, of a period (without its group: each charge
 * keeps its own; NULL stays NULL). False: no memory. */
bool share_text(struct shared *shared, struct fg_text text, struct fg_text *copy);
bool share_schedules(struct shared *shared, struct fg_text schedules, struct fg_text *copy);
bool share_period(struct shared *shared, const struct period *period, const struct period **copy);

void shared_free(struct shared *shared);

#endif

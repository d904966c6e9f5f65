/* SPDX-License-Identifier: Apache-2.0
 * What many charges of the memory ledger share: kept once, for as long as the ledger. */
#ifndef FEEGUARD_LEDGER_MEMORY_SHARE_H
#define FEEGUARD_LEDGER_MEMORY_SHARE_H

#include "base/hash.h"
#include "rules/schedule.h"

#define SHARED_BUCKETS 4096

struct shared_period;

/* What rules ask by: an item, a group, a reduction. Numbers as in enum tag. */
#define SHARED_TAGS 3

/* A text, and how charges that it names are filed under it, by tag: bits INDEX_KIND(...). */
struct shared_text {
    struct shared_text *next;
    uint32_t filed[SHARED_TAGS]; /* what stands is filed so from now on */
    uint32_t ready[SHARED_TAGS]; /* all that stands is filed so: a subset */
    bool grew;                   /* filed is more than ready, for a bundle being adopted */
    struct fg_text text;
    char bytes[];
};

/* Of a text that share_text gave, not empty. */
struct shared_text *shared_of(struct fg_text copy);

/* Zeroed but for the key is empty. */
struct shared {
    const struct hash_key *key;
    struct shared_text *texts[SHARED_BUCKETS];
    struct shared_period *periods;
    struct fg_text last_schedules; /* most charges list the same as the one before */
};

/* The shared copy of a text, of a list of schedules, of a period (without its group: each charge
 * keeps its own; NULL stays NULL). False: no memory. */
struct shared_text *shared_find(const struct shared *shared, struct fg_text text); /* NULL: none */
bool share_text(struct shared *shared, struct fg_text text, struct fg_text *copy);
bool share_schedules(struct shared *shared, struct fg_text schedules, struct fg_text *copy);
bool share_period(struct shared *shared, const struct period *period, const struct period **copy);

void shared_free(struct shared *shared);

#endif

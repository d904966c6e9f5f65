/* SPDX-License-Identifier: Apache-2.0
 * What decisions are made from: a bundle of documents, cut into spans of days, each with tables.
 *
 * Immutable once compiled; counted references let a charge in flight finish on the bundle that it
 * began with. Everything lives in one arena and goes with the last reference. */
#ifndef FEEGUARD_RULES_SNAPSHOT_H
#define FEEGUARD_RULES_SNAPSHOT_H

#include <stdatomic.h>

#include "base/arena.h"
#include "base/hash.h"
#include "rules/schedule.h"

#define SNAPSHOT_DOCUMENTS_MAX 1024 /* documents in effect on one day */
#define ITEM_REDUCTIONS_MAX 1024    /* reductions and commitments that name one item on one day */
#define ATTRIBUTE_NAMES_MAX 1024    /* names that a bundle's rules can find missing */

/* A flat open-addressing table from a text to a pointer. Built once, then only read. */
struct table_slot {
    uint64_t tag; /* low half of the key's hash; with value NULL: an empty slot */
    struct fg_text key;
    const void *value;
};

struct table {
    struct table_slot *slots;
    uint64_t mask; /* slot count less one */
    uint64_t count;
};

/* Room for `count` keys. False without memory. */
bool table_init(struct table *table, struct arena *arena, uint64_t count);
/* The key must not be there yet. */
void table_put(struct table *table, struct fg_text key, const void *value);
const void *table_get(const struct table *table, struct fg_text key);

/* In which orders standing charges are asked for: by which fields, sorted by which date. */
enum index_order { ORDER_BASIS_DATE, ORDER_CHARGE_DATE };
#define INDEX_KINDS 6
#define INDEX_KIND(fields, order) ((((fields)-1U) * 2U) + (uint32_t)(order))
#define INDEX_KIND_FIELDS(kind) ((kind) / 2U + 1U)
#define INDEX_KIND_ORDER(kind) ((enum index_order)((kind) % 2U))

/* A <uniform> key: names in byte order without repeats. */
struct uniform_key {
    const struct attribute_name *names;
    uint32_t count;
};

/* How any rule of any version of the bundle may ask for the charges of an item (or of a group, or
 * those with relief of a reduction): the ledger files a charge under these. */
struct use {
    uint32_t number;      /* among all uses of the bundle, from 0 */
    uint32_t index_kinds; /* bit INDEX_KIND(...) */
    const struct uniform_key *uniforms;
    uint32_t uniform_count;
};

/* An item with all that documents in effect on the same day say about it. What belongs to a
 * document that is not in effect for a charge's place is passed over when the charge is judged. */
struct item_rules {
    const struct item *item;
    const struct amendment *const *amendments;
    uint32_t amendment_count;
    const struct reduction *const *reductions;
    uint32_t reduction_count;
    const struct delegation *const *delegations;
    uint32_t delegation_count;
    uint32_t cumulative; /* bit n: some standard counts quantity per calendar unit n (enum per) */
    uint32_t derived;    /* 1 + standards that its own can make the rules compute */
    uint32_t levels;     /* of tariffs inside one another on the longest way through these */
    const struct uniform_key *uniform;       /* NULL: none */
    const struct use *use;                   /* of the item's code */
    const struct use *group_use;             /* of its period's group; NULL: none */
    const struct use *const *reduction_uses; /* beside reductions; NULL where there is no limit */
};

struct watched_holiday {
    const struct holiday *holiday;
    const struct document *document;
};

/* Places for which the same documents are in effect. */
struct locality {
    struct fg_text region; /* stripped */
    struct fg_text labels; /* "id@serial" of each, by id, as buffer_add_text writes them */
    uint32_t label_count;
    /* Label and SHA-256 of each, in the same order and framing, and the SHA-256 of that: by it
     * the audit trail names what a decision was made from. */
    struct fg_text manifest;
    unsigned char digest[32];
};

/* One span of days in which the same documents are in effect. */
struct snapshot {
    int32_t from;                            /* the span ends where the next begins */
    const struct document *const *documents; /* by id */
    uint32_t document_count;
    const struct locality *localities; /* each region of a document, the longest first */
    uint32_t locality_count;
    struct locality everywhere;
    struct table items; /* code -> struct item_rules */
    struct table units; /* code -> struct unit */
    const struct prohibition *const *prohibitions;
    uint32_t prohibition_count;
    const struct watched_holiday *holidays; /* those with a watch */
    uint32_t holiday_count;
    const struct bundle *bundle;
};

struct bundle {
    struct arena arena;
    atomic_uint references;
    const struct document *const *documents; /* all serials */
    uint32_t document_count;
    struct snapshot *snapshots; /* by `from` */
    uint32_t snapshot_count;
    struct table item_uses;               /* code -> struct use */
    struct table group_uses;              /* group -> struct use */
    struct table reduction_uses;          /* id -> struct use */
    uint32_t use_count;                   /* in all three */
    const struct withdrawal *withdrawals; /* orders that lay beside the documents */
    uint32_t withdrawal_count;
};

/* The snapshot for a day; NULL before the first document. */
const struct snapshot *bundle_on(const struct bundle *bundle, int32_t day);

/* The documents in effect for a place (NULL: everywhere); NULL where there are none. */
const struct locality *locality_of(const struct snapshot *snapshot, const struct region *place);

struct bundle *bundle_acquire(struct bundle *bundle);
void bundle_release(struct bundle *bundle); /* NULL is allowed */

#endif

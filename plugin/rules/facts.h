/* SPDX-License-Identifier: Apache-2.0
 * What the ledger answered for one charge, and how it is asked.
 *
 * evaluate() needs to know what stands: in the charge's bucket or window, quantity counted, relief
 * used, the first unequal penalty. facts_gather() asks a ledger for just that, through a view; the
 * facts are then plain values, and the same facts give the same decision anywhere. */
#ifndef FEEGUARD_RULES_FACTS_H
#define FEEGUARD_RULES_FACTS_H

#include "base/hash.h"
#include "rules/charge.h"
#include "rules/snapshot.h"

struct standing_relief {
    struct fg_text id;
    int64_t relief_fen;
};

/* A charge that stands, as the ledger keeps it. Texts live as long as the ledger holds still. */
struct standing {
    struct fg_text txn, item, group;
    struct hash128 payer, subject; /* pseudonyms */
    int64_t time_ns;
    int32_t basis_day, charge_day;
    int64_t amount_fen;   /* as charged */
    int64_t refunded_fen; /* less than the amount, else it would not stand */
    int64_t quantity_micro;
    const struct standing_relief *reliefs;
    uint32_t relief_count;
};

/* By what name charges are asked for. */
enum tag { TAG_ITEM, TAG_GROUP, TAG_REDUCTION, TAG_UNIFORM };

struct question {
    enum tag tag;
    struct fg_text name;   /* item code, group, reduction id; item code for TAG_UNIFORM */
    const struct use *use; /* of that name in the bundle at hand; NULL: look it up */
    uint32_t fields;       /* enum key_fields: which of the two below count */
    enum index_order order;
    struct hash128 payer, subject;
    struct hash128 values; /* TAG_UNIFORM: digest of the values of its key */
    struct days days;      /* of the date that `order` names */
};

/* Called for each answer, by (date, time, txn); false ends it. */
typedef bool standing_visit(void *context, const struct standing *standing);

/* A ledger as rules see it, for the length of one transaction. */
struct ledger_view {
    void *ledger;
    /* False when the ledger could not be asked. */
    bool (*list)(void *ledger, const struct question *question, standing_visit *visit,
                 void *context);
    const struct hash_key *key; /* for digests of values */
};

/* A standing charge as the cause of a finding. */
struct conflict {
    struct fg_text txn; /* size 0: none */
    int64_t time_ns;
};

/* Keeps the earlier of the two, by time, then by byte order of ids. */
void conflict_earliest(struct conflict *conflict, struct fg_text txn, int64_t time_ns);

/* The period rule a charge was judged by: all that judging it again needs (section 10, late). */
struct period_terms {
    const struct period *period; /* NULL: none */
    struct fg_text item, group;
    const struct use *item_use, *group_use; /* as question.use */
    int32_t basis_day, charge_day;
    struct hash128 payer, subject;
};

/* Past every bound that a band can have: counting further would change no price. */
#define COUNTED_MICRO_MAX (2 * QUANTITY_MICRO_MAX)
/* Past every due and limit that there can be: adding further would change no decision. */
#define STANDING_FEN_MAX (2 * MONEY_FEN_MAX)

struct period_facts {
    bool duplicate;           /* one more would be too many */
    struct conflict conflict; /* the earliest in the bucket, or in a window that is full */
    int64_t standing_fen;     /* net amounts in the bucket, held at STANDING_FEN_MAX */
    int32_t earliest_day;     /* remedy for a duplicate; DAY_NONE: none */
};

struct facts {
    /* Beside item_rules.reductions, commitments only: it names the payer. Always set; kept with the
     * facts because a payer's clear id is not kept at all. */
    bool named[ITEM_REDUCTIONS_MAX];
    bool available; /* false: the ledger could not be asked, nothing below is set */
    struct period_facts period;
    int64_t counted_micro[PER_ONCE]; /* by enum per: quantity that cumulative brackets count on,
                                        held at COUNTED_MICRO_MAX */
    int64_t relief_used_fen[ITEM_REDUCTIONS_MAX]; /* beside item_rules.reductions; limits only;
                                                     held at STANDING_FEN_MAX */
    struct conflict unequal;                      /* the earliest penalty of another amount */
};

/* What stands against these terms. False when the ledger could not be asked or memory ran out. */
bool period_facts_gather(const struct period_terms *terms, const struct ledger_view *view,
                         struct period_facts *facts);

/* Facts for a charge whose ledger cannot be asked. */
void facts_unavailable(const struct item_rules *rules, const struct charge *charge,
                       struct facts *facts);

/* Facts for a charge on an item; rules may be NULL (unlisted item: nothing is asked). */
void facts_gather(const struct item_rules *rules, const struct charge *charge,
                  const struct ledger_view *view, struct facts *facts);

/* Digest of the values that a <uniform> key has in this charge; false if one is absent. */
bool uniform_values(const struct uniform_key *key, const struct charge *charge,
                    const struct hash_key *hash_key, struct hash128 *values);

#endif

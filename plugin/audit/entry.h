/* SPDX-License-Identifier: Apache-2.0
 * The canonical content of one audit record: everything that a decision used, and the decision.
 *
 * What is written here is what the hash chain covers; payer and subject appear as pseudonyms only.
 * An entry decodes without any schedule; judging it again needs the schedules that it names. */
#ifndef FEEGUARD_AUDIT_ENTRY_H
#define FEEGUARD_AUDIT_ENTRY_H

#include "base/buffer.h"
#include "feeguard/status.h"
#include "rules/late.h"

#define ENTRY_FORMAT 1
#define SCHEDULES_DIGEST_SIZE 32

/* Numbers are for ever. */
enum entry_kind {
    ENTRY_CHECK = 1,
    ENTRY_RESERVE = 2,
    ENTRY_CHARGE = 3,
    ENTRY_COMMIT = 4,
    ENTRY_RELEASE = 5,
    ENTRY_REFUND = 6
};

/* How a check, reserve or charge was answered. */
enum entry_answer {
    ANSWER_DECIDED = 1,
    ANSWER_INVALID = 2, /* the charge was malformed: its values are not kept */
    ANSWER_EARLIER = 3  /* the id was in use: the first decision, or a conflicting retry */
};

struct entry_head {
    enum entry_kind kind;
    fg_status status;
    int64_t engine_ns;
    struct fg_text version; /* of the engine */
    struct fg_text txn;     /* empty in a malformed charge whose id is none */
};

/* What a decision was made by. */
struct entry_decision {
    const struct policy *policy;
    int32_t as_known_day;
    const struct charge *charge;
    const struct facts *facts;
    const struct item_rules *rules;  /* NULL: unlisted */
    const struct locality *locality; /* NULL: no schedule */
    struct fg_text record;           /* struct record.own */
    int64_t expires_ns;              /* of the reservation; 0: nothing stands by this decision */
};

/* Each appends a whole entry. */
void entry_decided(struct buffer *buffer, const struct entry_head *head,
                   const struct entry_decision *decision);
void entry_invalid(struct buffer *buffer, const struct entry_head *head, struct fg_text record);
void entry_earlier(struct buffer *buffer, const struct entry_head *head);
void entry_commit(struct buffer *buffer, const struct entry_head *head);
void entry_commit_late(struct buffer *buffer, const struct entry_head *head,
                       const struct late *late, const struct policy *policy);
void entry_release(struct buffer *buffer, const struct entry_head *head);
void entry_refund(struct buffer *buffer, const struct entry_head *head, struct fg_text refund,
                  int64_t amount_fen);

/* ---- reading ---- */

struct entry_fact { /* one number with a name: relief used, or a commitment that names the payer */
    struct fg_text id;
    int64_t used_fen;
};

/* Facts as they were written: by name, so that they can be read without the schedules. */
struct entry_facts {
    bool available;
    struct period_facts period;
    struct conflict unequal;
    int64_t counted_micro[PER_ONCE];
    uint32_t counted; /* bit n: counted_micro[n] was written */
    struct reader reliefs, named;
    uint32_t relief_count, named_count;
};

/* An entry, decoded. Texts point into its bytes; the request's pseudonyms are 16 raw bytes. */
struct entry_read {
    struct entry_head head;
    enum entry_answer answer;
    struct policy policy;
    int32_t as_known_day;
    struct fg_charge request; /* payer, subject: pseudonyms */
    struct fg_attribute attributes[FG_ATTRIBUTES_MAX];
    uint32_t epoch;
    struct entry_facts facts;
    struct fg_text schedules; /* digest, or empty: no schedule was in effect */
    struct fg_text record;
    int64_t expires_ns; /* 0: nothing stands, or the record is too old to say */
    bool has_late;      /* so are late commits; of the policy, the effects that count are there */
    struct late late;
    uint64_t late_codes;
    struct fg_text conflict, refund;
    int64_t refund_fen;
};

/* False: these bytes are no entry of this format, or not as it is written. */
bool entry_decode(struct fg_text content, struct entry_read *entry);

/* The next of facts.reliefs; of facts.named with used_fen 0. */
struct entry_fact entry_next_relief(struct entry_facts *facts);
struct fg_text entry_next_named(struct entry_facts *facts);

/* Puts facts back beside the reductions of the rules they were gathered by. False: they speak of a
 * reduction that the rules do not have, or miss one, or are none that a ledger could tell. */
bool entry_facts_restore(const struct entry_read *entry, const struct item_rules *rules,
                         struct facts *facts);

#endif

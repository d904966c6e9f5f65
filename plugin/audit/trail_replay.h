/* SPDX-License-Identifier: Apache-2.0
 * Decisions of a trail, made once more: from the facts that each record kept, by the schedules that
 * it names. Asks no ledger; a payer's clear id is not needed, because the facts say which
 * commitments name the payer, and nothing else in the rules can ask for it. */
#ifndef FEEGUARD_AUDIT_TRAIL_REPLAY_H
#define FEEGUARD_AUDIT_TRAIL_REPLAY_H

#include "audit/entry.h"
#include "rules/record.h"

/* What a record says that it should not, or the first thing in which the new decision differs. */
enum trail_difference {
    DIFFERS_NOT,
    DIFFERS_SCHEDULES, /* no bundle has the documents that it names in effect for the charge */
    DIFFERS_CHARGE,    /* no charge that could have been decided */
    DIFFERS_FACTS,     /* facts that the rules do not ask for, or that cannot be */
    DIFFERS_UNREADABLE,
    DIFFERS_OUTCOME,
    DIFFERS_TOLD,
    DIFFERS_CODES,
    DIFFERS_EFFECTS,
    DIFFERS_OBSERVED,
    DIFFERS_STANDARD,
    DIFFERS_LOW,
    DIFFERS_DUE,
    DIFFERS_EARLIEST,
    DIFFERS_ITEM,
    DIFFERS_CONFLICT,
    DIFFERS_FINDINGS, /* bases and details */
    DIFFERS_REDUCTIONS,
    DIFFERS_MISSING,
    DIFFERS_STATUS, /* the call did not return what was decided */
    DIFFERENCES
};

/* A recorded decision, decoded. Texts point into its bytes. */
struct trail_record {
    struct record_head head;
    struct fg_text item_name, conflict, field;
    struct reader findings; /* of each code: number and title of the basis, detail */
    struct reader reductions, missing;
    struct fg_text findings_bytes, reductions_bytes, missing_bytes;
};

bool trail_record_read(struct fg_text bytes, struct trail_record *record);

/* Large; used again and again. */
struct trail_judge {
    const struct bundle *const *bundles;
    size_t bundle_count;
    struct charge charge;
    struct fg_charge request;
    struct facts facts;
    struct decision decision;
    struct buffer record;
    bool failed; /* memory ran out */
};

void trail_judge_begin(struct trail_judge *judge, const struct bundle *const *bundles,
                       size_t bundle_count);
/* Of an entry that was decided. */
enum trail_difference trail_judge_again(struct trail_judge *judge, const struct entry_read *entry);

/* Of an entry that is a late commit. */
enum trail_difference trail_judge_late(const struct entry_read *entry);

/* Whether the charge of an entry that was decided and allowed stands from then on. */
bool trail_lets_stand(const struct entry_read *entry);

#endif

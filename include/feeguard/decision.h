/* SPDX-License-Identifier: Apache-2.0
 * What the engine answers: an outcome, every violation found, the law, and the remedy. */
#ifndef FEEGUARD_DECISION_H
#define FEEGUARD_DECISION_H

#include "text.h"

/* The checks of semantics section 3; a decision lists what was found in this order. */
enum {
    FG_INVALID_CHARGE = 1,
    FG_NO_SCHEDULE = 2,
    FG_UNLISTED_ITEM = 3,
    FG_NOT_IN_FORCE = 4,
    FG_UNKNOWN_UNIT = 5,
    FG_NOT_AUTHORISED = 6,
    FG_OUTSIDE_JURISDICTION = 7,
    FG_PROHIBITED_LEVY = 8,
    FG_PREMATURE_COLLECTION = 9,
    FG_MISSING_ATTRIBUTE = 10,
    FG_NO_STANDARD = 11,
    FG_OVER_STANDARD = 12,
    FG_BELOW_STANDARD = 13,
    FG_REDUCTION_NOT_APPLIED = 14,
    FG_DUPLICATE = 15,
    FG_INSTALMENTS_EXCEED = 16,
    FG_UNEQUAL_PENALTY = 17,
    FG_UNDERCHARGED = 18,
    FG_REDUCTION_UNDETERMINED = 19,
    FG_PRE_HOLIDAY_PENALTY = 20,
    FG_CODE_LEDGER_UNAVAILABLE = 21,
    FG_CODE_COUNT = 22 /* one more than the last code */
};

/* Outcome of a charge, and what a finding does to it. */
enum { FG_ALLOW = 1, FG_DENY = 2 };
enum { FG_EFFECT_DEFAULT = 0, FG_EFFECT_DENY = 1, FG_EFFECT_WARN = 2, FG_EFFECT_OFF = 3 };

/* Bits of fg_decision.present: which of the values were computed. */
enum { FG_HAS_STANDARD = 1, FG_HAS_LOW = 2, FG_HAS_DUE = 4, FG_HAS_EARLIEST = 8 };

struct fg_finding {
    int32_t code;              /* FG_INVALID_CHARGE ... */
    int32_t effect;            /* FG_EFFECT_DENY or FG_EFFECT_WARN */
    struct fg_text name;       /* "OVER_STANDARD" */
    struct fg_text name_zh;    /* "超标准收费" */
    struct fg_text basis;      /* the legal basis behind it, number and title: of the schedule, else
                                  (and at a late commit) the general law; may be empty */
    struct fg_text message_zh; /* one sentence for the payer or the window clerk */
    struct fg_text message_en;
};

struct fg_relief {
    struct fg_text id;  /* of the reduction or commitment */
    int64_t relief_fen; /* above 0 */
};

#define FG_DECISION_MEMORY 16384 /* bytes that hold any ordinary decision's lists and texts */

/* The caller sets size, memory and memory_size before each call; the library writes the rest, all
 * of it when check, reserve or charge returns FG_OK or FG_DENIED (codes, findings, conflict and
 * position when commit returns FG_COMMITTED_LATE), else zeroes it. Lists and texts lie in the lent
 * memory: the caller's for as long as the caller keeps it. If memory_needed is above memory_size,
 * lists and texts are NULL with their counts true; outcome, codes, amounts and dates are always
 * complete. */
struct fg_decision {
    uint32_t size;        /* sizeof(struct fg_decision); less than 1.0's: nothing is written */
    uint32_t memory_size; /* bytes at `memory`; 0: no lists or texts are wanted */
    void *memory;         /* aligned for a pointer */
    uint32_t memory_needed;

    int32_t outcome;      /* FG_ALLOW or FG_DENY: what enforce mode gives */
    int32_t told;         /* FG_ALLOW or FG_DENY: differs from outcome in monitor mode only */
    uint32_t observed;    /* 1: inside the item's <observe> dates */
    uint64_t codes;       /* bit n is set when code n was found */
    uint32_t present;     /* FG_HAS_*: which of the next four were computed */
    int32_t earliest_ymd; /* earliest lawful date for a duplicate, YYYYMMDD (semantics 11) */
    int64_t standard_fen; /* the most that may be charged (semantics 5) */
    int64_t low_fen;      /* low end, where the standard is a range */
    int64_t due_fen;      /* after reductions: the lawful amount (semantics 7 and 11) */

    struct fg_text item_name; /* from the schedule, where the item is listed */
    struct fg_text conflict;  /* id of the standing charge that it collides with */
    struct fg_text field;     /* INVALID_CHARGE: the first field that is wrong */

    const struct fg_finding *findings;  /* by code */
    const struct fg_relief *reductions; /* in order of application */
    const struct fg_text *missing;      /* names for MISSING_ATTRIBUTE and REDUCTION_UNDETERMINED */
    const struct fg_text *schedules;    /* in effect for the charge, "id@serial", by id */
    uint32_t finding_count;
    uint32_t reduction_count;
    uint32_t missing_count;
    uint32_t schedule_count;

    /* Since ABI 1.1. */
    struct fg_text permit; /* durable ledger, FG_OK of reserve or charge: shows to whoever settles
                              that this charge was allowed; empty else, and where the ledger
                              could not be asked */
    uint64_t position;     /* of the audit record of this call; 0: there is none, for no trail is
                              kept, or the ledger could not be asked */
};

#define FG_DECISION_SIZE_1_0 168 /* what a gateway built for ABI 1.0 sets as size */

#endif

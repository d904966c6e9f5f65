/* SPDX-License-Identifier: Apache-2.0
 * What a call returns. Numbers are for ever: appended, never changed or used again. */
#ifndef FEEGUARD_STATUS_H
#define FEEGUARD_STATUS_H

#include <stdint.h>

/* Not an enum type: the width of an enum is not an ABI. The hundreds are the classes.
 *
 * Only FG_OK from reserve, charge or check is consent to move money; only FG_OK and
 * FG_COMMITTED_LATE from commit mean that a charge stands for good. Anything else, numbers unknown
 * to the caller included, means: do not. */
typedef int32_t fg_status;

enum {
    /* Done. */
    FG_OK = 0,
    FG_COMMITTED_LATE = 1, /* the reservation had run out; the charge stands again */

    /* Refused: an answer about the charge, no failure. */
    FG_DENIED = 10,            /* the decision says why, by which law, and what would be lawful */
    FG_CONFLICTING_RETRY = 11, /* the id is known with other content; nothing was changed */
    FG_NOT_FOUND = 12,         /* no such charge stands: unknown, denied, or released */
    FG_NOT_RESERVED = 13,      /* release of a committed charge: refund it instead */
    FG_NOT_COMMITTED = 14,     /* refund of a charge that was not committed */
    FG_OVER_REFUND = 15,       /* more than is left of the charge */
    FG_PERMIT_MALFORMED = 16,  /* it is no permit */
    FG_PERMIT_OTHER_KEY = 17,  /* issued under a key that this ledger does not have */
    FG_PERMIT_FORGED = 18,     /* its MAC is wrong: altered, or never issued */
    FG_PERMIT_OTHER_CHARGE = 19,
    FG_PERMIT_OTHER_AMOUNT = 20,
    FG_PERMIT_EXPIRED = 21, /* it was good once */

    /* Invalid: the caller's or the operator's mistake; the same call will fail again. */
    FG_BAD_ARGUMENT = 100,        /* a NULL that must not be, a value out of range */
    FG_BAD_SIZE = 101,            /* a struct is too short, or says more than is known here */
    FG_BAD_OPTION = 102,          /* open: an option is not understood, the log names it;
                                     permit_check: the ledger is in memory and has no key */
    FG_SCHEDULE_REFUSED = 103,    /* the bundle breaks a rule; the log names each fault */
    FG_SCHEDULE_UNREADABLE = 104, /* the directory or a file cannot be read */
    FG_BUFFER_TOO_SMALL = 105,    /* explain, metrics: the size needed is told */
    FG_LEDGER_MISSING = 106,      /* open: no such ledger; `feeguard ledger init` makes one */
    FG_LEDGER_REFUSED = 107,      /* open: its file, keys or file system will not do; see the log */
    FG_LEDGER_NEWER = 108,        /* open: the file was made by a newer version */
    FG_LEDGER_DAMAGED = 109,      /* open: the file is no ledger, or no longer one */
    FG_LEDGER_IN_USE = 110,       /* open: another engine of this process has it open */

    /* Retry: nothing was decided; the same call may succeed later. */
    FG_LEDGER_UNAVAILABLE = 200,
    FG_NO_MEMORY = 201,
    FG_BUSY = 202, /* as much as fg_options.queue_max allows is under way */

    /* Fatal: this engine will not work again; close it. */
    FG_FORKED = 300, /* the engine was opened by the parent process */
    FG_INTERNAL = 301
};

/* Class of a status, for callers that branch on kinds of failure. */
enum { FG_CLASS_DONE, FG_CLASS_REFUSED, FG_CLASS_INVALID, FG_CLASS_RETRY, FG_CLASS_FATAL };

#endif

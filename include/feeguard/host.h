/* SPDX-License-Identifier: Apache-2.0
 * What the gateway lends at open, what it chooses, and what it can ask about the engine. */
#ifndef FEEGUARD_HOST_H
#define FEEGUARD_HOST_H

#include "charge.h"
#include "decision.h"
#include "status.h"

enum { FG_LOG_INFO = 1, FG_LOG_WARNING = 2, FG_LOG_ERROR = 3 };
enum { FG_LANGUAGE_ZH = 0, FG_LANGUAGE_EN = 1 };
enum { FG_MODE_ENFORCE = 0, FG_MODE_MONITOR = 1 };
enum { FG_FAIL_CLOSED = 0, FG_FAIL_OPEN = 1 };

/* Copied at open; `context` must live until close. Callbacks may come from any thread that is
 * inside a call of the engine, from the two threads of a durable ledger, and from the watch of
 * schedules, several at once; they must not call the engine, and what time they take is the
 * payment's. */
struct fg_host {
    uint32_t size;     /* sizeof(struct fg_host) */
    uint32_t reserved; /* zero */
    void *context;     /* handed back as first argument */
    /* One line, NUL-terminated, without line feed, valid during the callback. No payer or subject
     * ever appears in it. NULL: nothing is logged. */
    void (*log)(void *context, int32_t severity, const char *line);
    /* Nanoseconds since 1970-01-01T00:00Z: the engine time of semantics section 1. NULL: the
     * system's real-time clock. For what stands, one that steps back is held at its highest value.
     * Signatures and revocation lists are judged by the system's clock, never by this one. */
    int64_t (*clock)(void *context);
};

/* Read during open, never kept. A zeroed struct with size and schedules set is a valid choice. */
struct fg_options {
    uint32_t size;            /* sizeof(struct fg_options) */
    int32_t mode;             /* FG_MODE_* */
    struct fg_text schedules; /* directory: each *.xml directly in it is one document */
    /* "memory:" keeps what stands in memory, gone at close. "sqlite:FILE" keeps it in FILE, which
     * `feeguard ledger init` made with FILE.keys and FILE.signer.pem beside it. Empty: as `data`
     * says. */
    struct fg_text ledger;
    int32_t ledger_failure;       /* FG_FAIL_*: what LEDGER_UNAVAILABLE does */
    int32_t language;             /* FG_LANGUAGE_*: of log lines */
    uint8_t effects[32];          /* by code: FG_EFFECT_*; FG_EFFECT_DEFAULT leaves it as it is */
    uint32_t reservation_seconds; /* life of a reservation; 0: 900 */
    int32_t as_known_ymd;        /* judge by the documents in effect on this date; 0: charge date */
    uint64_t ledger_charges_max; /* most charges held in memory; 0: as memory allows */

    /* Since ABI 1.1. */
    struct fg_text data; /* data directory: an empty `ledger` is sqlite:DATA/ledger.db;
                            empty: an empty `ledger` is memory: */
    uint32_t queue_max;  /* calls under way at once, 1 ... 1048576; 0: 4096 */
    /* How often the head of the audit trail is signed and told to the log, also when no further
     * calls come; 0: 60. */
    uint32_t checkpoint_seconds;

    /* Since ABI 1.2. */
    /* Directory that says who must have signed the documents: each X.xml then needs its X.xml.sig,
     * and nothing unsigned is ever used. Read again with every load. Empty: DATA/trust if `data` is
     * set and has one, else `trust` beside the ledger's file if there is one, else documents are
     * taken unsigned. A durable ledger remembers it: there an engine without a trust directory is
     * refused from then on. */
    struct fg_text trust;
    /* How often the directories of schedules and of trust are looked at; 0: never. What changed,
     * and was the same at two looks, is loaded as by reload; what is refused is told once. */
    uint32_t watch_seconds;
    uint32_t reserved_1_2; /* zero, else FG_BAD_OPTION */
};

#define FG_OPTIONS_SIZE_1_0 96
#define FG_OPTIONS_SIZE_1_1 120

struct fg_health {
    uint32_t size;            /* sizeof(struct fg_health), set by the caller */
    int32_t mode;             /* FG_MODE_* */
    uint64_t generation;      /* 1 after open, one more after each reload that was accepted */
    uint32_t document_count;  /* documents loaded, all serials */
    uint32_t in_effect_count; /* of them in effect today, by the engine time */
    uint32_t item_count;      /* items in effect today */
    int32_t next_change_ymd;  /* next date on which another document takes effect, 0: none */
    uint64_t reserved_count;  /* charges standing as reserved */
    uint64_t committed_count; /* charges that are committed, refunded ones among them */
    uint32_t reload_refused;  /* 1: the last reload was refused, the bundle before it is in use */
    uint32_t reserved;        /* zero */
    char version[16];         /* of the library, NUL-terminated */

    /* Since ABI 1.1. */
    uint64_t position; /* records in the audit trail; 0: none is kept */
    uint32_t queued;   /* calls under way, submitted ones until they are collected */
    uint32_t durable;  /* 1: what stands outlives the process */

    /* Since ABI 1.2. */
    uint64_t reloads_accepted; /* after open, by reload and by the watch */
    uint64_t reloads_refused;
    int64_t loaded_ns;       /* engine time when the bundle in use was accepted */
    int32_t days_to_change;  /* until next_change_ymd; -1: none is known */
    int32_t next_gap_ymd;    /* first date after today on which an item in force, by the documents
                                then in effect, has had standards and has none any more; 0: none */
    int32_t days_to_gap;     /* -1: none */
    int32_t certificate_ymd; /* date on which the first of the certificates that signed documents
                                of the bundle ends; 0: no document is signed */
    int32_t days_to_certificate; /* below 0: over; 0 also where there is none */
    uint32_t signed_count;       /* documents with signers */
};

#define FG_HEALTH_SIZE_1_0 72
#define FG_HEALTH_SIZE_1_1 88

/* ---- what is loaded (since ABI 1.2) ---- */

#define FG_ID_SIZE 68 /* a code of 64 bytes and its NUL */
#define FG_SIGNERS_SIZE                                                                            \
    512 /* "name (role), name (role)" and a NUL; what does not fit is left out */

/* One document of the bundle in use. Everything is copied into it. */
struct fg_document {
    uint32_t size;                 /* sizeof(struct fg_document), set by the caller */
    int32_t effective_ymd;         /* from 00:00 +08:00 of this charge date */
    int64_t serial;                /* 1 or more */
    char id[FG_ID_SIZE];           /* NUL-terminated */
    char region[16];               /* digits, NUL-terminated */
    int32_t level;                 /* 1 national, 2 provincial, 3 municipal, 4 county */
    uint32_t in_effect;            /* 1: today, by the engine time */
    int32_t age_days;              /* since effective_ymd; below 0: days until then */
    uint32_t signer_count;         /* 0: taken unsigned */
    int32_t certificate_ymd;       /* when the first signer's certificate ends; 0: unsigned */
    uint8_t sha256[32];            /* of the file's bytes */
    char signers[FG_SIGNERS_SIZE]; /* NUL-terminated UTF-8; "..." at its end: some are left out */
};

/* ---- calls that do not wait (since ABI 1.1) ---- */

enum {
    FG_REQUEST_CHECK = 1,
    FG_REQUEST_RESERVE = 2,
    FG_REQUEST_CHARGE = 3,
    FG_REQUEST_COMMIT = 4,
    FG_REQUEST_RELEASE = 5,
    FG_REQUEST_REFUND = 6
};

/* One call for submit: what the waiting call of that name takes; other fields are not looked at.
 * Copied, but for `decision` and its memory, which are the engine's from a submit that returns
 * FG_OK until collect hands them back. */
struct fg_request {
    uint32_t size;                  /* sizeof(struct fg_request) */
    int32_t kind;                   /* FG_REQUEST_* */
    uint64_t tag;                   /* the gateway's own; handed back by collect */
    const struct fg_charge *charge; /* check, reserve, charge */
    struct fg_text txn;             /* commit, release */
    const struct fg_refund *refund; /* refund */
    struct fg_decision *decision;   /* check, reserve, charge; commit: may be NULL */
};

struct fg_completion {
    uint64_t tag;
    struct fg_decision *decision; /* as submitted, filled as the waiting call fills it */
    fg_status status;             /* what the waiting call returns */
    uint32_t reserved;            /* zero */
};

#endif

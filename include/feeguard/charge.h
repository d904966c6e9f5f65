/* SPDX-License-Identifier: Apache-2.0
 * What a gateway asks about: one administrative charge. */
#ifndef FEEGUARD_CHARGE_H
#define FEEGUARD_CHARGE_H

#include "text.h"

#define FG_CODE_SIZE_MAX 64                         /* bytes in a code or id */
#define FG_TEXT_SIZE_MAX 1024                       /* bytes in any other text */
#define FG_ATTRIBUTES_MAX 256                       /* attributes of one charge */
#define FG_AMOUNT_FEN_MAX INT64_C(1000000000000000) /* 10^13 yuan */
#define FG_AMOUNT_ABSENT INT64_MIN /* "no amount was given": makes the charge INVALID_CHARGE */
#define FG_TIME_ABSENT INT64_MIN   /* "no time was given": likewise */

struct fg_attribute {
    struct fg_text name;  /* a code; must not begin with "payer." or "charge." */
    struct fg_text value; /* a text; empty: the attribute is absent, whatever its name */
};

/* All memory is the caller's, read during the call and never kept. Required fields are marked *.
 * A field that is malformed, missing or over its limit makes the decision INVALID_CHARGE and is
 * named in it (semantics 1 and 3); it is no error of the call. A "code" is 1 ... 64 bytes of UTF-8
 * without control characters, a "text" up to 1024 bytes of UTF-8. */
struct fg_charge {
    uint32_t size;     /* sizeof(struct fg_charge) */
    uint32_t reserved; /* zero, else the call is refused */

    struct fg_text txn;        /* * code: the gateway's unique id; sending it twice is safe */
    struct fg_text unit;       /* * code of the collecting unit (执收单位) */
    struct fg_text item;       /* * code of the fee item (收费项目编码) */
    struct fg_text payer;      /* * code: social credit code, id number or any stable id */
    struct fg_text payer_type; /* code, e.g. "enterprise", "individual" */
    struct fg_text subject;    /* code: certificate, vehicle, case, parcel, project */
    struct fg_text region;     /* 2, 4, 6, 9 or 12 digits of GB/T 2260: place of charging */
    struct fg_text currency;   /* "CNY"; absent means CNY; any other is refused */
    struct fg_text category;   /* text, for prohibitions and conditions */
    struct fg_text purpose;    /* text, for prohibitions */
    struct fg_text quantity;   /* decimal 0 ... 10^12, at most 6 places, as in the message */
    struct fg_text base;       /* yuan 0 ... 10^13, at most 2 places, as in the message */

    int64_t amount_fen;   /* * 0 ... FG_AMOUNT_FEN_MAX; fen (分), 1/100 yuan */
    int64_t time_ns;      /* * nanoseconds since 1970-01-01T00:00Z; +08:00 date 1900 ... 2199 */
    int32_t period_ymd;   /* first day of 费款所属期 as YYYYMMDD, 0: absent */
    int32_t accepted_ymd; /* 受理日期 as YYYYMMDD, 0: absent */

    const struct fg_attribute *attributes; /* in any order; no name twice */
    uint32_t attribute_count;              /* at most FG_ATTRIBUTES_MAX */
    uint32_t reserved2;                    /* zero, else the call is refused */
};

/* Gives back all or part of a committed charge (semantics 10). Anything out of its range is
 * FG_BAD_ARGUMENT: there is no decision to name it in. */
struct fg_refund {
    uint32_t size;         /* sizeof(struct fg_refund) */
    uint32_t reserved;     /* zero */
    struct fg_text txn;    /* code: id of the charge */
    struct fg_text refund; /* code: the refund's own id, unique for its charge */
    int64_t amount_fen;    /* 1 ... FG_AMOUNT_FEN_MAX */
};

#endif

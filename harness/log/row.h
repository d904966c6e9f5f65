/* SPDX-License-Identifier: Apache-2.0
 * One row of a transaction log, field by field, into an event with a charge for the library: all
 * lexical rules of the log format that do not depend on CSV or JSON.
 *
 * Every field present is checked, whatever the event. The first thing wrong is kept as the row's
 * fault; the other fields are still read, because txn and event are told where they are valid.
 * Nothing is copied: texts point into the caller's bytes. */
#ifndef HARNESS_LOG_ROW_H
#define HARNESS_LOG_ROW_H

#include <stddef.h>
#include <stdint.h>

#include "feeguard/charge.h"

enum event_kind {
    EVENT_NONE, /* could not be read */
    EVENT_CHARGE,
    EVENT_RESERVE,
    EVENT_CHECK,
    EVENT_COMMIT,
    EVENT_RELEASE,
    EVENT_REFUND,
    EVENT_KIND_COUNT
};

enum field {
    FIELD_EVENT,
    FIELD_TXN,
    FIELD_REFUND,
    FIELD_TIME,
    FIELD_UNIT,
    FIELD_ITEM,
    FIELD_PAYER,
    FIELD_PAYER_TYPE,
    FIELD_SUBJECT,
    FIELD_REGION,
    FIELD_AMOUNT,
    FIELD_CURRENCY,
    FIELD_QUANTITY,
    FIELD_BASE,
    FIELD_PERIOD,
    FIELD_ACCEPTED,
    FIELD_CATEGORY,
    FIELD_PURPOSE,
    FIELD_EXPECT,
    FIELD_EXPECT_DUE,
    FIELD_COUNT,
    FIELD_NONE = FIELD_COUNT /* no field of the log */
};

/* Why a row is malformed. */
enum fault_kind {
    FAULT_NONE,
    FAULT_STRAY_QUOTES,
    FAULT_CELL_COUNT,
    FAULT_TOO_LONG,
    FAULT_NOT_UTF8,
    FAULT_NOT_JSON,
    FAULT_NOT_OBJECT,
    FAULT_MEMBER_TWICE,
    FAULT_LONE_SURROGATE,
    FAULT_UNKNOWN_MEMBER,
    FAULT_TYPE,
    FAULT_EVENT,
    FAULT_CODE,
    FAULT_TEXT,
    FAULT_TIME,
    FAULT_DATE,
    FAULT_REGION,
    FAULT_CURRENCY,
    FAULT_MONEY,
    FAULT_QUANTITY,
    FAULT_MISSING,
    FAULT_REFUND_ZERO,
    FAULT_ATTRIBUTE_NAME,
    FAULT_ATTRIBUTE_PREFIX,
    FAULT_ATTRIBUTE_COUNT,
    FAULT_LIBRARY, /* the library found INVALID_CHARGE in a row without a fault of its own */
    FAULT_KIND_COUNT
};

#define EXPECT_DUE_ABSENT INT64_C(-1)

struct event {
    uint64_t line;
    enum event_kind kind;
    enum fault_kind fault;
    struct fg_text fault_name; /* field, member or attribute that the fault is in; may be empty */
    uint32_t present;          /* bit n: field n is there */
    struct fg_text refund;
    struct fg_text expect;
    int64_t expect_due_fen;
    struct fg_charge charge; /* txn (empty unless valid), time_ns and amount_fen of any event */
    void *owner; /* what the texts live in, where not in the batch's bytes; may be NULL */
};

/* The field of a name; FIELD_NONE. And back. */
enum field field_find(struct fg_text name);
struct fg_text field_name(enum field field);
const char *event_name(enum event_kind kind); /* "charge" ... */

/* Begins a row. `attributes` is lent for FG_ATTRIBUTES_MAX of them. */
void row_begin(struct event *event, uint64_t line, struct fg_attribute *attributes);
/* One field that is present: `text` is not empty. A JSON number comes as its text. */
void row_field(struct event *event, enum field field, struct fg_text text);
void row_attribute(struct event *event, struct fg_attribute *attributes, struct fg_text name,
                   struct fg_text value);
/* The first fault stays. */
void row_fault(struct event *event, enum fault_kind fault, struct fg_text name);
/* A row of which nothing can be told. */
void row_unreadable(struct event *event, uint64_t line, enum fault_kind fault);
/* After the last field: what the event needs, and the default event. */
void row_end(struct event *event);

/* "time: not an RFC 3339 time" in a language (FG_LANGUAGE_*), NUL-terminated, cut to the buffer. No
 * value of the row is in it: payers and subjects belong in no log. */
void row_fault_format(const struct event *event, int32_t language, char *buffer, size_t size);

#endif

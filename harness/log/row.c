/* SPDX-License-Identifier: Apache-2.0
 * The lexical rules, one function a kind of value, one table that says which field is which. */
#include "log/row.h"

#include "base/date.h"
#include "base/text.h"

#define QUANTITY_MICRO_MAX INT64_C(1000000000000000000) /* 10^12 */

static const struct fg_text field_names[FIELD_COUNT] = {
    [FIELD_EVENT] = {"event", 5, 0},       [FIELD_TXN] = {"txn", 3, 0},
    [FIELD_REFUND] = {"refund", 6, 0},     [FIELD_TIME] = {"time", 4, 0},
    [FIELD_UNIT] = {"unit", 4, 0},         [FIELD_ITEM] = {"item", 4, 0},
    [FIELD_PAYER] = {"payer", 5, 0},       [FIELD_PAYER_TYPE] = {"payer_type", 10, 0},
    [FIELD_SUBJECT] = {"subject", 7, 0},   [FIELD_REGION] = {"region", 6, 0},
    [FIELD_AMOUNT] = {"amount", 6, 0},     [FIELD_CURRENCY] = {"currency", 8, 0},
    [FIELD_QUANTITY] = {"quantity", 8, 0}, [FIELD_BASE] = {"base", 4, 0},
    [FIELD_PERIOD] = {"period", 6, 0},     [FIELD_ACCEPTED] = {"accepted", 8, 0},
    [FIELD_CATEGORY] = {"category", 8, 0}, [FIELD_PURPOSE] = {"purpose", 7, 0},
    [FIELD_EXPECT] = {"expect", 6, 0},     [FIELD_EXPECT_DUE] = {"expect_due", 10, 0},
};

static const struct fg_text event_names[EVENT_KIND_COUNT] = {
    [EVENT_NONE] = {"", 0, 0},           [EVENT_CHARGE] = {"charge", 6, 0},
    [EVENT_RESERVE] = {"reserve", 7, 0}, [EVENT_CHECK] = {"check", 5, 0},
    [EVENT_COMMIT] = {"commit", 6, 0},   [EVENT_RELEASE] = {"release", 7, 0},
    [EVENT_REFUND] = {"refund", 6, 0},
};

struct fg_text field_name(enum field field)
{
    return field_names[field];
}

enum field field_find(struct fg_text name)
{
    for (int i = 0; i < FIELD_COUNT; i++) {
        if (text_equal(field_names[i], name)) return (enum field)i;
    }
    return FIELD_NONE;
}

const char *event_name(enum event_kind kind)
{
    return event_names[kind].bytes;
}

void row_begin(struct event *event, uint64_t line, struct fg_attribute *attributes)
{
    *event = (struct event){
        .line = line,
        .expect_due_fen = EXPECT_DUE_ABSENT,
        .charge = {.size = sizeof(struct fg_charge),
                   .amount_fen = FG_AMOUNT_ABSENT,
                   .time_ns = FG_TIME_ABSENT,
                   .attributes = attributes},
    };
}

void row_fault(struct event *event, enum fault_kind fault, struct fg_text name)
{
    if (event->fault != FAULT_NONE) return;
    event->fault = fault;
    event->fault_name = name;
}

void row_unreadable(struct event *event, uint64_t line, enum fault_kind fault)
{
    row_begin(event, line, NULL);
    event->fault = fault;
}

/* Whether all bytes are printing ASCII: the common case, eight bytes at a time. A byte is outside
 * 0x20 ... 0x7E when it is above 0x7F, or adding 1 reaches 0x80, or taking 0x20 borrows. */
static bool is_plain(struct fg_text text)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones * 0x80;
    uint32_t at = 0;

    for (; at + 8 <= text.size; at += 8) {
        uint64_t word;

        memcpy(&word, text.bytes + at, sizeof(word));
        if (((word | (word + ones) | (word - ones * 0x20)) & high) != 0) return false;
    }
    for (; at < text.size; at++) {
        if (text.bytes[at] < 0x20 || text.bytes[at] > 0x7E) return false;
    }
    return true;
}

static bool is_code(struct fg_text text)
{
    return (text.size <= FG_CODE_SIZE_MAX && text.size > 0 && is_plain(text)) || text_is_code(text);
}

static bool is_text(struct fg_text text)
{
    return (text.size <= FG_TEXT_SIZE_MAX && is_plain(text)) || text_is_text(text);
}

static bool is_region(struct fg_text text)
{
    for (uint32_t i = 0; i < text.size; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9') return false;
    }
    return text.size == 2 || text.size == 4 || text.size == 6 || text.size == 9 || text.size == 12;
}

static bool is_quantity(struct fg_text text)
{
    int64_t micro;

    return decimal_parse(text, 6, QUANTITY_MICRO_MAX, &micro);
}

static bool read_money(struct fg_text text, int64_t *fen)
{
    return decimal_parse(text, 2, FG_AMOUNT_FEN_MAX, fen);
}

static bool is_money(struct fg_text text)
{
    int64_t fen;

    return read_money(text, &fen);
}

static bool read_date(struct fg_text text, int32_t *ymd)
{
    int32_t day;

    if (!day_parse(text, &day)) return false;
    *ymd = day_to_ymd(day);
    return true;
}

static bool read_kind(struct fg_text text, enum event_kind *kind)
{
    for (int i = EVENT_NONE + 1; i < EVENT_KIND_COUNT; i++) {
        if (text_equal(event_names[i], text)) {
            *kind = (enum event_kind)i;
            return true;
        }
    }
    return false;
}

/* Keeps a text that its check has passed; else the fault. */
static enum fault_kind keep(struct fg_text *into, struct fg_text text, bool good,
                            enum fault_kind fault)
{
    if (!good) return fault;
    *into = text;
    return FAULT_NONE;
}

static enum fault_kind keep_code(struct fg_text *into, struct fg_text text)
{
    return keep(into, text, is_code(text), FAULT_CODE);
}

static enum fault_kind keep_text(struct fg_text *into, struct fg_text text)
{
    return keep(into, text, is_text(text), FAULT_TEXT);
}

static enum fault_kind field_read(struct event *event, enum field field, struct fg_text text)
{
    struct fg_charge *charge = &event->charge;

    switch (field) {
    case FIELD_EVENT: return read_kind(text, &event->kind) ? FAULT_NONE : FAULT_EVENT;
    case FIELD_TXN: return keep_code(&charge->txn, text);
    case FIELD_REFUND: return keep_code(&event->refund, text);
    case FIELD_TIME: return time_parse(text, &charge->time_ns) ? FAULT_NONE : FAULT_TIME;
    case FIELD_UNIT: return keep_code(&charge->unit, text);
    case FIELD_ITEM: return keep_code(&charge->item, text);
    case FIELD_PAYER: return keep_code(&charge->payer, text);
    case FIELD_PAYER_TYPE: return keep_code(&charge->payer_type, text);
    case FIELD_SUBJECT: return keep_code(&charge->subject, text);
    case FIELD_REGION: return keep(&charge->region, text, is_region(text), FAULT_REGION);
    case FIELD_AMOUNT: return read_money(text, &charge->amount_fen) ? FAULT_NONE : FAULT_MONEY;
    case FIELD_CURRENCY:
        return keep(&charge->currency, text, text_equal(text, TEXT("CNY")), FAULT_CURRENCY);
    case FIELD_QUANTITY: return keep(&charge->quantity, text, is_quantity(text), FAULT_QUANTITY);
    case FIELD_BASE: return keep(&charge->base, text, is_money(text), FAULT_MONEY);
    case FIELD_PERIOD: return read_date(text, &charge->period_ymd) ? FAULT_NONE : FAULT_DATE;
    case FIELD_ACCEPTED: return read_date(text, &charge->accepted_ymd) ? FAULT_NONE : FAULT_DATE;
    case FIELD_CATEGORY: return keep_text(&charge->category, text);
    case FIELD_PURPOSE: return keep_text(&charge->purpose, text);
    case FIELD_EXPECT:
        /* Whatever it says, it spoils no row; not UTF-8, it says nothing. */
        if (text_is_utf8(text)) event->expect = text;
        return FAULT_NONE;
    case FIELD_EXPECT_DUE:
        return read_money(text, &event->expect_due_fen) ? FAULT_NONE : FAULT_MONEY;
    default: return FAULT_NONE;
    }
}

void row_field(struct event *event, enum field field, struct fg_text text)
{
    enum fault_kind fault = field_read(event, field, text);

    event->present |= UINT32_C(1) << field;
    if (fault != FAULT_NONE) row_fault(event, fault, field_names[field]);
}

void row_attribute(struct event *event, struct fg_attribute *attributes, struct fg_text name,
                   struct fg_text value)
{
    if (!is_code(name)) {
        row_fault(event, FAULT_ATTRIBUTE_NAME, name);
    } else if (text_starts(name, TEXT("payer.")) || text_starts(name, TEXT("charge."))) {
        row_fault(event, FAULT_ATTRIBUTE_PREFIX, name);
    } else if (!is_text(value)) {
        row_fault(event, FAULT_TEXT, name);
    } else if (event->charge.attribute_count == FG_ATTRIBUTES_MAX) {
        row_fault(event, FAULT_ATTRIBUTE_COUNT, (struct fg_text){NULL, 0, 0});
    } else {
        attributes[event->charge.attribute_count++] = (struct fg_attribute){name, value};
    }
}

void row_end(struct event *event)
{
    static const enum field of_charge[] = {FIELD_TXN,  FIELD_TIME,  FIELD_UNIT,
                                           FIELD_ITEM, FIELD_PAYER, FIELD_AMOUNT};
    static const enum field of_refund[] = {FIELD_TXN, FIELD_TIME, FIELD_REFUND, FIELD_AMOUNT};
    const enum field *needed = of_charge;
    size_t count = sizeof(of_charge) / sizeof(of_charge[0]);

    if ((event->present & UINT32_C(1) << FIELD_EVENT) == 0) event->kind = EVENT_CHARGE;
    if (event->kind == EVENT_COMMIT || event->kind == EVENT_RELEASE) {
        count = 2;
    } else if (event->kind == EVENT_REFUND) {
        needed = of_refund;
        count = sizeof(of_refund) / sizeof(of_refund[0]);
    }
    if (event->fault != FAULT_NONE) return;
    for (size_t i = 0; i < count; i++) {
        if ((event->present & UINT32_C(1) << needed[i]) == 0) {
            row_fault(event, FAULT_MISSING, field_names[needed[i]]);
        }
    }
    if (event->kind == EVENT_REFUND && event->charge.amount_fen == 0) {
        row_fault(event, FAULT_REFUND_ZERO, field_names[FIELD_AMOUNT]);
    }
}

/* SPDX-License-Identifier: Apache-2.0
 * One row: the lexical rules of each field, what each event needs, and what a malformed row still
 * tells. */
#include "support/test.h"

#include <string.h>

#include "base/text.h"
#include "feeguard/host.h"
#include "log/row.h"

static struct fg_attribute attributes[FG_ATTRIBUTES_MAX];

/* A row of `count` fields on top of a good charge's. */
struct given {
    enum field field;
    const char *text;
};

static void row_of(struct event *event, const struct given *given, size_t count)
{
    static const struct given good[] = {
        {FIELD_TXN, "T1"},  {FIELD_TIME, "2026-03-02T10:00:00"},
        {FIELD_UNIT, "U"},  {FIELD_ITEM, "I"},
        {FIELD_PAYER, "P"}, {FIELD_AMOUNT, "80"},
    };

    row_begin(event, 7, attributes);
    for (size_t i = 0; i < count; i++) row_field(event, given[i].field, text_of(given[i].text));
    for (size_t i = 0; i < COUNT(good); i++) {
        if ((event->present >> good[i].field & 1) == 0) {
            row_field(event, good[i].field, text_of(good[i].text));
        }
    }
    row_end(event);
}

static enum fault_kind fault_of(enum field field, const char *text)
{
    struct given given = {field, text};
    struct event event;

    row_of(&event, &given, 1);
    return event.fault;
}

static char *repeat(char *buffer, const char *unit, size_t count)
{
    size_t size = strlen(unit);

    for (size_t i = 0; i < count; i++) memcpy(buffer + i * size, unit, size);
    buffer[count * size] = '\0';
    return buffer;
}

/* Goal: a code is 1 to 64 bytes of UTF-8 without control characters, in every field that is one. */
static void row_checks_codes(void **state)
{
    static const enum field codes[] = {FIELD_TXN,   FIELD_REFUND,     FIELD_UNIT,   FIELD_ITEM,
                                       FIELD_PAYER, FIELD_PAYER_TYPE, FIELD_SUBJECT};
    char buffer[200];

    (void)state;
    for (size_t i = 0; i < COUNT(codes); i++) {
        assert_int_equal(fault_of(codes[i], repeat(buffer, "x", 64)), FAULT_NONE);
        assert_int_equal(fault_of(codes[i], repeat(buffer, "x", 65)), FAULT_CODE);
        assert_int_equal(fault_of(codes[i], repeat(buffer, "\xE6\x94\xB6", 21)), FAULT_NONE);
        assert_int_equal(fault_of(codes[i], repeat(buffer, "\xE6\x94\xB6", 22)), FAULT_CODE);
        assert_int_equal(fault_of(codes[i], " "), FAULT_NONE);
        assert_int_equal(fault_of(codes[i], "a\x1F"), FAULT_CODE);
        assert_int_equal(fault_of(codes[i], "12345678\x7F"), FAULT_CODE);
        assert_int_equal(fault_of(codes[i], "a\xC2\x85"), FAULT_CODE);
        assert_int_equal(fault_of(codes[i], "a\xFF"), FAULT_CODE);
    }
}

/* Goal: numbers have no sign, exponent, blank or separator; leading zeros are fine. */
static void row_checks_numbers(void **state)
{
    static const struct {
        const char *text;
        enum fault_kind money, quantity;
    } cases[] = {
        {"0", FAULT_NONE, FAULT_NONE},
        {"007.50", FAULT_NONE, FAULT_NONE},
        {"00000000000000000000000000000000000001", FAULT_NONE, FAULT_NONE},
        {"1.234", FAULT_MONEY, FAULT_NONE},
        {"1.230", FAULT_MONEY, FAULT_NONE},
        {"1.123456", FAULT_MONEY, FAULT_NONE},
        {"1.1234560", FAULT_MONEY, FAULT_QUANTITY},
        {"1000000000000", FAULT_NONE, FAULT_NONE},
        {"1000000000000.01", FAULT_NONE, FAULT_QUANTITY},
        {"10000000000000", FAULT_NONE, FAULT_QUANTITY},
        {"10000000000000.00", FAULT_NONE, FAULT_QUANTITY},
        {"10000000000000.01", FAULT_MONEY, FAULT_QUANTITY},
        {"100000000000000000000000000", FAULT_MONEY, FAULT_QUANTITY},
        {"1.", FAULT_MONEY, FAULT_QUANTITY},
        {".5", FAULT_MONEY, FAULT_QUANTITY},
        {"-1", FAULT_MONEY, FAULT_QUANTITY},
        {"+1", FAULT_MONEY, FAULT_QUANTITY},
        {"1e2", FAULT_MONEY, FAULT_QUANTITY},
        {" 1", FAULT_MONEY, FAULT_QUANTITY},
        {"1 ", FAULT_MONEY, FAULT_QUANTITY},
        {"1,000", FAULT_MONEY, FAULT_QUANTITY},
        {"1_000", FAULT_MONEY, FAULT_QUANTITY},
        {"\xEF\xBC\x91", FAULT_MONEY, FAULT_QUANTITY}, /* a full-width digit */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(fault_of(FIELD_AMOUNT, cases[i].text), cases[i].money);
        assert_int_equal(fault_of(FIELD_BASE, cases[i].text), cases[i].money);
        assert_int_equal(fault_of(FIELD_EXPECT_DUE, cases[i].text), cases[i].money);
        assert_int_equal(fault_of(FIELD_QUANTITY, cases[i].text), cases[i].quantity);
    }
}

/* Goal: times are RFC 3339 within 1900 to 2199 at +08:00, and +08:00 where no offset is given. */
static void row_checks_times(void **state)
{
    static const char *const good[] = {
        "2026-03-02T10:00:00",         "2026-03-02t10:00:00z",
        "2026-03-02T10:00:00.1-23:59", "2026-03-02T10:00:00.1234567890123+08:00",
        "1899-12-31T16:00:00Z",        "2199-12-31T23:59:59.999",
    };
    static const char *const wrong[] = {
        "2026-03-02",           "2026-03-02 10:00:00",      "2026-03-02T10:00",
        "2026-03-02T24:00:00",  "2026-03-02T10:00:60",      "2026-02-29T10:00:00",
        "2026-03-02T10:00:00.", "2026-03-02T10:00:00+8:00", "2026-03-02T10:00:00+0800",
        "1899-12-31T15:59:59Z", "2200-01-01T00:00:00",      "2026-03-02T10:00:00 ",
    };
    struct given utc = {FIELD_TIME, "2026-03-02T02:00:00Z"};
    struct event event, other;

    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_int_equal(fault_of(FIELD_TIME, good[i]), FAULT_NONE);
    }
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_int_equal(fault_of(FIELD_TIME, wrong[i]), FAULT_TIME);
    }
    row_of(&event, &utc, 1);
    row_of(&other, NULL, 0);
    assert_int_equal(event.charge.time_ns, other.charge.time_ns);
}

/* Goal: dates, regions, currency, events and texts each have their own rule. */
static void row_checks_the_other_fields(void **state)
{
    static const struct {
        enum field field;
        const char *text;
        enum fault_kind fault;
    } cases[] = {
        {FIELD_PERIOD, "1900-01-01", FAULT_NONE}, {FIELD_PERIOD, "2199-12-31", FAULT_NONE},
        {FIELD_PERIOD, "1899-12-31", FAULT_DATE}, {FIELD_ACCEPTED, "2026-02-29", FAULT_DATE},
        {FIELD_ACCEPTED, "2026-2-1", FAULT_DATE}, {FIELD_REGION, "21", FAULT_NONE},
        {FIELD_REGION, "2101", FAULT_NONE},       {FIELD_REGION, "210100", FAULT_NONE},
        {FIELD_REGION, "210100000", FAULT_NONE},  {FIELD_REGION, "441900003000", FAULT_NONE},
        {FIELD_REGION, "210", FAULT_REGION},      {FIELD_REGION, "21010A", FAULT_REGION},
        {FIELD_CURRENCY, "CNY", FAULT_NONE},      {FIELD_CURRENCY, "cny", FAULT_CURRENCY},
        {FIELD_EVENT, "reserve", FAULT_NONE},     {FIELD_EVENT, "Charge", FAULT_EVENT},
        {FIELD_CATEGORY, "a\nb", FAULT_NONE},     {FIELD_PURPOSE, "\xC0\x80", FAULT_TEXT},
        {FIELD_EXPECT, "whatever", FAULT_NONE},   {FIELD_EXPECT, "\xFF", FAULT_NONE},
    };
    char buffer[1100];

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(fault_of(cases[i].field, cases[i].text), cases[i].fault);
    }
    assert_int_equal(fault_of(FIELD_PURPOSE, repeat(buffer, "x", 1024)), FAULT_NONE);
    assert_int_equal(fault_of(FIELD_PURPOSE, repeat(buffer, "x", 1025)), FAULT_TEXT);
}

/* Goal: a cell of expect that is not UTF-8 is no expectation. */
static void row_drops_an_expectation_that_is_not_utf8(void **state)
{
    struct given given = {FIELD_EXPECT, "deny\xFF"};
    struct event event;

    (void)state;
    row_of(&event, &given, 1);
    assert_int_equal(event.expect.size, 0);
}

/* Goal: each event needs its own fields, and no event is a charge. */
static void row_knows_what_each_event_needs(void **state)
{
    enum {
        LIFE = 1 << FIELD_TXN | 1 << FIELD_TIME,
        REFUND = LIFE | 1 << FIELD_REFUND | 1 << FIELD_AMOUNT,
        CHARGE = LIFE | 1 << FIELD_UNIT | 1 << FIELD_ITEM | 1 << FIELD_PAYER | 1 << FIELD_AMOUNT,
    };
    static const struct {
        const char *event;
        uint32_t needed; /* bits of fields */
    } cases[] = {
        {"", CHARGE},     {"charge", CHARGE}, {"reserve", CHARGE}, {"check", CHARGE},
        {"commit", LIFE}, {"release", LIFE},  {"refund", REFUND},
    };
    static const char *const values[FIELD_COUNT] = {
        [FIELD_TXN] = "T",   [FIELD_REFUND] = "R", [FIELD_TIME] = "2026-03-02T10:00:00",
        [FIELD_UNIT] = "U",  [FIELD_ITEM] = "I",   [FIELD_PAYER] = "P",
        [FIELD_AMOUNT] = "1"};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint32_t needed = cases[i].needed;

        for (int left_out = FIELD_NONE; left_out >= 0; left_out--) {
            bool complete = left_out == FIELD_NONE || (needed >> left_out & 1) == 0;
            struct event event;

            row_begin(&event, 1, attributes);
            if (cases[i].event[0] != '\0') {
                row_field(&event, FIELD_EVENT, text_of(cases[i].event));
            }
            for (int field = 0; field < FIELD_COUNT; field++) {
                if (values[field] == NULL || field == left_out) continue;
                if ((needed >> field & 1) != 0) {
                    row_field(&event, (enum field)field, text_of(values[field]));
                }
            }
            row_end(&event);
            assert_int_equal(event.fault, complete ? FAULT_NONE : FAULT_MISSING);
            assert_int_not_equal(event.kind, EVENT_NONE);
        }
    }
}

/* Goal: a refund is at least 0.01; a charge may be 0.00. */
static void row_refuses_an_empty_refund(void **state)
{
    static const struct given refund[] = {
        {FIELD_EVENT, "refund"}, {FIELD_REFUND, "R"}, {FIELD_AMOUNT, "0.00"}};
    struct event event;

    (void)state;
    row_of(&event, refund, 3);
    assert_int_equal(event.fault, FAULT_REFUND_ZERO);
    row_of(&event, &refund[2], 1);
    assert_int_equal(event.fault, FAULT_NONE);
    assert_int_equal(event.charge.amount_fen, 0);
}

/* Goal: fields that the event does not use are checked all the same. */
static void row_checks_fields_that_are_not_used(void **state)
{
    static const struct given commit[] = {{FIELD_EVENT, "commit"}, {FIELD_PERIOD, "soon"}};
    struct event event;

    (void)state;
    row_of(&event, commit, 2);
    assert_int_equal(event.fault, FAULT_DATE);
}

/* Goal: a malformed row tells txn and event where they are valid, and only there. */
static void row_tells_txn_and_event_of_a_malformed_row(void **state)
{
    static const struct given bad_amount[] = {{FIELD_AMOUNT, "x"}, {FIELD_EVENT, "reserve"}};
    static const struct given bad_both[] = {{FIELD_TXN, "a\nb"}, {FIELD_EVENT, "no"}};
    struct event event;

    (void)state;
    row_of(&event, bad_amount, 2);
    assert_true(text_equal(event.charge.txn, TEXT("T1")));
    assert_int_equal(event.kind, EVENT_RESERVE);
    row_of(&event, bad_both, 2);
    assert_int_equal(event.charge.txn.size, 0);
    assert_int_equal(event.kind, EVENT_NONE);
    row_of(&event, bad_amount, 1);
    assert_int_equal(event.kind, EVENT_CHARGE); /* no event is the default one */
    row_unreadable(&event, 9, FAULT_CELL_COUNT);
    assert_int_equal(event.charge.txn.size, 0);
    assert_int_equal(event.kind, EVENT_NONE);
    assert_int_equal(event.line, 9);
}

static enum fault_kind attribute_fault(const char *name, const char *value)
{
    struct event event;

    row_begin(&event, 1, attributes);
    row_attribute(&event, attributes, text_of(name), text_of(value));
    return event.fault;
}

/* Goal: attribute names are codes outside payer. and charge.; values are texts. */
static void row_checks_attributes(void **state)
{
    char buffer[1100];

    (void)state;
    assert_int_equal(attribute_fault("use", "residential"), FAULT_NONE);
    assert_int_equal(attribute_fault("payer", "x"), FAULT_NONE);
    assert_int_equal(attribute_fault("payers.type", "x"), FAULT_NONE);
    assert_int_equal(attribute_fault("payer.type", "x"), FAULT_ATTRIBUTE_PREFIX);
    assert_int_equal(attribute_fault("payer.", "x"), FAULT_ATTRIBUTE_PREFIX);
    assert_int_equal(attribute_fault("charge.x", "x"), FAULT_ATTRIBUTE_PREFIX);
    assert_int_equal(attribute_fault("", "x"), FAULT_ATTRIBUTE_NAME);
    assert_int_equal(attribute_fault(repeat(buffer, "n", 65), "x"), FAULT_ATTRIBUTE_NAME);
    assert_int_equal(attribute_fault("n", repeat(buffer, "v", 1024)), FAULT_NONE);
    assert_int_equal(attribute_fault("n", repeat(buffer, "v", 1025)), FAULT_TEXT);
}

/* Goal: 256 attributes are taken, one more makes the row malformed and writes nowhere. */
static void row_limits_the_number_of_attributes(void **state)
{
    struct event event;

    (void)state;
    row_begin(&event, 1, attributes);
    for (int i = 0; i < FG_ATTRIBUTES_MAX; i++) {
        row_attribute(&event, attributes, TEXT("n"), TEXT("v"));
    }
    assert_int_equal(event.fault, FAULT_NONE);
    row_attribute(&event, attributes, TEXT("n"), TEXT("v"));
    assert_int_equal(event.fault, FAULT_ATTRIBUTE_COUNT);
    assert_int_equal(event.charge.attribute_count, FG_ATTRIBUTES_MAX);
}

/* Goal: every fault has a reason in both languages; a name is shown without control characters, a
 * value never. */
static void row_says_what_is_wrong(void **state)
{
    struct event event;
    char zh[256], en[256];

    (void)state;
    for (int fault = FAULT_NONE + 1; fault < FAULT_KIND_COUNT; fault++) {
        row_unreadable(&event, 1, (enum fault_kind)fault);
        row_fault_format(&event, FG_LANGUAGE_ZH, zh, sizeof(zh));
        row_fault_format(&event, FG_LANGUAGE_EN, en, sizeof(en));
        assert_true(zh[0] != '\0' && en[0] != '\0');
        assert_string_not_equal(zh, en);
    }
    row_begin(&event, 1, attributes);
    row_fault(&event, FAULT_UNKNOWN_MEMBER, TEXT("a\x1b[1m\xFF"));
    row_fault_format(&event, FG_LANGUAGE_EN, en, sizeof(en));
    assert_string_equal(en, "a?[1m?: unknown member");
    row_begin(&event, 1, attributes);
    row_field(&event, FIELD_PAYER, TEXT("secret\n"));
    row_fault_format(&event, FG_LANGUAGE_EN, en, sizeof(en));
    assert_null(strstr(en, "secret"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(row_checks_codes),
        cmocka_unit_test(row_checks_numbers),
        cmocka_unit_test(row_checks_times),
        cmocka_unit_test(row_checks_the_other_fields),
        cmocka_unit_test(row_drops_an_expectation_that_is_not_utf8),
        cmocka_unit_test(row_knows_what_each_event_needs),
        cmocka_unit_test(row_refuses_an_empty_refund),
        cmocka_unit_test(row_checks_fields_that_are_not_used),
        cmocka_unit_test(row_tells_txn_and_event_of_a_malformed_row),
        cmocka_unit_test(row_checks_attributes),
        cmocka_unit_test(row_limits_the_number_of_attributes),
        cmocka_unit_test(row_says_what_is_wrong),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

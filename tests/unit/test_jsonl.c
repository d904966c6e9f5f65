/* SPDX-License-Identifier: Apache-2.0
 * JSONL: what is JSON, what a number's text is, and what json-c alone would let pass. */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "log/jsonl.h"

static struct fg_attribute attributes[FG_ATTRIBUTES_MAX];
static struct jsonl_reader reader;

static int reader_opens(void **state)
{
    (void)state;
    jsonl_open(&reader);
    return 0;
}

static int reader_closes(void **state)
{
    (void)state;
    jsonl_close(&reader);
    return 0;
}

/* The line must outlive the event: numbers point into it. */
static struct event read_line(struct fg_text line, bool ignore_unknown)
{
    struct event event;

    jsonl_read(&reader, line, 3, ignore_unknown, attributes, &event);
    return event;
}

static enum fault_kind fault_of(struct fg_text line, bool ignore_unknown)
{
    /* On the heap without a NUL behind it, so that a sanitizer sees each byte too many. */
    char *copy = malloc(line.size > 0 ? line.size : 1);
    struct event event;

    assert_non_null(copy);
    memcpy(copy, line.bytes, line.size);
    event = read_line((struct fg_text){copy, line.size, 0}, ignore_unknown);
    jsonl_release(&event);
    free(copy);
    return event.fault;
}

#define CHARGE                                                                                     \
    "\"txn\":\"T1\",\"time\":\"2026-03-02T10:00:00\",\"unit\":\"U\",\"item\":\"I\","               \
    "\"payer\":\"P\",\"amount\":\"80.00\""

struct line_case {
    struct fg_text line;
    enum fault_kind fault;
};

static void assert_faults(const struct line_case *cases, size_t count, bool ignore_unknown)
{
    for (size_t i = 0; i < count; i++) {
        if (fault_of(cases[i].line, ignore_unknown) != cases[i].fault) {
            print_error("case %zu: %s\n", i, cases[i].line.bytes);
        }
        assert_int_equal(fault_of(cases[i].line, ignore_unknown), cases[i].fault);
    }
}

/* Goal: a good line is a charge with all its fields. */
static void jsonl_reads_a_charge(void **state)
{
    static const struct fg_text line =
        STATIC_TEXT(" { " CHARGE ", \"quantity\" : 1.50,\"attributes\":{\"n\":080}} \r");
    static const struct fg_text good = STATIC_TEXT(
        " { " CHARGE ", \"quantity\" : 1.50,\"attributes\":{\"use\":\"r\",\"n\":1.10}} \r");
    struct event event = read_line(good, false);

    (void)state;
    assert_int_equal(event.fault, FAULT_NONE);
    assert_int_equal(event.line, 3);
    assert_int_equal(event.kind, EVENT_CHARGE);
    assert_int_equal(event.charge.amount_fen, 8000);
    assert_true(text_equal(event.charge.quantity, TEXT("1.50")));
    assert_int_equal(event.charge.attribute_count, 2);
    assert_true(text_equal(event.charge.attributes[1].value, TEXT("1.10")));
    jsonl_release(&event);
    assert_int_equal(fault_of(line, false), FAULT_NOT_JSON); /* 080 is no JSON number */
}

/* Goal: a number's own decimal text survives, whatever its size or zeros. */
static void jsonl_keeps_the_text_of_numbers(void **state)
{
    static const char *const numbers[] = {
        "0",
        "-0",
        "80",
        "1.10",
        "1e5",
        "-1.5E+3",
        "100000000000000000000",
        "123456789012345678901234567890.1234567890",
        "0.1000000000000000055511151231257827",
        "1e999",
        "9223372036854775808",
        "18446744073709551616",
    };
    char line[300];

    (void)state;
    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct event event;

        snprintf(line, sizeof(line), "{\"other\":[1,{\"x\":2}],%s,\"attributes\":{\"n\":%s}}",
                 CHARGE, numbers[i]);
        event = read_line(text_of(line), true);
        assert_int_equal(event.fault, FAULT_NONE);
        assert_true(text_equal(event.charge.attributes[0].value, text_of(numbers[i])));
        jsonl_release(&event);
    }
}

/* Goal: what is no JSON is refused, also where a lax parser would take it. */
static void jsonl_refuses_what_is_no_json(void **state)
{
    static const struct line_case cases[] = {
        {STATIC_TEXT("{"), FAULT_NOT_JSON},
        {STATIC_TEXT("{}{}"), FAULT_NOT_JSON},
        {STATIC_TEXT("{} x"), FAULT_NOT_JSON},
        {STATIC_TEXT("{\"a\":1,}"), FAULT_NOT_JSON},
        {STATIC_TEXT("{,}"), FAULT_NOT_JSON},
        {STATIC_TEXT("{'a':1}"), FAULT_NOT_JSON},
        {STATIC_TEXT("{\"a\" 1}"), FAULT_NOT_JSON},
        {STATIC_TEXT("{\"a\"::1}"), FAULT_NOT_JSON},
        {STATIC_TEXT("{\"a\":1 2}"), FAULT_NOT_JSON},
        {STATIC_TEXT("{\"a\":[1,]}"), FAULT_NOT_JSON},
        {STATIC_TEXT("{\"a\":01}"), FAULT_NOT_JSON},
        {STATIC_TEXT("{\"a\":1.}"), FAULT_NOT_JSON},
        {STATIC_TEXT("{\"a\":.5}"), FAULT_NOT_JSON},
        {STATIC_TEXT("{\"a\":+1}"), FAULT_NOT_JSON},
        {STATIC_TEXT("{\"a\":-}"), FAULT_NOT_JSON},
        {STATIC_TEXT("{\"a\":1e}"), FAULT_NOT_JSON},
        {STATIC_TEXT("{\"a\":NaN}"), FAULT_NOT_JSON},
        {STATIC_TEXT("{\"a\":Infinity}"), FAULT_NOT_JSON},
        {STATIC_TEXT("{\"a\":True}"), FAULT_NOT_JSON},
        {STATIC_TEXT("{\"a\":nul}"), FAULT_NOT_JSON},
        {STATIC_TEXT("{\"a\":\"\\x\"}"), FAULT_NOT_JSON},
        {STATIC_TEXT("{\"a\":\"\\u12G4\"}"), FAULT_NOT_JSON},
        {STATIC_TEXT("{\"a\":\"\\u123\"}"), FAULT_NOT_JSON},
        {STATIC_TEXT("{\"a\":\"\t\"}"), FAULT_NOT_JSON},
        {STATIC_TEXT("{\"a\":\"b}"), FAULT_NOT_JSON},
        {STATIC_TEXT("{\"a\":\"b\\"), FAULT_NOT_JSON},
        {STATIC_TEXT("{}/**/"), FAULT_NOT_JSON},
        {STATIC_TEXT("\xEF\xBB\xBF{}"), FAULT_NOT_JSON}, /* the log's mark is taken off before */
        {STATIC_TEXT("{}\0"), FAULT_NOT_JSON},
        {STATIC_TEXT("{\"a\":\"\xFF\"}"), FAULT_NOT_UTF8},
        {STATIC_TEXT("[]"), FAULT_NOT_OBJECT},
        {STATIC_TEXT("\"x\""), FAULT_NOT_OBJECT},
        {STATIC_TEXT("[{\"a\":1,\"a\":2}]"), FAULT_NOT_OBJECT},
    };

    (void)state;
    assert_faults(cases, COUNT(cases), true);
}

/* Goal: a member twice is found at any depth, by its name and not by how it is written. */
static void jsonl_finds_a_member_twice(void **state)
{
    static const struct line_case cases[] = {
        {STATIC_TEXT("{" CHARGE ",\"unit\":\"V\"}"), FAULT_MEMBER_TWICE},
        {STATIC_TEXT("{" CHARGE ",\"\\u0075nit\":\"V\"}"), FAULT_MEMBER_TWICE},
        {STATIC_TEXT("{" CHARGE ",\"attributes\":{\"a\":1,\"a\":1}}"), FAULT_MEMBER_TWICE},
        {STATIC_TEXT("{" CHARGE ",\"attributes\":{},\"attributes\":{}}"), FAULT_MEMBER_TWICE},
        {STATIC_TEXT("{" CHARGE ",\"x\":[{\"a\":{\"b\":1},\"a\":2}]}"), FAULT_MEMBER_TWICE},
        {STATIC_TEXT("{" CHARGE ",\"x\":null,\"x\":null}"), FAULT_MEMBER_TWICE},
        {STATIC_TEXT("{" CHARGE ",\"x\":{\"a\":1},\"y\":{\"a\":\":\"}}"), FAULT_NONE},
        {STATIC_TEXT("{" CHARGE ",\"x\":1,\"x\\u0000\":2}"), FAULT_NONE},
        {STATIC_TEXT("{" CHARGE ",\"unit\\u0000\":\"V\"}"), FAULT_NONE},
    };

    (void)state;
    assert_faults(cases, COUNT(cases), true);
}

/* Goal: a lone surrogate anywhere makes the row malformed, a pair does not. */
static void jsonl_finds_lone_surrogates(void **state)
{
    static const struct line_case cases[] = {
        {STATIC_TEXT("{" CHARGE ",\"purpose\":\"\\ud83d\\ude00\"}"), FAULT_NONE},
        {STATIC_TEXT("{" CHARGE ",\"purpose\":\"\\\\ud83d\"}"), FAULT_NONE},
        {STATIC_TEXT("{" CHARGE ",\"purpose\":\"\\ud83d\"}"), FAULT_LONE_SURROGATE},
        {STATIC_TEXT("{" CHARGE ",\"purpose\":\"\\uDE00\"}"), FAULT_LONE_SURROGATE},
        {STATIC_TEXT("{" CHARGE ",\"purpose\":\"\\ud83d\\u0041\"}"), FAULT_LONE_SURROGATE},
        {STATIC_TEXT("{" CHARGE ",\"purpose\":\"\\ud83d\\ud83d\\ude00\"}"), FAULT_LONE_SURROGATE},
        {STATIC_TEXT("{" CHARGE ",\"\\ud83d\":1,\"\\ud83e\":2}"), FAULT_LONE_SURROGATE},
        {STATIC_TEXT("{" CHARGE ",\"x\":[\"\\ud83d\"]}"), FAULT_LONE_SURROGATE},
    };

    (void)state;
    assert_faults(cases, COUNT(cases), true);
}

/* Goal: a row with a lone surrogate tells txn and event, unless it stands in them. */
static void jsonl_tells_txn_beside_a_lone_surrogate(void **state)
{
    static const struct fg_text beside =
        STATIC_TEXT("{\"purpose\":\"\\ud83d\",\"txn\":\"T1\",\"event\":\"commit\"}");
    static const struct fg_text inside =
        STATIC_TEXT("{\"txn\":\"T\\ud83d\",\"event\":\"commit\\ud83d\"}");
    struct event event = read_line(beside, false);

    (void)state;
    assert_true(text_equal(event.charge.txn, TEXT("T1")));
    assert_int_equal(event.kind, EVENT_COMMIT);
    jsonl_release(&event);
    event = read_line(inside, false);
    assert_int_equal(event.charge.txn.size, 0);
    assert_int_equal(event.kind, EVENT_NONE);
    jsonl_release(&event);
}

/* Goal: types are what the log format says; null and "" are absent. */
static void jsonl_checks_types(void **state)
{
    static const struct line_case cases[] = {
        {STATIC_TEXT("{" CHARGE ",\"subject\":null,\"quantity\":\"\",\"attributes\":null}"),
         FAULT_NONE},
        {STATIC_TEXT("{" CHARGE ",\"attributes\":\"\"}"), FAULT_NONE},
        {STATIC_TEXT("{" CHARGE ",\"attributes\":{\"payer.x\":null,\"\":\"\"}}"), FAULT_NONE},
        {STATIC_TEXT("{" CHARGE ",\"base\":5,\"expect_due\":1.5,\"quantity\":2}"), FAULT_NONE},
        {STATIC_TEXT("{" CHARGE ",\"subject\":5}"), FAULT_TYPE},
        {STATIC_TEXT("{" CHARGE ",\"period\":20260101}"), FAULT_TYPE},
        {STATIC_TEXT("{" CHARGE ",\"expect\":5}"), FAULT_TYPE},
        {STATIC_TEXT("{" CHARGE ",\"expect\":true}"), FAULT_TYPE},
        {STATIC_TEXT("{" CHARGE ",\"base\":false}"), FAULT_TYPE},
        {STATIC_TEXT("{" CHARGE ",\"base\":{}}"), FAULT_TYPE},
        {STATIC_TEXT("{" CHARGE ",\"attributes\":[]}"), FAULT_TYPE},
        {STATIC_TEXT("{" CHARGE ",\"attributes\":5}"), FAULT_TYPE},
        {STATIC_TEXT("{" CHARGE ",\"attributes\":{\"a\":true}}"), FAULT_TYPE},
        {STATIC_TEXT("{" CHARGE ",\"attributes\":{\"a\":[1]}}"), FAULT_TYPE},
        {STATIC_TEXT("{" CHARGE ",\"attributes\":{\"charge.x\":1}}"), FAULT_ATTRIBUTE_PREFIX},
        {STATIC_TEXT("{" CHARGE ",\"attributes\":{\"a\\u0000\":1}}"), FAULT_ATTRIBUTE_NAME},
        {STATIC_TEXT("{" CHARGE ",\"base\":1e2}"), FAULT_MONEY},
        {STATIC_TEXT("{" CHARGE ",\"base\":-1}"), FAULT_MONEY},
        {STATIC_TEXT("{" CHARGE ",\"quantity\":1.0000000}"), FAULT_QUANTITY},
        {STATIC_TEXT("{" CHARGE ",\"other\":1}"), FAULT_UNKNOWN_MEMBER},
        {STATIC_TEXT("{" CHARGE ",\"\":null}"), FAULT_UNKNOWN_MEMBER},
        {STATIC_TEXT("{}"), FAULT_MISSING},
    };

    (void)state;
    assert_faults(cases, COUNT(cases), false);
}

/* Goal: after what is not looked at, numbers still belong to their fields. */
static void jsonl_takes_numbers_from_the_right_place(void **state)
{
    static const struct fg_text line =
        STATIC_TEXT("{\"x\":[1,[2.0],{\"y\":3}],\"event\":{\"z\":4},\"attributes\":{\"a\":[5],"
                    "\"b\":6.60},\"amount\":7.7}");
    struct event event = read_line(line, true);

    (void)state;
    assert_int_equal(event.fault, FAULT_TYPE);
    assert_true(text_equal(event.charge.attributes[0].value, TEXT("6.60")));
    assert_int_equal(event.charge.amount_fen, 770);
    assert_int_equal(event.kind, EVENT_NONE); /* an event of a wrong type is not the default one */
    jsonl_release(&event);
}

/* Goal: nesting has a limit and the limit is no crash. */
static void jsonl_limits_nesting(void **state)
{
    enum { DEEP = 100000 };
    char *line = malloc(DEEP);

    (void)state;
    assert_non_null(line);
    memset(line, '[', DEEP);
    assert_int_equal(fault_of((struct fg_text){line, DEEP, 0}, true), FAULT_NOT_JSON);
    free(line);
}

/* Goal: lines of blanks are no rows. */
static void jsonl_passes_over_blank_lines(void **state)
{
    (void)state;
    assert_true(jsonl_is_blank(TEXT("")));
    assert_true(jsonl_is_blank(TEXT(" \t\r")));
    assert_false(jsonl_is_blank(TEXT(" x")));
    assert_false(jsonl_is_blank(TEXT("\0")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jsonl_reads_a_charge),
        cmocka_unit_test(jsonl_keeps_the_text_of_numbers),
        cmocka_unit_test(jsonl_refuses_what_is_no_json),
        cmocka_unit_test(jsonl_finds_a_member_twice),
        cmocka_unit_test(jsonl_finds_lone_surrogates),
        cmocka_unit_test(jsonl_tells_txn_beside_a_lone_surrogate),
        cmocka_unit_test(jsonl_checks_types),
        cmocka_unit_test(jsonl_takes_numbers_from_the_right_place),
        cmocka_unit_test(jsonl_limits_nesting),
        cmocka_unit_test(jsonl_passes_over_blank_lines),
    };

    return cmocka_run_group_tests(tests, reader_opens, reader_closes);
}

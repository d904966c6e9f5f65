/* SPDX-License-Identifier: Apache-2.0
 * Civil dates, months, and instants: every day of three centuries, and the edges of RFC 3339. */
#include "support/test.h"

#include "base/date.h"
#include "base/text.h"

#define SECOND INT64_C(1000000000)

static int32_t days_in_month(int32_t year, int32_t month)
{
    if (month == 2) return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static void check_day(struct civil civil, int32_t day)
{
    int32_t ymd = civil.year * 10000 + civil.month * 100 + civil.day;
    struct civil back = day_to_civil(day);
    int32_t read = DAY_NONE;
    char text[11];

    assert_int_equal(day_from_civil(civil), day);
    assert_int_equal(back.year, civil.year);
    assert_int_equal(back.month, civil.month);
    assert_int_equal(back.day, civil.day);
    assert_int_equal(day_to_ymd(day), ymd);
    assert_true(day_from_ymd(ymd, &read));
    assert_int_equal(read, day);
    day_format(day, text);
    read = DAY_NONE;
    assert_true(day_parse(text_of(text), &read));
    assert_int_equal(read, day);
}

/* Goal: every date of 1900 ... 2199 has its number and back, in all notations.
 * Method: walk the calendar day by day by the rule everybody knows. */
static void date_every_day_has_its_number(void **state)
{
    int32_t day = DAY_FIRST;

    (void)state;
    for (int32_t year = 1900; year <= 2199; year++) {
        for (int32_t month = 1; month <= 12; month++) {
            for (int32_t number = 1; number <= days_in_month(year, month); number++) {
                check_day((struct civil){year, month, number}, day++);
            }
        }
    }
    assert_int_equal(day - 1, DAY_LAST);
    assert_int_equal(day_from_civil((struct civil){1970, 1, 1}), 0);
}

/* Goal: a number that is no date is refused, and the result is left alone. */
static void date_numbers_that_are_no_dates_are_refused(void **state)
{
    static const int32_t wrong[] = {
        0,        -1,       -20260101, INT32_MIN, INT32_MAX, 18991231, 22000101,
        20260229, 19000229, 21000229,  20260431,  20260631,  20260931, 20261131,
        20260132, 20261301, 20260001,  20260100,  20260000,  2026,     1,
    };

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        int32_t day = 7;

        if (day_from_ymd(wrong[i], &day)) fail_msg("%d was taken for a date", (int)wrong[i]);
        assert_int_equal(day, 7);
    }
}

/* Goal: only YYYY-MM-DD within 1900 ... 2199 is a date. */
static void date_texts_that_are_no_dates_are_refused(void **state)
{
    static const char *const wrong[] = {
        "",           "2026-1-01",   "2026-01-1",   "20260101",
        "2026/01/01", "2026-01-01 ", " 2026-01-01", "2026-02-29",
        "2026-13-01", "2026-00-01",  "2026-01-00",  "1899-12-31",
        "2200-01-01", "2026-01-32",  "+026-01-01",  "-026-01-01",
        "2026-0a-01", "2026-01-0a",  "2026-01_01",  "2026-01-01T",
        "2026--1-01", "٢٠٢٦-01-01",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        int32_t day;

        if (day_parse(text_of(wrong[i]), &day)) fail_msg("\"%s\" was taken", wrong[i]);
    }
}

/* Goal: adding months keeps the day of the month, or takes the month's last day (article 202).
 * Method: from every month end of 1900 ... 2198, and the days before it, some months ahead and
 * back, against a count by year and month. */
static void date_months_are_added_to_the_corresponding_day(void **state)
{
    static const int32_t steps[] = {-400, -13, -12, -2, -1, 0, 1, 2, 3, 6, 11, 12, 13, 120};

    (void)state;
    for (int32_t month = 1934 * 12; month <= 2188 * 12; month++) {
        int32_t last = days_in_month(month / 12, month % 12 + 1);

        for (int32_t number = last - 4; number <= last; number++) {
            int32_t day = day_from_civil((struct civil){month / 12, month % 12 + 1, number});

            for (size_t i = 0; i < COUNT(steps); i++) {
                int32_t to = month + steps[i];
                int32_t to_last = days_in_month(to / 12, to % 12 + 1);
                struct civil got = day_to_civil(day_add_months(day, steps[i]));

                assert_int_equal(got.year * 12 + got.month - 1, to);
                assert_int_equal(got.day, number < to_last ? number : to_last);
            }
        }
    }
}

/* Goal: a period longer than any calendar covers everything and does not wrap. */
static void date_months_beyond_all_dates_are_far_ends(void **state)
{
    (void)state;
    assert_true(day_add_months(DAY_LAST, 100000) > DAY_LAST);
    assert_true(day_add_months(DAY_FIRST, 100000) > DAY_LAST);
    assert_true(day_add_months(DAY_LAST, INT32_MAX) > DAY_LAST);
    assert_true(day_add_months(DAY_FIRST, -100000) < DAY_FIRST);
}

/* Goal: the date of an instant is the date at +08:00, for instants before 1970 as well. */
static void date_of_an_instant_turns_at_midnight_in_china(void **state)
{
    int64_t midnight = -8 * 3600 * SECOND; /* 1970-01-01T00:00+08:00 */

    (void)state;
    assert_int_equal(day_of_time(0), 0);
    assert_int_equal(day_of_time(midnight), 0);
    assert_int_equal(day_of_time(midnight - 1), -1);
    assert_int_equal(day_of_time(midnight + 86400 * SECOND - 1), 0);
    assert_int_equal(day_of_time(midnight + 86400 * SECOND), 1);
    assert_int_equal(day_of_time(midnight - 86400 * SECOND), -1);
    assert_int_equal(day_of_time(midnight - 86400 * SECOND - 1), -2);
    assert_int_equal(day_of_time(midnight + DAY_FIRST * (86400 * SECOND)), DAY_FIRST);
    assert_int_equal(day_of_time(midnight + (DAY_LAST + 1) * (86400 * SECOND) - 1), DAY_LAST);
}

/* Goal: one instant in each of its RFC 3339 spellings. */
static void time_spellings_give_their_instant(void **state)
{
    static const struct {
        const char *text;
        int64_t seconds, nanoseconds;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0, 0},
        {"1970-01-01t00:00:00z", 0, 0},
        {"1970-01-01T08:00:00+08:00", 0, 0},
        {"1970-01-01T08:00:00", 0, 0}, /* no offset: +08:00 */
        {"1970-01-01T08:00:00.5", 0, 500000000},
        {"1969-12-31T16:00:00-08:00", 0, 0},
        {"1970-01-01T00:00:00-00:00", 0, 0},
        {"1970-01-01T23:59:00+23:59", 0, 0},
        {"1969-12-31T00:01:00-23:59", 0, 0},
        {"1970-01-01T05:30:00+05:30", 0, 0},
        {"1970-01-01T00:00:00.123456789Z", 0, 123456789},
        {"1970-01-01T00:00:00.1234567891Z", 0, 123456789}, /* cut, never rounded */
        {"1970-01-01T00:00:00.9999999999999999999999Z", 0, 999999999},
        {"1970-01-01T00:00:00.000000001Z", 0, 1},
        {"1969-12-31T23:59:59.999999999Z", -1, 999999999},
        {"2026-07-01T10:00:00+08:00", 1782871200, 0},
        {"2000-02-29T00:00:00Z", 951782400, 0},
        {"1900-01-01T00:00:00+08:00", -2209017600, 0},
        {"1899-12-31T16:00:00Z", -2209017600, 0}, /* in range at +08:00 */
        {"2199-12-31T23:59:59.999999999+08:00", 7258089599, 999999999},
        {"2200-01-01T00:00:00+23:00", 7258035600, 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t time_ns = 0;

        if (!time_parse(text_of(cases[i].text), &time_ns)) fail_msg("%s refused", cases[i].text);
        if (time_ns != cases[i].seconds * SECOND + cases[i].nanoseconds) {
            fail_msg("%s gave %lld", cases[i].text, (long long)time_ns);
        }
    }
}

/* Goal: what is no time, or lies outside 1900 ... 2199 at +08:00, is refused. */
static void time_texts_that_are_no_times_are_refused(void **state)
{
    static const char *const wrong[] = {
        "",
        "2026-07-01",
        "2026-07-01T10:00",
        "2026-07-01T10:00Z",
        "2026-07-01 10:00:00",
        "2026-07-01T10:00:60Z",
        "2026-07-01T24:00:00Z",
        "2026-07-01T10:60:00Z",
        "2026-02-29T10:00:00Z",
        "2026-04-31T10:00:00Z",
        "2026-13-01T10:00:00Z",
        "2026-07-01T10:00:00.Z",
        "2026-07-01T10:00:00.",
        "2026-07-01T10:00:00,5Z",
        "2026-07-01T10:00:00+0800",
        "2026-07-01T10:00:00+08",
        "2026-07-01T10:00:00+8:00",
        "2026-07-01T10:00:00+24:00",
        "2026-07-01T10:00:00+08:60",
        "2026-07-01T10:00:00 +08:00",
        "2026-07-01T10:00:00ZZ",
        "2026-07-01T10:00:00Z ",
        "2026-07-01T10:00:00+08:00x",
        "2026-07-01T10:00:0-",
        "2026-07-01T-1:00:00Z",
        " 2026-07-01T10:00:00Z",
        "1899-12-31T15:59:59Z",
        "1899-12-31T23:59:59.999999999+08:00",
        "2200-01-01T00:00:00+08:00",
        "2199-12-31T16:00:00Z",
        "2201-01-01T00:00:00+23:00",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        int64_t time_ns;

        if (time_parse(text_of(wrong[i]), &time_ns)) fail_msg("\"%s\" was taken", wrong[i]);
    }
}

/* Goal: an offset can move the date over midnight, a month end, a leap day and a year end. */
static void time_offsets_cross_midnight(void **state)
{
    static const struct {
        const char *text;
        int32_t ymd;
    } cases[] = {
        {"2026-06-30T15:59:59Z", 20260630},      {"2026-06-30T16:00:00Z", 20260701},
        {"2026-07-01T00:30:00+09:00", 20260630}, {"2026-07-01T01:00:00+09:00", 20260701},
        {"2024-02-28T16:00:00Z", 20240229},      {"2024-02-29T16:00:00Z", 20240301},
        {"2023-02-28T16:00:00Z", 20230301},      {"2025-12-31T16:00:00Z", 20260101},
        {"2026-01-01T00:59:59+09:00", 20251231}, {"2025-12-31T11:00:00-05:00", 20260101},
        {"1900-01-01T00:00:00+08:00", 19000101}, {"2199-12-31T15:59:59Z", 21991231},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t time_ns = 0;

        assert_true(time_parse(text_of(cases[i].text), &time_ns));
        assert_int_equal(day_to_ymd(day_of_time(time_ns)), cases[i].ymd);
    }
}

/* Goal: a text that ends early is never read past its end.
 * Method: every prefix of a full time, in memory of just its size, under the sanitizers. */
static void time_prefixes_are_read_within_their_bounds(void **state)
{
    static const char full[] = "2026-07-01T10:00:00.123+08:00";
    int taken = 0;

    (void)state;
    for (uint32_t size = 0; size < sizeof(full); size++) {
        char *exact_size = test_malloc(size > 0 ? size : 1);
        int64_t time_ns;
        int32_t day;

        memcpy(exact_size, full, size);
        taken += time_parse((struct fg_text){exact_size, size, 0}, &time_ns);
        taken += day_parse((struct fg_text){exact_size, size, 0}, &day);
        test_free(exact_size);
    }
    assert_int_equal(taken, 6); /* the date; no fraction, .1 .12 .123; with offset */
}

/* Goal: a time is written as it is read, at +08:00 and in whole seconds, at both ends of the span.
 */
static void time_is_written_as_it_is_read(void **state)
{
    static const struct {
        const char *text, *written;
    } cases[] = {
        {"2026-07-01T10:00:09.999+08:00", "2026-07-01T10:00:09+08:00"},
        {"2025-12-31T16:00:00Z", "2026-01-01T00:00:00+08:00"},
        {"1969-12-31T23:59:59.5Z", "1970-01-01T07:59:59+08:00"},
        {"1900-01-01T00:00:00+08:00", "1900-01-01T00:00:00+08:00"},
        {"2199-12-31T15:59:59Z", "2199-12-31T23:59:59+08:00"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char written[INSTANT_SIZE];
        int64_t time_ns = 0;

        assert_true(time_parse(text_of(cases[i].text), &time_ns));
        instant_format(time_ns, written);
        assert_string_equal(written, cases[i].written);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(date_every_day_has_its_number),
        cmocka_unit_test(date_numbers_that_are_no_dates_are_refused),
        cmocka_unit_test(date_texts_that_are_no_dates_are_refused),
        cmocka_unit_test(date_months_are_added_to_the_corresponding_day),
        cmocka_unit_test(date_months_beyond_all_dates_are_far_ends),
        cmocka_unit_test(date_of_an_instant_turns_at_midnight_in_china),
        cmocka_unit_test(time_spellings_give_their_instant),
        cmocka_unit_test(time_texts_that_are_no_times_are_refused),
        cmocka_unit_test(time_offsets_cross_midnight),
        cmocka_unit_test(time_prefixes_are_read_within_their_bounds),
        cmocka_unit_test(time_is_written_as_it_is_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

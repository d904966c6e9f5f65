/* SPDX-License-Identifier: Apache-2.0
 * Calendar buckets and rolling windows, against a walk over the calendar. */
#include "support/test.h"

#include "rules/calendar.h"

static const enum per units[] = {PER_DAY, PER_MONTH, PER_QUARTER, PER_HALF_YEAR, PER_YEAR};

static int32_t day_of(int32_t ymd)
{
    int32_t day = DAY_NONE;

    assert_true(day_from_ymd(ymd, &day));
    return day;
}

/* Whether a bucket of this unit begins on a date. */
static bool begins(enum per per, int32_t year_starts, struct civil civil)
{
    switch (per) {
    case PER_DAY: return true;
    case PER_MONTH: return civil.day == 1;
    case PER_QUARTER: return civil.day == 1 && civil.month % 3 == 1;
    case PER_HALF_YEAR: return civil.day == 1 && civil.month % 6 == 1;
    case PER_YEAR: return civil.day == 1 && civil.month == year_starts;
    default: return false;
    }
}

/* Goal: a new bucket begins on the days the calendar says and on no other, numbered in order; its
 * days are found again from its number.
 * Method: every day of 1900 ... 2199, for every unit and every month a year may start in. */
static void calendar_buckets_begin_where_they_should(void **state)
{
    (void)state;
    for (size_t unit = 0; unit < COUNT(units); unit++) {
        for (int32_t starts = 1; starts <= (units[unit] == PER_YEAR ? 12 : 1); starts++) {
            int64_t bucket = bucket_of(units[unit], starts, DAY_FIRST);
            int32_t first = DAY_FIRST;

            for (int32_t day = DAY_FIRST + 1; day <= DAY_LAST; day++) {
                if (begins(units[unit], starts, day_to_civil(day))) {
                    struct days days = bucket_days(units[unit], starts, bucket);

                    assert_int_equal(days.to, day - 1);
                    if (first != DAY_FIRST) assert_int_equal(days.from, first);
                    assert_true(days.from <= first);
                    bucket++;
                    first = day;
                }
                assert_int_equal(bucket_of(units[unit], starts, day), bucket);
            }
        }
    }
}

/* Goal: "once" is one bucket for all time, and a year's start moves years only. */
static void calendar_once_holds_every_day(void **state)
{
    struct days days = bucket_days(PER_ONCE, 1, 0);

    (void)state;
    assert_int_equal(bucket_of(PER_ONCE, 1, DAY_FIRST), 0);
    assert_int_equal(bucket_of(PER_ONCE, 1, DAY_LAST), 0);
    assert_true(days_hold(days, DAY_FIRST) && days_hold(days, DAY_LAST));
    assert_int_equal(bucket_of(PER_QUARTER, 10, day_of(20260401)),
                     bucket_of(PER_QUARTER, 1, day_of(20260401)));
}

/* Goal: a year that starts in October runs from October to September. */
static void calendar_years_may_start_in_any_month(void **state)
{
    int64_t bucket = bucket_of(PER_YEAR, 10, day_of(20261001));
    struct days days = bucket_days(PER_YEAR, 10, bucket);

    (void)state;
    assert_int_equal(day_to_ymd(days.from), 20261001);
    assert_int_equal(day_to_ymd(days.to), 20270930);
    assert_int_equal(bucket_of(PER_YEAR, 10, day_of(20260930)), bucket - 1);
    assert_int_equal(bucket_of(PER_YEAR, 10, day_of(20270101)), bucket);
}

/* Goal: a rolling period ends on the corresponding day, or the month's last where there is none. */
static void calendar_windows_end_on_the_corresponding_day(void **state)
{
    static const struct {
        int64_t within;
        enum within_unit unit;
        int32_t from, to;
    } cases[] = {
        {1, WITHIN_DAYS, 20260101, 20260102},    {30, WITHIN_DAYS, 20260201, 20260303},
        {365, WITHIN_DAYS, 20240229, 20250228},  {1, WITHIN_MONTHS, 20260131, 20260228},
        {1, WITHIN_MONTHS, 20240131, 20240229},  {1, WITHIN_MONTHS, 20260228, 20260328},
        {1, WITHIN_MONTHS, 20260330, 20260430},  {1, WITHIN_MONTHS, 20260331, 20260430},
        {3, WITHIN_MONTHS, 20261130, 20270228},  {12, WITHIN_MONTHS, 20240229, 20250228},
        {13, WITHIN_MONTHS, 20251231, 20270131}, {1, WITHIN_YEARS, 20240229, 20250228},
        {4, WITHIN_YEARS, 20240229, 20280229},   {100, WITHIN_YEARS, 20000229, 21000228},
        {1, WITHIN_YEARS, 20260101, 20270101},   {1, WITHIN_YEARS, 20261231, 20271231},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct period period = {.within = cases[i].within, .within_unit = cases[i].unit};

        assert_int_equal(day_to_ymd(window_end(&period, day_of(cases[i].from))), cases[i].to);
    }
}

/* Goal: a later opening never ends earlier, so that windows keep their order. */
static void calendar_windows_keep_their_order(void **state)
{
    (void)state;
    for (int64_t within = 1; within <= 26; within++) {
        for (int unit = WITHIN_DAYS; unit <= WITHIN_YEARS; unit++) {
            struct period period = {.within = within, .within_unit = (enum within_unit)unit};

            for (int32_t day = day_of(20230101); day < day_of(20281231); day++) {
                assert_true(window_end(&period, day) <= window_end(&period, day + 1));
                assert_true(window_end(&period, day) > day);
            }
        }
    }
}

/* Goal: a period longer than the calendar covers all of it and does not wrap. */
static void calendar_windows_of_absurd_length_cover_everything(void **state)
{
    static const int64_t lengths[] = {300000,    336021,         1000000000,
                                      INT32_MAX, INT64_MAX / 12, INT64_MAX};

    (void)state;
    for (size_t i = 0; i < COUNT(lengths); i++) {
        for (int unit = WITHIN_DAYS; unit <= WITHIN_YEARS; unit++) {
            struct period period = {.within = lengths[i], .within_unit = (enum within_unit)unit};

            assert_true(window_end(&period, DAY_FIRST) > DAY_LAST);
            assert_true(window_end(&period, DAY_LAST) > DAY_LAST);
        }
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(calendar_buckets_begin_where_they_should),
        cmocka_unit_test(calendar_once_holds_every_day),
        cmocka_unit_test(calendar_years_may_start_in_any_month),
        cmocka_unit_test(calendar_windows_end_on_the_corresponding_day),
        cmocka_unit_test(calendar_windows_keep_their_order),
        cmocka_unit_test(calendar_windows_of_absurd_length_cover_everything),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * A bucket is a whole number of months, or a day. */
#include "rules/calendar.h"

static int32_t bucket_months(enum per per)
{
    switch (per) {
    case PER_MONTH: return 1;
    case PER_QUARTER: return 3;
    case PER_HALF_YEAR: return 6;
    case PER_YEAR: return 12;
    case PER_NONE:
    case PER_DAY:
    case PER_ONCE: break;
    }
    return 0;
}

/* Months by which this unit's buckets begin after January. */
static int32_t month_shift(enum per per, int32_t year_starts)
{
    return per == PER_YEAR ? year_starts - 1 : 0;
}

int64_t bucket_of(enum per per, int32_t year_starts, int32_t day)
{
    struct civil civil;
    int32_t months;

    if (per == PER_DAY) return day;
    if (per == PER_ONCE || per == PER_NONE) return 0;
    civil = day_to_civil(day);
    months = civil.year * 12 + civil.month - 1 - month_shift(per, year_starts);
    return months / bucket_months(per); /* years are 1900 and later: nothing here is negative */
}

struct days bucket_days(enum per per, int32_t year_starts, int64_t bucket)
{
    struct days days = {(int32_t)bucket, (int32_t)bucket};
    int64_t month;

    if (per == PER_DAY) return days;
    if (per == PER_ONCE || per == PER_NONE) return (struct days){DAY_BEGINNING, DAY_END};
    month = bucket * bucket_months(per) + month_shift(per, year_starts);
    days.from = day_from_civil((struct civil){(int32_t)(month / 12), (int32_t)(month % 12) + 1, 1});
    days.to = day_add_months(days.from, bucket_months(per)) - 1;
    return days;
}

int32_t window_end(const struct period *period, int32_t day)
{
    int64_t within = period->within;

    switch (period->within_unit) {
    case WITHIN_DAYS: return within > DAY_LAST * 4 ? DAY_END : (int32_t)(day + within);
    case WITHIN_YEARS: within = within > 100000 ? 100000 * 12 : within * 12; break;
    case WITHIN_MONTHS: break;
    }
    return day_add_months(day, within > 100000 ? 100000 : (int32_t)within);
}

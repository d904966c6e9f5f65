/* SPDX-License-Identifier: Apache-2.0
 * Calendar arithmetic and the two date notations. Knows no clock and no time zone data. */
#include "base/date.h"

#include <stdio.h>

#define SECOND_NS INT64_C(1000000000)
#define DAY_SECONDS INT64_C(86400)
#define CHINA_OFFSET_SECONDS (8 * 3600)

static bool is_leap(int32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int32_t month_days(int32_t year, int32_t month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Years are counted from March, so that the leap day is the last of its year; an era is 400 years.
 */
int32_t day_from_civil(struct civil civil)
{
    int32_t year = civil.year - (civil.month <= 2);
    int32_t era = (year >= 0 ? year : year - 399) / 400;
    int32_t year_of_era = year - era * 400;
    int32_t month_from_march = (civil.month + 9) % 12;
    int32_t day_of_year = (153 * month_from_march + 2) / 5 + civil.day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

struct civil day_to_civil(int32_t day)
{
    int32_t shifted = day + 719468;
    int32_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int32_t day_of_era = shifted - era * 146097;
    int32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t month_from_march = (5 * day_of_year + 2) / 153;
    struct civil civil;

    civil.day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    civil.month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    civil.year = year_of_era + era * 400 + (civil.month <= 2);
    return civil;
}

static bool civil_is_valid(struct civil civil)
{
    return civil.year >= 1900 && civil.year <= 2199 && civil.month >= 1 && civil.month <= 12 &&
           civil.day >= 1 && civil.day <= month_days(civil.year, civil.month);
}

bool day_from_ymd(int32_t yyyymmdd, int32_t *day)
{
    struct civil civil = {yyyymmdd / 10000, yyyymmdd / 100 % 100, yyyymmdd % 100};

    if (yyyymmdd <= 0 || !civil_is_valid(civil)) return false;
    *day = day_from_civil(civil);
    return true;
}

int32_t day_to_ymd(int32_t day)
{
    struct civil civil = day_to_civil(day);

    return civil.year * 10000 + civil.month * 100 + civil.day;
}

/* Reads exactly `count` digits; -1 if they are not all digits. */
static int32_t digits(const char *bytes, int count)
{
    int32_t value = 0;

    for (int i = 0; i < count; i++) {
        if (bytes[i] < '0' || bytes[i] > '9') return -1;
        value = value * 10 + (bytes[i] - '0');
    }
    return value;
}

bool day_parse(struct fg_text text, int32_t *day)
{
    struct civil civil;

    if (text.size != 10 || text.bytes[4] != '-' || text.bytes[7] != '-') return false;
    civil.year = digits(text.bytes, 4);
    civil.month = digits(text.bytes + 5, 2);
    civil.day = digits(text.bytes + 8, 2);
    if (!civil_is_valid(civil)) return false;
    *day = day_from_civil(civil);
    return true;
}

void day_format(int32_t day, char out[static 11])
{
    int32_t ymd = day_to_ymd(day);

    for (int i = 9; i >= 0; i--) {
        if (i == 4 || i == 7) {
            out[i] = '-';
            continue;
        }
        out[i] = (char)('0' + ymd % 10);
        ymd /= 10;
    }
    out[10] = '\0';
}

int32_t day_of_time(int64_t time_ns)
{
    int64_t seconds = time_ns / SECOND_NS - (time_ns % SECOND_NS < 0);
    int64_t local = seconds + CHINA_OFFSET_SECONDS;

    return (int32_t)(local / DAY_SECONDS - (local % DAY_SECONDS < 0));
}

int32_t day_add_months(int32_t day, int32_t months)
{
    struct civil civil = day_to_civil(day);
    int64_t index = (int64_t)civil.year * 12 + civil.month - 1 + months;
    int32_t last;

    /* Past any date that a schedule or a charge can carry: one far end serves for all of them. */
    if (index >= 4000 * 12) return DAY_END;
    if (index < 0) return DAY_BEGINNING;
    civil.year = (int32_t)(index / 12);
    civil.month = (int32_t)(index % 12) + 1;
    last = month_days(civil.year, civil.month);
    if (civil.day > last) civil.day = last;
    return day_from_civil(civil);
}

/* Reads ".fraction" at *at, if there is one, cut to nanoseconds. */
static bool fraction_parse(struct fg_text text, uint32_t *at, int64_t *nanoseconds)
{
    int64_t unit = SECOND_NS;
    uint32_t start;

    *nanoseconds = 0;
    if (*at >= text.size || text.bytes[*at] != '.') return true;
    start = ++*at;
    while (*at < text.size && text.bytes[*at] >= '0' && text.bytes[*at] <= '9') {
        unit /= 10;
        *nanoseconds += (text.bytes[*at] - '0') * unit;
        ++*at;
    }
    return *at > start;
}

/* Reads "Z", "+hh:mm", "-hh:mm" or nothing, up to the text's end. */
static bool offset_parse(struct fg_text text, uint32_t at, int32_t *seconds)
{
    int32_t hours, minutes;

    *seconds = CHINA_OFFSET_SECONDS;
    if (at == text.size) return true;
    *seconds = 0;
    if (at + 1 == text.size) return text.bytes[at] == 'Z' || text.bytes[at] == 'z';
    if (at + 6 != text.size || text.bytes[at + 3] != ':') return false;
    if (text.bytes[at] != '+' && text.bytes[at] != '-') return false;
    hours = digits(text.bytes + at + 1, 2);
    minutes = digits(text.bytes + at + 4, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return false;
    *seconds = (hours * 60 + minutes) * 60;
    if (text.bytes[at] == '-') *seconds = -*seconds;
    return true;
}

bool time_parse(struct fg_text text, int64_t *time_ns)
{
    struct civil civil;
    int32_t hour, minute, second, offset, local_day;
    int64_t nanoseconds, instant;
    uint32_t at = 19;
    const char *bytes = text.bytes;

    if (text.size < 19 || bytes[4] != '-' || bytes[7] != '-' || bytes[13] != ':' ||
        bytes[16] != ':' || (bytes[10] != 'T' && bytes[10] != 't')) {
        return false;
    }
    civil.year = digits(bytes, 4);
    civil.month = digits(bytes + 5, 2);
    civil.day = digits(bytes + 8, 2);
    hour = digits(bytes + 11, 2);
    minute = digits(bytes + 14, 2);
    second = digits(bytes + 17, 2);
    /* The offset can move the date by a day: years one off are judged after it is applied. */
    if (civil.year < 1899 || civil.year > 2200 || civil.month < 1 || civil.month > 12) return false;
    if (civil.day < 1 || civil.day > month_days(civil.year, civil.month)) return false;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
        return false;
    }
    if (!fraction_parse(text, &at, &nanoseconds) || !offset_parse(text, at, &offset)) return false;
    instant = day_from_civil(civil) * DAY_SECONDS + (hour * 60 + minute) * 60 + second - offset;
    *time_ns = instant * SECOND_NS + nanoseconds;
    local_day = day_of_time(*time_ns);
    return local_day >= DAY_FIRST && local_day <= DAY_LAST;
}

void instant_format(int64_t time_ns, char out[static INSTANT_SIZE])
{
    int32_t day = day_of_time(time_ns);
    int64_t start_ns = (day * DAY_SECONDS - CHINA_OFFSET_SECONDS) * SECOND_NS;
    uint32_t second = (uint32_t)((time_ns - start_ns) / SECOND_NS) % DAY_SECONDS;

    day_format(day, out);
    snprintf(out + 10, INSTANT_SIZE - 10, "T%02u:%02u:%02u+08:00", second / 3600 % 24,
             second / 60 % 60, second % 60);
}

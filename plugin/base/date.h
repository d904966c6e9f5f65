/* SPDX-License-Identifier: Apache-2.0
 * Civil dates of the proleptic Gregorian calendar, always at +08:00; never the host's zone.
 * A day is a number: days since 1970-01-01. */
#ifndef FEEGUARD_BASE_DATE_H
#define FEEGUARD_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "feeguard/text.h"

#define DAY_NONE INT32_MIN            /* no date */
#define DAY_FIRST (-25567)            /* 1900-01-01 */
#define DAY_LAST 84005                /* 2199-12-31 */
#define DAY_BEGINNING (INT32_MIN + 1) /* an open `from` */
#define DAY_END INT32_MAX             /* an open `to` */

struct civil {
    int32_t year, month, day;
};

/* A span of days, both ends included. */
struct days {
    int32_t from, to;
};

static inline bool days_hold(struct days days, int32_t day)
{
    return days.from <= day && day <= days.to;
}

int32_t day_from_civil(struct civil civil);
struct civil day_to_civil(int32_t day);

/* False unless the date exists and lies within 1900 ... 2199. */
bool day_from_ymd(int32_t yyyymmdd, int32_t *day);
int32_t day_to_ymd(int32_t day);

/* "YYYY-MM-DD", nothing else. */
bool day_parse(struct fg_text text, int32_t *day);
void day_format(int32_t day, char out[static 11]);

/* The date at +08:00 of an instant. */
int32_t day_of_time(int64_t time_ns);

/* Adds calendar months; the month's last day where there is no corresponding day
 * (Civil Code, article 202). */
int32_t day_add_months(int32_t day, int32_t months);

/* RFC 3339 with T and Z in either case, any fraction (cut to nanoseconds), seconds 00 to 59; an
 * offset may be missing: +08:00. False unless the +08:00 date lies within 1900 ... 2199. */
bool time_parse(struct fg_text text, int64_t *time_ns);

#define INSTANT_SIZE 26

/* "YYYY-MM-DDThh:mm:ss+08:00" of a time whose +08:00 date lies within 1900 ... 2199; the fraction
 * is dropped. */
void instant_format(int64_t time_ns, char out[static INSTANT_SIZE]);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * The summary as a page for people: Chinese by default. Numbers stand before names, so that columns
 * hold whatever the width of a character. */
#include <stdlib.h>

#include "base/date.h"
#include "base/text.h"
#include "harness.h"
#include "replay/summary.h"

#define UNITS_SHOWN 20

enum label {
    LABEL_TITLE,
    LABEL_MONITOR,
    LABEL_ROWS,
    LABEL_ALLOWED,
    LABEL_DENIED,
    LABEL_RESULTS,
    LABEL_MALFORMED,
    LABEL_MISMATCHES,
    LABEL_PREVENTED,
    LABEL_SPAN,
    LABEL_CODES,
    LABEL_UNITS,
    LABEL_OTHERS,
    LABEL_COUNT
};

static const char *const labels[LABEL_COUNT][2] = {
    [LABEL_TITLE] = {"== 回放小结", "== Summary of the replay"},
    [LABEL_MONITOR] = {"监测模式：以下为强制模式下会作出的结论，收费均已放行",
                       "monitor mode: outcomes are those of enforce mode; every charge was let go"},
    [LABEL_ROWS] = {"行（事件）", "rows (events)"},
    [LABEL_ALLOWED] = {"放行", "allowed"},
    [LABEL_DENIED] = {"拦截", "denied"},
    [LABEL_RESULTS] = {"结果", "result"},
    [LABEL_MALFORMED] = {"其中格式有误", "of them malformed"},
    [LABEL_MISMATCHES] = {"与预期不符", "not as expected"},
    [LABEL_PREVENTED] = {"元，拦下的超出合法应收的金额",
                         "yuan over the lawful amount that was denied"},
    [LABEL_SPAN] = {"业务日期", "dates of charging"},
    [LABEL_CODES] = {"-- 按问题（发现次数，其中拦截）", "-- by code (found, of them denied)"},
    [LABEL_UNITS] = {"-- 按执收单位（拦截，判定，超收元）",
                     "-- by collecting unit (denied, decided, yuan over the lawful amount)"},
    [LABEL_OTHERS] = {"其余", "all others"},
};

static const char *say(enum label label, int32_t language)
{
    return labels[label][language == FG_LANGUAGE_EN];
}

/* Yuan with two decimals, right-aligned in `width`. */
static void print_yuan(wide_fen fen, int width, FILE *file)
{
    char text[YUAN_SIZE];

    fprintf(file, "%*s", width, yuan_format(fen, text));
}

static void print_count(uint64_t count, const char *label, FILE *file)
{
    fprintf(file, "%14llu  %s\n", (unsigned long long)count, label);
}

static void print_results(const struct summary *summary, int32_t language, FILE *file)
{
    static const char *const names[SUMMARY_RESULTS] = {
        "ok",          "committed-late",   "not-found", "not-reserved", "not-committed",
        "over-refund", "conflicting-retry"};

    for (int i = 0; i < SUMMARY_RESULTS; i++) {
        if (summary->results[i] == 0) continue;
        fprintf(file, "%14llu  %s %s\n", (unsigned long long)summary->results[i],
                say(LABEL_RESULTS, language), names[i]);
    }
}

static void print_head(const struct summary *summary, int32_t mode, int32_t language, FILE *file)
{
    fprintf(file, "%s\n", say(LABEL_TITLE, language));
    if (mode == FG_MODE_MONITOR) fprintf(file, "%s\n", say(LABEL_MONITOR, language));
    print_count(summary->rows, say(LABEL_ROWS, language), file);
    print_count(summary->allowed, say(LABEL_ALLOWED, language), file);
    print_count(summary->denied, say(LABEL_DENIED, language), file);
    print_count(summary->malformed, say(LABEL_MALFORMED, language), file);
    print_results(summary, language, file);
    print_count(summary->mismatches, say(LABEL_MISMATCHES, language), file);
    print_yuan(summary->prevented_fen, 14, file);
    fprintf(file, "  %s\n", say(LABEL_PREVENTED, language));
    if (summary->first_ns <= summary->last_ns) {
        char first[11], last[11];

        day_format(day_of_time(summary->first_ns), first);
        day_format(day_of_time(summary->last_ns), last);
        fprintf(file, "%14s  %s %s\n", first, last, say(LABEL_SPAN, language));
    }
}

static void print_codes(const struct summary *summary, const struct code_names *names,
                        int32_t language, FILE *file)
{
    bool titled = false;

    for (int code = 0; code < FG_CODE_COUNT; code++) {
        if (summary->codes[code] == 0) continue;
        if (!titled) fprintf(file, "%s\n", say(LABEL_CODES, language));
        titled = true;
        fprintf(file, "%14llu %10llu  %2d %.*s %.*s\n", (unsigned long long)summary->codes[code],
                (unsigned long long)summary->codes_denied[code], code,
                (int)names->name_zh[code].size, names->name_zh[code].bytes,
                (int)names->name[code].size, names->name[code].bytes);
    }
}

static void print_unit(const struct unit_count *unit, const char *label, FILE *file)
{
    fprintf(file, "%14llu %10llu ", (unsigned long long)unit->denied,
            (unsigned long long)unit->rows);
    print_yuan(unit->prevented_fen, 18, file);
    if (label != NULL)
        fprintf(file, "  %s\n", label);
    else
        fprintf(file, "  %.*s\n", (int)unit->unit.size, unit->unit.bytes);
}

/* Most denied first, then by code. */
static int by_denied(const void *left, const void *right)
{
    const struct unit_count *a = left, *b = right;

    if (a->denied != b->denied) return a->denied > b->denied ? -1 : 1;
    return text_compare(a->unit, b->unit);
}

static void print_units(const struct summary *summary, int32_t language, FILE *file)
{
    struct unit_count *units = memory_take(summary->unit_count, sizeof(*units));
    struct unit_count others = summary->others;
    uint64_t count = 0;

    for (uint64_t i = 0; i < summary->unit_slots; i++) {
        if (summary->units[i].unit.size > 0) units[count++] = summary->units[i];
    }
    qsort(units, count, sizeof(*units), by_denied);
    if (count > 0) fprintf(file, "%s\n", say(LABEL_UNITS, language));
    for (uint64_t i = 0; i < count; i++) {
        if (i < UNITS_SHOWN && units[i].denied > 0) {
            print_unit(&units[i], NULL, file);
        } else {
            others.rows += units[i].rows;
            others.denied += units[i].denied;
            others.prevented_fen += units[i].prevented_fen;
        }
    }
    if (others.rows > 0) print_unit(&others, say(LABEL_OTHERS, language), file);
    free(units);
}

void summary_print(const struct summary *summary, const struct code_names *names, int32_t mode,
                   int32_t language, FILE *file)
{
    print_head(summary, mode, language, file);
    print_codes(summary, names, language, file);
    print_units(summary, language, file);
}

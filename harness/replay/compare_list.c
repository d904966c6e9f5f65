/* SPDX-License-Identifier: Apache-2.0
 * A comparison charge by charge, as CSV. Payers and subjects are not in it. */
#include <string.h>

#include "base/text.h"
#include "json.h"
#include "replay/compare_table.h"

static void put(FILE *file, struct fg_text text)
{
    fwrite(text.bytes, 1, text.size, file);
}

/* Quoted where RFC 4180 wants it. */
static void put_cell(FILE *file, struct fg_text text)
{
    bool quoted = false;

    for (uint32_t i = 0; i < text.size && !quoted; i++) {
        quoted = memchr(",\"\r\n", text.bytes[i], 4) != NULL;
    }
    if (!quoted) {
        put(file, text);
        return;
    }
    fputc('"', file);
    for (uint32_t i = 0; i < text.size; i++) {
        if (text.bytes[i] == '"') fputc('"', file);
        fputc(text.bytes[i], file);
    }
    fputc('"', file);
}

static void put_money(FILE *file, bool present, int64_t fen)
{
    char text[TIME_TEXT_SIZE];

    fputc(',', file);
    if (!present) return;
    money_format(fen, text);
    fputs(text, file);
}

static void put_codes(FILE *file, const struct code_names *names, uint64_t codes)
{
    const char *between = "";

    fputc(',', file);
    for (; codes != 0; codes &= codes - 1) {
        int code = __builtin_ctzll(codes);

        if (code >= FG_CODE_COUNT) return;
        fputs(between, file);
        put(file, names->name[code]);
        between = "+";
    }
}

static void put_judgement(FILE *file, const struct code_names *names,
                          const struct judgement *judgement)
{
    fputs(judgement->outcome == FG_ALLOW ? ",allow" : ",deny", file);
    put_codes(file, names, judgement->codes);
    put_money(file, (judgement->present & FG_HAS_STANDARD) != 0, judgement->standard_fen);
    put_money(file, (judgement->present & FG_HAS_DUE) != 0, judgement->due_fen);
}

static void put_row(FILE *file, const struct code_names *names, const struct difference *difference)
{
    struct effect effect = difference_effect(difference);
    char time[TIME_TEXT_SIZE];

    time_format(difference->time_ns, time);
    put_cell(file, text_of(difference->log));
    fprintf(file, ",%llu,", (unsigned long long)difference->line);
    put_cell(file, difference->txn);
    fprintf(file, ",%s,", time);
    put_cell(file, difference->unit);
    fputc(',', file);
    put_cell(file, difference->item);
    put_money(file, true, difference->amount_fen);
    fputs(difference->taken ? ",yes" : ",no", file);
    put_money(file, true, difference->refunded_fen);
    put_judgement(file, names, &difference->before);
    put_judgement(file, names, &difference->after);
    put_money(file, true, effect.revenue_fen);
    put_money(file, true, effect.refundable_fen);
    put_money(file, true, effect.collectable_fen);
    fputs("\r\n", file);
}

bool compare_list(const struct comparison *comparison, const struct code_names *names, FILE *file)
{
    fputs("log,line,txn,time,unit,item,amount,taken,refunded,"
          "outcome_before,codes_before,standard_before,due_before,"
          "outcome_after,codes_after,standard_after,due_after,"
          "lawful_change,refundable,collectable\r\n",
          file);
    for (const struct difference *at = comparison->differences; at != NULL; at = at->hh.next) {
        put_row(file, names, at);
    }
    return ferror(file) == 0;
}

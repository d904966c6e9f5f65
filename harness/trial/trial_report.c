/* SPDX-License-Identifier: Apache-2.0
 * What of the bundle the cases touched, in numbers, and what they did not, part by part. */
#include <inttypes.h>
#include <stdio.h>

#include "base/text.h"
#include "feeguard/host.h"
#include "harness.h"
#include "json.h"
#include "survey/curves.h"
#include "trial/trial.h"
#include "words/words.h"

static const struct {
    const char *code, *words[2]; /* by FG_LANGUAGE_* */
} kinds[PART_KIND_COUNT] = {
    [PART_ITEM] = {"item", {"项目", "item"}},
    [PART_CASE] = {"case", {"情形", "case"}},
    [PART_BAND] = {"band", {"分段", "band"}},
    [PART_REDUCTION] = {"reduction", {"减免", "reduction"}},
    [PART_BASIS] = {"basis", {"依据", "basis"}},
};

/* ---- a part in words ---- */

static void english_days(struct buffer *out, struct days days)
{
    char text[11];

    if (days.from > DAY_BEGINNING) {
        day_format(days.from, text);
        words_put(out, " from ");
        words_put(out, text);
    }
    if (days.to < DAY_END) {
        day_format(days.to, text);
        words_put(out, " to ");
        words_put(out, text);
    }
}

static const struct item *item_of(const struct bundle *bundle, struct fg_text code)
{
    for (uint32_t i = bundle->snapshot_count; i > 0; i--) {
        const struct item_rules *rules = table_get(&bundle->snapshots[i - 1].items, code);

        if (rules != NULL) return rules->item;
    }
    return NULL;
}

static void named(struct buffer *out, struct fg_text code, struct fg_text name)
{
    words_text(out, code);
    if (name.size > 0) words_put(out, " ");
    words_text(out, name);
}

static const struct fee_case *case_of(const struct part *part)
{
    return &part->standard->cases[part->case_number - 1];
}

static void case_zh(const struct words *words, struct buffer *out, const struct part *part)
{
    const struct condition *when = case_of(part)->when;
    struct days days = part->standard->days;

    words_put(out, "，");
    words_days(out, days);
    if (days.from > DAY_BEGINNING || days.to < DAY_END) words_put(out, "的");
    words_put(out, "标准，第");
    words_number(out, part->case_number);
    words_put(out, "种情形：");
    if (part->kind == PART_CASE) {
        if (when != NULL)
            words_condition(words, out, when);
        else
            words_put(out, part->case_number > 1 ? "其他情形" : "不分情形");
    } else {
        words_band_span(words, out, part->tariff, part->band);
        words_put(out, "，");
        words_band(words, out, part->tariff, part->band);
    }
}

static void bound_en(struct buffer *out, const struct tariff *tariff, int64_t bound)
{
    char text[32];

    axis_format(tariff->on_quantity ? AXIS_QUANTITY : AXIS_BASE, bound, text);
    words_put(out, text);
}

static void case_en(struct buffer *out, const struct part *part)
{
    const struct condition *when = case_of(part)->when;

    words_put(out, ", standard");
    english_days(out, part->standard->days);
    words_put(out, ", case ");
    words_number(out, part->case_number);
    words_put(out, ": ");
    if (part->kind == PART_CASE) {
        if (when != NULL)
            english_condition(out, when);
        else
            words_put(out, part->case_number > 1 ? "all others" : "any charge");
        return;
    }
    words_put(out, part->tariff->on_quantity ? "quantity" : "base");
    if (part->band > 0) {
        words_put(out, " above ");
        bound_en(out, part->tariff, part->tariff->bands[part->band - 1].upto);
    }
    if (part->tariff->bands[part->band].upto < INT64_MAX) {
        words_put(out, " up to ");
        bound_en(out, part->tariff, part->tariff->bands[part->band].upto);
    }
}

static void part_put(const struct trial *trial, const struct part *part, struct buffer *out)
{
    const struct bundle *bundle = trial->bundle;
    struct words words = {.terms = &trial->terms,
                          .snapshot = &bundle->snapshots[bundle->snapshot_count - 1]};
    const struct item *item = part->rule;
    const struct reduction *reduction = part->rule;
    const struct basis *basis = part->rule;

    switch (part->kind) {
    case PART_ITEM: named(out, item->code, item->name); return;
    case PART_REDUCTION: named(out, reduction->id, reduction->name); return;
    case PART_BASIS:
        named(out, basis->id, basis->number);
        if (basis->title.size > 0) words_put(out, " ");
        words_text(out, basis->title);
        return;
    default: break;
    }
    words.item = item_of(bundle, part->item);
    named(out, part->item, words.item != NULL ? words.item->name : (struct fg_text){NULL, 0, 0});
    if (trial->language == FG_LANGUAGE_EN)
        case_en(out, part);
    else
        case_zh(&words, out, part);
}

/* ---- lines ---- */

static void print_part(const struct trial *trial, const struct part *part, struct buffer *words)
{
    printf("%.*s:%" PRIu32 ": %s %.*s\n", (int)part->document->file.size,
           part->document->file.bytes, part->line, kinds[part->kind].words[trial->language],
           (int)words->size, (const char *)words->bytes);
}

static void json_days(struct output *json, struct days days)
{
    if (days.from > DAY_BEGINNING) json_day(json, "from", days.from);
    if (days.to < DAY_END) json_day(json, "to", days.to);
}

static void json_part(const struct part *part, struct buffer *words)
{
    struct output json = {0};

    json_open(&json, NULL, '{');
    json_text(&json, "type", TEXT("untouched"));
    json_text(&json, "kind", text_of(kinds[part->kind].code));
    json_text(&json, "file", part->document->file);
    json_number(&json, "line", part->line);
    json_text(&json, "document", part->document->label);
    switch (part->kind) {
    case PART_ITEM: json_text(&json, "item", ((const struct item *)part->rule)->code); break;
    case PART_REDUCTION: json_text(&json, "id", ((const struct reduction *)part->rule)->id); break;
    case PART_BASIS: json_text(&json, "id", ((const struct basis *)part->rule)->id); break;
    default:
        json_text(&json, "item", part->item);
        json_days(&json, part->standard->days);
        json_number(&json, "case", part->case_number);
        if (part->kind == PART_BAND) json_number(&json, "band", (int64_t)part->band + 1);
    }
    json_text(&json, "words",
              (struct fg_text){(const char *)words->bytes, (uint32_t)words->size, 0});
    json_close(&json, '}');
    json_line(&json);
    output_free(&json);
}

static void list_untouched(const struct trial *trial)
{
    struct buffer words;

    buffer_init(&words);
    for (size_t i = 0; i < trial->coverage.count; i++) {
        const struct part *part = &trial->coverage.parts[i];

        if (part->touched) continue;
        part_put(trial, part, &words);
        if (words.failed) memory_gone();
        if (trial->json)
            json_part(part, &words);
        else
            print_part(trial, part, &words);
        buffer_free(&words);
    }
}

/* ---- numbers ---- */

static void print_rows(const struct trial *trial)
{
    bool english = trial->language == FG_LANGUAGE_EN;

    if (trial->failed > 0) {
        printf(english ? "%" PRIu64 " cases, %" PRIu64 " failed\n"
                       : "用例 %" PRIu64 " 个，不合格 %" PRIu64 " 个\n",
               trial->rows, trial->failed);
    } else {
        printf(english ? "%" PRIu64 " cases, all as expected\n"
                       : "用例 %" PRIu64 " 个，全部符合期望\n",
               trial->rows);
    }
}

static uint64_t print_counts(const struct trial *trial)
{
    bool english = trial->language == FG_LANGUAGE_EN;
    uint64_t untouched = 0;

    fputs(english ? "touched:" : "触及：", stdout);
    for (enum part_kind kind = PART_ITEM; kind < PART_KIND_COUNT; kind++) {
        struct part_count count = coverage_count(&trial->coverage, kind);

        untouched += count.all - count.touched;
        printf("%s%s %" PRIu64 "/%" PRIu64,
               kind == PART_ITEM ? (english ? " " : "") : (english ? ", " : "，"),
               kinds[kind].words[trial->language], count.touched, count.all);
    }
    putchar('\n');
    if (untouched > 0) {
        printf(english ? "no case touches these %" PRIu64 ":\n"
                       : "没有用例触及的 %" PRIu64 " 处：\n",
               untouched);
    }
    return untouched;
}

static uint64_t json_counts(const struct trial *trial)
{
    uint64_t untouched = 0;
    struct output json = {0};

    for (enum part_kind kind = PART_ITEM; kind < PART_KIND_COUNT; kind++) {
        struct part_count count = coverage_count(&trial->coverage, kind);

        untouched += count.all - count.touched;
        json_open(&json, NULL, '{');
        json_text(&json, "type", TEXT("coverage"));
        json_text(&json, "kind", text_of(kinds[kind].code));
        json_number(&json, "touched", (int64_t)count.touched);
        json_number(&json, "all", (int64_t)count.all);
        json_close(&json, '}');
        json_line(&json);
    }
    json_open(&json, NULL, '{');
    json_text(&json, "type", TEXT("summary"));
    json_number(&json, "cases", (int64_t)trial->rows);
    json_number(&json, "failed", (int64_t)trial->failed);
    json_number(&json, "untouched", (int64_t)untouched);
    json_close(&json, '}');
    json_line(&json);
    output_free(&json);
    return untouched;
}

uint64_t trial_report(struct trial *trial)
{
    uint64_t untouched;

    coverage_sort(&trial->coverage);
    if (trial->json) {
        list_untouched(trial);
        return json_counts(trial);
    }
    print_rows(trial);
    untouched = print_counts(trial);
    list_untouched(trial);
    return untouched;
}

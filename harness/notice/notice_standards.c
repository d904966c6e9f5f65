/* SPDX-License-Identifier: Apache-2.0
 * The cell of standards: what is in force on the day, in words and as formulas; what is to come;
 * and, since charges for earlier periods may still be due, what was. */
#include "notice/notice.h"

static void tariff_write(struct notice *notice, const struct words *words,
                         const struct tariff *tariff);

/* ---- formulas ---- */

/* A sum that words and formula would only repeat. */
static bool is_plain(const struct tariff *tariff)
{
    if (tariff->kind == TARIFF_FREE) return true;
    if (tariff->kind == TARIFF_RANGE) {
        return tariff->times.text.size == 0 && is_plain(tariff->low) && is_plain(tariff->high);
    }
    return tariff->kind == TARIFF_FIXED && !words_has_tail(tariff);
}

static void formula_write(struct notice *notice, const struct words *words,
                          const struct tariff *tariff)
{
    struct html *html = &notice->html;

    if (is_plain(tariff)) return;
    html_open(html, "span");
    html_class(html, "formula");
    html_put(html, "计算式（元）：");
    formula_tariff(words, &html->said, tariff);
    html_said(html);
    html_close(html);
}

/* ---- brackets as a table ---- */

static bool is_table(const struct tariff *tariff)
{
    return tariff->kind == TARIFF_BRACKETS && tariff->band_count > 1;
}

static void header_write(struct html *html, const char *scope, const char *text)
{
    html_open(html, "th");
    html_attribute(html, "scope", scope);
    html_put(html, text);
    html_close(html);
}

static void band_write(struct notice *notice, const struct words *words,
                       const struct tariff *tariff, uint32_t band)
{
    struct html *html = &notice->html;

    html_open(html, "tr");
    html_open(html, "th");
    html_attribute(html, "scope", "row");
    words_band_span(words, &html->said, tariff, band);
    html_said(html);
    html_close(html);
    html_open(html, "td");
    words_band(words, &html->said, tariff, band);
    html_said(html);
    html_close(html);
    html_open(html, "td");
    html_class(html, "formula");
    formula_band(words, &html->said, tariff, band);
    html_said(html);
    html_close(html);
    html_close(html);
}

static void table_write(struct notice *notice, const struct words *words,
                        const struct tariff *tariff)
{
    struct html *html = &notice->html;

    html_open(html, "table");
    html_class(html, "bands");
    html_open(html, "caption");
    html_put(html, "按");
    words_attribute(words, &html->said,
                    tariff->on_quantity ? TEXT("charge.quantity") : TEXT("charge.base"));
    html_said(html);
    html_put(html, tariff->slab ? "所在的一档计算" : "分段累加");
    html_close(html);
    html_open(html, "thead");
    html_open(html, "tr");
    header_write(html, "col", "范围");
    header_write(html, "col", "收费");
    header_write(html, "col", tariff->slab ? "计算式（元）" : "到本段为止合计的计算式（元）");
    html_close(html);
    html_close(html);
    html_open(html, "tbody");
    for (uint32_t i = 0; i < tariff->band_count; i++) band_write(notice, words, tariff, i);
    html_close(html);
    html_close(html);
    if (words_has_tail(tariff)) {
        words_tariff_tail(words, &html->said, tariff);
        notice_said(notice, "", "tail");
    }
    if (tariff->cumulative != PER_NONE) {
        words_put(&html->said, "本次应缴 = 按“已计＋本次”算得的数 − 按“已计”算得的数");
        notice_said(notice, "", "formula");
    }
}

/* ---- tariffs that hold others ---- */

static bool holds_table(const struct tariff *tariff)
{
    if (is_table(tariff)) return true;
    if (tariff->kind == TARIFF_RANGE) return holds_table(tariff->low) || holds_table(tariff->high);
    for (uint32_t i = 0; tariff->kind == TARIFF_SUM && i < tariff->child_count; i++) {
        if (holds_table(tariff->children[i])) return true;
    }
    return false;
}

static void part_write(struct notice *notice, const struct words *words, const char *label,
                       const struct tariff *tariff)
{
    struct html *html = &notice->html;

    html_open(html, "li");
    html_element(html, "span", "label", label);
    tariff_write(notice, words, tariff);
    html_close(html);
}

static void parts_write(struct notice *notice, const struct words *words,
                        const struct tariff *tariff)
{
    struct html *html = &notice->html;

    if (tariff->kind == TARIFF_SUM) html_element(html, "span", "label", "以下各项之和：");
    html_open(html, "ul");
    html_class(html, "parts");
    if (tariff->kind == TARIFF_RANGE) {
        part_write(notice, words, "下限：", tariff->low);
        part_write(notice, words, "上限：", tariff->high);
    }
    for (uint32_t i = 0; tariff->kind == TARIFF_SUM && i < tariff->child_count; i++) {
        part_write(notice, words, "", tariff->children[i]);
    }
    html_close(html);
    if (words_has_tail(tariff)) {
        words_tariff_tail(words, &html->said, tariff);
        notice_said(notice, "", "tail");
    }
}

static void tariff_write(struct notice *notice, const struct words *words,
                         const struct tariff *tariff)
{
    struct html *html = &notice->html;

    if (is_table(tariff)) {
        table_write(notice, words, tariff);
    } else if (holds_table(tariff)) {
        parts_write(notice, words, tariff);
    } else {
        html_open(html, "span");
        html_class(html, "sum");
        words_tariff(words, &html->said, tariff);
        html_said(html);
        html_close(html);
        formula_write(notice, words, tariff);
    }
}

/* ---- cases ---- */

static void case_write(struct notice *notice, const struct words *words,
                       const struct fee_case *fee_case, bool is_only)
{
    struct html *html = &notice->html;

    if (!is_only || fee_case->when != NULL) {
        html_open(html, "span");
        html_class(html, "when");
        if (fee_case->when == NULL) {
            html_put(html, "其他情形");
        } else {
            words_condition(words, &html->said, fee_case->when);
            html_said(html);
        }
        html_put(html, "：");
        html_close(html);
    }
    tariff_write(notice, words, fee_case->tariff);
}

static void cases_write(struct notice *notice, const struct words *words,
                        const struct standard *standard)
{
    struct html *html = &notice->html;

    if (standard->case_count == 1) {
        html_open(html, "div");
        html_class(html, "case");
        case_write(notice, words, &standard->cases[0], true);
        html_close(html);
    } else {
        html_element(html, "p", "note", "依次对照，适用第一个符合的情形：");
        html_open(html, "ol");
        html_class(html, "cases");
        for (uint32_t i = 0; i < standard->case_count; i++) {
            html_open(html, "li");
            case_write(notice, words, &standard->cases[i], false);
            html_close(html);
        }
        html_close(html);
    }
    if (standard->cases[standard->case_count - 1].when != NULL) {
        html_element(html, "p", "note", "不符合以上情形的，没有收费标准，不得收费。");
    }
}

static void standard_write(struct notice *notice, const struct words *words,
                           const struct standard *standard)
{
    struct html *html = &notice->html;

    html_open(html, "div");
    html_class(html, "standard");
    words_days(&html->said, standard->days);
    if (html->said.size > 0) notice_said(notice, "", "dates");
    cases_write(notice, words, standard);
    if (words_needs_rounding(standard)) {
        words_rounding(&html->said, standard);
        notice_said(notice, "", "note");
    }
    notice_basis(notice, &standard->basis);
    html_close(html);
}

/* ---- versions ---- */

enum version { VERSION_NOW, VERSION_LATER, VERSION_EARLIER };

static enum version version_of(const struct standard *standard, int32_t day)
{
    if (days_hold(standard->days, day)) return VERSION_NOW;
    return standard->days.from > day ? VERSION_LATER : VERSION_EARLIER;
}

static uint32_t versions_count(const struct standard *standards, uint32_t count, int32_t day,
                               enum version version)
{
    uint32_t found = 0;

    for (uint32_t i = 0; i < count; i++) found += version_of(&standards[i], day) == version;
    return found;
}

static void versions_write(struct notice *notice, const struct words *words,
                           const struct standard *standards, uint32_t count, int32_t day,
                           enum version version)
{
    for (uint32_t i = 0; i < count; i++) {
        if (version_of(&standards[i], day) == version) {
            standard_write(notice, words, &standards[i]);
        }
    }
}

static void source_write(struct notice *notice, const struct words *words,
                         const struct standard *standards, uint32_t count, int32_t day)
{
    struct html *html = &notice->html;

    if (versions_count(standards, count, day, VERSION_NOW) == 0) {
        html_element(html, "p", "none", "当日没有标准。");
    }
    versions_write(notice, words, standards, count, day, VERSION_NOW);
    if (versions_count(standards, count, day, VERSION_LATER) > 0) {
        html_element(html, "p", "label", "将来执行的标准");
        versions_write(notice, words, standards, count, day, VERSION_LATER);
    }
    if (versions_count(standards, count, day, VERSION_EARLIER) == 0) return;
    html_open(html, "details");
    html_attribute(html, "open", "");
    html_element(html, "summary", NULL, "以前的标准（适用于当时的业务）");
    versions_write(notice, words, standards, count, day, VERSION_EARLIER);
    html_close(html);
}

static void local_write(struct notice *notice, const struct words *words,
                        const struct amendment *amendment, int32_t day)
{
    struct html *html = &notice->html;

    html_open(html, "div");
    html_class(html, "local");
    words_region(words, &html->said, amendment->document->region.code);
    words_put(&html->said, "另定标准");
    html_open(html, "p");
    html_class(html, "label");
    html_said(html);
    notice_sample_mark(notice, amendment->document);
    html_close(html);
    source_write(notice, words, amendment->standards, amendment->standard_count, day);
    html_close(html);
}

void notice_standards(struct notice *notice, const struct entry *entry)
{
    const struct item_rules *rules = entry->rules;
    const struct item *item = rules->item;
    const struct words words = {notice->terms, entry->snapshot, item};
    int32_t day = entry->state == ENTRY_CURRENT ? notice->day : entry->change;
    uint32_t local_count = 0;

    for (uint32_t i = 0; i < rules->amendment_count; i++) {
        const struct amendment *amendment = rules->amendments[i];

        local_count += amendment->standard_count > 0 && notice_has(notice, amendment->document);
    }
    if (item->standard_count > 0) {
        source_write(notice, &words, item->standards, item->standard_count, day);
    } else {
        html_element(&notice->html, "p", "none",
                     local_count > 0 ? "本级未定标准，按地方标准执行。"
                                     : "没有收费标准，不得收费。");
    }
    if (local_count == 0) return;
    for (uint32_t i = 0; i < rules->amendment_count; i++) {
        const struct amendment *amendment = rules->amendments[i];

        if (amendment->standard_count == 0 || !notice_has(notice, amendment->document)) continue;
        local_write(notice, &words, amendment, day);
    }
    if (item->standard_count > 0 || local_count > 1) {
        html_element(&notice->html, "p", "note",
                     "同一笔业务有几个标准可以适用的，按其中最低的收。");
    }
}

/* SPDX-License-Identifier: Apache-2.0
 * One item's row, and the small pieces that several parts write alike. */
#include <stdio.h>
#include <stdlib.h>

#include "harness.h"
#include "notice/notice.h"

/* ---- shared pieces ---- */

void notice_sample_mark(struct notice *notice, const struct document *document)
{
    if (document_is_sample(document)) {
        html_element(&notice->html, "span", "tag sample", "示例数据");
    }
}

void notice_said(struct notice *notice, const char *label, const char *classes)
{
    struct html *html = &notice->html;

    html_open(html, "p");
    if (classes != NULL) html_class(html, classes);
    if (label[0] != '\0') html_element(html, "span", "label", label);
    html_said(html);
    html_close(html);
}

void notice_basis(struct notice *notice, const struct basis_ref *basis)
{
    struct html *html = &notice->html;

    if (basis->basis == NULL) return;
    words_basis(&html->said, basis->basis);
    notice_said(notice, "依据：", "basis");
}

/* ---- what the filters ask a row ---- */

static void token_put(struct notice *notice, uint32_t department, enum level level)
{
    struct buffer *said = &notice->html.said;

    words_put(said, "d");
    words_number(said, department);
    words_put(said, "-");
    words_put(said, level_name(level)[0] != '\0' ? level_name(level) : "any");
    words_put(said, " ");
}

/* Which pairs of department and level may charge. */
static void who_write(struct notice *notice)
{
    struct html *html = &notice->html;
    unsigned char *levels = memory_take((size_t)notice->department_count + 1, 1); /* bits */

    for (uint32_t i = 0; i < notice->unit_count; i++) {
        const struct placed_unit *placed = &notice->units[i];
        unsigned char bit = (unsigned char)(1U << placed->unit->level);

        if (!placed->may || (levels[placed->department] & bit) != 0) continue;
        levels[placed->department] |= bit;
        token_put(notice, placed->department, placed->unit->level);
    }
    free(levels);
    buffer_add(&html->said, "", 1);
    html_attribute(html, "data-who", (const char *)html->said.bytes);
    html->said.size = 0;
}

static void row_open(struct notice *notice, const struct entry *entry)
{
    struct html *html = &notice->html;
    const struct item *item = entry->rules->item;
    char kind[16];

    snprintf(kind, sizeof(kind), "%d", (int)item->kind);
    html_open(html, "tr");
    html_attribute(html, "role", "row");
    html_class(html, "item");
    html_attribute(html, "data-kind", kind);
    html_attribute(html, "data-enterprise", item->enterprise ? "yes" : "no");
    words_text(&html->said, item->document->region.stripped);
    buffer_add(&html->said, "", 1);
    html_attribute(html, "data-region", (const char *)html->said.bytes);
    html->said.size = 0;
    who_write(notice);
}

/* ---- cells ---- */

static void cell_open(struct html *html, const char *classes)
{
    html_line(html);
    html_open(html, "td");
    html_attribute(html, "role", "cell");
    html_class(html, classes);
}

static void change_write(struct notice *notice, const struct entry *entry)
{
    struct html *html = &notice->html;
    const struct item *item = entry->rules->item;

    switch (entry->state) {
    case ENTRY_CURRENT:
        words_days(&html->said, item->days);
        if (html->said.size > 0) notice_said(notice, "执行期：", NULL);
        break;
    case ENTRY_COMING:
        words_day(&html->said, entry->change);
        notice_said(notice, "开始收取：", "change");
        break;
    default:
        words_day(&html->said, entry->change);
        notice_said(notice, "最后一日：", "change");
        break;
    }
    if (item->has_observe && item->observe.to >= notice->day) {
        words_days(&html->said, item->observe);
        words_put(&html->said, "；期间多收、错收只提示，不自动拦截");
        notice_said(notice, "试行：", NULL);
    }
}

static void name_write(struct notice *notice, const struct entry *entry, uint32_t number)
{
    struct html *html = &notice->html;
    const struct item *item = entry->rules->item;
    const struct words words = {notice->terms, entry->snapshot, item};

    html_open(html, "th");
    html_attribute(html, "role", "rowheader");
    html_attribute(html, "scope", "row");
    html_open(html, "p");
    html_class(html, "name");
    words_number(&html->said, number);
    words_put(&html->said, ". ");
    words_text(&html->said, item->name.size > 0 ? item->name : item->code);
    html_said(html);
    html_close(html);
    html_open(html, "p");
    html_class(html, "code");
    html_text(html, item->code);
    html_close(html);
    html_open(html, "p");
    html_element(html, "span", "tag", words_kind(item->kind));
    if (item->enterprise) html_element(html, "span", "tag", "涉企");
    html_open(html, "span");
    html_class(html, "tag");
    words_region(&words, &html->said, item->document->region.code);
    html_said(html);
    html_close(html);
    notice_sample_mark(notice, item->document);
    html_close(html);
    change_write(notice, entry);
    html_close(html);
}

static void basis_cell(struct notice *notice, const struct item *item)
{
    struct html *html = &notice->html;
    const struct basis *basis = item->basis.basis;

    words_basis(&html->said, basis);
    notice_said(notice, "立项依据：", NULL);
    if (basis == NULL) return;
    words_put(&html->said, words_level(basis->level));
    notice_said(notice, "立项级次：", NULL);
    if (basis->issued != DAY_NONE) {
        words_day(&html->said, basis->issued);
        notice_said(notice, "公布：", NULL);
    }
    if (item->document->issuer.size > 0) {
        words_text(&html->said, item->document->issuer);
        notice_said(notice, "标准文件：", NULL);
    }
}

void notice_row(struct notice *notice, const struct entry *entry, uint32_t number)
{
    struct html *html = &notice->html;

    html_line(html);
    notice_authorise(notice, entry);
    row_open(notice, entry);
    name_write(notice, entry, number);
    cell_open(html, "standards");
    notice_standards(notice, entry);
    html_close(html);
    cell_open(html, "authority");
    notice_authority(notice, entry);
    html_close(html);
    cell_open(html, "relief");
    notice_reliefs(notice, entry);
    html_close(html);
    cell_open(html, "law");
    basis_cell(notice, entry->rules->item);
    html_close(html);
    html_close(html);
}

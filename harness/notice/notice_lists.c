/* SPDX-License-Identifier: Apache-2.0
 * The two lists behind the items: what nobody may ask for, and the documents that all is from. */
#include "notice/notice.h"

static const char *const prohibition_columns[] = {"名称", "对谁不得收", "不得收取的款项", "处理",
                                                  "依据"};
static const char *const document_columns[] = {"编号",     "版本",         "执行日期",
                                               "级次地区", "制定（发布）", "文件的 SHA-256"};

static void headers_write(struct html *html, const char *caption, const char *const *names,
                          size_t count)
{
    html_open(html, "table");
    html_attribute(html, "role", "table");
    html_class(html, "list");
    html_element(html, "caption", NULL, caption);
    html_columns(html, names, count);
    html_open(html, "tbody");
    html_attribute(html, "role", "rowgroup");
}

static void row_open(struct html *html)
{
    html_line(html);
    html_open(html, "tr");
    html_attribute(html, "role", "row");
    html_open(html, "th");
    html_attribute(html, "role", "rowheader");
    html_attribute(html, "scope", "row");
}

/* Closes the cell before. A narrow screen shows the column's name in each cell. */
static void next_cell(struct html *html, const char *column)
{
    html_close(html);
    html_open(html, "td");
    html_attribute(html, "role", "cell");
    html_attribute(html, "data-column", column);
}

/* ---- prohibitions ---- */

static void texts_put(struct html *html, struct texts texts)
{
    for (uint32_t i = 0; i < texts.count; i++) {
        if (i > 0) words_put(&html->said, "、");
        words_text(&html->said, texts.list[i]);
    }
}

static void forbidden_write(struct notice *notice, const struct words *words,
                            const struct prohibition *prohibition)
{
    struct html *html = &notice->html;

    for (uint32_t i = 0; i < prohibition->categories.count; i++) {
        if (i > 0) words_put(&html->said, "、");
        words_term(words, &html->said, TEXT("category"), prohibition->categories.list[i]);
    }
    if (prohibition->categories.count > 0) notice_said(notice, "款项类别：", NULL);
    texts_put(html, prohibition->keywords);
    if (prohibition->keywords.count > 0) notice_said(notice, "用途写有：", NULL);
    if (prohibition->except_items.count == 0) return;
    for (uint32_t i = 0; i < prohibition->except_items.count; i++) {
        if (i > 0) words_put(&html->said, "、");
        words_item(words, &html->said, prohibition->except_items.list[i]);
    }
    notice_said(notice, "依法收取的除外：", NULL);
}

static void prohibition_write(struct notice *notice, const struct prohibition *prohibition)
{
    struct html *html = &notice->html;
    const struct words words = {notice->terms, notice->snapshot, NULL};

    row_open(html);
    html_text(html, prohibition->name.size > 0 ? prohibition->name : prohibition->id);
    notice_sample_mark(notice, prohibition->document);
    next_cell(html, prohibition_columns[1]);
    if (prohibition->payers.count == 0) words_put(&html->said, "任何缴款人");
    words_payer_types(&words, &html->said, prohibition->payers);
    html_said(html);
    next_cell(html, prohibition_columns[2]);
    forbidden_write(notice, &words, prohibition);
    next_cell(html, prohibition_columns[3]);
    html_put(html, prohibition->advisory ? "提示核实" : "一律不得收取");
    next_cell(html, prohibition_columns[4]);
    words_basis(&html->said, prohibition->basis.basis);
    html_said(html);
    html_close(html);
    html_close(html);
}

static uint32_t prohibitions_count(const struct notice *notice)
{
    uint32_t count = 0;

    for (uint32_t i = 0; notice->snapshot != NULL && i < notice->snapshot->prohibition_count; i++) {
        count += notice_has(notice, notice->snapshot->prohibitions[i]->document);
    }
    return count;
}

void notice_prohibitions(struct notice *notice)
{
    struct html *html = &notice->html;

    html_open(html, "section");
    html_attribute(html, "aria-labelledby", "prohibitions");
    html_open(html, "h2");
    html_attribute(html, "id", "prohibitions");
    html_put(html, "禁止摊派的红线");
    html_close(html);
    if (prohibitions_count(notice) == 0) {
        html_element(html, "p", NULL, "所列文件没有另行列出；清单之外的，同样一律不得收取。");
        html_close(html);
        return;
    }
    html_element(html, "p", NULL,
                 "下列款项不论以什么名义，都不得收取；被要求缴纳的，可以拒绝并举报。");
    headers_write(html, "禁止收取的款项", prohibition_columns,
                  sizeof(prohibition_columns) / sizeof(prohibition_columns[0]));
    for (uint32_t i = 0; i < notice->snapshot->prohibition_count; i++) {
        const struct prohibition *prohibition = notice->snapshot->prohibitions[i];

        if (notice_has(notice, prohibition->document)) prohibition_write(notice, prohibition);
    }
    html_close(html);
    html_close(html);
    html_close(html);
}

/* ---- documents ---- */

static bool is_used(const struct notice *notice, const struct document *document)
{
    return notice_has(notice, document) || region_lies_in(&document->region, notice->region);
}

/* The next serial in effect, for one that is not any more. */
static void state_put(const struct notice *notice, const struct document *document,
                      struct buffer *said)
{
    const struct snapshot *snapshot = notice->snapshot;

    if (document->effective > notice->day) {
        words_put(said, "尚未执行");
        return;
    }
    for (uint32_t i = 0; snapshot != NULL && i < snapshot->document_count; i++) {
        const struct document *other = snapshot->documents[i];

        if (!text_equal(other->id, document->id)) continue;
        if (other->serial == document->serial) {
            words_put(said, "现行");
        } else {
            words_put(said, "已由第");
            words_number(said, other->serial);
            words_put(said, "版代替");
        }
        return;
    }
}

static void hex_write(struct html *html, struct fg_text bytes)
{
    static const char digits[] = "0123456789abcdef";

    html_open(html, "code");
    html_class(html, "digest");
    for (uint32_t i = 0; i < bytes.size; i++) {
        unsigned char byte = (unsigned char)bytes.bytes[i];

        buffer_add(&html->said, &digits[byte >> 4U], 1);
        buffer_add(&html->said, &digits[byte & 15U], 1);
    }
    html_said(html);
    html_close(html);
}

static void document_write(struct notice *notice, const struct document *document)
{
    struct html *html = &notice->html;
    const struct words words = {notice->terms, notice->snapshot, NULL};

    row_open(html);
    html_text(html, document->id);
    notice_sample_mark(notice, document);
    next_cell(html, document_columns[1]);
    words_put(&html->said, "第");
    words_number(&html->said, document->serial);
    words_put(&html->said, "版，");
    state_put(notice, document, &html->said);
    html_said(html);
    next_cell(html, document_columns[2]);
    words_day(&html->said, document->effective);
    html_said(html);
    next_cell(html, document_columns[3]);
    words_put(&html->said, words_level(document->level));
    words_put(&html->said, "，");
    words_region(&words, &html->said, document->region.code);
    html_said(html);
    next_cell(html, document_columns[4]);
    html_text(html, document->issuer);
    next_cell(html, document_columns[5]);
    hex_write(html, document->digest);
    html_close(html);
    html_close(html);
}

void notice_documents(struct notice *notice)
{
    struct html *html = &notice->html;

    html_open(html, "section");
    html_attribute(html, "aria-labelledby", "documents");
    html_open(html, "h2");
    html_attribute(html, "id", "documents");
    html_put(html, "本清单所依据的标准文件");
    html_close(html);
    html_element(html, "p", NULL, "收费时逐笔核对所用的就是这些文件；摘要相同，内容就相同。");
    headers_write(html, "标准文件", document_columns,
                  sizeof(document_columns) / sizeof(document_columns[0]));
    for (uint32_t i = 0; i < notice->bundle->document_count; i++) {
        if (is_used(notice, notice->bundle->documents[i])) {
            document_write(notice, notice->bundle->documents[i]);
        }
    }
    html_close(html);
    html_close(html);
    html_close(html);
}

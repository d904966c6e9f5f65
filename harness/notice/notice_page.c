/* SPDX-License-Identifier: Apache-2.0
 * The page as a whole: head with its policy, heading, form, three tables of items, two lists. */
#include <stdlib.h>

#include <openssl/evp.h>

#include "harness.h"
#include "notice/notice.h"

/* notice.css and notice.js, embedded by the build. */
extern const unsigned char notice_css[], notice_js[];
extern const size_t notice_css_size, notice_js_size;

/* ---- head ---- */

/* 'sha256-...' of what stands between the tags: the browser runs and shows this and nothing else.
 */
static bool source_put(struct buffer *said, const unsigned char *bytes, size_t size)
{
    unsigned char digest[EVP_MAX_MD_SIZE], text[2 * EVP_MAX_MD_SIZE];
    unsigned int digest_size;

    if (EVP_Digest(bytes, size, digest, &digest_size, EVP_sha256(), NULL) != 1) return false;
    EVP_EncodeBlock(text, digest, (int)digest_size);
    words_put(said, "'sha256-");
    words_put(said, (const char *)text);
    words_put(said, "'");
    return true;
}

static void meta_write(struct html *html, const char *key, const char *name, const char *content)
{
    html_open(html, "meta");
    html_attribute(html, key, name);
    html_attribute(html, "content", content);
    html_void(html);
    html_line(html);
}

static void policy_write(struct html *html)
{
    struct buffer *said = &html->said;

    words_put(said, "default-src 'none'; style-src ");
    if (!source_put(said, notice_css, notice_css_size)) html->failed = true;
    words_put(said, "; script-src ");
    if (!source_put(said, notice_js, notice_js_size)) html->failed = true;
    words_put(said, "; img-src data:; base-uri 'none'; form-action 'none'");
    buffer_add(said, "", 1);
    meta_write(html, "http-equiv", "Content-Security-Policy", (const char *)said->bytes);
    said->size = 0;
}

static void title_put(struct notice *notice)
{
    const struct words words = {notice->terms, notice->snapshot, NULL};
    struct buffer *said = &notice->html.said;

    if (notice->region != NULL) words_region(&words, said, notice->region->code);
    words_put(said, "收费目录清单");
}

static void head_write(struct notice *notice)
{
    struct html *html = &notice->html;

    html_open(html, "head");
    html_line(html);
    html_open(html, "meta");
    html_attribute(html, "charset", "utf-8");
    html_void(html);
    html_line(html);
    policy_write(html);
    meta_write(html, "name", "viewport", "width=device-width, initial-scale=1");
    meta_write(html, "name", "generator", "feeguard");
    html_open(html, "title");
    title_put(notice);
    words_put(&html->said, "（");
    words_day(&html->said, notice->day);
    words_put(&html->said, "）");
    html_said(html);
    html_close(html);
    html_line(html);
    html_open(html, "link"); /* an empty icon: a browser would ask the server for one */
    html_attribute(html, "rel", "icon");
    html_attribute(html, "href", "data:,");
    html_void(html);
    html_line(html);
    html_open(html, "style");
    html_raw(html, (const char *)notice_css, notice_css_size);
    html_close(html);
    html_line(html);
    html_close(html);
    html_line(html);
}

/* ---- heading ---- */

static uint32_t state_count(const struct notice *notice, enum entry_state state)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < notice->entry_count; i++) count += notice->entries[i].state == state;
    return count;
}

static void rules_write(struct html *html)
{
    static const char *const rules[] = {
        "列入本清单并在执行期内的项目才可以收；清单之外的，任何单位不得收取，您可以拒绝缴纳。",
        "收费不得高于所列标准，同一期限内不得重复收取，符合条件的减免应当落实。",
        "几项减免同时符合的：同组只取减得最多的一项；不同组按次序由小到大，在减后的余额上依次减。",
    };

    html_open(html, "ul");
    html_class(html, "rules");
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
        html_element(html, "li", NULL, rules[i]);
    }
    html_close(html);
}

static void heading_write(struct notice *notice)
{
    struct html *html = &notice->html;

    html_open(html, "header");
    html_open(html, "h1");
    title_put(notice);
    html_said(html);
    html_close(html);
    words_day(&html->said, notice->day);
    words_put(&html->said, "执行的收费项目");
    words_number(&html->said, state_count(notice, ENTRY_CURRENT));
    words_put(&html->said, "项，将开始收取的");
    words_number(&html->said, state_count(notice, ENTRY_COMING));
    words_put(&html->said, "项，已取消的");
    words_number(&html->said, state_count(notice, ENTRY_ENDED));
    words_put(&html->said, "项");
    notice_said(notice, "", "lead");
    if (notice->has_samples) {
        html_open(html, "p");
        html_class(html, "warning");
        html_attribute(html, "role", "note");
        html_element(html, "strong", NULL, "注意：本页含有示例数据。");
        html_put(html, "标有“示例数据”的单位、数额、条件未经核实，只作演示，不得作为收费的依据。");
        html_close(html);
    }
    rules_write(html);
    html_close(html);
    html_line(html);
}

/* ---- tables of items ---- */

struct section {
    enum entry_state state;
    const char *id, *title, *nothing;
};

static void section_write(struct notice *notice, const struct section *section)
{
    static const char *const columns[] = {"收费项目", "收费标准", "谁可以收、多久收一次",
                                          "减免和承诺", "立项依据"};
    struct html *html = &notice->html;
    uint32_t number = 0;

    html_open(html, "section");
    html_class(html, "items");
    html_attribute(html, "aria-labelledby", section->id);
    html_open(html, "h2");
    html_attribute(html, "id", section->id);
    html_put(html, section->title);
    html_close(html);
    if (state_count(notice, section->state) == 0) {
        html_element(html, "p", NULL, section->nothing);
        html_close(html);
        html_line(html);
        return;
    }
    html_open(html, "table");
    html_attribute(html, "role", "table");
    html_class(html, "list items");
    html_element(html, "caption", NULL, section->title);
    html_columns(html, columns, sizeof(columns) / sizeof(columns[0]));
    html_open(html, "tbody");
    html_attribute(html, "role", "rowgroup");
    for (uint32_t i = 0; i < notice->entry_count; i++) {
        if (notice->entries[i].state != section->state) continue;
        notice_row(notice, &notice->entries[i], ++number);
    }
    html_close(html);
    html_close(html);
    html_close(html);
    html_line(html);
}

static void body_write(struct notice *notice)
{
    static const struct section sections[] = {
        {ENTRY_CURRENT, "current", "正在执行的收费项目", "当日没有正在执行的收费项目。"},
        {ENTRY_COMING, "coming", "将开始收取的项目", "没有。"},
        {ENTRY_ENDED, "ended", "已取消、停止收取的项目", "没有。"},
    };
    struct html *html = &notice->html;

    html_open(html, "body");
    html_open(html, "a");
    html_class(html, "skip");
    html_attribute(html, "href", "#list");
    html_put(html, "跳到收费项目");
    html_close(html);
    html_line(html);
    heading_write(notice);
    notice_filters(notice);
    html_open(html, "main");
    html_attribute(html, "id", "list");
    html_attribute(html, "tabindex", "-1");
    html_line(html);
    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
        section_write(notice, &sections[i]);
    }
    notice_prohibitions(notice);
    notice_documents(notice);
    html_close(html);
    html_line(html);
    html_open(html, "script");
    html_raw(html, (const char *)notice_js, notice_js_size);
    html_close(html);
    html_close(html);
}

bool notice_write(struct notice *notice, FILE *file)
{
    struct html *html = &notice->html;

    html_begin(html, file);
    html_open(html, "html");
    html_attribute(html, "lang", "zh-CN");
    html_line(html);
    head_write(notice);
    body_write(notice);
    html_close(html);
    html_line(html);
    return html_end(html);
}

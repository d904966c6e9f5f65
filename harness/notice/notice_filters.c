/* SPDX-License-Identifier: Apache-2.0
 * The search form. It is hidden in the page and shown by its script: without a script there is
 * nothing that it could do, and the list is whole. */
#include <stdio.h>
#include <stdlib.h>

#include "harness.h"
#include "notice/notice.h"

static void select_open(struct html *html, const char *id, const char *label)
{
    html_open(html, "div");
    html_class(html, "field");
    html_open(html, "label");
    html_attribute(html, "for", id);
    html_put(html, label);
    html_close(html);
    html_open(html, "select");
    html_attribute(html, "id", id);
    html_open(html, "option");
    html_attribute(html, "value", "");
    html_put(html, "全部");
    html_close(html);
}

static void select_close(struct html *html)
{
    html_close(html);
    html_close(html);
    html_line(html);
}

static void option_write(struct html *html, const char *value, const char *label)
{
    html_open(html, "option");
    html_attribute(html, "value", value);
    html_put(html, label);
    html_close(html);
}

static void kinds_write(struct notice *notice)
{
    struct html *html = &notice->html;
    bool seen[KIND_SERVICE + 1] = {false};
    char value[16];

    for (uint32_t i = 0; i < notice->entry_count; i++) {
        seen[notice->entries[i].rules->item->kind] = true;
    }
    select_open(html, "kind", "收费性质");
    for (int kind = KIND_ADMINISTRATIVE; kind <= KIND_SERVICE; kind++) {
        snprintf(value, sizeof(value), "%d", kind);
        if (seen[kind]) option_write(html, value, words_kind((enum item_kind)kind));
    }
    select_close(html);
}

static void departments_write(struct notice *notice)
{
    struct html *html = &notice->html;
    const struct words words = {notice->terms, notice->snapshot, NULL};
    char value[16];

    select_open(html, "department", "收费部门");
    for (uint32_t i = 0; i < notice->department_count; i++) {
        snprintf(value, sizeof(value), "d%u", i);
        html_open(html, "option");
        html_attribute(html, "value", value);
        words_term(&words, &html->said, TEXT("department"), notice->departments[i]);
        html_said(html);
        html_close(html);
    }
    select_close(html);
}

static void levels_write(struct notice *notice)
{
    struct html *html = &notice->html;
    bool seen[LEVEL_NONE + 1] = {false};

    for (uint32_t i = 0; i < notice->unit_count; i++) seen[notice->units[i].unit->level] = true;
    select_open(html, "level", "单位级次");
    for (int level = LEVEL_NATIONAL; level < LEVEL_NONE; level++) {
        if (!seen[level]) continue;
        option_write(html, level_name((enum level)level), words_level((enum level)level));
    }
    select_close(html);
}

static void enterprise_write(struct html *html)
{
    select_open(html, "enterprise", "涉企");
    option_write(html, "yes", "涉企");
    option_write(html, "no", "不涉企");
    select_close(html);
}

/* ---- regions ---- */

static int order_regions(const void *a, const void *b)
{
    const struct region *const *left = a, *const *right = b;

    return text_compare((*left)->stripped, (*right)->stripped);
}

/* Places for which documents are in effect: choosing one shows what is charged there. */
static void regions_write(struct notice *notice)
{
    struct html *html = &notice->html;
    const struct words words = {notice->terms, notice->snapshot, NULL};
    uint32_t most = notice->bundle->document_count, count = 0;
    const struct region **regions =
        memory_take(most + (size_t)notice->unit_count, sizeof(const struct region *));

    for (uint32_t i = 0; i < most; i++) {
        if (notice_has(notice, notice->bundle->documents[i])) {
            regions[count++] = &notice->bundle->documents[i]->region;
        }
    }
    for (uint32_t i = 0; i < notice->unit_count; i++) {
        regions[count++] = &notice->units[i].unit->region;
    }
    qsort(regions, count, sizeof(const struct region *), order_regions);
    select_open(html, "region", "适用地区");
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0 && order_regions(&regions[i - 1], &regions[i]) == 0) continue;
        if (regions[i]->stripped.size == 0) continue; /* the whole country: what all have */
        html_open(html, "option");
        words_text(&html->said, regions[i]->stripped);
        buffer_add(&html->said, "", 1);
        html_attribute(html, "value", (const char *)html->said.bytes);
        html->said.size = 0;
        words_region(&words, &html->said, regions[i]->code);
        html_said(html);
        html_close(html);
    }
    select_close(html);
    free(regions);
}

static void search_write(struct html *html)
{
    html_open(html, "div");
    html_class(html, "field wide");
    html_open(html, "label");
    html_attribute(html, "for", "search");
    html_put(html, "查找");
    html_close(html);
    html_open(html, "input");
    html_attribute(html, "id", "search");
    html_attribute(html, "type", "search");
    html_attribute(html, "autocomplete", "off");
    html_attribute(html, "placeholder", "名称、编码、单位、依据，几个词用空格隔开");
    html_void(html);
    html_close(html);
    html_line(html);
}

void notice_filters(struct notice *notice)
{
    struct html *html = &notice->html;

    html_open(html, "form");
    html_attribute(html, "id", "filters");
    html_attribute(html, "role", "search");
    html_attribute(html, "aria-label", "查找和筛选收费项目");
    html_attribute(html, "hidden", "");
    search_write(html);
    departments_write(notice);
    levels_write(notice);
    kinds_write(notice);
    enterprise_write(html);
    regions_write(notice);
    html_open(html, "div");
    html_class(html, "field");
    html_open(html, "button");
    html_attribute(html, "type", "reset");
    html_put(html, "清除条件");
    html_close(html);
    html_close(html);
    html_open(html, "p");
    html_attribute(html, "id", "count");
    html_attribute(html, "role", "status");
    html_attribute(html, "aria-live", "polite");
    html_close(html);
    html_close(html);
    html_line(html);
}

/* SPDX-License-Identifier: Apache-2.0
 * The cell of authority and frequency: who may charge, as the grants say and by name, and how
 * often.
 */
#include "notice/notice.h"

/* ---- grants and delegations ---- */

static void grant_write(struct notice *notice, const struct words *words, const struct grant *grant,
                        const struct document *document)
{
    struct html *html = &notice->html;

    html_open(html, "li");
    words_grant(words, &html->said, grant);
    html_said(html);
    if (grant->basis.basis != NULL) {
        html_put(html, "（依据：");
        words_basis(&html->said, grant->basis.basis);
        html_said(html);
        html_put(html, "）");
    }
    notice_sample_mark(notice, document);
    html_close(html);
}

static uint32_t grants_write(struct notice *notice, const struct words *words,
                             const struct grant *grants, uint32_t count,
                             const struct document *document, int32_t day)
{
    uint32_t written = 0;

    for (uint32_t i = 0; i < count; i++) {
        if (grants[i].days.to < day) continue;
        grant_write(notice, words, &grants[i], document);
        written++;
    }
    return written;
}

static void delegation_write(struct notice *notice, const struct words *words,
                             const struct delegation *delegation)
{
    struct html *html = &notice->html;

    html_open(html, "li");
    words_delegation(words, &html->said, delegation);
    html_said(html);
    html_put(html, "（依据：");
    words_basis(&html->said, delegation->basis.basis);
    html_said(html);
    html_put(html, "）");
    html_close(html);
}

static bool is_near(const struct notice *notice, const struct unit *unit)
{
    return notice->region == NULL || unit == NULL ||
           region_lies_in(&unit->region, notice->region) ||
           region_lies_in(notice->region, &unit->region);
}

static void delegations_write(struct notice *notice, const struct words *words,
                              const struct entry *entry, int32_t day)
{
    struct html *html = &notice->html;
    const struct item_rules *rules = entry->rules;
    uint32_t written = 0;

    for (uint32_t i = 0; i < rules->delegation_count; i++) {
        const struct delegation *delegation = rules->delegations[i];

        if (delegation->days.to < day) continue;
        if (!is_near(notice, table_get(&entry->snapshot->units, delegation->to))) continue;
        if (written++ == 0) {
            html_open(html, "details");
            html_attribute(html, "open", "");
            html_element(html, "summary", NULL, "委托收费");
            html_open(html, "ul");
        }
        delegation_write(notice, words, delegation);
    }
    if (written == 0) return;
    html_close(html);
    html_close(html);
}

static void whom_write(struct notice *notice, const struct words *words, const struct entry *entry,
                       int32_t day)
{
    struct html *html = &notice->html;
    const struct item_rules *rules = entry->rules;
    const struct item *item = rules->item;
    uint32_t written;

    html_element(html, "p", "label", "谁可以收");
    html_open(html, "ul");
    written = grants_write(notice, words, item->grants, item->grant_count, item->document, day);
    for (uint32_t i = 0; i < rules->amendment_count; i++) {
        const struct amendment *amendment = rules->amendments[i];

        if (!notice_has(notice, amendment->document)) continue;
        written += grants_write(notice, words, amendment->grants, amendment->grant_count,
                                amendment->document, day);
    }
    if (written == 0) html_element(html, "li", NULL, "没有授权任何单位，谁都不得收取");
    html_close(html);
    delegations_write(notice, words, entry, day);
}

/* ---- units by name ---- */

static void unit_write(struct notice *notice, const struct placed_unit *placed)
{
    struct html *html = &notice->html;

    html_open(html, "li");
    html_text(html, placed->unit->name.size > 0 ? placed->unit->name : placed->unit->code);
    html_put(html, " ");
    html_open(html, "span");
    html_class(html, "code");
    html_text(html, placed->unit->code);
    html_close(html);
    html_close(html);
}

static void units_write(struct notice *notice)
{
    struct html *html = &notice->html;
    uint32_t count = 0;
    const struct document *sample = NULL;

    for (uint32_t i = 0; i < notice->unit_count; i++) {
        if (!notice->units[i].may) continue;
        count++;
        if (document_is_sample(notice->units[i].document)) sample = notice->units[i].document;
    }
    if (count == 0) {
        html_element(html, "p", "none", "所列文件中没有可以收取本项的单位。");
        return;
    }
    html_open(html, "details");
    html_attribute(html, "open", "");
    html_open(html, "summary");
    words_put(&html->said, "可以收取的单位：");
    words_number(&html->said, count);
    words_put(&html->said, "个");
    html_said(html);
    if (sample != NULL) notice_sample_mark(notice, sample);
    html_close(html);
    html_open(html, "ul");
    html_class(html, "units");
    for (uint32_t i = 0; i < notice->unit_count; i++) {
        if (notice->units[i].may) unit_write(notice, &notice->units[i]);
    }
    html_close(html);
    html_close(html);
}

/* ---- how often ---- */

static void group_write(struct notice *notice, const struct entry *entry)
{
    struct html *html = &notice->html;
    const struct item *item = entry->rules->item;
    bool first = true;

    if (item->period == NULL || item->period->group.size == 0) return;
    words_put(&html->said, "与下列项目合并计次：");
    for (uint32_t i = 0; i < notice->entry_count; i++) {
        const struct entry *other = &notice->entries[i];
        const struct item *one = other->rules->item;

        if (one == item || other->state != ENTRY_CURRENT || one->period == NULL) continue;
        if (!text_equal(one->period->group, item->period->group)) continue;
        if (!first) words_put(&html->said, "、");
        words_text(&html->said, one->name.size > 0 ? one->name : one->code);
        first = false;
    }
    if (first) html->said.size = 0;
    if (!first) notice_said(notice, "", NULL);
}

static void uniform_write(struct notice *notice, const struct words *words, const struct item *item)
{
    struct html *html = &notice->html;

    if (item->uniform.count == 0) return;
    for (uint32_t i = 0; i < item->uniform.count; i++) {
        if (i > 0) words_put(&html->said, "、");
        words_attribute(words, &html->said, item->uniform.list[i]);
    }
    words_put(&html->said, "相同的，罚款应当一致");
    notice_said(notice, "同查同罚：", NULL);
}

void notice_authority(struct notice *notice, const struct entry *entry)
{
    struct html *html = &notice->html;
    const struct item *item = entry->rules->item;
    const struct words words = {notice->terms, entry->snapshot, item};
    int32_t day = entry->state == ENTRY_CURRENT ? notice->day : entry->change;

    if (entry->state == ENTRY_ENDED) {
        html_element(html, "p", "none", "已不得收取；以前应缴未缴的，依照当时的规定。");
        return;
    }
    whom_write(notice, &words, entry, day);
    units_write(notice);
    html_element(html, "p", "label", "多久收一次");
    words_period(&words, &html->said, item->period);
    notice_said(notice, "", NULL);
    group_write(notice, entry);
    words_put(&html->said, "按");
    words_put(&html->said, words_dated_by(item->dated_by));
    words_put(&html->said, "适用当日的标准和减免");
    notice_said(notice, "", "note");
    uniform_write(notice, &words, item);
}

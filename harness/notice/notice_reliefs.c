/* SPDX-License-Identifier: Apache-2.0
 * The cell of reductions and commitments: how much, who may claim it, until when. Payers to whom a
 * commitment was made are counted, never named: a page that hangs in public is no place for ids. */
#include "notice/notice.h"

static bool is_in_reach(const struct notice *notice, const struct item *item,
                        const struct reduction *reduction, int32_t day)
{
    if (!notice_has(notice, reduction->document) || reduction->days.to < day) return false;
    return item->kind != KIND_PENALTY || reduction->penalties;
}

/* What stands where the rest is folded: the name, how much, until when. */
static void summary_write(struct notice *notice, const struct words *words,
                          const struct reduction *reduction)
{
    struct html *html = &notice->html;

    html_open(html, "summary");
    html_open(html, "strong");
    html_text(html, reduction->name.size > 0 ? reduction->name : reduction->id);
    html_put(html, "：");
    words_relief(words, &html->said, reduction);
    if (reduction->days.to < DAY_END) {
        words_put(&html->said, "（至");
        words_day(&html->said, reduction->days.to);
        words_put(&html->said, "止）");
    }
    html_said(html);
    html_close(html);
    if (reduction->is_commitment) html_element(html, "span", "tag", "承诺");
    notice_sample_mark(notice, reduction->document);
    html_close(html);
}

static void claimants_write(struct notice *notice, const struct words *words,
                            const struct reduction *reduction)
{
    struct html *html = &notice->html;

    if (reduction->is_commitment) {
        words_put(&html->said, "承诺书所列的");
        words_number(&html->said, reduction->payers.count);
        words_put(&html->said, "个缴款人（名单不在此公开）");
        if (reduction->when != NULL) words_put(&html->said, "，且");
    }
    if (reduction->when != NULL) {
        words_condition(words, &html->said, reduction->when);
    } else if (!reduction->is_commitment) {
        words_put(&html->said, "所有缴款人");
    }
    notice_said(notice, "谁可以享受：", NULL);
}

static void order_put(const struct words *words, struct buffer *said,
                      const struct reduction *reduction)
{
    if (reduction->exclusive) {
        words_put(said, "不与其他减免叠加，单独算一次，与其他减免的结果相比取低");
        return;
    }
    words_put(said, "次序");
    words_number(said, reduction->priority);
    if (reduction->group.size == 0) return;
    words_put(said, "，“");
    words_term(words, said, TEXT("group"), reduction->group);
    words_put(said, "”组内只取减得最多的一项");
}

static void relief_write(struct notice *notice, const struct words *words,
                         const struct reduction *reduction)
{
    struct html *html = &notice->html;

    html_open(html, "li");
    html_open(html, "details");
    html_attribute(html, "open", "");
    summary_write(notice, words, reduction);
    claimants_write(notice, words, reduction);
    words_days(&html->said, reduction->days);
    if (html->said.size == 0) words_put(&html->said, "没有截止日期");
    notice_said(notice, "期限：", NULL);
    order_put(words, &html->said, reduction);
    words_put(&html->said, "。依据：");
    words_basis(&html->said, reduction->basis.basis);
    notice_said(notice, "", "note");
    html_close(html);
    html_close(html);
}

void notice_reliefs(struct notice *notice, const struct entry *entry)
{
    struct html *html = &notice->html;
    const struct item_rules *rules = entry->rules;
    const struct words words = {notice->terms, entry->snapshot, rules->item};
    int32_t day = entry->state == ENTRY_CURRENT ? notice->day : entry->change;
    uint32_t written = 0;

    for (uint32_t i = 0; i < rules->reduction_count; i++) {
        if (!is_in_reach(notice, rules->item, rules->reductions[i], day)) continue;
        if (written++ == 0) {
            html_open(html, "ul");
            html_class(html, "reliefs");
        }
        relief_write(notice, &words, rules->reductions[i]);
    }
    if (written == 0) {
        html_element(html, "p", "none", "没有减免规定。");
    } else {
        html_close(html);
    }
}

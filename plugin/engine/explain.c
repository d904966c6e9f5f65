/* SPDX-License-Identifier: Apache-2.0
 * A decision as a short text for people: what was decided, why, by which law, and what to do. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "engine/message.h"
#include "feeguard/host.h"

/* Counts on past the end of the buffer, as snprintf does. */
struct page {
    char *bytes;
    size_t used, size;
    bool chinese;
};

static void page_add(struct page *page, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void page_add(struct page *page, const char *format, ...)
{
    size_t room = page->used < page->size ? page->size - page->used : 0;
    va_list arguments;
    int size;

    va_start(arguments, format);
    size = vsnprintf(room > 0 ? page->bytes + page->used : NULL, room, format, arguments);
    va_end(arguments);
    if (size > 0) page->used += (size_t)size;
}

static void add_text(struct page *page, const char *before, struct fg_text text, const char *after)
{
    page_add(page, "%s%.*s%s", before, (int)text.size, text.size > 0 ? text.bytes : "", after);
}

/* What was refused as malformed is not repeated: a line feed in it would forge a line of ours. */
static void add_code(struct page *page, const char *before, struct fg_text code, const char *after)
{
    bool is_code = code.bytes != NULL && text_is_code(code);

    add_text(page, before, is_code ? code : TEXT("?"), after);
}

static void add_money(struct page *page, const char *label, int64_t fen)
{
    page_add(page, "%s%lld.%02lld%s\n", label, (long long)(fen / 100), (long long)(fen % 100),
             page->chinese ? " 元" : " yuan");
}

static const char *outcome_word(const struct page *page, int32_t outcome)
{
    if (outcome == FG_ALLOW) return page->chinese ? "放行" : "ALLOW";
    return page->chinese ? "不予放行" : "DENY";
}

static void add_heading(struct page *page, const struct fg_charge *charge,
                        const struct fg_decision *decision)
{
    page_add(page, "%s%s",
             page->chinese ? "结论：" : "Decision: ", outcome_word(page, decision->outcome));
    if (decision->told != decision->outcome) {
        page_add(page, page->chinese ? "（监测模式，实际告知：%s）" : " (monitor mode, told: %s)",
                 outcome_word(page, decision->told));
    }
    if (decision->observed != 0) {
        page_add(page, "%s", page->chinese ? "（试行观察期）" : " (observation period)");
    }
    page_add(page, "\n");
    add_code(page, page->chinese ? "项目：" : "Item: ", charge->item, "");
    if (decision->item_name.size > 0) add_text(page, " ", decision->item_name, "");
    add_code(page, page->chinese ? "；执收单位：" : "; unit: ", charge->unit, "");
    add_code(page, page->chinese ? "；交易：" : "; transaction: ", charge->txn, "\n");
}

static void add_findings(struct page *page, const struct fg_decision *decision)
{
    for (uint32_t i = 0; decision->findings != NULL && i < decision->finding_count; i++) {
        const struct fg_finding *finding = &decision->findings[i];
        const char *mark = finding->effect == FG_EFFECT_DENY ? (page->chinese ? "禁止" : "deny")
                                                             : (page->chinese ? "提示" : "warn");

        page_add(page, "[%d %s] ", (int)finding->code, mark);
        if (page->chinese) add_text(page, "", finding->name_zh, " ");
        add_text(page, "", finding->name, "\n    ");
        add_text(page, "", page->chinese ? finding->message_zh : finding->message_en, "\n");
        if (finding->basis.size > 0) {
            add_text(page, page->chinese ? "    依据：" : "    Law: ", finding->basis, "\n");
        }
    }
}

static void add_amounts(struct page *page, const struct fg_charge *charge,
                        const struct fg_decision *decision)
{
    if (charge->amount_fen >= 0) {
        add_money(page, page->chinese ? "拟收：" : "Asked for: ", charge->amount_fen);
    }
    if ((decision->present & FG_HAS_STANDARD) != 0) {
        add_money(page, page->chinese ? "标准：" : "Standard: ", decision->standard_fen);
    }
    if ((decision->present & FG_HAS_LOW) != 0) {
        add_money(page, page->chinese ? "下限：" : "Low end: ", decision->low_fen);
    }
    for (uint32_t i = 0; decision->reductions != NULL && i < decision->reduction_count; i++) {
        add_text(page, page->chinese ? "减免 " : "Less ", decision->reductions[i].id, "");
        add_money(page, page->chinese ? "：" : ": ", decision->reductions[i].relief_fen);
    }
    if ((decision->present & FG_HAS_DUE) != 0) {
        add_money(page, page->chinese ? "依法应收：" : "Lawful amount: ", decision->due_fen);
    }
}

static void add_remedy(struct page *page, const struct fg_decision *decision)
{
    char date[11];
    int32_t day;

    if ((decision->present & FG_HAS_EARLIEST) != 0 && day_from_ymd(decision->earliest_ymd, &day)) {
        day_format(day, date);
        page_add(page, "%s%s\n", page->chinese ? "最早可收日期：" : "Earliest lawful date: ", date);
    }
    for (uint32_t i = 0; decision->missing != NULL && i < decision->missing_count; i++) {
        add_text(page,
                 i > 0           ? ", "
                 : page->chinese ? "需补充："
                                 : "To be supplied: ",
                 decision->missing[i], i + 1 == decision->missing_count ? "\n" : "");
    }
    for (uint32_t i = 0; decision->schedules != NULL && i < decision->schedule_count; i++) {
        add_text(page,
                 i > 0           ? ", "
                 : page->chinese ? "适用文件："
                                 : "Schedules: ",
                 decision->schedules[i], i + 1 == decision->schedule_count ? "\n" : "");
    }
}

fg_status message_explain(const struct fg_charge *charge, const struct fg_decision *decision,
                          int32_t language, char *buffer, size_t buffer_size, size_t *size_needed)
{
    struct page page = {NULL, 0, 0, language != FG_LANGUAGE_EN};

    /* Once to measure, once to write: the buffer is untouched when it is too small. */
    for (int writing = 0; writing < 2; writing++) {
        page.used = 0;
        add_heading(&page, charge, decision);
        add_findings(&page, decision);
        add_amounts(&page, charge, decision);
        add_remedy(&page, decision);
        *size_needed = page.used + 1;
        if (*size_needed > buffer_size || buffer == NULL) return FG_BUFFER_TOO_SMALL;
        page.bytes = buffer;
        page.size = buffer_size;
    }
    return FG_OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * A list of items, row by row: which rows are items, which name a department for those below, and
 * which are neither. */
#include "output.h"
#include "table/draft.h"
#include "table/fee_unit.h"
#include "table/fee_write.h"
#include "table/import.h"

enum row_sort {
    ROW_BLANK,
    ROW_HEADER, /* the titles again, at the top of a printed page */
    ROW_GROUP,
    ROW_ITEM,
    ROW_ITEM_SPREAD, /* goes on with the item above */
    ROW_NOTE,
    ROW_UNCLEAR,
    ROW_HIDDEN
};

struct list {
    struct table table;
    struct fg_text group;
    xmlNodePtr last; /* the item above */
};

/* A cell that holds something of its own. */
static bool is_own(const struct cell *cell)
{
    return cell->spread == SPREAD_NONE && (text_trim(cell->text).size > 0 || cell->fault != 0);
}

static uint32_t own_count(const struct book_row *row, uint32_t *last)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < row->count; i++) {
        if (!is_own(&row->cells[i])) continue;
        *last = i;
        count++;
    }
    return count;
}

static bool starts_with_any(struct fg_text text, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (text_starts(text, text_of(*list))) return true;
    }
    return false;
}

/* "一", "（二）", "十二、教育": how headings are counted. */
static struct fg_text without_heading_number(struct fg_text text, bool *had)
{
    static const char *const numerals[] = {"一", "二", "三", "四", "五", "六",
                                           "七", "八", "九", "十", NULL};
    static const char *const closes[] = {"、", "）", ")", "．", ".", NULL};
    struct fg_text rest = text;
    bool framed = text_starts(text, TEXT("（"));
    bool any = false;

    if (framed) rest = (struct fg_text){text.bytes + 3, text.size - 3, 0};
    while (starts_with_any(rest, numerals)) {
        rest = (struct fg_text){rest.bytes + 3, rest.size - 3, 0};
        any = true;
    }
    *had = any && (rest.size == 0 || starts_with_any(rest, closes));
    if (!*had) return text;
    if (rest.size > 0) {
        uint32_t size = rest.bytes[0] == ')' || rest.bytes[0] == '.' ? 1 : 3;

        rest = (struct fg_text){rest.bytes + size, rest.size - size, 0};
    }
    return text_trim(rest);
}

static bool ends_like_department(struct fg_text text)
{
    static const char *const ends[] = {"部门", "系统", "部", "局", "委",
                                       "厅",   "院",   "办", "会", NULL};

    for (size_t i = 0; ends[i] != NULL; i++) {
        uint32_t size = (uint32_t)strlen(ends[i]);

        if (text.size > size && memcmp(text.bytes + text.size - size, ends[i], size) == 0) {
            return true;
        }
    }
    return false;
}

/* "一、小微企业减半收取": counted like a heading, and a rule. */
static bool sounds_like_rule(struct fg_text text)
{
    static const char *const words[] = {"免", "减",   "元",   "%",    "％",   "按", "起", "止",
                                        "停", "暂",   "另",   "凡",   "应",   "须", "：", ":",
                                        "。", "不得", "不收", "不予", "不超", NULL};

    return fee_has_any(text, words);
}

/* A row without a name of an item. */
static enum row_sort sort_nameless(struct list *list, const struct book_row *row)
{
    const struct table *table = &list->table;
    uint32_t last = 0, count = own_count(row, &last);
    uint32_t number = table_at(table, "序号"), department = table_at(table, "部门");
    struct fg_text text = text_trim(row_at(row, last)->text), name;
    bool is_counted, is_short;

    if (sounds_like_rule(text)) return count == 1 ? ROW_NOTE : ROW_UNCLEAR;
    name = without_heading_number(text, &is_counted);
    is_short = text.size <= 48;
    if (count == 1 && is_short && (is_counted || ends_like_department(text))) {
        list->group = name;
        return ROW_GROUP;
    }
    if (count == 2 && last == department && number != COLUMN_NONE && is_own(row_at(row, number))) {
        list->group = text;
        return ROW_GROUP;
    }
    if (count == 1 && last == department && department != COLUMN_NONE) {
        list->group = text;
        return ROW_GROUP;
    }
    return count == 1 ? ROW_NOTE : ROW_UNCLEAR;
}

/* "一 | | 教育部门": a heading that stands where names stand. */
static bool is_heading(struct list *list, const struct book_row *row, struct fg_text name)
{
    static const char *const filled[] = {"收费标准", "政策依据", "立项级次", "标准（精确）", NULL};
    uint32_t number = table_at(&list->table, "序号");
    bool is_counted = false;

    if (number == COLUMN_NONE) return false;
    without_heading_number(text_trim(row_at(row, number)->text), &is_counted);
    if (!is_counted || sounds_like_rule(name)) return false;
    for (size_t i = 0; filled[i] != NULL; i++) {
        uint32_t column = table_at(&list->table, filled[i]);

        if (column != COLUMN_NONE && is_own(row_at(row, column))) return false;
    }
    list->group = name;
    return true;
}

static enum row_sort row_sort(struct list *list, const struct book_row *row)
{
    const struct table *table = &list->table;
    uint32_t column = table_at(table, "项目名称"), last = 0;
    const struct cell *cell = row_at(row, column);
    struct fg_text name = text_trim(cell->text);

    if (own_count(row, &last) == 0 && cell->spread != SPREAD_DOWN) return ROW_BLANK;
    if (row->is_hidden) return ROW_HIDDEN;
    if (cell->spread == SPREAD_DOWN && name.size > 0) return ROW_ITEM_SPREAD;
    if (cell->spread == SPREAD_RIGHT || (name.size == 0 && cell->fault == CELL_SOUND)) {
        return sort_nameless(list, row);
    }
    if (text_equal(name, table->written[column])) return ROW_HEADER;
    return is_heading(list, row, name) ? ROW_GROUP : ROW_ITEM;
}

/* Asks about the row as a whole, in the cell that holds something. */
static void ask_row(struct entry *entry, enum question_kind kind)
{
    uint32_t last = 0;
    struct place place = {.sheet = entry->table->sheet->name, .row = entry->row->number};

    own_count(entry->row, &last);
    place.column = last;
    place.text = row_at(entry->row, last)->text;
    place.title = last < BOOK_COLUMNS_MAX ? entry->table->written[last] : TEXT("");
    if (place.title.bytes == NULL) place.title = TEXT("");
    question_add(&entry->table->import->questions, kind, &place, entry->node, TEXT(""), TEXT(""));
}

/* Of another level than the document's: passed over where that was asked for. */
static bool is_passed_over(const struct entry *entry)
{
    struct import *import = entry->table->import;
    enum level level = level_read(entry_text(entry, "立项级次"));
    struct fg_text own;

    if (!import->own_level || level == LEVEL_NONE ||
        !draft_get(xmlDocGetRootElement(import->draft), "level", &own) ||
        level_read(own) == level) {
        return false;
    }
    import->passed_over++;
    return true;
}

static bool has_period(xmlNodePtr item)
{
    for (xmlNodePtr node = item->children; node != NULL; node = node->next) {
        if (draft_is(node, "period")) return true;
    }
    return false;
}

static void take_item(struct list *list, struct entry *entry)
{
    struct import *import = list->table.import;

    if (is_passed_over(entry)) return;
    entry->node = draft_add(draft_need_section(import->draft, "items"), "item");
    list->last = entry->node;
    import->item_count++;
    entry_read_exact(entry);
    entry_read_words(entry, list->group);
    entry_check(entry);
    if (!has_period(entry->node)) import->timeless_count++;
}

static void take_row(struct list *list, const struct book_row *row)
{
    struct entry entry = {
        .table = &list->table, .row = row, .questions_before = list->table.import->questions.count};

    switch (row_sort(list, row)) {
    case ROW_BLANK:
    case ROW_HEADER:
    case ROW_GROUP: break;
    case ROW_ITEM: take_item(list, &entry); break;
    case ROW_ITEM_SPREAD:
        entry.node = list->last;
        ask_row(&entry, QUESTION_ITEM_SPREAD);
        break;
    case ROW_NOTE: ask_row(&entry, QUESTION_NOTE_ROW); break;
    case ROW_UNCLEAR: ask_row(&entry, QUESTION_ROW_UNCLEAR); break;
    case ROW_HIDDEN: ask_row(&entry, QUESTION_ROW_HIDDEN); break;
    }
}

/* What the lines above the header say the list is of. */
static const char *kind_of_caption(const struct table *table)
{
    bool fees = false, funds = false, others = false;

    for (uint32_t i = 0; i < table->header; i++) {
        const struct book_row *row = &table->sheet->rows[i];

        for (uint32_t column = 0; column < row->count; column++) {
            struct fg_text text = row->cells[column].text;

            fees |= text_contains(text, TEXT("行政事业性收费"));
            funds |= text_contains(text, TEXT("政府性基金"));
            others |= text_contains(text, TEXT("保证金")) || text_contains(text, TEXT("服务"));
        }
    }
    if (others || fees == funds) return NULL;
    return fees ? "administrative" : "fund";
}

static void ask_columns(const struct table *table)
{
    const struct book_row *row = &table->sheet->rows[table->header];
    struct place place = {.sheet = table->sheet->name, .row = row->number};

    if (table_at(table, "收费标准") != COLUMN_NONE ||
        table_at(table, "标准（精确）") != COLUMN_NONE) {
        return;
    }
    question_add(&table->import->questions, QUESTION_COLUMN_MISSING, &place, NULL, TEXT("收费标准"),
                 TEXT(""));
}

/* Remarks that stand between the caption and the header. */
static void ask_remarks(struct table *table)
{
    static const char *const begins[] = {"注", "说明", "备注", NULL};

    for (uint32_t i = 0; i < table->header_top; i++) {
        struct entry entry = {.table = table, .row = &table->sheet->rows[i]};
        uint32_t last = 0;

        if (own_count(entry.row, &last) != 1) continue;
        if (!starts_with_any(text_trim(row_at(entry.row, last)->text), begins)) continue;
        if (sounds_like_rule(row_at(entry.row, last)->text)) ask_row(&entry, QUESTION_NOTE_ROW);
    }
}

void import_list(struct import *import, struct sheet *sheet)
{
    struct list list = {.group = TEXT("")};
    const char *kind = import->kind;

    if (!table_open(&list.table, import, sheet, layout_of_element(ELEMENT_ITEM))) return;
    ask_columns(&list.table);
    ask_remarks(&list.table);
    if (kind == NULL) import->kind = kind_of_caption(&list.table);
    for (uint32_t i = list.table.header + 1; i < sheet->count; i++) {
        take_row(&list, &sheet->rows[i]);
    }
}

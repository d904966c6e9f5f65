/* SPDX-License-Identifier: Apache-2.0
 * Columns that say exactly what an attribute or an element is: taken as they are, or asked about.
 */
#include <stdio.h>
#include <stdlib.h>

#include "harness.h"
#include "output.h"
#include "table/draft.h"
#include "table/import.h"
#include "table/management.h"
#include "table/reading.h"

/* ---- one column ---- */

/* A cell of nothing but quotes stands for two fewer: see export. */
static struct fg_text attribute_value(struct fg_text cell)
{
    uint32_t quotes = 0;

    while (quotes < cell.size && cell.bytes[quotes] == '"') quotes++;
    if (quotes == cell.size && quotes >= 2) cell.size -= 2;
    return cell;
}

static const struct attribute_rule *attribute_find(const struct layout *layout, const char *name)
{
    const struct attribute_rule *rule = element_rule(layout->element)->attributes;

    while (rule->name != NULL && strcmp(rule->name, name) != 0) rule++;
    return rule;
}

/* Words that stand for those of the vocabulary. */
static struct fg_text word_meant(enum value_type type, struct fg_text value)
{
    static const struct {
        enum value_type type;
        const char *written, *meant;
    } words[] = {
        {VALUE_KIND, "行政事业性收费", "administrative"},
        {VALUE_KIND, "行政事业收费", "administrative"},
        {VALUE_KIND, "政府性基金", "fund"},
        {VALUE_KIND, "保证金", "deposit"},
        {VALUE_KIND, "涉企保证金", "deposit"},
        {VALUE_KIND, "税", "tax"},
        {VALUE_KIND, "罚款", "penalty"},
        {VALUE_KIND, "经营服务性收费", "service"},
        {VALUE_LEVEL, "中央", "national"},
        {VALUE_LEVEL, "国家级", "national"},
        {VALUE_LEVEL, "省级", "provincial"},
        {VALUE_LEVEL, "市级", "municipal"},
        {VALUE_LEVEL, "县级", "county"},
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (words[i].type == type && text_equal(text_trim(value), text_of(words[i].written))) {
            return text_of(words[i].meant);
        }
    }
    return value;
}

/* Digits, and the sign behind them; moves past both. */
static bool take_digits(struct fg_text *text, const char *const *signs, int32_t *value)
{
    uint32_t at = 0;

    for (*value = 0; at < text->size && at < 4; at++) {
        if (text->bytes[at] < '0' || text->bytes[at] > '9') break;
        *value = *value * 10 + (text->bytes[at] - '0');
    }
    if (at == 0) return false;
    *text = (struct fg_text){text->bytes + at, text->size - at, 0};
    for (; *signs != NULL; signs++) {
        if (!text_starts(*text, text_of(*signs))) continue;
        at = (uint32_t)strlen(*signs);
        *text = (struct fg_text){text->bytes + at, text->size - at, 0};
        return true;
    }
    return false;
}

/* 2026年7月1日, 2026/7/1 and 2026.7.1 in the form of the vocabulary; anything else as it is. */
static struct fg_text date_meant(const struct entry *entry, enum value_type type,
                                 struct fg_text value)
{
    static const char *const after_year[] = {"年", "/", ".", "-", NULL};
    static const char *const after_month[] = {"月", "/", ".", "-", NULL};
    static const char *const after_day[] = {"日", "", NULL};
    struct fg_text rest = text_trim(value);
    int32_t year, month, day, checked;
    char text[11];

    if (type != VALUE_DATE && type != VALUE_FROM && type != VALUE_TO) return value;
    if (!take_digits(&rest, after_year, &year) || !take_digits(&rest, after_month, &month) ||
        !take_digits(&rest, after_day, &day) || rest.size > 0 || month > 12 || day > 31 ||
        !day_from_ymd(year * 10000 + month * 100 + day, &checked)) {
        return value;
    }
    day_format(checked, text);
    return book_text(&entry->table->import->book, text_of(text));
}

static void read_attribute(const struct entry *entry, const struct layout_column *column,
                           struct fg_text text)
{
    struct fg_text value = attribute_value(text);
    const struct attribute_rule *rule = attribute_find(entry->table->layout, column->name);

    /* What was exported is exact to the blank; in the lists of others they are the cell's. */
    if (!entry->table->is_exported) value = text_trim(value);
    value = date_meant(entry, rule->type, value);
    draft_set(entry->node, column->name, word_meant(rule->type, value));
}

static void read_enterprise(const struct entry *entry, const struct layout_column *column,
                            struct fg_text text)
{
    static const struct {
        const char *written, *value;
    } words[] = {{"是", "true"},      {"√", "true"},       {"涉企", "true"},
                 {"true", "true"},    {"否", "false"},     {"×", "false"},
                 {"非涉企", "false"}, {"不涉企", "false"}, {"false", "false"}};

    text = text_trim(text);
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (text_equal(text, text_of(words[i].written))) {
            draft_set(entry->node, column->name, text_of(words[i].value));
            return;
        }
    }
    entry_ask(entry, column->title, QUESTION_ENTERPRISE, TEXT(""), TEXT(""));
}

/* Whether a list of names has this one. */
static bool names_part(const char *list, const xmlChar *name)
{
    struct fg_text wanted = text_of((const char *)name);

    while (*list != '\0') {
        uint32_t size = (uint32_t)strcspn(list, " ");

        if (text_equal(wanted, (struct fg_text){list, size, 0})) return true;
        list += size;
        list += strspn(list, " ");
    }
    return false;
}

static void read_parts(const struct entry *entry, const struct layout_column *column,
                       struct fg_text text)
{
    xmlNodePtr last = entry->node->last;
    xmlNodePtr node;

    if (!draft_fragment(entry->node, text)) {
        entry_ask(entry, column->title, QUESTION_NO_XML, text_of(column->title), TEXT(""));
        return;
    }
    for (node = last == NULL ? entry->node->children : last->next; node != NULL;
         node = node->next) {
        bool is_foreign = node->type != XML_COMMENT_NODE &&
                          (node->type != XML_ELEMENT_NODE || !names_part(column->name, node->name));

        if (!is_foreign) continue;
        entry_ask(entry, column->title, QUESTION_PARTS_FOREIGN, text_of(column->title),
                  text_of(column->name));
        return;
    }
}

static void read_column(const struct entry *entry, const struct layout_column *column,
                        struct fg_text text)
{
    switch (column->kind) {
    case COLUMN_ATTRIBUTE: read_attribute(entry, column, text); break;
    case COLUMN_ENTERPRISE: read_enterprise(entry, column, text); break;
    case COLUMN_PARTS: read_parts(entry, column, text_trim(text)); break;
    case COLUMN_WORDS:
        if (strcmp(column->name, WORDS_MANAGEMENT) == 0) {
            management_note(entry->node, text_trim(text));
        }
        break;
    case COLUMN_NUMBER: break;
    }
}

void entry_read_exact(const struct entry *entry)
{
    const struct table *table = entry->table;

    (void)entry_is_sound(entry); /* what is not is asked about, and the rest is read */
    for (const struct layout_column *column = table->layout->columns; column->title != NULL;
         column++) {
        uint32_t at = table_at(table, column->title);
        const struct cell *cell = at == COLUMN_NONE ? NULL : row_at(entry->row, at);

        if (cell == NULL || cell->fault != CELL_SOUND) continue;
        if (cell->spread == SPREAD_RIGHT || cell->text.size == 0) continue;
        if (table->is_exported || text_trim(cell->text).size > 0) {
            read_column(entry, column, cell->text);
        }
    }
}

/* ---- checks ---- */

/* Texts that differ in blanks alone say the same. */
static bool same_words(struct fg_text a, struct fg_text b)
{
    for (;;) {
        uint32_t size = 0;

        a = text_skip(a);
        b = text_skip(b);
        if (a.size == 0 || b.size == 0) return a.size == b.size;
        if (utf8_next(a, &size) < 0) size = 1;
        if (b.size < size || memcmp(a.bytes, b.bytes, size) != 0) return false;
        a = (struct fg_text){a.bytes + size, a.size - size, 0};
        b = (struct fg_text){b.bytes + size, b.size - size, 0};
    }
}

/* Whether the exact columns that a readable one is written from are filled in. */
static bool is_written(const struct entry *entry, const char *words)
{
    bool standards = entry_text(entry, "标准（精确）").size > 0;
    bool basis = entry_text(entry, "立项依据").size > 0;

    if (entry->table->layout->element != ELEMENT_ITEM) return true; /* words alone are not read */
    if (strcmp(words, WORDS_STANDARD) == 0) return standards;
    if (strcmp(words, WORDS_DEPARTMENTS) == 0) return entry_text(entry, "授权（精确）").size > 0;
    if (strcmp(words, WORDS_LEVEL) == 0) return basis;
    return strcmp(words, WORDS_BASES) == 0 && basis && standards;
}

static void check_words(const struct entry *entry, const struct reading *reading)
{
    const struct table *table = entry->table;

    for (const struct layout_column *column = table->layout->columns; column->title != NULL;
         column++) {
        struct output words = {0};
        struct fg_text said;

        if (column->kind != COLUMN_WORDS || table_at(table, column->title) == COLUMN_NONE ||
            !is_written(entry, column->name)) {
            continue;
        }
        reading_words(reading, table->import->draft, entry->node, column->name, &words);
        said = (struct fg_text){words.bytes, (uint32_t)words.size, 0};
        if (!same_words(said, entry_text(entry, column->title))) {
            entry_ask(entry, column->title, QUESTION_WORDS_DIFFER, said, TEXT(""));
        }
        output_free(&words);
    }
}

/* Whether the loader refuses the elements of this one column. */
static bool parts_are_faulty(const struct entry *entry, const struct layout_column *column)
{
    xmlNodePtr alone = xmlDocCopyNode(entry->node, entry->node->doc, 2); /* with attributes */
    struct reading reading;
    bool faulty;

    if (alone == NULL) memory_gone();
    draft_fragment(alone, entry_text(entry, column->title));
    reading_take(&reading, entry->table->layout, alone);
    faulty = reading.fault_count > 0;
    reading_free(&reading);
    xmlFreeNode(alone);
    return faulty;
}

static bool attribute_is_faulty(const struct entry *entry, const struct layout_column *column)
{
    union {
        struct item item;
        struct tariff tariff;
        struct period period;
        struct document document;
    } field;
    struct arena arena = {0};
    struct fg_text value, bad;
    const struct attribute_rule *rule = attribute_find(entry->table->layout, column->name);
    bool faulty;

    if (!draft_get(entry->node, column->name, &value)) return false;
    memset(&field, 0, sizeof(field));
    faulty = value_read(&arena, rule->type, value, &field, &bad) != RULE_COUNT;
    arena_free(&arena);
    return faulty;
}

/* The column that holds what the loader refuses, else the first one. */
static const char *faulty_title(const struct entry *entry)
{
    const struct layout *layout = entry->table->layout;

    for (const struct layout_column *column = layout->columns; column->title != NULL; column++) {
        if (column->kind == COLUMN_ATTRIBUTE && attribute_is_faulty(entry, column)) {
            return column->title;
        }
        if (column->kind == COLUMN_PARTS && entry_text(entry, column->title).size > 0 &&
            parts_are_faulty(entry, column)) {
            return column->title;
        }
    }
    return layout->columns[0].title;
}

static bool ask_missing(const struct entry *entry)
{
    const struct layout *layout = entry->table->layout;
    bool any = false;

    for (const struct layout_column *column = layout->columns; column->title != NULL; column++) {
        struct fg_text value;

        if (column->kind != COLUMN_ATTRIBUTE || !attribute_find(layout, column->name)->required ||
            draft_get(entry->node, column->name, &value)) {
            continue;
        }
        entry_ask(entry, column->title, QUESTION_ATTRIBUTE_MISSING, text_of(column->title),
                  TEXT(""));
        any = true;
    }
    return any;
}

void entry_check(const struct entry *entry)
{
    struct import *import = entry->table->import;
    struct reading reading;

    /* One question at a time: what is asked already may be why the rest does not fit. */
    if (import->questions.count > entry->questions_before || ask_missing(entry)) return;
    reading_take(&reading, entry->table->layout, entry->node);
    if (reading.fault_count > 0) {
        entry_ask(entry, faulty_title(entry), QUESTION_VALUE, text_of(reading.fault_zh),
                  text_of(reading.fault_en));
    } else if (entry->table->is_exported) {
        check_words(entry, &reading);
    }
    reading_free(&reading);
}

/* ---- sheets that are no list ---- */

static bool row_is_blank(const struct book_row *row)
{
    for (uint32_t i = 0; i < row->count; i++) {
        if (row->cells[i].fault != CELL_SOUND || text_trim(row->cells[i].text).size > 0) {
            return false;
        }
    }
    return true;
}

void import_sheet(struct import *import, struct sheet *sheet, const struct layout *layout)
{
    struct table table;

    if (!table_open(&table, import, sheet, layout)) return;
    for (uint32_t i = table.header + 1; i < sheet->count; i++) {
        struct entry entry = {
            .table = &table, .row = &sheet->rows[i], .questions_before = import->questions.count};

        if (row_is_blank(entry.row)) continue;
        if (entry.row->is_hidden) {
            entry_ask(&entry, layout->columns[0].title, QUESTION_ROW_HIDDEN, TEXT(""), TEXT(""));
            continue;
        }
        if (layout->section == NULL) { /* the root is complete when the options were read, too */
            entry.node = xmlDocGetRootElement(import->draft);
            entry_read_exact(&entry);
            continue;
        }
        entry.node = draft_add(draft_need_section(import->draft, layout->section),
                               element_rule(layout->element)->name);
        entry_read_exact(&entry);
        entry_check(&entry);
    }
}

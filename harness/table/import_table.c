/* SPDX-License-Identifier: Apache-2.0
 * Which row holds the titles, and which column is which. */
#include <stdio.h>

#include "harness.h"
#include "output.h"
#include "table/fee_unit.h"
#include "table/import.h"

#define HEADER_ROWS 30 /* a header stands among the first rows */

/* ---- titles ---- */

struct synonym {
    const char *written, *title;
};

/* As published lists name the columns. */
static const struct synonym synonyms[] = {
    {"编号", "序号"},
    {"项目序号", "序号"},
    {"部门名称", "部门"},
    {"执收部门", "部门"},
    {"执收单位", "部门"},
    {"主管部门", "部门"},
    {"收费部门", "部门"},
    {"收费项目", "项目名称"},
    {"收费项目名称", "项目名称"},
    {"基金名称", "项目名称"},
    {"征收标准", "收费标准"},
    {"标准", "收费标准"},
    {"资金管理方式", "管理方式"},
    {"收费依据", "政策依据"},
    {"征收依据", "政策依据"},
    {"设立依据", "政策依据"},
    {"文件依据", "政策依据"},
    {"立项级别", "立项级次"},
    {"项目级次", "立项级次"},
    {"审批级次", "立项级次"},
    {"是否涉企", "涉企"},
    {"涉企收费", "涉企"},
    {"是否涉企收费", "涉企"},
    {"收费编码", "项目编码"},
    {"收费项目编码", "项目编码"},
    {"收费性质", "性质"},
    {"项目性质", "性质"},
    {"执行日期", "起始日期"},
    {"执行时间", "起始日期"},
    {"计量单位", TITLE_UNIT},
    {TITLE_UNIT, TITLE_UNIT},
    {TITLE_REMARK, TITLE_REMARK},
    {"说明", TITLE_REMARK},
    {TITLE_STANDARD_BASIS, TITLE_STANDARD_BASIS},
};

/* Without blanks anywhere. */
static void put_unspaced(struct output *output, struct fg_text text)
{
    for (uint32_t at = 0; at < text.size;) {
        uint32_t next = at;
        uint32_t size = utf8_next(text, &next) < 0 ? 1 : next - at;
        struct fg_text one = {text.bytes + at, size, 0};

        if (text_trim(one).size > 0) output_text(output, one);
        at += size;
    }
}

/* Where "（元/件）" begins behind a title; the end if there is none. */
static uint32_t remark_at(struct fg_text title)
{
    for (uint32_t at = 1; at < title.size; at++) {
        struct fg_text rest = {title.bytes + at, title.size - at, 0};

        if (text_starts(rest, TEXT("（")) || text_starts(rest, TEXT("("))) return at;
    }
    return title.size;
}

/* The title of ours that a written one stands for; NULL: none. */
static const char *title_known(struct fg_text written, const struct layout *layout)
{
    for (const struct layout_column *column = layout->columns; column->title != NULL; column++) {
        if (text_equal(written, text_of(column->title))) return column->title;
    }
    if (layout->element != ELEMENT_ITEM) return NULL;
    written.size = remark_at(written);
    for (size_t i = 0; i < sizeof(synonyms) / sizeof(synonyms[0]); i++) {
        if (text_equal(written, text_of(synonyms[i].written))) return synonyms[i].title;
    }
    for (const struct layout_column *column = layout->columns; column->title != NULL; column++) {
        if (text_equal(written, text_of(column->title))) return column->title;
    }
    return NULL;
}

/* The title that a cell of a header row shows. */
static const char *cell_title(const struct cell *cell, const struct layout *layout)
{
    struct output plain = {0};
    const char *title = NULL;

    put_unspaced(&plain, cell->text);
    if (plain.bytes != NULL)
        title = title_known((struct fg_text){plain.bytes, (uint32_t)plain.size, 0}, layout);
    output_free(&plain);
    return title;
}

/* ---- the header ---- */

/* How many titles of ours a row has. A list is known by its names, any other sheet by two titles.
 */
static bool is_header(const struct table *table, const struct book_row *row)
{
    uint32_t known = 0;
    bool has_name = table->layout->element != ELEMENT_ITEM;

    for (uint32_t i = 0; i < row->count; i++) {
        const char *title = cell_title(&row->cells[i], table->layout);

        if (title == NULL) continue;
        known++;
        if (strcmp(title, "项目名称") == 0) has_name = true;
    }
    return known >= 2 && has_name;
}

static bool find_header(struct table *table)
{
    for (uint32_t i = 0; i < table->sheet->count && i < HEADER_ROWS; i++) {
        if (!is_header(table, &table->sheet->rows[i])) continue;
        table->header = table->header_top = i;
        return true;
    }
    return false;
}

/* A header of two rows has cells that go down over both. */
static bool has_second_row(const struct table *table)
{
    const struct book_row *first = &table->sheet->rows[table->header], *second = first + 1;

    if (table->header + 1 >= table->sheet->count) return false;
    for (uint32_t i = 0; i < second->count; i++) {
        if (second->cells[i].spread == SPREAD_DOWN && row_at(first, i)->text.size > 0 &&
            text_equal(second->cells[i].text, row_at(first, i)->text)) {
            return true;
        }
    }
    return false;
}

/* What is in the brackets behind the title of the standards. */
static void take_unit(struct table *table, struct fg_text written)
{
    struct fg_text rest = written;
    uint32_t at = remark_at(written), open, close;

    if (at == written.size) return;
    rest.bytes += at;
    rest.size -= at;
    open = text_starts(rest, TEXT("（")) ? TEXT("（").size : 1;
    for (close = open; close < rest.size; close++) {
        struct fg_text end = {rest.bytes + close, rest.size - close, 0};

        if (text_starts(end, TEXT("）")) || text_starts(end, TEXT(")"))) break;
    }
    rest = (struct fg_text){rest.bytes + open, close - open, 0};
    if (text_starts(rest, TEXT("单位：")) || text_starts(rest, TEXT("单位:"))) {
        uint32_t size =
            text_starts(rest, TEXT("单位：")) ? TEXT("单位：").size : TEXT("单位:").size;

        rest = (struct fg_text){rest.bytes + size, rest.size - size, 0};
    }
    table->unit = text_trim(rest);
}

/* "单位：万元", somewhere above the header. */
static bool says_scale(const struct table *table)
{
    static const char *const scales[] = {"千元", "百元", "万元", "亿元", NULL};

    for (uint32_t i = 0; i < table->header_top; i++) {
        const struct book_row *row = &table->sheet->rows[i];

        for (uint32_t column = 0; column < row->count; column++) {
            if (fee_has_any(row->cells[column].text, scales)) return true;
        }
    }
    return false;
}

static struct place header_place(const struct table *table, uint32_t column)
{
    const struct book_row *row = &table->sheet->rows[table->header];

    return (struct place){.sheet = table->sheet->name,
                          .row = row->number,
                          .column = column,
                          .text = row_at(row, column)->text};
}

/* Of a header of two rows the lower title, where there is one. */
static const struct cell *header_cell(const struct table *table, uint32_t column)
{
    const struct cell *lower = row_at(&table->sheet->rows[table->header], column);

    return lower->text.size > 0 ? lower : row_at(&table->sheet->rows[table->header_top], column);
}

static void take_titles(struct table *table)
{
    uint32_t count = table->sheet->rows[table->header].count;

    if (table->sheet->rows[table->header_top].count > count) {
        count = table->sheet->rows[table->header_top].count;
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct cell *cell = header_cell(table, i);
        const char *title = cell_title(cell, table->layout);

        if (cell->fault == CELL_BYTES) {
            struct place place = header_place(table, i);

            question_add(&table->import->questions, QUESTION_CELL_BYTES, &place, NULL, TEXT(""),
                         TEXT(""));
            continue;
        }
        table->written[i] = text_trim(cell->text);
        if (title != NULL && table_at(table, title) != COLUMN_NONE) {
            struct place place = header_place(table, i);

            question_add(&table->import->questions, QUESTION_COLUMN_TWICE, &place, NULL,
                         text_of(title), TEXT(""));
            continue;
        }
        table->titles[i] = title;
        if (title != NULL && strcmp(title, "收费标准") == 0) take_unit(table, table->written[i]);
    }
}

static void ask_unknown(const struct table *table)
{
    for (uint32_t i = 0; i < BOOK_COLUMNS_MAX; i++) {
        struct place place;

        if (table->written[i].size == 0 || table->titles[i] != NULL) continue;
        place = header_place(table, i);
        question_add(&table->import->questions, QUESTION_COLUMN_UNKNOWN, &place, NULL, TEXT(""),
                     TEXT(""));
    }
}

/* ---- rows that go on with the row above ---- */

static void join(struct book *book, struct book_row *into, const struct book_row *from)
{
    for (uint32_t i = 1; i < from->count; i++) {
        struct cell *cell = book_cell(book, into, i);
        struct output both = {0};

        if (from->cells[i].fault != CELL_SOUND) cell->fault = from->cells[i].fault;
        if (from->cells[i].text.size == 0) continue;
        output_text(&both, cell->text);
        output_text(&both, from->cells[i].text);
        cell->text = book_text(book, (struct fg_text){both.bytes, (uint32_t)both.size, 0});
        output_free(&both);
    }
}

static void join_rows(struct table *table)
{
    struct sheet *sheet = table->sheet;
    uint32_t number = table_at(table, "序号"), kept = table->header + 1;

    if (number == COLUMN_NONE) return;
    for (uint32_t i = kept; i < sheet->count; i++) {
        struct book_row *row = &sheet->rows[i];

        if (!text_equal(text_trim(row_at(row, number)->text), TEXT(CONTINUED))) {
            sheet->rows[kept++] = *row;
        } else if (kept > table->header + 1) {
            join(&table->import->book, &sheet->rows[kept - 1], row);
        } else {
            struct place place = {.sheet = sheet->name, .row = row->number, .column = number};

            question_add(&table->import->questions, QUESTION_CONTINUED_FIRST, &place, NULL,
                         TEXT(""), TEXT(""));
        }
    }
    sheet->count = kept;
}

/* ---- a table ---- */

/* Why no header was found, where that can be seen: the bytes are in another encoding. */
static void ask_bytes(const struct table *table)
{
    for (uint32_t i = 0; i < table->sheet->count && i < HEADER_ROWS; i++) {
        const struct book_row *row = &table->sheet->rows[i];

        for (uint32_t column = 0; column < row->count; column++) {
            struct place place = {.sheet = table->sheet->name,
                                  .row = row->number,
                                  .column = column,
                                  .text = row->cells[column].text};

            if (row->cells[column].fault != CELL_BYTES) continue;
            question_add(&table->import->questions, QUESTION_CELL_BYTES, &place, NULL, TEXT(""),
                         TEXT(""));
            return;
        }
    }
}

bool table_open(struct table *table, struct import *import, struct sheet *sheet,
                const struct layout *layout)
{
    *table = (struct table){.import = import, .sheet = sheet, .layout = layout};
    if (!find_header(table)) {
        struct place place = {.sheet = sheet->name,
                              .row = sheet->count > 0 ? sheet->rows[0].number : 1};

        question_add(
            &import->questions, QUESTION_SHEET_HEADER, &place, NULL,
            text_of(layout->element == ELEMENT_ITEM ? "项目名称" : layout->columns[1].title),
            TEXT(""));
        ask_bytes(table);
        return false;
    }
    if (layout->element == ELEMENT_ITEM && has_second_row(table)) table->header++;
    take_titles(table);
    table->is_scaled = says_scale(table);
    if (layout->element != ELEMENT_ITEM) ask_unknown(table);
    table->is_exported =
        layout->element != ELEMENT_ITEM || (text_equal(sheet->name, text_of(layout->sheet)) &&
                                            table_at(table, "授权（精确）") != COLUMN_NONE &&
                                            table_at(table, "标准（精确）") != COLUMN_NONE &&
                                            table_at(table, "期限等（精确）") != COLUMN_NONE);
    join_rows(table);
    return true;
}

uint32_t table_at(const struct table *table, const char *title)
{
    for (uint32_t i = 0; i < BOOK_COLUMNS_MAX; i++) {
        if (table->titles[i] != NULL && strcmp(table->titles[i], title) == 0) return i;
    }
    return COLUMN_NONE;
}

struct fg_text entry_text(const struct entry *entry, const char *title)
{
    uint32_t column = table_at(entry->table, title);

    if (column == COLUMN_NONE || row_at(entry->row, column)->fault != CELL_SOUND) return TEXT("");
    return text_trim(row_at(entry->row, column)->text);
}

bool entry_is_sound(const struct entry *entry)
{
    static const enum question_kind kinds[] = {
        [CELL_NO_VALUE] = QUESTION_CELL_NO_VALUE, [CELL_ERROR] = QUESTION_CELL_ERROR,
        [CELL_DIGITS] = QUESTION_CELL_DIGITS,     [CELL_DATE] = QUESTION_CELL_DATE,
        [CELL_BYTES] = QUESTION_CELL_BYTES,       [CELL_QUOTES] = QUESTION_CELL_QUOTES,
        [CELL_SHOWN] = QUESTION_CELL_SHOWN,       [CELL_STRUCK] = QUESTION_CELL_STRUCK,
        [CELL_NOTE] = QUESTION_CELL_NOTE};
    const struct table *table = entry->table;
    bool sound = true;

    for (uint32_t i = 0; i < entry->row->count; i++) {
        const struct cell *cell = &entry->row->cells[i];
        struct place place = {.sheet = table->sheet->name,
                              .title = table->written[i],
                              .text = cell->text,
                              .row = entry->row->number,
                              .column = i};

        if (cell->fault == CELL_SOUND) continue;
        if (table->titles[i] == NULL && cell->fault != CELL_BYTES) continue;
        if (place.title.size == 0) {
            place.title = text_of(table->titles[i] != NULL ? table->titles[i] : "");
        }
        question_add(&table->import->questions, kinds[cell->fault], &place, entry->node, TEXT(""),
                     TEXT(""));
        sound = false;
    }
    return sound;
}

void entry_ask(const struct entry *entry, const char *title, enum question_kind kind,
               struct fg_text first, struct fg_text second)
{
    const struct table *table = entry->table;
    uint32_t column = table_at(table, title);
    struct place place = {.sheet = table->sheet->name,
                          .title = text_of(title),
                          .row = entry->row->number,
                          .column = column == COLUMN_NONE ? 0 : column};

    if (column != COLUMN_NONE) {
        /* A cell that is not to be relied on is asked about as such, and as nothing else. */
        if (row_at(entry->row, column)->fault != CELL_SOUND) return;
        place.text = row_at(entry->row, column)->text;
        if (table->written[column].size > 0) place.title = table->written[column];
    }
    question_add(&table->import->questions, kind, &place, entry->node, first, second);
}

/* SPDX-License-Identifier: Apache-2.0
 * One sheet of a workbook, as a stream of rows and cells. */
#include <stdlib.h>

#include "harness.h"
#include "table/xlsx.h"

#define MERGES_MAX 200000

struct sheet_reading {
    struct book *book;
    struct sheet *sheet;
    const struct workbook *workbook;
    struct xml_walk walk;
    uint32_t row_number; /* of the row at hand, from 1 */
    bool row_is_there;   /* in the sheet: it holds something */
    bool row_is_hidden;
    uint32_t column; /* of the cell at hand */
    char *type;      /* its t */
    uint32_t style;  /* its s */
    bool has_formula, has_value, is_struck, in_text, in_sound;
    struct output text;
    struct merge *merges;
    size_t merge_count;
    enum sheet_result result;
};

static uint32_t number_attribute(const struct sheet_reading *reading, const char *name)
{
    char *text = walk_attribute(&reading->walk, name);
    uint32_t number = text == NULL ? 0 : (uint32_t)strtoul(text, NULL, 10);

    xmlFree(text);
    return number;
}

/* ---- what a cell holds ---- */

static bool type_is(const struct sheet_reading *reading, const char *type)
{
    return reading->type != NULL && strcmp(reading->type, type) == 0;
}

static void set_escaped(struct sheet_reading *reading, struct cell *cell, struct fg_text stored)
{
    struct output plain = {0};

    xlsx_unescape(stored, &plain);
    cell->text = book_text(reading->book, (struct fg_text){plain.bytes, (uint32_t)plain.size, 0});
    output_free(&plain);
}

static void set_shared(struct sheet_reading *reading, struct cell *cell, struct fg_text stored)
{
    int64_t index;

    if (decimal_parse(stored, 0, INT32_MAX, &index) &&
        (size_t)index < reading->workbook->string_count) {
        cell->text = reading->workbook->strings[index].text;
        reading->is_struck |= reading->workbook->strings[index].is_struck;
    } else {
        reading->result = SHEET_DAMAGED;
    }
}

static struct number_format format_at(const struct sheet_reading *reading)
{
    const struct workbook *workbook = reading->workbook;

    if (reading->style < workbook->format_count) return workbook->formats[reading->style];
    return (struct number_format){.decimals = DECIMALS_ANY};
}

static void set_number(struct sheet_reading *reading, struct cell *cell, struct fg_text stored)
{
    struct output shown = {0};

    cell->fault =
        (uint8_t)number_text(stored, format_at(reading), reading->workbook->from_1904, &shown);
    cell->text = book_text(reading->book, (struct fg_text){shown.bytes, (uint32_t)shown.size, 0});
    output_free(&shown);
}

static void set_cell(struct sheet_reading *reading, struct cell *cell)
{
    struct fg_text stored = {reading->text.bytes, (uint32_t)reading->text.size, 0};

    if (type_is(reading, "s")) {
        set_shared(reading, cell, stored);
    } else if (type_is(reading, "inlineStr") || type_is(reading, "str")) {
        set_escaped(reading, cell, stored);
    } else if (type_is(reading, "b")) {
        cell->text = text_equal(stored, TEXT("1")) ? TEXT("TRUE") : TEXT("FALSE");
    } else if (type_is(reading, "e") || type_is(reading, "d")) {
        if (type_is(reading, "e")) cell->fault = CELL_ERROR;
        cell->text = book_text(reading->book, stored);
    } else if (stored.size > 0) {
        set_number(reading, cell, stored);
    }
    /* Programs that do not calculate leave the value out, or empty; only texts are ever empty. */
    if (reading->has_formula &&
        (!reading->has_value || (stored.size == 0 && !type_is(reading, "str")))) {
        cell->fault = CELL_NO_VALUE;
        cell->text = TEXT("=");
    }
    if (cell->fault == CELL_SOUND && (reading->is_struck || format_at(reading).is_struck) &&
        text_trim(cell->text).size > 0) {
        cell->fault = CELL_STRUCK;
    }
    if (cell->fault == CELL_SOUND && !text_is_plain(cell->text)) cell->fault = CELL_BYTES;
}

static void end_cell(struct sheet_reading *reading)
{
    struct sheet *sheet = reading->sheet;

    if (reading->text.size == 0 && !reading->has_formula) return;
    if (!reading->row_is_there) {
        bool in_order =
            sheet->count == 0 || sheet->rows[sheet->count - 1].number < reading->row_number;

        if (!in_order) reading->result = SHEET_DAMAGED;
        book_add_row(reading->book, sheet, reading->row_number)->is_hidden = reading->row_is_hidden;
        reading->row_is_there = true;
    }
    if (reading->column >= BOOK_COLUMNS_MAX || sheet->count > BOOK_ROWS_MAX ||
        reading->book->cell_count > BOOK_CELLS_MAX) {
        reading->result = SHEET_TOO_LARGE;
        return;
    }
    set_cell(reading, book_cell(reading->book, &sheet->rows[sheet->count - 1], reading->column));
}

/* ---- elements ---- */

static void begin_row(struct sheet_reading *reading)
{
    uint32_t number = number_attribute(reading, "r");

    reading->row_number = number > 0 ? number : reading->row_number + 1;
    reading->row_is_there = false;
    reading->row_is_hidden = walk_flag(&reading->walk, "hidden", false);
    reading->column = UINT32_MAX; /* the next one is 0 */
}

static void begin_cell(struct sheet_reading *reading)
{
    char *place = walk_attribute(&reading->walk, "r");
    struct merge at;

    reading->column++;
    if (place != NULL) {
        if (merge_parse(text_of(place), &at) && at.top == reading->row_number) {
            reading->column = at.left;
        } else {
            reading->result = SHEET_DAMAGED;
        }
    }
    xmlFree(place);
    xmlFree(reading->type);
    reading->type = walk_attribute(&reading->walk, "t");
    reading->style = number_attribute(reading, "s");
    reading->has_formula = reading->has_value = reading->in_text = reading->in_sound = false;
    reading->is_struck = false;
    reading->text.size = 0;
}

static void take_merge(struct sheet_reading *reading)
{
    char *range = walk_attribute(&reading->walk, "ref");
    struct merge merge;

    if (range == NULL || !merge_parse(text_of(range), &merge)) {
        reading->result = SHEET_DAMAGED;
    } else if (reading->merge_count == MERGES_MAX) {
        reading->result = SHEET_TOO_LARGE;
    } else {
        reading->merges =
            memory_grow(reading->merges, reading->merge_count + 1, sizeof(*reading->merges));
        reading->merges[reading->merge_count++] = merge;
    }
    xmlFree(range);
}

static void begin_element(struct sheet_reading *reading, bool is_empty)
{
    const struct xml_walk *walk = &reading->walk;

    if (walk_at(walk, "row")) begin_row(reading);
    if (walk_at(walk, "mergeCell")) take_merge(reading);
    if (walk_at(walk, "f")) reading->has_formula = true;
    if (walk_at(walk, "v")) reading->has_value = true;
    if (walk_at(walk, "rPh")) reading->in_sound = !is_empty;
    if (walk_at(walk, "strike")) reading->is_struck |= walk_flag(walk, "val", true);
    if (walk_at(walk, "v") || walk_at(walk, "t")) reading->in_text = !is_empty;
    if (!walk_at(walk, "c")) return;
    begin_cell(reading);
    if (is_empty) end_cell(reading);
}

static void end_element(struct sheet_reading *reading)
{
    const struct xml_walk *walk = &reading->walk;

    if (walk_at(walk, "v") || walk_at(walk, "t")) reading->in_text = false;
    if (walk_at(walk, "rPh")) reading->in_sound = false;
    if (walk_at(walk, "c")) end_cell(reading);
}

static void walk_sheet(struct sheet_reading *reading)
{
    int type;

    while (reading->result == SHEET_READ && (type = walk_next(&reading->walk)) != 0) {
        xmlTextReaderPtr reader = reading->walk.reader;

        if (type == XML_READER_TYPE_ELEMENT) {
            begin_element(reading, xmlTextReaderIsEmptyElement(reader) == 1);
        } else if (type == XML_READER_TYPE_END_ELEMENT) {
            end_element(reading);
        } else if (walk_is_text(type) && reading->in_text && !reading->in_sound) {
            output_text(&reading->text, text_of((const char *)xmlTextReaderConstValue(reader)));
        }
    }
    if (reading->walk.failed) reading->result = SHEET_DAMAGED;
}

enum sheet_result sheet_read(struct book *book, struct sheet *sheet, const struct part *part,
                             const struct workbook *workbook)
{
    struct sheet_reading reading = {.book = book, .sheet = sheet, .workbook = workbook};

    if (!walk_open(&reading.walk, part)) return SHEET_DAMAGED;
    walk_sheet(&reading);
    if (reading.result == SHEET_READ &&
        !merges_apply(book, sheet, reading.merges, reading.merge_count)) {
        reading.result = SHEET_TOO_LARGE;
    }
    walk_close(&reading.walk);
    xmlFree(reading.type);
    free(reading.merges);
    output_free(&reading.text);
    return reading.result;
}

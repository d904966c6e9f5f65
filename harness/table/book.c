/* SPDX-License-Identifier: Apache-2.0
 * Sheets, rows and cells, in one arena. */
#include "table/book.h"

#include "harness.h"

struct fg_text book_text(struct book *book, struct fg_text text)
{
    struct fg_text copy = arena_text(&book->arena, text);

    if (book->arena.failed) memory_gone();
    return copy;
}

static void *grow(struct book *book, void *array, uint32_t count, size_t element_size)
{
    void *grown = arena_grow(&book->arena, array, count, element_size);

    if (grown == NULL) memory_gone();
    return grown;
}

struct sheet *book_add_sheet(struct book *book, struct fg_text name)
{
    struct sheet *sheet;

    book->sheets = grow(book, book->sheets, book->count, sizeof(*book->sheets));
    sheet = &book->sheets[book->count++];
    *sheet = (struct sheet){.name = book_text(book, name)};
    return sheet;
}

struct book_row *book_add_row(struct book *book, struct sheet *sheet, uint32_t number)
{
    struct book_row *row;

    sheet->rows = grow(book, sheet->rows, sheet->count, sizeof(*sheet->rows));
    row = &sheet->rows[sheet->count++];
    *row = (struct book_row){.number = number};
    return row;
}

struct cell *book_cell(struct book *book, struct book_row *row, uint32_t column)
{
    while (row->count <= column) {
        row->cells = grow(book, row->cells, row->count, sizeof(*row->cells));
        row->cells[row->count++] = (struct cell){.text = TEXT("")};
        book->cell_count++;
    }
    return &row->cells[column];
}

void book_free(struct book *book)
{
    arena_free(&book->arena);
    *book = (struct book){0};
}

const struct sheet *book_find(const struct book *book, struct fg_text name)
{
    for (uint32_t i = 0; i < book->count; i++) {
        if (text_equal(book->sheets[i].name, name)) return &book->sheets[i];
    }
    return NULL;
}

const struct cell *row_at(const struct book_row *row, uint32_t column)
{
    static const struct cell empty = {.text = {"", 0, 0}};

    return column < row->count ? &row->cells[column] : &empty;
}

void column_name(uint32_t column, char out[static COLUMN_NAME_SIZE])
{
    char letters[COLUMN_NAME_SIZE];
    uint32_t size = 0, number = column + 1;

    for (; number > 0 && size < COLUMN_NAME_SIZE - 1; number = (number - 1) / 26) {
        letters[size++] = (char)('A' + (number - 1) % 26);
    }
    for (uint32_t i = 0; i < size; i++) out[i] = letters[size - 1 - i];
    out[size] = '\0';
}

/* How many bytes of blank `text` begins with. */
static uint32_t blank_size(struct fg_text text)
{
    static const struct fg_text wide[] = {{"\xE3\x80\x80", 3, 0}, {"\xC2\xA0", 2, 0}};

    if (text.size == 0) return 0;
    if (strchr(" \t\r\n", text.bytes[0]) != NULL && text.bytes[0] != '\0') return 1;
    for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++) {
        if (text_starts(text, wide[i])) return wide[i].size;
    }
    return 0;
}

struct fg_text text_skip(struct fg_text text)
{
    uint32_t size;

    while ((size = blank_size(text)) > 0) {
        text.bytes += size;
        text.size -= size;
    }
    return text;
}

struct fg_text text_trim(struct fg_text text)
{
    uint32_t end = 0, size;

    text = text_skip(text);
    for (uint32_t at = 0; at < text.size;) {
        struct fg_text rest = {text.bytes + at, text.size - at, 0};

        size = blank_size(rest);
        at += size > 0 ? size : 1;
        if (size == 0) end = at;
    }
    text.size = end;
    return text;
}

bool text_is_plain(struct fg_text text)
{
    uint32_t at = 0;

    while (at < text.size) {
        int32_t point = utf8_next(text, &at);

        if (point < 0x20 && point != '\t' && point != '\n' && point != '\r') return false;
        if (point == 0xFFFE || point == 0xFFFF) return false;
    }
    return true;
}

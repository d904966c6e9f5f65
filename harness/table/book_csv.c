/* SPDX-License-Identifier: Apache-2.0
 * A book as CSV: one table, or several one below the other, each after a row that holds nothing but
 * its name between the brackets 【 and 】. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness.h"
#include "log/csv.h"
#include "log/input.h"
#include "output.h"
#include "table/book.h"

#define OPENING TEXT("【")
#define CLOSING TEXT("】")
#define BYTE_ORDER_MARK TEXT("\xEF\xBB\xBF")

/* ---- reading ---- */

/* All bytes of the file, as UTF-8 where they mean something. */
static bool read_all(struct input *input, struct output *bytes)
{
    char piece[16384];
    ssize_t size;

    while ((size = input_read(input, piece, sizeof(piece))) > 0) {
        if (bytes->size + (size_t)size > BOOK_FILE_MAX) {
            errno = EFBIG;
            return false;
        }
        output_text(bytes, (struct fg_text){piece, (uint32_t)size, 0});
    }
    return size == 0;
}

static bool read_file(const char *path, const char *encoding, struct output *bytes, char *message)
{
    struct input input;
    bool good;

    if (!input_open(&input, path, encoding)) {
        if (errno == EINVAL) {
            snprintf(message, BOOK_MESSAGE_SIZE,
                     "%s: 不认识编码 --encoding，例如 GB18030 / unknown --encoding", path);
        } else {
            snprintf(message, BOOK_MESSAGE_SIZE, "%s: %s", path, strerror(errno));
        }
        return false;
    }
    good = read_all(&input, bytes);
    if (!good) {
        snprintf(message, BOOK_MESSAGE_SIZE, "%s: %s", path,
                 errno == EFBIG ? "超过 64 MiB / larger than 64 MiB" : strerror(errno));
    }
    input_close(&input);
    return good;
}

/* Whether a row holds nothing but 【name】. */
static bool names_sheet(const struct csv_record *record, struct fg_text *name)
{
    struct fg_text first = text_trim(record->cells[0]);
    uint32_t frame = OPENING.size + CLOSING.size;

    for (size_t i = 1; i < record->cell_count && i < record->cells_max; i++) {
        if (record->cells[i].size > 0) return false;
    }
    if (first.size <= frame || !text_starts(first, OPENING)) return false;
    *name = (struct fg_text){first.bytes + OPENING.size, first.size - frame, 0};
    return memcmp(name->bytes + name->size, CLOSING.bytes, CLOSING.size) == 0;
}

static bool record_is_empty(const struct csv_record *record)
{
    for (size_t i = 0; i < record->cell_count && i < record->cells_max; i++) {
        if (record->cells[i].size > 0) return false;
    }
    return !record->stray;
}

/* A spreadsheet program writes a formula's text with an apostrophe before it; so do we. */
static struct fg_text without_apostrophe(struct fg_text text)
{
    if (text.size < 2 || text.bytes[0] != '\'' || strchr("=+-@'", text.bytes[1]) == NULL) {
        return text;
    }
    return (struct fg_text){text.bytes + 1, text.size - 1, 0};
}

static void add_record(struct book *book, struct sheet *sheet, const struct csv_record *record,
                       uint32_t number)
{
    struct book_row *row = book_add_row(book, sheet, number);

    for (uint32_t i = 0; i < record->cell_count; i++) {
        struct cell *cell = book_cell(book, row, i);

        cell->text = book_text(book, without_apostrophe(record->cells[i]));
        if (record->stray) cell->fault = CELL_QUOTES;
        if (!text_is_plain(cell->text)) cell->fault = CELL_BYTES;
    }
}

static bool take_records(struct book *book, const char *path, struct output *bytes, char *message)
{
    struct fg_text cells[BOOK_COLUMNS_MAX];
    struct csv_record record = {.cells = cells, .cells_max = BOOK_COLUMNS_MAX};
    char *end =
        bytes->size > 0 ? bytes->bytes + bytes->size : bytes->bytes; /* NULL in an empty file */
    struct csv_cursor cursor = {bytes->bytes, end, 1};
    uint64_t after = 1; /* the line behind the last record */
    uint32_t number = 0;
    struct sheet *sheet = book_add_sheet(book, TEXT(""));

    while (csv_next(&cursor, &record)) {
        struct fg_text name;

        number += (uint32_t)(record.line - after) + 1; /* a blank line is a row, too */
        after = cursor.line;
        if (record.cell_count > BOOK_COLUMNS_MAX || sheet->count >= BOOK_ROWS_MAX ||
            book->cell_count > BOOK_CELLS_MAX || book->count > BOOK_SHEETS_MAX) {
            snprintf(message, BOOK_MESSAGE_SIZE,
                     "%s: 第 %u 行：表格过大（至多 %d 列、%d 行）/ row %u: the table is too large",
                     path, number, BOOK_COLUMNS_MAX, BOOK_ROWS_MAX, number);
            return false;
        }
        if (record_is_empty(&record)) continue;
        if (names_sheet(&record, &name)) {
            sheet = book_add_sheet(book, name);
        } else {
            add_record(book, sheet, &record, number);
        }
    }
    return true;
}

bool book_read_csv(struct book *book, const char *path, const char *encoding,
                   char message[static BOOK_MESSAGE_SIZE])
{
    struct output bytes = {0};
    bool good = read_file(path, encoding, &bytes, message);

    if (good && bytes.size >= BYTE_ORDER_MARK.size &&
        memcmp(bytes.bytes, BYTE_ORDER_MARK.bytes, BYTE_ORDER_MARK.size) == 0) {
        bytes.size -= BYTE_ORDER_MARK.size;
        memmove(bytes.bytes, bytes.bytes + BYTE_ORDER_MARK.size, bytes.size);
    }
    good = good && take_records(book, path, &bytes, message);
    output_free(&bytes);
    return good;
}

/* ---- writing ---- */

/* What begins like a formula gets an apostrophe, or a spreadsheet program would run it. */
static void write_cell(struct output *output, struct fg_text text)
{
    bool quoted = false;

    for (uint32_t i = 0; i < text.size; i++) {
        if (strchr(",\"\r\n ", text.bytes[i]) != NULL) quoted = true;
    }
    if (quoted) output_text(output, TEXT("\""));
    if (text.size > 0 && strchr("=+-@'", text.bytes[0]) != NULL) output_text(output, TEXT("'"));
    for (uint32_t i = 0; i < text.size; i++) {
        if (text.bytes[i] == '"') output_text(output, TEXT("\""));
        output_text(output, (struct fg_text){text.bytes + i, 1, 0});
    }
    if (quoted) output_text(output, TEXT("\""));
}

void book_write_csv(const struct book *book, struct output *output)
{
    output_text(output, BYTE_ORDER_MARK); /* or Excel takes it for the system's encoding */
    for (uint32_t i = 0; i < book->count; i++) {
        const struct sheet *sheet = &book->sheets[i];

        if (i > 0) output_text(output, TEXT("\r\n"));
        output_text(output, OPENING);
        output_text(output, sheet->name);
        output_text(output, CLOSING);
        output_text(output, TEXT("\r\n"));
        for (uint32_t at = 0; at < sheet->count; at++) {
            const struct book_row *row = &sheet->rows[at];

            for (uint32_t column = 0; column < row->count; column++) {
                if (column > 0) output_text(output, TEXT(","));
                write_cell(output, row->cells[column].text);
            }
            output_text(output, TEXT("\r\n"));
        }
    }
}

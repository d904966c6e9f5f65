/* SPDX-License-Identifier: Apache-2.0
 * A table file in memory, whatever format it came in: sheets of rows of cells, all of them text. */
#ifndef HARNESS_TABLE_BOOK_H
#define HARNESS_TABLE_BOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

#define BOOK_FILE_MAX ((size_t)64 * 1024 * 1024) /* bytes of a file, or of a part unpacked */
#define BOOK_SHEETS_MAX 256
#define BOOK_ROWS_MAX 200000 /* of one sheet, as those that follow */
#define BOOK_COLUMNS_MAX 512
#define BOOK_CELLS_MAX 5000000     /* of the whole book */
#define BOOK_CELL_CHARACTERS 32767 /* of one cell: what spreadsheet programs take, in UTF-16 */
#define BOOK_MESSAGE_SIZE 512

/* Why the text of a cell is not to be relied on. */
enum cell_fault {
    CELL_SOUND,
    CELL_NO_VALUE, /* a formula whose result was not kept */
    CELL_ERROR,    /* #REF! and the like */
    CELL_DIGITS,   /* a number of more digits than a spreadsheet keeps */
    CELL_DATE,     /* shown as a date, and none that exists */
    CELL_BYTES,    /* not in the encoding it was read in, or control characters */
    CELL_QUOTES,   /* CSV: a quote that closes nothing */
    CELL_SHOWN,  /* a number that is shown as another one: rounded, in 万, with words behind it */
    CELL_STRUCK, /* struck out, as a whole or in part */
    CELL_NOTE    /* a note hangs on it */
};

/* A cell that was merged with others: which of them this is. */
enum cell_spread {
    SPREAD_NONE,  /* its own */
    SPREAD_DOWN,  /* repeats one above it */
    SPREAD_RIGHT, /* repeats one to its left, perhaps in a row above */
};

struct cell {
    struct fg_text text;
    uint8_t fault;  /* enum cell_fault */
    uint8_t spread; /* enum cell_spread */
};

struct book_row {
    struct cell *cells;
    uint32_t count;
    uint32_t number; /* as a spreadsheet shows it, from 1 */
    bool is_hidden;  /* and does not show it */
};

struct sheet {
    struct fg_text name;
    struct book_row *rows; /* those that hold something, top to bottom */
    uint32_t count;
};

/* Zeroed is empty. Texts that are put into it must live as long as it does: see book_text. */
struct book {
    struct arena arena;
    struct sheet *sheets;
    uint32_t count;
    uint64_t cell_count;
};

/* All of these end the program when memory runs out. */
struct fg_text book_text(struct book *book, struct fg_text text); /* a copy */
struct sheet *book_add_sheet(struct book *book, struct fg_text name);
struct book_row *book_add_row(struct book *book, struct sheet *sheet, uint32_t number);
/* The cell of a column, made with all before it if it is not there. */
struct cell *book_cell(struct book *book, struct book_row *row, uint32_t column);
void book_free(struct book *book);

/* NULL if there is none. */
const struct sheet *book_find(const struct book *book, struct fg_text name);
/* Any column: beyond the last cell of a row there is an empty one. */
const struct cell *row_at(const struct book_row *row, uint32_t column);

#define COLUMN_NAME_SIZE 8

/* "A", "Z", "AA", of a column from 0; with a NUL. */
void column_name(uint32_t column, char out[static COLUMN_NAME_SIZE]);

/* Text without blanks, full-width ones too, at its beginning; and at both ends. */
struct fg_text text_skip(struct fg_text text);
struct fg_text text_trim(struct fg_text text);

/* UTF-8 of nothing but what XML may hold. */
bool text_is_plain(struct fg_text text);

/* Readers: false with a message, in both languages, of what is wrong with the file and how to mend
 * it. The first table of a CSV has no name unless it is given one, see book_csv.c. */
bool book_read_csv(struct book *book, const char *path, const char *encoding,
                   char message[static BOOK_MESSAGE_SIZE]);
bool book_read_xlsx(struct book *book, const char *path, char message[static BOOK_MESSAGE_SIZE]);

/* Writers: the bytes of a file. */
struct output;
void book_write_csv(const struct book *book, struct output *output);
bool book_write_xlsx(const struct book *book, struct output *output); /* false: errno is set */

#endif

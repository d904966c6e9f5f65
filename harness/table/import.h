/* SPDX-License-Identifier: Apache-2.0
 * The parts of feeguard schedule import: a book becomes a draft, and what cannot be read with
 * certainty becomes a question. */
#ifndef HARNESS_TABLE_IMPORT_H
#define HARNESS_TABLE_IMPORT_H

#include "table/book.h"
#include "table/layout.h"
#include "table/questions.h"

struct import {
    struct book book;
    xmlDocPtr draft;
    struct questions questions;
    const char *kind;     /* of items that say none; NULL: none was given */
    bool own_level;       /* pass over items of other levels than the document's */
    uint32_t passed_over; /* how many were */
    uint32_t item_count;
    uint32_t timeless_count; /* items without a period */
    uint32_t basis_number;   /* of the id made last */
};

#define COLUMN_NONE UINT32_MAX

/* A sheet whose columns are known. */
struct table {
    struct import *import;
    struct sheet *sheet;
    const struct layout *layout;
    uint32_t header,
        header_top; /* index of the row of titles: the last and first if there are two */
    const char *titles[BOOK_COLUMNS_MAX];     /* ours, by column of the sheet; NULL: not known */
    struct fg_text written[BOOK_COLUMNS_MAX]; /* as the table writes them */
    struct fg_text unit;                      /* that the title of 收费标准 names */
    bool is_scaled;                           /* a line above the header says 万元 or the like */
    bool is_exported;                         /* an export of ours, perhaps edited */
};

/* One row on its way into the draft. */
struct entry {
    struct table *table;
    const struct book_row *row;
    xmlNodePtr node;
    size_t questions_before;
};

/* ---- tables (import_table.c) ---- */

/* Finds the header; asks where there is none. Rows that go on with the row above are joined. */
bool table_open(struct table *table, struct import *import, struct sheet *sheet,
                const struct layout *layout);
/* The sheet's column of a title of ours; COLUMN_NONE. */
uint32_t table_at(const struct table *table, const char *title);
/* The text of a cell without blanks around it; size 0 where there is no such column, or the cell is
 * not to be relied on. */
struct fg_text entry_text(const struct entry *entry, const char *title);
/* Asks about each cell that is not to be relied on; in columns without a title of ours only where
 * its bytes are no text. True if there was none. */
bool entry_is_sound(const struct entry *entry);
void entry_ask(const struct entry *entry, const char *title, enum question_kind kind,
               struct fg_text first, struct fg_text second);
/* Titles that published lists have and exports do not. */
#define TITLE_UNIT "计费单位"
#define TITLE_REMARK "备注"
#define TITLE_STANDARD_BASIS "标准依据"

/* ---- rows with exact columns (import_exact.c) ---- */

/* Reads all exact columns of a row into the entry's element. */
void entry_read_exact(const struct entry *entry);
/* Asks what the loader has against the element, and what words say otherwise. */
void entry_check(const struct entry *entry);
/* All rows of a sheet that is no list of items. */
void import_sheet(struct import *import, struct sheet *sheet, const struct layout *layout);

/* ---- the list of items (import_list.c, import_item.c, import_basis.c) ---- */

void import_list(struct import *import, struct sheet *sheet);
/* What stands in the readable columns of a row whose exact ones are empty. `group`: the department
 * that a row above names for all below it. */
void entry_read_words(const struct entry *entry, struct fg_text group);
/* Reads 政策依据, and sets the basis of the item. The id of the standard's is left in *standard;
 * size 0: not known. It lives as long as the draft. NULL: the standard says its own. */
void entry_read_bases(const struct entry *entry, struct fg_text *standard);
enum level level_read(struct fg_text word);

#endif

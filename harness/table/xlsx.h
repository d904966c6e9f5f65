/* SPDX-License-Identifier: Apache-2.0
 * What reading and writing workbooks (ISO/IEC 29500) share, and the parts of reading one. */
#ifndef HARNESS_TABLE_XLSX_H
#define HARNESS_TABLE_XLSX_H

#include <stdbool.h>
#include <stdint.h>

#include <libxml/xmlreader.h>

#include "output.h"
#include "table/book.h"

#define XLSX_MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define XLSX_RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define XLSX_PACKAGE_RELATIONS "http://schemas.openxmlformats.org/package/2006/relationships"
#define XLSX_WORKBOOK "xl/workbook.xml"
#define XLSX_WORKBOOK_RELATIONS "xl/_rels/workbook.xml.rels"

/* ---- characters and numbers ---- */

/* "_x000D_": the character that a text begins with in that writing, or -1. */
int32_t xlsx_escape_at(struct fg_text text);
/* Adds a text with such writings undone. */
void xlsx_unescape(struct fg_text text, struct output *output);

/* How a cell shows its number. */
enum number_style { STYLE_PLAIN, STYLE_PERCENT, STYLE_DATE, STYLE_PADDED };

struct number_format {
    uint8_t style;    /* enum number_style */
    uint8_t width;    /* padded: digits */
    uint8_t decimals; /* plain and percent: digits shown behind the point, or DECIMALS_ANY */
    bool is_other;    /* shows words or another number: "万元" behind it, or thousands */
    bool is_struck;   /* the font of the cell strikes it out */
};

#define DECIMALS_ANY UINT8_MAX

/* What a format code, or a built-in number of one, says. */
struct number_format format_of_code(struct fg_text code);
struct number_format format_of_id(uint32_t id);

/* Adds a stored number as it is shown: exact, a date as YYYY-MM-DD. Answers whether it could. */
enum cell_fault number_text(struct fg_text stored, struct number_format format, bool from_1904,
                            struct output *output);

/* ---- the archive ---- */

struct part {
    struct fg_text name;
    struct output bytes;
};

/* The XML of a workbook, unpacked. */
struct package {
    struct part *parts;
    size_t count;
};

bool package_read(struct package *package, const char *path,
                  char message[static BOOK_MESSAGE_SIZE]);
const struct part *package_find(const struct package *package, struct fg_text name);
void package_free(struct package *package);

/* ---- XML ---- */

/* One part, element by element. */
struct xml_walk {
    xmlTextReaderPtr reader;
    bool failed; /* not well-formed, or with a document type */
};

bool walk_open(struct xml_walk *walk, const struct part *part);
void walk_close(struct xml_walk *walk);
/* The next node: its type, or 0 at the end or after a failure. */
int walk_next(struct xml_walk *walk);
bool walk_at(const struct xml_walk *walk, const char *name); /* by local name */
bool walk_is_text(int type);
/* A copy of an attribute, by its local name; freed with xmlFree. NULL if it is absent. */
char *walk_attribute(const struct xml_walk *walk, const char *name);
/* What an attribute that is "1" or "true", or is not, says; `absent` where it is not there. */
bool walk_flag(const struct xml_walk *walk, const char *name, bool absent);

/* ---- the parts ---- */

/* A text that many cells may show. */
struct shared_string {
    struct fg_text text;
    bool is_struck; /* in part at least */
};

struct workbook {
    struct shared_string *strings;
    size_t string_count;
    struct number_format *formats; /* by the s of a cell */
    size_t format_count;
    bool from_1904;
};

/* False: the part is damaged. */
bool strings_read(struct book *book, const struct part *part, struct workbook *workbook);
bool formats_read(const struct part *part, struct workbook *workbook);

enum sheet_result { SHEET_READ, SHEET_DAMAGED, SHEET_TOO_LARGE };

enum sheet_result sheet_read(struct book *book, struct sheet *sheet, const struct part *part,
                             const struct workbook *workbook);

/* Marks the cells of a sheet that notes hang on. */
bool notes_read(const struct package *package, const char *sheet_part, const struct sheet *sheet);

/* Cells that are merged: all of a range shows what its first one holds. */
struct merge {
    uint32_t top, left, bottom, right; /* rows from 1, columns from 0 */
};

/* "B12" or "B12:C14". */
bool merge_parse(struct fg_text text, struct merge *merge);
/* The index of the first row whose number is not below. */
uint32_t row_find(const struct sheet *sheet, uint32_t number);
bool merges_apply(struct book *book, struct sheet *sheet, const struct merge *merges, size_t count);

#endif

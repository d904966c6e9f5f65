/* SPDX-License-Identifier: Apache-2.0
 * Where in a book each part of a schedule stands: a sheet for each sort of row, a column for each
 * attribute, and columns that hold elements as they are ("精确"). Export and import share it. */
#ifndef HARNESS_TABLE_LAYOUT_H
#define HARNESS_TABLE_LAYOUT_H

#include <stdint.h>

#include "load/vocabulary.h"

enum column_kind {
    COLUMN_NUMBER,     /* counts the rows; CONTINUED in one that goes on with the row above */
    COLUMN_ATTRIBUTE,  /* `name` of the row's element, as it is written */
    COLUMN_ENTERPRISE, /* the same, 是 or 否 */
    COLUMN_PARTS,      /* elements inside, those listed in `name` */
    COLUMN_WORDS       /* for people: what the exact columns say. `name` tells which */
};

struct layout_column {
    const char *title;
    enum column_kind kind;
    const char *name;
};

struct layout {
    const char *sheet;
    enum element element;                /* of one row */
    const char *section;                 /* the element around; NULL: it is the root itself */
    const struct layout_column *columns; /* ends with title NULL */
};

#define CONTINUED "续"

/* What COLUMN_WORDS columns say. */
#define WORDS_DEPARTMENTS "departments"
#define WORDS_STANDARD "standard"
#define WORDS_MANAGEMENT "management"
#define WORDS_BASES "bases"
#define WORDS_LEVEL "level"

/* Of an export: no standard, nobody who may charge. An empty cell would be one forgotten. */
#define WORDS_NONE "（无）"

/* In the order of export: items first. Ends with sheet NULL. */
extern const struct layout layouts[];

/* The sheet that import alone reads: the codes of departments. */
#define DEPARTMENT_SHEET "部门"
#define DEPARTMENT_NAME "部门名称"
#define DEPARTMENT_CODE "部门代码"

const struct layout *layout_of_sheet(struct fg_text name); /* NULL: none of ours */
const struct layout *layout_of_element(enum element element);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * What import could not read with certainty: where it stands, and what is asked. */
#ifndef HARNESS_TABLE_QUESTIONS_H
#define HARNESS_TABLE_QUESTIONS_H

#include <libxml/tree.h>

#include "table/book.h"

enum question_kind {
#define X(identifier, zh, en) QUESTION_##identifier,
#include "table/questions.inc"
#undef X
    QUESTION_COUNT
};

/* A cell of the table. Texts live as long as the book. */
struct place {
    struct fg_text sheet, title, text; /* title: of the column */
    uint32_t row, column;              /* from 1, and from 0 */
};

struct question {
    struct place place;
    enum question_kind kind;
    struct fg_text arguments[2]; /* in the arena of the questions */
    xmlNodePtr node;             /* what it is about: see questions_mark */
};

/* Zeroed is empty. */
struct questions {
    struct arena arena;
    struct question *list;
    size_t count;
};

/* Ends the program when memory runs out. `node` NULL: the document as a whole. */
void question_add(struct questions *questions, enum question_kind kind, const struct place *place,
                  xmlNodePtr node, struct fg_text first, struct fg_text second);

/* Puts each question into the document, as an element that no schedule may have: nobody can load
 * it before it is answered. */
void questions_mark(const struct questions *questions, xmlDocPtr draft, int32_t language);

/* A table on standard output: sheet, row, column, its title, the cell, the question; tabs between.
 */
void questions_print(const struct questions *questions, int32_t language);
void questions_free(struct questions *questions);

#endif

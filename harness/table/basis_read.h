/* SPDX-License-Identifier: Apache-2.0
 * A cell of 政策依据 taken apart into the documents it cites. */
#ifndef HARNESS_TABLE_BASIS_READ_H
#define HARNESS_TABLE_BASIS_READ_H

#include "output.h"
#include "rules/schedule.h"

/* One document: at least one of the two is not empty. An article is part of the title. */
struct cited {
    struct output number, title;
};

struct cited_list {
    struct cited *list;
    size_t count;
    struct fg_text unread; /* the first piece that is no citation; part of the cell; size 0: none */
};

/* Whoever reads must free, whatever came out. */
void basis_read(struct fg_text cell, struct cited_list *cited);
void cited_free(struct cited_list *cited);

/* Adds a document's number with the brackets 〔〕 around the year and without blanks, so that one
 * document has one writing. */
void number_plain(struct fg_text number, struct output *plain);

/* Who issued it, where its number or its title leaves no doubt; LEVEL_NONE where it does. */
enum level basis_level(struct fg_text number, struct fg_text title);

#endif

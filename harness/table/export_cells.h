/* SPDX-License-Identifier: Apache-2.0
 * Writing texts of any length into cells, which spreadsheet programs limit. */
#ifndef HARNESS_TABLE_EXPORT_CELLS_H
#define HARNESS_TABLE_EXPORT_CELLS_H

#include "table/book.h"

/* Puts a text into a column of the rows from `first` on, as many as it takes. */
void book_put_long(struct book *book, struct sheet *sheet, uint32_t first, uint32_t column,
                   struct fg_text text);

#endif

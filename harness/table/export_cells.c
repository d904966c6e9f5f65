/* SPDX-License-Identifier: Apache-2.0
 * A text that is too long for one cell goes on in the rows below. */
#include "table/export_cells.h"

#include "table/layout.h"

/* How many bytes of `text` one cell takes. */
static uint32_t cell_piece(struct fg_text text)
{
    uint32_t at = 0, units = 0;

    while (at < text.size) {
        uint32_t before = at;

        units += utf8_next(text, &at) > 0xFFFF ? 2 : 1;
        if (units > BOOK_CELL_CHARACTERS) return before;
    }
    return at;
}

void book_put_long(struct book *book, struct sheet *sheet, uint32_t first, uint32_t column,
                   struct fg_text text)
{
    for (uint32_t at = first;; at++) {
        uint32_t size = cell_piece(text);
        struct book_row *row;

        if (at == sheet->count) {
            row = book_add_row(book, sheet, at + 1);
            book_cell(book, row, 0)->text = TEXT(CONTINUED);
        }
        row = &sheet->rows[at];
        book_cell(book, row, column)->text = book_text(book, (struct fg_text){text.bytes, size, 0});
        text.bytes += size;
        text.size -= size;
        if (text.size == 0) return;
    }
}

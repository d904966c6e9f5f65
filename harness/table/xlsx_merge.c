/* SPDX-License-Identifier: Apache-2.0
 * Merged cells: what the first one holds is shown in all, and is put into all, with a mark. */
#include "table/xlsx.h"

#define ROW_MAX 1048576
#define COLUMN_MAX 16384

/* Letters, then digits; moves past them. */
static bool place_parse(struct fg_text text, uint32_t *at, uint32_t *column, uint32_t *row)
{
    uint32_t letters = 0, number = 0;

    while (*at < text.size && text.bytes[*at] >= 'A' && text.bytes[*at] <= 'Z') {
        letters = letters * 26 + (uint32_t)(text.bytes[(*at)++] - 'A') + 1;
        if (letters > COLUMN_MAX) return false;
    }
    while (*at < text.size && text.bytes[*at] >= '0' && text.bytes[*at] <= '9') {
        number = number * 10 + (uint32_t)(text.bytes[(*at)++] - '0');
        if (number > ROW_MAX) return false;
    }
    *column = letters - 1;
    *row = number;
    return letters > 0 && number > 0;
}

bool merge_parse(struct fg_text text, struct merge *merge)
{
    uint32_t at = 0;

    if (!place_parse(text, &at, &merge->left, &merge->top)) return false;
    merge->right = merge->left;
    merge->bottom = merge->top;
    if (at == text.size) return true;
    if (text.bytes[at++] != ':' || !place_parse(text, &at, &merge->right, &merge->bottom)) {
        return false;
    }
    return at == text.size && merge->left <= merge->right && merge->top <= merge->bottom;
}

uint32_t row_find(const struct sheet *sheet, uint32_t number)
{
    uint32_t low = 0, high = sheet->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (sheet->rows[middle].number < number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void spread_row(struct book *book, struct book_row *row, const struct merge *merge,
                       struct cell anchor)
{
    uint32_t right = merge->right < BOOK_COLUMNS_MAX ? merge->right : BOOK_COLUMNS_MAX - 1;

    for (uint32_t column = merge->left; column <= right; column++) {
        struct cell *cell;

        if (row->number == merge->top && column == merge->left) continue;
        cell = book_cell(book, row, column);
        if (cell->text.size > 0) continue; /* hidden under the merge, and yet there */
        *cell = anchor;
        cell->spread = column == merge->left ? SPREAD_DOWN : SPREAD_RIGHT;
    }
}

bool merges_apply(struct book *book, struct sheet *sheet, const struct merge *merges, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct merge *merge = &merges[i];
        uint32_t at = row_find(sheet, merge->top);
        struct cell anchor;

        if (at == sheet->count || sheet->rows[at].number != merge->top) continue;
        anchor = *row_at(&sheet->rows[at], merge->left);
        if (anchor.text.size == 0) continue;
        for (; at < sheet->count && sheet->rows[at].number <= merge->bottom; at++) {
            spread_row(book, &sheet->rows[at], merge, anchor);
            if (book->cell_count > BOOK_CELLS_MAX) return false;
        }
    }
    return true;
}

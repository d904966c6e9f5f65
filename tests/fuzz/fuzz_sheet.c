/* SPDX-License-Identifier: Apache-2.0
 * The XML inside a workbook, whichever part it is: shared texts, formats, a sheet. */
#include <stdlib.h>

#include "fuzz/fuzz.h"
#include "table/xlsx.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct part part = {TEXT("part.xml"), {(char *)(uintptr_t)data, size, size}};
    struct workbook workbook = {0};
    struct book book = {0};
    struct sheet *sheet = book_add_sheet(&book, TEXT("sheet"));

    (void)strings_read(&book, &part, &workbook);
    (void)formats_read(&part, &workbook);
    if (sheet_read(&book, sheet, &part, &workbook) == SHEET_READ) {
        for (uint32_t row = 0; row < sheet->count; row++) {
            FUZZ_CHECK(row == 0 || sheet->rows[row].number > sheet->rows[row - 1].number);
            FUZZ_CHECK(sheet->rows[row].count <= BOOK_COLUMNS_MAX);
        }
        FUZZ_CHECK(book.cell_count <= BOOK_CELLS_MAX);
    }
    free(workbook.strings);
    free(workbook.formats);
    book_free(&book);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0
 * A log in CSV: its first record is the header. Where records end does not depend on how the bytes
 * arrive, cells written anew read the same, and what the log takes for a charge the library does.
 */
#include <stdio.h>
#include <stdlib.h>

#include "fuzz/event.h"
#include "log/csv.h"
#include "log/log.h"
#include "output.h"
#include "replay/batch.h"

#define CELLS_MAX 64

/* The first record ends in the same place when it comes byte by byte. */
static void check_pieces(const char *bytes, size_t size)
{
    struct csv_state whole = {CSV_CELL}, pieces = {CSV_CELL};
    uint64_t lines = 0, lines_again = 0;
    size_t end = csv_record_size(&whole, bytes, size, &lines), at = 0, found = 0;

    while (at < size && found == 0) {
        found = csv_record_size(&pieces, bytes + at++, 1, &lines_again);
    }
    FUZZ_CHECK(end == (found == 0 ? 0 : at));
    FUZZ_CHECK(lines == lines_again);
}

static void cell_write(struct output *output, struct fg_text cell)
{
    output_text(output, TEXT("\""));
    for (uint32_t i = 0; i < cell.size; i++) {
        if (cell.bytes[i] == '"') output_text(output, TEXT("\""));
        output_text(output, (struct fg_text){cell.bytes + i, 1, 0});
    }
    output_text(output, TEXT("\""));
}

/* All cells in quotes: the same cells. */
static void check_cells(const struct csv_record *record)
{
    struct fg_text cells[CELLS_MAX];
    struct csv_record again = {.cells = cells, .cells_max = CELLS_MAX};
    struct output output = {0};
    struct csv_cursor cursor;

    if (record->stray || record->cell_count > CELLS_MAX) return;
    for (size_t i = 0; i < record->cell_count; i++) {
        if (i > 0) output_text(&output, TEXT(","));
        cell_write(&output, record->cells[i]);
    }
    cursor = (struct csv_cursor){output.bytes, output.bytes + output.size, 1};
    FUZZ_CHECK(csv_next(&cursor, &again) && !again.stray);
    FUZZ_CHECK(again.cell_count == record->cell_count);
    for (size_t i = 0; i < record->cell_count; i++) {
        FUZZ_CHECK(text_equal(again.cells[i], record->cells[i]));
    }
    output_free(&output);
}

static void check_records(char *bytes, size_t size)
{
    struct fg_text cells[CELLS_MAX];
    struct csv_record record = {.cells = cells, .cells_max = CELLS_MAX};
    struct csv_cursor cursor = {bytes, bytes + size, 1};
    uint64_t line = 0;

    while (csv_next(&cursor, &record)) {
        FUZZ_CHECK(record.line > line && record.line <= cursor.line);
        line = record.line;
        check_cells(&record);
    }
    FUZZ_CHECK(cursor.at == cursor.end);
}

static void check_events(const char *bytes, size_t size)
{
    struct csv_state state = {CSV_CELL};
    char message[LOG_MESSAGE_SIZE], *header;
    struct log log = {.name = "log.csv"};
    struct batch batch = {.log = &log};
    uint64_t lines = 0;
    size_t first = csv_record_size(&state, bytes, size, &lines);

    if (first == 0) return;
    header = malloc(first);
    FUZZ_CHECK(header != NULL);
    memcpy(header, bytes, first);
    if (log_header(&log, header, first, 1, message)) {
        batch.piece = (struct piece){malloc(size - first + 1), size - first, 0, 1 + lines, false};
        FUZZ_CHECK(batch.piece.bytes != NULL);
        memcpy(batch.piece.bytes, bytes + first, size - first);
        batch_parse(&batch, NULL);
        for (size_t i = 0; i < batch.event_count; i++) event_check(&batch.events[i]);
        batch_free(&batch);
    }
    log_free(&log);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *bytes = calloc(1, size + 1);

    FUZZ_CHECK(bytes != NULL);
    if (size > 0) memcpy(bytes, data, size);
    check_pieces(bytes, size);
    check_events(bytes, size);
    check_records(bytes, size); /* undoes quotes in place */
    free(bytes);
    return 0;
}

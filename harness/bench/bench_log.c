/* SPDX-License-Identifier: Apache-2.0
 * A log is made longer for measuring: copies of its rows, each with ids of its own, so that an
 * engine runs warm and no copy is a retry or a duplicate of another. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/bench.h"
#include "harness.h"
#include "log/csv.h"

/* The whole text of the log, read as replay reads it: header apart, in UTF-8. */
struct text_log {
    char *bytes;
    size_t size;
};

static bool read_rows(struct log_reader *reader, struct text_log *rows)
{
    struct piece piece = {0};
    enum log_result result;

    while ((result = log_next(reader, &piece)) == LOG_PIECE) {
        rows->bytes = memory_grow(rows->bytes, rows->size + piece.size + 1, 1);
        memcpy(rows->bytes + rows->size, piece.bytes, piece.size);
        rows->size += piece.size;
    }
    free(piece.bytes);
    return result == LOG_END;
}

static bool is_id(const struct column *column)
{
    return column->field == FIELD_TXN || column->field == FIELD_REFUND ||
           column->field == FIELD_PAYER || column->field == FIELD_SUBJECT;
}

static void write_cell(FILE *file, struct fg_text cell)
{
    bool plain = true;

    for (uint32_t i = 0; i < cell.size; i++)
        plain = plain && strchr(",\"\r\n", cell.bytes[i]) == NULL;
    if (plain) {
        fwrite(cell.bytes, 1, cell.size, file);
        return;
    }
    fputc('"', file);
    for (uint32_t i = 0; i < cell.size; i++) {
        if (cell.bytes[i] == '"') fputc('"', file);
        fputc(cell.bytes[i], file);
    }
    fputc('"', file);
}

static void write_header(FILE *file, const struct log *log)
{
    for (size_t i = 0; i < log->column_count; i++) {
        const struct column *column = &log->columns[i];

        if (i > 0) fputc(',', file);
        if (column->is_attribute) {
            fputs("attr:", file);
            write_cell(file, column->attribute);
        } else {
            write_cell(file, field_name(column->field));
        }
    }
    fputc('\n', file);
}

/* What a row was expected to give it gives with its own ids only: those cells stay empty. */
static void write_row(FILE *file, const struct log *log, const struct csv_record *record,
                      unsigned copy)
{
    for (size_t i = 0; i < log->column_count; i++) {
        const struct column *column = &log->columns[i];

        if (i > 0) fputc(',', file);
        if (column->field == FIELD_EXPECT || column->field == FIELD_EXPECT_DUE) continue;
        write_cell(file, record->cells[i]);
        if (is_id(column) && record->cells[i].size > 0) fprintf(file, "-%u", copy);
    }
    fputc('\n', file);
}

/* Returns the number of rows; 0 where there are none that are whole. */
static size_t write_copy(FILE *file, const struct log *log, const struct text_log *rows,
                         unsigned copy)
{
    struct fg_text *cells = memory_take(log->column_count, sizeof(*cells));
    struct csv_record record = {.cells = cells, .cells_max = log->column_count};
    char *bytes = memory_take(rows->size + 1, 1); /* quotes are undone in place */
    struct csv_cursor cursor = {bytes, bytes + rows->size, 1};
    size_t count = 0;

    if (rows->size > 0) memcpy(bytes, rows->bytes, rows->size);
    while (csv_next(&cursor, &record)) {
        if (record.stray || record.cell_count != log->column_count) continue;
        write_row(file, log, &record, copy);
        count++;
    }
    free(bytes);
    free(cells);
    return count;
}

static bool write_copies(const struct bench *bench, const struct log *log,
                         const struct text_log *rows, FILE *file)
{
    size_t written = 0, count = 0;

    write_header(file, log);
    for (unsigned copy = 0; written < BENCH_ROWS; copy++) {
        count = write_copy(file, log, rows, copy);
        if (count == 0) {
            complain("%s: no whole row", bench->log_name);
            return false;
        }
        written += count;
    }
    return true;
}

bool bench_lengthen(struct bench *bench)
{
    struct log log = {.name = bench->log_name};
    struct log_reader reader;
    struct text_log rows = {NULL, 0};
    FILE *file = NULL;
    bool good = false;
    int descriptor;

    snprintf(bench->long_name, sizeof(bench->long_name), "/tmp/feeguard-bench-XXXXXX.csv");
    if (!log_open(&reader, &log, bench->encoding) ||
        (!log.is_jsonl && !read_rows(&reader, &rows))) {
        fprintf(stderr, "%s\n", reader.message);
        goto out;
    }
    if (log.is_jsonl) {
        complain("bench needs a CSV log");
        goto out;
    }
    descriptor = mkstemps(bench->long_name, 4);
    if (descriptor >= 0) file = fdopen(descriptor, "w");
    if (file == NULL) {
        complain("%s: cannot be made", bench->long_name);
        goto out;
    }
    bench->has_long_log = true;
    good = write_copies(bench, &log, &rows, file);

out:
    if (file != NULL && fclose(file) != 0) {
        complain("%s: cannot be written", bench->long_name);
        good = false;
    }
    free(rows.bytes);
    log_reader_close(&reader);
    log_free(&log);
    return good;
}

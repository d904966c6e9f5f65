/* SPDX-License-Identifier: Apache-2.0
 * CSV by RFC 4180, on bytes that are already here: where records end, and what their cells are.
 *
 * Records end in LF or CRLF; a quoted cell may hold both. Cells are taken as they are. A quote that
 * does not open or close a cell is stray. */
#ifndef HARNESS_LOG_CSV_H
#define HARNESS_LOG_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "feeguard/text.h"

/* Where in a record the bytes seen so far end. Zeroed: before a record. */
struct csv_state {
    enum { CSV_CELL, CSV_PLAIN, CSV_QUOTED, CSV_CLOSED } in;
};

/* Goes through `bytes` up to the end of the first record that ends in them: its size with the line
 * end, or 0 if it goes on. Adds the line feeds passed. */
size_t csv_record_size(struct csv_state *state, const char *bytes, size_t size, uint64_t *lines);

/* How many bytes whole records take, and how many line feeds are in them. */
size_t csv_whole_records(const char *bytes, size_t size, uint64_t *lines);

/* Reads records one by one. Doubled quotes are undone in place. */
struct csv_cursor {
    char *at, *end;
    uint64_t line; /* that `at` is on */
};

struct csv_record {
    struct fg_text *cells; /* lent */
    size_t cells_max;      /* cells beyond it are counted, not kept */
    size_t cell_count;
    uint64_t line; /* it begins on */
    bool stray;    /* stray quotes, or a quoted cell that never ends */
};

/* The next record that is no blank line; false at the end. The last one may lack its line end. */
bool csv_next(struct csv_cursor *cursor, struct csv_record *record);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * One small machine finds where records end (it can stop anywhere and go on with more bytes), one
 * reader takes whole records apart. Both agree: a quote opens a cell only as its first byte. */
#include "log/csv.h"

#include <string.h>

size_t csv_record_size(struct csv_state *state, const char *bytes, size_t size, uint64_t *lines)
{
    for (size_t at = 0; at < size; at++) {
        char byte = bytes[at];

        if (byte == '\n') ++*lines;
        if (state->in == CSV_QUOTED) {
            if (byte == '"') state->in = CSV_CLOSED;
        } else if (byte == '"' && state->in != CSV_PLAIN) {
            state->in = CSV_QUOTED; /* opens a cell, or is the second of a doubled quote */
        } else if (byte == ',') {
            state->in = CSV_CELL;
        } else if (byte == '\n') {
            state->in = CSV_CELL;
            return at + 1;
        } else {
            state->in = CSV_PLAIN;
        }
    }
    return 0;
}

size_t csv_whole_records(const char *bytes, size_t size, uint64_t *lines)
{
    const char *end = bytes + size, *at = bytes;
    const char *quote = size == 0 ? NULL : memchr(bytes, '"', size);

    while (at < end) {
        const char *feed;

        if (quote != NULL && quote < at) quote = memchr(at, '"', (size_t)(end - at));
        feed = memchr(at, '\n', (size_t)(end - at));
        if (feed == NULL) break;
        if (quote == NULL || feed < quote) { /* a record without quotes */
            ++*lines;
            at = feed + 1;
        } else {
            struct csv_state state = {CSV_CELL};
            uint64_t passed = 0;
            size_t record = csv_record_size(&state, at, (size_t)(end - at), &passed);

            if (record == 0) break;
            *lines += passed;
            at += record;
        }
    }
    return (size_t)(at - bytes);
}

static struct fg_text cell_text(const char *start, const char *end)
{
    return (struct fg_text){start, (uint32_t)(end - start), 0};
}

/* Where the bytes before a line end stop: a CR belongs to the LF behind it. */
static char *without_cr(char *start, char *stop, const char *end)
{
    return stop < end && *stop == '\n' && stop > start && stop[-1] == '\r' ? stop - 1 : stop;
}

/* The high bit of each byte of `word` that is `byte`; of later bytes perhaps as well. */
static uint64_t bytes_equal(uint64_t word, unsigned char byte)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;
    uint64_t difference = word ^ (ones * byte);

    return (difference - ones) & ~difference & highs;
}

/* The first comma, line feed or quote, or the end: eight bytes at a time, the first lowest. */
static char *find_special(char *at, const char *end)
{
    for (; end - at >= 8; at += 8) {
        uint64_t word, found;

        memcpy(&word, at, sizeof(word));
        found = bytes_equal(word, ',') | bytes_equal(word, '\n') | bytes_equal(word, '"');
        if (found != 0) return at + __builtin_ctzll(found) / 8;
    }
    while (at < end && *at != ',' && *at != '\n' && *at != '"') at++;
    return at;
}

/* A cell that does not begin with a quote. Moves *at to the comma, line feed or end behind it. */
static struct fg_text plain_cell(char **at, const char *end, bool *stray)
{
    char *start = *at, *stop = find_special(start, end);

    while (stop < end && *stop == '"') {
        *stray = true;
        stop = find_special(stop + 1, end);
    }
    *at = stop;
    return cell_text(start, without_cr(start, stop, end));
}

/* A cell that does. Its doubled quotes become single ones where they stand. */
static struct fg_text quoted_cell(struct csv_cursor *cursor, char **at, bool *stray)
{
    char *start = *at + 1, *from = start, *to = start, *rest;

    for (;; from++) {
        if (from == cursor->end) { /* never closed */
            *stray = true;
            *at = from;
            return cell_text(start, to);
        }
        if (*from == '"') {
            from++;
            if (from == cursor->end || *from != '"') break;
        } else if (*from == '\n') {
            cursor->line++;
        }
        *to++ = *from;
    }
    rest = from;
    while (from < cursor->end && *from != ',' && *from != '\n') from++;
    if (without_cr(rest, from, cursor->end) != rest) *stray = true;
    *at = from;
    return cell_text(start, to);
}

static void skip_blank_lines(struct csv_cursor *cursor)
{
    while (cursor->at < cursor->end) {
        if (*cursor->at == '\n') {
            cursor->at++;
        } else if (*cursor->at == '\r' && cursor->at + 1 < cursor->end && cursor->at[1] == '\n') {
            cursor->at += 2;
        } else {
            return;
        }
        cursor->line++;
    }
}

bool csv_next(struct csv_cursor *cursor, struct csv_record *record)
{
    char *at;

    skip_blank_lines(cursor);
    if (cursor->at == cursor->end) return false;
    record->cell_count = 0;
    record->line = cursor->line;
    record->stray = false;
    for (at = cursor->at;; at++) {
        struct fg_text cell = {at, 0, 0};

        if (at < cursor->end && *at == '"') {
            cell = quoted_cell(cursor, &at, &record->stray);
        } else if (at < cursor->end && *at != ',') { /* most cells of a wide log are empty */
            cell = plain_cell(&at, cursor->end, &record->stray);
        }
        if (record->cell_count < record->cells_max) record->cells[record->cell_count] = cell;
        record->cell_count++;
        if (at == cursor->end || *at == '\n') break;
    }
    if (at < cursor->end) {
        cursor->line++;
        at++;
    }
    cursor->at = at;
    return true;
}

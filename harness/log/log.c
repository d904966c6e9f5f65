/* SPDX-License-Identifier: Apache-2.0
 * Cutting a stream where records end, with one bounded buffer. */
#include "log/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "harness.h"
#include "log/csv.h"

uint64_t log_size(const char *name)
{
    struct stat status;

    if (strcmp(name, "-") == 0 || stat(name, &status) != 0 || !S_ISREG(status.st_mode)) return 0;
    return (uint64_t)status.st_size;
}

static bool fail(struct log_reader *reader, uint64_t line, const char *reason)
{
    if (line == 0) {
        snprintf(reader->message, LOG_MESSAGE_SIZE, "%s: error: %s", reader->log->name, reason);
    } else {
        snprintf(reader->message, LOG_MESSAGE_SIZE, "%s:%llu: error: %s", reader->log->name,
                 (unsigned long long)line, reason);
    }
    return false;
}

/* Reads once behind the bytes, which grow by doubling when they are full. */
static bool read_more(struct log_reader *reader, char **bytes, size_t *size, size_t *capacity)
{
    ssize_t count;

    if (*capacity - *size < LOG_PIECE_SIZE / 2) {
        *capacity = *capacity < LOG_PIECE_SIZE ? LOG_PIECE_SIZE : *capacity * 2;
        *bytes = memory_grow(*bytes, *capacity, 1);
    }
    count = input_read(&reader->input, *bytes + *size, *capacity - *size);
    if (count < 0) return fail(reader, 0, strerror(errno));
    *size += (size_t)count;
    if (count == 0) reader->ended = true;
    return true;
}

static bool hold_more(struct log_reader *reader)
{
    return read_more(reader, &reader->held, &reader->held_size, &reader->held_capacity);
}

static void drop_held(struct log_reader *reader, size_t size)
{
    reader->held_size -= size;
    memmove(reader->held, reader->held + size, reader->held_size);
}

static bool ends_with(const char *name, const char *ending)
{
    size_t size = strlen(name), ending_size = strlen(ending);

    return size >= ending_size && strcmp(name + size - ending_size, ending) == 0;
}

/* A log that has no telling name is JSONL if it begins with a brace. */
static bool is_jsonl(const struct log_reader *reader)
{
    const char *name = reader->log->name;

    if (ends_with(name, ".jsonl") || ends_with(name, ".ndjson")) return true;
    if (ends_with(name, ".csv")) return false;
    for (size_t i = 0; i < reader->held_size; i++) {
        if (strchr(" \t\r\n", reader->held[i]) == NULL) return reader->held[i] == '{';
    }
    return false;
}

/* The size of the line end that `held` begins with: such a line is blank. */
static size_t blank_size(const struct log_reader *reader)
{
    if (reader->held_size >= 1 && reader->held[0] == '\n') return 1;
    return reader->held_size >= 2 && memcmp(reader->held, "\r\n", 2) == 0 ? 2 : 0;
}

/* Takes the first record that is no blank line off `held`, as the header. */
static bool read_header(struct log_reader *reader, struct log *log)
{
    struct csv_state state = {CSV_CELL};
    size_t scanned = 0, record = 0;
    uint64_t lines = 0, line;
    char *bytes;

    for (;;) {
        size_t blank = scanned == 0 ? blank_size(reader) : 0;

        if (blank > 0) {
            drop_held(reader, blank);
            reader->line++;
            continue;
        }
        if (reader->held_size > scanned && !(scanned == 0 && reader->held_size == 1)) {
            record = csv_record_size(&state, reader->held + scanned, reader->held_size - scanned,
                                     &lines);
            if (record > 0) break;
            scanned = reader->held_size;
        }
        if (reader->ended) break;
        if (reader->held_size > LOG_RECORD_MAX) return fail(reader, reader->line, "no header row");
        if (!hold_more(reader)) return false;
    }
    record = record > 0 ? scanned + record : reader->held_size;
    bytes = memory_take(record, 1);
    memcpy(bytes, reader->held, record);
    drop_held(reader, record);
    line = reader->line;
    reader->line += lines;
    return log_header(log, bytes, record, line, reader->message);
}

static const char *open_failure(void)
{
    return errno == EINVAL ? "the encoding is not known to this system" : strerror(errno);
}

bool log_open(struct log_reader *reader, struct log *log, const char *encoding)
{
    *reader = (struct log_reader){.log = log, .line = 1};
    if (!input_open(&reader->input, log->name, encoding)) return fail(reader, 0, open_failure());
    while (reader->held_size < 3 && !reader->ended) {
        if (!hold_more(reader)) return false;
    }
    if (reader->held_size >= 3 && memcmp(reader->held, "\xEF\xBB\xBF", 3) == 0) {
        drop_held(reader, 3);
    }
    log->is_jsonl = is_jsonl(reader);
    return log->is_jsonl || read_header(reader, log);
}

void log_reader_close(struct log_reader *reader)
{
    input_close(&reader->input);
    free(reader->held);
    reader->held = NULL;
    reader->held_size = reader->held_capacity = 0;
}

void log_free(struct log *log)
{
    free(log->columns);
    free(log->header);
    log->columns = NULL;
    log->header = NULL;
}

static size_t whole_records(const struct log_reader *reader, const struct piece *piece,
                            uint64_t *lines)
{
    const char *feed;

    if (!reader->log->is_jsonl) return csv_whole_records(piece->bytes, piece->size, lines);
    feed = piece->bytes;
    for (;;) {
        const char *next = memchr(feed, '\n', piece->size - (size_t)(feed - piece->bytes));

        if (next == NULL) return (size_t)(feed - piece->bytes);
        ++*lines;
        feed = next + 1;
    }
}

/* Puts back what follows the whole records of the piece. */
static void hold_rest(struct log_reader *reader, const struct piece *piece, size_t whole)
{
    size_t rest = piece->size - whole;

    if (reader->held_capacity < rest) {
        reader->held_capacity = rest * 2;
        reader->held = memory_grow(reader->held, reader->held_capacity, 1);
    }
    if (rest > 0) memcpy(reader->held, piece->bytes + whole, rest);
    reader->held_size = rest;
}

/* Passes over the record that fills the piece, up to its end or the log's. */
static enum log_result skip_record(struct log_reader *reader, struct piece *piece)
{
    struct csv_state state = {CSV_CELL};
    uint64_t lines = 0;

    piece->too_long = true;
    for (;;) {
        size_t end = 0;

        if (!reader->log->is_jsonl) {
            end = csv_record_size(&state, piece->bytes, piece->size, &lines);
        } else if (piece->size > 0) {
            const char *feed = memchr(piece->bytes, '\n', piece->size);

            end = feed == NULL ? 0 : (size_t)(feed + 1 - piece->bytes);
            lines += feed != NULL;
        }
        if (end > 0 || reader->ended) {
            if (end > 0) hold_rest(reader, piece, end);
            break;
        }
        piece->size = 0;
        if (!read_more(reader, &piece->bytes, &piece->size, &piece->capacity)) return LOG_FAILED;
    }
    piece->size = 0;
    reader->line += lines;
    return LOG_PIECE;
}

enum log_result log_next(struct log_reader *reader, struct piece *piece)
{
    size_t whole = 0;
    uint64_t lines = 0;

    piece->size = 0;
    piece->too_long = false;
    piece->first_line = reader->line;
    if (piece->capacity < reader->held_size + LOG_PIECE_SIZE) {
        piece->capacity = reader->held_size + LOG_PIECE_SIZE;
        piece->bytes = memory_grow(piece->bytes, piece->capacity, 1);
    }
    if (reader->held_size > 0) memcpy(piece->bytes, reader->held, reader->held_size);
    piece->size = reader->held_size;
    reader->held_size = 0;
    while (whole == 0) {
        if (!reader->ended && !read_more(reader, &piece->bytes, &piece->size, &piece->capacity)) {
            return LOG_FAILED;
        }
        whole = whole_records(reader, piece, &lines);
        if (whole > 0 || reader->ended) break;
        if (piece->size > LOG_RECORD_MAX) return skip_record(reader, piece);
    }
    if (whole == 0) whole = piece->size; /* the last record, without its line end */
    if (whole == 0) return LOG_END;
    hold_rest(reader, piece, whole);
    piece->size = whole;
    reader->line += lines;
    return LOG_PIECE;
}

/* SPDX-License-Identifier: Apache-2.0
 * One LOG of the command line: what its columns are, and its bytes cut where records end. */
#ifndef HARNESS_LOG_LOG_H
#define HARNESS_LOG_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "log/input.h"
#include "log/row.h"

#define LOG_PIECE_SIZE ((size_t)64 * 1024)        /* bytes that are cut off at a time */
#define LOG_RECORD_MAX ((size_t)16 * 1024 * 1024) /* a longer record is malformed */
#define LOG_COLUMNS_MAX 4096
#define LOG_MESSAGE_SIZE 512

struct column {
    enum field field; /* FIELD_NONE: an attribute, or a column to be passed over */
    bool is_attribute;
    struct fg_text attribute; /* its name */
};

/* What stays of a log until the replay ends. */
struct log {
    const char *name; /* as given */
    bool is_jsonl;
    bool ignore_unknown;
    const char *remark;     /* a column for people, passed over; NULL: none */
    struct column *columns; /* CSV */
    size_t column_count;
    char *header; /* the columns' texts live in it */
};

/* Bytes of whole records. */
struct piece {
    char *bytes;
    size_t size, capacity;
    uint64_t first_line;
    bool too_long; /* no bytes: one record above LOG_RECORD_MAX was passed over */
};

struct log_reader {
    const struct log *log;
    struct input input;
    char *held; /* read, and not yet handed out */
    size_t held_size, held_capacity;
    uint64_t line; /* that `held` begins on */
    bool ended;
    char message[LOG_MESSAGE_SIZE]; /* "FILE:LINE: error: ..." after a failure */
};

enum log_result { LOG_PIECE, LOG_END, LOG_FAILED };

/* Opens log->name, finds out whether it is JSONL (by its name's ending .jsonl, .ndjson or .csv,
 * else by its first byte) and reads the header of a CSV. False: reader->message says why. */
bool log_open(struct log_reader *reader, struct log *log, const char *encoding);
/* Fills the piece, whose bytes grow as needed and are the caller's. */
enum log_result log_next(struct log_reader *reader, struct piece *piece);
void log_reader_close(struct log_reader *reader);
void log_free(struct log *log);

/* Size of the log's file; 0 if it is no regular file. */
uint64_t log_size(const char *name);

/* Reads the header record at bytes, which become the log's; for log_open. */
bool log_header(struct log *log, char *bytes, size_t size, uint64_t line, char *message);

#endif

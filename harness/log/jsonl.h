/* SPDX-License-Identifier: Apache-2.0
 * One line of JSONL into an event.
 *
 * json-c reads the JSON; what it is lax about or forgets is seen to here: a member twice, lone
 * surrogates, NaN, control characters, and the text of a number. */
#ifndef HARNESS_LOG_JSONL_H
#define HARNESS_LOG_JSONL_H

#include <stdbool.h>
#include <stddef.h>

#include "log/row.h"

#define JSON_DEPTH_MAX 512 /* nested deeper, a line is no JSON */

struct json_tokener;

/* What a scan of a line tells beside what it writes into `copy`. */
struct json_scan {
    char *copy; /* the line as json-c is to read it, of the same size */
    size_t copy_capacity;
    struct fg_text *numbers; /* the texts of all numbers, in order; they point into the line */
    size_t number_count, number_capacity;
    size_t member_count; /* of all objects */
    bool lone_surrogate;
};

/* Reused line after line, by one thread. Zeroed is closed. */
struct jsonl_reader {
    struct json_tokener *tokener;
    struct json_scan scan;
    size_t numbers_taken;
};

void jsonl_open(struct jsonl_reader *reader);
void jsonl_close(struct jsonl_reader *reader);

/* Reads a line without its line end; `line` is UTF-8 or the event says that it is not. The event's
 * texts live in the line and in event->owner, which jsonl_release frees. */
void jsonl_read(struct jsonl_reader *reader, struct fg_text line, uint64_t line_number,
                bool ignore_unknown, struct fg_attribute *attributes, struct event *event);
void jsonl_release(struct event *event);

/* Whether a line holds nothing but blanks, and so is no row. */
bool jsonl_is_blank(struct fg_text line);

/* Copies the line for json-c and notes what json-c does not. False if it is no JSON already by its
 * smallest parts: numbers, words, strings. Whether those stand in order is for json-c to say. */
bool json_scan(struct json_scan *scan, struct fg_text line);

#endif

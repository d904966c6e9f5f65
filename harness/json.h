/* SPDX-License-Identifier: Apache-2.0
 * Lines of JSON, member by member in the order of the calls. Commas see to themselves; a key of
 * NULL is for elements of a list. Numbers are whole; money is text with two places. */
#ifndef HARNESS_JSON_H
#define HARNESS_JSON_H

#include "feeguard/text.h"
#include "output.h"

void json_open(struct output *output, const char *key, char bracket); /* { or [ */
void json_close(struct output *output, char bracket);
/* What is not UTF-8 is written as U+FFFD. */
void json_text(struct output *output, const char *key, struct fg_text text);
void json_number(struct output *output, const char *key, int64_t number);
void json_bool(struct output *output, const char *key, bool value);
void json_money(struct output *output, const char *key, int64_t fen);
/* Millionths as a decimal without zeros at its end. */
void json_micro(struct output *output, const char *key, int64_t micro);
void json_hex(struct output *output, const char *key, struct fg_text bytes);
void json_day(struct output *output, const char *key, int32_t day);
/* RFC 3339 at +08:00, with as many places as there are. */
void json_time(struct output *output, const char *key, int64_t time_ns);
/* The line feed, then out to standard output; empty again. */
void json_line(struct output *output);

#define TIME_TEXT_SIZE 40

/* The same time, with a NUL; of whole seconds it has no fraction. */
void time_format(int64_t time_ns, char out[static TIME_TEXT_SIZE]);
/* "80.00", also of a negative amount; with a NUL. */
void money_format(int64_t fen, char out[static TIME_TEXT_SIZE]);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Decision lines, as the log format fixes them byte by byte. */
#ifndef HARNESS_OUTPUT_H
#define HARNESS_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "feeguard/plugin.h"
#include "log/row.h"

/* Bytes that grow; zeroed is empty. */
struct output {
    char *bytes;
    size_t size, capacity;
};

/* What the library answered to one event. */
struct answer {
    fg_status status;
    struct fg_decision decision; /* all zero where the event has none */
};

/* The names of codes, asked once. */
struct code_names {
    struct fg_text name[FG_CODE_COUNT], name_zh[FG_CODE_COUNT];
};

void code_names_read(struct code_names *names, const struct fg_plugin *calls);

/* Whether the line carries "result" in place of a decision, and which; NULL: a decision. */
const char *result_name(const struct event *event, fg_status status);

/* Adds one line. `log` is NULL when there is only one LOG; `with_line` is false for a charge that
 * comes from no log. */
void output_line(struct output *output, const struct code_names *names, const char *log,
                 bool with_line, const struct event *event, const struct answer *answer);

void output_text(struct output *output, struct fg_text text);
void output_money(struct output *output, int64_t fen); /* "80.00" */
void output_free(struct output *output);

#endif

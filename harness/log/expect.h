/* SPDX-License-Identifier: Apache-2.0
 * What a log expects of a row, against what the library answered. */
#ifndef HARNESS_LOG_EXPECT_H
#define HARNESS_LOG_EXPECT_H

#include <stdbool.h>

#include "log/row.h"
#include "output.h"

/* Whether every expectation of the row is met.
 *
 * "allow" and "deny" alone compare the outcome; "deny:A+B" the outcome and all codes, in order. A
 * row that has a result in place of an outcome counts as allowed when the result is ok or
 * committed-late, else as denied; its codes are those of a late commit, or none. Text that is none
 * of the four forms is never met. An expected due is met only by a due that was computed. */
bool expect_is_met(const struct code_names *names, const struct event *event,
                   const struct answer *answer);

/* Writes "expected deny:DUPLICATE, got allow (txn T1)" for a row that is not met, NUL-terminated,
 * cut to the buffer. */
void expect_explain(const struct code_names *names, const struct event *event,
                    const struct answer *answer, char *buffer, size_t size);

#endif

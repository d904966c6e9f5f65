/* SPDX-License-Identifier: Apache-2.0
 * A charge on the command line: FIELD=VALUE and attr:NAME=VALUE, read as a row of a log is. */
#ifndef HARNESS_LOG_OPERANDS_H
#define HARNESS_LOG_OPERANDS_H

#include <stdbool.h>

#include "log/row.h"

/* Begins the event and reads every operand; the caller gives what is to be there by default and
 * then ends the row. False after a complaint about the form of an operand; `command` is named in
 * it. Attributes are lent for FG_ATTRIBUTES_MAX of them. */
bool operands_read(const char *command, int count, char **operands, struct event *event,
                   struct fg_attribute *attributes);

#endif

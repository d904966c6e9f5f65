/* SPDX-License-Identifier: Apache-2.0
 * What must hold of an event that was read from a log, whatever the log. */
#ifndef TESTS_FUZZ_EVENT_H
#define TESTS_FUZZ_EVENT_H

#include "fuzz/fuzz.h"
#include "log/row.h"

/* A row without a fault is a call that the library finds no fault with; a fault can be told. */
void event_check(const struct event *event);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * --trust DIR, for the commands that load a bundle themselves and not through an engine. */
#ifndef HARNESS_TRUST_H
#define HARNESS_TRUST_H

#include <stdbool.h>
#include <stdint.h>

#include "load/load.h"
#include "trust/trust.h"

#define TRUST_HELP                                                                                 \
    "  --trust DIR       who must have signed the schedules; default: they are taken unsigned\n"
/* Of the commands that may be given a ledger. */
#define TRUST_BESIDE                                                                               \
    "  --trust DIR       who must have signed the schedules; default: `trust` beside the\n"        \
    "                    ledger; where there is none they are taken unsigned\n"

/* Whether the value of --trust, if it was given, names something; what does not is told. */
bool trust_is_named(const char *directory);

/* Opens the directory as it is now; NULL gives NULL, and everything is taken unsigned. False after
 * every fault in it was told on standard error. */
bool trust_choose(const char *directory, int32_t language, struct trust **trust);

/* Says on standard error that this ledger takes signed documents only, and what to do. */
void trust_complain_required(const char *ledger, const char *schedules, int32_t language);

/* A sink that prints each fault as a line on standard error; `context` points to the language. */
struct fault_sink fault_lines(const int32_t *language);

#endif

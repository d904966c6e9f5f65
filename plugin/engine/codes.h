/* SPDX-License-Identifier: Apache-2.0
 * The table of codes: name, Chinese name, effect, the general law behind each, and its sentences.
 */
#ifndef FEEGUARD_ENGINE_CODES_H
#define FEEGUARD_ENGINE_CODES_H

#include <stdint.h>

#include "feeguard/decision.h"

struct code {
    const char *name, *name_zh;
    int32_t effect; /* by default */
    /* Cited where no rule of the schedule stands behind the finding. */
    const char *law_zh, *law_en;
    /* What was found and what to do, where {x} stands for a value; see message.c. */
    const char *message_zh, *message_en;
};

/* By number; entry 0 is empty. */
extern const struct code codes[FG_CODE_COUNT];

/* Sentences of what a commit that comes late can find; NULL for other codes. */
struct late_message {
    const char *zh, *en;
};

extern const struct late_message late_messages[FG_CODE_COUNT];

#endif

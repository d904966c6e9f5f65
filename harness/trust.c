/* SPDX-License-Identifier: Apache-2.0
 * Opening a trust directory for a command. */
#include "trust.h"

#include <stdio.h>
#include <time.h>

#include "base/text.h"
#include "harness.h"
#include "load/faults.h"

#define FAULT_LINE_SIZE 8192

static void fault_print(void *context, const struct fault *fault)
{
    const int32_t *language = context;
    char line[FAULT_LINE_SIZE];

    fault_format(fault, *language, line, sizeof(line));
    fprintf(stderr, "%s\n", line);
}

struct fault_sink fault_lines(const int32_t *language)
{
    return (struct fault_sink){(void *)(size_t)language, fault_print};
}

void trust_complain_required(const char *ledger, const char *schedules, int32_t language)
{
    struct faults faults = {.sink = fault_lines(&language)};

    FAULT(&faults, RULE_TRUST_REQUIRED, text_of(ledger), 0, text_of(schedules));
}

bool trust_is_named(const char *directory)
{
    if (directory == NULL || directory[0] != '\0') return true;
    complain("--trust needs a DIR and was given an empty name; nothing was taken unsigned");
    return false;
}

bool trust_choose(const char *directory, int32_t language, struct trust **trust)
{
    struct timespec now;
    fg_status status;

    *trust = NULL;
    if (directory == NULL) return true;
    if (!trust_is_named(directory)) return false;
    clock_gettime(CLOCK_REALTIME, &now);
    status = trust_load(text_of(directory), now.tv_sec * INT64_C(1000000000) + now.tv_nsec,
                        fault_lines(&language), trust);
    if (status == FG_NO_MEMORY) complain("out of memory");
    return status == FG_OK;
}

/* SPDX-License-Identifier: Apache-2.0
 * A fixed script of business with one durable ledger, and what each of its steps must answer. While
 * calls of the system fail, a step may go unanswered: then nothing of it may have been kept, and
 * the same step again, once the fault is over, must answer as if there had been none. */
#ifndef TESTS_FAULT_SCRIPT_H
#define TESTS_FAULT_SCRIPT_H

#include "fault/engine.h"
#include "fault/inject.h"

#define SCRIPT_STEPS_MAX 64

/* What the ledger holds after a step. */
struct script_state {
    uint64_t position, reserved, committed;
};

struct script {
    struct fault_engine engine; /* loaded; without an engine between runs */
    inject_arm_fn *arm;
    inject_disarm_fn *disarm;
    const char *directory, *ledger;

    /* In the run without faults: taken down. In others: what must be. */
    struct script_state states[SCRIPT_STEPS_MAX];
    char head[128]; /* of the trail at the end */
    bool takes_down;

    /* The fault of this run. */
    int kind;
    uint64_t nth, count;
    uint64_t reached; /* calls that failed */
    uint64_t unanswered;
    const char *step; /* the one at hand */
    char line[512];   /* the last one told to the log */
};

/* Runs the script from opening to the last close. What is wrong ends the process with a sentence.
 * `kind` INJECT_NOTHING: without a fault. */
void script_run(struct script *script, int kind, uint64_t nth, uint64_t count);

/* The sentence, with the run and the step that it is about. Never returns. */
_Noreturn void script_fail(const struct script *script, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif

/* SPDX-License-Identifier: Apache-2.0
 * One call on its way to the ledger and back. */
#ifndef FEEGUARD_ENGINE_JOB_H
#define FEEGUARD_ENGINE_JOB_H

#include "feeguard/host.h"
#include "ledger/ledger.h"

struct job {
    struct job *next;
    struct claim claim;
    struct charge charge;
    struct buffer record;
    bool is_done; /* of a waiting call; over it the queue's lock */

    /* A submitted call: what collect hands out. */
    bool is_submitted;
    uint64_t tag;
    struct fg_decision *decision;
    struct fg_charge request; /* copy; its texts lie behind the job */
};

#endif

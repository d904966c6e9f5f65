/* SPDX-License-Identifier: Apache-2.0
 * Why a ledger's file is not opened or made: each with its status and one sentence that says what
 * is wrong and how to mend it. */
#ifndef FEEGUARD_LEDGER_SQLITE_REFUSAL_H
#define FEEGUARD_LEDGER_SQLITE_REFUSAL_H

#include "ledger/sqlite.h"

enum refusal {
    REFUSAL_NONE,
    REFUSAL_MISSING,
    REFUSAL_DIRECTORY,
    REFUSAL_ACCESS,
    REFUSAL_NOT_A_FILE,
    REFUSAL_TWO_NAMES,
    REFUSAL_NETWORK,
    REFUSAL_FOREIGN,
    REFUSAL_NEWER,
    REFUSAL_DAMAGED,
    REFUSAL_IN_USE,
    REFUSAL_KEYS,
    REFUSAL_SIGNER,
    REFUSAL_EXISTS,
    REFUSAL_UNWRITABLE,
    REFUSAL_UNAVAILABLE,
    REFUSAL_MEMORY,
    REFUSALS
};

fg_status refusal_status(enum refusal refusal);
/* Logs the sentence; nothing for REFUSAL_NONE, nor for REFUSAL_SIGNER, which tells its own. */
void refusal_tell(enum refusal refusal, const char *path, const struct sqlite_options *options);
void refusal_tell_line(const char *sentence, const char *path,
                       const struct sqlite_options *options);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * The durable ledger in one SQLite file on a local disk, which several processes of one machine may
 * share. Beside FILE lie FILE-wal and FILE-shm, which belong to it, and FILE.turn (see turn.h). */
#ifndef FEEGUARD_LEDGER_SQLITE_H
#define FEEGUARD_LEDGER_SQLITE_H

#include "audit/keyring.h"
#include "ledger/ledger.h"

struct sqlite_options {
    struct fg_text path;           /* of FILE */
    const struct keyring *keyring; /* read during the call only */
    const char *key_path; /* of the keyring: read again when another process has rotated it; NULL:
                             never */
    int32_t language;     /* FG_LANGUAGE_*: of log lines */
    /* Called by the thread that calls the ledger, outside its locks. NULL: nothing is logged. */
    void (*log)(void *context, int32_t severity, const char *line);
    void *log_context;
    const char *signer_path;     /* private key; NULL: heads of the trail are not signed */
    uint32_t checkpoint_seconds; /* of engine time between two heads of the trail; 0: 60 */
};

/* Opens a ledger that sqlite_ledger_create has made. The rulebook is copied, its bundle (NULL: none
 * yet) taken over on success. Every refusal is logged in one sentence. FG_LEDGER_MISSING, _REFUSED,
 * _NEWER, _DAMAGED, _IN_USE, _UNAVAILABLE, FG_NO_MEMORY. */
fg_status sqlite_ledger_open(const struct rulebook *rulebook, const struct sqlite_options *options,
                             struct ledger *ledger);

/* Makes an empty ledger for these keys. What is there already is never touched. */
fg_status sqlite_ledger_create(const struct sqlite_options *options);

/* Whether locks and the write-ahead log work on a file system of this type (statfs.f_type). */
bool sqlite_is_local(uint64_t type);

#endif

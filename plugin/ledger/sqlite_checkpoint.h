/* SPDX-License-Identifier: Apache-2.0
 * Bringing the write-ahead log home, off the payment path: a thread with a connection of its own,
 * which sleeps until the log has grown. */
#ifndef FEEGUARD_LEDGER_SQLITE_CHECKPOINT_H
#define FEEGUARD_LEDGER_SQLITE_CHECKPOINT_H

#include "ledger/sqlite_driver.h"

struct sqlite_checkpointer;

/* Starts the thread and hangs it on the driver, which ends it when it is closed. False: no memory,
 * no thread, or no connection. */
bool sqlite_checkpointer_start(struct sql_driver *driver, const char *path, mode_t mode);

#endif

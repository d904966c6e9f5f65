/* SPDX-License-Identifier: Apache-2.0
 * The driver for SQLite: one connection, in write-ahead mode, each commit on the disk before it
 * returns. Writers of all processes queue at the lock file beside the ledger (turn.h). */
#ifndef FEEGUARD_LEDGER_SQLITE_DRIVER_H
#define FEEGUARD_LEDGER_SQLITE_DRIVER_H

#include <sqlite3.h>
#include <sys/types.h>

#include "feeguard/status.h"
#include "ledger/sql.h"
#include "ledger/turn.h"

#define SQLITE_APPLICATION_ID 0x66656567 /* "feeg" in the header of the file */

/* Told after each commit how many pages the write-ahead log has. */
typedef void sqlite_log_grown(void *context, int pages);

/* What begins and ends transactions. Prepared, so that a transaction can be undone when there is no
 * memory left: else it would keep all other processes out. */
enum bound { BOUND_BEGIN_READS, BOUND_BEGIN_WRITES, BOUND_COMMIT, BOUND_ROLLBACK, BOUNDS };

struct sql_driver {
    sqlite3 *connection;
    sqlite3_stmt *bounds[BOUNDS];
    sqlite3_stmt *statements[SQL_STATEMENTS];
    struct turn turn;
    enum sql_fault fault;
    sqlite_log_grown *log_grown;
    void *log_context;
    /* Ends what hangs on the driver, before it is closed; may be NULL. */
    void (*closing)(void *context);
    void *closing_context;
};

extern const struct sql_driver_calls sqlite_driver_calls;

enum sql_fault sqlite_fault_of(int code);

/* A connection with the settings that every connection to a ledger has. SQLite's result. */
int sqlite_connect(const char *path, sqlite3 **connection);

/* Opens the ledger's file and prepares every statement. FG_LEDGER_REFUSED: no ledger of ours;
 * FG_LEDGER_NEWER, FG_LEDGER_DAMAGED, FG_LEDGER_IN_USE, FG_LEDGER_UNAVAILABLE, FG_NO_MEMORY. */
fg_status sqlite_driver_open(const char *path, mode_t mode, struct sql_driver **driver);

/* For tests: how large the file may grow; 0: as it likes. */
void sqlite_driver_limit(struct sql_driver *driver, int pages);

#endif

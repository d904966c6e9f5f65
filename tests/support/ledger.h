/* SPDX-License-Identifier: Apache-2.0
 * An empty durable ledger with keys of its own, made by the core; for tests that may see it. */
#ifndef TESTS_SUPPORT_LEDGER_H
#define TESTS_SUPPORT_LEDGER_H

#include "support/files.h"

#define LEDGER_NAME "ledger.db" /* where fg_options.data looks for it */

/* Makes DIRECTORY/ledger.db with its key file and its signer; the path goes to `path`. What goes
 * wrong ends the test. */
void ledger_make(const char *directory, char path[PATH_SIZE]);

#endif

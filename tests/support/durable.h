/* SPDX-License-Identifier: Apache-2.0
 * A durable ledger for tests that see the public header only: a program of its own makes it. */
#ifndef TESTS_SUPPORT_DURABLE_H
#define TESTS_SUPPORT_DURABLE_H

#include "support/gateway.h"

#define DURABLE_FILE "ledger.db"

/* What fg_options.ledger says, and the path in it. */
struct durable {
    char option[PATH_SIZE];
    const char *path;
};

/* Makes a ledger in the gateway's directory of schedules, which takes no notice of it, and names it
 * in the options. `durable` must live as long as they are used. */
void durable_make(struct gateway *gateway, struct durable *durable);

/* Names a file of that directory as the ledger; it need not be there. */
void durable_name(struct gateway *gateway, struct durable *durable, const char *name);

#endif

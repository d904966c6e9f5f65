/* SPDX-License-Identifier: Apache-2.0
 * What the subcommands of feeguard ledger share. */
#ifndef HARNESS_KEEPER_LEDGER_H
#define HARNESS_KEEPER_LEDGER_H

#include "audit/keyring.h"
#include "ledger/ledger.h"
#include "ledger/paths.h"

/* An existing ledger, opened without schedules: for its keeper, not for payments. */
struct opened {
    struct ledger_paths paths;
    struct keyring ring;
    struct ledger ledger;
};

/* The paths of FILE, of which sqlite:FILE is another spelling. False after a complaint. */
bool ledger_name(const char *file, struct ledger_paths *paths);

/* False after a complaint; nothing is open then. */
bool ledger_begin(const char *file, int32_t language, struct opened *opened);
void ledger_finish(struct opened *opened);

/* Errors and warnings of the ledger, on standard error. */
void ledger_log(void *context, int32_t severity, const char *line);

/* The subcommands. argv[0] is "ledger NAME". */
int ledger_init(int argc, char **argv);
int ledger_rotate(int argc, char **argv);
int ledger_show_stats(int argc, char **argv);
int ledger_show_pending(int argc, char **argv);
int ledger_prune_old(int argc, char **argv);
int ledger_check_all(int argc, char **argv);

#endif

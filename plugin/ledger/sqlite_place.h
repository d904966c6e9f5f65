/* SPDX-License-Identifier: Apache-2.0
 * Where a ledger's file lies, and whether it may be used there. */
#ifndef FEEGUARD_LEDGER_SQLITE_PLACE_H
#define FEEGUARD_LEDGER_SQLITE_PLACE_H

#include <sys/types.h>

#include "ledger/sqlite_refusal.h"

/* A copy with a NUL behind it; freed by the caller. NULL: no memory. */
char *place_path(struct fg_text path);
/* The directory of a path, which a file that does not exist yet has already. Likewise. */
char *place_directory(const char *path);

enum refusal place_judge_directory(const char *path);
/* `mode` gets the permissions of the file, for those that lie beside it. */
enum refusal place_judge_file(const char *path, mode_t *mode);

#endif

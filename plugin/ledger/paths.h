/* SPDX-License-Identifier: Apache-2.0
 * What lies beside a ledger file: its keys, the key that signs the heads of its trail, and perhaps
 * the directory that says who must have signed the documents. */
#ifndef FEEGUARD_LEDGER_PATHS_H
#define FEEGUARD_LEDGER_PATHS_H

#include <limits.h>
#include <stdbool.h>

#include "feeguard/text.h"

struct ledger_paths {
    char file[PATH_MAX];
    char keys[PATH_MAX];     /* FILE.keys: pseudonyms and permits; secret */
    char signer[PATH_MAX];   /* FILE.signer.pem: secret */
    char verifier[PATH_MAX]; /* FILE.signer.pub.pem: for those who check the trail */
    char trust[PATH_MAX];    /* "trust" in the directory of FILE; there may be none */
};

/* False: too long, empty, or with a NUL inside. */
bool ledger_paths_of(struct fg_text file, struct ledger_paths *paths);

/* Whether something has this name: a link that leads nowhere and what may not be looked at, too, so
 * that its fault is told when it is opened. */
bool path_is_taken(const char *path);

#endif

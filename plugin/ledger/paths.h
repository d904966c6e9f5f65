/* SPDX-License-Identifier: Apache-2.0
 * What lies beside a ledger file: its keys, and the key that signs the heads of its trail. */
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
};

/* False: too long, empty, or with a NUL inside. */
bool ledger_paths_of(struct fg_text file, struct ledger_paths *paths);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Names are made by appending: what belongs together lies together. */
#include "ledger/paths.h"

#include <stdio.h>
#include <string.h>

#define LONGEST_ENDING ".signer.pub.pem"

bool ledger_paths_of(struct fg_text file, struct ledger_paths *paths)
{
    int size = (int)file.size;

    if (file.size == 0 || file.size + sizeof(LONGEST_ENDING) > sizeof(paths->file)) return false;
    if (memchr(file.bytes, '\0', file.size) != NULL) return false;
    snprintf(paths->file, sizeof(paths->file), "%.*s", size, file.bytes);
    snprintf(paths->keys, sizeof(paths->keys), "%.*s.keys", size, file.bytes);
    snprintf(paths->signer, sizeof(paths->signer), "%.*s.signer.pem", size, file.bytes);
    snprintf(paths->verifier, sizeof(paths->verifier), "%.*s.signer.pub.pem", size, file.bytes);
    return true;
}

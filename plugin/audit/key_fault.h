/* SPDX-License-Identifier: Apache-2.0
 * What can be wrong with a file that holds keys, and how an operator mends it. */
#ifndef FEEGUARD_AUDIT_KEY_FAULT_H
#define FEEGUARD_AUDIT_KEY_FAULT_H

#include <stdint.h>

enum key_fault {
    KEY_OK,
    KEY_MISSING,
    KEY_EXISTS,
    KEY_NOT_A_FILE, /* a symbolic link, a directory, a pipe, a device */
    KEY_FOREIGN_OWNER,
    KEY_OPEN_TO_OTHERS,
    KEY_MALFORMED,
    KEY_TOO_MANY_EPOCHS,
    KEY_UNREADABLE,
    KEY_UNWRITABLE,
    KEY_NO_MEMORY,
    KEY_INTERNAL
};

/* One sentence that says what is wrong and how to mend it; `language` is FG_LANGUAGE_*. */
const char *key_fault_text(enum key_fault fault, int32_t language);

#endif

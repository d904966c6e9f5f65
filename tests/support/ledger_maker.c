/* SPDX-License-Identifier: Apache-2.0
 * ledger_maker DIRECTORY: ledger_make for programs that see the public header only. */
#include <stdio.h>

#include "support/ledger.h"

int main(int count, char **arguments)
{
    char path[PATH_SIZE];

    if (count != 2) {
        fprintf(stderr, "usage: ledger_maker DIRECTORY\n");
        return 2;
    }
    ledger_make(arguments[1], path);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0
 * The desk of tests/support over a durable ledger: the linker hands its opening of a ledger in
 * memory
 * (--wrap=memory_ledger_open) to a fresh file. A ledger with a limit stays in memory: a disk has no
 * such option. */
#ifndef TESTS_UNIT_TEST_SQLITE_DESK_H
#define TESTS_UNIT_TEST_SQLITE_DESK_H

#include "unit/test_sqlite.h"

static struct vault desk_vault;

bool __real_memory_ledger_open(const struct rulebook *rulebook, uint64_t charges_max,
                               struct ledger *ledger);
bool __wrap_memory_ledger_open(const struct rulebook *rulebook, uint64_t charges_max,
                               struct ledger *ledger);

bool __wrap_memory_ledger_open(const struct rulebook *rulebook, uint64_t charges_max,
                               struct ledger *ledger)
{
    if (charges_max > 0) return __real_memory_ledger_open(rulebook, charges_max, ledger);
    vault_make(&desk_vault);
    vault_create(&desk_vault);
    vault_open(&desk_vault, rulebook, ledger);
    vault_remove(&desk_vault); /* what is open stays, until it is closed */
    return true;
}

#endif

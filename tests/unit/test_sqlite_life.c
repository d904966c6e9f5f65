/* SPDX-License-Identifier: Apache-2.0
 * Everything that test_life.c asks of the ledger in memory, asked of the durable one. */
#include "unit/test_sqlite_desk.h"

#include "unit/test_life.c"

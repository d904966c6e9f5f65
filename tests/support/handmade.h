/* SPDX-License-Identifier: Apache-2.0
 * Bundles laid out in C: for tests of rules and ledgers that should not depend on loading. */
#ifndef TESTS_SUPPORT_HANDMADE_H
#define TESTS_SUPPORT_HANDMADE_H

#include "rules/snapshot.h"

/* An item with one fixed standard, which every unit may charge. */
struct handmade_item {
    const char *code;
    int64_t standard_fen;
    const struct period *period; /* NULL: none; copied */
    const char *uniform;         /* name of the one attribute of its <uniform> key; NULL: none */
};

/* One national document, in effect for ever, with the unit "U1" and these items. Released with
 * bundle_release. Ends the test when memory runs out. */
struct bundle *handmade_bundle(const struct handmade_item *items, uint32_t count);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Zeroed memory for large tables, in huge pages where the system lends them: a table larger than
 * the caches then costs one miss a look-up, not two. */
#ifndef FEEGUARD_BASE_PAGES_H
#define FEEGUARD_BASE_PAGES_H

#include <stddef.h>

/* NULL: no memory. Give back with the same size. */
void *pages_take(size_t size);
void pages_give(void *pages, size_t size); /* NULL is allowed */

#endif

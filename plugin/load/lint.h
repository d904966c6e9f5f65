/* SPDX-License-Identifier: Apache-2.0
 * Every rule of semantics section 2 that needs more than one element to be judged. */
#ifndef FEEGUARD_LOAD_LINT_H
#define FEEGUARD_LOAD_LINT_H

#include "load/faults.h"
#include "rules/schedule.h"

/* Reports every breach within and between the documents. `documents` are all serials of all ids, in
 * any order. Returns false when memory ran out (nothing more was checked). */
bool bundle_lint(struct document *const *documents, size_t document_count, struct faults *faults);

#endif

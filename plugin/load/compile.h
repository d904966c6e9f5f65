/* SPDX-License-Identifier: Apache-2.0
 * Lays look-up tables over checked documents: one immutable snapshot per span of days in which the
 * same documents are in effect. */
#ifndef FEEGUARD_LOAD_COMPILE_H
#define FEEGUARD_LOAD_COMPILE_H

#include "base/arena.h"
#include "feeguard/status.h"
#include "load/faults.h"
#include "rules/schedule.h"

struct bundle;

/* Takes the arena, in which the documents live, over; it is freed with the bundle, or here on
 * failure. The documents broke no rule of lint. FG_OK, FG_SCHEDULE_REFUSED (a limit of the tables
 * is exceeded, reported as a fault) or FG_NO_MEMORY; *bundle is NULL unless FG_OK. */
fg_status bundle_compile(struct arena *arena, struct document **documents, size_t document_count,
                         struct faults *faults, struct bundle **bundle);

#endif

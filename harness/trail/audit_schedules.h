/* SPDX-License-Identifier: Apache-2.0
 * The bundles that an audit judges by, and why none of them is the one that a record names. */
#ifndef HARNESS_TRAIL_AUDIT_SCHEDULES_H
#define HARNESS_TRAIL_AUDIT_SCHEDULES_H

#include "rules/snapshot.h"
#include "trail/audit_file.h"

struct audit_bundles {
    struct bundle **list;
    size_t count;
};

/* A bundle for each directory; `trust` is NULL or the directory that says who must have signed
 * them. False: every fault is on standard error; free it all the same. */
bool audit_bundles_load(struct audit_bundles *bundles, const char *trust, const char *first,
                        char **others, int other_count, int32_t language);
void audit_bundles_free(struct audit_bundles *bundles);

/* Says on standard error, to the end of the line, which document of a manifest is not at hand.
 * NULL: the ledger has no such manifest. */
void audit_bundles_explain(const struct audit_bundles *bundles, const struct manifest *manifest,
                           struct fg_text digest, int32_t language);

#endif

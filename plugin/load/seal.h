/* SPDX-License-Identifier: Apache-2.0
 * Signatures of the files of a bundle: the very bytes that were read are verified before anything
 * looks into them. */
#ifndef FEEGUARD_LOAD_SEAL_H
#define FEEGUARD_LOAD_SEAL_H

#include "base/arena.h"
#include "feeguard/status.h"
#include "load/faults.h"
#include "trust/trust.h"

/* Reads the signature file beside `path` and asks about `bytes`. Texts of the seal live in `arena`;
 * what is needed meanwhile is taken from `scratch`. FG_OK; FG_SCHEDULE_REFUSED and
 * FG_SCHEDULE_UNREADABLE, both reported; FG_NO_MEMORY. */
fg_status seal_check(const struct trust *trust, enum signed_kind kind, struct arena *arena,
                     struct arena *scratch, struct fg_text path, struct fg_text bytes,
                     struct faults *faults, struct seal *seal);

#endif

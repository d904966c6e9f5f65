/* SPDX-License-Identifier: Apache-2.0
 * Which documents the engine has accepted: protection against going back to older ones (semantics
 * section 2). Kept for the engine's life, and by a durable ledger beyond it. */
#ifndef FEEGUARD_ENGINE_ACCEPTED_H
#define FEEGUARD_ENGINE_ACCEPTED_H

#include "base/arena.h"
#include "load/faults.h"
#include "rules/snapshot.h"

struct accepted_document {
    struct fg_text id, digest;
    int64_t serial;
};

struct accepted {
    struct arena arena;
    struct accepted_document *list;
    size_t count;
};

/* Whether each document of the bundle was accepted before with the same bytes, or has a higher
 * serial than all accepted under its id, and no id falls back below its highest. What fails is
 * reported to `faults`. */
bool accepted_allow(const struct accepted *accepted, const struct bundle *bundle,
                    struct faults *faults);

/* Whether this serial of a document was accepted before. */
bool accepted_knows(const struct accepted *accepted, const struct document *document);

/* Notes one document. False: no memory. */
bool accepted_note(struct accepted *accepted, struct fg_text id, int64_t serial,
                   struct fg_text digest);
/* Notes the documents of a bundle that was accepted. False: no memory. */
bool accepted_add(struct accepted *accepted, const struct bundle *bundle);

void accepted_free(struct accepted *accepted);

#endif

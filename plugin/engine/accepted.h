/* SPDX-License-Identifier: Apache-2.0
 * Which documents the engine has accepted: protection against going back to older ones (semantics
 * section 2). Kept for the engine's life, and by a durable ledger beyond it. */
#ifndef FEEGUARD_ENGINE_ACCEPTED_H
#define FEEGUARD_ENGINE_ACCEPTED_H

#include "base/arena.h"
#include "load/faults.h"
#include "rules/snapshot.h"

struct accepted_document {
    struct fg_text id, digest; /* an empty digest: withdrawn, never to come back */
    int64_t serial;
};

struct accepted {
    struct arena arena;
    struct accepted_document *list;
    size_t count;
};

/* Whether an order that lies beside the documents counts: the document to go back to is there with
 * the digest that was signed, and the serial that is withdrawn is the highest that stands, or none
 * so high was ever accepted. Once a later serial is accepted it counts no more. */
bool accepted_obeys(const struct accepted *accepted, const struct bundle *bundle,
                    const struct withdrawal *order);

/* Whether each document of the bundle was accepted before with the same bytes, has a higher serial
 * than all accepted under its id, or is what an order calls back; whether none is withdrawn, and no
 * id falls back below its highest that stands. What fails is reported to `faults`. */
bool accepted_allow(const struct accepted *accepted, const struct bundle *bundle,
                    struct faults *faults);

/* Whether this serial of a document was accepted before. */
bool accepted_knows(const struct accepted *accepted, const struct document *document);

/* Notes one document. False: no memory. */
bool accepted_note(struct accepted *accepted, struct fg_text id, int64_t serial,
                   struct fg_text digest);
/* Notes the orders and documents of a bundle that was accepted. False: no memory. */
bool accepted_add(struct accepted *accepted, const struct bundle *bundle);

void accepted_free(struct accepted *accepted);

#endif

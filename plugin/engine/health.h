/* SPDX-License-Identifier: Apache-2.0
 * What health, documents and metrics share. */
#ifndef FEEGUARD_ENGINE_HEALTH_H
#define FEEGUARD_ENGINE_HEALTH_H

#include "engine/engine_internal.h"

/* A reference to the bundle in use, for bundle_release. */
struct bundle *engine_bundle(struct fg_engine *engine);
/* The day of the engine time. */
int32_t engine_today(const struct fg_engine *engine);

/* A document as the contract tells it; `size` bytes of it are written. */
void document_describe(const struct document *document, const struct bundle *bundle, int32_t today,
                       uint32_t size, struct fg_document *told);

/* The documents of a bundle by id and serial, freed by the caller; NULL: no memory. */
const struct document **documents_in_order(const struct bundle *bundle);

#endif

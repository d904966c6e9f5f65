/* SPDX-License-Identifier: Apache-2.0
 * The sentences of findings, and the long explanation of a decision. */
#ifndef FEEGUARD_ENGINE_MESSAGE_H
#define FEEGUARD_ENGINE_MESSAGE_H

#include <stddef.h>

#include "base/buffer.h"
#include "feeguard/charge.h"
#include "feeguard/decision.h"
#include "feeguard/status.h"

#define MESSAGE_SIZE_MAX 4096 /* bytes; a longer one is cut at a character */

/* What the names in a pattern stand for. */
struct message_values {
    const struct fg_charge *charge;
    const struct fg_decision *decision; /* amounts and dates */
    struct fg_text item_name, conflict, field, detail;
    struct reader missing; /* at the first of decision->missing_count names */
};

/* Renders a pattern of codes.c; returns the size, without NUL. */
size_t message_render(const char *pattern, const struct message_values *values, char *out,
                      size_t size);

/* "number《title》article"; returns the size. */
size_t message_basis(struct fg_text number, struct fg_text title, char *out, size_t size);

/* fg_plugin.explain. */
fg_status message_explain(const struct fg_charge *charge, const struct fg_decision *decision,
                          int32_t language, char *buffer, size_t buffer_size, size_t *size_needed);

#endif

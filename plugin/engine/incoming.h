/* SPDX-License-Identifier: Apache-2.0
 * What a gateway handed in, looked at before it is read: struct sizes, reserved fields, texts. */
#ifndef FEEGUARD_ENGINE_INCOMING_H
#define FEEGUARD_ENGINE_INCOMING_H

#include <stdbool.h>
#include <stddef.h>

#include "feeguard/host.h"
#include "feeguard/status.h"

/* Whether all that a struct says is known here. Each begins with its size; `first` is what it was
 * when it was first published, `known` what it is here. FG_OK; FG_BAD_SIZE: it is shorter than
 * `first`, or says something beyond what is known, which must not be passed over. */
fg_status incoming_size(const void *incoming, size_t first, size_t known);

/* The same of a charge and a refund, not NULL, and their reserved fields: FG_BAD_ARGUMENT. */
fg_status incoming_charge(const struct fg_charge *charge);
fg_status incoming_refund(const struct fg_refund *refund);

/* Whether the bytes of a text are there. */
bool incoming_text(struct fg_text text);

#endif

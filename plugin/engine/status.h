/* SPDX-License-Identifier: Apache-2.0
 * Names, sentences and classes of statuses, from one table. */
#ifndef FEEGUARD_ENGINE_STATUS_H
#define FEEGUARD_ENGINE_STATUS_H

#include "feeguard/status.h"

const char *status_name(fg_status status);
const char *status_text(fg_status status, int32_t language);
int32_t status_class(fg_status status);

#endif

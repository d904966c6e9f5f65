/* SPDX-License-Identifier: Apache-2.0
 * A bundle for the commands that look into schedules themselves and not through an engine. */
#ifndef HARNESS_BUNDLE_OPEN_H
#define HARNESS_BUNDLE_OPEN_H

#include <stdint.h>

#include "rules/snapshot.h"

/* Loads the directory or file, signed as `trust_directory` demands; NULL takes it unsigned. Gives
 * EXIT_DONE; EXIT_FOUND after every fault was told on standard error, in `language`; EXIT_FAILED
 * after it was told what cannot be read. The caller releases the bundle. */
int bundle_open(const char *path, const char *trust_directory, int32_t language,
                struct bundle **bundle);

#endif

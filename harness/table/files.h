/* SPDX-License-Identifier: Apache-2.0
 * What import and export write: a whole file, or nothing. */
#ifndef HARNESS_TABLE_FILES_H
#define HARNESS_TABLE_FILES_H

#include <stdbool.h>

struct output;

/* Complains and returns false if it cannot. Without `force` a file that is there stays. */
bool file_put(const char *path, bool force, const struct output *bytes);

#endif

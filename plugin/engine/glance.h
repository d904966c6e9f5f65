/* SPDX-License-Identifier: Apache-2.0
 * Whether anything in a directory may have changed since the last look, for the price of a few
 * system calls: names, sizes, times of change and inodes, no contents. */
#ifndef FEEGUARD_ENGINE_GLANCE_H
#define FEEGUARD_ENGINE_GLANCE_H

#include "base/hash.h"

/* What is seen of a directory, in files that a bundle or a trust directory may consist of, or of a
 * file with its signatures; links are followed. What cannot be read looks like itself too. */
struct hash128 glance(struct fg_text path);

#endif

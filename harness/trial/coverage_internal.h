/* SPDX-License-Identifier: Apache-2.0
 * What listing parts (coverage_parts.c) and touching them (coverage.c) share. */
#ifndef HARNESS_TRIAL_COVERAGE_INTERNAL_H
#define HARNESS_TRIAL_COVERAGE_INTERNAL_H

#include "trial/coverage.h"

/* The part of a rule; NULL: it is none. */
struct part *coverage_find(const struct coverage *coverage, const void *rule);

#endif

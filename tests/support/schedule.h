/* SPDX-License-Identifier: Apache-2.0
 * A bundle of one small document, written in the test that needs it. */
#ifndef TESTS_SUPPORT_SCHEDULE_H
#define TESTS_SUPPORT_SCHEDULE_H

#include "rules/snapshot.h"

/* The document's own elements are given; it is national, in effect from 2020-01-01, and defines the
 * basis "b". Released with bundle_release; ends the test when it is refused. */
struct bundle *schedule_bundle(const char *elements);

#endif

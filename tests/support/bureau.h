/* SPDX-License-Identifier: Apache-2.0
 * Sample bureaus, one for each kind of key, and a trust directory that is asked about what they
 * signed. */
#ifndef TESTS_SUPPORT_BUREAU_H
#define TESTS_SUPPORT_BUREAU_H

#include "support/authority.h"

#define ONE_HOUR INT64_C(3600)

struct bureau {
    struct identity root, office, drafter, approver, clerk; /* the office is between */
};

extern struct bureau bureaus[KEY_CHOICE_COUNT];
extern const struct fg_text bureau_document;

/* What a test has: emptied before each. */
extern char bureau_directory[PATH_SIZE];
extern struct arena bureau_arena;
extern struct seal bureau_seal;
extern uint32_t bureau_line;    /* of the last breach */
extern char bureau_said[65536]; /* arguments of all breaches */

/* Group and test fixtures. */
int bureaus_make(void **state);
int bureaus_free(void **state);
int bureau_set_up(void **state);
int bureau_tear_down(void **state);

#define BUREAU_TEST(name) cmocka_unit_test_setup_teardown(name, bureau_set_up, bureau_tear_down)

/* anchors.pem and trust.conf of a bureau, with more lines in the latter. */
void bureau_trust(const struct bureau *bureau, const char *more);

/* Names of the breaches that the directory finds at NOW_S, each with a space. */
const char *bureau_ask_about(struct fg_text bytes, struct fg_text signatures);
/* The same of the sample document with these signatures. */
const char *bureau_ask(const struct signing *signings, uint32_t count);

/* The two who must sign, an hour ago. */
void bureau_both(const struct bureau *bureau, struct signing out[static 2]);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * What every test includes first: CMocka with the headers it needs. */
#ifndef TESTS_SUPPORT_TEST_H
#define TESTS_SUPPORT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A struct fg_text in the initialiser of a static table. */
#define STATIC_TEXT(literal)                                                                       \
    {                                                                                              \
        (literal), (uint32_t)(sizeof(literal) - 1), 0                                              \
    }

/* Memory is held back by what looks for errors in its use. */
#if defined(__has_feature)
#define SANITIZED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

#endif

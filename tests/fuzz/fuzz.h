/* SPDX-License-Identifier: Apache-2.0
 * What each target has: one function that takes any bytes whatever. libFuzzer calls it with bytes
 * that it makes up; replay.c with the kept ones, in every build. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program where something holds not, whatever the build. */
#define FUZZ_CHECK(condition) ((condition) ? (void)0 : fuzz_fail(__FILE__, __LINE__, #condition))
_Noreturn void fuzz_fail(const char *file, int line, const char *condition);

/* The bytes as a text. */
static inline struct fg_text fuzz_text(const uint8_t *data, size_t size)
{
    return (struct fg_text){(const char *)data, (uint32_t)size, 0};
}

#endif

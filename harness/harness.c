/* SPDX-License-Identifier: Apache-2.0
 * Error lines and memory for all commands. */
#include "harness.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

void complain(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    fputs("feeguard: error: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

_Noreturn void memory_gone(void)
{
    complain("out of memory");
    exit(EXIT_FAILED);
}

void *memory_grow(void *old, size_t count, size_t element_size)
{
    void *grown = reallocarray(old, count == 0 ? 1 : count, element_size);

    if (grown == NULL) memory_gone();
    return grown;
}

void *memory_take(size_t count, size_t element_size)
{
    void *taken = calloc(count == 0 ? 1 : count, element_size);

    if (taken == NULL) memory_gone();
    return taken;
}

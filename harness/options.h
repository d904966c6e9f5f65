/* SPDX-License-Identifier: Apache-2.0
 * Reading a command line: a table of long options, everything else is an operand. */
#ifndef HARNESS_OPTIONS_H
#define HARNESS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An option with a value sets *text, one without sets *flag; exactly one of the two is not NULL. */
struct option_spec {
    const char *name; /* with its dashes: "--mode" */
    const char **text;
    bool *flag;
};

/* Takes "--name VALUE", "--name=VALUE" and "--flag" anywhere among the operands; after "--" all are
 * operands, "-" always is one. Moves the operands to argv[1] ... and tells their number. On a
 * mistake says what is wrong on standard error and returns false. */
bool options_read(const struct option_spec *options, size_t option_count, int argc, char **argv,
                  int *operand_count);

/* Values of options; NULL (option not given) leaves *value as it is. Each explains a mistake on
 * standard error and returns false. */
bool option_number(const char *name, const char *text, long least, long most, long *value);
bool option_date(const char *name, const char *text, int32_t *yyyymmdd);
bool option_mode(const char *text, int32_t *mode);         /* enforce, monitor */
bool option_language(const char *text, int32_t *language); /* zh, en */

#endif

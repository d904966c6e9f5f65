/* SPDX-License-Identifier: Apache-2.0
 * Commands that have commands of their own. */
#ifndef HARNESS_SUBCOMMAND_H
#define HARNESS_SUBCOMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct subcommand {
    const char *name;
    const char *full_name;             /* with the command's: what mistakes point to the help of */
    int (*run)(int argc, char **argv); /* argv[0] is the full name */
};

/* Runs the one that argv[1] names, or shows the help. */
int subcommand_run(const struct subcommand *list, size_t count, const char *help, int argc,
                   char **argv);

#endif

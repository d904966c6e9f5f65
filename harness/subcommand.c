/* SPDX-License-Identifier: Apache-2.0
 * One level more of the command line. */
#include "subcommand.h"

#include <stdio.h>
#include <string.h>

#include "harness.h"

int subcommand_run(const struct subcommand *list, size_t count, const char *help, int argc,
                   char **argv)
{
    char full_name[32];

    if (argc < 2) {
        fputs(help, stderr);
        return EXIT_FAILED;
    }
    if (strcmp(argv[1], "--help") == 0) {
        fputs(help, stdout);
        return EXIT_DONE;
    }
    for (size_t i = 0; i < count; i++) {
        if (strcmp(argv[1], list[i].name) != 0) continue;
        snprintf(full_name, sizeof(full_name), "%s", list[i].full_name);
        argv[1] = full_name;
        return list[i].run(argc - 1, argv + 1);
    }
    complain("no command \"%s %s\"; see feeguard %s --help", argv[0], argv[1], argv[0]);
    return EXIT_FAILED;
}

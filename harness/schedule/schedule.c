/* SPDX-License-Identifier: Apache-2.0
 * feeguard schedule: the table of its subcommands. */
#include "schedule/schedule.h"

#include "harness.h"
#include "subcommand.h"

static const char help[] =
    "feeguard schedule：收费标准文件的检查\n"
    "Looks after fee schedules before anybody is judged by them.\n"
    "\n"
    "usage: feeguard schedule lint DIR|FILE...\n"
    "\n"
    "  lint     检查结构与含义 / finds every fault: structure, then meaning\n"
    "\n"
    "Each has a page of its own: feeguard schedule lint --help\n"
    "\n"
    "exit status:\n"
    "  0  done, and nothing wrong\n"
    "  1  done, and something found\n"
    "  2  could not be carried out\n"
    "\n"
    "example:\n"
    "  feeguard schedule lint schedules/\n";

static const struct subcommand subcommands[] = {
    {"export", "schedule export", schedule_export},
    {"import", "schedule import", schedule_import},
    {"lint", "schedule lint", schedule_lint},
};

int command_schedule(int argc, char **argv)
{
    return subcommand_run(subcommands, sizeof(subcommands) / sizeof(subcommands[0]), help, argc,
                          argv);
}

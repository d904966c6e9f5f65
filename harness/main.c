/* SPDX-License-Identifier: Apache-2.0
 * The command-line program: a table of commands, and help. */
#include <stdio.h>
#include <string.h>

#include "feeguard/version.h"
#include "harness.h"

struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *purpose;
};

static const struct command commands[] = {
    {"replay", command_replay, "回放交易日志 / replays transaction logs through the plugin"},
    {"check", command_check, "判定并解释一笔收费 / decides one charge and explains it"},
    {"schedule", command_schedule, "收费标准文件的检查 / looks after fee schedules"},
    {"health", command_health,
     "现状与将来：文件、签署人、到期 / what is loaded, and what is coming"},
    {"ledger", command_ledger, "建立和照管台账 / makes a durable ledger and looks after it"},
    {"audit", command_audit,
     "核对、导出、重判审计记录 / verifies, exports, judges again its trail"},
    {"permit", command_permit, "核对许可凭证 (permit verify) / is a permit that of this charge?"},
    {"bench", command_bench, "测量速度 / measures how fast the plugin decides"},
};

#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static int usage(FILE *file)
{
    fputs("feeguard：行政事业性收费的支付前检查\n"
          "feeguard judges administrative charges against the official fee schedules.\n\n"
          "usage: feeguard COMMAND ...\n\n",
          file);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        fprintf(file, "  %-9s %s\n", commands[i].name, commands[i].purpose);
    }
    fputs("  help      本页，或某命令的说明 / this page, or a command's: feeguard help COMMAND\n\n"
          "options:\n"
          "  --help     this page; after a command, that command's\n"
          "  --version  the version of the program and of the contract with the plugin\n\n"
          "exit status:\n"
          "  0  done, and nothing wrong\n"
          "  1  done, and something found: a mismatch, a denial, a refused schedule\n"
          "  2  the command could not be carried out: bad usage, an unreadable file\n\n"
          "examples:\n"
          "  feeguard schedule lint schedules/\n"
          "  feeguard replay --schedules schedules/ --decisions decisions.jsonl charges.csv\n",
          file);
    return file == stdout ? EXIT_DONE : EXIT_FAILED;
}

static const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i].name, name) == 0) return &commands[i];
    }
    return NULL;
}

static int help(int argc, char **argv)
{
    const struct command *command = argc > 1 ? command_find(argv[1]) : NULL;
    char option[] = "--help";
    char *arguments[] = {argc > 1 ? argv[1] : NULL, option, NULL};

    return command == NULL ? usage(stdout) : command->run(2, arguments);
}

/* What was printed has arrived, or the command was not carried out. */
static int flushed(int status)
{
    if (fflush(stdout) == 0 && ferror(stdout) == 0) return status;
    complain("cannot write to standard output");
    return EXIT_FAILED;
}

int main(int argc, char **argv)
{
    const struct command *command;

    if (argc < 2) return usage(stderr);
    if (strcmp(argv[1], "--help") == 0) return flushed(usage(stdout));
    if (strcmp(argv[1], "help") == 0) return flushed(help(argc - 1, argv + 1));
    if (strcmp(argv[1], "--version") == 0) {
        printf("feeguard %s (ABI %d.%d)\n", FG_VERSION, FG_ABI_MAJOR, FG_ABI_MINOR);
        return flushed(EXIT_DONE);
    }
    command = command_find(argv[1]);
    if (command == NULL) {
        complain("no command \"%s\"; see feeguard --help", argv[1]);
        return EXIT_FAILED;
    }
    return flushed(command->run(argc - 1, argv + 1));
}

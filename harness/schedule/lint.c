/* SPDX-License-Identifier: Apache-2.0
 * feeguard schedule lint: what is wrong with fee schedules, before anybody is judged by them. The
 * one command that calls the loader itself and not through the plugin's door. */
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "feeguard/host.h"
#include "harness.h"
#include "load/load.h"
#include "options.h"
#include "rules/snapshot.h"
#include "schedule/schedule.h"

#define FAULT_LINE_SIZE 8192

static const char help[] =
    "feeguard schedule lint：检查收费标准文件，先结构，后含义\n"
    "Checks fee schedules: structure, then meaning, each fault with file, line, rule and remedy.\n"
    "\n"
    "usage: feeguard schedule lint [--language zh|en] DIR|FILE...\n"
    "\n"
    "All that is named is one bundle: of a DIR every file directly in it whose name ends in .xml.\n"
    "Faults go to standard error, the closing count to standard output.\n"
    "\n"
    "options:\n"
    "  --language LANG   zh (default) or en: of the faults\n"
    "  --help            this page\n"
    "\n"
    "exit status:\n"
    "  0  no fault\n"
    "  1  faults were found\n"
    "  2  bad usage, or a file or directory cannot be read\n"
    "\n"
    "examples:\n"
    "  feeguard schedule lint schedules/\n"
    "  feeguard schedule lint --language en national.xml shenyang.xml\n";

struct lint {
    int32_t language;
    uint64_t count;
};

static void fault_print(void *context, const struct fault *fault)
{
    struct lint *lint = context;
    char line[FAULT_LINE_SIZE];

    lint->count++;
    fault_format(fault, lint->language, line, sizeof(line));
    fprintf(stderr, "%s\n", line);
}

static int lint_paths(struct lint *lint, int count, char **names)
{
    struct fg_text *paths = memory_take((size_t)count, sizeof(*paths));
    struct fault_sink sink = {lint, fault_print};
    bool english = lint->language == FG_LANGUAGE_EN;
    struct bundle *bundle = NULL;
    fg_status status;

    for (int i = 0; i < count; i++) paths[i] = text_of(names[i]);
    status = bundle_load(paths, (size_t)count, sink, &bundle);
    free(paths);
    bundle_release(bundle);
    if (status == FG_OK) {
        puts(english ? "no fault" : "没有发现问题");
        return EXIT_DONE;
    }
    if (status == FG_SCHEDULE_REFUSED) {
        printf(english ? "%llu faults: the bundle is refused\n"
                       : "发现 %llu 处问题，整套收费标准不予采用\n",
               (unsigned long long)lint->count);
        return EXIT_FOUND;
    }
    complain("%s", status == FG_SCHEDULE_UNREADABLE ? "a file or directory cannot be read"
                                                    : "out of memory");
    return EXIT_FAILED;
}

int schedule_lint(int argc, char **argv)
{
    struct lint lint = {0};
    const char *language = NULL;
    bool wants_help = false;
    const struct option_spec specs[] = {
        {"--language", &language, NULL},
        {"--help", NULL, &wants_help},
    };
    int count;

    if (!options_read(specs, sizeof(specs) / sizeof(specs[0]), argc, argv, &count)) {
        return EXIT_FAILED;
    }
    if (wants_help) {
        fputs(help, stdout);
        return EXIT_DONE;
    }
    if (count < 1) {
        complain("schedule lint needs a DIR or FILE; see feeguard schedule lint --help");
        return EXIT_FAILED;
    }
    if (!option_language(language, &lint.language)) return EXIT_FAILED;
    return lint_paths(&lint, count, argv + 1);
}

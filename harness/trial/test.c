/* SPDX-License-Identifier: Apache-2.0
 * feeguard schedule test: the cases that experts wrote beside the documents, judged as a gateway
 * would have them judged, and what no case looks at. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bundle_open.h"
#include "feeguard/host.h"
#include "harness.h"
#include "options.h"
#include "schedule/schedule.h"
#include "trial/trial.h"
#include "trust.h"

static const char help[] =
    "feeguard schedule test：运行目录内的用例 tests.csv，并列出没有用例触及的规定\n"
    "Judges the cases in DIR/tests.csv and lists what of the schedules no case touches.\n"
    "\n"
    "usage: feeguard schedule test DIR [options]\n"
    "\n"
    "tests.csv is a log as feeguard replay takes it, a row a case, with the column expect (allow,\n"
    "deny, or deny:CODE+CODE) and if wanted expect_due. A column note is for people. Rows are "
    "judged\n"
    "in order through the library, over a ledger in memory that begins empty: a charge that is to\n"
    "be found a duplicate follows the one it repeats. Every row needs an expect; a malformed row\n"
    "fails unless it expects deny:INVALID_CHARGE.\n"
    "Touched is what decided: the item that was charged, the case and the bands that gave the\n"
    "standard, the reductions that gave relief, and the legal bases of all of these, of grants "
    "and\n"
    "of findings. Bases that no rule refers to are not counted.\n"
    "Cases that fail go to standard error, with --json to standard output like all else.\n"
    "\n"
    "options:\n" TRUST_HELP "  --strict          what no case touches fails as well\n"
    "  --json            lines of JSON: failure (file, line, txn, reason, expect, expect_due, "
    "got,\n"
    "                    got_due, columns, message), untouched (kind, file, line, document, item "
    "or\n"
    "                    id, from, to, case, band, words), coverage (kind, touched, all), and "
    "last\n"
    "                    summary (cases, failed, untouched)\n"
    "  --plugin FILE     the library; default ../plugin/libfeeguard.so beside this program\n"
    "  --language LANG   zh (default) or en\n"
    "  --help            this page\n"
    "\n"
    "exit status:\n"
    "  0  every case as expected; under --strict nothing untouched either\n"
    "  1  a case failed, something is untouched under --strict, or the schedules were refused\n"
    "  2  could not be carried out: bad usage, no tests.csv, or one with a bad header\n"
    "\n"
    "examples:\n"
    "  feeguard schedule test schedules/\n"
    "  feeguard schedule test schedules/ --strict --json > untouched.jsonl\n";

struct test_options {
    const char *trust, *plugin, *language;
    bool strict, json, help;
};

static bool tests_are_there(const struct trial *trial, const char *file)
{
    struct stat status;

    if (stat(file, &status) == 0 && S_ISREG(status.st_mode) && access(file, R_OK) == 0) return true;
    if (errno != 0 && errno != ENOENT) {
        complain("%s: %s", file, strerror(errno));
    } else if (trial->language == FG_LANGUAGE_EN) {
        complain("%s: there is no such file; write cases into it, a row a charge, with a header "
                 "such as txn,time,unit,item,payer,subject,amount,attr:NAME,expect,expect_due,note "
                 "(see feeguard schedule test --help)",
                 file);
    } else {
        complain("%s：没有用例文件。请在该处写一个 CSV，每行一笔缴费，表头如 "
                 "txn,time,unit,item,payer,subject,amount,attr:要素,expect,expect_due,note"
                 "（见 feeguard schedule test --help）",
                 file);
    }
    return false;
}

/* Runs the cases through the library. */
static int judge_all(struct trial *trial, const struct test_options *options)
{
    struct replay *replay = &trial->replay;
    struct plugin plugin;
    fg_status status;

    if (!plugin_open(&plugin, options->plugin)) return EXIT_FAILED;
    replay_begin(replay);
    replay->calls = plugin.calls;
    status = engine_open(&plugin, &replay->choice, replay_clock, replay, &replay->engine);
    if (status == FG_OK) {
        replay_run(replay);
    } else {
        replay->status = status == FG_SCHEDULE_REFUSED ? EXIT_FOUND : EXIT_FAILED;
    }
    if (trial->broken) replay->status = EXIT_FAILED;
    plugin.calls->close(replay->engine);
    plugin_close(&plugin);
    replay_free(replay);
    return replay->status;
}

static int conclude(struct trial *trial, const struct test_options *options)
{
    uint64_t untouched = trial_report(trial);

    if (fflush(stdout) != 0) {
        complain("standard output: %s", strerror(errno));
        return EXIT_FAILED;
    }
    return trial->failed > 0 || (options->strict && untouched > 0) ? EXIT_FOUND : EXIT_DONE;
}

static int try_bundle(struct trial *trial, const struct test_options *options, const char *file)
{
    struct log log = {.name = file, .remark = TRIAL_REMARK};
    int status = EXIT_FAILED;

    trial->replay.choice = (struct engine_choice){.schedules = trial->directory,
                                                  .trust = options->trust,
                                                  .mode = FG_MODE_ENFORCE,
                                                  .language = trial->language};
    trial->replay.logs = &log;
    trial->replay.log_count = 1;
    trial->replay.jobs = 1;
    trial->replay.sink_fd = -1;
    trial->replay.observe = trial_row;
    trial->replay.observer = trial;
    coverage_open(&trial->coverage, trial->bundle);
    if (!terms_read_beside(&trial->terms, trial->directory)) {
        /* told */
    } else if (!shadow_open(&trial->shadow, trial->bundle)) {
        complain("out of memory");
    } else {
        status = judge_all(trial, options);
        if (status == EXIT_DONE) status = conclude(trial, options);
        shadow_close(&trial->shadow);
    }
    terms_free(&trial->terms);
    coverage_free(&trial->coverage);
    log_free(&log);
    return status;
}

static int try_directory(struct trial *trial, const struct test_options *options)
{
    char file[PATH_MAX];
    int status;

    if (snprintf(file, sizeof(file), "%s/" TRIAL_FILE, trial->directory) >= (int)sizeof(file)) {
        complain("%s: the name is too long", trial->directory);
        return EXIT_FAILED;
    }
    errno = 0;
    if (!tests_are_there(trial, file)) return EXIT_FAILED;
    status = bundle_open(trial->directory, options->trust, trial->language, &trial->bundle);
    if (status != EXIT_DONE) return status;
    status = try_bundle(trial, options, file);
    bundle_release(trial->bundle);
    return status;
}

int schedule_test(int argc, char **argv)
{
    struct test_options options = {0};
    struct trial *trial;
    const struct option_spec specs[] = {
        {"--trust", &options.trust, NULL},       {"--plugin", &options.plugin, NULL},
        {"--language", &options.language, NULL}, {"--strict", NULL, &options.strict},
        {"--json", NULL, &options.json},         {"--help", NULL, &options.help},
    };
    int32_t language = FG_LANGUAGE_ZH;
    int count, status;

    if (!options_read(specs, sizeof(specs) / sizeof(specs[0]), argc, argv, &count)) {
        return EXIT_FAILED;
    }
    if (options.help) {
        fputs(help, stdout);
        return EXIT_DONE;
    }
    if (count != 1) {
        complain("schedule test needs one DIR; see feeguard schedule test --help");
        return EXIT_FAILED;
    }
    if (!option_language(options.language, &language)) return EXIT_FAILED;
    trial = memory_take(1, sizeof(*trial));
    trial->directory = argv[1];
    trial->language = language;
    trial->json = options.json;
    status = try_directory(trial, &options);
    free(trial);
    return status;
}

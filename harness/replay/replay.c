/* SPDX-License-Identifier: Apache-2.0
 * feeguard replay: the command line of a replay, and what surrounds its run. */
#include "replay/replay.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness.h"
#include "options.h"

static const char help[] =
    "feeguard replay：用插件回放交易日志，逐行给出判定\n"
    "Replays transaction logs through the plugin, loaded as a gateway loads it, one decision a "
    "row.\n"
    "\n"
    "usage: feeguard replay --schedules DIR [options] LOG...\n"
    "\n"
    "A LOG is CSV or JSONL (by its ending .csv, .jsonl, .ndjson; else JSONL if it begins with a\n"
    "brace); - is standard input. Ledger and clock go through all of them.\n"
    "\n"
    "options:\n"
    "  --schedules DIR    directory of the fee schedules, *.xml; required\n"
    "  --mode MODE        enforce (default) or monitor: what the gateway is told\n"
    "  --ledger URI       where charges stand; default: in memory, gone at the end\n"
    "  --trust DIR        who must have signed the schedules; default: the directory trust beside\n"
    "                     the ledger, and where there is none they are taken unsigned\n"
    "  --decisions FILE   write one JSON line a row; - is standard output; default: none\n"
    "  --jobs N           worker threads for parsing and formatting, 1 to 64; default 1: no "
    "thread\n"
    "                     beside the one that decides; the output is the same for every N\n"
    "  --as-known DATE    judge every charge by the documents in effect on DATE (YYYY-MM-DD), and\n"
    "                     tell what that changes against those of each charge's own day\n"
    "  --against NEWDIR   judge every charge by the bundle in NEWDIR as well, and tell what "
    "changes\n"
    "  --differences FILE write the charges judged differently as CSV; - is standard output\n"
    "  --encoding NAME    encoding of the logs, e.g. GB18030; default UTF-8\n"
    "  --ignore-unknown   pass over unknown columns and members; default: refuse them\n"
    "  --strict           stop at the first malformed row; it gets no decision line\n"
    "  --plugin FILE      the library; default ../plugin/libfeeguard.so beside this program\n"
    "  --language LANG    zh (default) or en: of the summary and the messages\n"
    "  --quiet            no progress, no summary, no timing; errors are still told\n"
    "  --help             this page\n"
    "\n"
    "The summary goes to standard output, with --decisions - to standard error. Malformed rows\n"
    "(the "
    "first 20) and rows that are not as their expect and expect_due say go to standard error as\n"
    "FILE:LINE: error: ... The yuan \"over the lawful amount\" are, of each denied charge or\n"
    "reserve row: the whole amount if it was denied for codes 2 to 8, 11 or 15; else amount - due\n"
    "where due was computed and amount is above it; else nothing. Under monitor mode it is what\n"
    "enforce mode would have denied.\n"
    "\n"
    "A comparison runs each judgement over a ledger of its own in memory. Of the charges judged\n"
    "differently it sums, by reason, item and unit, how the amount changes that can lawfully be "
    "had\n"
    "(the amount, less what is over the lawful amount, plus what is charged too little), and, of\n"
    "what the judgement before let be taken, less refunds: what becomes refundable because it was\n"
    "lawful before and is not now, and collectable because too little was charged "
    "(BELOW_STANDARD,\n"
    "UNDERCHARGED). --mode monitor takes every charge of the log as taken. Released charges and\n"
    "those wholly given back have no part in the sums; of an id decided twice the last decision\n"
    "counts.\n"
    "\n"
    "exit status:\n"
    "  0  replayed; denials and malformed rows are results, not failures\n"
    "  1  a row was not as expected, --strict met a malformed row, or the schedules were refused\n"
    "  2  could not be carried out: bad usage, an unreadable or refused log, no plugin\n"
    "\n"
    "examples:\n"
    "  feeguard replay --schedules schedules/ --decisions decisions.jsonl 2025.csv 2026.csv\n"
    "  feeguard replay --schedules schedules/ --against draft/ --differences changes.csv 2026.csv\n"
    "  zcat export.csv.gz | feeguard replay --schedules schedules/ --encoding GB18030 \\\n"
    "      --mode monitor --language en -\n";

struct replay_options {
    const char *schedules, *mode, *ledger, *decisions, *jobs, *as_known, *encoding, *plugin;
    const char *language, *trust, *against, *differences;
    bool ignore_unknown, strict, quiet, help;
};

/* False after a complaint, or to show the help. */
static bool read_options(int argc, char **argv, struct replay_options *options, int *log_count)
{
    const struct option_spec specs[] = {
        {"--schedules", &options->schedules, NULL},
        {"--mode", &options->mode, NULL},
        {"--ledger", &options->ledger, NULL},
        {"--trust", &options->trust, NULL},
        {"--decisions", &options->decisions, NULL},
        {"--jobs", &options->jobs, NULL},
        {"--as-known", &options->as_known, NULL},
        {"--against", &options->against, NULL},
        {"--differences", &options->differences, NULL},
        {"--encoding", &options->encoding, NULL},
        {"--plugin", &options->plugin, NULL},
        {"--language", &options->language, NULL},
        {"--ignore-unknown", NULL, &options->ignore_unknown},
        {"--strict", NULL, &options->strict},
        {"--quiet", NULL, &options->quiet},
        {"--help", NULL, &options->help},
    };

    if (!options_read(specs, sizeof(specs) / sizeof(specs[0]), argc, argv, log_count)) return false;
    if (options->help) return false;
    if (options->schedules == NULL)
        complain("replay needs --schedules DIR; see feeguard replay --help");
    else if (*log_count == 0)
        complain("replay needs a LOG; see feeguard replay --help");
    return options->schedules != NULL && *log_count > 0;
}

/* Two judgements need the same beginning, and only an empty ledger is that. */
static bool comparison_is_possible(const struct replay_options *options)
{
    if (options->ledger != NULL && (options->against != NULL || options->differences != NULL)) {
        complain("a comparison begins with nothing standing: --against and --differences go "
                 "without --ledger");
        return false;
    }
    if (options->differences != NULL && options->against == NULL && options->as_known == NULL) {
        complain("--differences needs --against NEWDIR or --as-known DATE");
        return false;
    }
    return true;
}

static bool choose(struct replay *replay, const struct replay_options *options)
{
    replay->choice = (struct engine_choice){
        .schedules = options->schedules, .ledger = options->ledger, .trust = options->trust};
    replay->encoding = options->encoding;
    replay->strict = options->strict;
    replay->jobs = 1;
    return option_mode(options->mode, &replay->choice.mode) &&
           option_language(options->language, &replay->choice.language) &&
           option_date("--as-known", options->as_known, &replay->choice.as_known_ymd) &&
           option_number("--jobs", options->jobs, 1, REPLAY_JOBS_MAX, &replay->jobs) &&
           comparison_is_possible(options);
}

/* Opens every file once before anything is decided: a misspelt column of the last log should not be
 * found after hours. Standard input and pipes cannot be read twice. */
static bool logs_look(struct replay *replay)
{
    for (size_t i = 0; i < replay->log_count; i++) {
        struct log *log = &replay->logs[i];
        struct log_reader reader;
        bool good;

        if (strcmp(log->name, "-") == 0) continue;
        if (access(log->name, R_OK) != 0) {
            fprintf(stderr, "%s: error: %s\n", log->name, strerror(errno));
            return false;
        }
        if (log_size(log->name) == 0) continue;
        good = log_open(&reader, log, replay->encoding);
        if (!good) fprintf(stderr, "%s\n", reader.message);
        log_reader_close(&reader);
        log_free(log);
        if (!good) return false;
    }
    return true;
}

static bool sink_open(struct replay *replay, const char *decisions)
{
    replay->sink_fd = -1;
    if (decisions == NULL) return true;
    replay->sink = SINK_FILE;
    replay->sink_fd = strcmp(decisions, "-") == 0
                          ? STDOUT_FILENO
                          : open(decisions, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (replay->sink_fd >= 0) return true;
    complain("%s: %s", decisions, strerror(errno));
    return false;
}

/* A disk that is full may say so only now. */
static void sink_close(struct replay *replay, int fd)
{
    if (fd <= STDERR_FILENO || close(fd) == 0) return;
    complain("cannot write decisions: %s", strerror(errno));
    replay->status = EXIT_FAILED;
}

static void tell(const struct replay *replay, FILE *file)
{
    summary_print(&replay->summary, &replay->names, replay->choice.mode, replay->choice.language,
                  file);
    if (replay->other != NULL) {
        compare_print(&replay->comparison, &replay->names, replay->choice.language, file);
    }
    fflush(file);
}

static void run(struct replay *replay, const struct replay_options *options)
{
    uint64_t total = 0;
    bool known = true;
    bool listed_to_stdout = options->differences != NULL && strcmp(options->differences, "-") == 0;
    int fd = replay->sink_fd;

    for (size_t i = 0; i < replay->log_count; i++) {
        uint64_t size = log_size(replay->logs[i].name);

        total += size;
        known = known && size > 0;
    }
    progress_begin(&replay->progress, !options->quiet, known ? total : 0);
    replay_run(replay);
    sink_close(replay, fd);
    if (options->differences != NULL) replay_list_differences(replay, options->differences);
    if (options->quiet) return;
    tell(replay, fd == STDOUT_FILENO || listed_to_stdout ? stderr : stdout);
    progress_end(&replay->progress, replay->summary.rows, replay->choice.language);
}

static int replay_logs(struct replay *replay, const struct replay_options *options)
{
    struct plugin plugin;
    fg_status status;

    if (!logs_look(replay) || !plugin_open(&plugin, options->plugin)) return EXIT_FAILED;
    replay_begin(replay);
    replay->calls = plugin.calls;
    status = engine_open(&plugin, &replay->choice, replay_clock, replay, &replay->engine);
    if (status == FG_OK) status = replay_open_other(replay, &plugin, options->against);
    if (status == FG_SCHEDULE_REFUSED) {
        replay->status = EXIT_FOUND;
    } else if (status != FG_OK || !sink_open(replay, options->decisions)) {
        replay->status = EXIT_FAILED;
    } else {
        run(replay, options);
    }
    plugin.calls->close(replay->engine);
    plugin.calls->close(replay->other);
    plugin_close(&plugin);
    replay_free(replay);
    return replay->status;
}

int command_replay(int argc, char **argv)
{
    struct replay_options options = {0};
    struct replay replay = {0};
    int log_count, status;

    if (!read_options(argc, argv, &options, &log_count)) {
        if (options.help) fputs(help, stdout);
        return options.help ? EXIT_DONE : EXIT_FAILED;
    }
    if (!choose(&replay, &options)) return EXIT_FAILED;
    replay.logs = memory_take((size_t)log_count, sizeof(*replay.logs));
    replay.log_count = (size_t)log_count;
    for (int i = 0; i < log_count; i++) {
        replay.logs[i].name = argv[i + 1];
        replay.logs[i].ignore_unknown = options.ignore_unknown;
    }
    status = replay_logs(&replay, &options);
    for (int i = 0; i < log_count; i++) log_free(&replay.logs[i]);
    free(replay.logs);
    return status;
}

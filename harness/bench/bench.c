/* SPDX-License-Identifier: Apache-2.0
 * feeguard bench: how fast the library decides on this machine, and what bare look-ups cost beside
 * it in the same run. Absolute numbers differ from machine to machine; the ratios are what to
 * compare. */
#include "bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench_durable.h"
#include "harness.h"
#include "options.h"
#include "trust.h"

static const char help[] =
    "feeguard bench：测量每秒判定笔数，并与裸查表作比\n"
    "Measures decisions a second inside the library, rows a second through a whole replay, and "
    "the\n"
    "cost of bare look-ups beside them.\n"
    "\n"
    "usage: feeguard bench --schedules DIR [options] LOG\n"
    "       feeguard bench --schedule FILE [--trust DIR]\n"
    "\n"
    "LOG, a CSV, is copied until it has 200,000 rows, each copy with ids of its own (txn, payer,\n"
    "subject, refund). Its charges (charge, reserve and check rows that are well formed) are "
    "parsed\n"
    "beforehand and decided in rounds, each on a new engine with an empty ledger in memory; "
    "opening\n"
    "the engine is not counted. Replay reads the same rows from a file.\n"
    "\n"
    "With --ledger sqlite:FILE, an empty ledger made by feeguard ledger init, it measures durable\n"
    "charges instead: 64 in flight, one at a time, and from 4 processes at once; beside them a "
    "bare\n"
    "database that commits the same rows in the same batches. The ledger keeps what was charged.\n"
    "\n"
    "With --schedule FILE it measures how long one document takes to be read, verified (under\n"
    "--trust), checked, compiled and deeply linted, the best of three, as multiples of what\n"
    "libxml2 alone takes to parse it.\n"
    "\n"
    "options:\n"
    "  --schedule FILE   measure taking this document in, and nothing else\n"
    "  --schedules DIR   directory of the fee schedules, *.xml; required\n"
    "  --ledger URI      sqlite:FILE; default: in memory\n" TRUST_BESIDE
    "  --seconds S       how long each measurement lasts at least, 1 to 600; default 2\n"
    "  --encoding NAME   encoding of the log; default UTF-8\n"
    "  --plugin FILE     the library; default ../plugin/libfeeguard.so beside this program\n"
    "  --help            this page\n"
    "\n"
    "exit status:\n"
    "  0  measured\n"
    "  2  could not be carried out\n"
    "\n"
    "examples:\n"
    "  feeguard bench --schedules schedules/ charges.csv\n"
    "  feeguard bench --schedules schedules/ --seconds 10 charges.csv\n"
    "  feeguard bench --schedules schedules/ --ledger sqlite:new.db charges.csv\n"
    "  feeguard bench --schedule large.xml\n";

static void print_decisions(const char *what, const struct bench_rate *rate)
{
    printf("%-34s %12.0f /s %9.0f ns   %5.1f%% allowed\n", what, 1e9 / rate->ns_each, rate->ns_each,
           rate->count == 0 ? 0.0 : 100.0 * (double)rate->allowed / (double)rate->count);
}

static void print_beside(const char *what, double ns_each, double decision_ns)
{
    printf("%-34s %12.0f /s %9.1f ns   1 decision = %.1f\n", what, 1e9 / ns_each, ns_each,
           decision_ns / ns_each);
}

static bool measure(struct bench *bench)
{
    struct bench_rate charge = {0}, check = {0}, rows = {0}, lines = {0};
    double table_ns, hash_ns;

    if (!bench_decisions(bench, bench->plugin.calls->charge, &charge) ||
        !bench_decisions(bench, bench->plugin.calls->check, &check) ||
        !bench_replay(bench, SINK_NONE, &rows) || !bench_replay(bench, SINK_NULL, &lines)) {
        return false;
    }
    table_ns = bench_table();
    hash_ns = bench_hash();
    printf("%zu charges of %s, one core, ledger in memory\n", bench->charge_count, bench->log_name);
    print_decisions("library: charge", &charge);
    print_decisions("library: check", &check);
    print_beside("replay: rows", rows.ns_each, charge.ns_each);
    print_beside("replay: rows, with decision lines", lines.ns_each, charge.ns_each);
    print_beside("look-up: flat table, 1M x 32 bytes", table_ns, charge.ns_each);
    print_beside("keyed hash of 60 bytes", hash_ns, charge.ns_each);
    return true;
}

/* False after a complaint, or to show the help. */
static bool read_options(int argc, char **argv, struct bench *bench, bool *wants_help)
{
    const char *seconds = NULL;
    const struct option_spec specs[] = {
        {"--schedules", &bench->choice.schedules, NULL},
        {"--schedule", &bench->schedule, NULL},
        {"--ledger", &bench->choice.ledger, NULL},
        {"--trust", &bench->choice.trust, NULL},
        {"--seconds", &seconds, NULL},
        {"--encoding", &bench->encoding, NULL},
        {"--plugin", &bench->plugin_file, NULL},
        {"--help", NULL, wants_help},
    };
    int count;

    bench->seconds = 2;
    if (!options_read(specs, sizeof(specs) / sizeof(specs[0]), argc, argv, &count)) return false;
    if (*wants_help) return false;
    if (bench->schedule != NULL && count == 0) return true;
    if (bench->choice.schedules == NULL || count != 1 || strcmp(argv[1], "-") == 0) {
        complain(
            "bench needs --schedules DIR and one LOG that is a file; see feeguard bench --help");
        return false;
    }
    bench->log_name = argv[1];
    bench->choice.language = FG_LANGUAGE_EN;
    return option_number("--seconds", seconds, 1, 600, &bench->seconds);
}

int command_bench(int argc, char **argv)
{
    struct bench bench = {0};
    bool wants_help = false, good;

    if (!read_options(argc, argv, &bench, &wants_help)) {
        if (wants_help) fputs(help, stdout);
        return wants_help ? EXIT_DONE : EXIT_FAILED;
    }
    if (bench.schedule != NULL) {
        return bench_schedule(bench.schedule, bench.choice.trust) ? EXIT_DONE : EXIT_FAILED;
    }
    if (!plugin_open(&bench.plugin, bench.plugin_file)) return EXIT_FAILED;
    good = bench_lengthen(&bench) && bench_load(&bench) &&
           (bench.choice.ledger != NULL ? bench_durable(&bench) : measure(&bench));
    bench_unload(&bench);
    plugin_close(&bench.plugin);
    return good ? EXIT_DONE : EXIT_FAILED;
}

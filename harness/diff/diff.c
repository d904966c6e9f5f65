/* SPDX-License-Identifier: Apache-2.0
 * feeguard schedule diff: what changes between two bundles, for whom, in words and in money. */
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

#include "diff/diff.h"

#include "bundle_open.h"
#include "feeguard/host.h"
#include "harness.h"
#include "json.h"
#include "options.h"
#include "schedule/schedule.h"
#include "trust.h"

#define TERMS_FILE "terms.csv"

static const char help[] =
    "feeguard schedule diff：比较新旧两套收费标准，逐项说明谁多缴、谁少缴\n"
    "Compares two bundles: what changes for whom, in words and in money, from which date and on\n"
    "which legal basis.\n"
    "\n"
    "usage: feeguard schedule diff [options] OLD NEW\n"
    "\n"
    "OLD and NEW are directories of documents, or single documents. Items are matched by code.\n"
    "Of an item that is not the same in both, all charges that there can be are told apart by the\n"
    "conditions, bands, reductions, dates and places of both bundles together, exactly and "
    "without\n"
    "samples; each class that pays more or less is told with the amounts at both ends. Where that\n"
    "cannot be done (a standard that depends on two quantities at once, too many cases) the "
    "change\n"
    "says so. Changes of names, dates, authority, periods, units, prohibited levies and holidays\n"
    "are told as well. Rules that are put in other words and cost the same are told as such.\n"
    "\n"
    "options:\n" TRUST_HELP
    "  --terms FILE      Chinese names of attributes and values, for both; default: terms.csv in\n"
    "                    the directory where it exists\n"
    "  --json            a line of JSON for each change, on standard output\n"
    "  --language LANG   zh (default) or en: of faults and of what is told. Rules are always put\n"
    "                    into Chinese words\n"
    "  --help            this page\n"
    "\n"
    "exit status:\n"
    "  0  no difference\n"
    "  1  there are differences\n"
    "  2  bad usage, or a bundle was refused or cannot be read\n"
    "\n"
    "examples:\n"
    "  feeguard schedule diff schedules-2026/ schedules-2027/\n"
    "  feeguard schedule diff --json --language en old.xml new.xml\n";

struct comparing {
    const char *paths[2], *trust, *terms_file;
    int32_t language;
    bool json;
    struct bundle *bundles[2];
    struct terms terms[2];
};

/* The list that was named, or the one beside the documents where there is one. */
static bool terms_open(struct comparing *comparing, int side)
{
    char path[PATH_MAX];
    struct stat status;

    if (comparing->terms_file != NULL) {
        return terms_read(&comparing->terms[side], comparing->terms_file);
    }
    if (snprintf(path, sizeof(path), "%s/" TERMS_FILE, comparing->paths[side]) >=
        (int)sizeof(path)) {
        complain("%s: the name is too long", comparing->paths[side]);
        return false;
    }
    return stat(path, &status) != 0 || terms_read(&comparing->terms[side], path);
}

/* Both are opened before anything is told, so that the faults of both are told. */
static bool bundles_open(struct comparing *comparing)
{
    bool opened = true;

    for (int side = OLD; side <= NEW; side++) {
        opened = bundle_open(comparing->paths[side], comparing->trust, comparing->language,
                             &comparing->bundles[side]) == EXIT_DONE &&
                 opened;
    }
    return opened && terms_open(comparing, OLD) && terms_open(comparing, NEW);
}

static void json_print(const struct changes *changes)
{
    struct output line = {0};

    for (uint32_t i = 0; i < changes->count; i++) {
        change_json(changes->list[i], &line);
        json_line(&line);
    }
    output_free(&line);
}

static void text_print(const struct comparing *comparing, const struct changes *changes)
{
    struct output output = {0};

    changes_print(changes, &comparing->terms[NEW], comparing->language, &output);
    changes_summary(changes, comparing->language, &output);
    if (output.size > 0) fwrite(output.bytes, 1, output.size, stdout);
    output_free(&output);
}

static int compare(const struct comparing *comparing)
{
    struct diff diff = {.language = comparing->language};
    int status;

    for (int side = OLD; side <= NEW; side++) {
        diff.bundles[side] = comparing->bundles[side];
        diff.terms[side] = &comparing->terms[side];
    }
    bundles_compare(&diff);
    if (comparing->json)
        json_print(&diff.changes);
    else
        text_print(comparing, &diff.changes);
    status = diff.changes.count > 0 ? EXIT_FOUND : EXIT_DONE;
    changes_free(&diff.changes);
    return status;
}

int schedule_diff(int argc, char **argv)
{
    struct comparing comparing = {0};
    const char *language = NULL;
    bool wants_help = false;
    const struct option_spec specs[] = {
        {"--trust", &comparing.trust, NULL},
        {"--json", NULL, &comparing.json},
        {"--terms", &comparing.terms_file, NULL},
        {"--language", &language, NULL},
        {"--help", NULL, &wants_help},
    };
    int count, status;

    if (!options_read(specs, sizeof(specs) / sizeof(specs[0]), argc, argv, &count)) {
        return EXIT_FAILED;
    }
    if (wants_help) {
        fputs(help, stdout);
        return EXIT_DONE;
    }
    if (count != 2) {
        complain("schedule diff needs OLD and NEW; see feeguard schedule diff --help");
        return EXIT_FAILED;
    }
    if (!option_language(language, &comparing.language)) return EXIT_FAILED;
    comparing.paths[OLD] = argv[1];
    comparing.paths[NEW] = argv[2];
    status = bundles_open(&comparing) ? compare(&comparing) : EXIT_FAILED;
    for (int side = OLD; side <= NEW; side++) {
        terms_free(&comparing.terms[side]);
        bundle_release(comparing.bundles[side]);
    }
    return status;
}

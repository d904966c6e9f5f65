/* SPDX-License-Identifier: Apache-2.0
 * feeguard schedule lint: what is wrong with fee schedules, before anybody is judged by them. The
 * one command that calls the loader itself and not through the plugin's door. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/date.h"
#include "base/text.h"
#include "feeguard/host.h"
#include "harness.h"
#include "lint/lint_deep.h"
#include "load/load.h"
#include "load/read.h"
#include "options.h"
#include "rules/snapshot.h"
#include "schedule/schedule.h"
#include "schema/schema.h"
#include "trust.h"

static const char help[] =
    "feeguard schedule lint：检查收费标准文件，先结构，后含义\n"
    "Checks fee schedules: structure, then meaning, each fault with file, line, rule and remedy.\n"
    "\n"
    "usage: feeguard schedule lint [options] DIR|FILE...\n"
    "\n"
    "All that is named is one bundle: of a DIR every file directly in it whose name ends in .xml.\n"
    "A fault is an error: every gateway refuses the bundle. One without is then looked at for\n"
    "what is nevertheless wrong: dates and charges without a standard, cases never reached, a\n"
    "higher base that costs less, reductions, limits and bounds that do nothing, items nobody\n"
    "may charge, units that may charge nothing, keywords covered by others. These are warnings,\n"
    "each with a witness: a charge that shows it, as operands of feeguard check. Only documents\n"
    "in effect today or later are looked at so: what older ones say can no longer be mended.\n"
    "With --trust every file must be signed (X.xml.sig beside X.xml), and what is not is refused\n"
    "before it is parsed; the chain of serials by their signatures is checked as well.\n"
    "Faults and findings go to standard error, the closing count to standard output.\n"
    "\n"
    "options:\n" TRUST_HELP "  --strict          warnings fail as well\n"
    "  --faults-only     look only for what makes gateways refuse the bundle\n"
    "  --today DATE      look from this day on (YYYY-MM-DD); default: today\n"
    "  --json            a line of JSON for each finding, on standard output\n"
    "  --language LANG   zh (default) or en: of faults and findings\n"
    "  --help            this page\n"
    "\n"
    "exit status:\n"
    "  0  no error; under --strict no warning either\n"
    "  1  something was found\n"
    "  2  bad usage, or a file or directory cannot be read\n"
    "\n"
    "examples:\n"
    "  feeguard schedule lint schedules/\n"
    "  feeguard schedule lint --strict --language en national.xml shenyang.xml\n";

struct lint {
    int32_t language, today_ymd;
    bool strict, faults_only, json;
    uint64_t count; /* faults */
};

static void fault_print(void *context, const struct fault *fault)
{
    struct lint *lint = context;
    struct fault_sink lines = fault_lines(&lint->language);

    lint->count++;
    lines.report(lines.context, fault);
}

static void findings_print(const struct lint *lint, const struct deep *deep)
{
    struct output output = {0};

    for (uint32_t i = 0; i < deep->finding_count; i++) {
        if (lint->json)
            finding_json(deep->findings[i], &output);
        else
            finding_print(deep->findings[i], lint->language, &output);
    }
    if (output.size > 0) fwrite(output.bytes, 1, output.size, lint->json ? stdout : stderr);
    output_free(&output);
}

static int conclude(const struct lint *lint, const struct deep *deep)
{
    uint32_t warnings = deep->finding_count;
    bool english = lint->language == FG_LANGUAGE_EN;

    if (!lint->json && warnings == 0) puts(english ? "no fault" : "没有发现问题");
    if (!lint->json && warnings > 0) {
        printf(english ? "%u warnings; the bundle is not refused\n" : "警告 %u 处；不影响采用\n",
               warnings);
    }
    return lint->strict && warnings > 0 ? EXIT_FOUND : EXIT_DONE;
}

static int32_t today(const struct lint *lint)
{
    struct timespec now;
    int32_t day;

    if (lint->today_ymd != 0 && day_from_ymd(lint->today_ymd, &day)) return day;
    clock_gettime(CLOCK_REALTIME, &now);
    return day_of_time(now.tv_sec * INT64_C(1000000000));
}

static int lint_deeply(const struct lint *lint, const struct bundle *bundle)
{
    struct deep deep = {.bundle = bundle, .today = today(lint)};
    int status = EXIT_FAILED;

    if (lint->faults_only || deep_lint(&deep)) {
        findings_print(lint, &deep);
        status = conclude(lint, &deep);
    } else {
        complain("out of memory");
    }
    deep_free(&deep);
    return status;
}

/* What was verified is what the schema is shown, too. */
static bool is_still(const struct document *document, struct fg_text bytes)
{
    struct fingerprint digest;

    return fingerprint_of(bytes, &digest) &&
           text_equal((struct fg_text){(const char *)digest.bytes, FINGERPRINT_SIZE, 0},
                      document->digest);
}

/* The published schema is heard last: what it has against a document, in its own words, the library
 * should have said in the bureau's. False: memory ran out, or a file is gone. */
static bool hear_schema(const struct bundle *bundle, struct fault_sink sink)
{
    struct schema *schema = schema_open();
    struct faults faults = {.sink = sink};
    bool heard = schema != NULL;

    for (uint32_t i = 0; i < bundle->document_count && heard; i++) {
        struct fg_text file = bundle->documents[i]->file, bytes;
        struct arena arena = {0};

        heard = path_read(&arena, file, &faults, &bytes) == FG_OK &&
                is_still(bundle->documents[i], bytes) && schema_check(schema, file, bytes, &faults);
        arena_free(&arena);
    }
    schema_close(schema);
    return heard;
}

static int refused(const struct lint *lint)
{
    fprintf(lint->json ? stderr : stdout,
            lint->language == FG_LANGUAGE_EN ? "%llu faults: the bundle is refused\n"
                                             : "发现 %llu 处问题，整套收费标准不予采用\n",
            (unsigned long long)lint->count);
    return EXIT_FOUND;
}

static int examine(const struct lint *lint, struct fault_sink sink, const struct bundle *bundle)
{
    if (!hear_schema(bundle, sink)) {
        complain("a file changed meanwhile, or memory ran out; try again");
        return EXIT_FAILED;
    }
    return lint->count > 0 ? refused(lint) : lint_deeply(lint, bundle);
}

static int lint_paths(struct lint *lint, const struct trust *trust, int count, char **names)
{
    struct fg_text *paths = memory_take((size_t)count, sizeof(*paths));
    struct fault_sink sink = {lint, fault_print};
    struct bundle *bundle = NULL;
    int exit_status = EXIT_FAILED;
    fg_status status;

    for (int i = 0; i < count; i++) paths[i] = text_of(names[i]);
    status = bundle_load(paths, (size_t)count, trust, sink, &bundle);
    free(paths);
    if (status == FG_OK) {
        exit_status = examine(lint, sink, bundle);
    } else if (status == FG_SCHEDULE_REFUSED) {
        exit_status = refused(lint);
    } else {
        complain("%s", status == FG_SCHEDULE_UNREADABLE ? "a file or directory cannot be read"
                                                        : "out of memory");
    }
    bundle_release(bundle);
    return exit_status;
}

int schedule_lint(int argc, char **argv)
{
    struct lint lint = {0};
    const char *language = NULL, *today_text = NULL, *trust_directory = NULL;
    struct trust *trust;
    bool wants_help = false;
    const struct option_spec specs[] = {
        {"--strict", NULL, &lint.strict},    {"--faults-only", NULL, &lint.faults_only},
        {"--today", &today_text, NULL},      {"--json", NULL, &lint.json},
        {"--trust", &trust_directory, NULL}, {"--language", &language, NULL},
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
    if (count < 1) {
        complain("schedule lint needs a DIR or FILE; see feeguard schedule lint --help");
        return EXIT_FAILED;
    }
    if (!option_language(language, &lint.language)) return EXIT_FAILED;
    if (!option_date("--today", today_text, &lint.today_ymd)) return EXIT_FAILED;
    if (!trust_choose(trust_directory, lint.language, &trust)) return EXIT_FOUND;
    status = lint_paths(&lint, trust, count, argv + 1);
    trust_close(trust);
    return status;
}

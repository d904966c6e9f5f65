/* SPDX-License-Identifier: Apache-2.0
 * feeguard check: one charge from the command line, decided and explained. Changes nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "harness.h"
#include "log/expect.h"
#include "log/operands.h"
#include "log/row.h"
#include "options.h"
#include "output.h"
#include "plugin.h"
#include "trust.h"

static const char help[] =
    "feeguard check：判定一笔收费并说明理由，不改变台账\n"
    "Decides one charge and explains it: each finding with its law, the lawful amount, what to "
    "do.\n"
    "\n"
    "usage: feeguard check --schedules DIR [options] FIELD=VALUE...\n"
    "\n"
    "Fields are those of a transaction log: unit, item, payer and amount are needed; txn is "
    "\"check\"\n"
    "and time is now unless given; attr:NAME=VALUE gives an attribute. An event of check, charge "
    "or\n"
    "reserve may be given; whichever it is, nothing is recorded. With expect or expect_due the\n"
    "decision is compared.\n"
    "\n"
    "options:\n"
    "  --schedules DIR   directory of the fee schedules, *.xml; required\n"
    "  --ledger URI      where charges stand; default: in memory, so nothing stands\n" TRUST_BESIDE
    "  --mode MODE       enforce (default) or monitor\n"
    "  --as-known DATE   judge by the documents in effect on DATE (YYYY-MM-DD)\n"
    "  --json            print the decision line of a replay (without line) in place of the text\n"
    "  --language LANG   zh (default) or en\n"
    "  --plugin FILE     the library; default ../plugin/libfeeguard.so beside this program\n"
    "  --help            this page\n"
    "\n"
    "exit status:\n"
    "  0  allowed\n"
    "  1  denied (also: a value is malformed, the id is known with other content), or not as "
    "expected\n"
    "  2  bad usage, refused or unreadable schedules, no plugin: nothing was decided\n"
    "\n"
    "examples:\n"
    "  feeguard check --schedules build/schedules unit=210113005 item=CN-RE-REG payer=P1 \\\n"
    "      subject=ESTATE-1 accepted=2026-03-01 quantity=1 amount=80.00 \\\n"
    "      attr:registration=first attr:use=residential\n"
    "  feeguard check --schedules build/schedules --language en --json \\\n"
    "      time=2026-03-02T10:00:00 unit=210113005 item=CN-RE-REG payer=P1 amount=100\n";

struct check {
    struct engine_choice choice;
    const char *plugin_file;
    bool json;
    struct event event;
    struct fg_attribute attributes[FG_ATTRIBUTES_MAX];
};

static bool event_read(struct check *check, int count, char **operands)
{
    struct event *event = &check->event;
    struct timespec now;

    if (!operands_read("check", count, operands, event, check->attributes)) return false;
    if ((event->present & UINT32_C(1) << FIELD_TXN) == 0) {
        row_field(event, FIELD_TXN, TEXT("check"));
    }
    if ((event->present & UINT32_C(1) << FIELD_TIME) == 0) {
        clock_gettime(CLOCK_REALTIME, &now);
        event->charge.time_ns = now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
        event->present |= UINT32_C(1) << FIELD_TIME;
    }
    if ((event->present & UINT32_C(1) << FIELD_EVENT) == 0) {
        row_field(event, FIELD_EVENT, TEXT("check"));
    }
    row_end(event);
    if (event->kind > EVENT_CHECK) {
        complain("only a check, charge or reserve can be checked");
        return false;
    }
    return true;
}

static void print_explanation(const struct plugin *plugin, const struct check *check,
                              const struct answer *answer)
{
    size_t size = 0;
    char *text = NULL;
    fg_status status;

    do {
        text = memory_grow(text, size, 1);
        status = plugin->calls->explain(&check->event.charge, &answer->decision,
                                        check->choice.language, text, size, &size);
    } while (status == FG_BUFFER_TOO_SMALL);
    if (status == FG_OK)
        fputs(text, stdout);
    else
        complain("%s", plugin->calls->status_text(status, check->choice.language));
    if (status == FG_OK && size > 1 && text[size - 2] != '\n') putchar('\n');
    free(text);
}

static void print_json(const struct code_names *names, const struct event *event,
                       const struct answer *answer)
{
    struct output output = {0};

    output_line(&output, names, NULL, false, event, answer);
    fwrite(output.bytes, 1, output.size, stdout);
    output_free(&output);
}

/* A value breaks a lexical rule: the charge is invalid, whatever the schedules say. */
static int malformed(const struct plugin *plugin, struct check *check,
                     const struct code_names *names)
{
    struct answer answer = {.status = FG_DENIED};
    char what[512];

    row_fault_format(&check->event, check->choice.language, what, sizeof(what));
    complain("%s %s: %s", plugin->calls->code_name(FG_INVALID_CHARGE),
             plugin->calls->code_name_zh(FG_INVALID_CHARGE), what);
    answer.decision.codes = UINT64_C(1) << FG_INVALID_CHARGE;
    answer.decision.outcome = FG_DENY;
    answer.decision.told = check->choice.mode == FG_MODE_MONITOR ? FG_ALLOW : FG_DENY;
    if (check->json) print_json(names, &check->event, &answer);
    return EXIT_FOUND;
}

static int tell(const struct plugin *plugin, struct check *check, const struct code_names *names,
                const struct answer *answer)
{
    bool result = result_name(&check->event, answer->status) != NULL; /* conflicting-retry */
    char what[1024];

    if (!result && answer->status != FG_OK && answer->status != FG_DENIED) {
        complain("%s", plugin->calls->status_text(answer->status, check->choice.language));
        return EXIT_FAILED;
    }
    if (check->json)
        print_json(names, &check->event, answer);
    else if (result)
        puts(plugin->calls->status_text(answer->status, check->choice.language));
    else
        print_explanation(plugin, check, answer);
    if (!expect_is_met(names, &check->event, answer)) {
        expect_explain(names, &check->event, answer, what, sizeof(what));
        complain("%s", what);
        return EXIT_FOUND;
    }
    return !result && answer->decision.outcome == FG_ALLOW ? EXIT_DONE : EXIT_FOUND;
}

static int decide(const struct plugin *plugin, struct check *check, const struct code_names *names)
{
    struct answer answer = {0};
    struct fg_decision *decision = &answer.decision;
    struct fg_engine *engine = NULL;
    uint32_t size = FG_DECISION_MEMORY;
    void *memory = NULL;
    int exit_status;

    if (engine_open(plugin, &check->choice, NULL, NULL, &engine) != FG_OK) return EXIT_FAILED;
    do {
        memory = memory_grow(memory, size, 1);
        *decision =
            (struct fg_decision){.size = sizeof(*decision), .memory_size = size, .memory = memory};
        answer.status = plugin->calls->check(engine, &check->event.charge, decision);
        size = decision->memory_needed;
    } while (decision->memory_needed > decision->memory_size);
    exit_status = tell(plugin, check, names, &answer);
    plugin->calls->close(engine);
    free(memory);
    return exit_status;
}

/* False after a complaint, or to show the help. */
static bool read_command(int argc, char **argv, struct check *check, bool *wants_help)
{
    const char *mode = NULL, *language = NULL, *as_known = NULL;
    const struct option_spec specs[] = {
        {"--schedules", &check->choice.schedules, NULL},
        {"--ledger", &check->choice.ledger, NULL},
        {"--trust", &check->choice.trust, NULL},
        {"--mode", &mode, NULL},
        {"--as-known", &as_known, NULL},
        {"--language", &language, NULL},
        {"--plugin", &check->plugin_file, NULL},
        {"--json", NULL, &check->json},
        {"--help", NULL, wants_help},
    };
    int count;

    if (!options_read(specs, sizeof(specs) / sizeof(specs[0]), argc, argv, &count)) return false;
    if (*wants_help) return false;
    if (check->choice.schedules == NULL || count == 0) {
        complain("check needs --schedules DIR and FIELD=VALUE; see feeguard check --help");
        return false;
    }
    return option_mode(mode, &check->choice.mode) &&
           option_language(language, &check->choice.language) &&
           option_date("--as-known", as_known, &check->choice.as_known_ymd) &&
           event_read(check, count, argv + 1);
}

int command_check(int argc, char **argv)
{
    struct check check = {0};
    struct code_names names;
    struct plugin plugin;
    bool wants_help = false;
    int status;

    if (!read_command(argc, argv, &check, &wants_help)) {
        if (wants_help) fputs(help, stdout);
        return wants_help ? EXIT_DONE : EXIT_FAILED;
    }
    if (!plugin_open(&plugin, check.plugin_file)) return EXIT_FAILED;
    code_names_read(&names, plugin.calls);
    if (check.event.fault != FAULT_NONE)
        status = malformed(&plugin, &check, &names);
    else
        status = decide(&plugin, &check, &names);
    plugin_close(&plugin);
    return status;
}

/* SPDX-License-Identifier: Apache-2.0
 * feeguard health: what an engine over these schedules would tell of itself. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "harness.h"
#include "json.h"
#include "options.h"
#include "plugin.h"
#include "trust.h"

static const char help[] =
    "feeguard health：收费标准的现状与将来：文件、签署人、下次变化、空档、证书到期\n"
    "Tells which documents are loaded, who signed them, and what is coming: the next change, the\n"
    "next day on which an item is left without a standard, the end of a certificate.\n"
    "\n"
    "usage: feeguard health --schedules DIR [options]\n"
    "\n"
    "options:\n"
    "  --schedules DIR   directory of the fee schedules, *.xml; required\n"
    "  --ledger URI      where charges stand; default: in memory, so nothing stands\n" TRUST_BESIDE
    "  --warn-days N     how soon a gap or the end of a certificate is worth exit status 1;\n"
    "                    default 30\n"
    "  --json            one JSON object\n"
    "  --metrics         the metrics of the engine, in Prometheus' text format\n"
    "  --language LANG   zh (default) or en\n"
    "  --plugin FILE     the library; default ../plugin/libfeeguard.so beside this program\n"
    "  --help            this page\n"
    "\n"
    "exit status:\n"
    "  0  loaded, and nothing needs doing soon\n"
    "  1  loaded, and a gap or the end of a certificate is near, or over\n"
    "  2  bad usage, refused or unreadable schedules, no plugin\n"
    "\n"
    "examples:\n"
    "  feeguard health --schedules build/schedules\n"
    "  feeguard health --schedules build/schedules --metrics\n";

#define ABI_MINOR_OF_DOCUMENTS 2
#define WARN_DAYS 30
#define WARN_DAYS_MAX 36500

struct command {
    struct engine_choice choice;
    const char *plugin_file;
    long warn_days;
    bool json, metrics;
};

/* What there is to tell. */
struct report {
    struct fg_health health;
    struct fg_document *documents;
    uint32_t count;
};

static bool report_read(const struct plugin *plugin, struct fg_engine *engine,
                        struct report *report)
{
    report->health.size = sizeof(report->health);
    if (plugin->calls->health(engine, &report->health) != FG_OK) return false;
    report->documents =
        memory_grow(NULL, report->health.document_count, sizeof(*report->documents));
    memset(report->documents, 0, report->health.document_count * sizeof(*report->documents));
    report->documents[0].size = sizeof(*report->documents);
    return plugin->calls->documents(engine, report->documents, report->health.document_count,
                                    &report->count) == FG_OK;
}

static bool is_near(const struct command *command, const struct fg_health *health)
{
    if (health->next_gap_ymd != 0 && health->days_to_gap <= command->warn_days) return true;
    return health->certificate_ymd != 0 && health->days_to_certificate <= command->warn_days;
}

/* ---- text ---- */

static void put_date(int32_t ymd)
{
    printf("%04d-%02d-%02d", ymd / 10000, ymd / 100 % 100, ymd % 100);
}

/* "下次变化：2026-07-02（1 天后）"; nothing where no date is known. */
static void put_coming(const char *what, int32_t ymd, int32_t days, bool english)
{
    if (ymd == 0) return;
    printf(english ? "%s: " : "%s：", what);
    put_date(ymd);
    printf(english ? " (in %d days)\n" : "（%d 天后）\n", days);
}

static void put_document(const struct fg_document *document, bool english)
{
    printf("%s@%" PRId64 "  ", document->id, document->serial);
    put_date(document->effective_ymd);
    if (document->in_effect != 0) {
        printf(english ? "  in effect for %d days" : "  已生效 %d 天", document->age_days);
    } else if (document->age_days < 0) {
        printf(english ? "  in %d days" : "  %d 天后生效", -document->age_days);
    } else {
        printf(english ? "  replaced" : "  已被新版代替");
    }
    printf(english ? "  signed by: %s\n" : "  签署：%s\n",
           document->signer_count > 0 ? document->signers : (english ? "nobody" : "无"));
}

static void print_text(const struct report *report, int32_t language)
{
    const struct fg_health *health = &report->health;
    bool english = language == FG_LANGUAGE_EN;

    for (uint32_t i = 0; i < report->count; i++) put_document(&report->documents[i], english);
    printf(english ? "%u documents, %u in effect, %u signed, %u items\n"
                   : "文件 %u 份，生效 %u 份，已签署 %u 份，收费项目 %u 个\n",
           health->document_count, health->in_effect_count, health->signed_count,
           health->item_count);
    put_coming(english ? "next change" : "下次变化", health->next_change_ymd,
               health->days_to_change, english);
    put_coming(english ? "an item is left without a standard" : "有项目将没有收费标准",
               health->next_gap_ymd, health->days_to_gap, english);
    put_coming(english ? "a certificate ends" : "证书到期", health->certificate_ymd,
               health->days_to_certificate, english);
}

/* ---- JSON ---- */

static void json_coming(struct output *output, const char *date, int32_t ymd, const char *days,
                        int32_t count)
{
    int32_t day;

    if (!day_from_ymd(ymd, &day)) return;
    json_day(output, date, day);
    json_number(output, days, count);
}

static void json_document(struct output *output, const struct fg_document *document)
{
    int32_t day;

    json_open(output, NULL, '{');
    json_text(output, "id", text_of(document->id));
    json_number(output, "serial", document->serial);
    if (day_from_ymd(document->effective_ymd, &day)) json_day(output, "effective", day);
    json_bool(output, "in_effect", document->in_effect != 0);
    json_number(output, "age_days", document->age_days);
    json_hex(output, "sha256",
             (struct fg_text){(const char *)document->sha256, sizeof(document->sha256), 0});
    json_text(output, "signers", text_of(document->signers));
    json_close(output, '}');
}

static void print_json(const struct report *report)
{
    const struct fg_health *health = &report->health;
    struct output output = {0};

    json_open(&output, NULL, '{');
    json_number(&output, "documents_in_effect", health->in_effect_count);
    json_number(&output, "documents_signed", health->signed_count);
    json_number(&output, "items", health->item_count);
    json_coming(&output, "next_change", health->next_change_ymd, "days_to_change",
                health->days_to_change);
    json_coming(&output, "next_gap", health->next_gap_ymd, "days_to_gap", health->days_to_gap);
    json_coming(&output, "certificate_ends", health->certificate_ymd, "days_to_certificate",
                health->days_to_certificate);
    json_open(&output, "documents", '[');
    for (uint32_t i = 0; i < report->count; i++) json_document(&output, &report->documents[i]);
    json_close(&output, ']');
    json_close(&output, '}');
    json_line(&output);
    output_free(&output);
}

/* ---- metrics ---- */

static bool print_metrics(const struct plugin *plugin, struct fg_engine *engine)
{
    char *page = NULL;
    size_t size = 0;
    fg_status status;

    do {
        page = memory_grow(page, size, 1);
        status = plugin->calls->metrics(engine, page, size, &size);
    } while (status == FG_BUFFER_TOO_SMALL);
    if (status == FG_OK) fputs(page, stdout);
    free(page);
    return status == FG_OK;
}

/* ---- the command ---- */

static int tell(const struct plugin *plugin, const struct command *command,
                struct fg_engine *engine)
{
    struct report report = {0};
    bool is_told = report_read(plugin, engine, &report);

    if (is_told && command->metrics) {
        is_told = print_metrics(plugin, engine);
    } else if (is_told && command->json) {
        print_json(&report);
    } else if (is_told) {
        print_text(&report, command->choice.language);
    }
    free(report.documents);
    if (!is_told) {
        complain("the engine did not tell; is there memory left?");
        return EXIT_FAILED;
    }
    return is_near(command, &report.health) ? EXIT_FOUND : EXIT_DONE;
}

static bool read_command(int argc, char **argv, struct command *command, bool *wants_help)
{
    const char *language = NULL, *days = NULL;
    const struct option_spec specs[] = {
        {"--schedules", &command->choice.schedules, NULL},
        {"--ledger", &command->choice.ledger, NULL},
        {"--trust", &command->choice.trust, NULL},
        {"--warn-days", &days, NULL},
        {"--language", &language, NULL},
        {"--plugin", &command->plugin_file, NULL},
        {"--json", NULL, &command->json},
        {"--metrics", NULL, &command->metrics},
        {"--help", NULL, wants_help},
    };
    int count;

    command->warn_days = WARN_DAYS;
    if (!options_read(specs, sizeof(specs) / sizeof(specs[0]), argc, argv, &count)) return false;
    if (*wants_help) return false;
    if (count > 0 || command->choice.schedules == NULL || (command->json && command->metrics)) {
        complain("health needs --schedules DIR, at most one of --json and --metrics, and nothing "
                 "else; see feeguard health --help");
        return false;
    }
    return option_number("--warn-days", days, 0, WARN_DAYS_MAX, &command->warn_days) &&
           option_language(language, &command->choice.language);
}

int command_health(int argc, char **argv)
{
    struct command command = {0};
    struct plugin plugin;
    struct fg_engine *engine = NULL;
    bool wants_help = false;
    int exit_status = EXIT_FAILED;

    if (!read_command(argc, argv, &command, &wants_help)) {
        if (wants_help) fputs(help, stdout);
        return wants_help ? EXIT_DONE : EXIT_FAILED;
    }
    if (!plugin_open(&plugin, command.plugin_file)) return EXIT_FAILED;
    if (plugin.calls->abi_minor < ABI_MINOR_OF_DOCUMENTS) {
        complain("this plugin is too old: it speaks version %u.%u of the contract",
                 plugin.calls->abi_major, plugin.calls->abi_minor);
    } else if (engine_open(&plugin, &command.choice, NULL, NULL, &engine) == FG_OK) {
        exit_status = tell(&plugin, &command, engine);
        plugin.calls->close(engine);
    }
    plugin_close(&plugin);
    return exit_status;
}

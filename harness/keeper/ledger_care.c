/* SPDX-License-Identifier: Apache-2.0
 * feeguard ledger stats, pending, prune and check. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "feeguard/host.h"
#include "harness.h"
#include "json.h"
#include "keeper/ledger.h"
#include "ledger/sql_maintenance.h"
#include "load/load.h"
#include "options.h"
#include "rules/snapshot.h"
#include "trust.h"

#define SECOND_NS INT64_C(1000000000)
#define RETENTION_DAYS 3653 /* ten years with as many leap days as there can be */
#define RETENTION_DAYS_MAX 200000

#define COMMON_OPTIONS                                                                             \
    "  --language LANG   zh (default) or en: of the messages\n"                                    \
    "  --help            this page\n"

/* What a command line of these commands can say. */
struct care {
    const char *file, *schedules, *trust, *retention, *today;
    int32_t language;
    bool json;
};

static int64_t system_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * SECOND_NS + now.tv_nsec;
}

/* False: *status is what the command ends with. */
static bool care_read(int argc, char **argv, const char *help, struct care *care, int *status)
{
    const char *language = NULL;
    bool wants_help = false;
    bool prunes = strcmp(argv[0], "ledger prune") == 0;
    bool tells = strcmp(argv[0], "ledger stats") == 0 || strcmp(argv[0], "ledger pending") == 0;
    const struct option_spec specs[] = {
        {"--language", &language, NULL}, {"--help", NULL, &wants_help},
        {"--json", NULL, &care->json},   {"--schedules", &care->schedules, NULL},
        {"--trust", &care->trust, NULL}, {"--retention-days", &care->retention, NULL},
        {"--today", &care->today, NULL},
    };
    int count;

    *care = (struct care){0};
    *status = EXIT_FAILED;
    if (!options_read(specs, sizeof(specs) / sizeof(specs[0]), argc, argv, &count)) return false;
    if (wants_help) {
        fputs(help, stdout);
        *status = EXIT_DONE;
        return false;
    }
    if ((care->json && !tells) || (!prunes && (care->schedules != NULL || care->trust != NULL ||
                                               care->retention != NULL || care->today != NULL))) {
        complain("%s has no such option; see feeguard %s --help", argv[0], argv[0]);
        return false;
    }
    if (count != 1) {
        complain("%s needs one FILE; see feeguard %s --help", argv[0], argv[0]);
        return false;
    }
    care->file = argv[1];
    return option_language(language, &care->language);
}

static int unasked(const struct opened *opened)
{
    complain("%s: the ledger could not be asked; see the line above", opened->paths.file);
    return EXIT_FAILED;
}

/* ---- stats ---- */

static const char stats_help[] =
    "feeguard ledger stats：台账统计\n"
    "Tells how many charges the ledger holds, how long its trail is and what of it is signed.\n"
    "\n"
    "usage: feeguard ledger stats FILE [--json]\n"
    "\n"
    "The head, POSITION:HEX, is worth keeping elsewhere: feeguard audit verify --head then proves\n"
    "that nothing was cut off.\n"
    "\n"
    "options:\n"
    "  --json            one JSON object\n" COMMON_OPTIONS;

static void trust_time(const struct ledger_stats *stats, char time[static TIME_TEXT_SIZE])
{
    time_format(stats->trust_since_ns / SECOND_NS * SECOND_NS, time);
}

static void stats_json(const struct ledger_stats *stats, const char *head)
{
    struct output output = {0};
    char time[TIME_TEXT_SIZE];

    json_open(&output, NULL, '{');
    json_number(&output, "reserved", (int64_t)stats->reserved);
    json_number(&output, "committed", (int64_t)stats->committed);
    json_number(&output, "released", (int64_t)stats->released);
    json_number(&output, "expired", (int64_t)stats->expired);
    json_number(&output, "places", (int64_t)stats->places);
    json_text(&output, "head", text_of(head));
    json_number(&output, "checkpoints", (int64_t)stats->checkpoints);
    json_number(&output, "checkpoint_position", stats->checkpoint_position);
    json_number(&output, "epoch", stats->epoch);
    json_number(&output, "size_bytes", stats->size_bytes);
    if (stats->trust_is_required) {
        trust_time(stats, time);
        json_text(&output, "signed_since", text_of(time));
    }
    json_close(&output, '}');
    json_line(&output);
    output_free(&output);
}

static void stats_text(const struct ledger_stats *stats, const char *head, int32_t language)
{
    bool english = language == FG_LANGUAGE_EN;
    char time[TIME_TEXT_SIZE];
    const struct {
        const char *zh, *en;
        uint64_t count;
    } lines[] = {
        {"已预留", "reserved", stats->reserved},
        {"已入账（含退款）", "committed, refunded ones among them", stats->committed},
        {"已释放", "released", stats->released},
        {"已过期", "expired", stats->expired},
        {"索引条目", "keys of what stands", stats->places},
        {"已签名的记录头", "signed heads", stats->checkpoints},
        {"最近签名处", "the last of them at record", (uint64_t)stats->checkpoint_position},
        {"密钥期号", "epoch of the keys", stats->epoch},
        {"文件字节数", "bytes of the file", (uint64_t)stats->size_bytes},
    };

    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        printf("%20" PRIu64 "  %s\n", lines[i].count, english ? lines[i].en : lines[i].zh);
    }
    printf("%s %s\n", english ? "head of the trail" : "审计记录头", head);
    if (!stats->trust_is_required) return;
    trust_time(stats, time);
    printf("%s %s\n", english ? "only signed documents since" : "只接受经签署的文件，自", time);
}

int ledger_show_stats(int argc, char **argv)
{
    char head[CHAIN_HEAD_TEXT_SIZE];
    struct ledger_stats stats;
    struct opened opened;
    struct care care;
    int status;

    if (!care_read(argc, argv, stats_help, &care, &status)) return status;
    if (!ledger_begin(care.file, care.language, &opened)) return EXIT_FAILED;
    if (ledger_stats(&opened.ledger, &stats)) {
        chain_head_text(&stats.head, head);
        status = EXIT_DONE;
        if (care.json) {
            stats_json(&stats, head);
        } else {
            stats_text(&stats, head, care.language);
        }
    } else {
        status = unasked(&opened);
    }
    ledger_finish(&opened);
    return status;
}

/* ---- pending ---- */

static const char pending_help[] =
    "feeguard ledger pending：未了结的预留\n"
    "Lists reservations that were neither committed nor released, in the order in which they run\n"
    "out. One that has run out is in doubt: whether its money moved only the gateway knows, which\n"
    "should commit or release it.\n"
    "\n"
    "usage: feeguard ledger pending FILE [--json]\n"
    "\n"
    "options:\n"
    "  --json            one JSON object a line\n" COMMON_OPTIONS "\n"
    "exit status: 0 none is in doubt, 1 some are, 2 could not be carried out\n";

struct listing {
    const struct care *care;
    struct output output;
    uint64_t in_doubt;
};

static bool pending_print(void *context, const struct ledger_pending *pending)
{
    struct listing *listing = context;
    bool english = listing->care->language == FG_LANGUAGE_EN;
    char until[TIME_TEXT_SIZE], amount[TIME_TEXT_SIZE];

    listing->in_doubt += pending->in_doubt;
    if (listing->care->json) {
        json_open(&listing->output, NULL, '{');
        json_text(&listing->output, "txn", pending->txn);
        json_text(&listing->output, "item", pending->item);
        json_money(&listing->output, "amount", pending->amount_fen);
        json_time(&listing->output, "until", pending->expires_ns);
        json_bool(&listing->output, "in_doubt", pending->in_doubt);
        json_close(&listing->output, '}');
        json_line(&listing->output);
        return true;
    }
    time_format(pending->expires_ns, until);
    money_format(pending->amount_fen, amount);
    printf("%s  %12s  %s  %.*s  %.*s\n", until, amount,
           !pending->in_doubt ? (english ? "reserved" : "已预留") : (english ? "in doubt" : "存疑"),
           (int)pending->item.size, pending->item.bytes, (int)pending->txn.size,
           pending->txn.bytes);
    return true;
}

int ledger_show_pending(int argc, char **argv)
{
    struct listing listing = {0};
    struct opened opened;
    struct care care;
    int status;

    if (!care_read(argc, argv, pending_help, &care, &status)) return status;
    if (!ledger_begin(care.file, care.language, &opened)) return EXIT_FAILED;
    listing.care = &care;
    if (ledger_pending(&opened.ledger, system_now(), pending_print, &listing)) {
        status = listing.in_doubt > 0 ? EXIT_FOUND : EXIT_DONE;
    } else {
        status = unasked(&opened);
    }
    output_free(&listing.output);
    ledger_finish(&opened);
    return status;
}

/* ---- prune ---- */

static const char prune_help[] =
    "feeguard ledger prune：清理到期的收费\n"
    "Forgets charges that are older than the retention and that no rule of the schedules can ask\n"
    "for again. Gateways go on meanwhile. The audit trail stays whole.\n"
    "\n"
    "usage: feeguard ledger prune FILE --schedules DIR [--trust DIR] [--retention-days N]\n"
    "                             [--today DATE]\n"
    "\n"
    "options:\n"
    "  --schedules DIR      every schedule that may still be applied; required\n"
    "  --trust DIR          who must have signed them; default: the directory trust beside FILE,\n"
    "                       and where there is none they are taken unsigned\n"
    "  --retention-days N   default 3653: ten years\n"
    "  --today DATE         YYYY-MM-DD; default: today at +08:00\n" COMMON_OPTIONS;

static bool retention_read(const struct care *care, struct ledger_retention *retention)
{
    long days = RETENTION_DAYS;
    int32_t ymd = 0;

    if (care->schedules == NULL) {
        complain("ledger prune needs --schedules DIR: without rules nothing can be forgotten");
        return false;
    }
    if (!option_number("--retention-days", care->retention, 0, RETENTION_DAYS_MAX, &days) ||
        !option_date("--today", care->today, &ymd)) {
        return false;
    }
    retention->retention_days = (int32_t)days;
    retention->today = day_of_time(system_now());
    return ymd == 0 || day_from_ymd(ymd, &retention->today);
}

static bool bundle_read(const struct care *care, struct bundle **bundle)
{
    struct fg_text directory = text_of(care->schedules);
    struct trust *trust;
    bool good;

    *bundle = NULL;
    if (!trust_choose(care->trust, care->language, &trust)) return false;
    good = bundle_load(&directory, 1, trust, fault_lines(&care->language), bundle) == FG_OK;
    trust_close(trust);
    return good;
}

/* Whether schedules may be taken as they were given; a trust directory beside the ledger counts as
 * it does in a gateway. */
static bool trust_check(struct opened *opened, struct care *care)
{
    bool required = false;

    if (care->trust == NULL && path_is_taken(opened->paths.trust)) {
        care->trust = opened->paths.trust;
    }
    if (!ledger_trust_is_required(&opened->ledger, &required)) {
        unasked(opened);
        return false;
    }
    if (!required || care->trust != NULL) return true;
    trust_complain_required(opened->paths.file, care->schedules, care->language);
    return false;
}

static int prune(struct opened *opened, const struct care *care,
                 const struct ledger_retention *retention)
{
    struct ledger_pruned pruned;

    if (!ledger_prune(&opened->ledger, retention, &pruned)) return unasked(opened);
    printf(care->language == FG_LANGUAGE_EN ? "%" PRIu64 " charges looked at, %" PRIu64
                                              " forgotten\n"
                                            : "检查 %" PRIu64 " 笔，清理 %" PRIu64 " 笔\n",
           pruned.examined, pruned.removed);
    return EXIT_DONE;
}

int ledger_prune_old(int argc, char **argv)
{
    struct ledger_retention retention = {0};
    struct bundle *bundle = NULL;
    struct opened opened;
    struct care care;
    int status;

    if (!care_read(argc, argv, prune_help, &care, &status)) return status;
    if (!retention_read(&care, &retention)) return EXIT_FAILED;
    if (!ledger_begin(care.file, care.language, &opened)) return EXIT_FAILED;
    status = EXIT_FAILED;
    if (!trust_check(&opened, &care) || !bundle_read(&care, &bundle)) {
        complain("%s: the schedules cannot be used; nothing was forgotten", care.schedules);
    } else {
        retention.bundle = bundle;
        status = prune(&opened, &care, &retention);
    }
    ledger_finish(&opened);
    bundle_release(bundle);
    return status;
}

/* ---- check ---- */

static const char check_help[] =
    "feeguard ledger check：全面检查台账\n"
    "Holds the whole ledger against itself: the file, the chain of the trail, counts, and "
    "whatever\n"
    "is told twice. Reads every row; gateways go on meanwhile.\n"
    "\n"
    "usage: feeguard ledger check FILE\n"
    "\n"
    "options:\n" COMMON_OPTIONS "\n"
    "exit status: 0 sound, 1 something is wrong, 2 could not be carried out\n";

static void sentence_print(void *context, const char *sentence)
{
    (void)context;
    printf("%s\n", sentence);
}

int ledger_check_all(int argc, char **argv)
{
    uint64_t faults = 0;
    struct opened opened;
    struct care care;
    int status;

    if (!care_read(argc, argv, check_help, &care, &status)) return status;
    if (!ledger_begin(care.file, care.language, &opened)) return EXIT_FAILED;
    if (!ledger_check(&opened.ledger, sentence_print, NULL, &faults)) {
        status = unasked(&opened);
    } else if (faults == 0) {
        puts(care.language == FG_LANGUAGE_EN ? "the ledger is sound" : "台账完好");
        status = EXIT_DONE;
    } else {
        status = EXIT_FOUND;
    }
    ledger_finish(&opened);
    return status;
}

/* SPDX-License-Identifier: Apache-2.0
 * feeguard permit verify: whether a permit is that of this charge. Needs the key file, no ledger.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "audit/permit.h"
#include "base/date.h"
#include "base/text.h"
#include "feeguard/host.h"
#include "harness.h"
#include "json.h"
#include "keeper/ledger.h"
#include "log/operands.h"
#include "options.h"
#include "subcommand.h"

static const char help[] =
    "feeguard permit verify：核对许可凭证是否属于这笔缴费\n"
    "Tells whether a permit is that of this charge, for this amount, and still good.\n"
    "\n"
    "usage: feeguard permit verify --ledger FILE --permit TEXT [--now TIME] FIELD=VALUE...\n"
    "\n"
    "A permit comes with each reserve or charge that a durable ledger allowed; who settles the\n"
    "money can check it here. The charge is given as for feeguard check, field by field as it was\n"
    "reserved, its time included: txn, time, unit, item, payer and amount are needed. Only\n"
    "FILE.keys is read; a permit of any epoch in it is known.\n"
    "\n"
    "options:\n"
    "  --ledger FILE     the ledger whose keys issued it; sqlite:FILE is the same. Required\n"
    "  --permit TEXT     the permit: 98 characters of base64url. Required\n"
    "  --now TIME        judge its expiry as of then (RFC 3339); default: now\n"
    "  --language LANG   zh (default) or en: of the answer\n"
    "  --help            this page\n"
    "\n"
    "The answer is one line: good, malformed, other key, forged, other charge, other amount, or\n"
    "expired, in words; then what a permit with a right MAC says.\n"
    "\n"
    "exit status:\n"
    "  0  good\n"
    "  1  not good, for the reason told; do not settle\n"
    "  2  bad usage, or keys that cannot be read: nothing is known about the permit\n"
    "\n"
    "example:\n"
    "  feeguard permit verify --ledger /var/lib/feeguard/ledger.db --permit AY3k... \\\n"
    "      txn=T-1 time=2026-03-02T10:00:00+08:00 unit=210113005 item=CN-RE-REG payer=P1 \\\n"
    "      amount=80.00 quantity=1 accepted=2026-03-01 attr:registration=first\n";

struct verifying {
    struct ledger_paths paths;
    struct fg_text permit;
    int64_t now_ns;
    int32_t language;
    struct event event;
    struct fg_attribute attributes[FG_ATTRIBUTES_MAX];
};

static const char *const verdicts[][2] = {
    [PERMIT_GOOD] = {"有效：准许这笔缴费", "good: this charge was allowed"},
    [PERMIT_MALFORMED] = {"无效：不是许可凭证（格式有误）", "malformed: it is no permit"},
    [PERMIT_OTHER_KEY] = {"无效：由别的密钥签发，不属于这个台账",
                          "other key: it was issued under a key that this ledger does not have"},
    [PERMIT_FORGED] = {"无效：伪造，或签发后被改动", "forged: it was altered, or never issued"},
    [PERMIT_OTHER_CHARGE] = {"无效：属于另一笔缴费",
                             "other charge: it was issued, but for another charge than this"},
    [PERMIT_OTHER_AMOUNT] = {"无效：金额与所准许的不符",
                             "other amount: it was issued for this charge with another amount"},
    [PERMIT_EXPIRED] = {"已过期：曾经有效", "expired: it was good once"},
};

static void facts_print(const struct permit_facts *facts, bool english)
{
    char until[TIME_TEXT_SIZE], amount[TIME_TEXT_SIZE];

    if (facts->expires_seconds > INT64_MAX / INT64_C(1000000000)) return;
    time_format((int64_t)facts->expires_seconds * INT64_C(1000000000), until);
    money_format((int64_t)facts->amount_fen, amount);
    printf(english ? "record %" PRIu64 " of the audit trail, %s yuan, until %s, epoch %u\n"
                   : "审计记录第 %" PRIu64 " 条，%s 元，有效至 %s，密钥第 %u 代\n",
           facts->position, amount, until, facts->epoch);
}

static int judge(const struct verifying *verifying)
{
    bool english = verifying->language == FG_LANGUAGE_EN;
    struct permit_facts facts;
    enum permit_verdict verdict;
    struct keyring ring;
    enum key_fault fault = keyring_read(verifying->paths.keys, &ring);

    if (fault != KEY_OK) {
        complain("%s: %s", verifying->paths.keys, key_fault_text(fault, verifying->language));
        return EXIT_FAILED;
    }
    verdict = permit_verify(&ring, verifying->permit, &verifying->event.charge, verifying->now_ns,
                            &facts);
    keyring_wipe(&ring);
    if (verdict == PERMIT_FAILED) {
        complain("out of memory, or libcrypto failed: nothing is known about the permit");
        return EXIT_FAILED;
    }
    puts(verdicts[verdict][english]);
    if (facts.expires_seconds > 0) facts_print(&facts, english);
    return verdict == PERMIT_GOOD ? EXIT_DONE : EXIT_FOUND;
}

/* What was never well-formed was never reserved: a mistake of the command line. */
static bool charge_read_operands(struct verifying *verifying, int count, char **operands)
{
    struct event *event = &verifying->event;
    char what[512];

    if (!operands_read("permit verify", count, operands, event, verifying->attributes)) {
        return false;
    }
    row_end(event);
    if (event->fault == FAULT_NONE && event->kind > EVENT_CHECK) {
        complain("only a charge or reserve has a permit");
        return false;
    }
    if (event->fault == FAULT_NONE) return true;
    row_fault_format(event, verifying->language, what, sizeof(what));
    complain("%s", what);
    return false;
}

static bool now_read(const char *text, int64_t *now_ns)
{
    struct timespec now;

    if (text == NULL) {
        clock_gettime(CLOCK_REALTIME, &now);
        *now_ns = now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
        return true;
    }
    if (time_parse(text_of(text), now_ns)) return true;
    complain("--now: a time like 2026-03-02T10:00:00+08:00 is needed, not \"%s\"", text);
    return false;
}

static int permit_verify_command(int argc, char **argv)
{
    const char *ledger = NULL, *permit = NULL, *now = NULL, *language = NULL;
    bool wants_help = false;
    const struct option_spec specs[] = {
        {"--ledger", &ledger, NULL},     {"--permit", &permit, NULL},   {"--now", &now, NULL},
        {"--language", &language, NULL}, {"--help", NULL, &wants_help},
    };
    struct verifying verifying = {0};
    int count;

    if (!options_read(specs, sizeof(specs) / sizeof(specs[0]), argc, argv, &count)) {
        return EXIT_FAILED;
    }
    if (wants_help) {
        fputs(help, stdout);
        return EXIT_DONE;
    }
    if (ledger == NULL || permit == NULL || count == 0) {
        complain("permit verify needs --ledger FILE, --permit TEXT and FIELD=VALUE; see feeguard "
                 "permit verify --help");
        return EXIT_FAILED;
    }
    verifying.permit = text_of(permit);
    if (!option_language(language, &verifying.language) || !now_read(now, &verifying.now_ns) ||
        !ledger_name(ledger, &verifying.paths) ||
        !charge_read_operands(&verifying, count, argv + 1)) {
        return EXIT_FAILED;
    }
    return judge(&verifying);
}

static const struct subcommand subcommands[] = {
    {"verify", "permit verify", permit_verify_command},
};

int command_permit(int argc, char **argv)
{
    return subcommand_run(subcommands, sizeof(subcommands) / sizeof(subcommands[0]), help, argc,
                          argv);
}

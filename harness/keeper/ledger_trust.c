/* SPDX-License-Identifier: Apache-2.0
 * feeguard ledger trust: whether gateways on a ledger take signed documents only, and the
 * deliberate way out of it. */
#include <stdio.h>
#include <time.h>

#include "base/text.h"
#include "feeguard/host.h"
#include "harness.h"
#include "json.h"
#include "keeper/ledger.h"
#include "ledger/sql_maintenance.h"
#include "options.h"

#define SECOND_NS INT64_C(1000000000)

static const char trust_help[] =
    "feeguard ledger trust：台账是否只接受经签署的文件\n"
    "Tells whether gateways on this ledger take signed documents only, and since when.\n"
    "\n"
    "usage: feeguard ledger trust FILE [--waive REASON]\n"
    "\n"
    "An engine with a trust directory that accepts documents on a ledger lays it down there: from\n"
    "then on every engine, ledger prune and audit replay refuse to go without one. Where the "
    "trust\n"
    "directory was lost, restore it. Where unsigned documents are meant, the keeper of the ledger\n"
    "waives it; the reason is kept. It is laid down anew when an engine with a trust directory\n"
    "opens the ledger or reloads: take the directory out of every gateway's options first.\n"
    "\n"
    "options:\n"
    "  --waive REASON    let documents be taken unsigned where no trust directory is given\n"
    "  --language LANG   zh (default) or en: of the messages\n"
    "  --help            this page\n"
    "\n"
    "exit status:\n"
    "  0  told, or waived\n"
    "  2  could not be carried out, or nothing was there to be waived; nothing was changed\n"
    "\n"
    "examples:\n"
    "  feeguard ledger trust /var/lib/feeguard/ledger.db\n"
    "  feeguard ledger trust /var/lib/feeguard/ledger.db --waive '试运行，尚未配发证书'\n";

struct telling {
    bool english, required;
};

static bool tell_one(void *context, const struct ledger_trust *trust)
{
    struct telling *telling = context;
    char time[TIME_TEXT_SIZE];

    time_format(trust->time_ns / SECOND_NS * SECOND_NS, time);
    telling->required = trust->required;
    if (trust->required) {
        printf("%s  %s\n", time, telling->english ? "required" : "要求签署");
    } else {
        printf("%s  %s%.*s\n", time, telling->english ? "waived: " : "免除：",
               (int)trust->reason.size, trust->reason.bytes);
    }
    return true;
}

static bool unasked(const struct opened *opened)
{
    complain("%s: the ledger could not be asked; see the line above", opened->paths.file);
    return false;
}

static bool tell(struct opened *opened, bool english)
{
    struct telling telling = {english, false};

    if (!ledger_trust_history(&opened->ledger, tell_one, &telling)) return unasked(opened);
    if (english) {
        puts(telling.required ? "only signed documents are accepted on this ledger"
                              : "documents are taken unsigned where no trust directory is given");
    } else {
        puts(telling.required ? "此台账只接受经签署的文件"
                              : "未指定信任目录的，文件无须签署即可接受");
    }
    return true;
}

static bool waive(struct opened *opened, const char *reason, bool english)
{
    struct timespec now;
    bool waived;

    clock_gettime(CLOCK_REALTIME, &now);
    if (!ledger_trust_waive(&opened->ledger, now.tv_sec * SECOND_NS + now.tv_nsec, text_of(reason),
                            &waived)) {
        return unasked(opened);
    }
    if (waived) return tell(opened, english);
    complain("%s: %s", opened->paths.file,
             english ? "no signatures are required on this ledger; nothing was changed"
                     : "此台账并未要求签署，无可免除；未作改动");
    return false;
}

/* One line, as it will be read again. */
static bool reason_check(const char *reason)
{
    struct fg_text text = text_of(reason);
    bool good = text.size > 0 && text_is_text(text);

    for (uint32_t i = 0; i < text.size; i++) {
        if ((unsigned char)reason[i] < 0x20 || reason[i] == 0x7F) good = false;
    }
    if (!good) complain("--waive needs a reason: one line of at most 1024 bytes, in UTF-8");
    return good;
}

int ledger_show_trust(int argc, char **argv)
{
    const char *language_text = NULL, *reason = NULL;
    bool wants_help = false, done;
    const struct option_spec specs[] = {
        {"--waive", &reason, NULL},
        {"--language", &language_text, NULL},
        {"--help", NULL, &wants_help},
    };
    int32_t language = FG_LANGUAGE_ZH;
    struct opened opened;
    int count;

    if (!options_read(specs, sizeof(specs) / sizeof(specs[0]), argc, argv, &count)) {
        return EXIT_FAILED;
    }
    if (wants_help) {
        fputs(trust_help, stdout);
        return EXIT_DONE;
    }
    if (count != 1) {
        complain("ledger trust needs one FILE; see feeguard ledger trust --help");
        return EXIT_FAILED;
    }
    if (!option_language(language_text, &language)) return EXIT_FAILED;
    if (reason != NULL && !reason_check(reason)) return EXIT_FAILED;
    if (!ledger_begin(argv[1], language, &opened)) return EXIT_FAILED;
    done = reason != NULL ? waive(&opened, reason, language == FG_LANGUAGE_EN)
                          : tell(&opened, language == FG_LANGUAGE_EN);
    ledger_finish(&opened);
    return done ? EXIT_DONE : EXIT_FAILED;
}

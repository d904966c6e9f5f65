/* SPDX-License-Identifier: Apache-2.0
 * feeguard schedule verify: who signed what and when, and what is wrong with it. */
#include <stdio.h>
#include <time.h>

#include "base/date.h"
#include "base/text.h"
#include "feeguard/host.h"
#include "harness.h"
#include "load/read.h"
#include "load/seal.h"
#include "options.h"
#include "schedule/schedule.h"
#include "trust.h"

static const char help[] =
    "feeguard schedule verify：核对签名：谁签的、何时签的、有何问题\n"
    "Tells of each document and order who signed it and when, and what is wrong with it.\n"
    "\n"
    "usage: feeguard schedule verify DIR|FILE... --trust DIR [--language zh|en]\n"
    "\n"
    "Looks at signatures alone. Whether each serial follows the one before it is for feeguard\n"
    "schedule lint --trust, which looks at a whole bundle.\n"
    "\n"
    "options:\n"
    "  --trust DIR       anchors, revocation lists and who must sign; required\n"
    "  --language LANG   zh (default) or en\n"
    "  --help            this page\n"
    "\n"
    "exit status:\n"
    "  0  every file is signed by all who must\n"
    "  1  something is wrong, in the trust directory or a signature\n"
    "  2  bad usage, or a file cannot be read\n"
    "\n"
    "examples:\n"
    "  feeguard schedule verify schedules/ --trust /etc/feeguard/trust\n"
    "  feeguard schedule verify shenyang-7.xml --trust trust/ --language en\n";

struct verify {
    struct trust *trust;
    struct faults faults;
    int32_t language;
    uint32_t good, bad;
    bool is_unreadable;
};

static void instant_print(int64_t time_ns, char out[static INSTANT_SIZE])
{
    int32_t day = day_of_time(time_ns);

    if (day < DAY_FIRST || day > DAY_LAST) {
        snprintf(out, INSTANT_SIZE, "?");
    } else {
        instant_format(time_ns, out);
    }
}

static void signer_print(const struct verify *verify, const struct signatory *signer)
{
    char when[INSTANT_SIZE], until[INSTANT_SIZE];

    instant_print(signer->signed_ns, when);
    instant_print(signer->expires_ns, until);
    printf(verify->language == FG_LANGUAGE_EN ? "  %-10.*s %.*s  signed %s, certificate until %s\n"
                                              : "  %-10.*s %.*s  签署于 %s，证书有效至 %s\n",
           (int)signer->role.size, signer->role.bytes, (int)signer->name.size, signer->name.bytes,
           when, until);
}

static void file_verify(struct verify *verify, enum signed_kind kind, struct fg_text path)
{
    bool english = verify->language == FG_LANGUAGE_EN;
    struct arena arena = {0};
    struct seal seal = {0};
    struct fg_text bytes;
    fg_status status = path_read(&arena, path, &verify->faults, &bytes);

    if (status == FG_OK) {
        status =
            seal_check(verify->trust, kind, &arena, &arena, path, bytes, &verify->faults, &seal);
    }
    if (status == FG_NO_MEMORY) complain("out of memory");
    if (status == FG_NO_MEMORY || status == FG_SCHEDULE_UNREADABLE) verify->is_unreadable = true;
    printf("%.*s%s\n", (int)path.size, path.bytes,
           status == FG_OK ? english ? ": trusted" : "：可信"
           : english       ? ": NOT trusted"
                           : "：不可信");
    for (uint32_t i = 0; i < seal.signer_count; i++) signer_print(verify, &seal.signers[i]);
    *(status == FG_OK ? &verify->good : &verify->bad) += 1;
    arena_free(&arena);
}

static int files_verify(struct verify *verify, int count, char **names)
{
    struct file_list files = {0};
    struct arena arena = {0};

    for (int i = 0; i < count; i++) {
        if (files_list(&arena, text_of(names[i]), &verify->faults, &files) != FG_OK) {
            verify->is_unreadable = true;
        }
    }
    for (size_t i = 0; i < files.count; i++) file_verify(verify, SIGNED_SCHEDULE, files.paths[i]);
    for (size_t i = 0; i < files.order_count; i++) {
        file_verify(verify, SIGNED_ORDER, files.orders[i]);
    }
    arena_free(&arena);
    if (verify->is_unreadable) return EXIT_FAILED;
    if (verify->good + verify->bad == 0) {
        complain("%s: holds nothing that could be signed", names[0]);
        return EXIT_FAILED;
    }
    printf(verify->language == FG_LANGUAGE_EN ? "%u trusted, %u not\n"
                                              : "可信 %u 份，不可信 %u 份\n",
           verify->good, verify->bad);
    return verify->bad == 0 ? EXIT_DONE : EXIT_FOUND;
}

int schedule_verify(int argc, char **argv)
{
    struct verify verify = {0};
    const char *language = NULL, *directory = NULL;
    bool wants_help = false;
    const struct option_spec specs[] = {
        {"--trust", &directory, NULL},
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
    if (count < 1 || directory == NULL) {
        complain(
            "schedule verify needs a DIR or FILE and --trust DIR; see feeguard schedule verify "
            "--help");
        return EXIT_FAILED;
    }
    if (!option_language(language, &verify.language)) return EXIT_FAILED;
    if (!trust_choose(directory, verify.language, &verify.trust)) return EXIT_FOUND;
    verify.faults.sink = fault_lines(&verify.language);
    status = files_verify(&verify, count, argv + 1);
    trust_close(verify.trust);
    return status;
}

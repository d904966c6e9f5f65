/* SPDX-License-Identifier: Apache-2.0
 * feeguard audit verify: is this the trail that was written? */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "audit/entry.h"
#include "base/text.h"
#include "feeguard/host.h"
#include "harness.h"
#include "ledger/paths.h"
#include "options.h"
#include "trail/audit.h"
#include "trail/audit_file.h"

#define FINDINGS_SHOWN 100

static const char help[] =
    "feeguard audit verify：核对审计记录有无改动、删除、插入、调换、截断\n"
    "Finds every record that was altered, removed, put in, moved or cut off, by its position.\n"
    "\n"
    "usage: feeguard audit verify FILE [--public-key PEM] [--head POSITION:HEX]\n"
    "\n"
    "Walks the trail from its first record and computes every hash again; checks the signature of\n"
    "every signed head and holds it against the trail. Findings go to standard error, one a line;\n"
    "the closing line, with the head for the next audit, goes to standard output.\n"
    "\n"
    "Who can write the file can also take the latest signed heads away, and then rewrite what "
    "comes\n"
    "after the last one left, up to 8192 records, or cut it off: that shows only against a head\n"
    "noted elsewhere. Gateways write heads to their log as \"trail head POSITION:HEX\"; keep those "
    "on\n"
    "another machine and give one as --head.\n"
    "\n"
    "options:\n"
    "  --public-key PEM      the public key of the signer; default: FILE.signer.pub.pem. Who "
    "trusts\n"
    "                        nobody at the machine brings the copy of the day it was made\n"
    "  --head POSITION:HEX   says whether the trail still reaches and contains this head\n"
    "  --language LANG       zh (default) or en: of the findings\n"
    "  --help                this page\n"
    "\n"
    "exit status:\n"
    "  0  the trail is the one that was written\n"
    "  1  something was found\n"
    "  2  the file or the key cannot be read\n"
    "\n"
    "examples:\n"
    "  feeguard audit verify ledger.db\n"
    "  feeguard audit verify --public-key auditor/ledger.pub.pem --head 4096:0727...b49b "
    "ledger.db\n";

struct verification {
    struct audit_file file;
    struct verifier verifier;
    struct trail_verify verify;
    struct audit_heads heads;
    struct chain_head head; /* given */
    bool has_head, head_was_met;
    uint64_t records, manifest_faults;
    int32_t language;
};

/* {from}, {to} and {after} stand for numbers. */
static const char *const findings[TRAIL_FAULTS][2] = {
    [TRAIL_ALTERED] = {"位置 {from}：记录被改动，或前一条的散列值被改动",
                       "position {from}: the record was altered, or the hash of the one before it"},
    [TRAIL_REMOVED] = {"位置 {from} 至 {to}：记录被删除",
                       "positions {from} to {to}: the records were removed"},
    [TRAIL_CLOSED_UP] = {"位置 {from} 之前：删除了 {to} 条记录，其后重新编号",
                         "before position {from}: {to} records were removed and those behind them "
                         "renumbered"},
    [TRAIL_INSERTED] = {"位置 {from} 至 {to}：记录系插入",
                        "positions {from} to {to}: the records were put in"},
    [TRAIL_MOVED] = {"位置 {from}：此处是位置 {to} 的记录，次序被调换",
                     "position {from}: here stands the record of position {to}"},
    [TRAIL_CUT] = {"位置 {from} 至 {to}：记录被截断，尾部不在",
                   "positions {from} to {to}: the trail was cut off here"},
    [TRAIL_UNREADABLE] = {"位置 {from}：记录内容不是已知格式",
                          "position {from}: the record is of no known format"},
    [TRAIL_FOREIGN_HEAD] = {"位置 {from} 至 {to}：已签署的链首与记录不符，位置 {after} "
                            "之后有重写或截断",
                            "positions {from} to {to}: the signed heads are not this trail's; "
                            "something after position {after} was rewritten or cut off"},
    [TRAIL_BAD_SIGNATURE] = {"位置 {from} 至 {to}：链首的签名不符",
                             "positions {from} to {to}: the signatures of the heads are wrong"},
    [TRAIL_OTHER_SIGNER] = {"位置 {from} 至 {to}：链首由另一把密钥签署，公钥不对或签署人不对",
                            "positions {from} to {to}: the heads were signed with another key than "
                            "the public key given"},
    [TRAIL_HEAD_GONE] = {"位置 {from}：此处签署过链首，而今不在",
                         "position {from}: a head was signed here, and is gone"},
    [TRAIL_UNSIGNED] = {"位置 {from} 至 {to}：没有签署的链首为其作证，或被删去，或签署失败",
                        "positions {from} to {to}: no signed head covers these records; heads were "
                        "removed, or could not be signed"},
    [TRAIL_OTHER_NOTE] = {"位置 {from}：所记的链首与记录不符",
                          "position {from}: the head that was noted is not this trail's"},
};

/* What a placeholder stands for; its size is 0 where there is none. Positions are printed as the
 * file has them: what was put in may stand below 0. */
static size_t placeholder(const char *text, const struct trail_finding *finding, int64_t *value)
{
    const struct {
        const char *name;
        uint64_t value;
    } names[] = {{"{from}", finding->from}, {"{to}", finding->to}, {"{after}", finding->after}};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        *value = (int64_t)names[i].value;
        if (strncmp(text, names[i].name, strlen(names[i].name)) == 0) return strlen(names[i].name);
    }
    return 0;
}

static void finding_print(const struct verification *verification,
                          const struct trail_finding *finding)
{
    const char *text = findings[finding->fault][verification->language == FG_LANGUAGE_EN];
    int64_t value;

    fprintf(stderr, "%s: ", verification->file.name);
    while (*text != '\0') {
        size_t size = placeholder(text, finding, &value);

        if (size > 0) {
            fprintf(stderr, "%" PRId64, value);
            text += size;
        } else {
            fputc(*text++, stderr);
        }
    }
    fputc('\n', stderr);
}

static void found(void *context, const struct trail_finding *finding)
{
    struct verification *verification = context;

    if (verification->verify.finding_count <= FINDINGS_SHOWN) {
        finding_print(verification, finding);
    } else if (verification->verify.finding_count == FINDINGS_SHOWN + 1) {
        fprintf(stderr, "...\n");
    }
}

/* ---- the walk ---- */

static void head_look(struct verification *verification, const struct chain_head *stored)
{
    struct trail_finding finding = {TRAIL_OTHER_NOTE, stored->position, stored->position, 0};

    if (!verification->has_head || stored->position != verification->head.position) return;
    verification->head_was_met = true;
    if (digest_equal(&stored->hash, &verification->head.hash)) return;
    verification->verify.finding_count++;
    found(verification, &finding);
}

/* A decision whose schedules cannot be named any more. */
static void manifest_look(struct verification *verification, const struct audit_row *row)
{
    struct entry_read entry;
    const struct manifest *manifest;

    if (!entry_decode(row->content, &entry) || entry.schedules.size == 0) return;
    manifest = audit_manifest(&verification->file, entry.schedules);
    if (manifest != NULL && manifest->is_good) return;
    if (verification->manifest_faults++ > 0) return;
    fprintf(stderr,
            verification->language == FG_LANGUAGE_EN
                ? "%s: position %" PRIu64 ": the list of schedules that it names is not "
                  "there, or was altered\n"
                : "%s: 位置 %" PRIu64 "：所引的收费标准清单不在，或被改动\n",
            verification->file.name, row->stored.position);
}

static bool walk(struct verification *verification)
{
    struct trail_verify *verify = &verification->verify;
    struct audit_row row;
    bool failed;

    if (!audit_rows_begin(&verification->file, 0)) return false;
    head_look(verification, &verify->last);
    while (audit_rows_next(&verification->file, &row, &failed)) {
        trail_verify_record(verify, row.content, &row.stored);
        audit_heads_take(&verification->heads, verify, &row.stored);
        head_look(verification, &row.stored);
        manifest_look(verification, &row);
        verification->records++;
    }
    if (failed) return false;
    trail_verify_end(verify, &verification->file.noted);
    audit_heads_take(&verification->heads, verify, NULL);
    trail_verify_signed(verify, verification->file.noted_checkpoint);
    if (verification->has_head && !verification->head_was_met) {
        struct trail_finding finding = {TRAIL_CUT, verify->last.position + 1,
                                        verification->head.position, 0};

        if (finding.to < finding.from) {
            finding = (struct trail_finding){TRAIL_OTHER_NOTE, finding.to, finding.to, 0};
        }
        verify->finding_count++;
        found(verification, &finding);
    }
    if (verify->failed) complain("out of memory, or libcrypto failed");
    return !verify->failed;
}

static void summary_print_line(const struct verification *verification)
{
    const struct trail_verify *verify = &verification->verify;
    uint64_t count = verify->finding_count + verification->manifest_faults;
    bool english = verification->language == FG_LANGUAGE_EN;
    char head[CHAIN_HEAD_TEXT_SIZE];

    chain_head_text(&verify->last, head);
    printf(english ? "%s: %" PRIu64 " records, head %s, %" PRIu64 " signed heads, %" PRIu64
                     " records after the last good one; "
                   : "%s：%" PRIu64 " 条记录，链首 %s，签署 %" PRIu64
                     " 次，最后一次签署之后 %" PRIu64 " 条；",
           verification->file.name, verification->records, head, verify->checkpoint_count,
           verify->last.position - verify->last_signed);
    if (count == 0) {
        puts(english ? "nothing wrong" : "未发现问题");
    } else {
        printf(english ? "%" PRIu64 " findings\n" : "发现 %" PRIu64 " 处问题\n", count);
    }
}

static int verify_file(struct verification *verification, const char *public_key)
{
    struct trail_verify *verify = &verification->verify;
    struct ledger_paths paths;
    enum key_fault fault;
    int status = EXIT_FAILED;

    if (public_key == NULL) {
        if (!ledger_paths_of(text_of(verification->file.name), &paths)) return EXIT_FAILED;
        public_key = paths.verifier;
    }
    fault = verifier_open(&verification->verifier, public_key);
    if (fault != KEY_OK) {
        complain("%s: %s", public_key, key_fault_text(fault, verification->language));
        return EXIT_FAILED;
    }
    *verify = (struct trail_verify){
        .verifier = &verification->verifier, .report = found, .context = verification};
    if (!trail_verify_begin(verify, verification->file.digest)) {
        complain("libcrypto has no %s", digest_name(verification->file.digest));
    } else if (audit_heads_read(&verification->file, &verification->heads) && walk(verification)) {
        summary_print_line(verification);
        status =
            verify->finding_count + verification->manifest_faults == 0 ? EXIT_DONE : EXIT_FOUND;
    }
    trail_verify_close(verify);
    verifier_close(&verification->verifier);
    audit_heads_free(&verification->heads);
    return status;
}

int audit_verify(int argc, char **argv)
{
    const char *public_key = NULL, *head = NULL, *language = NULL;
    struct verification verification = {0};
    bool wants_help = false;
    const struct option_spec specs[] = {
        {"--public-key", &public_key, NULL},
        {"--head", &head, NULL},
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
    if (count != 1) {
        complain("audit verify needs one FILE; see feeguard audit verify --help");
        return EXIT_FAILED;
    }
    if (!option_language(language, &verification.language)) return EXIT_FAILED;
    verification.has_head = head != NULL;
    if (head != NULL && !chain_head_parse(text_of(head), &verification.head)) {
        complain("--head is POSITION:HEX, with 64 lower-case digits, not \"%s\"", head);
        return EXIT_FAILED;
    }
    if (!audit_file_open(&verification.file, argv[1])) return EXIT_FAILED;
    status = verify_file(&verification, public_key);
    audit_file_close(&verification.file);
    return status;
}

/* SPDX-License-Identifier: Apache-2.0
 * feeguard audit replay: was each decision what the schedules say, and does each answer follow from
 * those before it? */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/trail_replay.h"
#include "base/text.h"
#include "engine/status.h"
#include "feeguard/host.h"
#include "harness.h"
#include "ledger/paths.h"
#include "options.h"
#include "trail/audit.h"
#include "trail/audit_file.h"
#include "trail/audit_life.h"
#include "trail/audit_schedules.h"
#include "trust.h"

#define SHOWN_MAX 100 /* differences of one class that are told one by one */

static const char help[] =
    "feeguard audit replay：按记录中的事实与所引收费标准，重新判定每一笔\n"
    "Decides each recorded charge once more and compares; follows every id through its life.\n"
    "\n"
    "usage: feeguard audit replay FILE --schedules DIR [DIR...]\n"
    "\n"
    "A record keeps what its decision was made from: the charge, with payer and subject as\n"
    "pseudonyms, what the ledger answered, the gateway's choices, and the SHA-256 of each "
    "schedule.\n"
    "Each DIR is one bundle as it was once in use; a record is judged by the one that has the "
    "very\n"
    "schedules that it names in effect. Keep the bundles of the past beside the one of today.\n"
    "\n"
    "Differences go to standard error, one a line, with position and id; their numbers by class "
    "to\n"
    "standard output:\n"
    "\n"
    "  code      the decision is another one today; which part of it is told\n"
    "  schedule  no DIR has the schedules that the record names; which one is told\n"
    "  state     an answer does not follow from the records before it\n"
    "  missing   records that are not there\n"
    "  tampered  records whose hash or content does not hold, or that a signed head belies\n"
    "\n"
    "Malformed charges and answers by an earlier decision have nothing to decide again. Whether "
    "the\n"
    "heads are signed by the right key is for feeguard audit verify. FILE comes first.\n"
    "\n"
    "options:\n"
    "  --schedules DIR   directory of the fee schedules, *.xml; required\n" TRUST_BESIDE
    "  --language LANG   zh (default) or en: of the differences and the summary\n"
    "  --help            this page\n"
    "\n"
    "exit status:\n"
    "  0  no difference\n"
    "  1  differences were found\n"
    "  2  bad usage, refused schedules, or a file that cannot be read\n"
    "\n"
    "examples:\n"
    "  feeguard audit replay ledger.db --schedules schedules/\n"
    "  feeguard audit replay ledger.db --schedules bundles/2026-07 bundles/2026-01\n";

enum difference_class {
    CLASS_CODE,
    CLASS_SCHEDULE,
    CLASS_STATE,
    CLASS_MISSING,
    CLASS_TAMPERED,
    CLASSES
};

static const char *const class_names[CLASSES][2] = {
    [CLASS_CODE] = {"判定不同 (code)", "code"},
    [CLASS_SCHEDULE] = {"收费标准不符 (schedule)", "schedule"},
    [CLASS_STATE] = {"状态矛盾 (state)", "state"},
    [CLASS_MISSING] = {"记录缺失 (missing)", "missing"},
    [CLASS_TAMPERED] = {"记录被改 (tampered)", "tampered"},
};

static const char *const parts[DIFFERENCES][2] = {
    [DIFFERS_CHARGE] = {"所记收费不可能被判定", "no charge that could have been decided"},
    [DIFFERS_FACTS] = {"所记事实与规则不合", "the facts are none that the rules ask for"},
    [DIFFERS_UNREADABLE] = {"所记判定无法读出", "the recorded decision cannot be read"},
    [DIFFERS_OUTCOME] = {"结论", "outcome"},
    [DIFFERS_TOLD] = {"告知网关的结论", "told"},
    [DIFFERS_CODES] = {"问题代码", "codes"},
    [DIFFERS_EFFECTS] = {"问题的效力", "effects of the codes"},
    [DIFFERS_OBSERVED] = {"观察期", "observed"},
    [DIFFERS_STANDARD] = {"标准金额", "standard"},
    [DIFFERS_LOW] = {"标准下限", "low"},
    [DIFFERS_DUE] = {"合法应收", "due"},
    [DIFFERS_EARLIEST] = {"最早合法日期", "earliest"},
    [DIFFERS_ITEM] = {"项目名称", "name of the item"},
    [DIFFERS_CONFLICT] = {"相冲突的交易", "conflict"},
    [DIFFERS_FINDINGS] = {"依据或细节", "basis or detail"},
    [DIFFERS_REDUCTIONS] = {"减免", "reductions"},
    [DIFFERS_MISSING] = {"缺少的属性", "missing"},
    [DIFFERS_STATUS] = {"返回状态与判定不符", "the status is not what was decided"},
};

static const char *const life_faults[LIFE_FAULTS][2] = {
    [LIFE_DECIDED_ANEW] = {"仍有效的交易号又被判定", "decided once more, though the id stood"},
    [LIFE_NO_EARLIER] = {"引用先前的判定，而先前并无", "answered by an earlier decision, of which "
                                                       "there is none"},
    [LIFE_OTHER_STATUS] = {"按先前记录应为", "by the records before it should be"},
    [LIFE_TIME_RAN_BACK] = {"时间早于前一条记录", "its time is before that of the record before"},
};

struct replaying {
    struct audit_file file;
    struct trail_verify verify;
    struct audit_heads heads;
    struct audit_bundles bundles;
    struct trail_judge *judge;
    struct lives *lives;
    uint64_t records, decided, differences[CLASSES];
    int32_t language;
};

/* "FILE: position 12 (txn T): class: " on standard error; false where enough were told. */
static bool difference_begin(struct replaying *replaying, enum difference_class class,
                             uint64_t position, struct fg_text txn)
{
    bool english = replaying->language == FG_LANGUAGE_EN;

    if (++replaying->differences[class] > SHOWN_MAX) return false;
    fprintf(stderr, english ? "%s: position %" PRId64 : "%s: 位置 %" PRId64, replaying->file.name,
            (int64_t)position);
    if (text_is_code(txn)) { /* what is no id is nothing for a terminal either */
        fprintf(stderr, english ? " (txn %.*s)" : "（交易 %.*s）", (int)txn.size, txn.bytes);
    }
    fprintf(stderr, english ? ": %s: " : "：%s：", class_names[class][english]);
    return true;
}

/* What the chain and its signed heads say by themselves. */
static void trail_found(void *context, const struct trail_finding *finding)
{
    struct replaying *replaying = context;
    bool english = replaying->language == FG_LANGUAGE_EN;
    bool is_missing = finding->fault == TRAIL_REMOVED || finding->fault == TRAIL_CUT ||
                      finding->fault == TRAIL_CLOSED_UP;
    struct fg_text none = {NULL, 0, 0};

    if (!difference_begin(replaying, is_missing ? CLASS_MISSING : CLASS_TAMPERED, finding->from,
                          none)) {
        return;
    }
    switch (finding->fault) {
    case TRAIL_REMOVED:
    case TRAIL_CUT:
        fprintf(stderr,
                english ? "no record up to position %" PRIu64 "\n"
                        : "直到位置 %" PRIu64 " 均无记录\n",
                finding->to);
        return;
    case TRAIL_CLOSED_UP:
        fprintf(stderr,
                english ? "%" PRIu64 " records before it are gone, and those behind renumbered\n"
                        : "其前 %" PRIu64 " 条记录不在，其后重新编号\n",
                finding->to);
        return;
    case TRAIL_FOREIGN_HEAD:
        fprintf(stderr,
                english ? "the signed head is another; something after position %" PRIu64
                          " was rewritten or cut off\n"
                        : "已签署的链首与此不符，位置 %" PRIu64 " 之后有重写或截断\n",
                finding->after);
        return;
    default:
        fprintf(stderr, "%s\n",
                english ? "does not hold; feeguard audit verify tells more"
                        : "不成立；详见 feeguard audit verify");
    }
}

/* ---- one record ---- */

static void judge_again(struct replaying *replaying, uint64_t position,
                        const struct entry_read *entry)
{
    enum trail_difference difference = entry->head.kind == ENTRY_COMMIT
                                           ? trail_judge_late(entry)
                                           : trail_judge_again(replaying->judge, entry);
    bool english = replaying->language == FG_LANGUAGE_EN;

    replaying->decided++;
    if (difference == DIFFERS_NOT) return;
    if (difference == DIFFERS_SCHEDULES) {
        if (!difference_begin(replaying, CLASS_SCHEDULE, position, entry->head.txn)) return;
        audit_bundles_explain(&replaying->bundles,
                              audit_manifest(&replaying->file, entry->schedules), entry->schedules,
                              replaying->language);
    } else if (difference == DIFFERS_CHARGE || difference == DIFFERS_UNREADABLE) {
        if (!difference_begin(replaying, CLASS_TAMPERED, position, entry->head.txn)) return;
        fprintf(stderr, "%s\n", parts[difference][english]);
    } else {
        struct fg_text version = entry->head.version;

        if (!difference_begin(replaying, CLASS_CODE, position, entry->head.txn)) return;
        if (!text_is_code(version)) version = TEXT("?");
        fprintf(stderr, english ? "%s (decided by version %.*s)\n" : "%s（判定版本 %.*s）\n",
                parts[difference][english], (int)version.size, version.bytes);
    }
}

static void follow(struct replaying *replaying, uint64_t position, const struct entry_read *entry)
{
    fg_status expected = FG_OK;
    enum life_fault fault = lives_follow(replaying->lives, entry, &expected);
    bool english = replaying->language == FG_LANGUAGE_EN;

    if (fault == LIFE_FOLLOWS) return;
    if (!difference_begin(replaying, CLASS_STATE, position, entry->head.txn)) return;
    fputs(life_faults[fault][english], stderr);
    if (fault == LIFE_OTHER_STATUS) {
        fprintf(stderr, english ? " %s, and is %s" : " %s，而实为 %s", status_name(expected),
                status_name(entry->head.status));
    }
    fputc('\n', stderr);
}

static bool was_decided(const struct entry_read *entry)
{
    if (entry->head.kind <= ENTRY_CHARGE) return entry->answer == ANSWER_DECIDED;
    return entry->head.kind == ENTRY_COMMIT && entry->head.status == FG_COMMITTED_LATE;
}

static bool walk(struct replaying *replaying)
{
    struct trail_verify *verify = &replaying->verify;
    struct entry_read entry;
    struct audit_row row;
    bool failed;

    if (!audit_rows_begin(&replaying->file, 0)) return false;
    while (audit_rows_next(&replaying->file, &row, &failed)) {
        trail_verify_record(verify, row.content, &row.stored);
        audit_heads_take(&replaying->heads, verify, &row.stored);
        replaying->records++;
        if (!entry_decode(row.content, &entry)) continue; /* told by the verification */
        if (was_decided(&entry)) {
            judge_again(replaying, row.stored.position, &entry);
        }
        follow(replaying, row.stored.position, &entry);
    }
    if (failed) return false;
    trail_verify_end(verify, &replaying->file.noted);
    audit_heads_take(&replaying->heads, verify, NULL);
    trail_verify_signed(verify, replaying->file.noted_checkpoint);
    failed = verify->failed || replaying->judge->failed;
    if (failed) complain("out of memory, or libcrypto failed");
    return !failed;
}

/* ---- the whole ---- */

static int tell(const struct replaying *replaying)
{
    bool english = replaying->language == FG_LANGUAGE_EN;
    uint64_t differences = 0;

    printf(english ? "%s: %" PRIu64 " records, %" PRIu64 " decided again\n"
                   : "%s：%" PRIu64 " 条记录，重新判定 %" PRIu64 " 笔\n",
           replaying->file.name, replaying->records, replaying->decided);
    for (int class = 0; class < CLASSES; class ++) {
        printf("%14" PRIu64 "  %s\n", replaying->differences[class], class_names[class][english]);
        differences += replaying->differences[class];
    }
    return differences == 0 ? EXIT_DONE : EXIT_FOUND;
}

static int replay_file(struct replaying *replaying)
{
    int status = EXIT_FAILED;

    replaying->judge = memory_take(1, sizeof(*replaying->judge));
    replaying->lives = lives_open(replaying->file.horizon_day);
    trail_judge_begin(replaying->judge, (const struct bundle *const *)replaying->bundles.list,
                      replaying->bundles.count);
    replaying->verify = (struct trail_verify){.report = trail_found, .context = replaying};
    if (!trail_verify_begin(&replaying->verify, replaying->file.digest)) {
        complain("libcrypto has no %s", digest_name(replaying->file.digest));
    } else if (audit_heads_read(&replaying->file, &replaying->heads) && walk(replaying)) {
        status = tell(replaying);
    }
    audit_heads_free(&replaying->heads);
    trail_verify_close(&replaying->verify);
    lives_close(replaying->lives);
    free(replaying->judge);
    return status;
}

/* Opens the file, then the bundles: it says whether they must be signed. */
static bool inputs_open(struct replaying *replaying, const char *trust, const char *schedules,
                        char **operands, int operand_count)
{
    struct audit_file *file = &replaying->file;
    struct ledger_paths paths;
    bool required;

    if (!audit_file_open(file, operands[0])) return false;
    if (!audit_trust_is_required(file, &required)) return false;
    if (trust == NULL && ledger_paths_of(text_of(file->name), &paths) &&
        path_is_taken(paths.trust)) {
        trust = paths.trust;
    }
    if (required && trust == NULL) {
        trust_complain_required(file->name, schedules, replaying->language);
        return false;
    }
    return audit_bundles_load(&replaying->bundles, trust, schedules, operands + 1,
                              operand_count - 1, replaying->language);
}

int audit_replay(int argc, char **argv)
{
    const char *schedules = NULL, *language = NULL, *trust = NULL;
    struct replaying replaying = {0};
    bool wants_help = false;
    const struct option_spec specs[] = {
        {"--schedules", &schedules, NULL},
        {"--trust", &trust, NULL},
        {"--language", &language, NULL},
        {"--help", NULL, &wants_help},
    };
    int count, status = EXIT_FAILED;

    if (!options_read(specs, sizeof(specs) / sizeof(specs[0]), argc, argv, &count)) {
        return EXIT_FAILED;
    }
    if (wants_help) {
        fputs(help, stdout);
        return EXIT_DONE;
    }
    if (count < 1 || schedules == NULL) {
        complain("audit replay needs FILE --schedules DIR; see feeguard audit replay --help");
        return EXIT_FAILED;
    }
    if (!option_language(language, &replaying.language)) return EXIT_FAILED;
    if (inputs_open(&replaying, trust, schedules, argv + 1, count)) {
        status = replay_file(&replaying);
    }
    audit_file_close(&replaying.file);
    audit_bundles_free(&replaying.bundles);
    return status;
}

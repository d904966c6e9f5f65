/* SPDX-License-Identifier: Apache-2.0
 * feeguard ledger init and rotate: the files of a ledger, made all or none, and fresh keys. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/secret_file.h"
#include "audit/signer.h"
#include "base/text.h"
#include "feeguard/host.h"
#include "harness.h"
#include "keeper/ledger.h"
#include "ledger/sqlite.h"
#include "options.h"

/* ---- init ---- */

static const char init_help[] =
    "feeguard ledger init：建立台账与密钥；已有的文件一概不动\n"
    "Makes a ledger, its keys and its signer; touches nothing that is there already.\n"
    "\n"
    "usage: feeguard ledger init FILE [--digest sm3|sha256] [--signer ed25519|p256|sm2]\n"
    "\n"
    "Makes FILE, FILE.keys, FILE.signer.pem and FILE.signer.pub.pem, or none of them: what was\n"
    "made is removed again when a later step fails. The directory must exist, on a local disk.\n"
    "\n"
    "options:\n"
    "  --digest NAME     sm3 (default) or sha256: of pseudonyms, permits and the audit trail;\n"
    "                    it cannot be changed later\n"
    "  --signer NAME     ed25519 (default), p256 or sm2: the key that signs heads of the trail\n"
    "  --language LANG   zh (default) or en: of the messages\n"
    "  --help            this page\n"
    "\n"
    "exit status:\n"
    "  0  made\n"
    "  2  not made: a file is there already, or one cannot be written\n"
    "\n"
    "examples:\n"
    "  feeguard ledger init /var/lib/feeguard/ledger.db\n"
    "  feeguard ledger init --digest sm3 --signer sm2 ledger.db\n";

struct making {
    struct ledger_paths paths;
    enum digest_kind digest;
    enum signer_kind signer;
    int32_t language;
};

/* Remains of another ledger would be taken for this one's. */
static bool place_is_free(const struct ledger_paths *paths)
{
    static const char *const endings[] = {
        "", ".keys", ".keys.new", ".signer.pem", ".signer.pub.pem", "-wal", "-shm", ".turn"};
    char path[PATH_MAX + 16];
    struct stat status;

    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        snprintf(path, sizeof(path), "%s%s", paths->file, endings[i]);
        if (lstat(path, &status) != 0 && errno == ENOENT) continue;
        if (lstat(path, &status) == 0) {
            complain("%s: is there already, and was not touched; choose another name, or move it "
                     "away with all files of its ledger",
                     path);
        } else {
            complain("%s: %s; the directory must exist and be open to this user", path,
                     strerror(errno));
        }
        return false;
    }
    return true;
}

static bool keys_complain(const char *path, enum key_fault fault, int32_t language)
{
    if (fault != KEY_OK) complain("%s: %s", path, key_fault_text(fault, language));
    return fault == KEY_OK;
}

/* The ledger comes last: where it is, all is. */
static bool ledger_make(const struct making *making)
{
    const struct ledger_paths *paths = &making->paths;
    struct keyring ring;
    const struct sqlite_options options = {.path = text_of(paths->file),
                                           .keyring = &ring,
                                           .language = making->language,
                                           .log = ledger_log};
    bool made;

    if (!keys_complain(paths->keys, keyring_read(paths->keys, &ring), making->language)) {
        return false;
    }
    made = sqlite_ledger_create(&options) == FG_OK;
    keyring_wipe(&ring);
    return made;
}

static bool make(const struct making *making)
{
    const struct ledger_paths *paths = &making->paths;

    if (!place_is_free(paths)) return false;
    if (!keys_complain(paths->keys, keyring_create(paths->keys, making->digest),
                       making->language)) {
        return false;
    }
    if (!keys_complain(paths->signer, signer_create(paths->signer, paths->verifier, making->signer),
                       making->language)) {
        goto keys;
    }
    if (ledger_make(making)) return true;
    secret_file_remove(paths->signer);
    secret_file_remove(paths->verifier);
keys:
    secret_file_remove(paths->keys);
    return false;
}

static void init_tell(const struct making *making)
{
    const struct ledger_paths *paths = &making->paths;

    if (making->language == FG_LANGUAGE_EN) {
        printf("made the ledger sqlite:%s\n\n"
               "  %s\n      the ledger with its audit trail: back it up\n"
               "  %s\n      SECRET, and needed to open the ledger: back it up apart from it;"
               " who has it\n      can make permits and try out whose pseudonym is whose\n"
               "  %s\n      SECRET: who has it can sign a trail; back it up apart from the ledger\n"
               "  %s\n      public: give it to the auditors now, and they need trust nobody later\n"
               "\n"
               "Back up a ledger in use with: sqlite3 FILE \"VACUUM INTO 'COPY'\"\n",
               paths->file, paths->file, paths->keys, paths->signer, paths->verifier);
        return;
    }
    printf("已建立台账 sqlite:%s\n\n"
           "  %s\n      台账及审计记录：须备份\n"
           "  %s\n      机密；没有它打不开台账：须与台账分开备份。持有者能签发许可凭证，\n"
           "      也能逐个试出假名属于谁\n"
           "  %s\n      机密；持有者能签署审计记录：须与台账分开备份\n"
           "  %s\n      公开：现在就交给审计方，日后核对不必再信任任何人\n"
           "\n"
           "备份使用中的台账：sqlite3 FILE \"VACUUM INTO '副本'\"\n",
           paths->file, paths->file, paths->keys, paths->signer, paths->verifier);
}

static bool digest_option(const char *text, enum digest_kind *kind)
{
    *kind = DIGEST_SM3;
    if (text == NULL || strcmp(text, "sm3") == 0) return true;
    *kind = DIGEST_SHA256;
    if (strcmp(text, "sha256") == 0) return true;
    complain("--digest is sm3 or sha256, not \"%s\"", text);
    return false;
}

static bool signer_option(const char *text, enum signer_kind *kind)
{
    *kind = SIGNER_ED25519;
    if (text == NULL || strcmp(text, "ed25519") == 0) return true;
    *kind = SIGNER_P256;
    if (strcmp(text, "p256") == 0) return true;
    *kind = SIGNER_SM2;
    if (strcmp(text, "sm2") == 0) return true;
    complain("--signer is ed25519, p256 or sm2, not \"%s\"", text);
    return false;
}

int ledger_init(int argc, char **argv)
{
    const char *digest = NULL, *signer = NULL, *language = NULL;
    bool wants_help = false;
    const struct option_spec specs[] = {
        {"--digest", &digest, NULL},
        {"--signer", &signer, NULL},
        {"--language", &language, NULL},
        {"--help", NULL, &wants_help},
    };
    struct making making = {0};
    int count;

    if (!options_read(specs, sizeof(specs) / sizeof(specs[0]), argc, argv, &count)) {
        return EXIT_FAILED;
    }
    if (wants_help) {
        fputs(init_help, stdout);
        return EXIT_DONE;
    }
    if (count != 1) {
        complain("ledger init needs one FILE; see feeguard ledger init --help");
        return EXIT_FAILED;
    }
    if (!option_language(language, &making.language) || !digest_option(digest, &making.digest) ||
        !signer_option(signer, &making.signer) || !ledger_name(argv[1], &making.paths)) {
        return EXIT_FAILED;
    }
    if (!make(&making)) return EXIT_FAILED;
    init_tell(&making);
    return EXIT_DONE;
}

/* ---- rotate ---- */

static const char rotate_help[] =
    "feeguard ledger rotate：轮换密钥，旧假名仍可对应\n"
    "Begins a new epoch of the keys; what stands under earlier ones is still found.\n"
    "\n"
    "usage: feeguard ledger rotate FILE\n"
    "\n"
    "Adds an epoch to FILE.keys, of at most 8, and marks the ledger, so that running gateways "
    "take\n"
    "the new key up by themselves with their next charge. Permits that were issued before stay\n"
    "good. Afterwards back FILE.keys up again: an older copy no longer opens the ledger.\n"
    "\n"
    "The key that signs the trail is not changed.\n"
    "\n"
    "options:\n"
    "  --language LANG   zh (default) or en: of the messages\n"
    "  --help            this page\n"
    "\n"
    "exit status:\n"
    "  0  rotated\n"
    "  2  not rotated: no such ledger, keys that are not its own, no room for an epoch\n"
    "\n"
    "example:\n"
    "  feeguard ledger rotate /var/lib/feeguard/ledger.db\n";

static int rotate(const char *file, int32_t language)
{
    bool english = language == FG_LANGUAGE_EN;
    struct opened opened;
    uint32_t epochs;

    /* Keys that do not open this ledger are not worth rotating. */
    if (!ledger_begin(file, language, &opened)) return EXIT_FAILED;
    ledger_finish(&opened);
    if (!keys_complain(opened.paths.keys, keyring_rotate(opened.paths.keys), language)) {
        return EXIT_FAILED;
    }
    /* To close it writes the new epoch into it: by that gateways notice. */
    if (!ledger_begin(file, language, &opened)) {
        complain("%s",
                 english ? "the keys were rotated, but the ledger could not be marked: "
                           "restart one gateway, and all others follow"
                         : "密钥已轮换，但未能在台账上标记：请重启任一网关，其余网关随后自行跟上");
        return EXIT_FAILED;
    }
    epochs = opened.ring.epoch_count;
    ledger_finish(&opened);
    if (english) {
        printf("rotated: epoch %u of %s is in use; running gateways take it up by themselves\n"
               "back this file up again now; an older copy no longer opens the ledger\n",
               epochs - 1, opened.paths.keys);
    } else {
        printf("已轮换：%s 现用第 %u 代密钥；运行中的网关会自行跟上，无须重启\n"
               "请立即重新备份此文件；旧副本不再能打开台账\n",
               opened.paths.keys, epochs - 1);
    }
    return EXIT_DONE;
}

int ledger_rotate(int argc, char **argv)
{
    const char *language_text = NULL;
    bool wants_help = false;
    const struct option_spec specs[] = {
        {"--language", &language_text, NULL},
        {"--help", NULL, &wants_help},
    };
    int32_t language = FG_LANGUAGE_ZH;
    int count;

    if (!options_read(specs, sizeof(specs) / sizeof(specs[0]), argc, argv, &count)) {
        return EXIT_FAILED;
    }
    if (wants_help) {
        fputs(rotate_help, stdout);
        return EXIT_DONE;
    }
    if (count != 1) {
        complain("ledger rotate needs one FILE; see feeguard ledger rotate --help");
        return EXIT_FAILED;
    }
    if (!option_language(language_text, &language)) return EXIT_FAILED;
    return rotate(argv[1], language);
}

/* SPDX-License-Identifier: Apache-2.0
 * feeguard ledger: the table of its subcommands, and opening a ledger for them. */
#include "keeper/ledger.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "feeguard/host.h"
#include "harness.h"
#include "ledger/sqlite.h"
#include "subcommand.h"

static const char help[] =
    "feeguard ledger：建立和照管台账\n"
    "Makes a durable ledger and looks after it. Payments go through a gateway, never through "
    "here.\n"
    "\n"
    "usage: feeguard ledger init FILE [--digest sm3|sha256] [--signer ed25519|p256|sm2]\n"
    "       feeguard ledger rotate FILE\n"
    "       feeguard ledger stats FILE [--json]\n"
    "       feeguard ledger pending FILE [--json]\n"
    "       feeguard ledger prune FILE --schedules DIR [--retention-days N] [--today DATE]\n"
    "       feeguard ledger check FILE\n"
    "\n"
    "  init     建立台账与密钥 / makes a ledger, its keys and its signer\n"
    "  rotate   轮换密钥 / begins a new epoch of the keys\n"
    "  stats    统计 / how much stands, how long the trail is, what is signed\n"
    "  pending  未了结的预留 / reservations that were neither committed nor released\n"
    "  prune    清理到期的收费 / forgets charges that no rule can ask about any more\n"
    "  check    全面检查 / looks for everything that can be wrong in the file\n"
    "\n"
    "A ledger is four files side by side: FILE, FILE.keys, FILE.signer.pem, FILE.signer.pub.pem;\n"
    "FILE-wal, FILE-shm and FILE.turn belong to it while it is in use. Gateways open it as\n"
    "sqlite:FILE. Run these commands as the user that the gateways run as.\n"
    "\n"
    "Each has a page of its own: feeguard ledger init --help\n"
    "\n"
    "exit status:\n"
    "  0  done, and nothing wrong\n"
    "  1  done, and something found\n"
    "  2  could not be carried out; nothing was changed\n"
    "\n"
    "examples:\n"
    "  feeguard ledger init /var/lib/feeguard/ledger.db\n"
    "  feeguard ledger pending /var/lib/feeguard/ledger.db\n";

static const struct subcommand subcommands[] = {
    {"init", "ledger init", ledger_init},
    {"rotate", "ledger rotate", ledger_rotate},
    {"stats", "ledger stats", ledger_show_stats},
    {"pending", "ledger pending", ledger_show_pending},
    {"prune", "ledger prune", ledger_prune_old},
    {"check", "ledger check", ledger_check_all},
};

int command_ledger(int argc, char **argv)
{
    return subcommand_run(subcommands, sizeof(subcommands) / sizeof(subcommands[0]), help, argc,
                          argv);
}

/* ---- opening ---- */

bool ledger_name(const char *file, struct ledger_paths *paths)
{
    struct fg_text text = text_of(file), prefix = TEXT("sqlite:");

    if (text_starts(text, prefix)) {
        text.bytes += prefix.size;
        text.size -= prefix.size;
    }
    if (ledger_paths_of(text, paths)) return true;
    complain("\"%s\" cannot be the name of a ledger: it is empty or too long", file);
    return false;
}

void ledger_log(void *context, int32_t severity, const char *line)
{
    (void)context;
    if (severity == FG_LOG_ERROR) complain("%s", line);
    if (severity == FG_LOG_WARNING) fprintf(stderr, "feeguard: warning: %s\n", line);
}

bool ledger_begin(const char *file, int32_t language, struct opened *opened)
{
    const struct rulebook rulebook = {.as_known_day = DAY_NONE};
    struct sqlite_options options = {.keyring = &opened->ring,
                                     .key_path = opened->paths.keys,
                                     .language = language,
                                     .log = ledger_log,
                                     .signer_path = opened->paths.signer};
    enum key_fault fault;

    *opened = (struct opened){0};
    if (!ledger_name(file, &opened->paths)) return false;
    options.path = text_of(opened->paths.file);
    fault = keyring_read(opened->paths.keys, &opened->ring);
    if (fault == KEY_OK && sqlite_ledger_open(&rulebook, &options, &opened->ledger) == FG_OK) {
        return true;
    }
    if (fault == KEY_MALFORMED && opened->ring.fault_line > 0) {
        complain("%s:%u: %s", opened->paths.keys, opened->ring.fault_line,
                 key_fault_text(fault, language));
    } else if (fault != KEY_OK) {
        complain("%s: %s", opened->paths.keys, key_fault_text(fault, language));
    }
    keyring_wipe(&opened->ring);
    return false;
}

void ledger_finish(struct opened *opened)
{
    ledger_close(&opened->ledger);
    keyring_wipe(&opened->ring);
}

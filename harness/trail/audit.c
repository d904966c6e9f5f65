/* SPDX-License-Identifier: Apache-2.0
 * feeguard audit: the table of its subcommands. */
#include "trail/audit.h"

#include "harness.h"
#include "subcommand.h"

static const char help[] =
    "feeguard audit：核对、导出、重新判定审计记录\n"
    "Verifies, exports and judges again what a ledger's audit trail tells. Reads only; needs no "
    "key\n"
    "but the public one, and works on any copy of FILE.\n"
    "\n"
    "usage: feeguard audit verify FILE [--public-key PEM] [--head POSITION:HEX]\n"
    "       feeguard audit export FILE [--from N] [--to N]\n"
    "       feeguard audit replay FILE --schedules DIR [DIR...]\n"
    "\n"
    "  verify   核对记录有无改动 / is this the trail that was written?\n"
    "  export   导出为 JSON / each record as one line of JSON\n"
    "  replay   重新判定每一笔 / was each decision what the schedules say?\n"
    "\n"
    "A whole audit is a verify against the public key, which the auditor has from the day on "
    "which\n"
    "the ledger was made, and against a head that the auditor noted earlier; then a replay "
    "against\n"
    "the schedules as they were published.\n"
    "\n"
    "Each has a page of its own: feeguard audit verify --help\n"
    "\n"
    "exit status:\n"
    "  0  done, and nothing wrong\n"
    "  1  done, and something found\n"
    "  2  could not be carried out\n"
    "\n"
    "examples:\n"
    "  feeguard audit verify ledger.db --public-key auditor/ledger.pub.pem\n"
    "  feeguard audit replay ledger.db --schedules bundles/2026-07 bundles/2026-01\n";

static const struct subcommand subcommands[] = {
    {"verify", "audit verify", audit_verify},
    {"export", "audit export", audit_export},
    {"replay", "audit replay", audit_replay},
};

int command_audit(int argc, char **argv)
{
    return subcommand_run(subcommands, sizeof(subcommands) / sizeof(subcommands[0]), help, argc,
                          argv);
}

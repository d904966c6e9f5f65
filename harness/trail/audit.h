/* SPDX-License-Identifier: Apache-2.0
 * The subcommands of feeguard audit. argv[0] is "audit NAME". */
#ifndef HARNESS_TRAIL_AUDIT_H
#define HARNESS_TRAIL_AUDIT_H

int audit_verify(int argc, char **argv);
int audit_export(int argc, char **argv);
int audit_replay(int argc, char **argv);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * The subcommands of feeguard schedule. argv[0] is "schedule NAME"; each returns the exit status.
 */
#ifndef HARNESS_SCHEDULE_SCHEDULE_H
#define HARNESS_SCHEDULE_SCHEDULE_H

int schedule_diff(int argc, char **argv);
int schedule_export(int argc, char **argv);
int schedule_import(int argc, char **argv);
int schedule_keygen(int argc, char **argv);
int schedule_lint(int argc, char **argv);
int schedule_order(int argc, char **argv);
int schedule_publish(int argc, char **argv);
int schedule_sign(int argc, char **argv);
int schedule_test(int argc, char **argv);
int schedule_verify(int argc, char **argv);

#endif

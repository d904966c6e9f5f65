/* SPDX-License-Identifier: Apache-2.0
 * What all commands share: exit statuses, error lines, memory that is there or ends the program. */
#ifndef HARNESS_HARNESS_H
#define HARNESS_HARNESS_H

#include <stddef.h>

enum { EXIT_DONE = 0, EXIT_FOUND = 1, EXIT_FAILED = 2 };

/* Grows or takes an array. A command-line program without memory has nothing left to do: it says so
 * and exits with EXIT_FAILED. */
void *memory_grow(void *old, size_t count, size_t element_size);
void *memory_take(size_t count, size_t element_size); /* zeroed */
_Noreturn void memory_gone(void);                     /* the same end, where others ran out */

/* "feeguard: error: ..." on standard error. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The commands. argv[0] is the command's own name; each returns the exit status. */
int command_replay(int argc, char **argv);
int command_check(int argc, char **argv);
int command_health(int argc, char **argv);
int command_schedule(int argc, char **argv);
int command_bench(int argc, char **argv);
int command_ledger(int argc, char **argv);
int command_audit(int argc, char **argv);
int command_permit(int argc, char **argv);

#endif

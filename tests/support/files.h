/* SPDX-License-Identifier: Apache-2.0
 * Temporary directories and the files in them. Each call ends the test when it cannot do its work.
 */
#ifndef TESTS_SUPPORT_FILES_H
#define TESTS_SUPPORT_FILES_H

#include <stddef.h>

#define PATH_SIZE 256

/* Makes an empty directory of its own. */
void directory_make(char path[PATH_SIZE]);
/* Removes it with the files directly in it. */
void directory_remove(const char *path);

/* Writes a file whole, replacing what was there. */
void disk_write(const char *directory, const char *name, const char *content);
void disk_remove(const char *directory, const char *name);
/* The whole file with a NUL behind it; freed by the caller. */
char *disk_read(const char *path);

/* Number of entries in a directory of the system, like /proc/self/fd. */
size_t directory_count(const char *path);

#endif

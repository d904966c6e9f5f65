/* SPDX-License-Identifier: Apache-2.0
 * Small files that hold keys: read only when nobody else can, written so that a crash leaves the
 * old file or the new one. */
#ifndef FEEGUARD_AUDIT_SECRET_FILE_H
#define FEEGUARD_AUDIT_SECRET_FILE_H

#include <stddef.h>
#include <sys/types.h>

#include "audit/key_fault.h"

#define SECRET_FILE_SIZE_MAX 65536

#define SECRET_FILE_MODE 0600
#define PUBLIC_FILE_MODE 0644

enum file_privacy { FILE_SECRET, FILE_PUBLIC };

struct secret {
    char *bytes; /* with a NUL behind them */
    size_t size;
};

/* FILE_SECRET: no symbolic link, a regular file of the effective user, closed to group and others.
 * FILE_PUBLIC: any regular file. Larger than SECRET_FILE_SIZE_MAX is malformed. On KEY_OK the
 * caller frees the secret. */
enum key_fault secret_file_read(const char *path, enum file_privacy privacy, struct secret *secret);
/* Wipes, then frees; a zeroed secret too. */
void secret_free(struct secret *secret);

/* Makes the file, which must not exist yet, and opens it for secret_file_write. */
enum key_fault secret_file_create(const char *path, mode_t mode, int *descriptor);
/* Writes the bytes, brings them to the disk and closes the descriptor, whatever happens. */
enum key_fault secret_file_write(int descriptor, const char *bytes, size_t size);
/* Brings the directory's entry for the path to the disk. */
enum key_fault secret_file_settle(const char *path);

/* All three; what was created is removed again when a later step fails. */
enum key_fault secret_file_make(const char *path, mode_t mode, const char *bytes, size_t size);
/* Takes back what secret_file_make made. */
void secret_file_remove(const char *path);

#endif

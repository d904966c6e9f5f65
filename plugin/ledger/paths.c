/* SPDX-License-Identifier: Apache-2.0
 * Names are made by appending: what belongs together lies together. */
#include "ledger/paths.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define LONGEST_ENDING ".signer.pub.pem"

bool ledger_paths_of(struct fg_text file, struct ledger_paths *paths)
{
    int size = (int)file.size, directory_size;
    const char *slash;

    if (file.size == 0 || file.size + sizeof(LONGEST_ENDING) > sizeof(paths->file)) return false;
    if (memchr(file.bytes, '\0', file.size) != NULL) return false;
    snprintf(paths->file, sizeof(paths->file), "%.*s", size, file.bytes);
    snprintf(paths->keys, sizeof(paths->keys), "%.*s.keys", size, file.bytes);
    snprintf(paths->signer, sizeof(paths->signer), "%.*s.signer.pem", size, file.bytes);
    snprintf(paths->verifier, sizeof(paths->verifier), "%.*s.signer.pub.pem", size, file.bytes);
    slash = strrchr(paths->file, '/');
    directory_size = slash != NULL ? (int)(slash - paths->file) + 1 : 0;
    snprintf(paths->trust, sizeof(paths->trust), "%.*strust", directory_size, paths->file);
    return true;
}

bool path_is_taken(const char *path)
{
    struct stat status;

    return lstat(path, &status) == 0 || errno != ENOENT;
}

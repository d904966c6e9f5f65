/* SPDX-License-Identifier: Apache-2.0
 * A hash of each entry, summed up, so that the order in which a directory is read is no matter. */
#include "engine/glance.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"

static void entry_add(struct hash128 *sum, const char *name, int failure, const struct stat *status)
{
    static const struct hash_key key = {1, 2}; /* nobody gains by making a change look like none */
    struct hasher hasher;
    struct hash128 hash;

    hasher_begin(&hasher, &key);
    hasher_text(&hasher, text_of(name));
    hasher_number(&hasher, (uint64_t)failure);
    if (failure == 0) {
        hasher_number(&hasher, status->st_dev);
        hasher_number(&hasher, status->st_ino);
        hasher_number(&hasher, (uint64_t)status->st_size);
        hasher_number(&hasher, (uint64_t)status->st_mtim.tv_sec);
        hasher_number(&hasher, (uint64_t)status->st_mtim.tv_nsec);
        hasher_number(&hasher, (uint64_t)status->st_ctim.tv_sec);
        hasher_number(&hasher, (uint64_t)status->st_ctim.tv_nsec);
    }
    hash = hasher_end(&hasher);
    sum->low += hash.low;
    sum->high += hash.high;
}

/* What loading reads, of documents or of trust. Anything else may be a ledger that lies there too
 * and changes with each payment, or a file on its way under another name. */
static bool is_read(const char *name)
{
    static const char *const endings[] = {".xml", ".order", ".sig", ".pem", ".crl", ".conf"};
    size_t size = strlen(name);

    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        size_t ending = strlen(endings[i]);

        if (size >= ending && strcmp(name + size - ending, endings[i]) == 0) return true;
    }
    return false;
}

static void entries_add(struct hash128 *sum, DIR *directory)
{
    struct dirent *entry;

    while ((entry = readdir(directory)) != NULL) {
        struct stat status;
        bool is_seen;

        if (!is_read(entry->d_name)) continue;
        is_seen = fstatat(dirfd(directory), entry->d_name, &status, 0) == 0;
        entry_add(sum, entry->d_name, is_seen ? 0 : errno, &status);
    }
    closedir(directory);
}

static void file_add(struct hash128 *sum, const char *path)
{
    struct stat status;

    entry_add(sum, path, stat(path, &status) == 0 ? 0 : errno, &status);
}

struct hash128 glance(struct fg_text path)
{
    struct hash128 sum = {0, 0};
    char name[PATH_MAX];
    DIR *directory;

    if (path.size == 0 || path.size + sizeof(".sig") > sizeof(name)) return sum;
    snprintf(name, sizeof(name), "%.*s", (int)path.size, path.bytes);
    directory = opendir(name);
    if (directory != NULL) {
        entries_add(&sum, directory);
        return sum;
    }
    file_add(&sum, name);
    snprintf(name, sizeof(name), "%.*s.sig", (int)path.size, path.bytes);
    file_add(&sum, name);
    return sum;
}

/* SPDX-License-Identifier: Apache-2.0
 * The file is looked at by its path before SQLite opens it: closing a descriptor of it would give
 * back SQLite's own locks. */
#include "ledger/sqlite_place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

bool sqlite_is_local(uint64_t type)
{
    static const uint32_t remote[] = {
        0x00006969, /* NFS */
        0x0000517b, /* SMB */
        0xff534d42, /* CIFS */
        0xfe534d42, /* SMB2 */
        0x01021997, /* 9P */
        0x5346414f, /* AFS */
        0x6b414653, /* kAFS */
        0x00c36400, /* Ceph */
        0x73757245, /* Coda */
        0x0000564c, /* NCP */
        0x65735546, /* FUSE */
        0x0bd00bd0, /* Lustre */
        0x47504653, /* GPFS */
        0x01161970, /* GFS2 */
        0x7461636f, /* OCFS2 */
        0x19830326, /* BeeGFS */
        0x20030528, /* OrangeFS */
        0xaad7aaea, /* PanFS */
        0x013111a8, /* IBRIX */
        0xbeefdead, /* StorNext */
        0x61636673, /* ACFS */
        0x786f4256, /* folders that VirtualBox, */
        0xbacbacbc, /* VMware */
        0x7c7c6673, /* and Parallels share with a guest */
    };

    for (size_t i = 0; i < sizeof(remote) / sizeof(remote[0]); i++) {
        if ((uint32_t)type == remote[i]) return false;
    }
    return true;
}

char *place_path(struct fg_text path)
{
    char *copy = malloc((size_t)path.size + 1);

    if (copy == NULL) return NULL;
    if (path.size > 0) memcpy(copy, path.bytes, path.size);
    copy[path.size] = '\0';
    return copy;
}

char *place_directory(const char *path)
{
    const char *slash = strrchr(path, '/');
    uint32_t size = slash == NULL ? 0 : slash == path ? 1 : (uint32_t)(slash - path);

    return slash == NULL ? place_path(TEXT(".")) : place_path((struct fg_text){path, size, 0});
}

enum refusal place_judge_directory(const char *path)
{
    char *directory = place_directory(path);
    enum refusal refusal = REFUSAL_NONE;
    struct statfs system;

    if (directory == NULL) return REFUSAL_MEMORY;
    if (statfs(directory, &system) != 0) {
        refusal = errno == ENOENT || errno == ENOTDIR ? REFUSAL_DIRECTORY : REFUSAL_ACCESS;
    } else if (!sqlite_is_local((uint64_t)system.f_type)) {
        refusal = REFUSAL_NETWORK;
    }
    free(directory);
    return refusal;
}

/* Whether a descriptor of this process refers to the file: another opening, or one inherited from a
 * parent. SQLite keeps its locks by process and file, so two that do not know of each other would
 * let others in, and the closing of one would give back the locks of the other. */
static bool is_open_here(const struct stat *file)
{
    DIR *descriptors = opendir("/proc/self/fd");
    const struct dirent *entry;
    struct stat status;
    bool found = false;

    if (descriptors == NULL) return false;
    while (!found && (entry = readdir(descriptors)) != NULL) {
        if (entry->d_name[0] == '.') continue;
        found = fstat((int)strtol(entry->d_name, NULL, 10), &status) == 0 &&
                status.st_dev == file->st_dev && status.st_ino == file->st_ino;
    }
    closedir(descriptors);
    return found;
}

/* SQLite finds the write-ahead log beside the name that it was given: under two names of one file
 * there are two logs, and what is in one of them the other does not know. A file that is mounted by
 * itself has its first name elsewhere (told since Linux 5.8). */
static bool has_two_names(const char *path, const struct stat *file)
{
    struct statx more;

    if (file->st_nlink > 1) return true;
    return statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, 0, &more) == 0 &&
           (more.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

enum refusal place_judge_file(const char *path, mode_t *mode)
{
    struct statfs system;
    struct stat status;

    if (lstat(path, &status) != 0) {
        return errno == ENOENT || errno == ENOTDIR ? REFUSAL_MISSING : REFUSAL_ACCESS;
    }
    if (!S_ISREG(status.st_mode)) return REFUSAL_NOT_A_FILE;
    if (statfs(path, &system) != 0) return REFUSAL_ACCESS;
    if (!sqlite_is_local((uint64_t)system.f_type)) return REFUSAL_NETWORK;
    if (access(path, R_OK | W_OK) != 0) return REFUSAL_ACCESS;
    if (is_open_here(&status)) return REFUSAL_IN_USE;
    if (has_two_names(path, &status)) return REFUSAL_TWO_NAMES;
    *mode = status.st_mode & 0666;
    return REFUSAL_NONE;
}

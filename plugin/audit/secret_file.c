/* SPDX-License-Identifier: Apache-2.0
 * What is checked is what was opened: by descriptor, never by a second look at the path. */
#include "audit/secret_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/crypto.h>

#include "base/whole.h"

/* Why a path could not be opened for reading. A foreign file is mostly closed to us, too: the
 * reason that helps is its owner. */
static enum key_fault open_fault(const char *path, int error)
{
    struct stat status;

    switch (error) {
    case ENOENT:
    case ENOTDIR: return KEY_MISSING;
    case ELOOP:
    case ENXIO: return KEY_NOT_A_FILE;
    case ENOMEM: return KEY_NO_MEMORY;
    case EACCES:
        if (lstat(path, &status) == 0 && status.st_uid != geteuid()) return KEY_FOREIGN_OWNER;
        return KEY_UNREADABLE;
    default: return KEY_UNREADABLE;
    }
}

static enum key_fault status_fault(const struct stat *status, enum file_privacy privacy)
{
    if (!S_ISREG(status->st_mode)) return KEY_NOT_A_FILE;
    if (privacy == FILE_SECRET) {
        if (status->st_uid != geteuid()) return KEY_FOREIGN_OWNER;
        if ((status->st_mode & (S_IRWXG | S_IRWXO)) != 0) return KEY_OPEN_TO_OTHERS;
    }
    return status->st_size > SECRET_FILE_SIZE_MAX ? KEY_MALFORMED : KEY_OK;
}

enum key_fault secret_file_read(const char *path, enum file_privacy privacy, struct secret *secret)
{
    int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK; /* a pipe must not hold us */
    int descriptor = open(path, privacy == FILE_SECRET ? flags | O_NOFOLLOW : flags);
    enum key_fault fault = KEY_OK;
    struct stat status;
    size_t capacity;

    *secret = (struct secret){NULL, 0};
    if (descriptor < 0) return open_fault(path, errno);
    fault = fstat(descriptor, &status) != 0 ? KEY_UNREADABLE : status_fault(&status, privacy);
    if (fault != KEY_OK) goto out;
    capacity = (size_t)status.st_size + 1;
    secret->bytes = malloc(capacity);
    fault = KEY_NO_MEMORY;
    if (secret->bytes == NULL) goto out;
    fault = KEY_UNREADABLE; /* also when it is just being written to */
    if (!whole_read(descriptor, secret->bytes, capacity, &secret->size)) goto out;
    if (secret->size != capacity - 1) goto out;
    secret->bytes[secret->size] = '\0';
    fault = KEY_OK;
out:
    close(descriptor);
    if (fault != KEY_OK) secret_free(secret);
    return fault;
}

void secret_free(struct secret *secret)
{
    if (secret->bytes != NULL) OPENSSL_cleanse(secret->bytes, secret->size);
    free(secret->bytes);
    *secret = (struct secret){NULL, 0};
}

enum key_fault secret_file_create(const char *path, mode_t mode, int *descriptor)
{
    *descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    if (*descriptor < 0) return errno == EEXIST ? KEY_EXISTS : KEY_UNWRITABLE;
    if (fchmod(*descriptor, mode) != 0) { /* the host's umask is no wish of ours */
        close(*descriptor);
        unlink(path);
        return KEY_UNWRITABLE;
    }
    return KEY_OK;
}

enum key_fault secret_file_write(int descriptor, const char *bytes, size_t size)
{
    bool done = whole_write(descriptor, bytes, size) && fsync(descriptor) == 0;

    return close(descriptor) == 0 && done ? KEY_OK : KEY_UNWRITABLE;
}

enum key_fault secret_file_settle(const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t size = slash == NULL ? 0 : slash == path ? 1 : (size_t)(slash - path);
    char *directory = size == 0 ? strdup(".") : strndup(path, size);
    enum key_fault fault = KEY_UNWRITABLE;
    int descriptor;

    if (directory == NULL) return KEY_NO_MEMORY;
    descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(directory);
    if (descriptor < 0) return KEY_UNWRITABLE;
    if (fsync(descriptor) == 0) fault = KEY_OK;
    close(descriptor);
    return fault;
}

enum key_fault secret_file_make(const char *path, mode_t mode, const char *bytes, size_t size)
{
    int descriptor;
    enum key_fault fault = secret_file_create(path, mode, &descriptor);

    if (fault != KEY_OK) return fault;
    fault = secret_file_write(descriptor, bytes, size);
    if (fault == KEY_OK) fault = secret_file_settle(path);
    if (fault != KEY_OK) unlink(path);
    return fault;
}

void secret_file_remove(const char *path)
{
    unlink(path);
}

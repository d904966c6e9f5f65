/* SPDX-License-Identifier: Apache-2.0
 * A new file is made by its name alone; one to be replaced is written beside it and renamed. */
#include "table/files.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/whole.h"
#include "harness.h"
#include "output.h"

bool file_put(const char *path, bool force, const struct output *bytes)
{
    char name[PATH_MAX];
    bool good;
    int fd;

    if (snprintf(name, sizeof(name), force ? "%s.new" : "%s", path) >= (int)sizeof(name)) {
        complain("%s: the name is too long", path);
        return false;
    }
    fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC | (force ? O_TRUNC : O_EXCL), 0666);
    if (fd < 0) {
        complain("%s: %s", name,
                 errno == EEXIST
                     ? "文件已存在，没有改动；覆盖须用 --force / is there already and was "
                       "not touched; --force replaces it"
                     : strerror(errno));
        return false;
    }
    good = whole_write(fd, bytes->bytes, bytes->size);
    good = close(fd) == 0 && good;
    good = good && (!force || rename(name, path) == 0);
    if (good) return true;
    complain("%s: %s", path, strerror(errno));
    unlink(name);
    return false;
}

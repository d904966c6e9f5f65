/* SPDX-License-Identifier: Apache-2.0
 * What is measured is what was opened. */
#include "trust/small_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/whole.h"

static int descriptor_read(struct arena *arena, int descriptor, size_t size_max,
                           struct fg_text *bytes)
{
    struct stat status;
    size_t size, used;
    char *memory;

    if (fstat(descriptor, &status) != 0) return errno;
    if (!S_ISREG(status.st_mode)) return EINVAL;
    if ((size_t)status.st_size > size_max) return EFBIG;
    size = (size_t)status.st_size;
    memory = arena_take(arena, size + 1);
    if (memory == NULL) return ENOMEM;
    if (!whole_read(descriptor, memory, size + 1, &used)) return errno;
    if (used != size) return EBUSY; /* being written to */
    memory[size] = '\0';
    *bytes = (struct fg_text){memory, (uint32_t)size, 0};
    return 0;
}

int small_file_read(struct arena *arena, const char *path, size_t size_max, struct fg_text *bytes)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    int error;

    *bytes = (struct fg_text){0};
    if (descriptor < 0) return errno;
    error = descriptor_read(arena, descriptor, size_max, bytes);
    close(descriptor);
    return error;
}

/* SPDX-License-Identifier: Apache-2.0
 * A signal in between is no failure; a write that takes nothing is one. */
#include "base/whole.h"

#include <errno.h>
#include <unistd.h>

bool whole_read(int descriptor, void *bytes, size_t size, size_t *used)
{
    *used = 0;
    while (*used < size) {
        ssize_t count = read(descriptor, (char *)bytes + *used, size - *used);

        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        if (count == 0) break;
        *used += (size_t)count;
    }
    return true;
}

bool whole_write(int descriptor, const void *bytes, size_t size)
{
    for (size_t used = 0; used < size;) {
        ssize_t count = write(descriptor, (const char *)bytes + used, size - used);

        if (count < 0 && errno == EINTR) continue;
        if (count == 0) errno = EIO;
        if (count <= 0) return false;
        used += (size_t)count;
    }
    return true;
}

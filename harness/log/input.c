/* SPDX-License-Identifier: Apache-2.0
 * Reading, and converting on the way. */
#include "log/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "harness.h"

#define RAW_SIZE ((size_t)64 * 1024)

static bool is_utf8(const char *encoding)
{
    return encoding == NULL || strcasecmp(encoding, "UTF-8") == 0 ||
           strcasecmp(encoding, "UTF8") == 0;
}

bool input_open(struct input *input, const char *name, const char *encoding)
{
    *input = (struct input){.fd = -1};
    if (!is_utf8(encoding)) {
        input->converter = iconv_open("UTF-8", encoding);
        if (input->converter == (iconv_t)-1) {
            errno = EINVAL;
            return false;
        }
        input->converting = true;
        input->raw = memory_take(RAW_SIZE, 1);
    }
    input->fd = strcmp(name, "-") == 0 ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    if (input->fd >= 0) {
        posix_fadvise(input->fd, 0, 0, POSIX_FADV_SEQUENTIAL); /* a hint: failure is no matter */
        return true;
    }
    input_close(input);
    return false;
}

void input_close(struct input *input)
{
    int kept = errno;

    if (input->fd > STDIN_FILENO) close(input->fd);
    if (input->converting) iconv_close(input->converter);
    free(input->raw);
    *input = (struct input){.fd = -1};
    errno = kept;
}

static ssize_t read_some(struct input *input, char *bytes, size_t size)
{
    ssize_t count;

    do {
        count = read(input->fd, bytes, size);
    } while (count < 0 && errno == EINTR);
    if (count > 0) input->taken += (uint64_t)count;
    return count;
}

/* Fills the raw buffer behind what is left in it. */
static bool raw_fill(struct input *input)
{
    ssize_t count;

    if (input->raw_ended) return true;
    count = read_some(input, input->raw + input->raw_size, RAW_SIZE - input->raw_size);
    if (count < 0) return false;
    input->raw_size += (size_t)count;
    input->raw_ended = count == 0;
    return true;
}

/* Converts what it can; returns how many bytes came out. */
static size_t convert(struct input *input, char *bytes, size_t size)
{
    char *from = input->raw, *to = bytes;
    size_t from_left = input->raw_size, to_left = size;

    while (from_left > 0 && to_left > 0) {
        if (iconv(input->converter, &from, &from_left, &to, &to_left) != (size_t)-1) break;
        if (errno == E2BIG || (errno == EINVAL && !input->raw_ended)) break;
        if (to_left == 0) break;
        *to++ = (char)0xFF;
        to_left--;
        from++;
        from_left--;
        iconv(input->converter, NULL, NULL, NULL, NULL);
    }
    memmove(input->raw, from, from_left);
    input->raw_size = from_left;
    return size - to_left;
}

ssize_t input_read(struct input *input, char *bytes, size_t size)
{
    if (!input->converting) return read_some(input, bytes, size);
    for (;;) {
        size_t converted;

        if (!raw_fill(input)) return -1;
        converted = convert(input, bytes, size);
        if (converted > 0) return (ssize_t)converted;
        if (input->raw_ended && input->raw_size == 0) return 0;
    }
}

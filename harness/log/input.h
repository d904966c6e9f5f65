/* SPDX-License-Identifier: Apache-2.0
 * Bytes of a file or of standard input, as UTF-8. */
#ifndef HARNESS_LOG_INPUT_H
#define HARNESS_LOG_INPUT_H

#include <iconv.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct input {
    int fd;
    bool converting; /* from another encoding */
    iconv_t converter;
    char *raw; /* read, not yet converted */
    size_t raw_size;
    bool raw_ended;
    uint64_t taken; /* bytes read from the file so far */
};

/* `name` "-" is standard input; `encoding` NULL or UTF-8 takes the bytes as they are. False with
 * errno set; EINVAL: the encoding is not known. */
bool input_open(struct input *input, const char *name, const char *encoding);
void input_close(struct input *input);

/* Reads up to `size` bytes (at least 16): how many, 0 at the end, -1 with errno set. A byte that
 * means nothing in the encoding becomes 0xFF, which is no UTF-8: it spoils the field it is in. */
ssize_t input_read(struct input *input, char *bytes, size_t size);

#endif

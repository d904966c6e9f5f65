/* SPDX-License-Identifier: Apache-2.0
 * Bytes that are written one after another and read back the same way; numbers are little endian.
 * Failure is sticky: write or read a whole sequence, then ask once. */
#ifndef FEEGUARD_BASE_BUFFER_H
#define FEEGUARD_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "feeguard/text.h"

#define BUFFER_SMALL 4096

/* Numbers are copied as they lie in memory. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "buffers are little endian");

/* Starts in its own small array and moves to the heap only when it must. */
struct buffer {
    unsigned char *bytes;
    size_t size, capacity;
    bool failed; /* memory ran out: what was written is of no use */
    unsigned char small[BUFFER_SMALL];
};

void buffer_init(struct buffer *buffer);
void buffer_free(struct buffer *buffer); /* ready for use again afterwards */
void buffer_add(struct buffer *buffer, const void *bytes, size_t size);

static inline void buffer_add_u32(struct buffer *buffer, uint32_t value)
{
    buffer_add(buffer, &value, sizeof(value));
}

static inline void buffer_add_i64(struct buffer *buffer, int64_t value)
{
    buffer_add(buffer, &value, sizeof(value));
}

static inline void buffer_add_text(struct buffer *buffer, struct fg_text text)
{
    buffer_add_u32(buffer, text.size);
    buffer_add(buffer, text.bytes, text.size);
}

struct reader {
    const unsigned char *at, *end;
    bool failed; /* read past the end: what was read since is zero */
};

struct reader reader_of(struct fg_text bytes); /* at their beginning; no bytes may be NULL */
void reader_take(struct reader *reader, void *bytes, size_t size);
uint32_t reader_u32(struct reader *reader);
int64_t reader_i64(struct reader *reader);
struct fg_text reader_text(struct reader *reader); /* points into the bytes that are read */

#endif

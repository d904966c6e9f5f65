/* SPDX-License-Identifier: Apache-2.0
 * Growing by doubling; reading with a bound. */
#include "base/buffer.h"

#include <stdlib.h>
#include <string.h>

void buffer_init(struct buffer *buffer)
{
    buffer->bytes = buffer->small;
    buffer->size = 0;
    buffer->capacity = sizeof(buffer->small);
    buffer->failed = false;
}

void buffer_free(struct buffer *buffer)
{
    if (buffer->bytes != buffer->small) free(buffer->bytes);
    buffer_init(buffer);
}

static bool buffer_grow(struct buffer *buffer, size_t size)
{
    bool is_small = buffer->bytes == buffer->small;
    size_t capacity = buffer->capacity * 2;
    unsigned char *larger;

    while (capacity - buffer->size < size) capacity *= 2;
    larger = realloc(is_small ? NULL : buffer->bytes, capacity);
    if (larger == NULL) return false;
    if (is_small) memcpy(larger, buffer->small, buffer->size);
    buffer->bytes = larger;
    buffer->capacity = capacity;
    return true;
}

void buffer_add(struct buffer *buffer, const void *bytes, size_t size)
{
    if (buffer->failed || size == 0) return;
    if (buffer->capacity - buffer->size < size && !buffer_grow(buffer, size)) {
        buffer->failed = true;
        return;
    }
    memcpy(buffer->bytes + buffer->size, bytes, size);
    buffer->size += size;
}

struct reader reader_of(struct fg_text bytes)
{
    static const unsigned char nothing[1];
    const unsigned char *at = bytes.size == 0 ? nothing : (const unsigned char *)bytes.bytes;

    return (struct reader){at, at + bytes.size, false};
}

void reader_take(struct reader *reader, void *bytes, size_t size)
{
    if (reader->failed || (size_t)(reader->end - reader->at) < size) {
        reader->failed = true;
        memset(bytes, 0, size);
        return;
    }
    memcpy(bytes, reader->at, size);
    reader->at += size;
}

uint32_t reader_u32(struct reader *reader)
{
    uint32_t value;

    reader_take(reader, &value, sizeof(value));
    return value;
}

int64_t reader_i64(struct reader *reader)
{
    int64_t value;

    reader_take(reader, &value, sizeof(value));
    return value;
}

struct fg_text reader_text(struct reader *reader)
{
    uint32_t size = reader_u32(reader);
    struct fg_text text = {(const char *)reader->at, size, 0};

    if (reader->failed || (size_t)(reader->end - reader->at) < size) {
        reader->failed = true;
        return (struct fg_text){NULL, 0, 0};
    }
    reader->at += size;
    return text;
}

/* SPDX-License-Identifier: Apache-2.0
 * Reading an order line by line; what reads well is written again and compared. */
#include "load/order.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/hex.h"

#define DIGEST_SIZE 32
#define ORDER_SERIAL_MAX INT64_C(999999999999999999)

struct lines {
    struct fg_text rest;
    uint32_t number; /* of the line taken last */
};

/* Takes the next line if it is "word value"; the value may be empty. */
static bool value_take(struct lines *lines, struct fg_text word, struct fg_text *value)
{
    const char *feed =
        lines->rest.size == 0 ? NULL : memchr(lines->rest.bytes, '\n', lines->rest.size);
    struct fg_text line = lines->rest;

    lines->number++;
    if (feed == NULL || !text_starts(line, word)) return false;
    line.size = (uint32_t)(feed - line.bytes);
    lines->rest.bytes += line.size + 1;
    lines->rest.size -= line.size + 1;
    if (line.size <= word.size || line.bytes[word.size] != ' ') return false;
    *value = (struct fg_text){line.bytes + word.size + 1, line.size - word.size - 1, 0};
    return true;
}

static bool serial_take(struct lines *lines, struct fg_text word, int64_t *serial)
{
    struct fg_text value;

    return value_take(lines, word, &value) && decimal_parse(value, 0, ORDER_SERIAL_MAX, serial) &&
           *serial >= 1;
}

static bool digest_take(struct lines *lines, unsigned char digest[static DIGEST_SIZE])
{
    struct fg_text value, prefix = TEXT("sha256:");

    return value_take(lines, TEXT("digest"), &value) && text_starts(value, prefix) &&
           value.size == prefix.size + 2 * DIGEST_SIZE &&
           hex_read(value.bytes + prefix.size, DIGEST_SIZE, digest);
}

static bool reason_take(struct lines *lines, struct fg_text *reason)
{
    if (!value_take(lines, TEXT("reason"), reason) || reason->size == 0) return false;
    for (uint32_t i = 0; i < reason->size; i++) {
        if ((unsigned char)reason->bytes[i] < 0x20 || reason->bytes[i] == 0x7F) return false;
    }
    return text_is_text(*reason);
}

/* What is missing; an empty text: nothing. */
static struct fg_text lines_take(struct lines *lines, struct withdrawal *order,
                                 unsigned char digest[static DIGEST_SIZE])
{
    struct fg_text version;

    if (!value_take(lines, TEXT("feeguard order"), &version) || !text_equal(version, TEXT("1"))) {
        return TEXT("feeguard order 1");
    }
    if (!value_take(lines, TEXT("document"), &order->id) || !text_is_code(order->id)) {
        return TEXT("document ID");
    }
    if (!serial_take(lines, TEXT("from"), &order->from)) return TEXT("from SERIAL");
    if (!serial_take(lines, TEXT("to"), &order->to) || order->to >= order->from) {
        return TEXT("to LOWER-SERIAL");
    }
    if (!digest_take(lines, digest)) return TEXT("digest sha256:…");
    if (!reason_take(lines, &order->reason)) return TEXT("reason …");
    return TEXT("");
}

static bool is_written_so(const struct withdrawal *order, struct fg_text bytes, bool *no_memory)
{
    struct buffer again;
    bool same;

    buffer_init(&again);
    order_write(&again, order);
    *no_memory = again.failed;
    same = !again.failed && again.size == bytes.size &&
           memcmp(again.bytes, bytes.bytes, bytes.size) == 0;
    buffer_free(&again);
    return same;
}

bool order_read(struct arena *arena, struct fg_text file, struct fg_text bytes,
                struct faults *faults, struct withdrawal *order)
{
    struct lines lines = {bytes, 0};
    unsigned char digest[DIGEST_SIZE];
    struct fg_text missing;
    bool no_memory = false;

    *order = (struct withdrawal){0};
    missing = lines_take(&lines, order, digest);
    if (missing.size > 0) {
        FAULT(faults, RULE_ORDER_FORM, file, lines.number, missing);
        return false;
    }
    order->digest = arena_text(arena, (struct fg_text){(const char *)digest, DIGEST_SIZE, 0});
    order->id = arena_text(arena, order->id);
    order->reason = arena_text(arena, order->reason);
    order->file = arena_text(arena, file);
    if (arena->failed) return false;
    if (is_written_so(order, bytes, &no_memory)) return true;
    if (no_memory) arena->failed = true;
    if (!no_memory) FAULT(faults, RULE_ORDER_FORM, file, 0, TEXT("canonical form"));
    return false;
}

void order_write(struct buffer *buffer, const struct withdrawal *order)
{
    char numbers[64], digits[2 * DIGEST_SIZE];
    int size = snprintf(numbers, sizeof(numbers), "\nfrom %" PRId64 "\nto %" PRId64, order->from,
                        order->to);

    hex_write((const unsigned char *)order->digest.bytes, DIGEST_SIZE, digits);
    buffer_add(buffer, "feeguard order 1\ndocument ", 26);
    buffer_add(buffer, order->id.bytes, order->id.size);
    buffer_add(buffer, numbers, (size_t)size);
    buffer_add(buffer, "\ndigest sha256:", 15);
    buffer_add(buffer, digits, sizeof(digits));
    buffer_add(buffer, "\nreason ", 8);
    buffer_add(buffer, order->reason.bytes, order->reason.size);
    buffer_add(buffer, "\n", 1);
}

/* SPDX-License-Identifier: Apache-2.0
 * Each text is framed by its size and each list by its length, so that no two charges give the same
 * bytes. Byte order is fixed: a permit may be checked on another machine. */
#include "audit/permit_fields.h"

#include "audit/bytes.h"
#include "base/text.h"

static void add_u32(struct buffer *buffer, uint32_t value)
{
    unsigned char bytes[4];

    bytes_put_u32(bytes, value);
    buffer_add(buffer, bytes, sizeof(bytes));
}

static void add_u64(struct buffer *buffer, uint64_t value)
{
    unsigned char bytes[8];

    bytes_put_u64(bytes, value);
    buffer_add(buffer, bytes, sizeof(bytes));
}

static void add_text(struct buffer *buffer, struct fg_text text)
{
    add_u32(buffer, text.size);
    buffer_add(buffer, text.bytes, text.size);
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Digits, or digits, a point and digits. What is anything else stays as it is. */
static bool is_plain_decimal(struct fg_text text, bool *has_point)
{
    *has_point = false;
    if (text.size == 0 || !is_digit(text.bytes[text.size - 1])) return false;
    for (uint32_t i = 0; i < text.size; i++) {
        if (is_digit(text.bytes[i])) continue;
        if (text.bytes[i] != '.' || i == 0 || *has_point) return false;
        *has_point = true;
    }
    return true;
}

/* The shortest spelling of the same number. */
static struct fg_text decimal_shortest(struct fg_text text)
{
    bool has_point;

    if (!is_plain_decimal(text, &has_point)) return text;
    while (text.size > 1 && text.bytes[0] == '0' && is_digit(text.bytes[1])) {
        text.bytes++;
        text.size--;
    }
    while (has_point && text.bytes[text.size - 1] == '0') text.size--;
    if (has_point && text.bytes[text.size - 1] == '.') text.size--;
    return text;
}

static bool text_readable(struct fg_text text)
{
    return text.size == 0 || text.bytes != NULL;
}

bool permit_fields_readable(const struct fg_charge *charge)
{
    const struct fg_text texts[] = {charge->txn,     charge->unit,       charge->item,
                                    charge->payer,   charge->payer_type, charge->subject,
                                    charge->region,  charge->currency,   charge->category,
                                    charge->purpose, charge->quantity,   charge->base};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (!text_readable(texts[i])) return false;
    }
    if (charge->attribute_count > FG_ATTRIBUTES_MAX) return false;
    if (charge->attribute_count > 0 && charge->attributes == NULL) return false;
    for (uint32_t i = 0; i < charge->attribute_count; i++) {
        const struct fg_attribute *attribute = &charge->attributes[i];

        if (!text_readable(attribute->name) || !text_readable(attribute->value)) return false;
    }
    return true;
}

/* By name; insertion sort, as they are few and mostly in order already. */
static void attributes_add(struct buffer *buffer, const struct fg_charge *charge)
{
    const struct fg_attribute *list = charge->attributes;
    uint16_t order[FG_ATTRIBUTES_MAX];
    uint32_t count = 0;

    for (uint32_t i = 0; i < charge->attribute_count; i++) {
        uint32_t at = count;

        if (list[i].value.size == 0) continue; /* absent */
        for (; at > 0 && text_compare(list[order[at - 1]].name, list[i].name) > 0; at--) {
            order[at] = order[at - 1];
        }
        order[at] = (uint16_t)i;
        count++;
    }
    add_u32(buffer, count);
    for (uint32_t i = 0; i < count; i++) {
        add_text(buffer, list[order[i]].name);
        add_text(buffer, list[order[i]].value);
    }
}

void permit_fields_add(struct buffer *buffer, const struct fg_charge *charge)
{
    add_text(buffer, charge->unit);
    add_text(buffer, charge->item);
    add_text(buffer, charge->payer);
    add_text(buffer, charge->payer_type);
    add_text(buffer, charge->subject);
    add_text(buffer, charge->region);
    add_text(buffer, charge->currency.size > 0 ? charge->currency : TEXT("CNY"));
    add_text(buffer, charge->category);
    add_text(buffer, charge->purpose);
    add_text(buffer, decimal_shortest(charge->quantity));
    add_text(buffer, decimal_shortest(charge->base));
    add_u64(buffer, (uint64_t)charge->time_ns);
    add_u32(buffer, (uint32_t)charge->period_ymd);
    add_u32(buffer, (uint32_t)charge->accepted_ymd);
    attributes_add(buffer, charge);
}

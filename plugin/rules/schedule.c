/* SPDX-License-Identifier: Apache-2.0
 * Regions and the few names that the schedule's own words have. */
#include "rules/schedule.h"

#define REGION_HEAD 6 /* digits of province, city and county, in pairs; groups of three follow */

/* Whether the last `count` digits of a region's prefix are zeros. */
static bool ends_in_zeros(struct fg_text code, uint32_t size, uint32_t count)
{
    for (uint32_t i = size - count; i < size; i++) {
        if (code.bytes[i] != '0') return false;
    }
    return true;
}

bool region_read(struct fg_text code, struct region *region)
{
    uint32_t size = code.size;

    if (size != 2 && size != 4 && size != 6 && size != 9 && size != 12) return false;
    for (uint32_t i = 0; i < size; i++) {
        if (code.bytes[i] < '0' || code.bytes[i] > '9') return false;
    }
    while (size > REGION_HEAD && ends_in_zeros(code, size, 3)) size -= 3;
    while (size > 0 && size <= REGION_HEAD && ends_in_zeros(code, size, 2)) size -= 2;
    region->code = code;
    region->stripped = (struct fg_text){code.bytes, size, 0};
    return true;
}

bool region_lies_in(const struct region *inner, const struct region *outer)
{
    return inner->code.size > 0 && text_starts(inner->code, outer->stripped);
}

const char *level_name(enum level level)
{
    static const char *const names[] = {"national", "provincial", "municipal", "county", ""};

    return names[level];
}

enum builtin builtin_of(struct fg_text name)
{
    static const struct {
        const char *name;
        enum builtin builtin;
    } names[] = {
        {"payer.type", BUILTIN_PAYER_TYPE},           {"charge.region", BUILTIN_CHARGE_REGION},
        {"charge.category", BUILTIN_CHARGE_CATEGORY}, {"charge.quantity", BUILTIN_CHARGE_QUANTITY},
        {"charge.base", BUILTIN_CHARGE_BASE},         {"charge.unit", BUILTIN_CHARGE_UNIT},
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (text_equal(name, text_of(names[i].name))) return names[i].builtin;
    }
    return BUILTIN_NONE;
}

bool texts_have(struct texts texts, struct fg_text text)
{
    for (uint32_t i = 0; i < texts.count; i++) {
        if (text_equal(texts.list[i], text)) return true;
    }
    return false;
}

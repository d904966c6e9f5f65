/* SPDX-License-Identifier: Apache-2.0
 * Decimals as texts of any length: neighbours of a number, without ever computing with it. A
 * charge's attribute may have a thousand digits, and conditions compare all of them. */
#include "survey/cells_internal.h"

/* A decimal taken apart. */
struct digits {
    bool negative;
    struct fg_text whole, fraction;
};

static struct digits digits_of(struct fg_text number)
{
    struct digits digits = {.whole = number};
    const char *point;

    if (number.size > 0 && number.bytes[0] == '-') {
        digits.negative = true;
        digits.whole.bytes++;
        digits.whole.size--;
    }
    point = memchr(digits.whole.bytes, '.', digits.whole.size);
    if (point == NULL) return digits;
    digits.fraction = (struct fg_text){
        point + 1, digits.whole.size - (uint32_t)(point - digits.whole.bytes) - 1, 0};
    digits.whole.size = (uint32_t)(point - digits.whole.bytes);
    return digits;
}

static bool is_zero(struct fg_text number)
{
    return decimal_compare(number, TEXT("0")) == 0;
}

/* Adds one to a text of digits, which may grow by one. */
static struct fg_text increment(struct arena *arena, struct fg_text digits)
{
    char *bytes = arena_take(arena, (size_t)digits.size + 2);
    uint32_t at = digits.size;

    if (bytes == NULL) return digits;
    bytes[0] = '0';
    memcpy(bytes + 1, digits.bytes, digits.size);
    for (; at > 0 && bytes[at] == '9'; at--) bytes[at] = '0';
    bytes[at]++;
    if (bytes[0] == '0') return (struct fg_text){bytes + 1, digits.size, 0};
    return (struct fg_text){bytes, digits.size + 1, 0};
}

static struct fg_text join(struct arena *arena, bool negative, struct fg_text whole,
                           struct fg_text fraction)
{
    char *bytes = arena_take(arena, (size_t)whole.size + fraction.size + 3);
    uint32_t size = 0;

    if (bytes == NULL) return whole;
    if (negative) bytes[size++] = '-';
    memcpy(bytes + size, whole.bytes, whole.size);
    size += whole.size;
    if (fraction.size > 0) {
        bytes[size++] = '.';
        memcpy(bytes + size, fraction.bytes, fraction.size);
        size += fraction.size;
    }
    return (struct fg_text){bytes, size, 0};
}

struct fg_text number_above(struct arena *arena, struct fg_text number)
{
    struct digits digits = digits_of(number);

    if (digits.negative && !is_zero(number)) return TEXT("0");
    return increment(arena, digits.whole);
}

struct fg_text number_below(struct arena *arena, struct fg_text number)
{
    struct digits digits = digits_of(number);

    if (!digits.negative && !is_zero(number)) return TEXT("0");
    return join(arena, true, increment(arena, digits.whole), TEXT(""));
}

/* The fraction cut or filled with zeros to a number of digits, then one digit more if given. */
static struct fg_text fraction_of(struct arena *arena, struct fg_text fraction, uint32_t size,
                                  char last)
{
    char *bytes = arena_take(arena, (size_t)size + 2);

    if (bytes == NULL) return TEXT("");
    memset(bytes, '0', size);
    if (fraction.size > 0) {
        memcpy(bytes, fraction.bytes, fraction.size < size ? fraction.size : size);
    }
    if (last == '\0') return (struct fg_text){bytes, size, 0};
    bytes[size] = last;
    return (struct fg_text){bytes, size + 1, 0};
}

struct fg_text number_next(struct arena *arena, struct fg_text number, uint32_t places)
{
    struct digits digits = digits_of(number);
    struct fg_text fraction = fraction_of(arena, digits.fraction, places, '\0');
    struct fg_text all = join(arena, false, digits.whole, TEXT("")), whole;
    char *bytes = arena_take(arena, (size_t)all.size + places + 1);

    if (bytes == NULL) return number;
    memcpy(bytes, all.bytes, all.size);
    memcpy(bytes + all.size, fraction.bytes, places);
    all = increment(arena, (struct fg_text){bytes, all.size + places, 0});
    whole = (struct fg_text){all.bytes, all.size - places, 0};
    return join(arena, false, whole, (struct fg_text){all.bytes + whole.size, places, 0});
}

/* Between two that are not negative: a whole number if there is one, else more digits. */
static struct fg_text between(struct arena *arena, struct fg_text low, struct fg_text high,
                              bool negative)
{
    struct digits from = digits_of(low), to = digits_of(high);
    uint32_t places = from.fraction.size > to.fraction.size ? from.fraction.size : to.fraction.size;

    return join(arena, negative, from.whole, fraction_of(arena, from.fraction, places, '5'));
}

struct fg_text number_between(struct arena *arena, struct fg_text low, struct fg_text high)
{
    struct digits from = digits_of(low), to = digits_of(high);
    bool from_negative = from.negative && !is_zero(low);

    if (from_negative && !to.negative && !is_zero(high)) return TEXT("0");
    return from_negative ? between(arena, high, low, true) : between(arena, low, high, false);
}

struct fg_text number_with_zero(struct arena *arena, struct fg_text number, bool in_front)
{
    struct digits digits = digits_of(number);
    struct fg_text zeros;

    if (!in_front) {
        zeros = fraction_of(arena, digits.fraction, digits.fraction.size + 1, '\0');
        return join(arena, digits.negative, digits.whole, zeros);
    }
    zeros = fraction_of(arena, TEXT(""), digits.whole.size + 1, '\0');
    if (zeros.size > digits.whole.size) {
        memcpy((char *)zeros.bytes + 1, digits.whole.bytes, digits.whole.size);
    }
    return join(arena, digits.negative, zeros, digits.fraction);
}

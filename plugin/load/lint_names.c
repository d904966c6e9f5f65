/* SPDX-License-Identifier: Apache-2.0
 * Who defines a name on which days, and the small texts of messages. The only place that touches
 * the hash tables. */
#include <inttypes.h>
#include <stdio.h>

#include "load/lint_internal.h"

static struct name *names_entry(struct lint *lint, struct names *names, struct fg_text text)
{
    struct name *name;

    HASH_FIND(hh, names->head, text.bytes, text.size, name);
    if (name != NULL) return name;
    name = arena_take(&lint->arena, sizeof(*name));
    if (name == NULL) return NULL;
    name->text = text;
    HASH_ADD_KEYPTR(hh, names->head, name->text.bytes, name->text.size, name);
    if (!name->lost) return name;
    lint->arena.failed = true;
    return NULL;
}

void names_add(struct lint *lint, struct names *names, struct fg_text text, struct place place)
{
    struct name *name = text.size == 0 ? NULL : names_entry(lint, names, text);
    struct place *places;

    if (name == NULL) return;
    places = arena_grow(&lint->arena, name->places, name->place_count, sizeof(place));
    if (places == NULL) return;
    place.reach = place.version->live.to;
    if (name->place_count > 0 && places[name->place_count - 1].reach > place.reach) {
        place.reach = places[name->place_count - 1].reach;
    }
    places[name->place_count++] = place;
    name->places = places;
}

const struct name *names_find(const struct names *names, struct fg_text text)
{
    struct name *name = NULL;

    if (text.size > 0) HASH_FIND(hh, names->head, text.bytes, text.size, name);
    return name;
}

const void *names_first(const struct names *names, struct fg_text text)
{
    const struct name *name = names_find(names, text);

    return name == NULL || name->place_count == 0 ? NULL : name->places[0].element;
}

void names_clear(struct names *names)
{
    HASH_CLEAR(hh, names->head);
    names->head = NULL;
}

/* How many places begin on the day or before it. */
static uint32_t begun(const struct name *name, uint32_t count, int32_t day)
{
    uint32_t low = 0, high = count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (name->places[middle].version->live.from <= day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

int32_t name_gap(const struct name *name, struct days days)
{
    int32_t day = days.from;

    for (;;) {
        uint32_t count = begun(name, name->place_count, day);

        if (count == 0 || name->places[count - 1].reach < day) return day;
        if (name->places[count - 1].reach >= days.to) return DAY_NONE;
        day = name->places[count - 1].reach + 1;
    }
}

const struct place *name_next(const struct name *name, struct days days, uint32_t *cursor)
{
    if (name == NULL) return NULL;
    if (*cursor == name->place_count) *cursor = begun(name, *cursor, days.to);
    while (*cursor > 0) {
        const struct place *place = &name->places[--*cursor];

        if (place->reach < days.from) break;
        if (days_meet(place->version->live, days)) return place;
    }
    *cursor = 0;
    return NULL;
}

struct fg_text lint_where(struct lint *lint, struct fg_text file, uint32_t line)
{
    char tail[16];
    uint32_t size = (uint32_t)snprintf(tail, sizeof(tail), ":%" PRIu32, line);
    char *out = arena_take(&lint->arena, (size_t)file.size + size + 1);

    if (out == NULL) return file;
    if (file.size > 0) memcpy(out, file.bytes, file.size);
    memcpy(out + file.size, tail, size);
    return (struct fg_text){out, file.size + size, 0};
}

struct fg_text lint_day(struct lint *lint, int32_t day)
{
    char out[11];

    if (day < DAY_FIRST || day > DAY_LAST) return TEXT("…");
    day_format(day, out);
    return arena_text(&lint->arena, text_of(out));
}

struct fg_text lint_decimal(struct lint *lint, int64_t scaled, int places)
{
    int64_t unit = 1;
    char out[48];
    size_t size;

    for (int i = 0; i < places; i++) unit *= 10;
    snprintf(out, sizeof(out), "%" PRId64 ".%0*" PRId64, scaled / unit, places, scaled % unit);
    size = strlen(out);
    while (out[size - 1] == '0') size--;
    if (out[size - 1] == '.') size--;
    return arena_text(&lint->arena, (struct fg_text){out, (uint32_t)size, 0});
}

struct fg_text lint_named(struct lint *lint, const char *label, struct fg_text value)
{
    size_t label_size = strlen(label);
    size_t size = label_size + 2 + value.size + 1;
    char *out = arena_take(&lint->arena, size + 1);

    if (out == NULL) return value;
    snprintf(out, size + 1, "%s=\"%.*s\"", label, (int)value.size, value.bytes);
    return (struct fg_text){out, (uint32_t)size, 0};
}

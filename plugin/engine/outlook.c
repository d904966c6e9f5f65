/* SPDX-License-Identifier: Apache-2.0
 * Spans of days are walked, not days. A gap is where standards run out: the day before was covered
 * by the item's own standards, and the item goes on. */
#include "engine/outlook.h"

#include <stddef.h>

static int32_t change_after(const struct bundle *bundle, int32_t today)
{
    for (uint32_t i = 0; i < bundle->snapshot_count; i++) {
        if (bundle->snapshots[i].from > today) return bundle->snapshots[i].from;
    }
    return DAY_NONE;
}

/* ---- gaps ---- */

/* The standard in force on a day; NULL: none. */
static const struct standard *standard_on(const struct item *item, int64_t day)
{
    for (uint32_t i = 0; i < item->standard_count; i++) {
        const struct standard *standard = &item->standards[i];

        if (standard->days.from <= day && day <= standard->days.to) return standard;
    }
    return NULL;
}

/* Whether the item that was listed the day before had a standard then. */
static bool was_covered(const struct snapshot *before, const struct item *item, int64_t day)
{
    const struct item_rules *rules = before != NULL ? table_get(&before->items, item->code) : NULL;

    return rules != NULL && standard_on(rules->item, day - 1) != NULL;
}

/* The first gap of an item within days in which its document is in effect; `last` + 1: none. */
static int64_t item_gap(const struct item *item, int64_t first, int64_t last,
                        const struct snapshot *before)
{
    int64_t day = first > item->days.from ? first : item->days.from;
    int64_t end = last < item->days.to ? last : item->days.to;

    if (day > end || item->standard_count == 0) return last + 1;
    if (standard_on(item, day) == NULL) return was_covered(before, item, day) ? day : last + 1;
    while (day <= end) {
        const struct standard *standard = standard_on(item, day);

        if (standard == NULL) return day;
        day = (int64_t)standard->days.to + 1;
    }
    return last + 1;
}

static int64_t snapshot_gap(const struct snapshot *snapshot, int64_t first, int64_t last,
                            const struct snapshot *before)
{
    const struct table *items = &snapshot->items;

    for (uint64_t i = 0; items->slots != NULL && i <= items->mask; i++) {
        const struct item_rules *rules = items->slots[i].value;

        if (rules != NULL) {
            int64_t gap = item_gap(rules->item, first, last, before);

            if (gap <= last) last = gap - 1; /* only an earlier one is of interest */
        }
    }
    return last + 1;
}

static int32_t gap_after(const struct bundle *bundle, int32_t today)
{
    for (uint32_t i = 0; i < bundle->snapshot_count; i++) {
        const struct snapshot *snapshot = &bundle->snapshots[i];
        bool is_last = i + 1 == bundle->snapshot_count;
        int64_t last = is_last ? DAY_LAST : (int64_t)bundle->snapshots[i + 1].from - 1;
        bool begins_later = snapshot->from > today;
        int64_t first = begins_later ? snapshot->from : (int64_t)today + 1;
        int64_t gap;

        if (last < first) continue;
        gap = snapshot_gap(snapshot, first, last,
                           begins_later ? (i > 0 ? snapshot - 1 : NULL) : snapshot);
        if (gap <= last) return (int32_t)gap;
    }
    return DAY_NONE;
}

/* ---- certificates ---- */

int32_t document_certified_until(const struct document *document)
{
    int64_t first = INT64_MAX;

    for (uint32_t i = 0; i < document->signer_count; i++) {
        if (document->signers[i].expires_ns < first) first = document->signers[i].expires_ns;
    }
    return document->signer_count > 0 ? day_of_time(first) : DAY_NONE;
}

struct outlook outlook_from(const struct bundle *bundle, int32_t today)
{
    struct outlook outlook = {change_after(bundle, today), gap_after(bundle, today), DAY_NONE, 0};

    for (uint32_t i = 0; i < bundle->document_count; i++) {
        int32_t until = document_certified_until(bundle->documents[i]);

        if (until == DAY_NONE) continue;
        outlook.signed_count++;
        if (outlook.certificate_day == DAY_NONE || until < outlook.certificate_day) {
            outlook.certificate_day = until;
        }
    }
    return outlook;
}

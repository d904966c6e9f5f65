/* SPDX-License-Identifier: Apache-2.0
 * Matching of prohibitions by payer type, category and keyword, and of the days before holidays. */
#include "rules/levy.h"

#include "rules/authority.h"

static bool concerns(const struct prohibition *prohibition, const struct fg_charge *request)
{
    if (texts_have(prohibition->except_items, request->item)) return false;
    return prohibition->payers.count == 0 || request->payer_type.size == 0 ||
           texts_have(prohibition->payers, request->payer_type);
}

static bool names(const struct prohibition *prohibition, struct fg_text category,
                  struct fg_text folded_purpose)
{
    if (category.size > 0 && texts_have(prohibition->categories, category)) return true;
    for (uint32_t i = 0; folded_purpose.size > 0 && i < prohibition->folded.count; i++) {
        if (text_contains(folded_purpose, prohibition->folded.list[i])) return true;
    }
    return false;
}

const struct prohibition *levy_find(const struct snapshot *snapshot, const struct charge *charge,
                                    const struct region *place)
{
    const struct fg_charge *request = charge->request;
    const struct prohibition *advisory = NULL;
    char folded[FG_TEXT_SIZE_MAX];
    struct fg_text purpose = {folded, 0, 0};

    if (request->category.size == 0 && request->purpose.size == 0) return NULL;
    if (request->purpose.size > 0) purpose.size = text_fold(request->purpose, folded);
    for (uint32_t i = 0; i < snapshot->prohibition_count; i++) {
        const struct prohibition *prohibition = snapshot->prohibitions[i];

        if (!document_holds(prohibition->document, place)) continue;
        if (!concerns(prohibition, request)) continue;
        if (!names(prohibition, request->category, purpose)) continue;
        if (!prohibition->advisory) return prohibition;
        if (advisory == NULL) advisory = prohibition;
    }
    return advisory;
}

const struct holiday *holiday_find(const struct snapshot *snapshot, const struct region *place,
                                   int32_t charge_day)
{
    for (uint32_t i = 0; i < snapshot->holiday_count; i++) {
        const struct watched_holiday *watched = &snapshot->holidays[i];
        int64_t days_before = (int64_t)watched->holiday->days.from - charge_day;

        if (document_holds(watched->document, place) && days_before >= 1 &&
            days_before <= watched->holiday->watch) {
            return watched->holiday;
        }
    }
    return NULL;
}

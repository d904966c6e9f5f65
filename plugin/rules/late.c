/* SPDX-License-Identifier: Apache-2.0
 * Pure, like the decision itself: an auditor judges it again from what was recorded. */
#include "rules/late.h"

#define BIT(code) (UINT64_C(1) << (code))

uint64_t late_codes(const struct late *late, const struct policy *policy)
{
    uint64_t codes = 0;

    if (late->duplicate_ran && late->facts.duplicate &&
        policy->effects[FG_DUPLICATE] != FG_EFFECT_OFF) {
        codes |= BIT(FG_DUPLICATE);
    }
    if (late->instalments_ran && policy->effects[FG_INSTALMENTS_EXCEED] != FG_EFFECT_OFF &&
        late->facts.standing_fen + late->amount_fen > late->due_fen) {
        codes |= BIT(FG_INSTALMENTS_EXCEED);
    }
    return codes;
}

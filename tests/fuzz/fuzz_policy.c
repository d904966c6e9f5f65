/* SPDX-License-Identifier: Apache-2.0
 * trust.conf: what is understood can be met, and a remark at its end changes nothing. */
#include <stdlib.h>

#include "fuzz/fuzz.h"
#include "trust/policy.h"

#define REMARK "\n# remark\n"

static bool read_policy(struct arena *arena, struct fg_text bytes, struct trust_policy *policy)
{
    struct breaches breaches = {0};
    bool good = policy_read(arena, TEXT("trust.conf"), bytes, &breaches, policy);

    FUZZ_CHECK(good == (breaches.count == 0));
    return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct trust_policy policy, again;
    char *remarked = malloc(size + sizeof(REMARK));

    FUZZ_CHECK(remarked != NULL);
    if (size > 0) memcpy(remarked, data, size);
    memcpy(remarked + size, REMARK, sizeof(REMARK));
    if (read_policy(&arena, fuzz_text(data, size), &policy)) {
        FUZZ_CHECK(read_policy(
            &arena, fuzz_text((const uint8_t *)remarked, size + sizeof(REMARK) - 1), &again));
        FUZZ_CHECK(policy.demand_count == again.demand_count);
        FUZZ_CHECK(policy.binding_count == again.binding_count && policy.binding_count > 0);
        FUZZ_CHECK(policy.crl_required == again.crl_required);
        FUZZ_CHECK(policy.tolerance_seconds == again.tolerance_seconds);
        FUZZ_CHECK(policy.tolerance_seconds <= POLICY_TOLERANCE_MAX);
        for (uint32_t i = 0; i < policy.binding_count; i++) {
            const struct binding *binding = &policy.bindings[i];

            FUZZ_CHECK(text_equal(policy_role(&again, &binding->fingerprint, binding->subject),
                                  binding->role));
        }
    }
    free(remarked);
    arena_free(&arena);
    return 0;
}

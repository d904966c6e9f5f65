/* SPDX-License-Identifier: Apache-2.0
 * Permits: of all texts only the one that was issued is good. */
#include "audit/permit.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct keyring ring = {.kind = DIGEST_SHA256, .epoch_count = 1, .epochs = {"one key"}};
    const struct fg_charge charge = {.size = sizeof(charge),
                                     .txn = TEXT("T-1"),
                                     .unit = TEXT("U-1"),
                                     .item = TEXT("I-1"),
                                     .payer = TEXT("P-1"),
                                     .amount_fen = 1000,
                                     .time_ns = INT64_C(1700000000000000000)};
    const struct permit_terms terms = {
        .charge = &charge, .schedules = "SCHEDUL", .position = 7, .expires_ns = INT64_MAX};
    char issued[PERMIT_TEXT_SIZE];
    struct permit_facts facts;
    enum permit_verdict verdict =
        permit_verify(&ring, fuzz_text(data, size), &charge, charge.time_ns, &facts);
    bool is_issued;

    FUZZ_CHECK(permit_issue(&ring, &terms, issued));
    is_issued = size == sizeof(issued) && memcmp(data, issued, size) == 0;
    FUZZ_CHECK((verdict == PERMIT_GOOD) == is_issued);
    FUZZ_CHECK(verdict != PERMIT_FAILED);
    FUZZ_CHECK(facts.position == (is_issued ? 7 : 0));
    return 0;
}

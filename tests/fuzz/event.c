/* SPDX-License-Identifier: Apache-2.0
 * Log and library hold the same for well-formed. */
#include "fuzz/event.h"

#include "feeguard/host.h"
#include "rules/charge.h"

void event_check(const struct event *event)
{
    char message[512];
    struct charge charge;
    struct fg_text field;

    if (event->fault != FAULT_NONE) {
        row_fault_format(event, FG_LANGUAGE_EN, message, sizeof(message));
        FUZZ_CHECK(message[0] != '\0');
        row_fault_format(event, FG_LANGUAGE_ZH, message, sizeof(message));
        FUZZ_CHECK(message[0] != '\0');
        return;
    }
    FUZZ_CHECK(event->kind != EVENT_NONE && event->kind < EVENT_KIND_COUNT);
    FUZZ_CHECK(text_is_code(event->charge.txn));
    if (event->kind == EVENT_REFUND) {
        FUZZ_CHECK(text_is_code(event->refund) && event->charge.amount_fen >= 1);
    }
    if (event->kind <= EVENT_CHECK) FUZZ_CHECK(charge_read(&event->charge, &charge, &field));
}

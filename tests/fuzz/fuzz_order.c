/* SPDX-License-Identifier: Apache-2.0
 * Orders to go back: there is one way to write what was read. */
#include "fuzz/fuzz.h"
#include "load/order.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fg_text bytes = fuzz_text(data, size);
    struct arena arena = {0};
    struct faults faults = {0};
    struct withdrawal order;
    struct buffer again;

    buffer_init(&again);
    if (order_read(&arena, TEXT("d.order"), bytes, &faults, &order)) {
        order_write(&again, &order);
        FUZZ_CHECK(faults.count == 0);
        FUZZ_CHECK(order.from > order.to && order.to >= 1);
        FUZZ_CHECK(text_equal(fuzz_text(again.bytes, again.size), bytes));
    } else {
        FUZZ_CHECK(faults.count > 0);
    }
    buffer_free(&again);
    arena_free(&arena);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0
 * Lines of a log in JSONL: what the log takes for a charge the library does, and a reader that was
 * used before reads the same. */
#include "fuzz/event.h"
#include "log/jsonl.h"

static void read_line(struct jsonl_reader *reader, struct fg_text line)
{
    struct fg_attribute attributes[2][FG_ATTRIBUTES_MAX];
    struct event events[2];

    for (int i = 0; i < 2; i++) {
        jsonl_read(reader, line, 7, false, attributes[i], &events[i]);
        event_check(&events[i]);
    }
    FUZZ_CHECK(events[0].kind == events[1].kind && events[0].fault == events[1].fault);
    FUZZ_CHECK(events[0].present == events[1].present);
    FUZZ_CHECK(events[0].charge.amount_fen == events[1].charge.amount_fen);
    FUZZ_CHECK(events[0].charge.attribute_count == events[1].charge.attribute_count);
    FUZZ_CHECK(text_equal(events[0].charge.quantity, events[1].charge.quantity));
    for (int i = 0; i < 2; i++) jsonl_release(&events[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fg_text rest = fuzz_text(data, size);
    struct jsonl_reader reader;

    jsonl_open(&reader);
    while (rest.size > 0) {
        const char *feed = memchr(rest.bytes, '\n', rest.size);
        uint32_t taken = feed == NULL ? rest.size : (uint32_t)(feed - rest.bytes);

        read_line(&reader, (struct fg_text){rest.bytes, taken, 0});
        taken += feed != NULL;
        rest = (struct fg_text){rest.bytes + taken, rest.size - taken, 0};
    }
    jsonl_close(&reader);
    return 0;
}

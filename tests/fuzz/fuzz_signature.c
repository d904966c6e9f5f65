/* SPDX-License-Identifier: Apache-2.0
 * Signature files: there is one way to write what was read. */
#include "fuzz/fuzz.h"
#include "trust/signature_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fg_text bytes = fuzz_text(data, size);
    struct arena arena = {0};
    struct breaches breaches = {0};
    struct signature_file file;
    struct buffer again;

    buffer_init(&again);
    if (signature_file_read(&arena, TEXT("d.xml.sig"), bytes, &breaches, &file)) {
        signature_file_write(&again, &file);
        FUZZ_CHECK(breaches.count == 0);
        FUZZ_CHECK(text_equal(fuzz_text(again.bytes, again.size), bytes));
    } else {
        FUZZ_CHECK(breaches.count > 0);
    }
    buffer_free(&again);
    arena_free(&arena);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "base/citation.h"

#include "base/text.h"

struct citation citation_of(struct fg_text title)
{
    const struct fg_text sign = TEXT(" 第");

    for (uint32_t at = 1; at + sign.size <= title.size; at++) {
        struct fg_text rest = {title.bytes + at, title.size - at, 0};

        if (!text_starts(rest, sign)) continue;
        return (struct citation){{title.bytes, at, 0}, {rest.bytes + 1, rest.size - 1, 0}};
    }
    return (struct citation){title, {NULL, 0, 0}};
}

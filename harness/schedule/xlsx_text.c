/* SPDX-License-Identifier: Apache-2.0
 * How workbooks write characters that XML cannot hold. */
#include "schedule/xlsx.h"

#define ESCAPE_SIZE 7 /* of _xHHHH_ */

int32_t xlsx_escape_at(struct fg_text text)
{
    static const char digits[] = "0123456789ABCDEF";
    int32_t value = 0;

    if (text.size < ESCAPE_SIZE || text.bytes[0] != '_' || text.bytes[1] != 'x' ||
        text.bytes[ESCAPE_SIZE - 1] != '_') {
        return -1;
    }
    for (int i = 2; i < ESCAPE_SIZE - 1; i++) {
        char byte = text.bytes[i];
        const char *found;

        if (byte >= 'a' && byte <= 'f') byte = (char)(byte - 'a' + 'A');
        found = byte == '\0' ? NULL : strchr(digits, byte);
        if (found == NULL) return -1;
        value = value * 16 + (int32_t)(found - digits);
    }
    return value;
}

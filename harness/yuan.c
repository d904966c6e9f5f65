/* SPDX-License-Identifier: Apache-2.0
 * No printf knows integers of 128 bits. */
#include "yuan.h"

#include <string.h>

__extension__ typedef unsigned __int128 magnitude;

const char *yuan_format(wide_fen fen, char text[static YUAN_SIZE])
{
    magnitude left = fen < 0 ? -(magnitude)fen : (magnitude)fen;
    char digits[YUAN_SIZE];
    size_t at = sizeof(digits);
    int place = 0;

    digits[--at] = '\0';
    do {
        if (place == 2) digits[--at] = '.';
        digits[--at] = (char)('0' + (int)(left % 10));
        left /= 10;
        place++;
    } while (left > 0 || place < 3);
    if (fen < 0) digits[--at] = '-';
    return memcpy(text, digits + at, sizeof(digits) - at);
}

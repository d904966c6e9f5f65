/* SPDX-License-Identifier: Apache-2.0
 * Sums of money as people read them. */
#ifndef HARNESS_YUAN_H
#define HARNESS_YUAN_H

__extension__ typedef __int128 wide_fen; /* a sum over any number of rows */

#define YUAN_SIZE 48 /* bytes of the longest sum, its NUL counted */

/* "-1234.50", NUL-terminated; returns `text`. */
const char *yuan_format(wide_fen fen, char text[static YUAN_SIZE]);

#endif

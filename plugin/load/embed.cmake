# SPDX-License-Identifier: Apache-2.0
# cmake -DINPUT=feeguard.xsd -DOUTPUT=schema_embedded.c -P embed.cmake
# Turns the schema into a C array, so that the library carries the very file the bureau has.
file(READ ${INPUT} bytes HEX)
file(SIZE ${INPUT} size)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
# Sixteen to a line.
string(REPEAT "0x[0-9a-f][0-9a-f]," 16 line)
string(REGEX REPLACE "(${line})" "    \\1\n" bytes "${bytes}")
file(WRITE ${OUTPUT} "/* SPDX-License-Identifier: Apache-2.0
 * Made from feeguard.xsd by embed.cmake. */
#include <stddef.h>

extern const unsigned char schema_embedded[];
extern const size_t schema_embedded_size;
const unsigned char schema_embedded[] = {
${bytes}};
const size_t schema_embedded_size = ${size};
")

# SPDX-License-Identifier: Apache-2.0
# cmake -DINPUT=feeguard.xsd -DOUTPUT=schema_embedded.c -P embed.cmake
# Turns the schema into a C array, so that the program carries what the bureau has. Its key, keyref
# and unique stay behind: lint judges names and references, in the bureau's own words, and libxml2
# takes as long for them as for all the rest.
file(READ ${INPUT} text)
set(blank "[ \t\r\n]*")
string(REGEX REPLACE
    "<xs:(key|keyref|unique) [^>]*>(${blank}<xs:(selector|field) [^>]*/>)*${blank}</xs:(key|keyref|unique)>"
    "" text "${text}")
if(text MATCHES "<xs:(key|keyref|unique)")
    message(FATAL_ERROR "${INPUT}: an identity constraint is written in a way not foreseen here")
endif()
string(HEX "${text}" bytes)
string(LENGTH "${bytes}" size)
math(EXPR size "${size} / 2")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
string(REPEAT "0x[0-9a-f][0-9a-f]," 16 line)
string(REGEX REPLACE "(${line})" "    \\1\n" bytes "${bytes}")
file(WRITE ${OUTPUT} "/* SPDX-License-Identifier: Apache-2.0
 * Made from feeguard.xsd by embed.cmake. */
#include <stddef.h>

extern const unsigned char schema_embedded[];
extern const size_t schema_embedded_size;
const unsigned char schema_embedded[] = {
${bytes}
};
const size_t schema_embedded_size = ${size};
")

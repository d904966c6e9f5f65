# SPDX-License-Identifier: Apache-2.0
# cmake -DINPUT=notice.css -DNAME=notice_css -DOUTPUT=notice_css.c -P embed.cmake
# Turns a file into a C array. Its bytes stay as they are: the page's policy names their digest.
file(READ ${INPUT} bytes HEX)
string(LENGTH "${bytes}" size)
math(EXPR size "${size} / 2")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
string(REPEAT "0x[0-9a-f][0-9a-f]," 16 line)
string(REGEX REPLACE "(${line})" "    \\1\n" bytes "${bytes}")
get_filename_component(file ${INPUT} NAME)
file(WRITE ${OUTPUT} "/* SPDX-License-Identifier: Apache-2.0
 * Made from ${file} by embed.cmake. */
#include <stddef.h>

extern const unsigned char ${NAME}[];
extern const size_t ${NAME}_size;
const unsigned char ${NAME}[] = {
${bytes}
};
const size_t ${NAME}_size = ${size};
")

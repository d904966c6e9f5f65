#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The library exports feeguard_plugin and nothing else, under its SONAME, and needs no symbol that a
# guest in somebody's process must not call.
# usage: symbols.sh NM OBJDUMP LIBRARY
set -eu
nm=$1
objdump=$2
library=$3
failed=0

complain() {
    echo "abi.symbols: $1" >&2
    failed=1
}

# A: the name of the version itself.
exported=$("$nm" -D --defined-only --without-symbol-versions "$library" | awk '$2 != "A" { print $3 }' | sort)
[ "$exported" = feeguard_plugin ] || complain "exports: $exported"

version=$("$nm" -D --defined-only "$library" | awk '$3 ~ /^feeguard_plugin@/ { print $3 }')
[ "$version" = feeguard_plugin@@FEEGUARD_1 ] || complain "version: $version"

soname=$("$objdump" -p "$library" | awk '$1 == "SONAME" { print $2 }')
[ "$soname" = libfeeguard.so.1 ] || complain "SONAME: $soname"

for call in exit _exit abort getenv secure_getenv setenv putenv signal sigaction atexit __cxa_atexit \
    printf puts putchar vprintf setlocale; do
    if "$nm" -D --undefined-only --without-symbol-versions "$library" |
        awk '$1 == "U" { print $2 }' | grep -qx "$call"; then
        complain "calls $call"
    fi
done
exit $failed

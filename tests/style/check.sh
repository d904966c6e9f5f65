#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What no compiler checks: sizes, banned calls, leftovers, files that nothing builds.
# usage: check.sh SOURCE-ROOT
set -eu
cd "$1"
failures=$(mktemp)
trap 'rm -f "$failures"' EXIT

sources=$(find plugin harness include tests -name '*.[ch]' | sort)
[ "$(echo "$sources" | wc -l)" -gt 50 ] || echo "style: too few sources were found" >>"$failures"

# Lines of at most 100 characters, files of at most 500 lines, SPDX on the first line, no tabs.
for file in $sources; do
    LC_ALL=C.UTF-8 grep -nHE '^.{101,}' "$file" | sed 's/:\([0-9]*\):.*/:\1: over 100 characters/'
    awk -v file="$file" '
        /\t/ { print file ":" NR ": tab" }
        / $/ { print file ":" NR ": space at the end" }
        END { if (NR > 500) print file ": " NR " lines" }' "$file"
    head -1 "$file" | grep -q 'SPDX-License-Identifier: Apache-2.0' || echo "$file:1: no SPDX line"
done >>"$failures"

# Functions of at most 70 lines: from a line in column one that opens a body to the brace in column
# one that closes it.
for file in $sources; do
    awk -v file="$file" '
        /^[a-z].*\(/ && !/;$/ { start = NR }
        /^\{/ && start == 0 { start = NR }
        /^}/ {
            if (start > 0 && NR - start + 1 > 70) {
                print file ":" start ": function of " NR - start + 1 " lines"
            }
            start = 0
        }' "$file"
done >>"$failures"

# Nothing is left for later.
grep -nwE 'FIXME|TODO|XXX' $sources >>"$failures" || true

# Calls that nobody may make, and those that a guest in somebody's process may not.
everywhere='strcpy|strcat|sprintf|vsprintf|gets|atoi|atol|atof|system|strtok|tmpnam'
guest='exit|_exit|abort|getenv|setenv|signal|sigaction|atexit|printf|puts|putchar|perror|setlocale'
grep -nE "(^|[^A-Za-z0-9_])($everywhere) *\(" $sources >>"$failures" || true
grep -nE "(^|[^A-Za-z0-9_])($guest) *\(" $(echo "$sources" | grep '^plugin/') |
    grep -v 'format(printf' >>"$failures" || true
grep -nE 'std(out|err)' $(echo "$sources" | grep '^plugin/') >>"$failures" || true

# Every .c is built by somebody: named in a CMakeLists.txt with the folder that it lies in, or a
# test by the name of its file.
for file in $(echo "$sources" | grep '\.c$'); do
    name=${file##*/}
    case $file in
    plugin/*) grep -qwF "${file#plugin/}" plugin/CMakeLists.txt || echo "$file: not built" ;;
    harness/*) grep -qwF "$name" harness/CMakeLists.txt || echo "$file: not built" ;;
    tests/*/test_*.c)
        test=${name#test_}
        grep -qE "\((${file#tests/}|([a-z]+ )?${test%.c})[ )]" tests/CMakeLists.txt ||
            echo "$file: not built"
        ;;
    tests/*) grep -qrwF "$name" tests --include=CMakeLists.txt || echo "$file: not built" ;;
    esac
done >>"$failures"

if [ -s "$failures" ]; then
    cat "$failures" >&2
    exit 1
fi

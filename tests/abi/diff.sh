#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The built library speaks the contract on record: every type that a gateway sees, down to names and
# order of fields. A field that is added at the end of a struct, or a call at the end of the table,
# is a new minor; it fails here until version.h has told of it and the record is made anew:
#   tests/abi/diff.sh record LIBRARY INCLUDE >tests/abi/feeguard.abi
# usage: diff.sh RECORD LIBRARY ABIDIFF
set -eu
record=$1
library=$2

if [ "$record" = record ]; then
    exec abidw --headers-dir "$3/feeguard" --drop-private-types --exported-interfaces-only \
        --no-corpus-path --no-show-locs --no-comp-dir-path --no-elf-needed --type-id-style hash \
        "$library"
fi

abidiff=$3

# Its exit status is 0 where nothing at all has changed.
differ() {
    "$abidiff" --exported-interfaces-only --harmless "$1" "$library"
}

# Whether a difference would be seen: a field by another name.
control=$(mktemp)
trap 'rm -f "$control"' EXIT
sed "s/var-decl name='days_to_gap'/var-decl name='days_until_gap'/" "$record" >"$control"
if differ "$control" >/dev/null; then
    echo "abi.diff: abidiff sees no difference where there is one; is $library built with -g?" >&2
    exit 1
fi
differ "$record"

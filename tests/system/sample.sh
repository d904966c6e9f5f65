#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The sample log: its generator writes the very bytes that are kept, and a replay meets every
# expectation, twice with the same decisions, as CSV and from standard input.
# usage: sample.sh FEEGUARD SAMPLE-DIR SCHEDULES-DIR PYTHON
set -eu
feeguard=$1 sample=$2 schedules=$3 python=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -B "$sample/make_sample_log.py" "$work/log.csv"
cmp "$work/log.csv" "$sample/charges-2024-2026.csv"

"$feeguard" replay --schedules "$schedules" --quiet --decisions "$work/first" "$work/log.csv" 2>"$work/errors" || {
    cat "$work/errors"
    exit 1
}
"$feeguard" replay --schedules "$schedules" --quiet --jobs 2 --decisions "$work/second" - <"$work/log.csv" 2>"$work/errors"
cmp "$work/first" "$work/second"

# An expectation that is not met is found: exit status 1 and the line named.
sed '2s/,allow,[0-9.]*$/,deny,/' "$work/log.csv" >"$work/wrong.csv"
cmp -s "$work/wrong.csv" "$work/log.csv" && { echo "row 2 was to be changed"; exit 1; }
status=0
"$feeguard" replay --schedules "$schedules" --quiet "$work/wrong.csv" >/dev/null 2>"$work/errors" || status=$?
[ "$status" -eq 1 ] || { echo "status $status for a mismatch"; exit 1; }
grep -q 'wrong.csv:2: error:' "$work/errors"

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The example gateway: pays what is lawful, refuses what is not and names the law and the lawful
# amount, releases when the bank fails, and pays nothing without the plugin.
# usage: gateway.sh EXAMPLE-GATEWAY PLUGIN SCHEDULES-DIR
set -eu
gateway=$1 plugin=$2 schedules=$3

expect() { # status, pattern, arguments of the gateway
    want=$1 pattern=$2
    shift 2
    status=0
    output=$("$gateway" "$@" 2>&1) || status=$?
    if [ "$status" -ne "$want" ] || ! printf '%s\n' "$output" | grep -q "$pattern"; then
        printf 'status %s, expected %s with "%s":\n%s\n' "$status" "$want" "$pattern" "$output"
        exit 1
    fi
}

unit=210102001 # 沈阳市和平区人民法院(示例)
expect 0 'paid: FG_OK' "$schedules" "$plugin" G-1 "$unit" CN-COURT-LABOUR P-1 CASE-1 1000
expect 1 'OVER_STANDARD 超标准收费' "$schedules" "$plugin" G-2 "$unit" CN-COURT-LABOUR P-1 CASE-1 1001
expect 1 'lawful amount: 10.00 yuan' "$schedules" "$plugin" G-2 "$unit" CN-COURT-LABOUR P-1 CASE-1 1001
expect 1 '诉讼费用交纳办法' "$schedules" "$plugin" G-2 "$unit" CN-COURT-LABOUR P-1 CASE-1 1001
expect 1 'UNLISTED_ITEM' "$schedules" "$plugin" G-3 "$unit" NO-SUCH-ITEM P-1 CASE-1 1000
expect 1 'released: FG_OK' "$schedules" "$plugin" G-4 "$unit" CN-COURT-LABOUR P-1 CASE-1 1000 pay-fails
expect 2 'no plugin, no payment' "$schedules" "$plugin.missing" G-5 "$unit" CN-COURT-LABOUR P-1 CASE-1 1000
expect 2 'no plugin, no payment' "$schedules/missing" "$plugin" G-6 "$unit" CN-COURT-LABOUR P-1 CASE-1 1000

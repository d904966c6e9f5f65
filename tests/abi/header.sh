#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The public header compiles alone as C11, C17, C++11 and C++17, each header of it too, without a
# warning, and the struct layouts are the same in all.
# usage: header.sh CC CXX INCLUDE
set -eu
cc=$1
cxx=$2
include=$3
warnings="-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for header in plugin charge decision host status text version; do
    printf '#include "feeguard/%s.h"\n#include "feeguard/%s.h"\nextern int use; int use = 0;\n' \
        $header $header >"$work/$header.c"
    cp "$work/$header.c" "$work/$header.cc"
    for standard in c11 c17; do
        "$cc" -std=$standard $warnings -I"$include" -c "$work/$header.c" -o "$work/object.o"
    done
    for standard in c++11 c++17; do
        "$cxx" -std=$standard $warnings -I"$include" -c "$work/$header.cc" -o "$work/object.o"
    done
done

# A gateway in C++: the one symbol is looked up by its C name.
cat >"$work/gateway.cc" <<'CODE'
#include "feeguard/plugin.h"
static_assert(sizeof(fg_charge) == 240, "the same layout as in C");
static_assert(sizeof(fg_decision) == 192, "the same layout as in C");
fg_status ask(const fg_plugin *plugin, fg_engine *engine, const fg_charge *charge,
              fg_decision *decision);
fg_status ask(const fg_plugin *plugin, fg_engine *engine, const fg_charge *charge,
              fg_decision *decision)
{
    feeguard_plugin_fn entry = &feeguard_plugin;
    return entry(FG_ABI_MAJOR) == plugin ? plugin->charge(engine, charge, decision) : FG_INTERNAL;
}
CODE
"$cxx" -std=c++17 $warnings -I"$include" -c "$work/gateway.cc" -o "$work/gateway.o"
nm "$work/gateway.o" | grep -q ' U feeguard_plugin$'

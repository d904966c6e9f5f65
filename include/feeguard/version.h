/* SPDX-License-Identifier: Apache-2.0
 * The version of the contract and what changed in it. CMake reads the numbers from here. */
#ifndef FEEGUARD_VERSION_H
#define FEEGUARD_VERSION_H

/* The major number changes when a gateway must be rebuilt; the minor one when calls or fields were
 * added at the end of a struct (their `size` says which of them a library has).
 *
 * 1.0  open, check, reserve, charge, commit, release, refund, explain, health, reload, close.
 *      Calls planned for 1.1 (submit, collect, event descriptor, metrics, permit) will follow
 *      `close` in struct fg_plugin; no field of 1.0 will move. */
#define FG_ABI_MAJOR 1
#define FG_ABI_MINOR 0

#define FG_VERSION "0.1.0"

#endif

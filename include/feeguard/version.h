/* SPDX-License-Identifier: Apache-2.0
 * The version of the contract and what changed in it. CMake reads the numbers from here. */
#ifndef FEEGUARD_VERSION_H
#define FEEGUARD_VERSION_H

/* The major number changes when a gateway must be rebuilt; the minor one when calls or fields were
 * added at the end of a struct (their `size` says which of them a library has).
 *
 * 1.0  open, check, reserve, charge, commit, release, refund, explain, health, reload, close.
 * 1.1  the durable ledger: fg_options from `data` on, fg_decision.permit and .position,
 *      fg_health from `position` on; submit, collect, descriptor, permit_check.
 * 1.2  signed and watched schedules: fg_options from `trust` on, fg_health from `reloads_accepted`
 *      on; documents, metrics. */
#define FG_ABI_MAJOR 1
#define FG_ABI_MINOR 2

#define FG_VERSION "0.1.0"

#endif

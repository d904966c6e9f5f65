/* SPDX-License-Identifier: Apache-2.0
 * The version of the contract and what changed in it. CMake reads the numbers from here. */
#ifndef FEEGUARD_VERSION_H
#define FEEGUARD_VERSION_H

/* The major number changes when a gateway must be rebuilt; the minor one when calls or statuses
 * were added, or fields at the end of a struct (its `size` says which of them a library has).
 *
 * 1.0  open, close, reload, check, reserve, charge, commit, release, refund, explain, health, and
 *      the names of statuses and codes.
 * 1.1  the durable ledger: fg_options from `data` on, fg_decision.permit and .position,
 *      fg_health from `position` on; submit, collect, descriptor, permit_check with fg_request and
 *      fg_completion; FG_PERMIT_*, FG_LEDGER_MISSING to FG_LEDGER_IN_USE, FG_BUSY.
 * 1.2  signed and watched schedules: fg_options from `trust` on, fg_health from `reloads_accepted`
 *      on; documents with fg_document, metrics. What a struct says beyond what the library knows
 *      is refused, where it was passed over before, and so is a reserved field that is not zero;
 *      a late commit's findings have message and basis. */
#define FG_ABI_MAJOR 1
#define FG_ABI_MINOR 2

/* The release, whatever contract it speaks; in a trail it tells which one decided. */
#define FG_VERSION "0.1.0"

#endif

/* SPDX-License-Identifier: Apache-2.0
 * A memory ledger over a handmade bundle, and short ways of asking it: the counter at which tests
 * of the life of charges stand.
 *
 * Items of 100.00 yuan: YEARLY (once a calendar year for payer and subject), PARTS (yearly, in
 * instalments), ROLLING (once in 30 days for the payer), WINDOWS and WINDOWS-TOO (together
 * twice in 20 days for the payer), FREELY (any number of times). */
#ifndef TESTS_SUPPORT_DESK_H
#define TESTS_SUPPORT_DESK_H

#include "support/test.h"

#include "feeguard/host.h"
#include "ledger/ledger.h"
#include "rules/record.h"

#define SECOND INT64_C(1000000000)
#define LIFE (900 * SECOND)
#define NOON (INT64_C(1782878400) * SECOND) /* 2026-07-01T12:00+08:00 */
#define BIT(code) (UINT64_C(1) << (code))

struct desk {
    struct ledger ledger;
    struct rulebook rulebook;
    int64_t now; /* engine time of the next call */
};

extern struct desk desk;

/* Set-up and tear-down of a CMocka test: an empty ledger at NOON. */
int desk_open(void **state);
int desk_close(void **state);
/* Opens anew with a policy; charges_max 0: as memory allows. */
void desk_reopen(struct policy policy, uint64_t charges_max);

/* A charge by unit U1 on payer P1 at NOON. */
struct fg_charge charge_of(const char *txn, const char *item, int64_t amount_fen);

/* What a call answered: status, and the decision's head. */
struct got {
    fg_status status;
    struct record_head head;
    uint64_t late_codes;
    char conflict[FG_CODE_SIZE_MAX + 1];
};

struct got ask(enum claim_kind kind, const struct fg_charge *request);
struct got tell(enum claim_kind kind, const char *txn, const char *refund, int64_t refund_fen);

/* The same by the fewest words. */
fg_status status_of(enum claim_kind kind, const char *txn, const char *item, int64_t fen);
fg_status commit(const char *txn);
fg_status release(const char *txn);
fg_status refund(const char *txn, const char *id, int64_t fen);

/* Whether the yearly item is barred by what stands. */
bool is_barred(void);

void assert_counts(uint64_t reserved, uint64_t committed);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * The life of a charge in the memory ledger: each call in each state, expiry, refunds. */
#include "support/desk.h"

#include <stdio.h>

/* ---- every call in every state ---- */

enum life {
    UNKNOWN,
    DENIED,
    RESERVED,
    COMMITTED,
    PARTLY_REFUNDED,
    REFUNDED,
    RELEASED,
    EXPIRED,
    EXPIRED_RELEASED,
    COMMITTED_LATE,
    LIVES
};

static void bring_to(enum life life)
{
    if (life == UNKNOWN) return;
    if (life == DENIED) {
        assert_int_equal(status_of(CLAIM_RESERVE, "T", "YEARLY", 10001), FG_DENIED);
        return;
    }
    assert_int_equal(status_of(CLAIM_RESERVE, "T", "YEARLY", 10000), FG_OK);
    if (life == COMMITTED || life == PARTLY_REFUNDED || life == REFUNDED) {
        assert_int_equal(commit("T"), FG_OK);
    }
    if (life == PARTLY_REFUNDED) assert_int_equal(refund("T", "first", 4000), FG_OK);
    if (life == REFUNDED) assert_int_equal(refund("T", "first", 10000), FG_OK);
    if (life == RELEASED) assert_int_equal(release("T"), FG_OK);
    if (life == EXPIRED || life == EXPIRED_RELEASED || life == COMMITTED_LATE) desk.now += LIFE;
    if (life == EXPIRED_RELEASED) assert_int_equal(release("T"), FG_OK);
    if (life == COMMITTED_LATE) assert_int_equal(commit("T"), FG_COMMITTED_LATE);
}

enum act {
    CHECK_SAME,
    CHECK_OTHER,
    RESERVE_SAME,
    RESERVE_OTHER,
    CHARGE_SAME,
    CHARGE_OTHER,
    COMMIT,
    RELEASE,
    REFUND_SAME,
    REFUND_MORE,
    REFUND_NEW,
    ACTS
};

static fg_status act(enum act act)
{
    switch (act) {
    case CHECK_SAME: return status_of(CLAIM_CHECK, "T", "YEARLY", 10000);
    case CHECK_OTHER: return status_of(CLAIM_CHECK, "T", "YEARLY", 9999);
    case RESERVE_SAME: return status_of(CLAIM_RESERVE, "T", "YEARLY", 10000);
    case RESERVE_OTHER: return status_of(CLAIM_RESERVE, "T", "YEARLY", 9999);
    case CHARGE_SAME: return status_of(CLAIM_CHARGE, "T", "YEARLY", 10000);
    case CHARGE_OTHER: return status_of(CLAIM_CHARGE, "T", "YEARLY", 9999);
    case COMMIT: return commit("T");
    case RELEASE: return release("T");
    case REFUND_SAME: return refund("T", "first", 4000);
    case REFUND_MORE: return refund("T", "first", 4001);
    case REFUND_NEW: return refund("T", "second", 6000);
    case ACTS: break;
    }
    return FG_INTERNAL;
}

/* Whether the charge stands after a call in a state (9999 and 10000 both bar the year). */
static bool stands_after(enum life life, enum act act, fg_status status)
{
    bool stood =
        life == RESERVED || life == COMMITTED || life == PARTLY_REFUNDED || life == COMMITTED_LATE;

    switch (act) {
    case RESERVE_SAME:
    case RESERVE_OTHER:
    case CHARGE_SAME:
    case CHARGE_OTHER: return stood || (status == FG_OK && life != REFUNDED);
    case COMMIT: return stood || status == FG_COMMITTED_LATE;
    case RELEASE: return stood && life != RESERVED;
    case REFUND_NEW: return stood && !(life == PARTLY_REFUNDED && status == FG_OK);
    default: return stood;
    }
}

/* Goal: every call in every state answers as the table of the rules says, and lets stand what it
 * should, nothing else.
 * Method: all pairs, each in a ledger of its own. */
static void life_every_call_in_every_state(void **state)
{
#define OK FG_OK
#define NF FG_NOT_FOUND
#define CR FG_CONFLICTING_RETRY
#define NC FG_NOT_COMMITTED
#define NR FG_NOT_RESERVED
#define OV FG_OVER_REFUND
#define LATE FG_COMMITTED_LATE
    static const fg_status expected[LIVES][ACTS] = {
        /* check =  !=  reserve =  !=  charge =  !=  commit release refund = , != , new */
        [UNKNOWN] = {OK, OK, OK, OK, OK, OK, NF, NF, NF, NF, NF},
        [DENIED] = {OK, OK, OK, OK, OK, OK, NF, NF, NF, NF, NF},
        [RESERVED] = {OK, CR, OK, CR, OK, CR, OK, OK, NC, NC, NC},
        [COMMITTED] = {OK, CR, OK, CR, OK, CR, OK, NR, OK, OK, OK},
        [PARTLY_REFUNDED] = {OK, CR, OK, CR, OK, CR, OK, NR, OK, CR, OK},
        [REFUNDED] = {OK, CR, OK, CR, OK, CR, OK, NR, CR, CR, OV},
        [RELEASED] = {OK, OK, OK, OK, OK, OK, NF, OK, NC, NC, NC},
        [EXPIRED] = {OK, OK, OK, OK, OK, OK, LATE, OK, NC, NC, NC},
        [EXPIRED_RELEASED] = {OK, OK, OK, OK, OK, OK, NF, OK, NC, NC, NC},
        [COMMITTED_LATE] = {OK, CR, OK, CR, OK, CR, OK, NR, OK, OK, OK},
    };
#undef OK
#undef NF
#undef CR
#undef NC
#undef NR
#undef OV
#undef LATE
    (void)state;
    for (int life = 0; life < LIVES; life++) {
        for (int call = 0; call < ACTS; call++) {
            fg_status got;

            desk_reopen(desk.rulebook.policy, 0);
            desk.now = NOON;
            bring_to((enum life)life);
            got = act((enum act)call);
            if (got != expected[life][call]) {
                fail_msg("state %d, call %d: got %d, not %d", life, call, (int)got,
                         (int)expected[life][call]);
            }
            if (is_barred() != stands_after((enum life)life, (enum act)call, got)) {
                fail_msg("state %d, call %d: stands wrongly", life, call);
            }
        }
    }
}

/* ---- time ---- */

/* Goal: a reservation has run out at its end to the nanosecond, not before. */
static void life_reservation_ends_exactly_on_time(void **state)
{
    (void)state;
    assert_int_equal(status_of(CLAIM_RESERVE, "T1", "YEARLY", 10000), FG_OK);
    desk.now = NOON + LIFE - 1;
    assert_true(is_barred());
    assert_int_equal(status_of(CLAIM_CHECK, "T1", "YEARLY", 9999), FG_CONFLICTING_RETRY);
    desk.now = NOON + LIFE;
    assert_false(is_barred());
    assert_int_equal(commit("T1"), FG_COMMITTED_LATE);
}

/* Goal: a clock that steps back is held: reservations neither revive nor last longer. */
static void life_clock_stepping_back_is_held(void **state)
{
    (void)state;
    assert_int_equal(status_of(CLAIM_RESERVE, "T1", "YEARLY", 10000), FG_OK);
    desk.now = NOON + LIFE;
    assert_false(is_barred());
    desk.now = NOON;
    assert_false(is_barred()); /* what has run out stays so */
    desk.now = NOON - 5 * LIFE;
    assert_int_equal(status_of(CLAIM_RESERVE, "T2", "YEARLY", 10000), FG_OK);
    desk.now = NOON + 2 * LIFE - 1; /* counted from NOON + LIFE */
    assert_true(is_barred());
    desk.now = NOON + 2 * LIFE;
    assert_false(is_barred());
}

/* Goal: many reservations run out each at its own time, in whatever order others end. */
static void life_reservations_run_out_one_by_one(void **state)
{
    char id[16];

    (void)state;
    for (int i = 0; i < 100; i++) {
        desk.now = NOON + i * SECOND;
        snprintf(id, sizeof(id), "T%d", i);
        assert_int_equal(status_of(CLAIM_RESERVE, id, "FREELY", 10000), FG_OK);
    }
    assert_counts(100, 0);
    assert_int_equal(release("T0"), FG_OK);
    assert_int_equal(commit("T50"), FG_OK);
    assert_int_equal(release("T99"), FG_OK);
    assert_counts(97, 1);
    desk.now = NOON + LIFE;
    is_barred();
    assert_counts(97, 1);
    desk.now = NOON + LIFE + 10 * SECOND;
    is_barred();
    assert_counts(87, 1);
    desk.now = NOON + LIFE + 98 * SECOND;
    is_barred();
    assert_counts(0, 1);
}

/* ---- refunds ---- */

/* Goal: a refund id is used once, for one amount, and only by a refund that was given. */
static void life_refund_ids(void **state)
{
    (void)state;
    assert_int_equal(status_of(CLAIM_CHARGE, "T1", "YEARLY", 10000), FG_OK);
    assert_int_equal(refund("T1", "a", 10001), FG_OVER_REFUND);
    assert_int_equal(refund("T1", "a", 4000), FG_OK); /* the refused one left the id free */
    assert_int_equal(refund("T1", "a", 4000), FG_OK);
    assert_int_equal(refund("T1", "a", 10001), FG_CONFLICTING_RETRY);
    assert_int_equal(refund("T1", "b", 6001), FG_OVER_REFUND);
    assert_int_equal(refund("T1", "b", 5999), FG_OK);
    assert_int_equal(refund("T1", "c", 2), FG_OVER_REFUND);
    assert_true(is_barred()); /* one fen is left */
    assert_int_equal(refund("T1", "c", 1), FG_OK);
    assert_false(is_barred());
    assert_int_equal(refund("T1", "a", 4000), FG_OK); /* known for ever */
    assert_int_equal(refund("T1", "d", 1), FG_OVER_REFUND);
    assert_int_equal(status_of(CLAIM_CHARGE, "T2", "FREELY", 500), FG_OK);
    assert_int_equal(refund("T2", "a", 500), FG_OK); /* unique for its charge only */
    assert_counts(0, 2);
}

/* Goal: what was given back in part makes room for instalments; it stays the amount as charged. */
static void life_partial_refund_lowers_the_standing_amount(void **state)
{
    (void)state;
    assert_int_equal(status_of(CLAIM_CHARGE, "T1", "PARTS", 10000), FG_OK);
    assert_int_equal(status_of(CLAIM_CHECK, "T2", "PARTS", 1), FG_DENIED);
    assert_int_equal(refund("T1", "a", 3000), FG_OK);
    assert_int_equal(status_of(CLAIM_CHECK, "T2", "PARTS", 3001), FG_DENIED);
    assert_int_equal(status_of(CLAIM_CHARGE, "T2", "PARTS", 3000), FG_OK);
}

/* Goal: an exempted act of 0.00 stands like any other, and has nothing to give back. */
static void life_charge_of_nothing_stands(void **state)
{
    (void)state;
    assert_int_equal(status_of(CLAIM_CHARGE, "T1", "YEARLY", 0), FG_OK);
    assert_true(is_barred());
    assert_int_equal(refund("T1", "a", 1), FG_OVER_REFUND);
    assert_true(is_barred());
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_close)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(life_every_call_in_every_state),
        TEST(life_reservation_ends_exactly_on_time),
        TEST(life_clock_stepping_back_is_held),
        TEST(life_reservations_run_out_one_by_one),
        TEST(life_refund_ids),
        TEST(life_partial_refund_lowers_the_standing_amount),
        TEST(life_charge_of_nothing_stands),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

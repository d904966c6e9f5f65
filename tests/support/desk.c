/* SPDX-License-Identifier: Apache-2.0
 * One ledger at a time, asked as the engine asks it. */
#include "support/desk.h"

#include <stdio.h>

#include "support/handmade.h"

static const struct period yearly = {.per = PER_YEAR, .key = KEY_BOTH, .max = 1, .year_starts = 1};
static const struct period parts = {
    .per = PER_YEAR, .key = KEY_BOTH, .max = 1, .year_starts = 1, .instalments = true};
static const struct period windows = {
    .within = 20, .key = KEY_PAYER, .max = 2, .group = STATIC_TEXT("w")};
static const struct period rolling = {.within = 30, .key = KEY_PAYER, .max = 1};

struct desk desk;

static struct bundle *bundle_of_all(void)
{
    static const struct handmade_item items[] = {
        {"YEARLY", 10000, &yearly, NULL},       {"PARTS", 10000, &parts, NULL},
        {"ROLLING", 10000, &rolling, NULL},     {"WINDOWS", 10000, &windows, NULL},
        {"WINDOWS-TOO", 10000, &windows, NULL}, {"FREELY", 10000, NULL, "grade"},
    };

    return handmade_bundle(items, COUNT(items));
}

int desk_open(void **state)
{
    struct policy policy = {.mode = FG_MODE_ENFORCE};

    (void)state;
    for (int code = 1; code < FG_CODE_COUNT; code++) {
        bool advisory = code == FG_UNEQUAL_PENALTY || code == FG_UNDERCHARGED;

        policy.effects[code] = advisory ? FG_EFFECT_WARN : FG_EFFECT_DENY;
    }
    desk_reopen(policy, 0);
    return 0;
}

int desk_close(void **state)
{
    (void)state;
    ledger_close(&desk.ledger);
    return 0;
}

void desk_reopen(struct policy policy, uint64_t charges_max)
{
    ledger_close(&desk.ledger);
    desk.rulebook = (struct rulebook){.bundle = bundle_of_all(),
                                      .policy = policy,
                                      .as_known_day = DAY_NONE,
                                      .reservation_ns = LIFE};
    assert_true(memory_ledger_open(&desk.rulebook, charges_max, &desk.ledger));
    desk.now = NOON;
}

struct fg_charge charge_of(const char *txn, const char *item, int64_t amount_fen)
{
    return (struct fg_charge){.size = sizeof(struct fg_charge),
                              .txn = text_of(txn),
                              .unit = TEXT("U1"),
                              .item = text_of(item),
                              .payer = TEXT("P1"),
                              .amount_fen = amount_fen,
                              .time_ns = NOON};
}

static void read_head(const struct buffer *record, struct got *got)
{
    struct reader reader = {record->bytes, record->bytes + record->size, false};
    struct fg_text conflict;

    if (record->size == 0) return;
    reader_take(&reader, &got->head, sizeof(got->head));
    reader_text(&reader); /* item name */
    conflict = reader_text(&reader);
    assert_false(reader.failed);
    snprintf(got->conflict, sizeof(got->conflict), "%.*s", (int)conflict.size,
             conflict.size > 0 ? conflict.bytes : "");
}

struct got ask(enum claim_kind kind, const struct fg_charge *request)
{
    struct got got = {0};
    struct buffer record;
    struct charge charge;
    struct fg_text field;
    struct claim claim = {.kind = kind, .charge = &charge, .record = &record};
    struct claim *claims[] = {&claim};

    buffer_init(&record);
    assert_true(charge_read(request, &charge, &field));
    ledger_transact(&desk.ledger, claims, 1, desk.now);
    got.status = claim.status;
    read_head(&record, &got);
    buffer_free(&record);
    return got;
}

struct got tell(enum claim_kind kind, const char *txn, const char *refund, int64_t refund_fen)
{
    struct got got = {0};
    struct claim claim = {.kind = kind, .txn = text_of(txn), .refund_fen = refund_fen};
    struct claim *claims[] = {&claim};

    if (refund != NULL) claim.refund = text_of(refund);
    ledger_transact(&desk.ledger, claims, 1, desk.now);
    got.status = claim.status;
    got.late_codes = claim.late_codes;
    snprintf(got.conflict, sizeof(got.conflict), "%.*s", (int)claim.late_conflict_size,
             claim.late_conflict);
    return got;
}

fg_status status_of(enum claim_kind kind, const char *txn, const char *item, int64_t fen)
{
    struct fg_charge request = charge_of(txn, item, fen);

    return ask(kind, &request).status;
}

fg_status commit(const char *txn)
{
    return tell(CLAIM_COMMIT, txn, NULL, 0).status;
}

fg_status release(const char *txn)
{
    return tell(CLAIM_RELEASE, txn, NULL, 0).status;
}

fg_status refund(const char *txn, const char *id, int64_t fen)
{
    return tell(CLAIM_REFUND, txn, id, fen).status;
}

bool is_barred(void)
{
    return status_of(CLAIM_CHECK, "probe", "YEARLY", 10000) == FG_DENIED;
}

void assert_counts(uint64_t reserved, uint64_t committed)
{
    struct ledger_counts counts = ledger_counts(&desk.ledger);

    assert_int_equal(counts.reserved, reserved);
    assert_int_equal(counts.committed, committed);
}

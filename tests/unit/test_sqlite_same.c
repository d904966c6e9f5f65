/* SPDX-License-Identifier: Apache-2.0
 * The durable ledger beside the one in memory: one random course of business, driven through both,
 * must get the same answers to the byte, whatever is reopened, reloaded or rotated in between. */
#include "unit/test_sqlite.h"

#include <stdlib.h>

#include "feeguard/host.h"
#include "load/load.h"
#include "support/random.h"

#define DAY (86400 * SECOND)
#define IDS 64
#define BATCH_MAX 3
#define STEPS 1200

/* A charge with room for its texts. */
struct paper {
    struct fg_charge charge;
    struct fg_attribute attributes[3];
    char txn[16], quantity[16], base[16];
};

static struct world {
    struct random random;
    struct vault vault;
    struct rulebook rulebook;
    struct ledger durable, memory;
    struct bundle *bundles[2];
    struct paper papers[IDS]; /* the last that was sent under each id */
    uint64_t seed;
    int64_t now;
    int step, reopened, reloaded, rotated, answered[1024];
} world;

/* ---- bundles ---- */

/* The world of the test data, or the same with other periods, limits and keys. */
static char *bundle_text(bool other)
{
    static const char *const changes[][2] = {
        {"key=\"payer\" max=\"2\"", "key=\"payer subject\""},
        {"within=\"P1M\" key=\"payer\"", "within=\"P9D\" key=\"subject\""},
        {"<period per=\"day\" key=\"subject\"/>", "<period per=\"year\" key=\"payer\"/>"},
        {"amount=\"120.00\" per=\"year\"", "amount=\"150.00\" per=\"month\""},
        {"cumulative=\"year\"", "cumulative=\"month\""},
        {"<uniform key=\"size\"/>", "<uniform key=\"factor\"/>"},
    };
    char *text = disk_read(FG_TEST_DATA "/world.xml");
    char *changed = malloc(strlen(text) + 1024);

    assert_non_null(changed);
    for (size_t i = 0; other && i < COUNT(changes); i++) {
        char *at = strstr(text, changes[i][0]);

        assert_non_null(at);
        snprintf(changed, strlen(text) + 1024, "%.*s%s%s", (int)(at - text), text, changes[i][1],
                 at + strlen(changes[i][0]));
        free(text);
        text = strdup(changed);
    }
    free(changed);
    return text;
}

static void fault_print(void *context, const struct fault *fault)
{
    (void)context;
    print_error("%s:%u: %s\n", fault->file, fault->line, fault->what_en);
}

static struct bundle *bundle_make(bool other)
{
    char directory[PATH_SIZE], *text = bundle_text(other);
    struct bundle *bundle = NULL;
    struct fg_text path;

    directory_make(directory);
    disk_write(directory, "world.xml", text);
    path = text_of(directory);
    assert_int_equal(bundle_load(&path, 1, NULL, (struct fault_sink){NULL, fault_print}, &bundle),
                     FG_OK);
    directory_remove(directory);
    free(text);
    return bundle;
}

/* ---- opening ---- */

static void durable_open(struct bundle *bundle)
{
    struct rulebook rulebook = world.rulebook;

    rulebook.bundle = bundle_acquire(bundle);
    vault_open(&world.vault, &rulebook, &world.durable);
}

static void world_open(uint64_t seed)
{
    struct policy *policy = &world.rulebook.policy;
    struct rulebook rulebook;

    memset(&world, 0, sizeof(world));
    world.random.state = seed * UINT64_C(0x9E3779B97F4A7C15);
    world.seed = seed;
    world.now = NOON;
    world.rulebook = (struct rulebook){.as_known_day = DAY_NONE, .reservation_ns = LIFE};
    policy->mode = seed % 3 == 0 ? FG_MODE_MONITOR : FG_MODE_ENFORCE;
    for (int code = 1; code < FG_CODE_COUNT; code++) {
        policy->effects[code] = random_once_in(&world.random, 4) ? FG_EFFECT_WARN : FG_EFFECT_DENY;
    }
    for (int i = 0; i < 2; i++) world.bundles[i] = bundle_make(i == 1);
    vault_make(&world.vault);
    vault_create(&world.vault);
    durable_open(world.bundles[0]);
    rulebook = world.rulebook;
    rulebook.bundle = bundle_acquire(world.bundles[0]);
    assert_true(memory_ledger_open(&rulebook, 0, &world.memory));
}

static void world_close(void)
{
    ledger_close(&world.durable);
    ledger_close(&world.memory);
    for (int i = 0; i < 2; i++) bundle_release(world.bundles[i]);
    vault_remove(&world.vault);
}

/* ---- charges ---- */

static struct fg_text pick(const char *const *list, uint32_t count)
{
    return text_of(list[random_below(&world.random, count)]);
}
#define PICK(list) pick((list), COUNT(list))

static void paper_fill(struct paper *paper, uint32_t id)
{
    static const char *const items[] = {"YEARLY", "MONTHLY",    "DAILY", "ONCE",   "WINDOW",
                                        "TRIPLE", "TRIPLE-TOO", "PARTS", "WATER",  "SPAN",
                                        "WINDOW", "DAILY",      "WATER", "NOWHERE"};
    static const char *const payers[] = {"P1", "P2", "P3"};
    static const char *const subjects[] = {"", "S1", "S2"};
    static const char *const types[] = {"", "enterprise", "individual"};
    static const char *const sizes[] = {"", "5", "20", "400"};
    static const char *const yes[] = {"", "yes"};
    static const int64_t amounts[] = {0,    500,  1000, 1667, 2000, 3333,
                                      4000, 5000, 8000, 8001, 10000};
    struct random *random = &world.random;
    struct fg_charge *charge = &paper->charge;

    *charge = (struct fg_charge){.size = sizeof(*charge)};
    snprintf(paper->txn, sizeof(paper->txn), "T%u", id);
    snprintf(paper->quantity, sizeof(paper->quantity), "%d", random_between(random, 0, 40));
    snprintf(paper->base, sizeof(paper->base), "%d", random_between(random, 0, 9000));
    charge->txn = text_of(paper->txn);
    charge->unit = TEXT("OFFICE");
    charge->item = PICK(items);
    charge->payer = PICK(payers);
    charge->subject = PICK(subjects);
    charge->payer_type = PICK(types);
    charge->quantity = text_of(paper->quantity);
    charge->base = text_of(paper->base);
    charge->amount_fen = amounts[random_below(random, COUNT(amounts))];
    charge->time_ns = NOON + random_between(random, -40, 40) * DAY;
    if (random_once_in(random, 4)) charge->time_ns = NOON + random_between(random, -500, 500) * DAY;
    if (random_once_in(random, 3)) {
        charge->period_ymd = 20260101 + 100 * random_between(random, 0, 11);
    }
    if (random_once_in(random, 40)) charge->amount_fen = -1;
    paper->attributes[0] = (struct fg_attribute){TEXT("size"), PICK(sizes)};
    paper->attributes[1] = (struct fg_attribute){TEXT("hardship"), PICK(yes)};
    paper->attributes[2] = (struct fg_attribute){TEXT("factor"), PICK(sizes)};
    charge->attributes = paper->attributes;
    charge->attribute_count = 3;
}

/* ---- claims, twice ---- */

/* One claim as both ledgers get it. */
struct pair {
    struct claim claims[2];
    struct charge charges[2];
    struct buffer records[2];
};

static void pair_charge(struct pair *pair, enum claim_kind kind, const struct fg_charge *request)
{
    for (int i = 0; i < 2; i++) {
        struct claim *claim = &pair->claims[i];

        buffer_init(&pair->records[i]);
        *claim =
            (struct claim){.kind = kind, .charge = &pair->charges[i], .record = &pair->records[i]};
        if (!charge_read(request, &pair->charges[i], &claim->invalid)) {
            assert_true(claim->invalid.size > 0);
        }
    }
}

static void pair_step(struct pair *pair, enum claim_kind kind, struct fg_text txn)
{
    static const char *const refunds[] = {"a", "b", "c"};
    struct fg_text refund = PICK(refunds);
    int64_t fen = random_between(&world.random, 1, 5) * 1000;

    for (int i = 0; i < 2; i++) {
        buffer_init(&pair->records[i]);
        pair->claims[i] = (struct claim){.kind = kind, .txn = txn};
        if (kind != CLAIM_REFUND) continue;
        pair->claims[i].refund = refund;
        pair->claims[i].refund_fen = fen;
    }
}

static void pair_choose(struct pair *pair)
{
    struct random *random = &world.random;
    uint32_t id = random_below(random, IDS);
    struct paper *paper = &world.papers[id];
    enum claim_kind kind = (enum claim_kind)random_below(random, CLAIM_REFUND + 1);

    if (random_once_in(random, 3)) kind = CLAIM_RESERVE;
    if (kind > CLAIM_CHARGE && paper->charge.size > 0) {
        pair_step(pair, kind, paper->charge.txn);
        return;
    }
    if (kind > CLAIM_CHARGE) kind = CLAIM_CHARGE;
    if (paper->charge.size == 0 || random_once_in(random, 4)) paper_fill(paper, id);
    pair_charge(pair, kind, &paper->charge);
}

/* Where to look when they differ. */
static void pair_tell(const struct pair *pair)
{
    const struct claim *claim = &pair->claims[0];
    const struct fg_charge *request = claim->charge != NULL ? claim->charge->request : NULL;

    print_error("seed %llu step %d: claim %d, status %d and %d\n", (unsigned long long)world.seed,
                world.step, (int)claim->kind, (int)claim->status, (int)pair->claims[1].status);
    if (request == NULL) return;
    print_error("%s: %s, payer %s, subject %s, day %d, period %d, %lld fen\n", request->txn.bytes,
                request->item.bytes, request->payer.bytes, request->subject.bytes,
                pair->charges[0].charge_day, (int)request->period_ymd,
                (long long)request->amount_fen);
}

static bool pair_differs(const struct pair *pair)
{
    const struct claim *one = &pair->claims[0], *other = &pair->claims[1];

    return one->status != other->status || one->late_codes != other->late_codes ||
           one->expires_ns != other->expires_ns || pair->records[0].size != pair->records[1].size ||
           memcmp(pair->records[0].bytes, pair->records[1].bytes, pair->records[0].size) != 0;
}

static void pair_compare(const struct pair *pair)
{
    const struct claim *one = &pair->claims[0], *other = &pair->claims[1];

    if (pair_differs(pair)) pair_tell(pair);
    assert_int_equal(one->status, other->status);
    assert_int_equal(one->expires_ns, other->expires_ns);
    assert_int_equal(one->late_codes, other->late_codes);
    assert_int_equal(one->late_conflict_size, other->late_conflict_size);
    assert_memory_equal(one->late_conflict, other->late_conflict, one->late_conflict_size);
    assert_int_equal(pair->records[0].size, pair->records[1].size);
    assert_memory_equal(pair->records[0].bytes, pair->records[1].bytes, pair->records[0].size);
    assert_true(one->position > 0);
    assert_true(one->status >= 0 && one->status < (int)COUNT(world.answered));
    world.answered[one->status]++;
}

static void business(void)
{
    struct pair pairs[BATCH_MAX];
    struct claim *claims[2][BATCH_MAX];
    uint32_t count = random_once_in(&world.random, 4) ? BATCH_MAX : 1;

    for (uint32_t i = 0; i < count; i++) {
        pair_choose(&pairs[i]);
        for (int k = 0; k < 2; k++) claims[k][i] = &pairs[i].claims[k];
    }
    ledger_transact(&world.durable, claims[0], count, world.now);
    ledger_transact(&world.memory, claims[1], count, world.now);
    for (uint32_t i = 0; i < count; i++) {
        pair_compare(&pairs[i]);
        for (int k = 0; k < 2; k++) buffer_free(&pairs[i].records[k]);
    }
}

/* ---- what comes between ---- */

static void reopen(bool rotate)
{
    ledger_close(&world.durable);
    if (rotate && world.vault.ring.epoch_count < KEY_EPOCHS_MAX) {
        assert_int_equal(keyring_rotate(world.vault.key_path), KEY_OK);
        vault_read_keys(&world.vault);
        world.rotated++;
    }
    durable_open(world.bundles[world.reloaded % 2]);
    world.reopened++;
}

static void reload(void)
{
    struct bundle *bundle = world.bundles[++world.reloaded % 2];

    assert_true(ledger_adopt(&world.durable, bundle_acquire(bundle)));
    assert_true(ledger_adopt(&world.memory, bundle_acquire(bundle)));
}

static void pass_time(void)
{
    static const int64_t steps[] = {1, SECOND, 100 * SECOND, LIFE - 1, LIFE, -LIFE, DAY};

    world.now += steps[random_below(&world.random, COUNT(steps))];
}

static void compare_counts(void)
{
    struct ledger_counts durable = ledger_counts(&world.durable);
    struct ledger_counts memory = ledger_counts(&world.memory);

    assert_int_equal(durable.reserved, memory.reserved);
    assert_int_equal(durable.committed, memory.committed);
}

static void course(uint64_t seed)
{
    world_open(seed);
    for (world.step = 0; world.step < STEPS; world.step++) {
        if (random_once_in(&world.random, 5)) pass_time();
        if (random_once_in(&world.random, 100)) reopen(random_once_in(&world.random, 4));
        if (random_once_in(&world.random, 150)) reload();
        business();
        if (world.step % 16 == 0) compare_counts();
    }
    /* A course in which nothing happened would prove nothing. */
    assert_true(world.reopened > 1 && world.reloaded > 1);
    print_message("OK %d, denied %d, late %d, conflicting %d\n", world.answered[FG_OK],
                  world.answered[FG_DENIED], world.answered[FG_COMMITTED_LATE],
                  world.answered[FG_CONFLICTING_RETRY]);
    assert_true(world.answered[FG_OK] > 150);
    assert_true(world.answered[FG_DENIED] > 100 || world.rulebook.policy.mode == FG_MODE_MONITOR);
    assert_true(world.answered[FG_COMMITTED_LATE] > 0);
    assert_true(world.answered[FG_CONFLICTING_RETRY] > 10);
    world_close();
}

/* Goal: no course of business tells the two ledgers apart.
 * Method: random charges, retries, commits, releases and refunds on few ids, payers and subjects,
 * so that they meet; several seeds, of which each third runs in monitor mode. */
static void sqlite_answers_as_memory_does(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 8; seed++) {
        print_message("seed %d\n", (int)seed);
        course(seed);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(sqlite_answers_as_memory_does),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

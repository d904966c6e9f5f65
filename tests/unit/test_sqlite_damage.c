/* SPDX-License-Identifier: Apache-2.0
 * A file that is damaged anywhere: opened or refused, asked or not, there is always a clean status,
 * and nothing is left behind. */
#include "unit/test_sqlite.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/sql_maintenance.h"

#define HEADER_SIZE 100 /* of a file of SQLite */
#define MAGIC_SIZE 16
#define PAGE_SIZE 4096
#define STRIDE 997
#define RUN 64 /* bytes that are lost together */

static struct vault vault;
static unsigned char *bytes; /* of the sound file */
static size_t size;

static void some_business(void)
{
    struct fg_attribute attributes[] = {{TEXT("hardship"), TEXT("yes")}, {TEXT("size"), TEXT("7")}};
    char txn[16];

    for (int i = 0; i < 40; i++) {
        struct fg_charge charge;

        snprintf(txn, sizeof(txn), "T%d", i);
        charge = world_charge(txn, i % 2 == 0 ? "WINDOW" : "YEARLY", 0);
        charge.payer = charge.txn;
        charge.base = charge.quantity = TEXT("3");
        charge.attributes = attributes;
        charge.attribute_count = 2;
        assert_int_equal(ask(i % 4 < 2 ? CLAIM_CHARGE : CLAIM_RESERVE, &charge).status, FG_OK);
    }
}

static int set_up(void **state)
{
    struct stat status;
    FILE *file;

    (void)state;
    vault_start_desk(&vault);
    some_business();
    ledger_close(&desk.ledger);
    desk.rulebook.bundle = bundle_of(FG_TEST_DATA "/world.xml");
    assert_int_equal(stat(vault.path, &status), 0);
    size = (size_t)status.st_size;
    bytes = malloc(size);
    assert_non_null(bytes);
    file = fopen(vault.path, "rb");
    assert_non_null(file);
    assert_int_equal(fread(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    bundle_release(desk.rulebook.bundle);
    free(bytes);
    vault_remove(&vault);
    return 0;
}

/* The file anew, with what a former damage left beside it gone. */
static void write_file(const unsigned char *content, size_t length)
{
    static const char *const left[] = {"ledger-wal", "ledger-shm", "ledger.turn"};
    char path[PATH_SIZE + 16];
    FILE *file = fopen(vault.path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(content, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    for (size_t i = 0; i < COUNT(left); i++) {
        snprintf(path, sizeof(path), "%s/%s", vault.directory, left[i]);
        unlink(path);
    }
}

static void note_fault(void *context, const char *sentence)
{
    assert_true(strlen(sentence) > 0);
    ++*(int *)context;
}

/* Every answer that the ledger gives is one of those that a gateway knows. */
static void ask_all(void)
{
    struct fg_charge charge = world_charge("NEW", "YEARLY", 0);
    fg_status status;
    uint64_t faults;
    int told = 0;

    charge.payer = TEXT("T1");
    status = ask(CLAIM_RESERVE, &charge).status;
    assert_true(status == FG_OK || status == FG_DENIED);
    status = commit("T2");
    assert_true(status == FG_OK || status == FG_NOT_FOUND || status == FG_LEDGER_UNAVAILABLE);
    status = refund("T0", "a", 1);
    assert_true(status == FG_OVER_REFUND || status == FG_OK || status == FG_NOT_FOUND ||
                status == FG_NOT_COMMITTED || status == FG_LEDGER_UNAVAILABLE);
    if (ledger_check(&desk.ledger, note_fault, &told, &faults)) assert_int_equal(told, faults);
}

/* Opens what was written, asks it if that works, and closes it. */
static fg_status try(const unsigned char *content, size_t length)
{
    size_t descriptors = directory_count("/proc/self/fd");
    fg_status status;

    write_file(content, length);
    vault.log[0] = '\0';
    bundle_acquire(desk.rulebook.bundle);
    status = sqlite_ledger_open(&desk.rulebook, &vault.options, &desk.ledger);
    if (status == FG_OK) {
        ask_all();
        ledger_close(&desk.ledger);
    } else {
        bundle_release(desk.rulebook.bundle);
        assert_true(status == FG_LEDGER_DAMAGED || status == FG_LEDGER_REFUSED ||
                    status == FG_LEDGER_NEWER || status == FG_LEDGER_UNAVAILABLE);
        assert_ptr_equal(strchr(vault.log, '\n'), vault.log + strlen(vault.log) - 1);
        assert_int_equal(vault.log[0], '3');
    }
    assert_int_equal(directory_count("/proc/self/fd"), descriptors);
    return status;
}

static fg_status try_lost(size_t at, size_t length, unsigned char filling)
{
    unsigned char *content = malloc(size);
    fg_status status;

    assert_non_null(content);
    memcpy(content, bytes, size);
    for (size_t i = at; i < at + length && i < size; i++) {
        content[i] = filling != 0 ? content[i] ^ filling : 0;
    }
    status = try(content, size);
    free(content);
    return status;
}

/* Goal: each byte of the header may be another. */
static void damage_in_the_header_is_met(void **state)
{
    (void)state;
    assert_int_equal(try(bytes, size), FG_OK);
    for (size_t at = 0; at < HEADER_SIZE; at++) {
        fg_status status = try_lost(at, 1, 0xff);

        if (at < MAGIC_SIZE) assert_int_equal(status, FG_LEDGER_DAMAGED);
    }
}

/* Goal: bytes may be others, or gone, anywhere in the file. */
static void damage_anywhere_is_met(void **state)
{
    int refused = 0, opened = 0;

    (void)state;
    for (size_t at = HEADER_SIZE; at < size; at += STRIDE) {
        static const unsigned char fillings[] = {0x01, 0xff, 0};

        for (size_t i = 0; i < COUNT(fillings); i++) {
            fg_status status = try_lost(at, fillings[i] == 0x01 ? 1 : RUN, fillings[i]);

            if (status == FG_OK) {
                opened++;
            } else {
                refused++;
            }
        }
    }
    assert_true(opened > 0 && refused > 0);
}

/* Goal: a file that was cut short by a page or more is never opened. */
static void damage_by_cutting_is_refused(void **state)
{
    (void)state;
    assert_true(size > 4 * PAGE_SIZE);
    for (size_t length = 0; length < size; length += PAGE_SIZE) {
        fg_status status = try(bytes, length);

        assert_int_equal(status, length == 0 ? FG_LEDGER_REFUSED : FG_LEDGER_DAMAGED);
        if (length + PAGE_SIZE < size) {
            assert_int_equal(try(bytes, length + PAGE_SIZE / 2), FG_LEDGER_DAMAGED);
        }
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(damage_in_the_header_is_met),
        TEST(damage_anywhere_is_met),
        TEST(damage_by_cutting_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Where a ledger may lie, and under how many names: one opening a process, one name a file, no
 * network. */
#include "unit/test_sqlite.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ledger/sqlite_place.h"

static struct vault vault;

static int set_up(void **state)
{
    (void)state;
    vault_make(&vault);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    vault_remove(&vault);
    return 0;
}

/* ---- in use ---- */

/* Says over the pipe when it has the ledger open, and closes it when told. */
static pid_t other_process(int ends[2])
{
    struct ledger ledger;
    char byte = 0;
    pid_t child;
    int told[2];

    assert_int_equal(pipe(ends), 0);
    assert_int_equal(pipe(told), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        bool opened = vault_try(&vault, &ledger) == FG_OK;

        close(ends[1]);
        if (opened && write(told[1], &byte, 1) == 1 && read(ends[0], &byte, 1) == 0) {
            ledger_close(&ledger);
            _exit(0);
        }
        _exit(1);
    }
    close(ends[0]);
    close(told[1]);
    assert_int_equal(read(told[0], &byte, 1), 1);
    close(told[0]);
    return child;
}

/* Goal: one opening a process; other processes may share the ledger. A child that was forked with
 * the ledger open may not: the locks are its parent's. */
static void place_refuses_a_second_time(void **state)
{
    struct ledger first, again;
    int ends[2], status;
    pid_t other, child;

    (void)state;
    vault_create(&vault);
    other = other_process(ends);
    assert_int_equal(vault_try(&vault, &first), FG_OK);
    vault_refuses(&vault, FG_LEDGER_IN_USE, "open already");
    child = fork();
    if (child == 0) _exit(vault_try(&vault, &again) == FG_LEDGER_IN_USE ? 0 : 1);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    close(ends[1]);
    assert_int_equal(waitpid(other, &status, 0), other);
    assert_int_equal(status, 0);
    ledger_close(&first);
    assert_int_equal(vault_try(&vault, &again), FG_OK);
    ledger_close(&again);
}

/* ---- names ---- */

static bool is_mounted; /* as the kernel would tell of a file that is mounted by itself */

int __real_statx(int directory, const char *path, int flags, unsigned mask, struct statx *more);
int __wrap_statx(int directory, const char *path, int flags, unsigned mask, struct statx *more);

__attribute__((used)) int __wrap_statx(int directory, const char *path, int flags, unsigned mask,
                                       struct statx *more)
{
    int done = __real_statx(directory, path, flags, mask, more);

    if (done == 0 && is_mounted) more->stx_attributes |= STATX_ATTR_MOUNT_ROOT;
    return done;
}

static void name(char path[static PATH_SIZE + 16], const char *end)
{
    assert_true(snprintf(path, PATH_SIZE + 16, "%s/%s", vault.directory, end) < PATH_SIZE + 16);
    vault.options.path = text_of(path);
}

/* Goal: a process finds its second opening under whatever name. */
static void place_refuses_a_second_time_by_another_name(void **state)
{
    static const char *const others[] = {"./ledger", "aside/ledger", "linked"};
    char aside[PATH_SIZE + 16], path[PATH_SIZE + 16];
    struct ledger first;

    (void)state;
    vault_create(&vault);
    assert_int_equal(vault_try(&vault, &first), FG_OK);
    name(aside, "aside");
    assert_int_equal(symlink(".", aside), 0);
    name(path, "linked");
    assert_int_equal(link(vault.path, path), 0);
    for (size_t i = 0; i < COUNT(others); i++) {
        name(path, others[i]);
        vault_refuses(&vault, FG_LEDGER_IN_USE, "open already");
    }
    assert_int_equal(unlink(aside), 0);
    ledger_close(&first);
}

/* Goal: under two names there would be two write-ahead logs, and one key could be given twice. */
static void place_refuses_a_ledger_of_two_names(void **state)
{
    char path[PATH_SIZE + 16];
    struct ledger ledger;

    (void)state;
    vault_create(&vault);
    name(path, "linked");
    assert_int_equal(link(vault.path, path), 0);
    vault_refuses(&vault, FG_LEDGER_REFUSED, "another name");
    vault.options.path = text_of(vault.path);
    vault_refuses(&vault, FG_LEDGER_REFUSED, "another name");
    assert_int_equal(unlink(path), 0);
    is_mounted = true;
    vault_refuses(&vault, FG_LEDGER_REFUSED, "another name");
    is_mounted = false;
    assert_int_equal(vault_try(&vault, &ledger), FG_OK);
    ledger_close(&ledger);
}

/* ---- file systems ---- */

static void place_knows_remote_file_systems(void **state)
{
    static const uint64_t remote[] = {
        0x6969,     0x517b,     0xff534d42, 0xfe534d42, 0x01021997,        0x5346414f,
        0x19830326, 0x20030528, 0xaad7aaea, 0x786f4256, 0xbacbacbc,        0xffffffffbacbacbc,
        0x00c36400, 0x65735546, 0x73757245, 0x564c,     0xffffffffff534d42 /* sign-extended */};
    static const uint64_t local[] = {0xef53 /* ext4 */, 0x58465342 /* XFS */,
                                     0x9123683e /* Btrfs */, 0x01021994 /* tmpfs */,
                                     0x794c7630 /* overlay */};

    (void)state;
    for (size_t i = 0; i < COUNT(remote); i++) assert_false(sqlite_is_local(remote[i]));
    for (size_t i = 0; i < COUNT(local); i++) assert_true(sqlite_is_local(local[i]));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(place_refuses_a_second_time),
        TEST(place_refuses_a_second_time_by_another_name),
        TEST(place_refuses_a_ledger_of_two_names),
        TEST(place_knows_remote_file_systems),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

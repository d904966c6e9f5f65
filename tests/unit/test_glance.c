/* SPDX-License-Identifier: Apache-2.0
 * What a look at a directory notices, and that nothing else is noticed. */
#include "support/test.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "engine/glance.h"
#include "support/files.h"

static char directory[PATH_SIZE];

static int set_up(void **state)
{
    (void)state;
    directory_make(directory);
    disk_write(directory, "a.xml", "one");
    disk_write(directory, "b.xml", "two");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    directory_remove(directory);
    return 0;
}

static struct hash128 look(void)
{
    return glance(text_of(directory));
}

static const char *path_of(const char *name)
{
    static char path[2 * PATH_SIZE];

    snprintf(path, sizeof(path), "%s/%s", directory, name);
    return path;
}

/* Sets the time of change, so that a test does not depend on how fine the file system's clock is.
 */
static void set_time(const char *name, long nanoseconds)
{
    struct timespec times[2] = {{1000, nanoseconds}, {1000, nanoseconds}};

    assert_int_equal(utimensat(AT_FDCWD, path_of(name), times, 0), 0);
}

/* Goal: two looks at the same directory see the same. */
static void nothing_changed(void **state)
{
    (void)state;
    assert_true(hash_equal(look(), look()));
}

/* Goal: a file more, a file less, another name, other bytes of the same size are noticed. */
static void changes(void **state)
{
    struct hash128 before = look();
    char from[2 * PATH_SIZE];

    (void)state;
    disk_write(directory, "c.xml", "three");
    assert_false(hash_equal(look(), before));
    disk_remove(directory, "c.xml");
    assert_true(hash_equal(look(), before));
    snprintf(from, sizeof(from), "%s", path_of("a.xml"));
    assert_int_equal(rename(from, path_of("z.xml")), 0);
    assert_false(hash_equal(look(), before));
    set_time("b.xml", 1);
    before = look();
    set_time("b.xml", 2);
    assert_false(hash_equal(look(), before));
}

/* Goal: all that documents and trust consist of is looked at, and no file that lies beside them: a
 * ledger, or a document that has not got its name yet. */
static void what_is_read_counts(void **state)
{
    static const char *const read[] = {"c.xml",       "a.xml.sig", "A.order",   "A.order.sig",
                                       "anchors.pem", "ca.crl",    "trust.conf"};
    static const char *const others[] = {"ledger.db-wal", "ledger.db", "tests.csv", ".c.xml.new"};

    (void)state;
    for (size_t i = 0; i < COUNT(read); i++) {
        struct hash128 before = look();

        disk_write(directory, read[i], "more");
        assert_false(hash_equal(look(), before));
    }
    for (size_t i = 0; i < COUNT(others); i++) {
        struct hash128 before = look();

        disk_write(directory, others[i], "more");
        assert_true(hash_equal(look(), before));
    }
}

/* Goal: what a link points to counts, not the link. */
static void links(void **state)
{
    char other[PATH_SIZE], target[2 * PATH_SIZE];
    struct hash128 before;

    (void)state;
    directory_make(other);
    disk_write(other, "real.xml", "four");
    snprintf(target, sizeof(target), "%s/real.xml", other);
    assert_int_equal(symlink(target, path_of("l.xml")), 0);
    before = look();
    disk_write(other, "real.xml", "fourteen");
    assert_false(hash_equal(look(), before));
    before = look();
    directory_remove(other);
    assert_false(hash_equal(look(), before)); /* it leads nowhere now */
    assert_true(hash_equal(look(), look()));
}

/* Goal: one file is watched with its signatures; what is missing looks the same every time. */
static void single_file(void **state)
{
    struct hash128 before = glance(text_of(path_of("a.xml")));

    (void)state;
    assert_true(hash_equal(glance(text_of(path_of("a.xml"))), before));
    disk_write(directory, "a.xml.sig", "signed");
    assert_false(hash_equal(glance(text_of(path_of("a.xml"))), before));
    before = glance(text_of(path_of("missing")));
    assert_true(hash_equal(glance(text_of(path_of("missing"))), before));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(nothing_changed), TEST(changes),     TEST(what_is_read_counts),
        TEST(links),           TEST(single_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

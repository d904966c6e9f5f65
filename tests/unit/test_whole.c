/* SPDX-License-Identifier: Apache-2.0
 * Reading and writing all of something, whatever pieces it comes in. */
#include "support/test.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/whole.h"

/* A pipe takes 64 KiB at a time at most. */
#define SIZE ((size_t)300000)

static unsigned char sent[SIZE], got[SIZE + 1];

/* Goal: what goes through a pipe in many pieces arrives whole, and its end is found. */
static void pieces_are_put_together(void **state)
{
    size_t used = 0;
    int ends[2], status = -1;
    pid_t child;

    (void)state;
    for (size_t i = 0; i < SIZE; i++) sent[i] = (unsigned char)(i % 251);
    assert_int_equal(pipe(ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) _exit(whole_write(ends[1], sent, SIZE) ? 0 : 1);
    close(ends[1]);
    assert_true(whole_read(ends[0], got, sizeof(got), &used));
    assert_int_equal(used, SIZE);
    assert_memory_equal(got, sent, SIZE);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    close(ends[0]);
}

/* Goal: no more is read than was asked for. */
static void reading_stops_at_the_size(void **state)
{
    int descriptor = open("/dev/zero", O_RDONLY | O_CLOEXEC);
    size_t used = 0;

    (void)state;
    memset(got, 7, sizeof(got));
    assert_true(whole_read(descriptor, got, 10, &used));
    assert_int_equal(used, 10);
    assert_int_equal(got[9], 0);
    assert_int_equal(got[10], 7);
    close(descriptor);
}

/* Goal: a failure is told with its reason. */
static void failures_are_told(void **state)
{
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    size_t used = 1;

    (void)state;
    assert_false(whole_read(-1, got, 1, &used));
    assert_int_equal(errno, EBADF);
    assert_int_equal(used, 0);
    assert_false(whole_write(full, sent, 1));
    assert_int_equal(errno, ENOSPC);
    assert_true(whole_write(full, sent, 0));
    close(full);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_put_together),
        cmocka_unit_test(reading_stops_at_the_size),
        cmocka_unit_test(failures_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

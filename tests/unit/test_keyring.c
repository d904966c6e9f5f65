/* SPDX-License-Identifier: Apache-2.0
 * The key file on a real file system: made, rotated, read, and every reason to refuse it. */
#include "support/test.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/err.h>

#include "audit/keyring.h"
#include "audit/secret_file.h"
#include "feeguard/host.h"
#include "support/files.h"

#define KEY_A "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define KEY_B "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"
#define HEAD "feeguard-keys 1\ndigest sm3\n"

static char directory[PATH_SIZE], path[PATH_SIZE + 16], other[PATH_SIZE + 16];
static struct keyring ring;

static int set_up(void **state)
{
    (void)state;
    directory_make(directory);
    snprintf(path, sizeof(path), "%s/keys", directory);
    snprintf(other, sizeof(other), "%s/other", directory);
    memset(&ring, 0xAA, sizeof(ring));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    directory_remove(directory);
    return 0;
}

static void write_keys(const char *content, mode_t mode)
{
    disk_write(directory, "keys", content);
    assert_int_equal(chmod(path, mode), 0);
}

static mode_t mode_of(const char *file)
{
    struct stat status;

    assert_int_equal(stat(file, &status), 0);
    return status.st_mode & 07777;
}

static void assert_no_key(const struct keyring *empty)
{
    static const unsigned char zero[KEY_EPOCHS_MAX][KEY_SIZE];

    assert_int_equal(empty->epoch_count, 0);
    assert_memory_equal(empty->epochs, zero, sizeof(zero));
}

static void assert_refused(enum key_fault fault, uint32_t line)
{
    memset(&ring, 0xAA, sizeof(ring));
    assert_int_equal(keyring_read(path, &ring), fault);
    assert_no_key(&ring);
    assert_int_equal(ring.fault_line, line);
}

/* Goal: a fresh file has one epoch, is closed to others whatever the umask, and no two are alike.
 */
static void keyring_create_makes_a_fresh_file(void **state)
{
    mode_t before = umask(0777);
    struct keyring second;

    (void)state;
    assert_int_equal(keyring_create(path, DIGEST_SM3), KEY_OK);
    umask(0);
    assert_int_equal(keyring_create(other, DIGEST_SHA256), KEY_OK);
    umask(before);
    assert_int_equal(mode_of(path), 0600);
    assert_int_equal(mode_of(other), 0600);
    assert_int_equal(keyring_read(path, &ring), KEY_OK);
    assert_int_equal(keyring_read(other, &second), KEY_OK);
    assert_int_equal(ring.kind, DIGEST_SM3);
    assert_int_equal(second.kind, DIGEST_SHA256);
    assert_int_equal(ring.epoch_count, 1);
    assert_memory_not_equal(ring.epochs[0], second.epochs[0], KEY_SIZE);
    keyring_wipe(&ring);
    assert_no_key(&ring);
}

/* Goal: keys are never written over, a link that leads nowhere is not followed, and what cannot be
 * made leaves nothing behind. */
static void keyring_create_refuses(void **state)
{
    char nowhere[PATH_SIZE + 16];
    char *before, *after;

    (void)state;
    assert_int_equal(keyring_create(path, DIGEST_SM3), KEY_OK);
    before = disk_read(path);
    assert_int_equal(keyring_create(path, DIGEST_SM3), KEY_EXISTS);
    after = disk_read(path);
    assert_string_equal(before, after);
    free(before);
    free(after);
    disk_remove(directory, "keys");
    assert_int_equal(symlink(other, path), 0);
    assert_int_equal(keyring_create(path, DIGEST_SM3), KEY_EXISTS);
    assert_int_equal(access(other, F_OK), -1);
    snprintf(nowhere, sizeof(nowhere), "%s/no/keys", directory);
    assert_int_equal(keyring_create(nowhere, DIGEST_SM3), KEY_UNWRITABLE);
    assert_int_equal(keyring_create(other, (enum digest_kind)7), KEY_INTERNAL);
    assert_int_equal(access(other, F_OK), -1);
}

/* Goal: a disk that takes only part of the file leaves none, and an old one as it was. */
static void keyring_full_disk(void **state)
{
    struct rlimit limit, small;
    enum key_fault created, rotated;
    char *before, *after;

    (void)state;
    assert_int_equal(keyring_create(path, DIGEST_SM3), KEY_OK);
    before = disk_read(path);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    small = (struct rlimit){20, limit.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    created = keyring_create(other, DIGEST_SM3);
    rotated = keyring_rotate(path);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_int_equal(created, KEY_UNWRITABLE);
    assert_int_equal(rotated, KEY_UNWRITABLE);
    after = disk_read(path);
    assert_string_equal(before, after);
    free(before);
    free(after);
    assert_int_equal(directory_count(directory), 3); /* . and .. and the old file */
}

/* Goal: each rotation appends an epoch and keeps the old ones, up to the limit. */
static void keyring_rotate_keeps_old_epochs(void **state)
{
    struct keyring last;

    (void)state;
    assert_int_equal(keyring_create(path, DIGEST_SHA256), KEY_OK);
    assert_int_equal(keyring_read(path, &last), KEY_OK);
    for (uint32_t count = 2; count <= KEY_EPOCHS_MAX; count++) {
        assert_int_equal(keyring_rotate(path), KEY_OK);
        assert_int_equal(mode_of(path), 0600);
        assert_int_equal(keyring_read(path, &ring), KEY_OK);
        assert_int_equal(ring.epoch_count, count);
        assert_int_equal(ring.kind, DIGEST_SHA256);
        assert_memory_equal(ring.epochs, last.epochs, (count - 1) * (size_t)KEY_SIZE);
        assert_memory_not_equal(ring.epochs[count - 1], ring.epochs[count - 2], KEY_SIZE);
        last = ring;
    }
    assert_int_equal(keyring_rotate(path), KEY_TOO_MANY_EPOCHS);
    assert_int_equal(keyring_read(path, &ring), KEY_OK);
    assert_memory_equal(&ring, &last, sizeof(ring));
    assert_int_equal(directory_count(directory), 3);
}

/* Goal: a rotation that cannot read the old file, or finds another one under way, changes nothing.
 */
static void keyring_rotate_refuses(void **state)
{
    char nowhere[PATH_SIZE + 16];

    (void)state;
    assert_int_equal(keyring_rotate(path), KEY_MISSING);
    write_keys(HEAD "epoch 0 " KEY_A "\n", 0640);
    assert_int_equal(keyring_rotate(path), KEY_OPEN_TO_OTHERS);
    assert_int_equal(chmod(path, 0600), 0);
    disk_write(directory, "keys.new", "");
    assert_int_equal(keyring_rotate(path), KEY_EXISTS);
    disk_remove(directory, "keys.new");
    assert_int_equal(directory_count(directory), 3);
    assert_int_equal(keyring_rotate(path), KEY_OK);
    snprintf(nowhere, sizeof(nowhere), "%s/no/keys", directory);
    assert_int_equal(keyring_rotate(nowhere), KEY_UNWRITABLE);
}

/* Goal: a path without a directory is one in the working directory. */
static void keyring_relative_path(void **state)
{
    int here = open(".", O_RDONLY | O_DIRECTORY);

    (void)state;
    assert_true(here >= 0);
    assert_int_equal(chdir(directory), 0);
    assert_int_equal(keyring_create("keys", DIGEST_SM3), KEY_OK);
    assert_int_equal(keyring_rotate("keys"), KEY_OK);
    assert_int_equal(keyring_read("./keys", &ring), KEY_OK);
    assert_int_equal(secret_file_settle("/keys"), KEY_OK);
    assert_int_equal(secret_file_settle("/nowhere/at/all"), KEY_UNWRITABLE);
    assert_int_equal(fchdir(here), 0);
    close(here);
}

/* Goal: what is not there, or is no regular file, is told apart. */
static void keyring_read_refuses_what_is_no_file(void **state)
{
    char below[PATH_SIZE + 32], lengthy[8192];

    (void)state;
    assert_refused(KEY_MISSING, 0);
    write_keys(HEAD "epoch 0 " KEY_A "\n", 0600);
    snprintf(below, sizeof(below), "%s/below", path);
    assert_int_equal(keyring_read(below, &ring), KEY_MISSING);
    assert_int_equal(rename(path, other), 0);
    assert_int_equal(symlink(other, path), 0);
    assert_refused(KEY_NOT_A_FILE, 0);
    disk_remove(directory, "keys");
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_refused(KEY_NOT_A_FILE, 0); /* and does not wait for a writer */
    disk_remove(directory, "keys");
    assert_int_equal(mkdir(path, 0700), 0);
    assert_refused(KEY_NOT_A_FILE, 0);
    assert_int_equal(rmdir(path), 0);
    memset(lengthy, 'x', sizeof(lengthy));
    lengthy[sizeof(lengthy) - 1] = '\0';
    assert_int_equal(keyring_read(lengthy, &ring), KEY_UNREADABLE);
}

/* Goal: no descriptors left is no malformed file. */
static void keyring_read_without_descriptors(void **state)
{
    struct rlimit limit, none;
    enum key_fault fault;

    (void)state;
    write_keys(HEAD "epoch 0 " KEY_A "\n", 0600);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    none = (struct rlimit){0, limit.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    fault = keyring_read(path, &ring);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_int_equal(fault, KEY_UNREADABLE);
    assert_no_key(&ring);
}

/* Goal: one permission bit for anybody else is enough. */
static void keyring_read_refuses_open_files(void **state)
{
    (void)state;
    for (mode_t bit = 1; bit <= 0100; bit <<= 1) {
        enum key_fault expected = bit == 0100 ? KEY_OK : KEY_OPEN_TO_OTHERS;

        write_keys(HEAD "epoch 0 " KEY_A "\n", 0600 | bit);
        assert_int_equal(keyring_read(path, &ring), expected);
    }
    assert_int_equal(chmod(path, 0400), 0);
    assert_int_equal(keyring_read(path, &ring), KEY_OK);
}

/* Goal: a file of another user is refused: one that was given away, or for who may not give files
 * away, one of the system. */
static void keyring_read_refuses_foreign_files(void **state)
{
    (void)state;
    write_keys(HEAD "epoch 0 " KEY_A "\n", 0600);
    if (geteuid() == 0) {
        assert_int_equal(chown(path, 65534, 65534), 0);
        assert_refused(KEY_FOREIGN_OWNER, 0);
    } else {
        assert_int_equal(keyring_read("/etc/passwd", &ring), KEY_FOREIGN_OWNER);
        assert_no_key(&ring);
    }
}

/* Goal: every line is held to its one form, and the first that is not is told. */
static void keyring_read_refuses_malformed_files(void **state)
{
    static const struct {
        const char *content;
        uint32_t line;
    } cases[] = {
        {"", 1},
        {"feeguard-keys 1", 1},
        {"feeguard-keys 2\ndigest sm3\nepoch 0 " KEY_A "\n", 1},
        {"\xEF\xBB\xBF" HEAD "epoch 0 " KEY_A "\n", 1},
        {"feeguard-keys 1\r\ndigest sm3\r\n", 1},
        {"feeguard-keys 1\n", 2},
        {"feeguard-keys 1\ndigest md5\nepoch 0 " KEY_A "\n", 2},
        {"feeguard-keys 1\ndigest sm3 \nepoch 0 " KEY_A "\n", 2},
        {HEAD, 3},
        {HEAD "epoch 1 " KEY_A "\n", 3},
        {HEAD "epoch 00 " KEY_A "\n", 3},
        {HEAD "epoch 0 " KEY_A, 3},
        {HEAD "epoch 0 " KEY_A " \n", 3},
        {HEAD "epoch 0 " KEY_A "00\n", 3},
        {HEAD "epoch 0 0001\n", 3},
        {HEAD "epoch 0 00010203", 3},
        {HEAD "epoch 0 00010203040506070809zz0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n", 3},
        {HEAD "epoch 0 000102030405060708090A0B0C0D0E0F101112131415161718191a1b1c1d1e1f\n", 3},
        {HEAD "epoch 0 " KEY_A "\n\n", 4},
        {HEAD "epoch 0 " KEY_A "\nepoch 2 " KEY_B "\n", 4},
        {HEAD "epoch 0 " KEY_A "\nepoch 0 " KEY_B "\n", 4},
        {HEAD "epoch 0 " KEY_A "\nepoch 1 " KEY_B "\nend\n", 5},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        write_keys(cases[i].content, 0600);
        assert_refused(KEY_MALFORMED, cases[i].line);
    }
}

/* Goal: the ninth epoch is one too many; a file over 64 KiB is not even read. */
static void keyring_read_refuses_too_much(void **state)
{
    char content[2048];
    int size = snprintf(content, sizeof(content), HEAD);

    (void)state;
    for (int epoch = 0; epoch <= KEY_EPOCHS_MAX; epoch++) {
        size +=
            snprintf(content + size, sizeof(content) - (size_t)size, "epoch %d " KEY_A "\n", epoch);
        write_keys(content, 0600);
        if (epoch < KEY_EPOCHS_MAX) assert_int_equal(keyring_read(path, &ring), KEY_OK);
    }
    assert_refused(KEY_TOO_MANY_EPOCHS, 3 + KEY_EPOCHS_MAX);
    assert_int_equal(truncate(path, SECRET_FILE_SIZE_MAX), 0);
    assert_refused(KEY_TOO_MANY_EPOCHS, 3 + KEY_EPOCHS_MAX);
    assert_int_equal(truncate(path, SECRET_FILE_SIZE_MAX + 1), 0);
    assert_refused(KEY_MALFORMED, 0);
}

/* Goal: the keys in use follow from the file alone, by the formulas of the room's page. */
static void keyring_derive_known_answers(void **state)
{
    static const unsigned char permit_sm3[] = {0xe6, 0xfd, 0xc0, 0x2f, 0x72, 0x99, 0x95, 0xbc};
    static const unsigned char permit_sha[] = {0xa6, 0x82, 0x54, 0x32, 0x2e, 0x8a, 0x38, 0xfe};
    static const unsigned char zero[KEY_SIZE];
    unsigned char key[KEY_SIZE], second[KEY_SIZE];
    struct hash_key index;

    (void)state;
    write_keys(HEAD "epoch 0 " KEY_A "\nepoch 1 " KEY_B "\n", 0600);
    assert_int_equal(keyring_read(path, &ring), KEY_OK);
    assert_true(keyring_derive(&ring, 0, "permit", key));
    assert_memory_equal(key, permit_sm3, sizeof(permit_sm3));
    assert_int_equal(keyring_fingerprint(&ring, 0), 0x1c79ceff);
    index = keyring_index_key(&ring);
    assert_true(index.k0 == UINT64_C(0xb5178ab93284149b));
    assert_true(index.k1 == UINT64_C(0x3dbec6647edfc2c2));
    assert_true(keyring_derive(&ring, 1, "permit", second));
    assert_memory_not_equal(key, second, KEY_SIZE);
    assert_true(keyring_derive(&ring, 0, "permit ", second));
    assert_memory_not_equal(key, second, KEY_SIZE);
    assert_int_not_equal(keyring_fingerprint(&ring, 1), keyring_fingerprint(&ring, 0));

    ring.kind = DIGEST_SHA256;
    assert_true(keyring_derive(&ring, 0, "permit", key));
    assert_memory_equal(key, permit_sha, sizeof(permit_sha));
    assert_int_equal(keyring_fingerprint(&ring, 0), 0x92c3b85a);
    index = keyring_index_key(&ring);
    assert_true(index.k0 == UINT64_C(0x38dfdb5da9e901c4));
    assert_true(index.k1 == UINT64_C(0x24ce8562bcc98ff2));

    assert_false(keyring_derive(&ring, 2, "permit", key));
    assert_memory_equal(key, zero, KEY_SIZE);
    assert_int_equal(keyring_fingerprint(&ring, 2), 0);
    ring.kind = (enum digest_kind)0;
    assert_false(keyring_derive(&ring, 0, "permit", key));
    index = keyring_index_key(&ring);
    assert_true(index.k0 == 0 && index.k1 == 0);
}

/* Goal: every fault has its own sentence in both languages; a number that is none does, too. */
static void keyring_faults_have_sentences(void **state)
{
    (void)state;
    for (enum key_fault a = KEY_OK; a <= KEY_INTERNAL; a++) {
        const char *zh = key_fault_text(a, FG_LANGUAGE_ZH);
        const char *en = key_fault_text(a, FG_LANGUAGE_EN);

        assert_true(strlen(zh) > 0 && strlen(en) > 0);
        assert_string_not_equal(zh, en);
        assert_int_equal(en[strlen(en) - 1], '.');
        assert_null(strchr(en, '\n'));
        for (enum key_fault b = KEY_OK; b < a; b++) {
            assert_string_not_equal(zh, key_fault_text(b, FG_LANGUAGE_ZH));
            assert_string_not_equal(en, key_fault_text(b, FG_LANGUAGE_EN));
        }
    }
    assert_non_null(strstr(key_fault_text(KEY_OPEN_TO_OTHERS, FG_LANGUAGE_EN), "chmod 600"));
    assert_non_null(strstr(key_fault_text(KEY_OPEN_TO_OTHERS, FG_LANGUAGE_ZH), "chmod 600"));
    assert_string_equal(key_fault_text((enum key_fault)99, FG_LANGUAGE_EN),
                        key_fault_text(KEY_INTERNAL, FG_LANGUAGE_EN));
}

/* Goal: none of this shows in the thread's error queue. */
static void keyring_leaves_no_error(void **state)
{
    (void)state;
    ERR_clear_error();
    assert_int_equal(keyring_create(path, DIGEST_SM3), KEY_OK);
    assert_int_equal(keyring_rotate(path), KEY_OK);
    assert_int_equal(keyring_read(path, &ring), KEY_OK);
    assert_int_not_equal(keyring_fingerprint(&ring, 1), 0);
    assert_int_equal(ERR_peek_error(), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(keyring_create_makes_a_fresh_file),
        TEST(keyring_create_refuses),
        TEST(keyring_full_disk),
        TEST(keyring_rotate_keeps_old_epochs),
        TEST(keyring_rotate_refuses),
        TEST(keyring_relative_path),
        TEST(keyring_read_refuses_what_is_no_file),
        TEST(keyring_read_without_descriptors),
        TEST(keyring_read_refuses_open_files),
        TEST(keyring_read_refuses_foreign_files),
        TEST(keyring_read_refuses_malformed_files),
        TEST(keyring_read_refuses_too_much),
        TEST(keyring_derive_known_answers),
        TEST(keyring_faults_have_sentences),
        TEST(keyring_leaves_no_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

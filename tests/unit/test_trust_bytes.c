/* SPDX-License-Identifier: Apache-2.0
 * A signed document and its signature file, changed in every place: nothing of it is trusted. And
 * the signature file as a text: what it may look like, and where a mistake is. */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "support/bureau.h"

/* Two signers, each with one certificate: less text to change. */
static struct fg_text sample(const struct bureau *bureau)
{
    struct signing signings[2];

    bureau_trust(bureau, "");
    certificates_write(bureau_directory, TRUST_INTERMEDIATES,
                       (const struct identity *const[]){&bureau->office}, 1);
    bureau_both(bureau, signings);
    signings[0].certificate_count = signings[1].certificate_count = 1;
    return signatures_text(&bureau_arena, signings, 2, bureau_document);
}

struct asking {
    struct trust *trust;
    struct fg_text document, signatures;
    bool thorough;
};

static bool is_trusted(const struct asking *asking)
{
    const struct sealed sealed = {SIGNED_SCHEDULE, TEXT("d"), asking->document, TEXT("d.sig"),
                                  asking->signatures};
    struct breaches breaches = {NULL, NULL, 0};
    struct arena arena = {0};
    struct seal seal;
    fg_status status = trust_verify(asking->trust, &arena, &sealed, &breaches, &seal);

    arena_free(&arena);
    assert_true(status == FG_OK || (status == FG_SCHEDULE_REFUSED && breaches.count > 0));
    return status == FG_OK;
}

/* Bits of the byte each on its own, then the byte gone, then another before it. With keys that take
 * their time one bit stands for all. */
static void change_at(struct asking *asking, struct fg_text *part, uint32_t at)
{
    const unsigned bits = asking->thorough ? 8 : 1, more = asking->thorough ? 4 : 0;
    struct fg_text right = *part;
    char *copy = malloc((size_t)right.size + 2);

    assert_non_null(copy);
    part->bytes = copy;
    for (unsigned bit = 0; bit < bits; bit++) {
        memcpy(copy, right.bytes, right.size);
        copy[at] = (char)(copy[at] ^ (1 << (at + bit) % 8));
        assert_false(is_trusted(asking));
    }
    memcpy(copy + at, right.bytes + at + 1, right.size - at - 1);
    part->size = right.size - 1;
    if (asking->thorough) assert_false(is_trusted(asking));
    part->size = right.size + 1;
    memcpy(copy, right.bytes, right.size);
    for (unsigned i = 0; i < more; i++) {
        memcpy(copy + at + 1, right.bytes + at, right.size - at);
        copy[at] = " \n=A"[(at + i) % 4];
        assert_false(is_trusted(asking));
    }
    free(copy);
    *part = right;
}

/* Goal: every single byte of document and signature file counts, white space and padding included,
 * whatever the keys. */
static void every_byte_counts(void **state)
{
    (void)state;
    for (size_t i = 0; i < KEY_CHOICE_COUNT; i++) {
        struct breaches breaches = {NULL, NULL, 0};
        struct asking asking = {NULL, bureau_document, sample(&bureaus[i]), i == KEY_CHOICE_P256};

        assert_int_equal(
            trust_open(text_of(bureau_directory), NOW_S * SECOND_NS, &breaches, &asking.trust),
            FG_OK);
        assert_true(is_trusted(&asking));
        for (uint32_t at = 0; at < asking.document.size; at++) {
            change_at(&asking, &asking.document, at);
        }
        for (uint32_t at = 0; at < asking.signatures.size; at++) {
            change_at(&asking, &asking.signatures, at);
        }
        assert_true(is_trusted(&asking));
        trust_close(asking.trust);
    }
}

/* Goal: a file cut anywhere, or with anything behind it, is refused. */
static void cut_and_lengthened_files_are_refused(void **state)
{
    struct fg_text text = sample(&bureaus[KEY_CHOICE_P256]);
    char *longer = arena_take(&bureau_arena, (size_t)text.size * 2);

    (void)state;
    for (uint32_t size = 0; size < text.size; size++) {
        const char *said = bureau_ask_about(bureau_document, (struct fg_text){text.bytes, size, 0});

        assert_true(strlen(said) > 0);
        size += size % 7; /* not each of them: the directory is read anew every time */
    }
    memcpy(longer, text.bytes, text.size);
    memcpy(longer + text.size, "\n", 1);
    assert_string_equal(
        bureau_ask_about(bureau_document, (struct fg_text){longer, text.size + 1, 0}),
        "signature-form ");
    memcpy(longer + text.size, text.bytes, text.size);
    assert_string_equal(
        bureau_ask_about(bureau_document, (struct fg_text){longer, text.size * 2, 0}),
        "signature-form ");
}

/* A file that is right up to one line. */
static const char *with_line(struct fg_text text, const char *start, const char *line)
{
    const char *at = strstr(text.bytes, start), *rest;
    struct buffer buffer;
    const char *said;

    assert_non_null(at);
    rest = strchr(at, '\n');
    buffer_init(&buffer);
    buffer_add(&buffer, text.bytes, (size_t)(at - text.bytes));
    buffer_add(&buffer, line, strlen(line));
    buffer_add(&buffer, rest, strlen(rest));
    said = bureau_ask_about(bureau_document,
                            (struct fg_text){(const char *)buffer.bytes, (uint32_t)buffer.size, 0});
    buffer_free(&buffer);
    return said;
}

/* Goal: a line that is not understood is named by its number. */
static void mistakes_are_found_on_their_line(void **state)
{
    static const struct {
        const char *start, *line;
        uint32_t number;
    } cases[] = {
        {"feeguard signatures 1", "feeguard signatures 2", 1},
        {"statement 1", "statement 2", 2},
        {"kind ", "kind letter", 3},
        {"kind ", "kind", 3},
        {"role ", "role Drafter", 4},
        {"role ", "role 1st", 4},
        {"role ", "role abcdefghijklmnopqrstuvwxyzabcdefg", 4},
        {"signed ", "signed yesterday", 5},
        {"signed ", "signed 2026-07-31T23:00:00.000+08:00", 5},
        {"signed ", "signed 2026-07-31T23:00:00", 5},
        {"signed ", "signed 2026-07-31T15:00:00Z", 5},
        {"algorithm ", "algorithm md5", 6},
        {"document ", "document sha256:00", 7},
        {"predecessor ", "predecessor", 8},
        {"predecessor ", "predecessor nobody", 8},
        {"certificates ", "certificates none", 9},
        {"signature\n", "signature ", 10},
        {"signature\n", "signature\n\n", 11},
        {"signature\n", "signature\n=", 11},
        {"end\n", "End", 0},
    };
    struct fg_text text = sample(&bureaus[KEY_CHOICE_SM2]);

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_string_equal(with_line(text, cases[i].start, cases[i].line), "signature-form ");
        if (cases[i].number > 0) assert_int_equal(bureau_line, cases[i].number);
    }
    assert_string_equal(with_line(text, "role ", "role approver"),
                        "signature-altered role-missing ");
    assert_string_equal(with_line(text, "signed ", "signed 2026-07-31T23:00:01+08:00"),
                        "signature-altered ");
}

/* Goal: what is larger than any signature file can be is not read at all. */
static void sizes_are_limited(void **state)
{
    struct signing signings[SIGNATURE_BLOCKS_MAX];
    struct fg_text one, large;
    char *bytes;

    (void)state;
    sample(&bureaus[KEY_CHOICE_P256]);
    for (size_t i = 0; i < COUNT(signings); i++) {
        signings[i] = signing_by(&bureaus[KEY_CHOICE_P256].drafter, "drafter", NOW_S);
    }
    one = signatures_text(&bureau_arena, signings, 1, bureau_document);
    large = signatures_text(&bureau_arena, signings, SIGNATURE_BLOCKS_MAX, bureau_document);
    bytes = arena_take(&bureau_arena, SIGNATURE_FILE_SIZE_MAX + 1);
    memcpy(bytes, large.bytes, large.size);
    memcpy(bytes + large.size, one.bytes + 22, one.size - 22);
    assert_string_equal(
        bureau_ask_about(bureau_document, (struct fg_text){bytes, large.size + one.size - 22, 0}),
        "signature-form ");
    assert_non_null(strstr(bureau_said, "at most 16"));
    assert_string_equal(
        bureau_ask_about(bureau_document,
                         (struct fg_text){bytes, (uint32_t)SIGNATURE_FILE_SIZE_MAX + 1, 0}),
        "signature-form ");
    assert_int_equal(bureau_line, 1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        BUREAU_TEST(every_byte_counts),
        BUREAU_TEST(cut_and_lengthened_files_are_refused),
        BUREAU_TEST(mistakes_are_found_on_their_line),
        BUREAU_TEST(sizes_are_limited),
    };

    return cmocka_run_group_tests(tests, bureaus_make, bureaus_free);
}

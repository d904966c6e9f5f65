/* SPDX-License-Identifier: Apache-2.0
 * The trust directory itself: what trust.conf may say, and mistakes in any of its files, each with
 * its place. */
#include "support/test.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "support/bureau.h"

#define A "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define BOTH "signer drafter " A "\nsigner approver " B "\n"

/* A trust directory with this text as its trust.conf, opened. */
static const char *open_with(const char *text)
{
    static const struct fg_text nothing = STATIC_TEXT("");

    certificates_write(bureau_directory, TRUST_ANCHORS,
                       (const struct identity *const[]){&bureaus[KEY_CHOICE_P256].root}, 1);
    disk_write(bureau_directory, TRUST_POLICY, text);
    return bureau_ask_about(nothing, nothing);
}

/* Goal: what may be said, with blanks, comments and line ends of any kind. */
static void policies_are_read(void **state)
{
    static const char *const texts[] = {
        BOTH,
        "# 样例\n\n  signer\tdrafter  " A "  \r\nsigner approver subject CN=李四,O=局\r\n",
        BOTH "require drafter 1\nrequire approver 1\ncrl required\nclock-tolerance 0",
        BOTH "signer witness subject CN=x\nrequire witness 1\nrequire drafter 1",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        /* The directory opens; the empty signature file is the next thing that is wrong. */
        assert_string_equal(open_with(texts[i]), "signature-form ");
    }
}

/* Goal: every line that is not understood is named, and so is a policy that nobody can meet. */
static void mistakes_have_their_line(void **state)
{
    static const struct {
        const char *text, *breaches;
        uint32_t line;
    } cases[] = {
        {BOTH "sign drafter " A, "policy-line ", 3},
        {BOTH "require drafter", "policy-line ", 3},
        {BOTH "require drafter 0", "policy-line ", 3},
        {BOTH "require drafter 17", "policy-line ", 3},
        {BOTH "require drafter one", "policy-line ", 3},
        {BOTH "require Drafter 1", "policy-line ", 3},
        {BOTH "require drafter 1 2", "policy-line ", 3},
        {BOTH "signer drafter", "policy-line ", 3},
        {BOTH "signer drafter sha256:aa", "policy-line ", 3},
        {BOTH "signer drafter subject", "policy-line ", 3},
        {BOTH "signer drafter subject \xff", "policy-line ", 3},
        {BOTH "clock-tolerance -1", "policy-line ", 3},
        {BOTH "clock-tolerance 86401", "policy-line ", 3},
        {BOTH "crl optional", "policy-line ", 3},
        {BOTH "x\ny", "policy-line policy-line ", 4},
        {BOTH "signer approver " A, "policy-twice ", 3},
        {BOTH "require drafter 1\nrequire drafter 2", "policy-twice ", 4},
        {BOTH "require drafter 1", "policy-few ", 0},
        {BOTH "require drafter 1\nrequire approver 2", "policy-unbound ", 4},
        {"signer drafter " A, "policy-unbound ", 0},
        {"", "policy-unbound policy-unbound ", 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_string_equal(open_with(cases[i].text), cases[i].breaches);
        assert_int_equal(bureau_line, cases[i].line);
    }
}

/* Goal: files that are missing, empty, damaged or in the wrong place are told, all at once. */
static void damaged_directories_are_refused(void **state)
{
    static const char broken[] = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    static const char cut[] = "-----BEGIN CERTIFICATE-----\nAAAA\n";
    static const char list[] = "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n";
    const struct bureau *bureau = &bureaus[KEY_CHOICE_SM2];
    static const struct fg_text nothing = STATIC_TEXT("");

    (void)state;
    assert_string_equal(bureau_ask_about(nothing, nothing), "trust-unreadable trust-unreadable ");
    disk_write(bureau_directory, TRUST_POLICY, BOTH);
    disk_write(bureau_directory, TRUST_ANCHORS, "");
    assert_string_equal(bureau_ask_about(nothing, nothing), "trust-empty ");
    disk_write(bureau_directory, TRUST_ANCHORS, broken);
    assert_string_equal(bureau_ask_about(nothing, nothing), "trust-malformed ");
    disk_write(bureau_directory, TRUST_ANCHORS, cut);
    assert_string_equal(bureau_ask_about(nothing, nothing), "trust-malformed ");
    certificates_write(bureau_directory, TRUST_ANCHORS,
                       (const struct identity *const[]){&bureau->root, &bureau->office}, 2);
    assert_string_equal(bureau_ask_about(nothing, nothing), "anchor-not-root ");
    assert_non_null(strstr(bureau_said, "样例签发处"));
    assert_string_equal(open_with(BOTH), "signature-form ");
    disk_write(bureau_directory, TRUST_INTERMEDIATES, "nothing");
    disk_write(bureau_directory, "a.crl", list);
    assert_string_equal(bureau_ask_about(nothing, nothing), "trust-empty trust-malformed ");
    disk_remove(bureau_directory, TRUST_INTERMEDIATES);
    disk_write(bureau_directory, "a.crl", "");
    assert_string_equal(bureau_ask_about(nothing, nothing), "trust-empty ");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        BUREAU_TEST(policies_are_read),
        BUREAU_TEST(mistakes_have_their_line),
        BUREAU_TEST(damaged_directories_are_refused),
    };

    return cmocka_run_group_tests(tests, bureaus_make, bureaus_free);
}

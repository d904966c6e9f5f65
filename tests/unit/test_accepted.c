/* SPDX-License-Identifier: Apache-2.0
 * Protection against going back to older schedules. */
#include "support/test.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "engine/accepted.h"

#define DOCUMENTS_MAX 4

/* One document of a bundle: id, serial, and what stands for its bytes. */
struct paper {
    const char *id;
    int64_t serial;
    const char *digest;
};

static struct accepted accepted;
static char rules[256]; /* names of the rules broken, each with a space */

static void note_fault(void *context, const struct fault *fault)
{
    size_t used = strlen(rules);

    (void)context;
    assert_string_equal(fault->file, "d/paper.xml");
    assert_int_equal(fault->line, 3);
    assert_true(strlen(fault->what_zh) > 0 && strlen(fault->what_en) > 0);
    snprintf(rules + used, sizeof(rules) - used, "%s ", fault->rule);
}

static int set_up(void **state)
{
    (void)state;
    accepted = (struct accepted){0};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    accepted_free(&accepted);
    return 0;
}

/* Offers a bundle; if it is allowed it is accepted. Returns the rules broken. */
static const char *offer(const struct paper *papers, uint32_t count)
{
    struct document documents[DOCUMENTS_MAX];
    const struct document *pointers[DOCUMENTS_MAX];
    struct bundle bundle = {.documents = pointers, .document_count = count};
    struct faults faults = {{NULL, note_fault}, 0};

    for (uint32_t i = 0; i < count; i++) {
        documents[i] = (struct document){.file = TEXT("d/paper.xml"),
                                         .line = 3,
                                         .id = text_of(papers[i].id),
                                         .serial = papers[i].serial,
                                         .label = TEXT("label"),
                                         .digest = text_of(papers[i].digest)};
        pointers[i] = &documents[i];
    }
    rules[0] = '\0';
    if (accepted_allow(&accepted, &bundle, &faults)) {
        assert_string_equal(rules, "");
        assert_true(accepted_add(&accepted, &bundle));
    } else {
        assert_true(faults.count > 0);
    }
    return rules;
}

#define OFFER(...)                                                                                 \
    offer((const struct paper[]){__VA_ARGS__},                                                     \
          sizeof((const struct paper[]){__VA_ARGS__}) / sizeof(struct paper))

/* Goal: the same bytes and higher serials are always welcome, several serials side by side too. */
static void accepted_same_and_higher_are_allowed(void **state)
{
    (void)state;
    assert_string_equal(OFFER({"CN", 5, "five"}), "");
    assert_string_equal(OFFER({"CN", 5, "five"}), "");
    assert_string_equal(OFFER({"CN", 5, "five"}, {"CN", 6, "six"}), "");
    assert_string_equal(OFFER({"CN", 6, "six"}), "");                    /* the older one may go */
    assert_string_equal(OFFER({"CN", 5, "five"}, {"CN", 6, "six"}), ""); /* and come back */
    assert_string_equal(OFFER({"CN", 6, "six"}, {"CN", 9, "nine"}), "");
}

/* Goal: other bytes under an accepted serial are refused. */
static void accepted_other_content_is_refused(void **state)
{
    (void)state;
    OFFER({"CN", 5, "five"});
    assert_string_equal(OFFER({"CN", 5, "FIVE"}), "rollback ");
    assert_string_equal(OFFER({"CN", 5, "FIVE"}, {"CN", 6, "six"}), "rollback ");
    assert_string_equal(OFFER({"CN", 5, "five"}), "");
}

/* Goal: a serial below the highest is refused unless it was accepted with the same bytes; it was
 * not accepted by being offered. */
static void accepted_lower_serial_is_refused(void **state)
{
    (void)state;
    OFFER({"CN", 5, "five"});
    assert_string_equal(OFFER({"CN", 5, "five"}, {"CN", 4, "four"}), "rollback ");
    assert_string_equal(OFFER({"CN", 5, "five"}, {"CN", 4, "four"}), "rollback ");
    assert_string_equal(OFFER({"CN", 4, "four"}), "rollback ");
}

/* Goal: an accepted old serial alone would bring back yesterday's rules: refused. */
static void accepted_highest_serial_may_not_go_missing(void **state)
{
    (void)state;
    OFFER({"CN", 5, "five"});
    OFFER({"CN", 5, "five"}, {"CN", 6, "six"});
    assert_string_equal(OFFER({"CN", 5, "five"}), "rollback-missing ");
    assert_string_equal(OFFER({"CN", 5, "five"}, {"CN", 7, "seven"}), "");
    assert_string_equal(OFFER({"CN", 6, "six"}), "rollback-missing ");
}

/* Goal: documents do not stand in each other's way, and a document that left does not come back in
 * an older form. */
static void accepted_documents_are_apart(void **state)
{
    (void)state;
    OFFER({"CN", 5, "five"}, {"CN-21", 2, "two"});
    assert_string_equal(OFFER({"CN", 5, "five"}), "");
    assert_string_equal(OFFER({"CN", 5, "five"}, {"CN-21", 1, "one"}), "rollback ");
    assert_string_equal(OFFER({"CN", 5, "five"}, {"CN-21", 2, "two"}), "");
    assert_string_equal(OFFER({"CN", 1, "x"}, {"CN-21", 1, "one"}), "rollback rollback ");
    assert_string_equal(OFFER({"CN-2", 1, "one"}), "");
}

/* Goal: the list keeps its own copies, however long it grows. */
static void accepted_list_keeps_copies(void **state)
{
    char id[16], digest[16];

    (void)state;
    for (int i = 0; i < 500; i++) {
        snprintf(id, sizeof(id), "D%d", i);
        snprintf(digest, sizeof(digest), "x%d", i);
        assert_string_equal(OFFER({id, i + 1, digest}), "");
        memset(id, 'z', sizeof(id));
        memset(digest, 'z', sizeof(digest));
    }
    assert_int_equal(accepted.count, 500);
    for (int i = 0; i < 500; i++) {
        snprintf(id, sizeof(id), "D%d", i);
        assert_string_equal(OFFER({id, i + 1, "other"}), "rollback ");
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(accepted_same_and_higher_are_allowed),
        TEST(accepted_other_content_is_refused),
        TEST(accepted_lower_serial_is_refused),
        TEST(accepted_highest_serial_may_not_go_missing),
        TEST(accepted_documents_are_apart),
        TEST(accepted_list_keeps_copies),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

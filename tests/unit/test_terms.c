/* SPDX-License-Identifier: Apache-2.0
 * Term lists: what is refused, and which of several names is meant. */
#include "support/test.h"

#include <stdio.h>

#include "support/files.h"
#include "words/terms.h"

/* Goal: a term list that is wrong in one way is refused, with file and line. */
static void wrong_term_lists_are_refused(void **state)
{
    static const char *const lists[] = {
        "",
        "name,value,label,items\n",
        "name,value,items,label\na,b\n",
        "name,value,items,label\na,\"b\"c,,d\n",
        "name,value,items,label\n,b,,d\n",
        "name,value,items,label\na,b,,\n",
        "name,value,items,label\na,b,,\xFF\n",
        "name,value,items,label\na,b,,c\na,b,,d\n",
    };
    char directory[PATH_SIZE], path[PATH_SIZE + 16];

    (void)state;
    directory_make(directory);
    snprintf(path, sizeof(path), "%s/terms.csv", directory);
    for (size_t i = 0; i < COUNT(lists); i++) {
        struct terms refused;

        disk_write(directory, "terms.csv", lists[i]);
        assert_false(terms_read(&refused, path));
        assert_int_equal(refused.count, 0);
    }
    directory_remove(directory);
    assert_false(terms_read(&(struct terms){0}, path));
}

/* Goal: what is said of an item goes before what is said of all; a byte order mark is accepted. */
static void terms_of_an_item_go_first(void **state)
{
    static const char list[] = "\xEF\xBB\xBFname,value,items,label\r\n"
                               "a,1,,all\r\na,1,X1 X2,some\r\na,1,X3,one\r\na,,,name\r\n";
    char directory[PATH_SIZE], path[PATH_SIZE + 16];
    static const struct {
        const char *item, *value, *label;
    } cases[] = {{"X2", "1", "some"}, {"X3", "1", "one"}, {"X", "1", "all"},
                 {"", "1", "all"},    {"X1", "", "name"}, {"X1", "2", ""}};
    struct terms read;

    (void)state;
    directory_make(directory);
    disk_write(directory, "terms.csv", list);
    snprintf(path, sizeof(path), "%s/terms.csv", directory);
    assert_true(terms_read(&read, path));
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct fg_text label =
            terms_label(&read, text_of(cases[i].item), TEXT("a"), text_of(cases[i].value));

        assert_true(text_equal(label, text_of(cases[i].label)));
    }
    terms_free(&read);
    directory_remove(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_term_lists_are_refused),
        cmocka_unit_test(terms_of_an_item_go_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

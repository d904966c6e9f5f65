/* SPDX-License-Identifier: Apache-2.0
 * An engine with a trust directory: what is not signed never gets in, at open or at a reload; the
 * order to go back is obeyed once and outlives the engine on a durable ledger. */
#include "unit/test_engine_trust.h"

#include <limits.h>
#include <unistd.h>

#include "load/load.h"
#include "load/order.h"
#include "rules/snapshot.h"

static void take_away(const char *name)
{
    char file[64];

    snprintf(file, sizeof(file), "%s.sig", name);
    disk_remove(schedules, name);
    disk_remove(schedules, file);
}

static void order_back(int64_t from, int64_t to, const struct paper *paper)
{
    const struct withdrawal order = {
        .id = TEXT("A"),
        .from = from,
        .to = to,
        .digest = {(const char *)paper->digest.bytes, FINGERPRINT_SIZE, 0},
        .reason = TEXT("a slip")};
    struct buffer buffer;

    buffer_init(&buffer);
    order_write(&buffer, &order);
    buffer_add(&buffer, "", 1);
    assert_false(buffer.failed);
    disk_write(schedules, "A.order", (const char *)buffer.bytes);
    sign_text("A.order", SIGNED_ORDER, (const char *)buffer.bytes, NULL, 2);
    buffer_free(&buffer);
}

/* ---- tests ---- */

/* Goal: unsigned, half-signed, stripped and altered documents are refused at open, each for its
 * reason; altered ones unparsed, whatever they have become. */
static void what_is_not_signed_never_opens(void **state)
{
    struct paper paper;

    (void)state;
    paper_write(&paper, "a.xml", 1);
    assert_int_equal(open_engine(), FG_SCHEDULE_REFUSED);
    assert_true(was_said("a.xml: error: ") && was_said("[signature-missing]"));
    sign_text("a.xml", SIGNED_SCHEDULE, paper.text, NULL, 1);
    assert_int_equal(open_engine(), FG_SCHEDULE_REFUSED);
    assert_true(was_said("[role-missing]"));
    sign_text("a.xml", SIGNED_SCHEDULE, paper.text, NULL, 2);
    assert_int_equal(open_engine(), FG_OK);
    disk_write(schedules, "a.xml", "<!DOCTYPE x [ no XML at all");
    assert_int_equal(open_engine(), FG_SCHEDULE_REFUSED);
    assert_true(was_said("a.xml.sig:7: error: ") && was_said("[document-altered]"));
    assert_false(was_said("[doctype]") || was_said("[xml"));
}

/* Goal: so at a reload, where the bundle before stays; the signers are known to the bundle. */
static void what_is_not_signed_never_reloads(void **state)
{
    struct fg_health health = {.size = sizeof(health)};
    struct paper first, second;

    (void)state;
    publish(&first, "1.xml", 1, NULL);
    assert_int_equal(open_engine(), FG_OK);
    paper_write(&second, "2.xml", 2);
    assert_int_equal(reload(), FG_SCHEDULE_REFUSED);
    assert_int_equal(engine_health(engine, &health), FG_OK);
    assert_int_equal(health.document_count, 1);
    assert_int_equal(health.reload_refused, 1);
    sign_text("2.xml", SIGNED_SCHEDULE, second.text, NULL, 2);
    assert_int_equal(reload(), FG_SCHEDULE_REFUSED);
    assert_true(was_said("2.xml.sig:8: error: ") && was_said("[predecessor-none]"));
    sign_text("2.xml", SIGNED_SCHEDULE, second.text, &second, 2);
    assert_int_equal(reload(), FG_SCHEDULE_REFUSED);
    assert_true(was_said("[predecessor-other]"));
    sign_text("2.xml", SIGNED_SCHEDULE, second.text, &first, 2);
    assert_int_equal(reload(), FG_OK);
    disk_remove(trust, TRUST_POLICY);
    assert_int_equal(reload(), FG_SCHEDULE_REFUSED);
    assert_true(was_said("[trust-unreadable]"));
}

/* Goal: documents carry who signed them; where the serial before is not loaded, any will do. */
static void documents_carry_their_signers(void **state)
{
    struct fg_text path = text_of(schedules);
    struct bundle *bundle = NULL;
    struct trust *opened = NULL;
    struct paper first, second;
    const struct document *document;

    (void)state;
    paper_write(&first, "1.xml", 1);
    disk_remove(schedules, "1.xml");
    publish(&second, "2.xml", 2, &first);
    assert_int_equal(trust_load(text_of(trust), (int64_t)time(NULL) * SECOND_NS,
                                (struct fault_sink){NULL, NULL}, &opened),
                     FG_OK);
    assert_int_equal(bundle_load(&path, 1, opened, (struct fault_sink){NULL, NULL}, &bundle),
                     FG_OK);
    document = bundle->documents[0];
    assert_int_equal(document->signer_count, 2);
    assert_true(text_equal(document->signers[1].name, TEXT("李四")));
    assert_true(text_equal(document->signers[1].role, TEXT("approver")));
    assert_memory_equal(document->predecessor.bytes, first.digest.bytes, FINGERPRINT_SIZE);
    bundle_release(bundle);
    trust_close(opened);
}

/* Goal: health, documents and metrics tell who signed, and until when the first of them is
 * certified. */
static void the_engine_tells_its_signers(void **state)
{
    const int64_t end = (int64_t)time(NULL) + DAY_S;
    struct fg_health health = {.size = sizeof(health)};
    struct fg_document told = {.size = sizeof(told)};
    static char page[65536];
    struct paper paper;
    uint32_t count;
    size_t size;

    (void)state;
    publish(&paper, "1.xml", 1, NULL);
    assert_int_equal(open_engine(), FG_OK);
    assert_int_equal(engine_health(engine, &health), FG_OK);
    assert_int_equal(health.signed_count, 1);
    assert_true(health.certificate_ymd == day_to_ymd(day_of_time(end * SECOND_NS)) ||
                health.certificate_ymd == day_to_ymd(day_of_time((end - 60) * SECOND_NS)));
    assert_int_equal(engine_documents(engine, &told, 1, &count), FG_OK);
    assert_int_equal(told.signer_count, 2);
    assert_string_equal(told.signers, "张三 (drafter), 李四 (approver)");
    assert_int_equal(told.certificate_ymd, health.certificate_ymd);
    assert_memory_equal(told.sha256, paper.digest.bytes, sizeof(told.sha256));
    assert_int_equal(engine_metrics(engine, page, sizeof(page), &size), FG_OK);
    assert_non_null(strstr(page, "signers=\"张三 (drafter), 李四 (approver)\"} 1\n"));
    assert_non_null(strstr(page, "\nfeeguard_documents_signed 1\n"));
}

/* Goal: DATA/trust is the default where there is one; a path given goes before it. */
static void the_data_directory_may_hold_it(void **state)
{
    struct paper paper;

    (void)state;
    paper_write(&paper, "a.xml", 1);
    options.trust = TEXT("");
    options.data = text_of(data);
    options.ledger = TEXT("memory:");
    assert_int_equal(open_engine(), FG_OK);
    disk_write(data, "trust", "no directory");
    assert_int_equal(open_engine(), FG_SCHEDULE_REFUSED);
    assert_true(was_said("/trust/anchors.pem: error: ") && was_said("[trust-unreadable]"));
    options.size = FG_OPTIONS_SIZE_1_1; /* a gateway of before: the default holds for it, too */
    assert_int_equal(open_engine(), FG_SCHEDULE_REFUSED);
    disk_remove(data, "trust");
    assert_int_equal(open_engine(), FG_OK);
}

/* Goal: a link to a directory that is gone is a directory that cannot be read, not none; a name too
 * long to look into is refused. */
static void what_was_taken_from_the_data_directory_is_missed(void **state)
{
    static char name[PATH_MAX];
    char link[PATH_SIZE + 8];
    struct paper paper;

    (void)state;
    paper_write(&paper, "a.xml", 1);
    options.trust = TEXT("");
    options.data = text_of(data);
    options.ledger = TEXT("memory:");
    snprintf(link, sizeof(link), "%s/trust", data);
    assert_int_equal(symlink("/nowhere/trust", link), 0);
    assert_int_equal(open_engine(), FG_SCHEDULE_REFUSED);
    assert_true(was_said("/trust/anchors.pem: error: ") && was_said("[trust-unreadable]"));
    assert_int_equal(unlink(link), 0);
    memset(name, 'd', sizeof(name));
    options.data = (struct fg_text){name, sizeof(name), 0};
    assert_int_equal(open_engine(), FG_BAD_OPTION);
    assert_true(was_said("option data"));
}

/* Goal: an order counts once, in this engine and in the next on the same ledger; what it withdrew
 * never comes back, and after a later serial it is worth nothing.
 * Method: the same story in memory by reloads, and on a durable ledger by opening anew each time.
 */
static void go_back_and_on(fg_status (*step)(void))
{
    struct paper first, second, third;

    publish(&first, "1.xml", 1, NULL);
    assert_int_equal(open_engine(), FG_OK);
    publish(&second, "2.xml", 2, &first);
    assert_int_equal(step(), FG_OK);
    take_away("2.xml");
    assert_int_equal(step(), FG_SCHEDULE_REFUSED);
    assert_true(was_said("[rollback-missing]"));
    order_back(3, 1, &second);
    assert_int_equal(step(), FG_SCHEDULE_REFUSED); /* names other content */
    assert_true(was_said("[rollback-missing]"));
    order_back(2, 1, &first);
    assert_int_equal(step(), FG_OK);
    assert_true(was_said("goes back from serial 2 to 1: a slip"));
    assert_int_equal(step(), FG_OK);
    assert_false(was_said("goes back"));
    publish(&second, "2.xml", 2, &first);
    assert_int_equal(step(), FG_SCHEDULE_REFUSED);
    assert_true(was_said("[withdrawn]"));
    take_away("2.xml");
    publish(&third, "3.xml", 3, &first);
    assert_int_equal(step(), FG_OK);
    take_away("3.xml");
    assert_int_equal(step(), FG_SCHEDULE_REFUSED);
    assert_true(was_said("[rollback-missing]"));
}

static void orders_count_once_in_memory(void **state)
{
    (void)state;
    go_back_and_on(reload);
}

static void orders_count_once_on_a_ledger(void **state)
{
    char path[PATH_SIZE], uri[PATH_SIZE + 8];

    (void)state;
    ledger_make(data, path);
    snprintf(uri, sizeof(uri), "sqlite:%s", path);
    options.ledger = text_of(uri);
    go_back_and_on(open_engine);
}

/* Goal: without a trust directory an order is a file like any other and does nothing; with one, an
 * order that was altered or not signed refuses the bundle. */
static void orders_need_signatures(void **state)
{
    struct paper first, second;

    (void)state;
    publish(&first, "1.xml", 1, NULL);
    publish(&second, "2.xml", 2, &first);
    assert_int_equal(open_engine(), FG_OK);
    take_away("2.xml");
    order_back(2, 1, &first);
    disk_remove(schedules, "A.order.sig");
    assert_int_equal(reload(), FG_SCHEDULE_REFUSED);
    assert_true(was_said("A.order: error: ") && was_said("[signature-missing]"));
    sign_text("A.order", SIGNED_SCHEDULE, "feeguard order 1\n", NULL, 2);
    disk_write(schedules, "A.order", "feeguard order 1\n");
    assert_int_equal(reload(), FG_SCHEDULE_REFUSED);
    assert_true(was_said("[signature-kind]"));
    sign_text("A.order", SIGNED_ORDER, "feeguard order 1\n", NULL, 2);
    assert_int_equal(reload(), FG_SCHEDULE_REFUSED);
    assert_true(was_said("[order-form]"));
    options.trust = TEXT("");
    assert_int_equal(open_engine(), FG_OK);
    publish(&second, "2.xml", 2, &first);
    assert_int_equal(reload(), FG_OK);
    take_away("2.xml");
    order_back(2, 1, &first);
    assert_int_equal(reload(), FG_SCHEDULE_REFUSED);
    assert_true(was_said("[rollback-missing]"));
}

/* Goal: a gateway that never saw the slip does not take it later. */
static void orders_bar_what_was_never_seen(void **state)
{
    struct paper first, second;

    (void)state;
    publish(&first, "1.xml", 1, NULL);
    publish(&second, "2.xml", 2, &first);
    order_back(2, 1, &first);
    assert_int_equal(open_engine(), FG_SCHEDULE_REFUSED);
    assert_true(was_said("[withdrawn]"));
    take_away("2.xml");
    assert_int_equal(open_engine(), FG_OK);
    take_away("A.order");
    publish(&second, "2.xml", 2, &first);
    assert_int_equal(reload(), FG_SCHEDULE_REFUSED);
    assert_true(was_said("[withdrawn]"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(what_is_not_signed_never_opens),
        TEST(what_is_not_signed_never_reloads),
        TEST(documents_carry_their_signers),
        TEST(the_engine_tells_its_signers),
        TEST(the_data_directory_may_hold_it),
        TEST(orders_count_once_in_memory),
        TEST(what_was_taken_from_the_data_directory_is_missed),
        TEST(orders_count_once_on_a_ledger),
        TEST(orders_need_signatures),
        TEST(orders_bar_what_was_never_seen),
    };

    return cmocka_run_group_tests(tests, make_people, free_people);
}

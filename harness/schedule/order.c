/* SPDX-License-Identifier: Apache-2.0
 * feeguard schedule order: writes an order to go back to an earlier serial, which then is signed.
 */
#include "load/order.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "audit/secret_file.h"
#include "base/text.h"
#include "feeguard/host.h"
#include "harness.h"
#include "load/parse.h"
#include "options.h"
#include "schedule/pem.h"
#include "schedule/schedule.h"
#include "trust.h"

static const char help[] =
    "feeguard schedule order：起草回退令，退回文件的较早版本\n"
    "Drafts an order to go back to an earlier serial of a document. Drafter and approver sign it\n"
    "like a document; without their signatures it does nothing.\n"
    "\n"
    "usage: feeguard schedule order DOCUMENT --from SERIAL --reason TEXT [--output FILE]\n"
    "\n"
    "DOCUMENT is the file to go back to; its id and serial are read from it, and its digest "
    "becomes\n"
    "part of the order. A gateway obeys while SERIAL is the highest that it has accepted: it then\n"
    "withdraws all serials above that of DOCUMENT up to SERIAL, for good. The next version needs "
    "a\n"
    "serial above them all. The order stays beside the documents; take the withdrawn ones out.\n"
    "\n"
    "options:\n"
    "  --from SERIAL     the highest serial that gateways have accepted; required\n"
    "  --reason TEXT     why, at most 1024 bytes; required\n"
    "  --output FILE     default: ID.order in the directory of DOCUMENT\n"
    "  --language LANG   zh (default) or en: of the messages\n"
    "  --help            this page\n"
    "\n"
    "exit status:\n"
    "  0  drafted\n"
    "  2  not drafted\n"
    "\n"
    "examples:\n"
    "  feeguard schedule order shenyang-6.xml --from 7 --reason 第7版误写标准\n"
    "  feeguard schedule sign CN-210100.order --role drafter --key zhang.key.pem \\\n"
    "      --certificate zhang.cert.pem\n";

struct order {
    const char *file, *reason, *output;
    long from;
    int32_t language;
    char path[PATH_MAX];
};

/* ID.order beside the document; an id may hold a slash, a name may not. */
static bool path_set(struct order *order, struct fg_text id)
{
    const char *slash = strrchr(order->file, '/');
    int size;

    if (order->output != NULL) {
        size = snprintf(order->path, PATH_MAX, "%s", order->output);
    } else {
        size = snprintf(order->path, PATH_MAX, "%.*s%.*s%s",
                        slash == NULL ? 0 : (int)(slash - order->file + 1), order->file,
                        (int)id.size, id.bytes, ORDER_ENDING);
        if (memchr(id.bytes, '/', id.size) != NULL || id.bytes[0] == '.') size = PATH_MAX;
    }
    if (size < PATH_MAX) return true;
    complain("the order cannot be named after the document; give --output FILE");
    return false;
}

static bool order_draft(struct order *order, const struct document *document)
{
    const struct withdrawal withdrawal = {.file = text_of(order->path),
                                          .id = document->id,
                                          .from = order->from,
                                          .to = document->serial,
                                          .digest = document->digest,
                                          .reason = text_of(order->reason)};
    struct faults faults = {.sink = fault_lines(&order->language)};
    struct arena arena = {0};
    struct withdrawal again;
    struct buffer text;
    bool done;

    buffer_init(&text);
    order_write(&text, &withdrawal);
    /* Held to the reader's rules, so that nobody signs what gateways will refuse. */
    done = !text.failed &&
           order_read(&arena, withdrawal.file,
                      (struct fg_text){(const char *)text.bytes, (uint32_t)text.size, 0}, &faults,
                      &again) &&
           content_make(order->path, PUBLIC_FILE_MODE, (const char *)text.bytes, text.size,
                        order->language);
    buffer_free(&text);
    arena_free(&arena);
    return done;
}

static bool draft(struct order *order)
{
    struct faults faults = {.sink = fault_lines(&order->language)};
    struct document document;
    struct arena arena = {0};
    struct fg_text bytes;
    bool done = false;

    if (!content_read(&arena, order->file, &bytes)) goto out;
    if (!document_parse(&arena, text_of(order->file), bytes, &faults, &document) ||
        document.id.size == 0 || document.serial < 1) {
        complain("%s: is no fee schedule to go back to", order->file);
        goto out;
    }
    if (order->from <= document.serial) {
        complain("--from %ld: is not above serial %lld of %s", order->from,
                 (long long)document.serial, order->file);
        goto out;
    }
    done = path_set(order, document.id) && order_draft(order, &document);
    if (done) {
        printf(order->language == FG_LANGUAGE_EN
                   ? "%s: drafted, from serial %ld back to %lld; now have it signed\n"
                   : "%s：已起草，由第 %ld 版退回第 %lld 版；请起草人和审批人签署\n",
               order->path, order->from, (long long)document.serial);
    }
out:
    arena_free(&arena);
    return done;
}

static bool read_options(int argc, char **argv, struct order *order, bool *wants_help)
{
    const char *language = NULL, *from = NULL;
    const struct option_spec specs[] = {
        {"--from", &from, NULL},
        {"--reason", &order->reason, NULL},
        {"--output", &order->output, NULL},
        {"--language", &language, NULL},
        {"--help", NULL, wants_help},
    };
    int count;

    if (!options_read(specs, sizeof(specs) / sizeof(specs[0]), argc, argv, &count)) return false;
    if (*wants_help) return false;
    if (count != 1 || from == NULL || order->reason == NULL) {
        complain(
            "schedule order needs one DOCUMENT, --from and --reason; see feeguard schedule order "
            "--help");
        return false;
    }
    order->file = argv[1];
    return option_number("--from", from, 2, 999999999999999999, &order->from) &&
           option_language(language, &order->language);
}

int schedule_order(int argc, char **argv)
{
    struct order order = {0};
    bool wants_help = false;

    if (!read_options(argc, argv, &order, &wants_help)) {
        if (wants_help) fputs(help, stdout);
        return wants_help ? EXIT_DONE : EXIT_FAILED;
    }
    return draft(&order) ? EXIT_DONE : EXIT_FAILED;
}

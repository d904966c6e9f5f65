/* SPDX-License-Identifier: Apache-2.0
 * feeguard schedule: the table of its subcommands. */
#include "schedule/schedule.h"

#include "harness.h"
#include "subcommand.h"

static const char help[] =
    "feeguard schedule：收费标准文件的检查、比较、公示、签署与回退\n"
    "Looks after fee schedules before anybody is judged by them.\n"
    "\n"
    "usage: feeguard schedule import TABLE --output FILE.xml\n"
    "       feeguard schedule export --csv|--xlsx FILE.xml [--output TABLE]\n"
    "       feeguard schedule lint DIR|FILE... [--trust DIR]\n"
    "       feeguard schedule test DIR [--strict] [--trust DIR]\n"
    "       feeguard schedule diff OLD NEW [--trust DIR] [--json]\n"
    "       feeguard schedule publish DIR --html FILE\n"
    "       feeguard schedule keygen PREFIX --name NAME [--ca CERT --ca-key KEY]\n"
    "       feeguard schedule sign FILE --role ROLE --key KEY --certificate CERT\n"
    "       feeguard schedule verify DIR|FILE... --trust DIR\n"
    "       feeguard schedule order DOCUMENT --from SERIAL --reason TEXT\n"
    "\n"
    "  import   由收费目录表生成标准文件 / makes a schedule of a fee list\n"
    "  export   导出为表格 / gives the schedules as a table\n"
    "  lint     检查结构与含义 / finds every fault: structure, then meaning\n"
    "  test     运行用例，列出没有用例触及的规定 / judges the cases in DIR/tests.csv\n"
    "  diff     比较新旧标准 / tells who pays more and who less under another bundle\n"
    "  publish  生成收费目录清单（公示网页） / writes the public notice as a web page\n"
    "  keygen   生成密钥和证书 / makes a key and a certificate\n"
    "  sign     签署 / adds a signature to FILE.sig\n"
    "  verify   核对签名 / tells who signed, when, and what is wrong\n"
    "  order    起草回退令 / drafts an order to go back to an earlier serial\n"
    "\n"
    "Each has a page of its own: feeguard schedule lint --help\n"
    "\n"
    "exit status:\n"
    "  0  done, and nothing wrong\n"
    "  1  done, and something found\n"
    "  2  could not be carried out\n"
    "\n"
    "example:\n"
    "  feeguard schedule lint schedules/\n";

static const struct subcommand subcommands[] = {
    {"import", "schedule import", schedule_import},
    {"export", "schedule export", schedule_export},
    {"lint", "schedule lint", schedule_lint},
    {"test", "schedule test", schedule_test},
    {"diff", "schedule diff", schedule_diff},
    {"publish", "schedule publish", schedule_publish},
    {"keygen", "schedule keygen", schedule_keygen},
    {"sign", "schedule sign", schedule_sign},
    {"verify", "schedule verify", schedule_verify},
    {"order", "schedule order", schedule_order},
};

int command_schedule(int argc, char **argv)
{
    return subcommand_run(subcommands, sizeof(subcommands) / sizeof(subcommands[0]), help, argc,
                          argv);
}

/* SPDX-License-Identifier: Apache-2.0
 * One pattern, filled in. */
#include "support/price.h"

#include <stdio.h>

void price_write_until(const struct gateway *gateway, const char *file, const char *id, int serial,
                       const char *effective, const char *item, const char *amount,
                       const char *until)
{
    static const char pattern[] =
        "<schedule xmlns='urn:feeguard:schedule:1' id='%s' level='national' region='000000'"
        " serial='%d' effective='%s'>\n"
        "<bases><basis id='b' number='号' title='题' level='national'/></bases>\n"
        "<units><unit code='U-%s' region='210100'/></units>\n"
        "<items><item code='%s' kind='service' basis='b'>\n"
        "<grants><grant region='210000'/></grants>\n"
        "<standard basis='b'%s%s%s><case><fixed amount='%s'/></case></standard>\n"
        "<period per='day'/></item></items></schedule>\n";
    char content[2048], from[2 * PATH_SIZE], to[2 * PATH_SIZE];

    snprintf(content, sizeof(content), pattern, id, serial, effective, id, item,
             until != NULL ? " to='" : "", until != NULL ? until : "", until != NULL ? "'" : "",
             amount);
    disk_write(gateway->directory, "on-its-way", content);
    snprintf(from, sizeof(from), "%s/on-its-way", gateway->directory);
    snprintf(to, sizeof(to), "%s/%s", gateway->directory, file);
    assert_int_equal(rename(from, to), 0);
}

void price_write(const struct gateway *gateway, const char *file, const char *id, int serial,
                 const char *effective, const char *item, const char *amount)
{
    price_write_until(gateway, file, id, serial, effective, item, amount, NULL);
}

struct fg_charge price_charge(const struct gateway *gateway, const char *txn)
{
    return (struct fg_charge){.size = sizeof(struct fg_charge),
                              .txn = text_from(txn),
                              .unit = text_from("U-A"),
                              .item = text_from("ITEM"),
                              .payer = text_from("P"),
                              .time_ns = gateway->now_ns};
}

int64_t price_now(const struct gateway *gateway)
{
    struct fg_charge charge = price_charge(gateway, "probe");
    struct answer answer;

    gateway_ask(gateway, gateway->plugin->check, &charge, &answer);
    assert_true((answer.decision.present & FG_HAS_STANDARD) != 0);
    return answer.decision.standard_fen;
}

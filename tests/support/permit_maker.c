/* SPDX-License-Identifier: Apache-2.0
 * permit_maker LEDGER TXN: reserves 80 yuan of the made-up town on a durable ledger and prints the
 * permit. */
#include <stdio.h>

#include "support/town.h"

int main(int count, char **arguments)
{
    static struct gateway gateway;
    static struct answer answer;
    struct fg_charge charge;
    char ledger[PATH_SIZE];

    if (count != 3) {
        fprintf(stderr, "usage: permit_maker LEDGER TXN\n");
        return 2;
    }
    gateway_init(&gateway);
    town_write(&gateway);
    snprintf(ledger, sizeof(ledger), "sqlite:%s", arguments[1]);
    gateway.options.ledger = text_from(ledger);
    gateway_open(&gateway);
    charge = town_charge(arguments[2], "REG", 8000);
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->reserve, &charge, &answer), FG_OK);
    printf("%.*s\n", (int)answer.decision.permit.size, answer.decision.permit.bytes);
    gateway_free(&gateway);
    return 0;
}

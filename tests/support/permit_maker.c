/* SPDX-License-Identifier: Apache-2.0
 * permit_maker LEDGER TXN...: reserves 80 yuan of the made-up town on a durable ledger for each TXN
 * and prints the permit; before each but the first it waits for a line. */
#include <stdio.h>

#include "support/town.h"

static struct gateway gateway;

static void permit_print(const char *txn)
{
    static struct answer answer;
    struct fg_charge charge = town_charge(txn, "REG", 8000);

    charge.subject = text_from(txn); /* each is charged for something else */
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->reserve, &charge, &answer), FG_OK);
    printf("%.*s\n", (int)answer.decision.permit.size, answer.decision.permit.bytes);
    fflush(stdout);
}

int main(int count, char **arguments)
{
    char ledger[PATH_SIZE], line[16];

    if (count < 3) {
        fprintf(stderr, "usage: permit_maker LEDGER TXN...\n");
        return 2;
    }
    gateway_init(&gateway);
    town_write(&gateway);
    snprintf(ledger, sizeof(ledger), "sqlite:%s", arguments[1]);
    gateway.options.ledger = text_from(ledger);
    gateway_open(&gateway);
    for (int i = 2; i < count; i++) {
        if (i > 2 && fgets(line, sizeof(line), stdin) == NULL) return 1;
        permit_print(arguments[i]);
    }
    gateway_free(&gateway);
    return 0;
}

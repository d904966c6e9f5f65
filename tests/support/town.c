/* SPDX-License-Identifier: Apache-2.0
 * One provocation a code. The whole of what each finds is written beside it. */
#include "support/town.h"

#include <stdlib.h>

#define YEAR_2019_NS (INT64_C(1561953600) * SECOND_NS) /* 2019-07-01T12:00+08:00 */
#define SEPTEMBER_24_NS (NOON_NS + 85 * DAY_NS)        /* seven days before 2026-10-01 */

static const struct fg_attribute few_employees[] = {
    {STATIC_TEXT("employees"), STATIC_TEXT("12")},
};
static const struct fg_attribute many_employees[] = {
    {STATIC_TEXT("employees"), STATIC_TEXT("301")},
};
static const struct fg_attribute minor[] = {{STATIC_TEXT("grade"), STATIC_TEXT("minor")}};

#define CHARGE_BY(office, id, code, fen)                                                           \
    .size = sizeof(struct fg_charge), .txn = STATIC_TEXT(id), .unit = STATIC_TEXT(office),         \
    .item = STATIC_TEXT(code), .payer = STATIC_TEXT("91210100PAYER"), .amount_fen = (fen)
#define CHARGE(id, code, fen) CHARGE_BY("OFFICE", id, code, fen)
#define NOW .time_ns = NOON_NS

static const struct provocation provocations[FG_CODE_COUNT] = {
    [FG_INVALID_CHARGE] =
        {"an amount below nothing", BIT(1), {CHARGE("T", "REG", -1), NOW}, {0}, 0},
    [FG_NO_SCHEDULE] = {"a charge before the first schedule",
                        BIT(2),
                        {CHARGE("T", "REG", 8000), .time_ns = YEAR_2019_NS},
                        {0},
                        0},
    [FG_UNLISTED_ITEM] =
        {"an item that is on no list", BIT(3), {CHARGE("T", "SELFMADE", 8000), NOW}, {0}, 0},
    [FG_NOT_IN_FORCE] =
        {"an item that was abolished", BIT(4), {CHARGE("T", "OLD", 8000), NOW}, {0}, 0},
    [FG_UNKNOWN_UNIT] =
        {"a unit that was closed", BIT(5), {CHARGE_BY("CLOSED", "T", "REG", 8000), NOW}, {0}, 0},
    [FG_NOT_AUTHORISED] =
        {"a unit without a grant", BIT(6), {CHARGE_BY("STRANGER", "T", "REG", 8000), NOW}, {0}, 0},
    [FG_OUTSIDE_JURISDICTION] = {"a place beyond the unit's region",
                                 BIT(7),
                                 {CHARGE("T", "REG", 8000), NOW, .region = STATIC_TEXT("210200")},
                                 {0},
                                 0},
    [FG_PROHIBITED_LEVY] = {"a purpose that hides a forced sponsorship",
                            BIT(8),
                            {CHARGE("T", "REG", 8000), NOW,
                             .purpose = STATIC_TEXT("庆典 赞・助 费")},
                            {0},
                            0},
    [FG_PREMATURE_COLLECTION] = {"a period that has not begun",
                                 BIT(9),
                                 {CHARGE("T", "REG", 8000), NOW, .period_ymd = 20270101},
                                 {0},
                                 0},
    [FG_MISSING_ATTRIBUTE] = {"a price per square metre without an area",
                              BIT(10),
                              {CHARGE("T", "LAND", 8000), NOW},
                              {0},
                              0},
    [FG_NO_STANDARD] =
        {"an item whose standard has run out", BIT(11), {CHARGE("T", "GAP", 8000), NOW}, {0}, 0},
    [FG_OVER_STANDARD] = {"one fen too much", BIT(12), {CHARGE("T", "REG", 8001), NOW}, {0}, 0},
    [FG_BELOW_STANDARD] =
        {"one fen below the range", BIT(13), {CHARGE("T", "SPAN", 4999), NOW}, {0}, 0},
    [FG_REDUCTION_NOT_APPLIED] = {"one fen more than half",
                                  BIT(14),
                                  {CHARGE("T", "SMALL", 5001), NOW, .attributes = few_employees,
                                   .attribute_count = 1},
                                  {0},
                                  0},
    [FG_DUPLICATE] = {"the second time in one year",
                      BIT(15),
                      {CHARGE("T", "REG", 8000), NOW},
                      {CHARGE("T0", "REG", 8000), NOW},
                      0},
    [FG_INSTALMENTS_EXCEED] = {"a last part that is one fen too large",
                               BIT(16),
                               {CHARGE("T", "PARTS", 4001), NOW},
                               {CHARGE("T0", "PARTS", 6000), NOW},
                               0},
    [FG_UNEQUAL_PENALTY] = {"equal cases, unequal fines",
                            BIT(17),
                            {CHARGE("T", "FINE", 10000), NOW, .attributes = minor,
                             .attribute_count = 1},
                            {CHARGE("T0", "FINE", 20000), NOW, .attributes = minor,
                             .attribute_count = 1},
                            0},
    [FG_UNDERCHARGED] = {"one fen too little", BIT(18), {CHARGE("T", "REG", 7999), NOW}, {0}, 0},
    [FG_REDUCTION_UNDETERMINED] = {"nobody said how many employees there are",
                                   BIT(19),
                                   {CHARGE("T", "SMALL", 10000), NOW},
                                   {0},
                                   0},
    [FG_PRE_HOLIDAY_PENALTY] = {"a fine in the week before a holiday",
                                BIT(20),
                                {CHARGE("T", "FINE", 10000), .time_ns = SEPTEMBER_24_NS},
                                {0},
                                0},
    [FG_CODE_LEDGER_UNAVAILABLE] = {"a ledger that holds one charge and no more",
                                    BIT(21),
                                    {CHARGE("T", "REG", 8000), NOW},
                                    {CHARGE("T0", "SMALL", 10000), NOW,
                                     .attributes = many_employees, .attribute_count = 1},
                                    1},
};

void town_write(const struct gateway *gateway)
{
    char *content = disk_read(FG_TEST_DATA "/town.xml");

    disk_write(gateway->directory, "town.xml", content);
    free(content);
}

struct fg_charge town_charge(const char *txn, const char *item, int64_t amount_fen)
{
    return (struct fg_charge){.size = sizeof(struct fg_charge),
                              .txn = text_from(txn),
                              .unit = text_from("OFFICE"),
                              .item = text_from(item),
                              .payer = text_from("91210100PAYER"),
                              .amount_fen = amount_fen,
                              .time_ns = NOON_NS};
}

const struct provocation *town_provocation(int32_t code)
{
    return &provocations[code];
}

void town_prepare(struct gateway *gateway, const struct provocation *provocation)
{
    struct answer answer;

    gateway->options.ledger_charges_max = provocation->charges_max;
    gateway_open(gateway);
    if (provocation->before.txn.size == 0) return;
    assert_int_equal(gateway_ask(gateway, gateway->plugin->charge, &provocation->before, &answer),
                     FG_OK);
}

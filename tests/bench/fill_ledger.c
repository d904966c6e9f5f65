/* SPDX-License-Identifier: Apache-2.0
 * Fills a ledger with standing charges that nobody asks about, as years of business would leave
 * them: committed, three keys each, in the order in which a file grows fastest. Their audit records
 * are left out: they are counted apart and no decision reads them. usage: fill_ledger FILE COUNT */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEYS_EACH 3
#define FIRST_DAY 17000 /* in 2016 */
#define DAYS 3650

struct place {
    unsigned char key[16];
    uint32_t charge;
};

static uint64_t random_state = UINT64_C(0x9e3779b97f4a7c15);

static uint64_t random_next(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static void random_bytes(unsigned char bytes[16])
{
    uint64_t words[2] = {random_next(), random_next()};

    memcpy(bytes, words, sizeof(words));
}

static int order_places(const void *a, const void *b)
{
    return memcmp(((const struct place *)a)->key, ((const struct place *)b)->key, 16);
}

static void fail(sqlite3 *database, const char *what)
{
    fprintf(stderr, "fill_ledger: %s: %s\n", what, sqlite3_errmsg(database));
    exit(2);
}

static void run(sqlite3 *database, const char *text)
{
    if (sqlite3_exec(database, text, NULL, NULL, NULL) != SQLITE_OK) fail(database, text);
}

static sqlite3_stmt *prepare(sqlite3 *database, const char *text)
{
    sqlite3_stmt *statement;

    if (sqlite3_prepare_v2(database, text, -1, &statement, NULL) != SQLITE_OK) {
        fail(database, text);
    }
    return statement;
}

static void step(sqlite3 *database, sqlite3_stmt *statement)
{
    if (sqlite3_step(statement) != SQLITE_DONE) fail(database, "insert");
    sqlite3_reset(statement);
}

static sqlite3_int64 number(sqlite3 *database, const char *text)
{
    sqlite3_stmt *statement = prepare(database, text);
    sqlite3_int64 value =
        sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;

    sqlite3_finalize(statement);
    return value;
}

static void add_charges(sqlite3 *database, uint32_t from, uint32_t count, sqlite3_int64 item)
{
    sqlite3_stmt *statement =
        prepare(database,
                "INSERT INTO charge (id, state, txn, item, payer, subject, epoch, time_ns,"
                " basis_day, charge_day, amount_fen, quantity_micro, refunded_fen, due_fen, flags,"
                " expires_ns, content, decision) VALUES (?1, 1, ?2, ?3, ?4, ?5, 0, ?6, ?7, ?7,"
                " 12000, 1000000, 0, 12000, 1, ?8, ?9, ?1)");

    for (uint32_t i = 0; i < count; i++) {
        uint32_t id = from + i;
        sqlite3_int64 day = FIRST_DAY + (sqlite3_int64)i * DAYS / count;
        sqlite3_int64 time_ns = day * 86400 * INT64_C(1000000000) + i;
        unsigned char payer[16], subject[16], content[16];
        char txn[24];

        random_bytes(payer);
        random_bytes(subject);
        random_bytes(content);
        snprintf(txn, sizeof(txn), "FILL%016u", id);
        sqlite3_bind_int64(statement, 1, id);
        sqlite3_bind_text(statement, 2, txn, 20, SQLITE_STATIC);
        sqlite3_bind_int64(statement, 3, item);
        sqlite3_bind_blob(statement, 4, payer, 16, SQLITE_STATIC);
        sqlite3_bind_blob(statement, 5, subject, 16, SQLITE_STATIC);
        sqlite3_bind_int64(statement, 6, time_ns);
        sqlite3_bind_int64(statement, 7, day);
        sqlite3_bind_int64(statement, 8, time_ns + 900 * INT64_C(1000000000));
        sqlite3_bind_blob(statement, 9, content, 16, SQLITE_STATIC);
        step(database, statement);
    }
    sqlite3_finalize(statement);
}

static void add_places(sqlite3 *database, uint32_t from, uint32_t count)
{
    sqlite3_stmt *statement =
        prepare(database, "INSERT INTO standing (key, day, charge, orders) VALUES (?1, ?2, ?3, 3)");
    size_t places = (size_t)count * KEYS_EACH;
    struct place *list = malloc(places * sizeof(*list));

    if (list == NULL) fail(database, "memory");
    for (size_t i = 0; i < places; i++) {
        random_bytes(list[i].key);
        list[i].charge = from + (uint32_t)(i / KEYS_EACH);
    }
    qsort(list, places, sizeof(*list), order_places);
    for (size_t i = 0; i < places; i++) {
        sqlite3_int64 day = FIRST_DAY + (sqlite3_int64)(list[i].charge - from) * DAYS / count;

        sqlite3_bind_blob(statement, 1, list[i].key, 16, SQLITE_STATIC);
        sqlite3_bind_int64(statement, 2, day);
        sqlite3_bind_int64(statement, 3, list[i].charge);
        step(database, statement);
    }
    free(list);
    sqlite3_finalize(statement);
}

int main(int argc, char **argv)
{
    uint32_t count = argc == 3 ? (uint32_t)strtoul(argv[2], NULL, 10) : 0;
    sqlite3_int64 last, item;
    sqlite3 *database;
    char text[160];

    if (count == 0) {
        fprintf(stderr, "usage: fill_ledger FILE COUNT\n");
        return 2;
    }
    if (sqlite3_open_v2(argv[1], &database, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
        fail(database, argv[1]);
    }
    run(database, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                  "PRAGMA cache_size = -4000000; BEGIN IMMEDIATE");
    last = number(database, "SELECT last_charge FROM status");
    item = number(database, "SELECT last_name FROM status") + 1;
    run(database, "INSERT INTO name SELECT last_name + 1, 'FILLED' FROM status");
    add_charges(database, (uint32_t)last + 1, count, item);
    add_places(database, (uint32_t)last + 1, count);
    snprintf(text, sizeof(text),
             "UPDATE status SET last_name = last_name + 1, last_charge = last_charge + %u,"
             " committed = committed + %u, changes = changes + 1; COMMIT",
             count, count);
    run(database, text);
    run(database, "PRAGMA journal_mode = WAL");
    sqlite3_close(database);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0
 * The same rows without us: what a durable run wrote is read back, then inserted by a bare loop
 * into an empty file of the same tables, so many records a commit. The values lie ready in memory
 * and nothing is computed. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench_durable.h"
#include "harness.h"

/* What one record brought: the record itself, its charge, where that stands, its reliefs. */
static const struct {
    const char *select, *insert;
    int columns;
} tables[] = {
    {"SELECT * FROM trail WHERE position = ?1", "INSERT INTO trail VALUES (?1, ?2, ?3)", 3},
    {"SELECT charge.* FROM temp.c c JOIN charge USING (id) WHERE c.decision = ?1",
     "INSERT INTO charge VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,"
     " ?16, ?17, ?18, ?19, ?20, ?21, ?22)",
     22},
    {"SELECT s.* FROM temp.c c JOIN temp.s s ON s.charge = c.id WHERE c.decision = ?1",
     "INSERT INTO standing VALUES (?1, ?2, ?3, ?4)", 4},
    {"SELECT r.* FROM temp.c c JOIN relief r ON r.charge = c.id WHERE c.decision = ?1",
     "INSERT INTO relief VALUES (?1, ?2, ?3)", 3},
};
#define TABLES (sizeof(tables) / sizeof(tables[0]))

struct row {
    unsigned table;
    bool begins; /* a record */
    sqlite3_value **values;
};

struct bare {
    struct row *rows;
    size_t count, records;
};

static bool fail(sqlite3 *database, const char *file)
{
    complain("%s: %s", file, sqlite3_errmsg(database));
    return false;
}

static void row_add(struct bare *bare, unsigned table, bool begins, sqlite3_stmt *statement)
{
    struct row *row;

    if ((bare->count & (bare->count - 1)) == 0) {
        bare->rows = memory_grow(bare->rows, bare->count * 2 + 1, sizeof(*bare->rows));
    }
    row = &bare->rows[bare->count++];
    *row = (struct row){table, begins, memory_take((size_t)tables[table].columns, sizeof(void *))};
    for (int i = 0; i < tables[table].columns; i++) {
        row->values[i] = sqlite3_value_dup(sqlite3_column_value(statement, i));
    }
}

static bool load_record(struct bare *bare, sqlite3_stmt **statements, sqlite3_int64 position)
{
    for (unsigned table = 0; table < TABLES; table++) {
        bool begins = table == 0;
        int step;

        sqlite3_bind_int64(statements[table], 1, position);
        while ((step = sqlite3_step(statements[table])) == SQLITE_ROW) {
            row_add(bare, table, begins, statements[table]);
            bare->records += begins;
        }
        sqlite3_reset(statements[table]);
        if (step != SQLITE_DONE) return false;
    }
    return true;
}

static bool prepare(sqlite3 *database, bool inserts, sqlite3_stmt *statements[TABLES])
{
    for (size_t i = 0; i < TABLES; i++) {
        const char *text = inserts ? tables[i].insert : tables[i].select;

        if (sqlite3_prepare_v2(database, text, -1, &statements[i], NULL) != SQLITE_OK) return false;
    }
    return true;
}

static void close_all(sqlite3 *database, sqlite3_stmt *statements[TABLES])
{
    for (size_t i = 0; i < TABLES; i++) sqlite3_finalize(statements[i]);
    sqlite3_close(database);
}

struct bare *bare_load(const char *ledger, uint64_t position, uint64_t count)
{
    struct bare *bare = memory_take(1, sizeof(*bare));
    sqlite3_stmt *statements[TABLES] = {NULL};
    sqlite3 *database = NULL;
    bool good = sqlite3_open_v2(ledger, &database, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK;

    /* For these questions only, and gone with the connection. */
    good =
        good &&
        sqlite3_exec(database, "CREATE TEMP TABLE c AS SELECT decision, id FROM charge", NULL, NULL,
                     NULL) == SQLITE_OK &&
        sqlite3_exec(database, "CREATE TEMP TABLE s AS SELECT * FROM standing", NULL, NULL, NULL) ==
            SQLITE_OK &&
        sqlite3_exec(database,
                     "CREATE INDEX temp.c_of ON c (decision); CREATE INDEX temp.s_of ON s (charge)",
                     NULL, NULL, NULL) == SQLITE_OK;
    good = good && prepare(database, false, statements);
    for (uint64_t i = 1; good && i <= count; i++) {
        good = load_record(bare, statements, (sqlite3_int64)position + (sqlite3_int64)i);
    }
    if (!good) {
        fail(database, ledger);
        bare_free(bare);
        bare = NULL;
    }
    close_all(database, statements);
    return bare;
}

void bare_free(struct bare *bare)
{
    for (size_t i = 0; i < bare->count; i++) {
        for (int at = 0; at < tables[bare->rows[i].table].columns; at++) {
            sqlite3_value_free(bare->rows[i].values[at]);
        }
        free(bare->rows[i].values);
    }
    free(bare->rows);
    free(bare);
}

static bool insert(sqlite3_stmt *statement, const struct row *row)
{
    bool good;

    for (int i = 0; i < tables[row->table].columns; i++) {
        sqlite3_bind_value(statement, i + 1, row->values[i]);
    }
    good = sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_reset(statement);
    return good;
}

static int order_times(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

bool bare_run(const struct bare *bare, const char *file, uint64_t batch, struct durable_rate *rate)
{
    double *times = memory_take(bare->records + 1, sizeof(*times));
    sqlite3_stmt *statements[TABLES] = {NULL};
    sqlite3 *database = NULL;
    size_t at = 0, commits = 0;
    int64_t begun;
    bool good = sqlite3_open_v2(file, &database, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
                sqlite3_exec(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", NULL,
                             NULL, NULL) == SQLITE_OK &&
                prepare(database, true, statements);

    begun = progress_now();
    while (good && at < bare->count) {
        int64_t start = progress_now();
        uint64_t records = 0;

        good = sqlite3_exec(database, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK;
        for (; good && at < bare->count; at++) {
            if (bare->rows[at].begins && records++ == batch) break;
            good = insert(statements[bare->rows[at].table], &bare->rows[at]);
        }
        good = good && sqlite3_exec(database, "UPDATE status SET changes = changes + 1; COMMIT",
                                    NULL, NULL, NULL) == SQLITE_OK;
        times[commits++] = (double)(progress_now() - start);
    }
    rate->seconds = (double)(progress_now() - begun) / 1e9;
    rate->count = bare->records;
    qsort(times, commits, sizeof(*times), order_times);
    rate->median_ns = commits > 0 ? times[commits / 2] : 0;
    rate->worst_ns = commits > 0 ? times[commits - 1] : 0;
    if (!good) fail(database, file);
    close_all(database, statements);
    free(times);
    return good;
}

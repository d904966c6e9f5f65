/* SPDX-License-Identifier: Apache-2.0
 * fault_contend FEEGUARD RESERVATIONS KEYS: four processes of two threads each on one ledger ask
 * for far more reservations than may stand. One thread of each waits for its calls and commits what
 * it was allowed, the other submits and collects. In the end exactly what is allowed stands for
 * each key: by what the processes were told, and by what the ledger says. */
#include "fault/engine.h"

#include <inttypes.h>
#include <pthread.h>
#include <spawn.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/random.h"

#define PROCESSES 4
#define THREADS 2
#define KEYS_MAX 10000
#define IN_FLIGHT 64

/* Keys take turns between the two items of data/contend.xml. */
enum { THRICE, PARTS, ITEMS };

static const struct {
    const char *code;
    int64_t amount_fen;
    uint32_t allowed; /* that may stand for each key */
    uint64_t codes;   /* of a denial */
} items[ITEMS] = {
    [THRICE] = {"THRICE", 8000, 3, BIT(FG_DUPLICATE)},
    [PARTS] = {"PARTS", 2500, 4, BIT(FG_INSTALMENTS_EXCEED)},
};

/* What the processes were told; in memory that they share. */
struct tally {
    _Atomic uint32_t allowed[KEYS_MAX];
    _Atomic uint64_t denied, committed;
};

struct asker {
    pthread_t thread;
    int process, number;
    struct random random;
};

static struct fault_engine engine;
static struct tally *tally;
static char directory[PATH_SIZE], ledger[PATH_SIZE + 16];
static uint32_t keys;
static uint64_t shares; /* reservations of each thread */

_Noreturn static void give_up(const char *what, int64_t number)
{
    fprintf(stderr, "contend: %s: %" PRId64 "\ncontend: everything is kept in %s\n", what, number,
            directory);
    _exit(1);
}

/* ---- asking ---- */

struct request {
    char txn[FG_CODE_SIZE_MAX + 1], payer[32];
    uint32_t key;
    struct fg_charge charge;
    struct fg_decision decision;
};

static void prepare(struct asker *asker, struct request *request, uint64_t number)
{
    uint32_t key = random_below(&asker->random, keys);

    request->key = key;
    snprintf(request->txn, sizeof(request->txn), "K%04" PRIu32 "-%d-%d-%" PRIu64, key,
             asker->process, asker->number, number);
    snprintf(request->payer, sizeof(request->payer), "PAYER-%04" PRIu32, key);
    request->charge =
        town_charge(request->txn, items[key % ITEMS].code, items[key % ITEMS].amount_fen);
    request->charge.payer = text_from(request->payer);
    request->decision = (struct fg_decision){.size = sizeof(request->decision)};
}

static void take_down(const struct request *request, fg_status status)
{
    if (status == FG_OK) {
        tally->allowed[request->key]++;
    } else if (status == FG_DENIED &&
               request->decision.codes == items[request->key % ITEMS].codes) {
        tally->denied++;
    } else {
        give_up(request->txn, status);
    }
}

static void *ask_and_wait(void *context)
{
    struct asker *asker = context;
    struct request request;

    for (uint64_t i = 0; i < shares; i++) {
        fg_status status;

        prepare(asker, &request, i);
        status = engine.plugin->reserve(engine.engine, &request.charge, &request.decision);
        take_down(&request, status);
        if (status != FG_OK) continue;
        status = engine.plugin->commit(engine.engine, request.charge.txn, NULL);
        if (status != FG_OK) give_up("commit", status);
        tally->committed++;
    }
    return NULL;
}

static void submit(struct asker *asker, struct request *requests, uint32_t slot, uint64_t number)
{
    struct fg_request submitted = {.size = sizeof(submitted),
                                   .kind = FG_REQUEST_RESERVE,
                                   .tag = slot,
                                   .charge = &requests[slot].charge,
                                   .decision = &requests[slot].decision};
    fg_status status;

    prepare(asker, &requests[slot], number);
    status = engine.plugin->submit(engine.engine, &submitted);
    if (status != FG_OK) give_up("submit", status);
}

static void *submit_and_collect(void *context)
{
    struct asker *asker = context;
    struct request *requests = calloc(IN_FLIGHT, sizeof(*requests));
    uint64_t submitted = 0, collected = 0;

    if (requests == NULL) give_up("memory", 0);
    for (; submitted < IN_FLIGHT && submitted < shares; submitted++) {
        submit(asker, requests, (uint32_t)submitted, submitted);
    }
    while (collected < shares) {
        struct fg_completion completions[IN_FLIGHT];
        uint32_t count = 0;

        if (!fault_wait(&engine)) give_up("nothing was completed", (int64_t)collected);
        engine.plugin->collect(engine.engine, completions, IN_FLIGHT, &count);
        for (uint32_t i = 0; i < count; i++) {
            uint32_t slot = (uint32_t)completions[i].tag;

            take_down(&requests[slot], completions[i].status);
            if (submitted < shares) submit(asker, requests, slot, submitted++);
        }
        collected += count;
    }
    free(requests);
    return NULL;
}

static void run_process(int process)
{
    struct asker askers[THREADS];
    fg_status status = fault_open(&engine, directory, ledger);

    if (status != FG_OK) give_up("open", status);
    for (int i = 0; i < THREADS; i++) {
        askers[i] = (struct asker){.process = process, .number = i};
        askers[i].random.state = (uint64_t)(process * THREADS + i + 1) * 7919;
        if (pthread_create(&askers[i].thread, NULL, i == 0 ? ask_and_wait : submit_and_collect,
                           &askers[i]) != 0) {
            give_up("thread", i);
        }
    }
    for (int i = 0; i < THREADS; i++) pthread_join(askers[i].thread, NULL);
    fault_close(&engine);
}

/* ---- looking ---- */

static void run(const char *what, char *const *arguments)
{
    pid_t child;
    int status = -1;

    if (posix_spawn(&child, arguments[0], NULL, NULL, arguments, environ) != 0 ||
        waitpid(child, &status, 0) != child || status != 0) {
        give_up(what, status);
    }
}

static int64_t query(sqlite3 *connection, const char *text, int64_t parameter)
{
    sqlite3_stmt *statement = NULL;
    int64_t value;

    if (sqlite3_prepare_v2(connection, text, -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_bind_int64(statement, 1, parameter) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_ROW) {
        give_up(sqlite3_errmsg(connection), 0);
    }
    value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

static void demand(const char *what, int64_t is, int64_t must)
{
    if (is == must) return;
    fprintf(stderr, "contend: %" PRId64 " expected\n", must);
    give_up(what, is);
}

static void look_at_key(sqlite3 *connection, uint32_t key)
{
    uint32_t allowed = items[key % ITEMS].allowed;

    demand("allowed for one key", tally->allowed[key], allowed);
    demand("standing for one key",
           query(connection,
                 "SELECT count(*) FROM charge WHERE state IN (0, 1)"
                 " AND txn >= printf('K%04d-', ?1) AND txn < printf('K%04d.', ?1)",
                 key),
           allowed);
}

static int64_t look(uint64_t reservations)
{
    int64_t allowed = 0, committed = (int64_t)tally->committed;
    sqlite3 *connection;

    if (sqlite3_open_v2(ledger, &connection, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) {
        give_up("sqlite", 0);
    }
    for (uint32_t key = 0; key < keys; key++) {
        look_at_key(connection, key);
        allowed += items[key % ITEMS].allowed;
    }
    demand("denied", (int64_t)tally->denied, (int64_t)reservations - allowed);
    demand("charges", query(connection, "SELECT count(*) FROM charge WHERE ?1", 1), allowed);
    demand("committed", query(connection, "SELECT committed FROM status WHERE ?1", 1), committed);
    demand("payers", query(connection, "SELECT count(DISTINCT payer) FROM charge WHERE ?1", 1),
           keys);
    demand("records", query(connection, "SELECT count(*) FROM trail WHERE ?1", 1),
           (int64_t)reservations + committed);
    sqlite3_close(connection);
    return allowed;
}

/* ---- the run ---- */

static void contend(void)
{
    pid_t children[PROCESSES];
    int status;

    for (int i = 0; i < PROCESSES; i++) {
        children[i] = fork();
        if (children[i] < 0) give_up("fork", i);
        if (children[i] == 0) {
            run_process(i);
            _exit(0);
        }
    }
    for (int i = 0; i < PROCESSES; i++) {
        if (waitpid(children[i], &status, 0) != children[i] || status != 0) {
            give_up("a process ended with", status);
        }
    }
}

static void set_up(void)
{
    char *maker[] = {(char *)(size_t)FG_LEDGER_MAKER, directory, NULL};
    char *schedule = disk_read(FG_TEST_DATA "/contend.xml");

    directory_make(directory);
    disk_write(directory, "contend.xml", schedule);
    free(schedule);
    snprintf(ledger, sizeof(ledger), "%s/ledger.db", directory);
    run("ledger_maker", maker);
    tally = mmap(NULL, sizeof(*tally), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (tally == MAP_FAILED) give_up("memory", 0);
}

int main(int count, char **arguments)
{
    uint64_t reservations = count == 4 ? strtoull(arguments[2], NULL, 10) : 0;
    int64_t began, allowed;

    keys = count == 4 ? (uint32_t)strtoul(arguments[3], NULL, 10) : 0;
    shares = reservations / (PROCESSES * THREADS);
    if (keys == 0 || keys > KEYS_MAX || reservations < UINT64_C(40) * keys) {
        fprintf(stderr,
                "usage: fault_contend FEEGUARD RESERVATIONS KEYS, 40 or more for each key\n");
        return 2;
    }
    set_up();
    began = fault_now();
    contend();
    reservations = shares * PROCESSES * THREADS;
    printf("%" PRIu64 " reservations of %" PRIu32 " keys in %.1f s, ", reservations, keys,
           (double)(fault_now() - began) / (double)SECOND_NS);
    allowed = look(reservations);
    printf("%" PRId64 " stand, as many as may\n", allowed);
    fflush(stdout);
    run("ledger check",
        (char *[]){arguments[1], (char[]){"ledger"}, (char[]){"check"}, ledger, NULL});
    run("audit verify",
        (char *[]){arguments[1], (char[]){"audit"}, (char[]){"verify"}, ledger, NULL});
    munmap(tally, sizeof(*tally));
    directory_remove(directory);
    return 0;
}

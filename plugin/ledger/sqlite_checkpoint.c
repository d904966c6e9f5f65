/* SPDX-License-Identifier: Apache-2.0
 * First a passive checkpoint, which holds up nobody and copies nearly all. Under steady load it
 * never meets a moment with nothing left, and the log would grow for ever; where it stays long, the
 * thread takes a turn like any writer and copies the small rest, so that the next writer begins the
 * log anew. The thread never calls the gateway: what fails here is tried again. */
#include "ledger/sqlite_checkpoint.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/thread.h"

#define LOG_PAGES 1000             /* 4 MB: from here on the log is brought home */
#define LONG_PAGES (4 * LOG_PAGES) /* from here on with a turn */
#define READERS_MS 100             /* how long a turn waits for readers of the old log */

struct sqlite_checkpointer {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int pages; /* in the log, as last told */
    int due;   /* at how many it is worth while */
    bool ends;
    sqlite3 *connection;
    struct turn turn;
};

static void note_growth(void *context, int pages)
{
    struct sqlite_checkpointer *checkpointer = context;

    pthread_mutex_lock(&checkpointer->lock);
    if (pages < checkpointer->pages) checkpointer->due = LOG_PAGES; /* begun anew */
    checkpointer->pages = pages;
    if (pages >= checkpointer->due) pthread_cond_signal(&checkpointer->changed);
    pthread_mutex_unlock(&checkpointer->lock);
}

static void bring_home(struct sqlite_checkpointer *checkpointer)
{
    int logged = -1, copied = -1;

    sqlite3_wal_checkpoint_v2(checkpointer->connection, NULL, SQLITE_CHECKPOINT_PASSIVE, &logged,
                              &copied);
    if (logged < LONG_PAGES) return;
    if (!turn_take(&checkpointer->turn)) return;
    sqlite3_wal_checkpoint_v2(checkpointer->connection, NULL, SQLITE_CHECKPOINT_RESTART, &logged,
                              &copied);
    turn_leave(&checkpointer->turn);
}

static void *run(void *context)
{
    struct sqlite_checkpointer *checkpointer = context;

    pthread_mutex_lock(&checkpointer->lock);
    while (!checkpointer->ends) {
        if (checkpointer->pages < checkpointer->due) {
            pthread_cond_wait(&checkpointer->changed, &checkpointer->lock);
            continue;
        }
        /* If a reader keeps the log from ending, trying at every commit would be of no use. */
        checkpointer->due = checkpointer->pages + LOG_PAGES;
        pthread_mutex_unlock(&checkpointer->lock);
        bring_home(checkpointer);
        pthread_mutex_lock(&checkpointer->lock);
    }
    pthread_mutex_unlock(&checkpointer->lock);
    return NULL;
}

static void checkpointer_free(struct sqlite_checkpointer *checkpointer)
{
    sqlite3_close(checkpointer->connection);
    turn_close(&checkpointer->turn);
    pthread_cond_destroy(&checkpointer->changed);
    pthread_mutex_destroy(&checkpointer->lock);
    free(checkpointer);
}

static void checkpointer_end(void *context)
{
    struct sqlite_checkpointer *checkpointer = context;

    pthread_mutex_lock(&checkpointer->lock);
    checkpointer->ends = true;
    pthread_cond_signal(&checkpointer->changed);
    pthread_mutex_unlock(&checkpointer->lock);
    pthread_join(checkpointer->thread, NULL);
    checkpointer_free(checkpointer);
}

static bool parts_open(struct sqlite_checkpointer *checkpointer, const char *path, mode_t mode)
{
    size_t size = strlen(path) + sizeof(".turn");
    char *turn_path = malloc(size);
    bool opened;

    if (turn_path == NULL) return false;
    snprintf(turn_path, size, "%s.turn", path);
    opened = turn_open(&checkpointer->turn, turn_path, mode) &&
             sqlite_connect(path, &checkpointer->connection) == SQLITE_OK;
    free(turn_path);
    if (opened) sqlite3_busy_timeout(checkpointer->connection, READERS_MS);
    return opened;
}

bool sqlite_checkpointer_start(struct sql_driver *driver, const char *path, mode_t mode)
{
    struct sqlite_checkpointer *checkpointer = calloc(1, sizeof(*checkpointer));

    if (checkpointer == NULL) return false;
    checkpointer->turn.descriptor = -1;
    checkpointer->due = LOG_PAGES;
    pthread_mutex_init(&checkpointer->lock, NULL);
    pthread_cond_init(&checkpointer->changed, NULL);
    if (!parts_open(checkpointer, path, mode) ||
        !thread_start(&checkpointer->thread, run, checkpointer)) {
        checkpointer_free(checkpointer);
        return false;
    }
    driver->closing = checkpointer_end;
    driver->closing_context = checkpointer;
    driver->log_grown = note_growth;
    driver->log_context = checkpointer;
    return true;
}

/* SPDX-License-Identifier: Apache-2.0
 * fault_injected FEEGUARD KIND [STRIDE [COUNT]]: runs the script with the first call of a kind
 * failing, then with the second, and so on until a run ends before the fault is reached. After each
 * run the ledger is held against that of a run without faults: `audit verify` must find the very
 * same trail, `ledger check` nothing wrong, and the library has left no descriptor and no thread.
 *
 * STRIDE takes only every so many-th call. COUNT is how many calls in a row fail, at most until one
 * step goes unanswered; 0: all. Runs with inject.c in LD_PRELOAD. */
#include "fault/script.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const struct {
    const char *name;
    int kind;
} kinds[] = {
    {"write-full", INJECT_WRITE_FULL},
    {"write-io", INJECT_WRITE_IO},
    {"write-short", INJECT_WRITE_SHORT},
    {"grow", INJECT_GROW},
    {"sync", INJECT_SYNC},
    {"read", INJECT_READ},
    {"map", INJECT_MAP},
    {"open", INJECT_OPEN},
    {"lock", INJECT_LOCK},
    {"memory", INJECT_MEMORY},
};

static struct script script;
static const char *feeguard;
static char directory[PATH_SIZE], ledger[PATH_SIZE + 16];

/* ---- other programs ---- */

/* Standard output goes to a file, which is shown when something is wrong. */
static bool run(char *const *arguments)
{
    posix_spawn_file_actions_t actions;
    char said[PATH_SIZE + 16];
    pid_t child;
    int status = -1;

    snprintf(said, sizeof(said), "%s/said", directory);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, said, O_WRONLY | O_CREAT | O_TRUNC,
                                     0600);
    if (posix_spawn(&child, arguments[0], &actions, NULL, arguments, environ) != 0 ||
        waitpid(child, &status, 0) != child) {
        script_fail(&script, "%s cannot be run", arguments[0]);
    }
    posix_spawn_file_actions_destroy(&actions);
    if (status != 0) fputs(disk_read(said), stderr);
    return status == 0;
}

static void look(void)
{
    char *verify[] = {
        (char *)(size_t)feeguard, "audit", "verify", ledger, "--head", script.head, NULL};
    char *check[] = {(char *)(size_t)feeguard, "ledger", "check", ledger, NULL};

    script.step = "the ledger afterwards";
    if (!run(verify)) script_fail(&script, "the trail is not whole");
    if (!run(check)) script_fail(&script, "the ledger is not sound");
}

/* ---- a fresh ledger for each run ---- */

#define FILE_SIZE_MAX (1 << 20)

static struct {
    const char *name;
    size_t size;
    char *bytes;
} files[] = {
    {"ledger.db", 0, NULL},
    {"ledger.db.keys", 0, NULL},
    {"ledger.db.signer.pem", 0, NULL},
    {"ledger.db.signer.pub.pem", 0, NULL},
};

static void make_ledger(void)
{
    char *maker[] = {(char *)(size_t)FG_LEDGER_MAKER, directory, NULL};

    if (!run(maker)) script_fail(&script, "no ledger could be made");
    for (size_t i = 0; i < COUNT(files); i++) {
        char path[2 * PATH_SIZE];
        FILE *file;

        snprintf(path, sizeof(path), "%s/%s", directory, files[i].name);
        file = fopen(path, "rb");
        files[i].bytes = malloc(FILE_SIZE_MAX);
        if (file == NULL || files[i].bytes == NULL) script_fail(&script, "no %s", path);
        files[i].size = fread(files[i].bytes, 1, FILE_SIZE_MAX, file);
        if (files[i].size == FILE_SIZE_MAX) script_fail(&script, "%s is too large", path);
        fclose(file);
    }
}

static void restore_ledger(void)
{
    static const char *const left[] = {"ledger.db-wal", "ledger.db-shm", "ledger.db.turn",
                                       "more.xml"};
    char path[2 * PATH_SIZE];

    for (size_t i = 0; i < COUNT(left); i++) {
        snprintf(path, sizeof(path), "%s/%s", directory, left[i]);
        unlink(path);
    }
    for (size_t i = 0; i < COUNT(files); i++) {
        int descriptor;

        snprintf(path, sizeof(path), "%s/%s", directory, files[i].name);
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        if (write(descriptor, files[i].bytes, files[i].size) != (ssize_t)files[i].size) {
            script_fail(&script, "%s cannot be written", path);
        }
        close(descriptor);
    }
}

/* ---- the runs ---- */

/* A thread that was joined may be seen for a moment longer. */
static bool comes_down_to(const char *path, size_t count)
{
    const struct timespec moment = {0, 1000000};

    for (int i = 0; i < 5000 && directory_count(path) > count; i++) nanosleep(&moment, NULL);
    return directory_count(path) == count;
}

static void run_once(int kind, uint64_t nth, uint64_t count)
{
    size_t descriptors, threads;

    restore_ledger();
    descriptors = directory_count("/proc/self/fd");
    threads = directory_count("/proc/self/task");
    script_run(&script, kind, nth, count);
    script.step = "what is left behind";
    if (!comes_down_to("/proc/self/fd", descriptors)) script_fail(&script, "a descriptor");
    if (!comes_down_to("/proc/self/task", threads)) script_fail(&script, "a thread");
    look();
}

static void run_each(int kind, const char *name, uint64_t stride, uint64_t count)
{
    uint64_t nth = 1, runs = 0, unanswered = 0;

    for (;; nth += stride) {
        run_once(kind, nth, count);
        if (script.reached == 0) break;
        runs++;
        unanswered += script.unanswered;
    }
    if (runs == 0) script_fail(&script, "no call of this kind was ever made");
    printf("%s: %" PRIu64 " runs, each with another call failing; %" PRIu64
           " steps went unanswered and were made again\n",
           name, runs, unanswered);
}

static void prepare(void)
{
    char *town = disk_read(FG_TEST_DATA "/town.xml");

    unsetenv("LD_PRELOAD"); /* it is for this process alone */
    fault_load(&script.engine);
    *(void **)&script.arm = dlsym(RTLD_DEFAULT, "inject_arm");
    *(void **)&script.disarm = dlsym(RTLD_DEFAULT, "inject_disarm");
    if (script.arm == NULL || script.disarm == NULL) {
        fprintf(stderr, "fault_injected: fault_inject must be in LD_PRELOAD\n");
        exit(2);
    }
    directory_make(directory);
    disk_write(directory, "town.xml", town);
    free(town);
    snprintf(ledger, sizeof(ledger), "%s/ledger.db", directory);
    script.directory = directory;
    script.ledger = ledger;
    make_ledger();
}

int main(int argument_count, char **arguments)
{
    uint64_t stride = argument_count > 3 ? strtoull(arguments[3], NULL, 10) : 1;
    uint64_t count = argument_count > 4 ? strtoull(arguments[4], NULL, 10) : 1;
    size_t i = 0;

    while (argument_count > 2 && i < COUNT(kinds) && strcmp(kinds[i].name, arguments[2]) != 0) i++;
    if (argument_count < 3 || i == COUNT(kinds) || stride == 0) {
        fprintf(stderr, "usage: fault_injected FEEGUARD KIND [STRIDE [COUNT]]\n");
        return 2;
    }
    feeguard = arguments[1];
    prepare();
    run_once(INJECT_NOTHING, 1, 1);
    run_each(kinds[i].kind, kinds[i].name, stride, count == 0 ? UINT64_MAX : count);
    for (i = 0; i < COUNT(files); i++) free(files[i].bytes);
    dlclose(script.engine.library);
    directory_remove(directory);
    return 0;
}

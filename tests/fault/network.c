/* SPDX-License-Identifier: Apache-2.0
 * fault_network: a ledger on a file system whose locks cannot be relied on is refused, before
 * anything of it is read or written. A FUSE file system of this program's own, which knows a single
 * file, is mounted over a good ledger, in a namespace that ends with the program. Where the system
 * lets this user mount nothing, this program's own statfs stands before the C library's and gives
 * the answer that such a mount would give. */
#include "fault/engine.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/fuse.h>
#include <linux/magic.h>
#include <pthread.h>
#include <sched.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

static char directory[PATH_SIZE], ledger[PATH_SIZE + 16];
static int device = -1;
static _Atomic uint32_t touched; /* requests that would read or write the file */

static void demand(bool holds, const char *what)
{
    if (holds) return;
    perror(what);
    exit(1);
}

/* ---- the file system ---- */

static void reply(const struct fuse_in_header *request, int error, const void *body, size_t size)
{
    unsigned char bytes[256];
    struct fuse_out_header header = {
        .len = (uint32_t)(sizeof(header) + size), .error = -error, .unique = request->unique};

    memcpy(bytes, &header, sizeof(header));
    if (size > 0) memcpy(bytes + sizeof(header), body, size);
    demand(write(device, bytes, header.len) == (ssize_t)header.len, "/dev/fuse");
}

static void answer_request(const struct fuse_in_header *request)
{
    const struct fuse_init_out init = {
        .major = FUSE_KERNEL_VERSION, .minor = 31, .max_write = 4096, .time_gran = 1};
    const struct fuse_attr_out attributes = {
        .attr = {.ino = FUSE_ROOT_ID, .mode = S_IFREG | 0600, .nlink = 1, .size = 65536}};
    const struct fuse_statfs_out system = {.st = {.bsize = 4096, .namelen = 255}};

    switch (request->opcode) {
    case FUSE_INIT: reply(request, 0, &init, sizeof(init)); return;
    case FUSE_GETATTR: reply(request, 0, &attributes, sizeof(attributes)); return;
    case FUSE_STATFS: reply(request, 0, &system, sizeof(system)); return;
    case FUSE_OPEN:
    case FUSE_READ:
    case FUSE_WRITE: touched++; break;
    default: break;
    }
    reply(request, ENOSYS, NULL, 0);
}

/* Until it is unmounted. */
static void *serve(void *context)
{
    static union {
        struct fuse_in_header header;
        unsigned char bytes[1 << 16];
    } request;

    (void)context;
    while (read(device, &request, sizeof(request)) > 0) answer_request(&request.header);
    return NULL;
}

/* ---- the namespace ---- */

static bool file_write(const char *path, const char *text)
{
    int descriptor = open(path, O_WRONLY | O_CLOEXEC);
    bool written;

    if (descriptor < 0) return false;
    written = write(descriptor, text, strlen(text)) == (ssize_t)strlen(text);
    close(descriptor);
    return written;
}

static bool enter_namespace(void)
{
    unsigned user = geteuid(), group = getegid();
    char line[64];

    if (unshare(CLONE_NEWNS) == 0) return true;
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
    snprintf(line, sizeof(line), "0 %u 1", user);
    if (!file_write("/proc/self/setgroups", "deny") || !file_write("/proc/self/uid_map", line)) {
        return false;
    }
    snprintf(line, sizeof(line), "0 %u 1", group);
    return file_write("/proc/self/gid_map", line);
}

/* Nothing of this is seen outside. */
static bool mount_over(const char *path)
{
    char options[64];

    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return false;
    device = open("/dev/fuse", O_RDWR | O_CLOEXEC);
    if (device < 0) return false;
    snprintf(options, sizeof(options), "fd=%d,rootmode=100600,user_id=0,group_id=0", device);
    return mount("feeguard-test", path, "fuse", 0, options) == 0;
}

/* ---- where nothing can be mounted ---- */

static bool is_imitated;

/* The library's calls end here: the program's symbols come before those of the C library. */
int statfs(const char *path, struct statfs *told)
{
    int result = (int)syscall(SYS_statfs, path, told);

    if (result == 0 && is_imitated && strcmp(path, ledger) == 0) told->f_type = FUSE_SUPER_MAGIC;
    return result;
}

/* ---- the test ---- */

static bool was_told;

static void hear(void *context, int32_t severity, const char *line)
{
    (void)context;
    if (severity == FG_LOG_ERROR && strstr(line, "network or user-space file system") != NULL) {
        was_told = true;
    }
}

static void open_and_close(const struct fg_plugin *plugin, fg_status expected)
{
    struct fg_host host = {.size = sizeof(host), .log = hear};
    struct fg_options options = {
        .size = sizeof(options), .schedules = text_from(directory), .language = FG_LANGUAGE_EN};
    struct fg_engine *engine = NULL;
    char option[2 * PATH_SIZE];
    fg_status status;

    snprintf(option, sizeof(option), "sqlite:%s", ledger);
    options.ledger = text_from(option);
    status = plugin->open(&host, &options, &engine);
    if (status != expected) {
        fprintf(stderr, "open gave %" PRId32 ", not %" PRId32 "\n", status, expected);
        exit(1);
    }
    plugin->close(engine);
}

static void set_up(void)
{
    char *maker[] = {(char *)(size_t)FG_LEDGER_MAKER, directory, NULL};
    char *town = disk_read(FG_TEST_DATA "/town.xml");
    int status = -1;
    pid_t child;

    directory_make(directory);
    disk_write(directory, "town.xml", town);
    free(town);
    demand(posix_spawn(&child, maker[0], NULL, NULL, maker, environ) == 0, maker[0]);
    demand(waitpid(child, &status, 0) == child && status == 0, maker[0]);
    snprintf(ledger, sizeof(ledger), "%s/ledger.db", directory);
}

static void on_a_mount(const struct fg_plugin *plugin)
{
    pthread_t server;

    demand(pthread_create(&server, NULL, serve, NULL) == 0, "thread");
    open_and_close(plugin, FG_LEDGER_REFUSED);
    demand(touched == 0, "the ledger was opened");
    demand(umount2(ledger, MNT_DETACH) == 0, "umount");
    pthread_join(server, NULL);
    close(device);
}

static void on_an_imitation(const struct fg_plugin *plugin)
{
    printf("nothing can be mounted here (%s): statfs is imitated\n", strerror(errno));
    is_imitated = true;
    open_and_close(plugin, FG_LEDGER_REFUSED);
    is_imitated = false;
}

int main(int argc, char **argv)
{
    bool imitates = argc == 2 && strcmp(argv[1], "imitate") == 0;
    struct fault_engine engine;

    set_up();
    fault_load(&engine);
    if (!imitates && enter_namespace() && mount_over(ledger)) {
        on_a_mount(engine.plugin);
    } else {
        on_an_imitation(engine.plugin);
    }
    demand(was_told, "the log");
    open_and_close(engine.plugin, FG_OK);
    dlclose(engine.library);
    directory_remove(directory);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0
 * The calls that inject.h names, in front of the C library's. Those that are system calls are made
 * as such, so that nothing need be looked up before main. */
#include "fault/inject.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* libxml2's code: its own allocations are spared, as said in inject.h. */
static uintptr_t spared_from, spared_to;

static atomic_int armed;
static _Atomic uint64_t calls, first, last, failed;

inject_arm_fn inject_arm;
inject_disarm_fn inject_disarm;

static int spare(struct dl_phdr_info *module, size_t size, void *context)
{
    (void)size;
    (void)context;
    if (strstr(module->dlpi_name, "libxml2") == NULL) return 0;
    for (int i = 0; i < module->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &module->dlpi_phdr[i];

        if (part->p_type != PT_LOAD || (part->p_flags & PF_X) == 0) continue;
        spared_from = module->dlpi_addr + part->p_vaddr;
        spared_to = spared_from + part->p_memsz;
    }
    return 1;
}

void inject_arm(int kind, uint64_t nth, uint64_t count)
{
    dl_iterate_phdr(spare, NULL);
    calls = failed = 0;
    first = nth;
    last = count > UINT64_MAX - nth ? UINT64_MAX : nth + count - 1;
    armed = kind;
}

uint64_t inject_disarm(void)
{
    armed = INJECT_NOTHING;
    return atomic_exchange(&failed, 0);
}

/* Whether this call fails, where calls of its kind are counted. */
static bool fails(int kind)
{
    uint64_t call;

    if (armed != kind) return false;
    call = ++calls;
    if (call < first || call > last) return false;
    failed++;
    return true;
}

static bool is_file(int descriptor, off_t *size)
{
    struct stat status;
    int before = errno;
    bool is = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);

    errno = before;
    *size = is ? status.st_size : 0;
    return is;
}

/* ---- writing ---- */

/* Why a write up to `end` fails (end -1: wherever the file is); 0: it does not. *size is cut where
 * only a part is to be done. */
static int write_fails(int descriptor, size_t *size, off_t end)
{
    off_t length;

    if (armed == INJECT_NOTHING || !is_file(descriptor, &length)) return 0;
    if (fails(INJECT_WRITE_FULL)) return ENOSPC;
    if (fails(INJECT_WRITE_IO)) return EIO;
    if (end > length && fails(INJECT_GROW)) return ENOSPC;
    if (*size > 1 && fails(INJECT_WRITE_SHORT)) *size /= 2;
    return 0;
}

static ssize_t write_at(int descriptor, const void *bytes, size_t size, off_t at)
{
    int reason = write_fails(descriptor, &size, at + (off_t)size);

    if (reason == 0) return syscall(SYS_pwrite64, descriptor, bytes, size, at);
    errno = reason;
    return -1;
}

ssize_t write(int descriptor, const void *bytes, size_t size)
{
    int reason = write_fails(descriptor, &size, -1);

    if (reason == 0) return syscall(SYS_write, descriptor, bytes, size);
    errno = reason;
    return -1;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t at)
{
    return write_at(descriptor, bytes, size, at);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t at)
{
    return write_at(descriptor, bytes, size, at);
}

/* ---- length ---- */

static bool growth_fails(int descriptor, off_t size)
{
    off_t length;

    return armed == INJECT_GROW && is_file(descriptor, &length) && size > length &&
           fails(INJECT_GROW);
}

int ftruncate(int descriptor, off_t size)
{
    if (!growth_fails(descriptor, size)) return (int)syscall(SYS_ftruncate, descriptor, size);
    errno = ENOSPC;
    return -1;
}

int ftruncate64(int descriptor, off64_t size)
{
    return ftruncate(descriptor, size);
}

int fallocate(int descriptor, int mode, off_t at, off_t size)
{
    if (!growth_fails(descriptor, at + size)) {
        return (int)syscall(SYS_fallocate, descriptor, mode, at, size);
    }
    errno = ENOSPC;
    return -1;
}

int fallocate64(int descriptor, int mode, off64_t at, off64_t size)
{
    return fallocate(descriptor, mode, at, size);
}

int posix_fallocate(int descriptor, off_t at, off_t size)
{
    int before = errno, reason = fallocate(descriptor, 0, at, size) == 0 ? 0 : errno;

    errno = before;
    return reason;
}

int posix_fallocate64(int descriptor, off64_t at, off64_t size)
{
    return posix_fallocate(descriptor, at, size);
}

/* ---- the disk ---- */

static int sync_as(long number, int descriptor)
{
    if (!fails(INJECT_SYNC)) return (int)syscall(number, descriptor);
    errno = EIO;
    return -1;
}

int fsync(int descriptor)
{
    return sync_as(SYS_fsync, descriptor);
}

int fdatasync(int descriptor)
{
    return sync_as(SYS_fdatasync, descriptor);
}

static bool read_fails(int descriptor)
{
    off_t length;

    if (armed != INJECT_READ || !is_file(descriptor, &length) || !fails(INJECT_READ)) return false;
    errno = EIO;
    return true;
}

ssize_t read(int descriptor, void *bytes, size_t size)
{
    return read_fails(descriptor) ? -1 : syscall(SYS_read, descriptor, bytes, size);
}

ssize_t pread(int descriptor, void *bytes, size_t size, off_t at)
{
    return read_fails(descriptor) ? -1 : syscall(SYS_pread64, descriptor, bytes, size, at);
}

ssize_t pread64(int descriptor, void *bytes, size_t size, off64_t at)
{
    return pread(descriptor, bytes, size, at);
}

void *mmap(void *where, size_t size, int protection, int flags, int descriptor, off_t at)
{
    if (descriptor >= 0 && (flags & MAP_SHARED) != 0 && fails(INJECT_MAP)) {
        errno = ENOMEM;
        return MAP_FAILED;
    }
    return (void *)syscall(SYS_mmap, where, size, protection, flags, descriptor, at);
}

void *mmap64(void *where, size_t size, int protection, int flags, int descriptor, off64_t at)
{
    return mmap(where, size, protection, flags, descriptor, at);
}

/* ---- opening ---- */

static bool open_fails(void)
{
    if (!fails(INJECT_OPEN)) return false;
    errno = EMFILE;
    return true;
}

static int open_at(int directory, const char *path, int flags, mode_t mode)
{
    return open_fails() ? -1 : (int)syscall(SYS_openat, directory, path, flags, mode);
}

#define TAKE_MODE(flags, mode)                                                                     \
    do {                                                                                           \
        if (((flags) & (O_CREAT | O_TMPFILE)) != 0) {                                              \
            va_list rest;                                                                          \
                                                                                                   \
            va_start(rest, flags);                                                                 \
            (mode) = va_arg(rest, mode_t);                                                         \
            va_end(rest);                                                                          \
        }                                                                                          \
    } while (0)

int open(const char *path, int flags, ...)
{
    mode_t mode = 0;

    TAKE_MODE(flags, mode);
    return open_at(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    mode_t mode = 0;

    TAKE_MODE(flags, mode);
    return open_at(AT_FDCWD, path, flags, mode);
}

int openat(int directory, const char *path, int flags, ...)
{
    mode_t mode = 0;

    TAKE_MODE(flags, mode);
    return open_at(directory, path, flags, mode);
}

int openat64(int directory, const char *path, int flags, ...)
{
    mode_t mode = 0;

    TAKE_MODE(flags, mode);
    return open_at(directory, path, flags, mode);
}

FILE *fopen(const char *path, const char *mode)
{
    FILE *(*next)(const char *, const char *);

    if (open_fails()) return NULL;
    *(void **)&next = dlsym(RTLD_NEXT, "fopen");
    return next(path, mode);
}

FILE *fopen64(const char *path, const char *mode)
{
    return fopen(path, mode);
}

DIR *opendir(const char *path)
{
    DIR *(*next)(const char *);

    if (open_fails()) return NULL;
    *(void **)&next = dlsym(RTLD_NEXT, "opendir");
    return next(path);
}

/* ---- locks ---- */

static int control(int descriptor, int command, void *argument)
{
    bool locks = command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK ||
                 command == F_OFD_SETLKW;

    /* What is given back is given back. */
    if (locks && ((const struct flock *)argument)->l_type != F_UNLCK && fails(INJECT_LOCK)) {
        errno = ENOLCK;
        return -1;
    }
    return (int)syscall(SYS_fcntl, descriptor, command, argument);
}

int fcntl(int descriptor, int command, ...)
{
    va_list rest;
    void *argument;

    va_start(rest, command);
    argument = va_arg(rest, void *); /* a number travels as well in it */
    va_end(rest);
    return control(descriptor, command, argument);
}

int fcntl64(int descriptor, int command, ...)
{
    va_list rest;
    void *argument;

    va_start(rest, command);
    argument = va_arg(rest, void *);
    va_end(rest);
    return control(descriptor, command, argument);
}

/* ---- memory ---- */

#ifdef INJECT_WITH_MEMORY

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);

static bool memory_fails(const void *caller)
{
    uintptr_t at = (uintptr_t)caller;

    if (armed != INJECT_MEMORY || (at >= spared_from && at < spared_to)) return false;
    if (!fails(INJECT_MEMORY)) return false;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size)
{
    return memory_fails(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return memory_fails(__builtin_return_address(0)) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
    return memory_fails(__builtin_return_address(0)) ? NULL : __libc_realloc(memory, size);
}

#endif

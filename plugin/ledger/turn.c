/* SPDX-License-Identifier: Apache-2.0
 * Locks of open file descriptions: they belong to one opening of the file, not to the process, so
 * that two openings in one process take turns as well, and closing one frees none of the other.
 *
 * Bytes of the lock file, of which only the counter is ever written:
 *   0                  the counter of tickets, 8 bytes; a lock on the first one is the door
 *   TICKETS + n        locked by the holder of ticket n, from the door to the end of its turn
 *   PROCESSES + id     locked by the process of that id, as long as it has the ledger open */
#include "ledger/turn.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define DOOR 0
#define TICKETS INT64_C(4096)
#define TICKETS_MAX (UINT64_C(1) << 60)
#define PROCESSES (INT64_C(1) << 61)

#define LOOK_NS 100000  /* between two looks of who waits */
#define PATIENCE 100000 /* looks */

/* One byte or more. */
static bool set_lock(const struct turn *turn, int kind, int64_t from, int64_t size)
{
    struct flock flock = {.l_type = (short)kind, .l_whence = SEEK_SET};

    flock.l_start = from;
    flock.l_len = size;
    return fcntl(turn->descriptor, F_OFD_SETLK, &flock) == 0;
}

static bool lock(const struct turn *turn, int64_t from, int64_t size)
{
    return set_lock(turn, F_WRLCK, from, size);
}

static void unlock(const struct turn *turn, int64_t from, int64_t size)
{
    set_lock(turn, F_UNLCK, from, size);
}

static bool wait_for(const struct turn *turn, int64_t from, int64_t size)
{
    const struct timespec moment = {0, LOOK_NS};

    for (uint32_t looks = 0; !lock(turn, from, size); looks++) {
        if (errno == EACCES) errno = EAGAIN; /* either says that somebody has it */
        if (errno != EAGAIN || looks >= turn->patience) return false;
        nanosleep(&moment, NULL);
    }
    return true;
}

bool turn_open(struct turn *turn, const char *path, mode_t mode)
{
    struct stat status;

    *turn = (struct turn){.descriptor = -1, .patience = PATIENCE};
    turn->descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, mode);
    if (turn->descriptor < 0) return false;
    if (fstat(turn->descriptor, &status) == 0 && S_ISREG(status.st_mode)) return true;
    turn_close(turn);
    errno = EINVAL;
    return false;
}

/* A child process may have the file open as well: its locks are given back by name. */
void turn_close(struct turn *turn)
{
    if (turn->descriptor < 0) return;
    unlock(turn, 0, 0);
    close(turn->descriptor);
    *turn = (struct turn){.descriptor = -1};
}

/* The counter, moved on by one. A file that was cut short begins anew: then two may think that they
 * are first, and the database's own lock sorts them out. */
static bool ticket_draw(struct turn *turn)
{
    uint64_t next = 0;
    ssize_t got = pread(turn->descriptor, &next, sizeof(next), 0);

    if (got < 0) return false;
    if (got != (ssize_t)sizeof(next) || next >= TICKETS_MAX) next = 0;
    turn->ticket = next++;
    if (pwrite(turn->descriptor, &next, sizeof(next), 0) != (ssize_t)sizeof(next)) return false;
    return lock(turn, TICKETS + (int64_t)turn->ticket, 1);
}

bool turn_take(struct turn *turn)
{
    int reason;

    if (!wait_for(turn, DOOR, 1)) return false;
    turn->waits = ticket_draw(turn);
    reason = errno;
    unlock(turn, DOOR, 1);
    errno = reason;
    if (!turn->waits) return false;
    if (turn->ticket == 0 || wait_for(turn, TICKETS, (int64_t)turn->ticket)) return true;
    reason = errno;
    turn_leave(turn);
    errno = reason;
    return false;
}

void turn_leave(struct turn *turn)
{
    if (!turn->waits) return;
    turn->waits = false;
    unlock(turn, TICKETS, (int64_t)turn->ticket + 1);
}

/* Process ids are unique in their namespace only; a namespace is told by its number. */
bool turn_claim(struct turn *turn)
{
    struct stat space = {0};
    int64_t id = getpid();

    if (stat("/proc/self/ns/pid", &space) == 0) {
        id |= (int64_t)(space.st_ino & UINT32_MAX) << 22; /* Linux has no process id above 2^22 */
    }
    return lock(turn, PROCESSES + id, 1);
}

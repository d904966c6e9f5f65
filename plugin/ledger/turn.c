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
#include <unistd.h>

#define DOOR 0
#define TICKETS INT64_C(4096)
#define TICKETS_MAX (UINT64_C(1) << 60)
#define PROCESSES (INT64_C(1) << 61)

/* One byte or more; interrupted by a signal, waits on. */
static bool lock(const struct turn *turn, int command, int kind, int64_t from, int64_t size)
{
    struct flock flock = {.l_type = (short)kind, .l_whence = SEEK_SET};
    int done;

    flock.l_start = from;
    flock.l_len = size;
    do {
        done = fcntl(turn->descriptor, command, &flock);
    } while (done != 0 && errno == EINTR);
    return done == 0;
}

static void unlock(const struct turn *turn, int64_t from, int64_t size)
{
    lock(turn, F_OFD_SETLK, F_UNLCK, from, size);
}

bool turn_open(struct turn *turn, const char *path, mode_t mode)
{
    struct stat status;

    *turn = (struct turn){.descriptor = -1};
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
    return lock(turn, F_OFD_SETLK, F_WRLCK, TICKETS + (int64_t)turn->ticket, 1);
}

bool turn_take(struct turn *turn)
{
    if (!lock(turn, F_OFD_SETLKW, F_WRLCK, DOOR, 1)) return false;
    turn->waits = ticket_draw(turn);
    unlock(turn, DOOR, 1);
    if (!turn->waits) return false;
    if (turn->ticket == 0) return true;
    if (lock(turn, F_OFD_SETLKW, F_WRLCK, TICKETS, (int64_t)turn->ticket)) return true;
    turn_leave(turn);
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
    return lock(turn, F_OFD_SETLK, F_WRLCK, PROCESSES + id, 1);
}

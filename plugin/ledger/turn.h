/* SPDX-License-Identifier: Apache-2.0
 * Taking turns between processes of one machine, first come, first served.
 *
 * A lock file holds a counter of tickets. Whoever comes takes the next ticket at the door, and is
 * called when all lower tickets are done or their holders dead; the kernel gives back the locks of
 * the dead. Nobody starves: a ticket once taken is never overtaken, and the door is open for some
 * microseconds only, by each process at most once between two of its turns. Who waits looks again
 * every tenth of a millisecond, and gives up after some ten seconds: the holder may be a process
 * that was stopped. */
#ifndef FEEGUARD_LEDGER_TURN_H
#define FEEGUARD_LEDGER_TURN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Used by one thread at a time. */
struct turn {
    int descriptor; /* -1: closed */
    uint64_t ticket;
    bool waits;        /* from the door on, until the turn is left */
    uint32_t patience; /* how often it looks before it gives up; set by turn_open */
};

/* Makes the lock file where there is none. False: errno tells why. */
bool turn_open(struct turn *turn, const char *path, mode_t mode);
void turn_close(struct turn *turn);

/* Waits for the turn. False: nobody left it in time (errno EAGAIN), or the system refused a lock;
 * there is nothing to leave. */
bool turn_take(struct turn *turn);
void turn_leave(struct turn *turn);

/* Claims the file for this process until turn_close: false where the process has it already. */
bool turn_claim(struct turn *turn);

#endif

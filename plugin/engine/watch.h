/* SPDX-License-Identifier: Apache-2.0
 * A thread that looks at the directories of schedules and of trust, and reloads when they changed.
 */
#ifndef FEEGUARD_ENGINE_WATCH_H
#define FEEGUARD_ENGINE_WATCH_H

#include <stdint.h>

struct fg_engine;
struct watch;

/* NULL: no memory, or no thread can be had. */
struct watch *watch_open(struct fg_engine *engine, uint32_t seconds);
/* Waits for a reload that is under way. NULL is allowed. */
void watch_close(struct watch *watch);
/* In a forked child there is no thread: only the memory goes. */
void watch_drop(struct watch *watch);

#endif

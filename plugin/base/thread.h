/* SPDX-License-Identifier: Apache-2.0
 * Threads of the library's own, inside somebody else's process. */
#ifndef FEEGUARD_BASE_THREAD_H
#define FEEGUARD_BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* Starts a thread in which all signals are blocked: they are the process's affair. */
bool thread_start(pthread_t *thread, void *(*run)(void *context), void *context);

/* A condition whose timed waits are neither lengthened nor cut short when somebody sets the clock,
 * and the time for one that lasts so long from now on. */
void steady_condition_init(pthread_cond_t *condition);
struct timespec steady_time_in(uint32_t seconds);

#endif

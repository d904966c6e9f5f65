/* SPDX-License-Identifier: Apache-2.0
 * Threads of the library's own, inside somebody else's process. */
#ifndef FEEGUARD_BASE_THREAD_H
#define FEEGUARD_BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/* Starts a thread in which all signals are blocked: they are the process's affair. */
bool thread_start(pthread_t *thread, void *(*run)(void *context), void *context);

#endif

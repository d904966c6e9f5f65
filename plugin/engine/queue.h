/* SPDX-License-Identifier: Apache-2.0
 * Calls that wait for the disk wait together: a thread takes all that is queued and hands it on as
 * one batch, which becomes one durable commit. A waiting call that is alone is its own batch. */
#ifndef FEEGUARD_ENGINE_QUEUE_H
#define FEEGUARD_ENGINE_QUEUE_H

#include "engine/job.h"

#define QUEUE_BATCH_MAX 256 /* bounds how long one commit takes, and so how long others wait */

struct queue;

/* Does the work of a batch, in order. Called by one thread at a time. An empty batch says that
 * nothing came for a while. */
typedef void queue_work(void *context, struct job *const *jobs, size_t count);

/* calls_max bounds what is under way; idle_seconds are how long nothing may come before there is
 * an empty batch. idle_seconds 0: there is nothing to wait for, each call is worked off by its own
 * thread. NULL: no memory, descriptor or thread. */
struct queue *queue_open(uint32_t calls_max, uint32_t idle_seconds, queue_work *work,
                         void *context);
/* Works off what is queued; what was submitted and not collected is given to `drop`. */
void queue_close(struct queue *queue, void (*drop)(struct job *job));

/* Returns when the job is done. False: full. */
bool queue_run(struct queue *queue, struct job *job);

/* Returns at once; the job comes back through queue_collect. False: full. */
bool queue_submit(struct queue *queue, struct job *job);
/* A submitted job that is done, in the order in which they were done; NULL: none. */
struct job *queue_collect(struct queue *queue);
/* Readable while there is something to collect. */
int queue_descriptor(const struct queue *queue);

/* Calls under way: submitted ones until they are collected. */
uint32_t queue_calls(struct queue *queue);

#endif

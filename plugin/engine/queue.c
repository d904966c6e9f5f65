/* SPDX-License-Identifier: Apache-2.0
 * One lock over two lists: jobs to do, and submitted jobs that are done. A batch is worked off
 * outside the lock. */
#include "engine/queue.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/thread.h"

struct jobs {
    struct job *first, *last;
};

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t work_is_there, work_is_done;
    queue_work *work;
    void *context;
    uint32_t calls, calls_max;
    struct jobs waiting, done;
    int descriptor;
    uint32_t idle_seconds; /* 0: there is no thread */
    bool is_closing;
    bool is_working; /* some thread has a batch in hand: only one at a time */
    pthread_t thread;
};

static void jobs_add(struct jobs *jobs, struct job *job)
{
    job->next = NULL;
    if (jobs->first == NULL) {
        jobs->first = job;
    } else {
        jobs->last->next = job;
    }
    jobs->last = job;
}

static struct job *jobs_take(struct jobs *jobs)
{
    struct job *job = jobs->first;

    if (job != NULL) jobs->first = job->next;
    return job;
}

/* ---- the descriptor: readable while `done` holds something; under the lock ---- */

static void done_add(struct queue *queue, struct job *job)
{
    bool was_empty = queue->done.first == NULL;

    jobs_add(&queue->done, job);
    if (was_empty) eventfd_write(queue->descriptor, 1);
}

static struct job *done_take(struct queue *queue)
{
    struct job *job = jobs_take(&queue->done);
    eventfd_t ignored;

    if (job != NULL && queue->done.first == NULL) eventfd_read(queue->descriptor, &ignored);
    return job;
}

/* ---- the thread ---- */

static size_t take_batch(struct queue *queue, struct job **batch)
{
    size_t count = 0;

    while (count < QUEUE_BATCH_MAX && queue->waiting.first != NULL) {
        batch[count++] = jobs_take(&queue->waiting);
    }
    return count;
}

/* Called and left under the lock, which is open meanwhile. */
static void work_off(struct queue *queue, struct job **batch, size_t count)
{
    queue->is_working = true;
    pthread_mutex_unlock(&queue->lock);
    queue->work(queue->context, batch, count);
    pthread_mutex_lock(&queue->lock);
    queue->is_working = false;
    for (size_t i = 0; i < count; i++) {
        /* Once it is marked, a waiting call's job belongs to its thread again. */
        if (batch[i]->is_submitted) {
            done_add(queue, batch[i]);
        } else {
            batch[i]->is_done = true;
        }
    }
    pthread_cond_broadcast(&queue->work_is_done);
}

/* Until there is work that nobody else has in hand, or none has come for a while; called and left
 * under the lock. */
static void wait_for_work(struct queue *queue)
{
    struct timespec until = steady_time_in(queue->idle_seconds);

    while (queue->is_working || (queue->waiting.first == NULL && !queue->is_closing)) {
        if (pthread_cond_timedwait(&queue->work_is_there, &queue->lock, &until) != ETIMEDOUT) {
            continue;
        }
        if (!queue->is_working) return;
        until = steady_time_in(queue->idle_seconds);
    }
}

static void *run_thread(void *context)
{
    struct queue *queue = context;
    struct job *batch[QUEUE_BATCH_MAX];
    size_t count;

    pthread_mutex_lock(&queue->lock);
    for (;;) {
        wait_for_work(queue);
        count = take_batch(queue, batch);
        if (count == 0 && queue->is_closing) break;
        work_off(queue, batch, count);
    }
    pthread_mutex_unlock(&queue->lock);
    return NULL;
}

/* ---- calls ---- */

static void queue_free(struct queue *queue)
{
    if (queue->descriptor >= 0) close(queue->descriptor);
    pthread_cond_destroy(&queue->work_is_done);
    pthread_cond_destroy(&queue->work_is_there);
    pthread_mutex_destroy(&queue->lock);
    free(queue);
}

struct queue *queue_open(uint32_t calls_max, uint32_t idle_seconds, queue_work *work, void *context)
{
    struct queue *queue = calloc(1, sizeof(*queue));

    if (queue == NULL) return NULL;
    queue->calls_max = calls_max;
    queue->work = work;
    queue->context = context;
    queue->idle_seconds = idle_seconds;
    queue->descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    pthread_mutex_init(&queue->lock, NULL);
    steady_condition_init(&queue->work_is_there);
    pthread_cond_init(&queue->work_is_done, NULL);
    if (queue->descriptor >= 0 &&
        (idle_seconds == 0 || thread_start(&queue->thread, run_thread, queue))) {
        return queue;
    }
    queue_free(queue);
    return NULL;
}

void queue_close(struct queue *queue, void (*drop)(struct job *job))
{
    struct job *job;

    if (queue->idle_seconds > 0) {
        pthread_mutex_lock(&queue->lock);
        queue->is_closing = true;
        pthread_cond_signal(&queue->work_is_there);
        pthread_mutex_unlock(&queue->lock);
        pthread_join(queue->thread, NULL);
    }
    while ((job = jobs_take(&queue->done)) != NULL) drop(job);
    queue_free(queue);
}

/* Under the lock. */
static bool admit(struct queue *queue)
{
    if (queue->calls >= queue->calls_max) return false;
    queue->calls++;
    return true;
}

static void enqueue(struct queue *queue, struct job *job)
{
    bool was_empty = queue->waiting.first == NULL;

    jobs_add(&queue->waiting, job);
    if (was_empty) pthread_cond_signal(&queue->work_is_there);
}

bool queue_run(struct queue *queue, struct job *job)
{
    bool admitted;

    if (queue->idle_seconds == 0) {
        queue->work(queue->context, &job, 1);
        return true;
    }
    pthread_mutex_lock(&queue->lock);
    admitted = admit(queue);
    if (admitted) {
        job->is_done = false;
        if (queue->is_working || queue->waiting.first != NULL) {
            enqueue(queue, job);
        } else {
            /* Nobody to share a commit with: waking the thread would only cost time. */
            work_off(queue, &job, 1);
            if (queue->waiting.first != NULL || queue->is_closing) {
                pthread_cond_signal(&queue->work_is_there);
            }
        }
        while (!job->is_done) pthread_cond_wait(&queue->work_is_done, &queue->lock);
        queue->calls--;
    }
    pthread_mutex_unlock(&queue->lock);
    return admitted;
}

bool queue_submit(struct queue *queue, struct job *job)
{
    bool admitted;

    pthread_mutex_lock(&queue->lock);
    admitted = admit(queue);
    job->is_submitted = true;
    if (admitted && queue->idle_seconds > 0) enqueue(queue, job);
    if (admitted && queue->idle_seconds == 0) {
        /* Under the lock, so that completions come in the order of submission. */
        queue->work(queue->context, &job, 1);
        done_add(queue, job);
    }
    pthread_mutex_unlock(&queue->lock);
    return admitted;
}

struct job *queue_collect(struct queue *queue)
{
    struct job *job;

    pthread_mutex_lock(&queue->lock);
    job = done_take(queue);
    if (job != NULL) queue->calls--;
    pthread_mutex_unlock(&queue->lock);
    return job;
}

int queue_descriptor(const struct queue *queue)
{
    return queue->descriptor;
}

uint32_t queue_calls(struct queue *queue)
{
    uint32_t calls;

    pthread_mutex_lock(&queue->lock);
    calls = queue->calls;
    pthread_mutex_unlock(&queue->lock);
    return calls;
}

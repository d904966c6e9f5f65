/* SPDX-License-Identifier: Apache-2.0
 * Rows, rate, per cent and time left, four times a second. */
#include "replay/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "feeguard/host.h"

#define SECOND_NS INT64_C(1000000000)
#define EVERY_NS (SECOND_NS / 4)

int64_t progress_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * SECOND_NS + now.tv_nsec;
}

void progress_begin(struct progress *progress, bool shown, uint64_t bytes_total)
{
    *progress = (struct progress){.shown = shown && isatty(STDERR_FILENO) == 1,
                                  .bytes_total = bytes_total,
                                  .begun_ns = progress_now()};
    progress->next_ns = progress->begun_ns + EVERY_NS;
}

void progress_clear(struct progress *progress)
{
    if (!progress->on_line) return;
    fputs("\r\033[K", stderr);
    progress->on_line = false;
}

void progress_tell(struct progress *progress, uint64_t rows, uint64_t bytes, int32_t language)
{
    bool english = language == FG_LANGUAGE_EN;
    int64_t now;
    double seconds;

    if (!progress->shown) return;
    now = progress_now();
    if (now < progress->next_ns) return;
    progress->next_ns = now + EVERY_NS;
    seconds = (double)(now - progress->begun_ns) / (double)SECOND_NS;
    progress_clear(progress);
    fprintf(stderr, english ? "%llu rows, %.0f rows/s" : "%llu 行，%.0f 行/秒",
            (unsigned long long)rows, (double)rows / seconds);
    if (progress->bytes_total > 0 && bytes > 0 && bytes <= progress->bytes_total) {
        double part = (double)bytes / (double)progress->bytes_total;

        fprintf(stderr, english ? ", %.0f%%, %.0f s left" : "，%.0f%%，剩余 %.0f 秒", part * 100,
                seconds * (1 - part) / part);
    }
    fflush(stderr);
    progress->on_line = true;
}

void progress_end(struct progress *progress, uint64_t rows, int32_t language)
{
    int64_t passed = progress_now() - progress->begun_ns;
    double seconds = (double)(passed > 0 ? passed : 1) / (double)SECOND_NS;

    progress_clear(progress);
    fprintf(stderr,
            language == FG_LANGUAGE_EN ? "%llu rows in %.2f s, %.0f rows/s\n"
                                       : "%llu 行，用时 %.2f 秒，%.0f 行/秒\n",
            (unsigned long long)rows, seconds, (double)rows / seconds);
}

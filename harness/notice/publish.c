/* SPDX-License-Identifier: Apache-2.0
 * feeguard schedule publish: the public notice as one page of HTML. The page is written beside its
 * place and moved there when it is whole, so that a web server never hands out half of it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/date.h"
#include "bundle_open.h"
#include "feeguard/host.h"
#include "harness.h"
#include "notice/notice.h"
#include "options.h"
#include "schedule/schedule.h"
#include "trust.h"

static const char help[] =
    "feeguard schedule publish：生成收费目录清单（公示网页）\n"
    "Writes the public notice: one self-contained HTML page, for screen, phone and paper.\n"
    "\n"
    "usage: feeguard schedule publish DIR --html FILE [--date DATE] [--region CODE]\n"
    "\n"
    "The page lists the items in force on DATE, those to come and those that were cancelled: who\n"
    "may charge, the standard in words and as a formula, how often, reductions, legal basis; then\n"
    "the forbidden levies, and the documents with their digests. It asks for nothing from outside\n"
    "and works without scripts; with them it can be searched and filtered. Documents whose id or\n"
    "file name begins with sample are marked as sample data.\n"
    "\n"
    "options:\n"
    "  --html FILE       the page; - is standard output. Required\n"
    "  --date DATE       the day, YYYY-MM-DD; default: today at +08:00\n"
    "  --region CODE     only what is in effect for this place; default: the whole bundle\n"
    "  --terms FILE      Chinese names of attributes, values, departments and regions, a CSV with\n"
    "                    the columns name,value,items,label; default: DIR/terms.csv if it exists.\n"
    "                    What it does not name is shown as its code\n" TRUST_HELP
    "  --language LANG   zh (default) or en: of the faults of a refused bundle\n"
    "  --help            this page\n"
    "\n"
    "exit status:\n"
    "  0  written\n"
    "  1  the schedules were refused, no page was written\n"
    "  2  bad usage, or a file cannot be read or written\n"
    "\n"
    "examples:\n"
    "  feeguard schedule publish schedules/ --html notice.html\n"
    "  feeguard schedule publish schedules/ --html notice.html --date 2027-01-01 --region 210100\n";

struct publishing {
    const char *directory, *html, *terms_file, *trust;
    int32_t language;
    struct region region;
    struct terms terms;
    struct notice notice;
};

/* The list that was named, or the one beside the documents where there is one. */
static bool terms_open(struct publishing *publishing)
{
    if (publishing->terms_file != NULL) {
        return terms_read(&publishing->terms, publishing->terms_file);
    }
    return terms_read_beside(&publishing->terms, publishing->directory);
}

static bool page_print(struct publishing *publishing, FILE *file, const char *name)
{
    bool written =
        notice_write(&publishing->notice, file) && fflush(file) == 0 && ferror(file) == 0;

    if (!written) complain("%s: cannot be written: %s", name, strerror(errno));
    return written;
}

/* Opens what is written to, prints and closes it. */
static bool page_save(struct publishing *publishing, const char *name)
{
    FILE *file = fopen(name, "wb");
    bool written;

    if (file == NULL) {
        complain("%s: %s", name, strerror(errno));
        return false;
    }
    written = page_print(publishing, file, name);
    if (fclose(file) != 0 && written) {
        complain("%s: %s", name, strerror(errno));
        written = false;
    }
    return written;
}

/* A file is written beside its place and moved there; a pipe or device stays what it is. */
static bool page_place(struct publishing *publishing)
{
    const char *name = publishing->html;
    char part[PATH_MAX];
    struct stat status;

    if (strcmp(name, "-") == 0) return page_print(publishing, stdout, "standard output");
    if (stat(name, &status) == 0 && !S_ISREG(status.st_mode)) return page_save(publishing, name);
    if (snprintf(part, sizeof(part), "%s.part", name) >= (int)sizeof(part)) {
        complain("%s: the name is too long", name);
        return false;
    }
    if (page_save(publishing, part)) {
        if (rename(part, name) == 0) return true;
        complain("%s: %s", name, strerror(errno));
    }
    unlink(part);
    return false;
}

static int publish(struct publishing *publishing)
{
    struct notice *notice = &publishing->notice;
    struct bundle *bundle;
    int status =
        bundle_open(publishing->directory, publishing->trust, publishing->language, &bundle);

    if (status != EXIT_DONE) return status;
    if (!terms_open(publishing)) {
        bundle_release(bundle);
        return EXIT_FAILED;
    }
    notice->bundle = bundle;
    notice->snapshot = bundle_on(bundle, notice->day);
    notice->terms = &publishing->terms;
    notice_gather(notice);
    status = page_place(publishing) ? EXIT_DONE : EXIT_FAILED;
    notice_free(notice);
    terms_free(&publishing->terms);
    bundle_release(bundle);
    return status;
}

static bool date_option(const char *text, int32_t *day)
{
    int32_t yyyymmdd;
    struct timespec now;

    if (text == NULL) {
        clock_gettime(CLOCK_REALTIME, &now);
        *day = day_of_time((int64_t)now.tv_sec * 1000000000 + now.tv_nsec);
        return true;
    }
    return option_date("--date", text, &yyyymmdd) && day_from_ymd(yyyymmdd, day);
}

static bool region_option(const char *text, struct publishing *publishing)
{
    if (text == NULL) return true;
    if (!region_read(text_of(text), &publishing->region)) {
        complain("--region: a code of 2, 4, 6, 9 or 12 digits is needed, not \"%s\"", text);
        return false;
    }
    publishing->notice.region = &publishing->region;
    return true;
}

int schedule_publish(int argc, char **argv)
{
    struct publishing publishing = {0};
    const char *date = NULL, *region = NULL, *language = NULL;
    bool wants_help = false;
    const struct option_spec specs[] = {
        {"--html", &publishing.html, NULL},   {"--date", &date, NULL},
        {"--region", &region, NULL},          {"--terms", &publishing.terms_file, NULL},
        {"--trust", &publishing.trust, NULL}, {"--language", &language, NULL},
        {"--help", NULL, &wants_help},
    };
    int count;

    if (!options_read(specs, sizeof(specs) / sizeof(specs[0]), argc, argv, &count)) {
        return EXIT_FAILED;
    }
    if (wants_help) {
        fputs(help, stdout);
        return EXIT_DONE;
    }
    if (count != 1 || publishing.html == NULL) {
        complain("schedule publish needs a DIR and --html FILE; see feeguard schedule publish "
                 "--help");
        return EXIT_FAILED;
    }
    publishing.directory = argv[1];
    if (!option_language(language, &publishing.language) ||
        !date_option(date, &publishing.notice.day) || !region_option(region, &publishing)) {
        return EXIT_FAILED;
    }
    return publish(&publishing);
}

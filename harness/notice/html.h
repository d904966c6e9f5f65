/* SPDX-License-Identifier: Apache-2.0
 * A page of HTML, element by element, through libxml2's writer, which does all escaping. Failure is
 * sticky: write the whole page, then ask once. */
#ifndef HARNESS_NOTICE_HTML_H
#define HARNESS_NOTICE_HTML_H

#include <stdio.h>

#include <libxml/xmlwriter.h>

#include "base/buffer.h"
#include "base/text.h"

struct html {
    xmlTextWriterPtr writer;
    struct buffer said; /* for words: filled by the caller, written by html_said */
    bool failed;
};

/* Writes to `file`, which stays the caller's. */
void html_begin(struct html *html, FILE *file);
/* Flushes; false if anything went wrong since html_begin. */
bool html_end(struct html *html);

void html_open(struct html *html, const char *element);
/* Only before the element's content. */
void html_attribute(struct html *html, const char *name, const char *value);
void html_class(struct html *html, const char *names); /* attribute class */
void html_close(struct html *html);
void html_void(struct html *html); /* closes what can have no content: meta, link, input */
void html_put(struct html *html, const char *string);
void html_text(struct html *html, struct fg_text text);
/* What was added to `said`, which is then empty again. */
void html_said(struct html *html);
/* A whole element, with a class unless that is NULL. */
void html_element(struct html *html, const char *element, const char *classes, const char *string);
/* The head of a table: its columns, by name. */
void html_columns(struct html *html, const char *const *names, size_t count);
/* Content of style and script, which has none of HTML's escapes. */
void html_raw(struct html *html, const char *bytes, size_t size);
/* A line feed between elements, so that the page can be read in an editor. */
void html_line(struct html *html);

#endif

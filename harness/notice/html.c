/* SPDX-License-Identifier: Apache-2.0
 * The writer makes XML; two things make HTML of it: elements are never closed by a slash unless
 * HTML says that they are void, and there is no XML declaration. */
#include "notice/html.h"

static void check(struct html *html, int written)
{
    if (written < 0) html->failed = true;
}

void html_begin(struct html *html, FILE *file)
{
    xmlOutputBufferPtr output = xmlOutputBufferCreateFile(file, NULL);

    *html = (struct html){0};
    buffer_init(&html->said);
    html->writer = output != NULL ? xmlNewTextWriter(output) : NULL;
    if (html->writer == NULL) {
        if (output != NULL) xmlOutputBufferClose(output);
        html->failed = true;
        return;
    }
    check(html, xmlTextWriterWriteDTD(html->writer, BAD_CAST "html", NULL, NULL, NULL));
    html_line(html);
}

bool html_end(struct html *html)
{
    if (html->writer != NULL) {
        check(html, xmlTextWriterFlush(html->writer));
        xmlFreeTextWriter(html->writer);
    }
    if (html->said.failed) html->failed = true;
    buffer_free(&html->said);
    return !html->failed;
}

void html_open(struct html *html, const char *element)
{
    if (html->failed) return;
    check(html, xmlTextWriterStartElement(html->writer, BAD_CAST element));
}

void html_attribute(struct html *html, const char *name, const char *value)
{
    if (html->failed) return;
    check(html, xmlTextWriterWriteAttribute(html->writer, BAD_CAST name, BAD_CAST value));
}

void html_class(struct html *html, const char *names)
{
    html_attribute(html, "class", names);
}

void html_close(struct html *html)
{
    if (html->failed) return;
    check(html, xmlTextWriterFullEndElement(html->writer));
}

void html_void(struct html *html)
{
    if (html->failed) return;
    check(html, xmlTextWriterEndElement(html->writer));
}

void html_put(struct html *html, const char *string)
{
    if (html->failed) return;
    check(html, xmlTextWriterWriteString(html->writer, BAD_CAST string));
}

void html_text(struct html *html, struct fg_text text)
{
    buffer_add(&html->said, text.bytes, text.size);
    html_said(html);
}

void html_said(struct html *html)
{
    buffer_add(&html->said, "", 1);
    if (html->said.failed) html->failed = true;
    html_put(html, (const char *)html->said.bytes);
    html->said.size = 0;
}

void html_element(struct html *html, const char *element, const char *classes, const char *string)
{
    html_open(html, element);
    if (classes != NULL) html_class(html, classes);
    html_put(html, string);
    html_close(html);
}

void html_columns(struct html *html, const char *const *names, size_t count)
{
    html_open(html, "thead");
    html_attribute(html, "role", "rowgroup");
    html_open(html, "tr");
    html_attribute(html, "role", "row");
    for (size_t i = 0; i < count; i++) {
        html_open(html, "th");
        html_attribute(html, "role", "columnheader");
        html_attribute(html, "scope", "col");
        html_put(html, names[i]);
        html_close(html);
    }
    html_close(html);
    html_close(html);
}

void html_raw(struct html *html, const char *bytes, size_t size)
{
    if (html->failed) return;
    check(html, xmlTextWriterWriteRawLen(html->writer, BAD_CAST bytes, (int)size));
}

void html_line(struct html *html)
{
    html_raw(html, "\n", 1);
}

/* SPDX-License-Identifier: Apache-2.0
 * The tables that cells point into: shared strings, and how numbers are shown. */
#include <stdlib.h>

#include "harness.h"
#include "table/xlsx.h"

/* ---- shared strings ---- */

static void add_string(struct book *book, struct workbook *workbook, struct output *text,
                       bool is_struck)
{
    struct output plain = {0};

    xlsx_unescape((struct fg_text){text->bytes, (uint32_t)text->size, 0}, &plain);
    workbook->strings =
        memory_grow(workbook->strings, workbook->string_count + 1, sizeof(*workbook->strings));
    workbook->strings[workbook->string_count++] = (struct shared_string){
        book_text(book, (struct fg_text){plain.bytes, (uint32_t)plain.size, 0}), is_struck};
    output_free(&plain);
    text->size = 0;
}

/* A string is the text of all its runs, without what is said about pronunciation. */
bool strings_read(struct book *book, const struct part *part, struct workbook *workbook)
{
    struct xml_walk walk;
    struct output text = {0};
    bool in_text = false, in_sound = false, is_struck = false;
    int type;

    if (!walk_open(&walk, part)) return false;
    while ((type = walk_next(&walk)) != 0) {
        bool begins = type == XML_READER_TYPE_ELEMENT, ends = type == XML_READER_TYPE_END_ELEMENT;
        bool is_empty = begins && xmlTextReaderIsEmptyElement(walk.reader) == 1;

        if (walk_is_text(type) && in_text && !in_sound) {
            output_text(&text, text_of((const char *)xmlTextReaderConstValue(walk.reader)));
        } else if ((begins || ends) && walk_at(&walk, "t")) {
            in_text = begins && !is_empty;
        } else if ((begins || ends) && walk_at(&walk, "rPh")) {
            in_sound = begins && !is_empty;
        } else if (begins && walk_at(&walk, "strike")) {
            is_struck |= walk_flag(&walk, "val", true);
        } else if ((ends || is_empty) && walk_at(&walk, "si")) {
            add_string(book, workbook, &text, is_struck);
            is_struck = false;
        }
    }
    output_free(&text);
    walk_close(&walk);
    return !walk.failed;
}

/* ---- formats ---- */

struct own_format {
    uint32_t id;
    struct number_format format;
};

struct format_reading {
    struct own_format *own;
    size_t own_count;
    bool *fonts; /* which of them strike out */
    size_t font_count;
    bool in_cells, in_fonts; /* inside of cellXfs, of fonts */
};

static uint32_t attribute_number(const struct xml_walk *walk, const char *name)
{
    char *text = walk_attribute(walk, name);
    uint32_t number = text == NULL ? 0 : (uint32_t)strtoul(text, NULL, 10);

    xmlFree(text);
    return number;
}

static void add_own(struct format_reading *reading, const struct xml_walk *walk)
{
    char *code = walk_attribute(walk, "formatCode");

    reading->own = memory_grow(reading->own, reading->own_count + 1, sizeof(*reading->own));
    reading->own[reading->own_count++] = (struct own_format){
        attribute_number(walk, "numFmtId"), format_of_code(text_of(code != NULL ? code : ""))};
    xmlFree(code);
}

static void add_font(struct format_reading *reading)
{
    reading->fonts = memory_grow(reading->fonts, reading->font_count + 1, sizeof(*reading->fonts));
    reading->fonts[reading->font_count++] = false;
}

static void add_format(const struct format_reading *reading, struct workbook *workbook,
                       const struct xml_walk *walk)
{
    uint32_t id = attribute_number(walk, "numFmtId"), font = attribute_number(walk, "fontId");
    struct number_format format = format_of_id(id);

    for (size_t i = 0; i < reading->own_count; i++) {
        if (reading->own[i].id == id) format = reading->own[i].format;
    }
    format.is_struck = font < reading->font_count && reading->fonts[font];
    workbook->formats =
        memory_grow(workbook->formats, workbook->format_count + 1, sizeof(*workbook->formats));
    workbook->formats[workbook->format_count++] = format;
}

bool formats_read(const struct part *part, struct workbook *workbook)
{
    struct format_reading reading = {0};
    struct xml_walk walk;
    int type;

    if (!walk_open(&walk, part)) return false;
    while ((type = walk_next(&walk)) != 0) {
        bool begins = type == XML_READER_TYPE_ELEMENT;

        if (walk_at(&walk, "cellXfs")) reading.in_cells = begins;
        if (walk_at(&walk, "fonts")) reading.in_fonts = begins;
        if (begins && walk_at(&walk, "numFmt")) add_own(&reading, &walk);
        if (begins && reading.in_fonts && walk_at(&walk, "font")) add_font(&reading);
        if (begins && reading.font_count > 0 && reading.in_fonts && walk_at(&walk, "strike")) {
            reading.fonts[reading.font_count - 1] = walk_flag(&walk, "val", true);
        }
        if (begins && reading.in_cells && walk_at(&walk, "xf")) {
            add_format(&reading, workbook, &walk);
        }
    }
    free(reading.own);
    free(reading.fonts);
    walk_close(&walk);
    return !walk.failed;
}

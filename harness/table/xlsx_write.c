/* SPDX-License-Identifier: Apache-2.0
 * A book as a workbook of the least that Excel, WPS and LibreOffice open: every cell is text and
 * formatted as text, so that codes and dates typed later stay what was typed. The same book gives
 * the same bytes. */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>

#include <libxml/xmlwriter.h>

#include "harness.h"
#include "output.h"
#include "table/book.h"
#include "table/xlsx.h"

#define PART_NAME_SIZE 64
#define WIDTH_LEAST 9
#define WIDTH_MOST 56
#define HEADER_STYLE "1"
#define TEXT_STYLE "2"

static const char root_relations[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<Relationships xmlns=\"" XLSX_PACKAGE_RELATIONS "\"><Relationship Id=\"rId1\""
    " Type=\"" XLSX_RELATIONS "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";

static const char styles[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<styleSheet xmlns=\"" XLSX_MAIN "\">"
    "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"宋体\"/></font>"
    "<font><b/><sz val=\"11\"/><name val=\"宋体\"/></font></fonts>"
    "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill>"
    "<fill><patternFill patternType=\"gray125\"/></fill>"
    "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFD9E1F2\"/></patternFill></fill>"
    "</fills><borders count=\"2\"><border/><border><left style=\"thin\"/><right style=\"thin\"/>"
    "<top style=\"thin\"/><bottom style=\"thin\"/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"3\"><xf/>"
    "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"2\" borderId=\"1\" applyNumberFormat=\"1\""
    " applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\">"
    "<alignment horizontal=\"center\" vertical=\"center\" wrapText=\"1\"/></xf>"
    "<xf numFmtId=\"49\" borderId=\"1\" applyNumberFormat=\"1\" applyBorder=\"1\""
    " applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf></cellXfs>"
    "</styleSheet>";

/* ---- XML ---- */

/* xmlTextWriter takes C strings and says -1 when memory is gone. */
static void must(int result)
{
    if (result < 0) memory_gone();
}

static void open_element(xmlTextWriterPtr writer, const char *name)
{
    must(xmlTextWriterStartElement(writer, (const xmlChar *)name));
}

static void close_element(xmlTextWriterPtr writer)
{
    must(xmlTextWriterEndElement(writer));
}

static void attribute(xmlTextWriterPtr writer, const char *name, const char *value)
{
    must(xmlTextWriterWriteAttribute(writer, (const xmlChar *)name, (const xmlChar *)value));
}

static void attribute_number(xmlTextWriterPtr writer, const char *name, uint32_t value)
{
    char digits[16];

    snprintf(digits, sizeof(digits), "%u", value);
    attribute(writer, name, digits);
}

/* The text of a cell: what looks like an escape of a character gets its own first character
 * escaped, and a CR, which XML would turn into a line feed, is written as one. */
static void write_text(xmlTextWriterPtr writer, struct fg_text text)
{
    struct output escaped = {0};

    for (uint32_t at = 0; at < text.size; at++) {
        struct fg_text rest = {text.bytes + at, text.size - at, 0};

        if (xlsx_escape_at(rest) >= 0) {
            output_text(&escaped, TEXT("_x005F_"));
        } else if (text.bytes[at] == '\r') {
            output_text(&escaped, TEXT("_x000D_"));
            continue;
        } else {
            output_text(&escaped, (struct fg_text){text.bytes + at, 1, 0});
        }
    }
    output_text(&escaped, (struct fg_text){"", 1, 0});
    must(xmlTextWriterWriteString(writer, (const xmlChar *)escaped.bytes));
    output_free(&escaped);
}

/* ---- a sheet ---- */

/* About how many half-width characters the longest line of a text takes. */
static uint32_t text_width(struct fg_text text)
{
    uint32_t longest = 0, width = 0;

    for (uint32_t at = 0; at < text.size;) {
        int32_t point = utf8_next(text, &at);

        if (point < 0) break;
        width = point == '\n' ? 0 : width + (point >= 0x2E80 ? 2 : 1);
        if (width > longest) longest = width;
    }
    return longest;
}

static void write_columns(xmlTextWriterPtr writer, const struct sheet *sheet)
{
    open_element(writer, "cols");
    for (uint32_t column = 0; column < sheet->rows[0].count; column++) {
        uint32_t width = WIDTH_LEAST;

        for (uint32_t at = 0; at < sheet->count; at++) {
            uint32_t wanted = text_width(row_at(&sheet->rows[at], column)->text) + 2;

            if (wanted > width) width = wanted;
        }
        open_element(writer, "col");
        attribute_number(writer, "min", column + 1);
        attribute_number(writer, "max", column + 1);
        attribute_number(writer, "width", width > WIDTH_MOST ? WIDTH_MOST : width);
        attribute(writer, "style", TEXT_STYLE);
        attribute(writer, "customWidth", "1");
        close_element(writer);
    }
    close_element(writer);
}

static void write_cell(xmlTextWriterPtr writer, struct fg_text text, uint32_t column,
                       uint32_t number)
{
    char name[COLUMN_NAME_SIZE], place[COLUMN_NAME_SIZE + 12];

    column_name(column, name);
    snprintf(place, sizeof(place), "%s%u", name, number);
    open_element(writer, "c");
    attribute(writer, "r", place);
    attribute(writer, "s", number == 1 ? HEADER_STYLE : TEXT_STYLE);
    if (text.size > 0) {
        attribute(writer, "t", "inlineStr");
        open_element(writer, "is");
        open_element(writer, "t");
        attribute(writer, "xml:space", "preserve");
        write_text(writer, text);
        close_element(writer);
        close_element(writer);
    }
    close_element(writer);
}

static void write_rows(xmlTextWriterPtr writer, const struct sheet *sheet)
{
    open_element(writer, "sheetData");
    for (uint32_t at = 0; at < sheet->count; at++) {
        const struct book_row *row = &sheet->rows[at];

        open_element(writer, "row");
        attribute_number(writer, "r", row->number);
        for (uint32_t column = 0; column < row->count; column++) {
            write_cell(writer, row->cells[column].text, column, row->number);
        }
        close_element(writer);
    }
    close_element(writer);
}

static void write_view(xmlTextWriterPtr writer)
{
    open_element(writer, "sheetViews");
    open_element(writer, "sheetView");
    attribute(writer, "workbookViewId", "0");
    open_element(writer, "pane"); /* the header stays in sight */
    attribute(writer, "ySplit", "1");
    attribute(writer, "topLeftCell", "A2");
    attribute(writer, "activePane", "bottomLeft");
    attribute(writer, "state", "frozen");
    close_element(writer);
    close_element(writer);
    close_element(writer);
}

static void write_sheet(xmlTextWriterPtr writer, const struct book *book, uint32_t index)
{
    const struct sheet *sheet = &book->sheets[index];

    open_element(writer, "worksheet");
    attribute(writer, "xmlns", XLSX_MAIN);
    write_view(writer);
    write_columns(writer, sheet);
    write_rows(writer, sheet);
    close_element(writer);
}

/* ---- what names the sheets ---- */

static void write_workbook(xmlTextWriterPtr writer, const struct book *book, uint32_t index)
{
    (void)index;
    open_element(writer, "workbook");
    attribute(writer, "xmlns", XLSX_MAIN);
    attribute(writer, "xmlns:r", XLSX_RELATIONS);
    open_element(writer, "sheets");
    for (uint32_t i = 0; i < book->count; i++) {
        char id[16];

        snprintf(id, sizeof(id), "rId%u", i + 1);
        open_element(writer, "sheet");
        attribute(writer, "name", book->sheets[i].name.bytes);
        attribute_number(writer, "sheetId", i + 1);
        attribute(writer, "r:id", id);
        close_element(writer);
    }
    close_element(writer);
    close_element(writer);
}

static void write_relation(xmlTextWriterPtr writer, uint32_t id, const char *type,
                           const char *target)
{
    char text[128];

    open_element(writer, "Relationship");
    snprintf(text, sizeof(text), "rId%u", id);
    attribute(writer, "Id", text);
    snprintf(text, sizeof(text), XLSX_RELATIONS "/%s", type);
    attribute(writer, "Type", text);
    attribute(writer, "Target", target);
    close_element(writer);
}

static void write_relations(xmlTextWriterPtr writer, const struct book *book, uint32_t index)
{
    (void)index;
    open_element(writer, "Relationships");
    attribute(writer, "xmlns", XLSX_PACKAGE_RELATIONS);
    for (uint32_t i = 1; i <= book->count; i++) {
        char target[PART_NAME_SIZE];

        snprintf(target, sizeof(target), "worksheets/sheet%u.xml", i);
        write_relation(writer, i, "worksheet", target);
    }
    write_relation(writer, book->count + 1, "styles", "styles.xml");
    close_element(writer);
}

static void write_override(xmlTextWriterPtr writer, const char *part, const char *type)
{
    char text[128];

    open_element(writer, "Override");
    attribute(writer, "PartName", part);
    snprintf(text, sizeof(text), "application/vnd.openxmlformats-officedocument.spreadsheetml.%s",
             type);
    attribute(writer, "ContentType", text);
    close_element(writer);
}

static void write_types(xmlTextWriterPtr writer, const struct book *book, uint32_t index)
{
    (void)index;
    open_element(writer, "Types");
    attribute(writer, "xmlns", "http://schemas.openxmlformats.org/package/2006/content-types");
    open_element(writer, "Default");
    attribute(writer, "Extension", "rels");
    attribute(writer, "ContentType", "application/vnd.openxmlformats-package.relationships+xml");
    close_element(writer);
    write_override(writer, "/xl/workbook.xml", "sheet.main+xml");
    write_override(writer, "/xl/styles.xml", "styles+xml");
    for (uint32_t i = 1; i <= book->count; i++) {
        char part[PART_NAME_SIZE];

        snprintf(part, sizeof(part), "/xl/worksheets/sheet%u.xml", i);
        write_override(writer, part, "worksheet+xml");
    }
    close_element(writer);
}

/* ---- the archive ---- */

typedef void write_part(xmlTextWriterPtr writer, const struct book *book, uint32_t index);

static bool put_bytes(struct archive *archive, const char *name, const void *bytes, size_t size)
{
    struct archive_entry *entry = archive_entry_new();
    bool good;

    if (entry == NULL) memory_gone();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, (int64_t)size);
    archive_entry_set_mtime(entry, 315532800, 0); /* 1980, where the time of a zip begins */
    good = archive_write_header(archive, entry) == ARCHIVE_OK &&
           archive_write_data(archive, bytes, size) == (la_ssize_t)size;
    archive_entry_free(entry);
    return good;
}

static bool put_part(struct archive *archive, const char *name, const struct book *book,
                     write_part *write, uint32_t index)
{
    xmlBufferPtr buffer = xmlBufferCreate();
    xmlTextWriterPtr writer = buffer != NULL ? xmlNewTextWriterMemory(buffer, 0) : NULL;
    bool good;

    if (writer == NULL) memory_gone();
    must(xmlTextWriterStartDocument(writer, NULL, "UTF-8", "yes"));
    write(writer, book, index);
    must(xmlTextWriterEndDocument(writer));
    xmlFreeTextWriter(writer);
    good = put_bytes(archive, name, xmlBufferContent(buffer), (size_t)xmlBufferLength(buffer));
    xmlBufferFree(buffer);
    return good;
}

static bool put_parts(struct archive *archive, const struct book *book)
{
    if (!put_part(archive, "[Content_Types].xml", book, write_types, 0) ||
        !put_bytes(archive, "_rels/.rels", root_relations, sizeof(root_relations) - 1) ||
        !put_part(archive, XLSX_WORKBOOK, book, write_workbook, 0) ||
        !put_part(archive, XLSX_WORKBOOK_RELATIONS, book, write_relations, 0) ||
        !put_bytes(archive, "xl/styles.xml", styles, sizeof(styles) - 1)) {
        return false;
    }
    for (uint32_t i = 0; i < book->count; i++) {
        char name[PART_NAME_SIZE];

        snprintf(name, sizeof(name), "xl/worksheets/sheet%u.xml", i + 1);
        if (!put_part(archive, name, book, write_sheet, i)) return false;
    }
    return true;
}

static la_ssize_t take_bytes(struct archive *archive, void *context, const void *bytes, size_t size)
{
    (void)archive;
    output_text(context, (struct fg_text){bytes, (uint32_t)size, 0});
    return (la_ssize_t)size;
}

bool book_write_xlsx(const struct book *book, struct output *output)
{
    struct archive *archive = archive_write_new();
    bool good;

    if (archive == NULL) memory_gone();
    good = archive_write_set_format_zip(archive) == ARCHIVE_OK &&
           /* No padding: spreadsheet programs take it for damage. */
           archive_write_set_bytes_in_last_block(archive, 1) == ARCHIVE_OK &&
           archive_write_open(archive, output, NULL, take_bytes, NULL) == ARCHIVE_OK &&
           put_parts(archive, book) && archive_write_close(archive) == ARCHIVE_OK;
    if (!good) errno = archive_errno(archive);
    archive_write_free(archive);
    return good;
}

/* SPDX-License-Identifier: Apache-2.0
 * libxml2's reader over one part: a stream, so that a large sheet is never a tree; no network, no
 * document type and so no entities. */
#include "harness.h"
#include "table/xlsx.h"

bool walk_open(struct xml_walk *walk, const struct part *part)
{
    const struct output *bytes = &part->bytes;

    *walk = (struct xml_walk){0};
    walk->reader = xmlReaderForMemory(bytes->bytes, (int)bytes->size, NULL, NULL,
                                      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    walk->failed = walk->reader == NULL;
    return !walk->failed;
}

void walk_close(struct xml_walk *walk)
{
    if (walk->reader != NULL) xmlFreeTextReader(walk->reader);
    walk->reader = NULL;
}

int walk_next(struct xml_walk *walk)
{
    int result = walk->failed ? -1 : xmlTextReaderRead(walk->reader);
    int type;

    if (result == 0) return 0;
    type = result == 1 ? xmlTextReaderNodeType(walk->reader) : -1;
    if (type > 0 && type != XML_READER_TYPE_DOCUMENT_TYPE) return type;
    walk->failed = true;
    return 0;
}

bool walk_at(const struct xml_walk *walk, const char *name)
{
    return xmlStrEqual(xmlTextReaderConstLocalName(walk->reader), (const xmlChar *)name);
}

bool walk_is_text(int type)
{
    return type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA ||
           type == XML_READER_TYPE_WHITESPACE || type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE;
}

char *walk_attribute(const struct xml_walk *walk, const char *name)
{
    xmlTextReaderPtr reader = walk->reader;
    char *value = NULL;

    if (xmlTextReaderMoveToFirstAttribute(reader) != 1) return NULL;
    do {
        if (walk_at(walk, name)) value = (char *)xmlTextReaderValue(reader);
    } while (value == NULL && xmlTextReaderMoveToNextAttribute(reader) == 1);
    xmlTextReaderMoveToElement(reader);
    return value;
}

bool walk_flag(const struct xml_walk *walk, const char *name, bool absent)
{
    char *text = walk_attribute(walk, name);
    bool flag = text == NULL ? absent : strcmp(text, "1") == 0 || strcmp(text, "true") == 0;

    xmlFree(text);
    return flag;
}

/* SPDX-License-Identifier: Apache-2.0
 * libxml2's tree, with our ways of asking. */
#include "table/draft.h"

#include <libxml/parser.h>
#include <libxml/xmlsave.h>

#include "harness.h"
#include "load/vocabulary.h"
#include "output.h"

/* No network; no entities but the five of XML, since document_parse refuses document types and
 * inside an element, where fragments stand, there can be none. */
#define PARSE_OPTIONS                                                                              \
    (XML_PARSE_NONET | XML_PARSE_NOBLANKS | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |              \
     XML_PARSE_NOCDATA | XML_PARSE_NOENT | XML_PARSE_HUGE)

static const xmlChar *xml(const char *string)
{
    return (const xmlChar *)string;
}

static void *need(void *made)
{
    if (made == NULL) memory_gone();
    return made;
}

/* A copy with a NUL, freed with xmlFree. */
static xmlChar *copy_text(struct fg_text text)
{
    return need(xmlStrndup((const xmlChar *)text.bytes, (int)text.size));
}

/* Takes prefixes and declarations away; blanks that stand beside comments go, too. */
static void make_plain(xmlNodePtr node)
{
    xmlNodePtr next;

    for (; node != NULL; node = next) {
        next = node->next;
        if (node->type == XML_TEXT_NODE && xmlIsBlankNode(node)) {
            xmlUnlinkNode(node);
            xmlFreeNode(node);
            continue;
        }
        if (node->type != XML_ELEMENT_NODE) continue;
        node->ns = NULL;
        make_plain(node->children);
        if (node->nsDef != NULL) xmlFreeNsList(node->nsDef);
        node->nsDef = NULL;
    }
}

xmlDocPtr draft_read(struct fg_text bytes)
{
    xmlDocPtr draft = xmlReadMemory(bytes.bytes, (int)bytes.size, NULL, "UTF-8", PARSE_OPTIONS);

    if (draft != NULL) make_plain(xmlDocGetRootElement(draft));
    return draft;
}

xmlDocPtr draft_new(void)
{
    xmlDocPtr draft = need(xmlNewDoc(xml("1.0")));

    xmlDocSetRootElement(draft, need(xmlNewDocNode(draft, NULL, xml("schedule"), NULL)));
    return draft;
}

bool draft_is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && xmlStrEqual(node->name, xml(name));
}

xmlNodePtr draft_section(xmlDocPtr draft, const char *name)
{
    xmlNodePtr root = xmlDocGetRootElement(draft);

    for (xmlNodePtr node = root->children; node != NULL; node = node->next) {
        if (draft_is(node, name)) return node;
    }
    return NULL;
}

xmlNodePtr draft_need_section(xmlDocPtr draft, const char *name)
{
    xmlNodePtr section = draft_section(draft, name);

    return section != NULL ? section : draft_add(xmlDocGetRootElement(draft), name);
}

xmlNodePtr draft_add(xmlNodePtr parent, const char *name)
{
    return need(xmlNewChild(parent, NULL, xml(name), NULL));
}

/* Two hyphens would end a comment. */
void draft_comment(xmlNodePtr parent, struct fg_text text)
{
    struct output safe = {0};
    xmlChar *copy;

    output_text(&safe, TEXT(" "));
    for (uint32_t i = 0; i < text.size; i++) {
        bool twice = text.bytes[i] == '-' && safe.bytes[safe.size - 1] == '-';

        output_text(&safe, twice ? TEXT(" -") : (struct fg_text){text.bytes + i, 1, 0});
    }
    output_text(&safe, TEXT(" "));
    copy = copy_text((struct fg_text){safe.bytes, (uint32_t)safe.size, 0});
    need(xmlAddChild(parent, need(xmlNewDocComment(parent->doc, copy))));
    xmlFree(copy);
    output_free(&safe);
}

void draft_set(xmlNodePtr node, const char *name, struct fg_text value)
{
    xmlChar *copy = copy_text(value);

    need(xmlSetProp(node, xml(name), copy));
    xmlFree(copy);
}

bool draft_get(xmlNodePtr node, const char *name, struct fg_text *value)
{
    xmlAttrPtr attribute = xmlHasProp(node, xml(name));

    if (attribute == NULL) return false;
    /* Entities of XML are text by now, so an attribute has one text or none. */
    *value = attribute->children == NULL ? TEXT("")
                                         : text_of((const char *)attribute->children->content);
    return true;
}

bool draft_fragment(xmlNodePtr parent, struct fg_text text)
{
    struct output framed = {0};
    xmlDocPtr piece;

    output_text(&framed, TEXT("<all>"));
    output_text(&framed, text);
    output_text(&framed, TEXT("</all>"));
    piece = draft_read((struct fg_text){framed.bytes, (uint32_t)framed.size, 0});
    output_free(&framed);
    if (piece == NULL) return false;
    /* Copies: names of a parsed tree belong to its document. */
    for (xmlNodePtr node = xmlDocGetRootElement(piece)->children; node != NULL; node = node->next) {
        need(xmlAddChild(parent, need(xmlDocCopyNode(node, parent->doc, 1))));
    }
    xmlFreeDoc(piece);
    return true;
}

void draft_text(xmlNodePtr node, struct output *output)
{
    xmlBufferPtr buffer = need(xmlBufferCreate());
    xmlSaveCtxtPtr save =
        need(xmlSaveToBuffer(buffer, "UTF-8", XML_SAVE_NO_DECL | XML_SAVE_AS_XML));

    if (xmlSaveTree(save, node) < 0 || xmlSaveClose(save) < 0) memory_gone();
    output_text(output, text_of((const char *)xmlBufferContent(buffer)));
    xmlBufferFree(buffer);
}

void draft_write(xmlDocPtr draft, struct output *output)
{
    xmlNodePtr root = xmlDocGetRootElement(draft);
    xmlChar *bytes = NULL;
    int size = 0;

    if (root->nsDef == NULL) need(xmlNewNs(root, xml(SCHEDULE_NAMESPACE), NULL));
    xmlDocDumpFormatMemoryEnc(draft, &bytes, &size, "UTF-8", 1);
    need(bytes);
    output_text(output, (struct fg_text){(const char *)bytes, (uint32_t)size, 0});
    xmlFree(bytes);
}

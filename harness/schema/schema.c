/* SPDX-License-Identifier: Apache-2.0
 * libxml2's schema validator behind a small door. Its global handlers are left alone. */
#include "schema/schema.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/parserInternals.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlschemastypes.h>

/* Made from schedules/feeguard.xsd by embed.cmake. */
extern const unsigned char schema_embedded[];
extern const size_t schema_embedded_size;

struct schema {
    xmlSchemaPtr compiled;
    /* Of the document being validated. */
    xmlParserCtxtPtr parser;
    xmlSAXHandlerPtr events; /* the validator's */
    void *user;
    struct faults *faults;
    struct fg_text file;
    bool is_out_of_memory;
};

static uint32_t line_now(const struct schema *schema)
{
    const xmlParserInput *input = schema->parser != NULL ? schema->parser->input : NULL;

    return input != NULL && input->line > 0 ? (uint32_t)input->line : 0;
}

static void on_error(void *user, xmlErrorPtr error)
{
    struct schema *schema = user;
    struct fg_text message = text_of(error->message != NULL ? error->message : "not valid");

    if (error->code == XML_ERR_NO_MEMORY) schema->is_out_of_memory = true;
    if (error->level < XML_ERR_ERROR || schema->faults == NULL) return;
    while (message.size > 0 && message.bytes[message.size - 1] == '\n') message.size--;
    FAULT(schema->faults, RULE_XSD, schema->file, line_now(schema), message);
}

static xmlSchemaPtr compile(struct schema *schema)
{
    xmlSchemaParserCtxtPtr parser =
        xmlSchemaNewMemParserCtxt((const char *)schema_embedded, (int)schema_embedded_size);
    xmlSchemaPtr compiled = NULL;

    if (parser == NULL) return NULL;
    xmlSchemaSetParserStructuredErrors(parser, on_error, schema);
    compiled = xmlSchemaParse(parser);
    xmlSchemaFreeParserCtxt(parser);
    return compiled;
}

struct schema *schema_open(void)
{
    struct schema *schema = calloc(1, sizeof(*schema));

    if (schema == NULL) return NULL;
    schema->compiled = compile(schema);
    if (schema->compiled != NULL) return schema;
    schema_close(schema);
    return NULL;
}

void schema_close(struct schema *schema)
{
    if (schema == NULL) return;
    xmlSchemaFree(schema->compiled);
    free(schema);
}

/* ---- what the parser tells, handed on ---- */

static void on_element(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                       int namespace_count, const xmlChar **namespaces, int attribute_count,
                       int default_count, const xmlChar **attributes)
{
    struct schema *schema = user;

    schema->events->startElementNs(schema->user, name, prefix, uri, namespace_count, namespaces,
                                   attribute_count, default_count, attributes);
}

static void on_element_end(void *user, const xmlChar *name, const xmlChar *prefix,
                           const xmlChar *uri)
{
    struct schema *schema = user;

    schema->events->endElementNs(schema->user, name, prefix, uri);
}

/* White space between elements means nothing, but libxml2's validator refuses it where it was
 * written as a character reference or a CDATA section: it is not handed on. */
static void on_text(void *user, const xmlChar *bytes, int size)
{
    struct schema *schema = user;
    int blank = 0;

    while (blank < size && strchr(" \t\r\n", bytes[blank]) != NULL) blank++;
    if (blank < size) schema->events->characters(schema->user, bytes, size);
}

/* ---- one document ---- */

static void parser_run(struct schema *schema)
{
    *schema->parser->sax = (xmlSAXHandler){.initialized = XML_SAX2_MAGIC,
                                           .startElementNs = on_element,
                                           .endElementNs = on_element_end,
                                           .characters = on_text,
                                           .ignorableWhitespace = on_text,
                                           .cdataBlock = on_text,
                                           .serror = on_error};
    schema->parser->userData = schema;
    xmlCtxtUseOptions(schema->parser, XML_PARSE_NONET);
    xmlParseDocument(schema->parser);
}

/* Parses and validates; whether the document is valid. */
static bool validate(struct schema *schema, struct fg_text bytes)
{
    xmlSchemaValidCtxtPtr validator = xmlSchemaNewValidCtxt(schema->compiled);
    xmlSchemaSAXPlugPtr plug = NULL;
    bool is_valid = false;

    schema->events = NULL;
    schema->user = NULL;
    schema->parser = xmlCreateMemoryParserCtxt(bytes.bytes, (int)bytes.size);
    /* Plugged into no parser it hands out its own handlers, to be called when we will. */
    if (validator != NULL) plug = xmlSchemaSAXPlug(validator, &schema->events, &schema->user);
    if (plug == NULL || schema->parser == NULL) {
        schema->is_out_of_memory = true;
    } else {
        xmlSchemaSetValidStructuredErrors(validator, on_error, schema);
        parser_run(schema);
        is_valid = schema->parser->wellFormed && xmlSchemaIsValid(validator) == 1;
    }
    if (plug != NULL) xmlSchemaSAXUnplug(plug);
    xmlSchemaFreeValidCtxt(validator);
    xmlFreeParserCtxt(schema->parser);
    schema->parser = NULL;
    return is_valid;
}

bool schema_check(struct schema *schema, struct fg_text file, struct fg_text bytes,
                  struct faults *faults)
{
    uint64_t before = faults->count;
    bool is_valid;

    schema->faults = faults;
    schema->file = file;
    schema->is_out_of_memory = false;
    is_valid = validate(schema, bytes);
    /* No verdict is ever silent, even if libxml2 gave no message with it. */
    if (!is_valid && !schema->is_out_of_memory && faults->count == before) {
        FAULT(faults, RULE_XSD, file, 0, TEXT("not valid"));
    }
    schema->faults = NULL;
    return !schema->is_out_of_memory;
}

/* SPDX-License-Identifier: Apache-2.0
 * libxml2's schema validator behind a small door. It is given its events by parse.c and never
 * touches libxml2's global handlers; its messages are kept until they are asked for. */
#include "load/schema.h"

#include <pthread.h>

#include <libxml/xmlschemas.h>
#include <libxml/xmlschemastypes.h>

#define COMPLAINTS_MAX 1000 /* kept for one bundle */

/* Made from schedules/feeguard.xsd by embed.cmake. */
extern const unsigned char schema_embedded[];
extern const size_t schema_embedded_size;

struct complaint {
    struct fg_text file, text;
    uint32_t line;
};

struct schema {
    struct arena arena; /* what is kept of complaints, and this struct itself */
    xmlSchemaPtr compiled;
    xmlSchemaValidCtxtPtr validator; /* of the document being read, as the next three */
    xmlSchemaSAXPlugPtr plug;
    xmlSAXHandlerPtr events;
    void *user;
    struct fg_text file;
    uint32_t line;
    struct complaint *complaints;
    size_t count, count_before; /* all; those of earlier documents */
};

static void note(struct schema *schema, const char *text)
{
    struct fg_text message = text_of(text);

    while (message.size > 0 && message.bytes[message.size - 1] == '\n') message.size--;
    if (schema->count >= COMPLAINTS_MAX) return;
    schema->complaints =
        arena_grow(&schema->arena, schema->complaints, schema->count, sizeof(*schema->complaints));
    if (schema->complaints == NULL) return;
    schema->complaints[schema->count++] =
        (struct complaint){schema->file, arena_text(&schema->arena, message), schema->line};
}

static void on_error(void *user, xmlErrorPtr error)
{
    struct schema *schema = user;

    if (error->level < XML_ERR_ERROR) return;
    if (error->code == XML_ERR_NO_MEMORY) schema->arena.failed = true;
    note(schema, error->message != NULL ? error->message : "not valid");
}

/* The validator's built-in types are made once a process, and libxml2 takes no lock for that. */
static void prepare(void)
{
    xmlInitParser();
    xmlSchemaInitTypes();
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
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct arena arena = {0};
    struct schema *schema = arena_take(&arena, sizeof(*schema));

    if (schema == NULL) return NULL;
    schema->arena = arena;
    if (pthread_once(&once, prepare) == 0) schema->compiled = compile(schema);
    if (schema->compiled == NULL || schema->count > 0) {
        schema_close(schema);
        return NULL;
    }
    return schema;
}

void schema_close(struct schema *schema)
{
    struct arena arena;

    if (schema == NULL) return;
    xmlSchemaFree(schema->compiled);
    arena = schema->arena;
    arena_free(&arena); /* and with it the schema */
}

bool schema_begin(struct schema *schema, struct fg_text file)
{
    schema->count_before = schema->count;
    schema->line = 0;
    schema->file = arena_text(&schema->arena, file);
    schema->events = NULL;
    schema->user = NULL;
    schema->validator = xmlSchemaNewValidCtxt(schema->compiled);
    if (schema->validator == NULL || schema->arena.failed) return false;
    xmlSchemaSetValidStructuredErrors(schema->validator, on_error, schema);
    /* Plugged into no parser it hands out its own handlers, and parse.c calls them when it will. */
    schema->plug = xmlSchemaSAXPlug(schema->validator, &schema->events, &schema->user);
    return schema->plug != NULL;
}

void schema_element(struct schema *schema, const struct schema_tag *tag, uint32_t line)
{
    schema->line = line;
    schema->events->startElementNs(schema->user, tag->name, tag->prefix, tag->uri,
                                   tag->namespace_count, tag->namespaces, tag->attribute_count,
                                   tag->default_count, tag->attributes);
}

void schema_text(struct schema *schema, const xmlChar *bytes, int size)
{
    schema->events->characters(schema->user, bytes, size);
}

void schema_element_end(struct schema *schema, const struct schema_tag *tag, uint32_t line)
{
    schema->line = line;
    schema->events->endElementNs(schema->user, tag->name, tag->prefix, tag->uri);
}

bool schema_end(struct schema *schema, bool keep)
{
    bool valid = schema->plug != NULL && xmlSchemaIsValid(schema->validator) == 1;

    if (schema->plug != NULL) xmlSchemaSAXUnplug(schema->plug);
    if (schema->validator != NULL) xmlSchemaFreeValidCtxt(schema->validator);
    schema->plug = NULL;
    schema->validator = NULL;
    /* No verdict is ever silent, even if libxml2 gave no message with it. */
    if (keep && !valid && schema->count == schema->count_before) note(schema, "not valid");
    if (!keep) schema->count = schema->count_before;
    return !schema->arena.failed;
}

void schema_report(const struct schema *schema, struct faults *faults)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct complaint *complaint = &schema->complaints[i];

        FAULT(faults, RULE_XSD, complaint->file, complaint->line, complaint->text);
    }
}

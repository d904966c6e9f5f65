/* SPDX-License-Identifier: Apache-2.0
 * XML as a stream of elements, read by libxml2's SAX2 parser from memory. Nothing outside the bytes
 * is ever opened: no document type, no entity but the five of XML, no encoding but UTF-8. All error
 * handlers belong to the one parser; libxml2's global state is left alone.
 *
 * The line of an element is the one on which its start tag begins. It is counted here, over the
 * bytes themselves, so it is right in files of any length. */
#include "load/parse.h"

#include <pthread.h>
#include <stdio.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <openssl/evp.h>

#include "load/parse_internal.h"

struct xml {
    struct parse parse;
    xmlParserCtxtPtr parser;
    struct fg_text bytes;
    uint32_t counted, line; /* the line at offset `counted` */
    uint64_t faults_before;
    bool is_over; /* stopped by us, or not well-formed: what libxml2 says then is of no use */
};

static struct fg_text text_of_xml(const xmlChar *string)
{
    return text_of(string != NULL ? (const char *)string : "");
}

/* ---- lines ---- */

static uint32_t newlines(const char *from, const char *to)
{
    uint32_t count = 0;

    while (from < to && (from = memchr(from, '\n', (size_t)(to - from))) != NULL) {
        count++;
        from++;
    }
    return count;
}

/* The line at an offset that is not before the one asked for last. */
static uint32_t line_at(struct xml *xml, uint32_t offset)
{
    if (offset > xml->counted) {
        xml->line += newlines(xml->bytes.bytes + xml->counted, xml->bytes.bytes + offset);
        xml->counted = offset;
    }
    return xml->line;
}

/* How much the parser has consumed. */
static uint32_t offset_now(const struct xml *xml)
{
    long consumed = xmlByteConsumed(xml->parser);

    if (consumed < (long)xml->counted) return xml->counted;
    return consumed > (long)xml->bytes.size ? xml->bytes.size : (uint32_t)consumed;
}

/* At the end of a tag: no "<" can stand in a tag but the one it begins with. */
static uint32_t tag_line(struct xml *xml)
{
    uint32_t offset = offset_now(xml);
    const char *from = xml->bytes.bytes + xml->counted;
    const char *tag = memrchr(from, '<', offset - xml->counted);

    return line_at(xml, tag != NULL ? (uint32_t)(tag - xml->bytes.bytes) : offset);
}

/* ---- stopping and errors ---- */

static void stop(struct xml *xml)
{
    xml->is_over = true;
    xmlStopParser(xml->parser);
}

static void on_error(void *user, xmlErrorPtr error)
{
    struct xml *xml = user;
    struct parse *parse = &xml->parse;
    struct fg_text message = text_of(error->message != NULL ? error->message : "not well-formed");
    enum rule rule =
        error->code == XML_ERR_UNSUPPORTED_ENCODING || error->code == XML_ERR_INVALID_ENCODING
            ? RULE_ENCODING
            : RULE_XML;

    if (error->code == XML_ERR_NO_MEMORY) parse->arena->failed = true;
    if (error->level < XML_ERR_ERROR || xml->is_over) return;
    if (error->level == XML_ERR_FATAL) xml->is_over = true;
    while (message.size > 0 && message.bytes[message.size - 1] == '\n') message.size--;
    FAULT(parse->faults, rule, parse->document->file, error->line > 0 ? (uint32_t)error->line : 0,
          message);
}

/* ---- events ---- */

/* libxml2 keeps an encoding that it knows best in the one place, any other in the other. */
static void on_document(void *user)
{
    struct xml *xml = user;
    const xmlChar *declared =
        xml->parser->encoding != NULL ? xml->parser->encoding : xml->parser->input->encoding;

    if (declared == NULL || xmlStrcasecmp(declared, BAD_CAST "UTF-8") == 0) return;
    FAULT(xml->parse.faults, RULE_ENCODING, xml->parse.document->file, 1, text_of_xml(declared));
    stop(xml);
}

static void on_document_type(void *user, const xmlChar *name, const xmlChar *external,
                             const xmlChar *system)
{
    struct xml *xml = user;

    (void)external;
    (void)system;
    FAULT(xml->parse.faults, RULE_DOCUMENT_TYPE, xml->parse.document->file, tag_line(xml),
          text_of_xml(name));
    stop(xml);
}

/* libxml2 hands out every "&" of an attribute as "&#38;". */
static struct fg_text value_decode(struct xml *xml, const xmlChar *from, const xmlChar *to)
{
    struct fg_text value = {(const char *)from, (uint32_t)(to - from), 0};
    uint32_t size = 0;
    char *plain;

    if (memchr(from, '&', value.size) == NULL) return value;
    plain = arena_take(&xml->parse.scratch, value.size);
    if (plain == NULL) {
        xml->parse.arena->failed = true;
        return (struct fg_text){NULL, 0, 0};
    }
    for (uint32_t i = 0; i < value.size; i++) {
        struct fg_text rest = {value.bytes + i, value.size - i, 0};

        plain[size++] = value.bytes[i];
        if (text_starts(rest, TEXT("&#38;"))) i += (uint32_t)strlen("#38;");
    }
    return (struct fg_text){plain, size, 0};
}

/* An attribute as SAX2 gives it: five pointers. */
struct sax_attribute {
    const xmlChar *name, *prefix, *uri, *from, *to;
};

static void attribute_take(struct xml *xml, const struct sax_attribute *attribute)
{
    struct parse *parse = &xml->parse;
    const struct frame *frame = frame_now(parse);

    if (frame->element == ELEMENT_NONE) return;
    if (attribute->prefix == NULL) {
        element_attribute(parse, text_of_xml(attribute->name),
                          value_decode(xml, attribute->from, attribute->to));
        return;
    }
    if (attribute->uri == NULL) return; /* the prefix stands for nothing: libxml2 has told */
    FAULT(parse->faults, RULE_ATTRIBUTE_FOREIGN, parse->document->file, frame->line,
          text_of(element_rule(frame->element)->name), text_of_xml(attribute->name),
          text_of_xml(attribute->uri));
}

/* The name of an element in our namespace; empty, and reported, where it is in another. */
static struct fg_text own_name(struct xml *xml, const xmlChar *name, const xmlChar *prefix,
                               const xmlChar *uri, uint32_t line)
{
    struct parse *parse = &xml->parse;
    bool is_passed_over = parse->depth > 0 && frame_now(parse)->element == ELEMENT_NONE;

    if (xmlStrEqual(uri, BAD_CAST SCHEDULE_NAMESPACE)) return text_of_xml(name);
    if (!is_passed_over && (prefix == NULL || uri != NULL)) {
        FAULT(parse->faults, RULE_NAMESPACE, parse->document->file, line, text_of_xml(name),
              text_of_xml(uri));
    }
    return (struct fg_text){NULL, 0, 0};
}

static void on_element(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                       int namespace_count, const xmlChar **namespaces, int attribute_count,
                       int default_count, const xmlChar **attributes)
{
    struct xml *xml = user;
    struct parse *parse = &xml->parse;
    uint32_t line;

    (void)namespace_count;
    (void)namespaces;
    (void)default_count;
    if (xml->is_over) return;
    line = tag_line(xml);
    if (parse->depth == DOCUMENT_DEPTH_MAX) {
        FAULT(parse->faults, RULE_DEPTH, parse->document->file, line, text_of_xml(name));
        stop(xml);
        return;
    }
    element_begin(parse, own_name(xml, name, prefix, uri, line), line);
    for (size_t i = 0; i < (size_t)attribute_count; i++) {
        const xmlChar **at = attributes + i * 5;

        attribute_take(xml, &(struct sax_attribute){at[0], at[1], at[2], at[3], at[4]});
    }
    element_attributes_end(parse);
}

static void on_element_end(void *user, const xmlChar *name, const xmlChar *prefix,
                           const xmlChar *uri)
{
    struct xml *xml = user;

    (void)name;
    (void)prefix;
    (void)uri;
    if (xml->is_over || xml->parse.depth == 0) return;
    element_end(&xml->parse);
}

/* The line on which a text goes on behind its first `blank` bytes. Most texts are handed out as
 * they lie in the parser's buffer, before or after it has moved on; others are copies, and it has.
 */
static uint32_t text_line(struct xml *xml, struct fg_text text, uint32_t blank)
{
    const xmlParserInput *input = xml->parser->input;
    uintptr_t base = (uintptr_t)input->base, at = (uintptr_t)text.bytes;

    if (at >= base && at < (uintptr_t)input->end) {
        return line_at(xml, (uint32_t)(input->consumed + (at - base)) + blank);
    }
    return line_at(xml, offset_now(xml)) - newlines(text.bytes + blank, text.bytes + text.size);
}

/* White space between elements means nothing. */
static void on_text(void *user, const xmlChar *bytes, int size)
{
    struct xml *xml = user;
    struct fg_text text = {(const char *)bytes, (uint32_t)size, 0};
    const struct frame *frame = frame_now(&xml->parse);
    uint32_t blank = 0;

    if (xml->is_over || frame->element == ELEMENT_NONE) return;
    if (element_rule(frame->element)->has_text) {
        element_text(&xml->parse, text, frame->line);
        return;
    }
    while (blank < text.size && is_blank(text.bytes[blank])) blank++;
    if (blank < text.size) element_text(&xml->parse, text, text_line(xml, text, blank));
}

/* ---- one document ---- */

/* UTF-8 without NUL, checked before any parser sees a byte, so that none can take the file for
 * anything else. */
static bool encoding_check(const struct xml *xml)
{
    struct fg_text bytes = xml->bytes;
    uint32_t at = 0;

    while (at < bytes.size) {
        uint32_t start = at;

        if ((unsigned char)bytes.bytes[at] - 1U < 0x7F) { /* ASCII, but no NUL */
            at++;
            continue;
        }
        if (utf8_next(bytes, &at) > 0) continue;
        FAULT(xml->parse.faults, RULE_NOT_UTF8, xml->parse.document->file,
              1 + newlines(bytes.bytes, bytes.bytes + start), xml->parse.document->file);
        return false;
    }
    return true;
}

static bool bytes_check(const struct xml *xml)
{
    const struct document *document = xml->parse.document;

    if (xml->bytes.size == 0) {
        FAULT(xml->parse.faults, RULE_FILE_EMPTY, document->file, 0, document->file);
        return false;
    }
    if (xml->bytes.size > DOCUMENT_SIZE_MAX) {
        FAULT(xml->parse.faults, RULE_FILE_TOO_LARGE, document->file, 0, document->file);
        return false;
    }
    return encoding_check(xml);
}

static void handlers_set(struct xml *xml)
{
    xmlParserCtxtPtr parser = xml->parser;

    *parser->sax = (xmlSAXHandler){.initialized = XML_SAX2_MAGIC,
                                   .startDocument = on_document,
                                   .internalSubset = on_document_type,
                                   .startElementNs = on_element,
                                   .endElementNs = on_element_end,
                                   .characters = on_text,
                                   .ignorableWhitespace = on_text,
                                   .cdataBlock = on_text,
                                   .serror = on_error};
    parser->userData = xml;
    xmlCtxtUseOptions(parser, XML_PARSE_NONET);
}

/* Parses the bytes; false when memory ran out. libxml2 makes its tables once a process. */
static bool parser_run(struct xml *xml)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct parse *parse = &xml->parse;
    bool fine;

    if (pthread_once(&once, xmlInitParser) != 0) return false;
    xml->parser = xmlCreateMemoryParserCtxt(xml->bytes.bytes, (int)xml->bytes.size);
    if (xml->parser == NULL) return false;
    handlers_set(xml);
    xmlParseDocument(xml->parser);
    if (!xml->parser->wellFormed && parse->faults->count == xml->faults_before) {
        FAULT(parse->faults, RULE_XML, parse->document->file, 0, TEXT("not well-formed"));
    }
    fine = xml->parser->errNo != XML_ERR_NO_MEMORY;
    xmlFreeParserCtxt(xml->parser);
    return fine;
}

static void document_prepare(struct arena *arena, struct fg_text file, struct fg_text bytes,
                             struct document *document)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;

    *document = (struct document){0};
    document->file = arena_text(arena, file);
    document->level = LEVEL_NONE;
    document->published = DAY_NONE;
    document->effective = DAY_NONE;
    if (EVP_Digest(bytes.bytes, bytes.size, digest, &size, EVP_sha256(), NULL) != 1) {
        arena->failed = true;
        return;
    }
    document->digest = arena_text(arena, (struct fg_text){(const char *)digest, size, 0});
}

static void document_finish(struct parse *parse)
{
    struct document *document = parse->document;
    char label[FG_CODE_SIZE_MAX + 24];

    document_link(parse);
    snprintf(label, sizeof(label), "%.*s@%lld", (int)document->id.size,
             document->id.size > 0 ? document->id.bytes : "", (long long)document->serial);
    document->label = arena_text(parse->arena, text_of(label));
}

bool document_parse(struct arena *arena, struct fg_text file, struct fg_text bytes,
                    struct faults *faults, struct document *document)
{
    struct arena scratch = {0};
    struct xml *xml = arena_take(&scratch, sizeof(*xml)); /* zeroed */
    bool is_complete;

    document_prepare(arena, file, bytes, document);
    if (xml == NULL) arena->failed = true;
    if (arena->failed) goto out;
    xml->parse.arena = arena;
    xml->parse.scratch = scratch;
    xml->parse.faults = faults;
    xml->parse.document = document;
    xml->parse.frames[0].object = document;
    xml->bytes = bytes;
    xml->line = 1;
    xml->faults_before = faults->count;
    if (bytes_check(xml) && !parser_run(xml)) arena->failed = true;
    is_complete = xml->parse.root_ended;
    if (is_complete) document_finish(&xml->parse);
    piles_free(&xml->parse);
    scratch = xml->parse.scratch;
    arena_free(&scratch); /* and with it xml */
    return is_complete && !arena->failed;

out:
    arena_free(&scratch);
    return false;
}

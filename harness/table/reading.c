/* SPDX-License-Identifier: Apache-2.0
 * The element is put into a document of its own and read by the loader. */
#include "table/reading.h"

#include <stdio.h>

#include "base/citation.h"
#include "harness.h"
#include "load/parse.h"
#include "output.h"
#include "table/draft.h"
#include "table/fee_write.h"
#include "table/management.h"

static void fault_keep(void *context, const struct fault *fault)
{
    struct reading *reading = context;

    if (reading->fault_count++ > 0) return;
    snprintf(reading->fault_zh, sizeof(reading->fault_zh), "%s；%s", fault->what_zh,
             fault->remedy_zh);
    snprintf(reading->fault_en, sizeof(reading->fault_en), "%s; %s", fault->what_en,
             fault->remedy_en);
}

static void put(struct output *output, const char *text)
{
    output_text(output, text_of(text));
}

/* A tag of the section, or of the root where there is no section. */
static void put_tag(struct output *output, const char *before, const char *section)
{
    if (section == NULL) return;
    put(output, before);
    put(output, section);
    put(output, ">");
}

void reading_take(struct reading *reading, const struct layout *layout, xmlNodePtr node)
{
    struct output frame = {0};
    struct faults faults = {.sink = {reading, fault_keep}};

    *reading = (struct reading){0};
    put(&frame, "<schedule xmlns=\"" SCHEDULE_NAMESPACE "\" id=\"frame\" level=\"national\""
                " region=\"000000\" serial=\"1\" effective=\"2000-01-01\">");
    put_tag(&frame, "<", layout->section);
    draft_text(node, &frame);
    put_tag(&frame, "</", layout->section);
    put(&frame, "</schedule>");
    document_parse(&reading->arena, TEXT("-"),
                   (struct fg_text){frame.bytes, (uint32_t)frame.size, 0}, &faults,
                   &reading->document);
    if (reading->arena.failed) memory_gone();
    output_free(&frame);
}

void reading_free(struct reading *reading)
{
    arena_free(&reading->arena);
    *reading = (struct reading){0};
}

/* ---- words ---- */

static void standard_words(const struct reading *reading, struct output *output)
{
    const struct document *document = &reading->document;

    if (document->item_count == 1) {
        fee_write_standards(output, document->items[0].standards,
                            document->items[0].standard_count);
    } else if (document->amendment_count == 1) {
        fee_write_standards(output, document->amendments[0].standards,
                            document->amendments[0].standard_count);
    }
}

static xmlNodePtr basis_find(xmlDocPtr draft, struct fg_text id)
{
    xmlNodePtr bases = draft_section(draft, "bases");
    struct fg_text found;

    for (xmlNodePtr node = bases != NULL ? bases->children : NULL; node != NULL;
         node = node->next) {
        if (draft_is(node, "basis") && draft_get(node, "id", &found) && text_equal(id, found)) {
            return node;
        }
    }
    return NULL;
}

/* Adds a text on a line of its own, unless it is there already. */
static void put_once(struct output *output, struct fg_text text)
{
    uint32_t start = 0;

    if (text.size == 0) return;
    for (uint32_t at = 0; output->size > 0 && at <= output->size; at++) {
        if (at < output->size && output->bytes[at] != '\n') continue;
        if (text_equal(text, (struct fg_text){output->bytes + start, at - start, 0})) return;
        start = at + 1;
    }
    if (output->size > 0) put(output, "\n");
    output_text(output, text);
}

/* "财税〔2016〕12号《关于…的通知》第一条" */
static void basis_words(xmlDocPtr draft, xmlNodePtr citing, struct output *output)
{
    struct output words = {0};
    struct fg_text id, text;
    xmlNodePtr basis;

    if (!draft_get(citing, "basis", &id)) return;
    basis = basis_find(draft, id);
    if (basis == NULL) return;
    if (draft_get(basis, "number", &text)) output_text(&words, text);
    if (draft_get(basis, "title", &text) && text.size > 0) {
        struct citation citation = citation_of(text);

        put(&words, "《");
        output_text(&words, citation.title);
        put(&words, "》");
        output_text(&words, citation.article);
    }
    put_once(output, (struct fg_text){words.bytes, (uint32_t)words.size, 0});
    output_free(&words);
}

static void bases_words(xmlDocPtr draft, xmlNodePtr node, struct output *output)
{
    basis_words(draft, node, output);
    for (xmlNodePtr part = node->children; part != NULL; part = part->next) {
        if (draft_is(part, "standard")) basis_words(draft, part, output);
    }
}

static void level_words(xmlDocPtr draft, xmlNodePtr node, struct output *output)
{
    static const char *const names[] = {"national", "provincial", "municipal", "county"};
    struct fg_text id, level;
    xmlNodePtr basis = draft_get(node, "basis", &id) ? basis_find(draft, id) : NULL;

    if (basis == NULL || !draft_get(basis, "level", &level)) return;
    for (enum level i = LEVEL_NATIONAL; i < LEVEL_NONE; i++) {
        if (text_equal(level, text_of(names[i]))) put(output, fee_write_level(i));
    }
}

static void departments_words(xmlNodePtr node, struct output *output)
{
    for (xmlNodePtr grants = node->children; grants != NULL; grants = grants->next) {
        if (!draft_is(grants, "grants")) continue;
        for (xmlNodePtr grant = grants->children; grant != NULL; grant = grant->next) {
            struct fg_text text;

            if (!draft_is(grant, "grant")) continue;
            if (draft_get(grant, "department", &text)) put_once(output, text);
            if (draft_get(grant, "unit", &text)) put_once(output, text);
        }
    }
}

void reading_words(const struct reading *reading, xmlDocPtr draft, xmlNodePtr node,
                   const char *which, struct output *output)
{
    struct fg_text name = text_of(which);

    if (text_equal(name, TEXT(WORDS_STANDARD))) standard_words(reading, output);
    if (text_equal(name, TEXT(WORDS_BASES))) bases_words(draft, node, output);
    if (text_equal(name, TEXT(WORDS_LEVEL))) level_words(draft, node, output);
    if (text_equal(name, TEXT(WORDS_DEPARTMENTS))) departments_words(node, output);
    if (text_equal(name, TEXT(WORDS_MANAGEMENT))) management_words(node, output);
    if (output->size == 0 &&
        (text_equal(name, TEXT(WORDS_STANDARD)) || text_equal(name, TEXT(WORDS_DEPARTMENTS)))) {
        put(output, WORDS_NONE);
    }
}

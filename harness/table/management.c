/* SPDX-License-Identifier: Apache-2.0
 * Comments that begin with 管理方式：. */
#include "table/management.h"

#include "output.h"
#include "table/book.h"
#include "table/draft.h"

#define LABEL TEXT("管理方式：")

void management_note(xmlNodePtr item, struct fg_text text)
{
    struct output note = {0};

    output_text(&note, LABEL);
    output_text(&note, text);
    draft_comment(item, (struct fg_text){note.bytes, (uint32_t)note.size, 0});
    output_free(&note);
}

xmlNodePtr management_find(xmlNodePtr item)
{
    for (xmlNodePtr node = item->children; node != NULL; node = node->next) {
        if (node->type != XML_COMMENT_NODE || node->content == NULL) continue;
        if (text_starts(text_trim(text_of((const char *)node->content)), LABEL)) return node;
    }
    return NULL;
}

void management_words(xmlNodePtr item, struct output *output)
{
    xmlNodePtr comment = management_find(item);
    struct fg_text text;

    if (comment == NULL) return;
    text = text_trim(text_of((const char *)comment->content));
    text.bytes += LABEL.size;
    text.size -= LABEL.size;
    output_text(output, text);
}

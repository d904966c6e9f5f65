/* SPDX-License-Identifier: Apache-2.0
 * The public notice (收费目录清单) as one page: what is charged on a day, by whom, how much, by
 * which law, and who pays less. publish.c is the command; notice_entries.c chooses what is on the
 * page, the other notice_*.c files write it part by part. */
#ifndef HARNESS_NOTICE_NOTICE_H
#define HARNESS_NOTICE_NOTICE_H

#include "notice/html.h"
#include "rules/snapshot.h"
#include "words/terms.h"
#include "words/words.h"

enum entry_state { ENTRY_CURRENT, ENTRY_COMING, ENTRY_ENDED, ENTRY_STATES };

/* An item as it stands on the day, or will first stand, or last stood. */
struct entry {
    const struct item_rules *rules;
    const struct snapshot *snapshot; /* whose rules these are */
    enum entry_state state;
    int32_t change; /* coming: its first day; ended: its last day */
};

struct placed_unit {
    const struct unit *unit;
    const struct document *document;
    uint32_t department; /* index in the notice's departments; their number where it has none */
    bool may;            /* charge the item whose row is being written */
};

struct notice {
    const struct bundle *bundle;
    const struct snapshot *snapshot; /* on the day */
    const struct terms *terms;
    int32_t day;
    const struct region *region; /* NULL: the whole bundle */

    struct entry *entries; /* by state, then kind, then code */
    uint32_t entry_count;
    struct placed_unit *units; /* in existence on the day, by code */
    uint32_t unit_count;
    struct fg_text *departments; /* of these units and of all grants, in byte order */
    uint32_t department_count;
    bool has_samples;

    struct html html;
};

/* ---- notice_entries.c ---- */

/* Fills entries, units and departments. */
void notice_gather(struct notice *notice);
void notice_free(struct notice *notice);
/* Whether a document takes part in this page's items and rules. */
bool notice_has(const struct notice *notice, const struct document *document);
/* Whether the document says that it is sample data: by its id or the name of its file. */
bool document_is_sample(const struct document *document);
/* Marks the units that may charge an entry's item on the day, or on that of its change. */
void notice_authorise(struct notice *notice, const struct entry *entry);

/* ---- notice_page.c ---- */

/* The whole page to `file`; false when it could not be written. */
bool notice_write(struct notice *notice, FILE *file);

/* ---- the parts ---- */

void notice_filters(struct notice *notice); /* notice_filters.c */
void notice_row(struct notice *notice, const struct entry *entry, uint32_t number); /* _row.c */
void notice_standards(struct notice *notice, const struct entry *entry); /* notice_standards.c */
void notice_authority(struct notice *notice, const struct entry *entry); /* notice_authority.c */
void notice_reliefs(struct notice *notice, const struct entry *entry);   /* notice_reliefs.c */
void notice_prohibitions(struct notice *notice);                         /* notice_lists.c */
void notice_documents(struct notice *notice);                            /* notice_lists.c */

/* ---- what parts share: notice_row.c ---- */

/* "示例数据", where the document is. */
void notice_sample_mark(struct notice *notice, const struct document *document);
/* <p>label: what `said` holds</p> */
void notice_said(struct notice *notice, const char *label, const char *classes);
void notice_basis(struct notice *notice, const struct basis_ref *basis);

#endif

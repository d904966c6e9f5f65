/* SPDX-License-Identifier: Apache-2.0
 * One directory, one bundle; documents are told apart by label and by the SHA-256 of their bytes.
 */
#include "trail/audit_schedules.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/text.h"
#include "feeguard/host.h"
#include "harness.h"
#include "load/load.h"
#include "trust.h"

static bool load(struct audit_bundles *bundles, const struct trust *trust, const char *directory,
                 int32_t language)
{
    struct fg_text path = text_of(directory);

    if (bundle_load(&path, 1, trust, fault_lines(&language), &bundles->list[bundles->count]) ==
        FG_OK) {
        bundles->count++;
        return true;
    }
    complain("%s: these schedules cannot be used; nothing was judged", directory);
    return false;
}

bool audit_bundles_load(struct audit_bundles *bundles, const char *trust, const char *first,
                        char **others, int other_count, int32_t language)
{
    struct trust *opened;
    bool good;

    *bundles = (struct audit_bundles){
        .list = memory_take((size_t)other_count + 1, sizeof(*bundles->list))};
    if (!trust_choose(trust, language, &opened)) return false;
    good = load(bundles, opened, first, language);
    for (int i = 0; i < other_count && good; i++) {
        good = load(bundles, opened, others[i], language);
    }
    trust_close(opened);
    return good;
}

void audit_bundles_free(struct audit_bundles *bundles)
{
    for (size_t i = 0; i < bundles->count; i++) bundle_release(bundles->list[i]);
    free(bundles->list);
    *bundles = (struct audit_bundles){0};
}

/* ---- why not ---- */

enum presence { THERE_IS_NONE, THERE_IS_ANOTHER, IT_IS_THERE };

static enum presence document_look(const struct audit_bundles *bundles, struct fg_text label,
                                   struct fg_text digest)
{
    enum presence presence = THERE_IS_NONE;

    for (size_t i = 0; i < bundles->count; i++) {
        for (uint32_t j = 0; j < bundles->list[i]->document_count; j++) {
            const struct document *document = bundles->list[i]->documents[j];

            if (!text_equal(document->label, label)) continue;
            if (text_equal(document->digest, digest)) return IT_IS_THERE;
            presence = THERE_IS_ANOTHER;
        }
    }
    return presence;
}

/* "id@serial", and nothing that a terminal would take for more. */
static bool is_label(struct fg_text label)
{
    struct fg_text id = label;

    while (id.size > 0 && label.bytes[id.size - 1] >= '0' && label.bytes[id.size - 1] <= '9') {
        id.size--;
    }
    if (id.size == 0 || label.bytes[id.size - 1] != '@') return false;
    id.size--;
    return text_is_code(id);
}

void audit_bundles_explain(const struct audit_bundles *bundles, const struct manifest *manifest,
                           struct fg_text digest, int32_t language)
{
    bool english = language == FG_LANGUAGE_EN;
    struct reader reader =
        reader_of(manifest != NULL ? manifest->text : (struct fg_text){NULL, 0, 0});

    if (digest.size > 0 && (manifest == NULL || !manifest->is_good)) {
        fputs(english ? "the list of the schedules that it names is not in the ledger\n"
                      : "台账中没有其所引收费标准的清单\n",
              stderr);
        return;
    }
    while (reader.at < reader.end && !reader.failed) {
        struct fg_text label = reader_text(&reader), bytes = reader_text(&reader);
        enum presence presence = document_look(bundles, label, bytes);

        if (reader.failed || presence == IT_IS_THERE || !is_label(label)) continue;
        if (presence == THERE_IS_NONE) {
            fprintf(stderr, english ? "%.*s is in no DIR\n" : "各目录中都没有 %.*s\n",
                    (int)label.size, label.bytes);
        } else {
            fprintf(stderr, english ? "%.*s is another document now\n" : "%.*s 已不是原来的文件\n",
                    (int)label.size, label.bytes);
        }
        return;
    }
    fputs(english ? "other schedules than those that it names are in effect as well; give the "
                    "bundle of that time\n"
                  : "除其所引之外还有其他收费标准生效；请提供当时的整套文件\n",
          stderr);
}

/* SPDX-License-Identifier: Apache-2.0
 * The bureaus are made once a program: RSA keys take their time. */
#include "support/bureau.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "support/test.h"

struct bureau bureaus[KEY_CHOICE_COUNT];
const struct fg_text bureau_document = STATIC_TEXT("<schedule>样例</schedule>\n");

char bureau_directory[PATH_SIZE];
struct arena bureau_arena;
struct seal bureau_seal;
uint32_t bureau_line;
char bureau_said[65536];

static char found[512];

static void note(void *context, const struct breach *breach)
{
    size_t used = strlen(found), said = strlen(bureau_said);

    (void)context;
    bureau_line = breach->line;
    snprintf(found + used, sizeof(found) - used, "%s ", breach_name(breach->kind));
    for (size_t i = 0; i < breach->argument_count && said < sizeof(bureau_said); i++) {
        said += (size_t)snprintf(bureau_said + said, sizeof(bureau_said) - said, "%.*s|",
                                 (int)breach->arguments[i].size, breach->arguments[i].bytes);
    }
}

/* ---- fixtures ---- */

static void bureau_make(struct bureau *bureau, enum key_choice choice)
{
    identity_make(&bureau->root, choice, &(struct plan){"样例根", CERTIFICATE_ROOT, NULL, 0, 0});
    identity_make(&bureau->office, choice,
                  &(struct plan){"样例签发处", CERTIFICATE_INTERMEDIATE, &bureau->root, 0, 0});
    identity_make(&bureau->drafter, choice,
                  &(struct plan){"张三", CERTIFICATE_SIGNER, &bureau->office, 0, 0});
    identity_make(&bureau->approver, choice,
                  &(struct plan){"李四", CERTIFICATE_SIGNER, &bureau->office, 0, 0});
    identity_make(&bureau->clerk, choice,
                  &(struct plan){"王五", CERTIFICATE_SIGNER, &bureau->office, 0, 0});
}

int bureaus_make(void **state)
{
    (void)state;
    for (size_t i = 0; i < KEY_CHOICE_COUNT; i++) bureau_make(&bureaus[i], (enum key_choice)i);
    return 0;
}

int bureaus_free(void **state)
{
    (void)state;
    for (size_t i = 0; i < KEY_CHOICE_COUNT; i++) {
        identity_free(&bureaus[i].root);
        identity_free(&bureaus[i].office);
        identity_free(&bureaus[i].drafter);
        identity_free(&bureaus[i].approver);
        identity_free(&bureaus[i].clerk);
    }
    return 0;
}

int bureau_set_up(void **state)
{
    (void)state;
    directory_make(bureau_directory);
    return 0;
}

int bureau_tear_down(void **state)
{
    (void)state;
    directory_remove(bureau_directory);
    arena_free(&bureau_arena);
    bureau_arena = (struct arena){0};
    return 0;
}

void bureau_trust(const struct bureau *bureau, const char *more)
{
    certificates_write(bureau_directory, TRUST_ANCHORS,
                       (const struct identity *const[]){&bureau->root}, 1);
    policy_write(bureau_directory, &bureau->drafter, &bureau->approver, more);
}

const char *bureau_ask_about(struct fg_text bytes, struct fg_text signatures)
{
    struct breaches breaches = {NULL, note, 0};
    const struct sealed sealed = {SIGNED_SCHEDULE, TEXT("d.xml"), bytes, TEXT("d.xml.sig"),
                                  signatures};
    struct trust *trust = NULL;
    fg_status status;

    found[0] = bureau_said[0] = '\0';
    status = trust_open(text_of(bureau_directory), NOW_S * SECOND_NS, &breaches, &trust);
    if (status == FG_OK)
        status = trust_verify(trust, &bureau_arena, &sealed, &breaches, &bureau_seal);
    assert_int_equal(status, found[0] == '\0' ? FG_OK : FG_SCHEDULE_REFUSED);
    assert_int_equal(breaches.count > 0, found[0] != '\0');
    trust_close(trust);
    return found;
}

const char *bureau_ask(const struct signing *signings, uint32_t count)
{
    return bureau_ask_about(bureau_document,
                            signatures_text(&bureau_arena, signings, count, bureau_document));
}

void bureau_both(const struct bureau *bureau, struct signing out[static 2])
{
    out[0] = signing_by(&bureau->drafter, "drafter", NOW_S - ONE_HOUR);
    out[1] = signing_by(&bureau->approver, "approver", NOW_S - ONE_HOUR);
}

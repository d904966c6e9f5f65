/* SPDX-License-Identifier: Apache-2.0
 * Memory that runs out while a trust directory is read and a document verified: the n-th allocation
 * of ours, and of OpenSSL's, fails for every n (of OpenSSL's for every seventh). Nothing crashes or
 * leaks, and what is not to be trusted never is. */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

#include "base/text.h"
#include "support/bureau.h"

/* ---- allocators that fail when told; see CMakeLists.txt for the linker's part ---- */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);

enum allocator { OURS, OPENSSL, ALLOCATOR_COUNT };

static uint64_t left[ALLOCATOR_COUNT] = {UINT64_MAX, UINT64_MAX}; /* before one fails */
static bool has_failed;

static bool fails(enum allocator allocator)
{
    if (left[allocator] == UINT64_MAX) return false;
    if (left[allocator]-- > 0) return false;
    left[allocator] = UINT64_MAX;
    has_failed = true;
    return true;
}

__attribute__((used)) void *__wrap_malloc(size_t size)
{
    return fails(OURS) ? NULL : __real_malloc(size);
}

__attribute__((used)) void *__wrap_calloc(size_t count, size_t size)
{
    return fails(OURS) ? NULL : __real_calloc(count, size);
}

__attribute__((used)) void *__wrap_realloc(void *memory, size_t size)
{
    return fails(OURS) ? NULL : __real_realloc(memory, size);
}

static void *openssl_malloc(size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    return fails(OPENSSL) ? NULL : __real_malloc(size);
}

static void *openssl_realloc(void *memory, size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    return fails(OPENSSL) ? NULL : __real_realloc(memory, size);
}

static void openssl_free(void *memory, const char *file, int line)
{
    (void)file;
    (void)line;
    free(memory);
}

/* ---- one question at a time ---- */

static struct arena papers; /* signatures */

static void ignore(void *context, const struct breach *breach)
{
    (void)context;
    (void)breach;
}

static fg_status verify(struct fg_text bytes, struct fg_text signatures)
{
    struct breaches breaches = {.report = ignore};
    struct arena arena = {0};
    struct trust *trust = NULL;
    struct seal seal = {0};
    const struct sealed sealed = {SIGNED_SCHEDULE, TEXT("d.xml"), bytes, TEXT("d.xml.sig"),
                                  signatures};
    fg_status status = trust_open(text_of(bureau_directory), NOW_S * SECOND_NS, &breaches, &trust);

    if (status == FG_OK) status = trust_verify(trust, &arena, &sealed, &breaches, &seal);
    trust_close(trust);
    arena_free(&arena);
    return status;
}

/* Verifies with one allocation after another failing, and demands a clean status each time.
 * Returns how many failures there were. */
static int each_failure(enum allocator allocator, struct fg_text bytes, struct fg_text signatures,
                        fg_status whole)
{
    const int stride = allocator == OURS ? 1 : 7; /* OpenSSL's are many and much alike */

    for (int n = 0;; n += stride) {
        fg_status status;

        has_failed = false;
        left[allocator] = (uint64_t)n;
        status = verify(bytes, signatures);
        left[allocator] = UINT64_MAX;
        if (!has_failed) {
            assert_int_equal(status, whole);
            return n;
        }
        if (status != FG_NO_MEMORY && status != FG_SCHEDULE_REFUSED) {
            assert_int_equal(status, whole);
        }
        assert_true(n < 100000);
    }
}

static void each_key(enum allocator allocator)
{
    for (size_t i = 0; i < KEY_CHOICE_COUNT; i++) {
        struct signing signings[2];
        struct fg_text altered = bureau_document, signatures;

        /* OpenSSL 3.0 itself does not survive it there (BN_CTX_end of none). */
        if (allocator == OPENSSL && i == KEY_CHOICE_SM2) continue;
        bureau_trust(&bureaus[i], "");
        bureau_both(&bureaus[i], signings);
        signatures = signatures_text(&papers, signings, 2, bureau_document);
        altered.size--;
        assert_true(each_failure(allocator, bureau_document, signatures, FG_OK) > 0);
        each_failure(allocator, altered, signatures, FG_SCHEDULE_REFUSED);
    }
    arena_free(&papers);
}

static void our_memory_runs_out(void **state)
{
    (void)state;
    each_key(OURS);
}

static void the_memory_of_openssl_runs_out(void **state)
{
    (void)state;
    each_key(OPENSSL);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        BUREAU_TEST(our_memory_runs_out),
        BUREAU_TEST(the_memory_of_openssl_runs_out),
    };

    if (CRYPTO_set_mem_functions(openssl_malloc, openssl_realloc, openssl_free) != 1) return 1;
    return cmocka_run_group_tests(tests, bureaus_make, bureaus_free);
}

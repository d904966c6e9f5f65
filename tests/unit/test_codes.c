/* SPDX-License-Identifier: Apache-2.0
 * The tables of codes and statuses: complete, unique, in both languages. */
#include "support/test.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "engine/codes.h"
#include "engine/status.h"
#include "feeguard/host.h"

static const fg_status statuses[] = {
    FG_OK,
    FG_COMMITTED_LATE,
    FG_DENIED,
    FG_CONFLICTING_RETRY,
    FG_NOT_FOUND,
    FG_NOT_RESERVED,
    FG_NOT_COMMITTED,
    FG_OVER_REFUND,
    FG_PERMIT_MALFORMED,
    FG_PERMIT_OTHER_KEY,
    FG_PERMIT_FORGED,
    FG_PERMIT_OTHER_CHARGE,
    FG_PERMIT_OTHER_AMOUNT,
    FG_PERMIT_EXPIRED,
    FG_BAD_ARGUMENT,
    FG_BAD_SIZE,
    FG_BAD_OPTION,
    FG_SCHEDULE_REFUSED,
    FG_SCHEDULE_UNREADABLE,
    FG_BUFFER_TOO_SMALL,
    FG_LEDGER_MISSING,
    FG_LEDGER_REFUSED,
    FG_LEDGER_NEWER,
    FG_LEDGER_DAMAGED,
    FG_LEDGER_IN_USE,
    FG_LEDGER_UNAVAILABLE,
    FG_NO_MEMORY,
    FG_BUSY,
    FG_FORKED,
    FG_INTERNAL,
};

/* Goal: each code is named as the rules name it. */
static void codes_have_the_names_of_the_rules(void **state)
{
    static const struct {
        int32_t code;
        const char *name, *name_zh;
    } expected[] = {
        {1, "INVALID_CHARGE", "缴费信息无效"},
        {2, "NO_SCHEDULE", "无有效收费标准"},
        {3, "UNLISTED_ITEM", "自立项目收费"},
        {4, "NOT_IN_FORCE", "收费项目未生效或已取消"},
        {5, "UNKNOWN_UNIT", "无收费主体资格"},
        {6, "NOT_AUTHORISED", "越权收费"},
        {7, "OUTSIDE_JURISDICTION", "超越管辖区域收费"},
        {8, "PROHIBITED_LEVY", "摊派"},
        {9, "PREMATURE_COLLECTION", "提前征收"},
        {10, "MISSING_ATTRIBUTE", "缺少计费要素"},
        {11, "NO_STANDARD", "无适用收费标准"},
        {12, "OVER_STANDARD", "超标准收费"},
        {13, "BELOW_STANDARD", "低于法定下限"},
        {14, "REDUCTION_NOT_APPLIED", "未落实税费减免"},
        {15, "DUPLICATE", "法定期限内重复收费"},
        {16, "INSTALMENTS_EXCEED", "分期收费累计超标准"},
        {17, "UNEQUAL_PENALTY", "同查不同罚"},
        {18, "UNDERCHARGED", "少收"},
        {19, "REDUCTION_UNDETERMINED", "减免资格待定"},
        {20, "PRE_HOLIDAY_PENALTY", "节前处罚提示"},
        {21, "LEDGER_UNAVAILABLE", "台账不可用"},
    };

    (void)state;
    assert_int_equal(COUNT(expected), FG_CODE_COUNT - 1);
    for (size_t i = 0; i < COUNT(expected); i++) {
        const struct code *code = &codes[expected[i].code];
        bool advisory = expected[i].code >= 17 && expected[i].code <= 20;

        assert_string_equal(code->name, expected[i].name);
        assert_string_equal(code->name_zh, expected[i].name_zh);
        assert_int_equal(code->effect, advisory ? FG_EFFECT_WARN : FG_EFFECT_DENY);
    }
}

/* Every {name} of a pattern must be one that can be filled in. */
static void check_pattern(const char *pattern)
{
    static const char *const names[] = {
        "{item}",   "{unit}",     "{region}", "{item_name}", "{conflict}", "{field}",  "{detail}",
        "{amount}", "{standard}", "{low}",    "{due}",       "{earliest}", "{period}", "{missing}",
    };
    const char *open = pattern;

    assert_true(strlen(pattern) > 0);
    assert_true(text_is_utf8(text_of(pattern)));
    while ((open = strchr(open, '{')) != NULL) {
        bool known = false;

        for (size_t i = 0; i < COUNT(names); i++) {
            known = known || strncmp(open, names[i], strlen(names[i])) == 0;
        }
        if (!known) fail_msg("unknown name in \"%s\"", pattern);
        open++;
    }
}

/* Goal: each code has its sentences, and law in both languages or in none. */
static void codes_have_sentences_that_can_be_filled_in(void **state)
{
    (void)state;
    for (int code = 1; code < FG_CODE_COUNT; code++) {
        check_pattern(codes[code].message_zh);
        check_pattern(codes[code].message_en);
        assert_non_null(codes[code].law_zh);
        assert_non_null(codes[code].law_en);
        assert_int_equal(codes[code].law_zh[0] == '\0', codes[code].law_en[0] == '\0');
        for (int other = 1; other < code; other++) {
            assert_string_not_equal(codes[code].message_zh, codes[other].message_zh);
            assert_string_not_equal(codes[code].message_en, codes[other].message_en);
        }
    }
}

/* Goal: what a late commit can find has sentences of its own, for which it knows all values. */
static void late_commits_have_their_sentences(void **state)
{
    (void)state;
    for (int code = 1; code < FG_CODE_COUNT; code++) {
        const struct late_message *late = &late_messages[code];
        bool arises = code == FG_DUPLICATE || code == FG_INSTALMENTS_EXCEED;

        assert_true((late->zh != NULL) == arises && (late->en != NULL) == arises);
        if (!arises) continue;
        assert_true(text_is_utf8(text_of(late->zh)) && text_is_utf8(text_of(late->en)));
        assert_int_equal(strstr(late->zh, "{conflict}") != NULL, code == FG_DUPLICATE);
        assert_int_equal(strstr(late->en, "{conflict}") != NULL, code == FG_DUPLICATE);
    }
}

/* Goal: each status has a name, a sentence in both languages, and its hundred's class. */
static void statuses_are_complete_and_unique(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(statuses); i++) {
        fg_status status = statuses[i];
        int32_t class = status >= 300   ? FG_CLASS_FATAL
                        : status >= 200 ? FG_CLASS_RETRY
                        : status >= 100 ? FG_CLASS_INVALID
                        : status >= 10  ? FG_CLASS_REFUSED
                                        : FG_CLASS_DONE;

        assert_int_equal(strncmp(status_name(status), "FG_", 3), 0);
        assert_string_not_equal(status_name(status), "FG_UNKNOWN");
        assert_int_equal(status_class(status), class);
        for (size_t other = 0; other < i; other++) {
            assert_string_not_equal(status_name(status), status_name(statuses[other]));
            for (int32_t language = FG_LANGUAGE_ZH; language <= FG_LANGUAGE_EN; language++) {
                assert_string_not_equal(status_text(status, language),
                                        status_text(statuses[other], language));
            }
        }
        assert_string_not_equal(status_text(status, FG_LANGUAGE_ZH),
                                status_text(status, FG_LANGUAGE_EN));
    }
}

/* Goal: a number that is no status is unknown and fatal, and no status hides among them. */
static void statuses_that_are_none_are_unknown(void **state)
{
    size_t known = 0;

    (void)state;
    for (fg_status status = -1000; status < 2000; status++) {
        if (strcmp(status_name(status), "FG_UNKNOWN") != 0) {
            known++;
            continue;
        }
        assert_int_equal(status_class(status), FG_CLASS_FATAL);
        assert_true(strlen(status_text(status, FG_LANGUAGE_ZH)) > 0);
        assert_true(strlen(status_text(status, FG_LANGUAGE_EN)) > 0);
    }
    assert_int_equal(known, COUNT(statuses));
    assert_string_equal(status_name(INT32_MIN), "FG_UNKNOWN");
    assert_string_equal(status_name(INT32_MAX), "FG_UNKNOWN");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_have_the_names_of_the_rules),
        cmocka_unit_test(codes_have_sentences_that_can_be_filled_in),
        cmocka_unit_test(late_commits_have_their_sentences),
        cmocka_unit_test(statuses_are_complete_and_unique),
        cmocka_unit_test(statuses_that_are_none_are_unknown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

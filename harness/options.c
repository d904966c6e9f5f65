/* SPDX-License-Identifier: Apache-2.0
 * Command lines, read by one table-driven loop. */
#include "options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "feeguard/host.h"
#include "harness.h"

/* The option that `argument` names, up to its '=' if it has one. */
static const struct option_spec *find(const struct option_spec *options, size_t option_count,
                                      const char *argument)
{
    size_t size = strcspn(argument, "=");

    for (size_t i = 0; i < option_count; i++) {
        if (strlen(options[i].name) == size && memcmp(options[i].name, argument, size) == 0) {
            return &options[i];
        }
    }
    return NULL;
}

/* Takes the option at argv[*at], and its value. */
static bool take(const struct option_spec *option, int argc, char **argv, int *at)
{
    const char *equals = strchr(argv[*at], '=');

    if (option->flag != NULL) {
        *option->flag = true;
        if (equals != NULL) complain("%s takes no value", option->name);
        return equals == NULL;
    }
    if (equals != NULL) {
        *option->text = equals + 1;
        return true;
    }
    if (*at + 1 >= argc) {
        complain("%s needs a value", option->name);
        return false;
    }
    *option->text = argv[++*at];
    return true;
}

bool options_read(const struct option_spec *options, size_t option_count, int argc, char **argv,
                  int *operand_count)
{
    bool only_operands = false;

    *operand_count = 0;
    for (int i = 1; i < argc; i++) {
        const struct option_spec *option;

        if (only_operands || argv[i][0] != '-' || argv[i][1] == '\0') {
            argv[++*operand_count] = argv[i];
            continue;
        }
        if (strcmp(argv[i], "--") == 0) {
            only_operands = true;
            continue;
        }
        option = find(options, option_count, argv[i]);
        if (option == NULL) {
            complain("unknown option %s; see feeguard %s --help", argv[i], argv[0]);
            return false;
        }
        if (!take(option, argc, argv, &i)) return false;
    }
    return true;
}

bool option_number(const char *name, const char *text, long least, long most, long *value)
{
    char *end;
    long number;

    if (text == NULL) return true;
    errno = 0;
    number = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || number < least || number > most) {
        complain("%s: a number from %ld to %ld is needed, not \"%s\"", name, least, most, text);
        return false;
    }
    *value = number;
    return true;
}

bool option_date(const char *name, const char *text, int32_t *yyyymmdd)
{
    int32_t day;

    if (text == NULL) return true;
    if (!day_parse(text_of(text), &day)) {
        complain("%s: a date YYYY-MM-DD is needed, not \"%s\"", name, text);
        return false;
    }
    *yyyymmdd = day_to_ymd(day);
    return true;
}

/* One of two words, by its index. */
static bool option_word(const char *name, const char *text, const char *const words[2],
                        int32_t *index)
{
    if (text == NULL) return true;
    for (int32_t i = 0; i < 2; i++) {
        if (strcmp(text, words[i]) == 0) {
            *index = i;
            return true;
        }
    }
    complain("%s is %s or %s, not \"%s\"", name, words[0], words[1], text);
    return false;
}

bool option_mode(const char *text, int32_t *mode)
{
    static const char *const words[] = {"enforce", "monitor"};

    _Static_assert(FG_MODE_ENFORCE == 0 && FG_MODE_MONITOR == 1, "the words' order");
    return option_word("--mode", text, words, mode);
}

bool option_language(const char *text, int32_t *language)
{
    static const char *const words[] = {"zh", "en"};

    _Static_assert(FG_LANGUAGE_ZH == 0 && FG_LANGUAGE_EN == 1, "the words' order");
    return option_word("--language", text, words, language);
}

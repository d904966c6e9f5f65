/* SPDX-License-Identifier: Apache-2.0
 * What is wrong with a malformed row, in words. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "feeguard/host.h"
#include "log/row.h"

#define NAME_SHOWN_MAX 64 /* bytes of a name that a message shows */

static const char *const reasons[FAULT_KIND_COUNT][2] = {
    [FAULT_NONE] = {"", ""},
    [FAULT_STRAY_QUOTES] = {"引号位置有误", "stray quotes"},
    [FAULT_CELL_COUNT] = {"单元格数与表头不符", "not as many cells as the header has"},
    [FAULT_TOO_LONG] = {"记录超过 16 MiB", "a record above 16 MiB"},
    [FAULT_NOT_UTF8] = {"不是 UTF-8", "not UTF-8"},
    [FAULT_NOT_JSON] = {"不是 JSON", "no JSON"},
    [FAULT_NOT_OBJECT] = {"不是 JSON 对象", "no JSON object"},
    [FAULT_MEMBER_TWICE] = {"成员重复出现", "a member twice"},
    [FAULT_LONE_SURROGATE] = {"有不成对的代理字符", "a lone surrogate"},
    [FAULT_UNKNOWN_MEMBER] = {"未知成员", "unknown member"},
    [FAULT_TYPE] = {"类型不对", "wrong type"},
    [FAULT_EVENT] = {"没有这种事件", "no such event"},
    [FAULT_CODE] = {"须为 1 至 64 字节的 UTF-8，不含控制字符",
                    "not 1 to 64 bytes of UTF-8 without control characters"},
    [FAULT_TEXT] = {"须为不超过 1024 字节的 UTF-8", "not at most 1024 bytes of UTF-8"},
    [FAULT_TIME] = {"须为 RFC 3339 时间，当地日期在 1900 至 2199 年",
                    "not an RFC 3339 time with a local date within 1900 to 2199"},
    [FAULT_DATE] = {"须为 1900 至 2199 年的日期 YYYY-MM-DD",
                    "not a date YYYY-MM-DD within 1900 to 2199"},
    [FAULT_REGION] = {"须为 2、4、6、9 或 12 位数字", "not 2, 4, 6, 9 or 12 digits"},
    [FAULT_CURRENCY] = {"只接受 CNY", "not CNY"},
    [FAULT_MONEY] = {"须为 0 至 10^13 元，至多两位小数",
                     "not yuan from 0 to 10^13 with at most 2 decimals"},
    [FAULT_QUANTITY] = {"须为 0 至 10^12，至多六位小数",
                        "not a decimal from 0 to 10^12 with at most 6 decimals"},
    [FAULT_MISSING] = {"缺失", "missing"},
    [FAULT_REFUND_ZERO] = {"退款至少 0.01 元", "a refund is at least 0.01"},
    [FAULT_ATTRIBUTE_NAME] = {"属性名须为 1 至 64 字节的 UTF-8，不含控制字符",
                              "an attribute's name is not 1 to 64 bytes of UTF-8 without control "
                              "characters"},
    [FAULT_ATTRIBUTE_PREFIX] = {"属性名不得以 payer. 或 charge. 开头",
                                "an attribute's name begins with payer. or charge."},
    [FAULT_ATTRIBUTE_COUNT] = {"属性超过 256 个", "more than 256 attributes"},
    [FAULT_LIBRARY] = {"插件判定缴费信息无效", "the library finds the charge invalid"},
};

/* A name with what is not UTF-8 or would upset a terminal replaced by '?'. */
static void name_show(struct fg_text name, char out[static NAME_SHOWN_MAX + 4])
{
    uint32_t at = 0;
    size_t size = 0;

    while (at < name.size && at < NAME_SHOWN_MAX) {
        uint32_t start = at;
        int32_t point = utf8_next(name, &at);

        if (point < 0) at = start + 1;
        if (size + (at - start) > NAME_SHOWN_MAX) break;
        if (point < 0x20 || (point >= 0x7F && point <= 0x9F)) {
            out[size++] = '?';
        } else {
            memcpy(out + size, name.bytes + start, at - start);
            size += at - start;
        }
    }
    out[size] = '\0';
}

void row_fault_format(const struct event *event, int32_t language, char *buffer, size_t size)
{
    char name[NAME_SHOWN_MAX + 4];
    const char *reason = reasons[event->fault][language == FG_LANGUAGE_EN];

    name_show(event->fault_name, name);
    snprintf(buffer, size, "%s%s%s", name, name[0] == '\0' ? "" : ": ", reason);
}

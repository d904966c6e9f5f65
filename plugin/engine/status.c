/* SPDX-License-Identifier: Apache-2.0
 * One row a status. A number without a row is nothing to rely on: unknown and fatal. */
#include "engine/status.h"

#include <stddef.h>

#include "feeguard/host.h"

#define STATUSES(X)                                                                                \
    X(FG_OK, FG_CLASS_DONE, "完成", "done")                                                        \
    X(FG_COMMITTED_LATE, FG_CLASS_DONE, "预留已过期，现重新入账",                                  \
      "committed after the reservation ran out")                                                   \
    X(FG_DENIED, FG_CLASS_REFUSED, "不予放行", "denied")                                           \
    X(FG_CONFLICTING_RETRY, FG_CLASS_REFUSED, "同一交易号内容不一致",                              \
      "the id is known with other content")                                                        \
    X(FG_NOT_FOUND, FG_CLASS_REFUSED, "没有这笔缴费", "no such charge")                            \
    X(FG_NOT_RESERVED, FG_CLASS_REFUSED, "已入账，不能释放",                                       \
      "already committed, cannot be released")                                                     \
    X(FG_NOT_COMMITTED, FG_CLASS_REFUSED, "尚未入账，不能退款",                                    \
      "not committed, cannot be refunded")                                                         \
    X(FG_OVER_REFUND, FG_CLASS_REFUSED, "退款超过余额", "more than is left of the charge")         \
    X(FG_PERMIT_MALFORMED, FG_CLASS_REFUSED, "不是许可凭证", "it is no permit")                    \
    X(FG_PERMIT_OTHER_KEY, FG_CLASS_REFUSED, "许可凭证由别的密钥签发",                             \
      "the permit was issued under another key")                                                   \
    X(FG_PERMIT_FORGED, FG_CLASS_REFUSED, "许可凭证系伪造或被改动",                                \
      "the permit is forged or altered")                                                           \
    X(FG_PERMIT_OTHER_CHARGE, FG_CLASS_REFUSED, "许可凭证属于另一笔缴费",                          \
      "the permit is that of another charge")                                                      \
    X(FG_PERMIT_OTHER_AMOUNT, FG_CLASS_REFUSED, "许可凭证的金额不符",                              \
      "the permit is for another amount")                                                          \
    X(FG_PERMIT_EXPIRED, FG_CLASS_REFUSED, "许可凭证已过期", "the permit has expired")             \
    X(FG_BAD_ARGUMENT, FG_CLASS_INVALID, "参数为空或超出范围",                                     \
      "an argument is NULL or out of range")                                                       \
    X(FG_BAD_SIZE, FG_CLASS_INVALID, "结构大小不被识别", "a struct's size is not known")           \
    X(FG_BAD_OPTION, FG_CLASS_INVALID, "选项不被识别", "an option is not understood")              \
    X(FG_SCHEDULE_REFUSED, FG_CLASS_INVALID, "收费标准文件不合规则", "the schedules break a rule") \
    X(FG_SCHEDULE_UNREADABLE, FG_CLASS_INVALID, "收费标准文件无法读取",                            \
      "the schedules cannot be read")                                                              \
    X(FG_BUFFER_TOO_SMALL, FG_CLASS_INVALID, "缓冲区太小", "the buffer is too small")              \
    X(FG_LEDGER_MISSING, FG_CLASS_INVALID, "没有这个台账", "there is no such ledger")              \
    X(FG_LEDGER_REFUSED, FG_CLASS_INVALID, "台账的文件、密钥或文件系统不合要求",                   \
      "the ledger's file, keys or file system will not do")                                        \
    X(FG_LEDGER_NEWER, FG_CLASS_INVALID, "台账由更新的版本建立",                                   \
      "the ledger was made by a newer version")                                                    \
    X(FG_LEDGER_DAMAGED, FG_CLASS_INVALID, "台账已损坏", "the ledger is damaged")                  \
    X(FG_LEDGER_IN_USE, FG_CLASS_INVALID, "本进程已打开此台账",                                    \
      "this process has the ledger open already")                                                  \
    X(FG_LEDGER_UNAVAILABLE, FG_CLASS_RETRY, "台账不可用", "the ledger is not available")          \
    X(FG_NO_MEMORY, FG_CLASS_RETRY, "内存不足", "out of memory")                                   \
    X(FG_BUSY, FG_CLASS_RETRY, "排队已满", "the queue is full")                                    \
    X(FG_FORKED, FG_CLASS_FATAL, "引擎属于父进程", "the engine belongs to the parent process")     \
    X(FG_INTERNAL, FG_CLASS_FATAL, "内部错误", "internal error")

static const struct {
    fg_status status;
    int32_t class;
    const char *name, *text_zh, *text_en;
} rows[] = {
#define X(status, class, zh, en) {status, class, #status, zh, en},
    STATUSES(X)
#undef X
};

static const size_t row_count = sizeof(rows) / sizeof(rows[0]);

const char *status_name(fg_status status)
{
    for (size_t i = 0; i < row_count; i++) {
        if (rows[i].status == status) return rows[i].name;
    }
    return "FG_UNKNOWN";
}

const char *status_text(fg_status status, int32_t language)
{
    for (size_t i = 0; i < row_count; i++) {
        if (rows[i].status != status) continue;
        return language == FG_LANGUAGE_EN ? rows[i].text_en : rows[i].text_zh;
    }
    return language == FG_LANGUAGE_EN ? "unknown status" : "未知状态";
}

int32_t status_class(fg_status status)
{
    for (size_t i = 0; i < row_count; i++) {
        if (rows[i].status == status) return rows[i].class;
    }
    return FG_CLASS_FATAL;
}

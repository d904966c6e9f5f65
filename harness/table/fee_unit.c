/* SPDX-License-Identifier: Apache-2.0
 * Units of charges: things that are counted, and nothing that may change the charge. */
#include "table/fee_unit.h"

#include "output.h"
#include "table/fee_read.h"

#define UNIT_SIZE_MAX 15 /* bytes: five characters */

bool fee_has_any(struct fg_text text, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (text_contains(text, text_of(*list))) return true;
    }
    return false;
}

static bool is_one_of(struct fg_text text, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (text_equal(text, text_of(*list))) return true;
    }
    return false;
}

/* Two things at once (元/人·月, 元/平方米每天) are two numbers of which a charge has one; and what
 * is behind the thing may be a rule (元/件起, 元/本已停征). */
bool fee_unit_is_single(struct fg_text unit)
{
    static const char *const times[] = {"月",   "年",   "日",   "天",   "周",   "季度",
                                        "半年", "学期", "学年", "小时", "分钟", NULL};
    static const char *const parts[] = {"月", "年", "日", "天", "周", "季", "学期", "小时", NULL};
    static const char *const others[] = {
        "/",  "·",  "*",  "×",  "x",  "(",  ")",  "[",  "]",  "每", "元", "%",  "‰",  "-",
        "+",  "及", "和", "或", "至", "内", "外", "以", ":",  ";",  ".",  "起", "免", "减",
        "停", "暂", "约", "左", "右", "限", "顶", "上", "下", "不", "未", "非", "另", "已",
        "余", "多", "少", "含", "加", "折", "半", "优", "惠", "首", "续", "等", "可", "为",
        "按", "的", "由", "其", "各", "均", "计", "收", "征", "缴", "交", "取", "超", "满",
        "最", "应", "须", "①",  "②",  "③",  "④",  "⑤",  "注", NULL};

    if (is_one_of(unit, times)) return true;
    if (unit.size == 0 || unit.size > UNIT_SIZE_MAX || fee_has_any(unit, others)) return false;
    for (uint32_t i = 0; i < unit.size; i++) {
        if (unit.bytes[i] >= '0' && unit.bytes[i] <= '9') return false;
    }
    return !fee_has_any(unit, parts);
}

void fee_unit_read(struct fg_text unit, struct output *plain, struct fee_unit *read)
{
    const struct fg_text yuan = TEXT("元"), each = TEXT("/");
    struct fg_text thing;

    *read = (struct fee_unit){.thing = TEXT("")};
    fee_plain(unit, plain);
    thing = (struct fg_text){plain->bytes, (uint32_t)plain->size, 0};
    if (text_starts(thing, yuan)) {
        thing = (struct fg_text){thing.bytes + yuan.size, thing.size - yuan.size, 0};
        read->is_yuan = thing.size == 0;
        if (!text_starts(thing, each)) return;
        thing = (struct fg_text){thing.bytes + each.size, thing.size - each.size, 0};
    }
    if (!fee_unit_is_single(thing)) return;
    read->is_yuan = true;
    read->thing = thing;
}

/* SPDX-License-Identifier: Apache-2.0
 * The checks of semantics section 3 as people read them.
 *
 * The general law is the Regulation on Optimizing the Business Environment (State Council Decree
 * No. 722), whose articles 24 and 25 bind every charge to a lawful, published list; its articles 17
 * and 14 forbid forced levies; article 60 demands equal penalties for equal acts. */
#include "engine/codes.h"

#define DECREE_722(article_zh, article_en)                                                         \
    "《优化营商环境条例》（国务院令第722号）" article_zh,                                          \
        "Regulation on Optimizing the Business Environment (State Council Decree No. "             \
        "722), " article_en

const struct code codes[FG_CODE_COUNT] = {
    [FG_INVALID_CHARGE] =
        {"INVALID_CHARGE", "缴费信息无效", FG_EFFECT_DENY, "", "",
         "缴费信息无效：字段 {field} 缺失、格式不对或超出范围，请更正后重新提交。",
         "The charge is malformed: field {field} is missing, wrong or over its "
         "limit; correct it and submit again."},
    [FG_NO_SCHEDULE] = {"NO_SCHEDULE", "无有效收费标准", FG_EFFECT_DENY,
                        DECREE_722("第二十五条", "article 25"),
                        "收费日期和地点没有生效的收费标准文件，不得收费。",
                        "No fee schedule is in effect for the date and place; nothing may be "
                        "charged."},
    [FG_UNLISTED_ITEM] = {"UNLISTED_ITEM", "自立项目收费", FG_EFFECT_DENY,
                          DECREE_722("第二十五条", "article 25"),
                          "项目 {item} 不在收费目录清单内，属于自立项目收费，缴费人可以拒绝缴纳。",
                          "Item {item} is on no fee list; the payer may refuse it."},
    [FG_NOT_IN_FORCE] = {"NOT_IN_FORCE", "收费项目未生效或已取消", FG_EFFECT_DENY,
                         DECREE_722("第二十五条", "article 25"),
                         "{item_name}在适用日期尚未生效或已经取消，不得收取。",
                         "{item_name} is not yet in force or was abolished on the date that "
                         "applies; it may not be charged."},
    [FG_UNKNOWN_UNIT] = {"UNKNOWN_UNIT", "无收费主体资格", FG_EFFECT_DENY,
                         DECREE_722("第二十五条", "article 25"),
                         "执收单位 {unit} 未登记或不在有效期内，没有收费主体资格。",
                         "Collecting unit {unit} is not registered, or not at this date."},
    [FG_NOT_AUTHORISED] = {"NOT_AUTHORISED", "越权收费", FG_EFFECT_DENY,
                           DECREE_722("第二十五条", "article 25"),
                           "{detail}（{unit}）没有收取{item_name}的权限，应由有权的单位收取。",
                           "{detail} ({unit}) has no authority to charge {item_name}; only a unit "
                           "with a grant may."},
    [FG_OUTSIDE_JURISDICTION] = {"OUTSIDE_JURISDICTION", "超越管辖区域收费", FG_EFFECT_DENY,
                                 DECREE_722("第二十五条", "article 25"),
                                 "收费地点 {region} 不在{detail}（{unit}）的管辖区域内。",
                                 "Region {region} is outside the area of {detail} ({unit})."},
    [FG_PROHIBITED_LEVY] = {"PROHIBITED_LEVY", "摊派", FG_EFFECT_DENY,
                            DECREE_722("第十七条", "article 17"),
                            "缴费事由属于禁止的摊派（{detail}），缴费人可以拒绝。",
                            "The purpose is a forbidden levy ({detail}); the payer may refuse it."},
    [FG_PREMATURE_COLLECTION] = {"PREMATURE_COLLECTION", "提前征收", FG_EFFECT_DENY,
                                 DECREE_722("第二十五条", "article 25"),
                                 "费款所属期 {period} 尚未开始，不得提前征收。",
                                 "The period {period} has not begun; it may not be collected yet."},
    [FG_MISSING_ATTRIBUTE] = {"MISSING_ATTRIBUTE", "缺少计费要素", FG_EFFECT_DENY, "", "",
                              "缺少计费要素：{missing}，请补齐后重新提交。",
                              "Missing: {missing}; supply it and submit again."},
    [FG_NO_STANDARD] = {"NO_STANDARD", "无适用收费标准", FG_EFFECT_DENY,
                        DECREE_722("第二十五条", "article 25"),
                        "{item_name}在适用日期和情形下没有收费标准，不得收取。",
                        "{item_name} has no standard for the date and case; it may not be "
                        "charged."},
    [FG_OVER_STANDARD] = {"OVER_STANDARD", "超标准收费", FG_EFFECT_DENY,
                          DECREE_722("第二十四条", "article 24"),
                          "拟收 {amount} 元，超过标准 {standard} 元；依法应收 {due} 元。",
                          "{amount} yuan is above the standard of {standard} yuan; the lawful "
                          "amount is {due} yuan."},
    [FG_BELOW_STANDARD] = {"BELOW_STANDARD", "低于法定下限", FG_EFFECT_DENY,
                           DECREE_722("第二十四条", "article 24"),
                           "拟收 {amount} 元，低于法定下限 {low} 元。",
                           "{amount} yuan is below the low end of {low} yuan."},
    [FG_REDUCTION_NOT_APPLIED] =
        {"REDUCTION_NOT_APPLIED", "未落实税费减免", FG_EFFECT_DENY,
         DECREE_722("第二十四条", "article 24"),
         "应落实减免（{detail}）：标准 {standard} 元，减免后应收 {due} 元，"
         "拟收 {amount} 元。",
         "A reduction is due ({detail}): of the standard of {standard} "
         "yuan only {due} yuan may be charged, not {amount} yuan."},
    [FG_DUPLICATE] = {"DUPLICATE", "法定期限内重复收费", FG_EFFECT_DENY,
                      DECREE_722("第二十五条", "article 25"),
                      "法定期限内已收过此费（交易 {conflict}）；最早可收日期：{earliest}。",
                      "Already charged within the statutory period (transaction {conflict}); "
                      "earliest lawful date: {earliest}."},
    [FG_INSTALMENTS_EXCEED] = {"INSTALMENTS_EXCEED", "分期收费累计超标准", FG_EFFECT_DENY,
                               DECREE_722("第二十四条", "article 24"),
                               "分期累计将超过应收 {due} 元，请核减本期金额。",
                               "Instalments would exceed the {due} yuan that are due in all."},
    [FG_UNEQUAL_PENALTY] = {"UNEQUAL_PENALTY", "同查不同罚", FG_EFFECT_WARN,
                            DECREE_722("第六十条", "article 60"),
                            "同类违法本年度已有不同金额的处罚（交易 {conflict}），请说明裁量理由。",
                            "An equal case was fined another amount this year (transaction "
                            "{conflict}); state the reason for the difference."},
    [FG_UNDERCHARGED] = {"UNDERCHARGED", "少收", FG_EFFECT_WARN,
                         DECREE_722("第二十四条", "article 24"),
                         "拟收 {amount} 元，少于应收 {due} 元。",
                         "{amount} yuan is less than the {due} yuan that are due."},
    [FG_REDUCTION_UNDETERMINED] = {"REDUCTION_UNDETERMINED", "减免资格待定", FG_EFFECT_WARN, "", "",
                                   "能否享受减免（{detail}）尚不能确定，缺少：{missing}。",
                                   "Whether a reduction ({detail}) is due cannot be determined; "
                                   "missing: {missing}."},
    [FG_PRE_HOLIDAY_PENALTY] = {"PRE_HOLIDAY_PENALTY", "节前处罚提示", FG_EFFECT_WARN,
                                DECREE_722("第六十条", "article 60"),
                                "处罚日期临近{detail}，请复核是否确有必要。",
                                "The penalty falls shortly before {detail}; check whether it is "
                                "needed now."},
    [FG_CODE_LEDGER_UNAVAILABLE] = {"LEDGER_UNAVAILABLE", "台账不可用", FG_EFFECT_DENY, "", "",
                                    "台账不可用，无法核对是否重复收费，请稍后重试。",
                                    "The ledger could not be asked whether this was charged "
                                    "before; try again later."},
};

const struct late_message late_messages[FG_CODE_COUNT] = {
    [FG_DUPLICATE] =
        {"预留到期后，法定期限内已另收此费（交易 {conflict}）；请核实，重复收取的应予退还。",
         "After the reservation had run out this was charged within the statutory "
         "period (transaction {conflict}); look into it: what was taken twice is to "
         "be given back."},
    [FG_INSTALMENTS_EXCEED] =
        {"预留到期后另有分期缴费，累计已超过应收金额；请核实，多收的应予退还。",
         "With what was paid after the reservation had run out, instalments "
         "are more than is due; look into it: what is too much is to be "
         "given back."},
};

/* SPDX-License-Identifier: Apache-2.0
 * The layout as one table. A new attribute of the vocabulary is a row here, or it would be lost: a
 * test compares the two. */
#include "table/layout.h"

/* Rows stay rows. */
/* clang-format off */

#define NUMBER {"序号", COLUMN_NUMBER, NULL}
#define FROM {"起始日期", COLUMN_ATTRIBUTE, "from"}
#define TO {"截止日期", COLUMN_ATTRIBUTE, "to"}
#define BASIS {"依据", COLUMN_ATTRIBUTE, "basis"}
#define LEVEL {"级次", COLUMN_ATTRIBUTE, "level"}
#define REGION {"地区", COLUMN_ATTRIBUTE, "region"}
#define GRANTS {"授权（精确）", COLUMN_PARTS, "grants"}
#define STANDARDS {"标准（精确）", COLUMN_PARTS, "standard"}
#define END {.title = NULL}

static const struct layout_column schedule_columns[] = {
    NUMBER,
    {"文件编号", COLUMN_ATTRIBUTE, "id"}, LEVEL, REGION,
    {"发布机关", COLUMN_ATTRIBUTE, "issuer"},
    {"版本号", COLUMN_ATTRIBUTE, "serial"},
    {"发布日期", COLUMN_ATTRIBUTE, "published"},
    {"执行日期", COLUMN_ATTRIBUTE, "effective"},
    END};

static const struct layout_column basis_columns[] = {
    NUMBER,
    {"依据编号", COLUMN_ATTRIBUTE, "id"},
    {"文号", COLUMN_ATTRIBUTE, "number"},
    {"标题", COLUMN_ATTRIBUTE, "title"}, LEVEL,
    {"发文日期", COLUMN_ATTRIBUTE, "issued"},
    END};

static const struct layout_column unit_columns[] = {
    NUMBER,
    {"单位编码", COLUMN_ATTRIBUTE, "code"},
    {"单位名称", COLUMN_ATTRIBUTE, "name"},
    {"部门代码", COLUMN_ATTRIBUTE, "department"}, LEVEL, REGION, FROM, TO,
    END};

static const struct layout_column delegation_columns[] = {
    NUMBER,
    {"委托单位", COLUMN_ATTRIBUTE, "from"},
    {"受托单位", COLUMN_ATTRIBUTE, "to"},
    {"项目", COLUMN_ATTRIBUTE, "items"}, BASIS,
    {"起始日期", COLUMN_ATTRIBUTE, "from-date"},
    {"截止日期", COLUMN_ATTRIBUTE, "to-date"},
    END};

static const struct layout_column item_columns[] = {
    NUMBER,
    {"部门", COLUMN_WORDS, WORDS_DEPARTMENTS},
    {"项目名称", COLUMN_ATTRIBUTE, "name"},
    {"收费标准", COLUMN_WORDS, WORDS_STANDARD},
    {"管理方式", COLUMN_WORDS, WORDS_MANAGEMENT},
    {"政策依据", COLUMN_WORDS, WORDS_BASES},
    {"立项级次", COLUMN_WORDS, WORDS_LEVEL},
    {"涉企", COLUMN_ENTERPRISE, "enterprise"},
    {"项目编码", COLUMN_ATTRIBUTE, "code"},
    {"性质", COLUMN_ATTRIBUTE, "kind"},
    {"类别", COLUMN_ATTRIBUTE, "category"},
    {"立项依据", COLUMN_ATTRIBUTE, "basis"}, FROM, TO,
    {"标准下放级次", COLUMN_ATTRIBUTE, "local"},
    {"减免下放级次", COLUMN_ATTRIBUTE, "local-relief"},
    {"适用日期", COLUMN_ATTRIBUTE, "dated-by"}, GRANTS, STANDARDS,
    {"期限等（精确）", COLUMN_PARTS, "period uniform observe"},
    END};

static const struct layout_column amend_columns[] = {
    NUMBER,
    {"项目编码", COLUMN_ATTRIBUTE, "item"},
    {"部门", COLUMN_WORDS, WORDS_DEPARTMENTS},
    {"收费标准", COLUMN_WORDS, WORDS_STANDARD},
    {"政策依据", COLUMN_WORDS, WORDS_BASES}, GRANTS, STANDARDS,
    END};

#define RELIEF \
    BASIS, FROM, TO, \
    {"项目", COLUMN_ATTRIBUTE, "items"}, \
    {"类别", COLUMN_ATTRIBUTE, "categories"}, \
    {"先后", COLUMN_ATTRIBUTE, "priority"}, \
    {"同组", COLUMN_ATTRIBUTE, "group"}, \
    {"单独比较", COLUMN_ATTRIBUTE, "exclusive"}, \
    {"适用罚款", COLUMN_ATTRIBUTE, "penalties"}, \
    {"条件和减免（精确）", COLUMN_PARTS, "when exempt percent-off amount-off cap limit"}

static const struct layout_column reduction_columns[] = {
    NUMBER,
    {"减免编号", COLUMN_ATTRIBUTE, "id"},
    {"减免名称", COLUMN_ATTRIBUTE, "name"}, RELIEF,
    END};

static const struct layout_column commitment_columns[] = {
    NUMBER,
    {"承诺编号", COLUMN_ATTRIBUTE, "id"},
    {"承诺名称", COLUMN_ATTRIBUTE, "name"},
    {"缴款人", COLUMN_ATTRIBUTE, "payers"}, RELIEF,
    END};

static const struct layout_column revoke_columns[] = {
    NUMBER,
    {"撤销的承诺", COLUMN_ATTRIBUTE, "commitment"}, BASIS,
    END};

static const struct layout_column prohibition_columns[] = {
    NUMBER,
    {"禁止编号", COLUMN_ATTRIBUTE, "id"},
    {"禁止名称", COLUMN_ATTRIBUTE, "name"}, BASIS,
    {"缴款人类型", COLUMN_ATTRIBUTE, "payers"},
    {"只提示", COLUMN_ATTRIBUTE, "advisory"},
    {"范围（精确）", COLUMN_PARTS, "category keyword except"},
    END};

static const struct layout_column holiday_columns[] = {
    NUMBER,
    {"节假日", COLUMN_ATTRIBUTE, "name"}, FROM, TO,
    {"提前提示天数", COLUMN_ATTRIBUTE, "watch"},
    END};

const struct layout layouts[] = {
    {"收费目录", ELEMENT_ITEM, "items", item_columns},
    {"文件", ELEMENT_SCHEDULE, NULL, schedule_columns},
    {"依据", ELEMENT_BASIS, "bases", basis_columns},
    {"单位", ELEMENT_UNIT, "units", unit_columns},
    {"委托", ELEMENT_DELEGATION, "units", delegation_columns},
    {"补充规定", ELEMENT_AMEND, "amendments", amend_columns},
    {"减免", ELEMENT_REDUCTION, "reductions", reduction_columns},
    {"承诺", ELEMENT_COMMITMENT, "commitments", commitment_columns},
    {"撤销承诺", ELEMENT_REVOKE, "commitments", revoke_columns},
    {"禁止收费", ELEMENT_PROHIBITION, "prohibitions", prohibition_columns},
    {"节假日", ELEMENT_HOLIDAY, "calendar", holiday_columns},
    {.sheet = NULL}};

/* clang-format on */

const struct layout *layout_of_sheet(struct fg_text name)
{
    for (const struct layout *layout = layouts; layout->sheet != NULL; layout++) {
        if (text_equal(name, text_of(layout->sheet))) return layout;
    }
    return NULL;
}

const struct layout *layout_of_element(enum element element)
{
    for (const struct layout *layout = layouts; layout->sheet != NULL; layout++) {
        if (layout->element == element) return layout;
    }
    return NULL;
}

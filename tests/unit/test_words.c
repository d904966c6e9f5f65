/* SPDX-License-Identifier: Apache-2.0
 * The rules of a schedule in words and formulas, against what a clerk would write. */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load/parse.h"
#include "support/files.h"
#include "words/words.h"

/* One item in one document; the first case of its first standard is what most tests look at. */
#define DOC(inside)                                                                                \
    "<schedule xmlns='urn:feeguard:schedule:1' id='D' level='national' region='000000' "           \
    "serial='1' effective='2020-01-01'>"                                                           \
    "<bases><basis id='b' number='财税〔1999〕1号' title='示例' level='national'/></bases>" \
    "<items><item code='X' kind='service' basis='b'>" inside "</item></items></schedule>"
#define STANDARD(cases) DOC("<standard basis='b'>" cases "</standard>")
#define WHEN(conditions) STANDARD("<case><when>" conditions "</when><free/></case>")
#define REDUCTION(attributes, inside)                                                              \
    "<schedule xmlns='urn:feeguard:schedule:1' id='D' level='national' region='000000' "           \
    "serial='1' effective='2020-01-01'><reductions><reduction id='r' basis='b' "                   \
    "items='X' " attributes ">" inside "</reduction></reductions></schedule>"

static const char term_list[] = "name,value,items,label\n"
                                "# a comment, with, commas, in it, and more\n"
                                "use,,,用途\n"
                                "use,residential,,住宅\n"
                                "use,commerce,,商业\n"
                                "staff,,,职工人数\n"
                                "staff,(unit),,人\n"
                                "aid,,,司法救助\n"
                                "aid,exempt,,免交\n"
                                "days,,,占用天数\n"
                                "charge.base,,X Y,\"合同价款, 含税\"\n"
                                "charge.quantity,,W,用水量\n"
                                "charge.quantity,(unit),W,立方米\n"
                                "department,water,,水务部门\n"
                                "region,210100,,沈阳市\n"
                                "subject,,W,水表\n"
                                "payer.type,enterprise,,企业\n";

static struct terms terms;

static int set_up(void **state)
{
    char directory[PATH_SIZE], path[PATH_SIZE + 16];

    (void)state;
    directory_make(directory);
    disk_write(directory, "terms.csv", term_list);
    snprintf(path, sizeof(path), "%s/terms.csv", directory);
    assert_true(terms_read(&terms, path));
    directory_remove(directory);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    terms_free(&terms);
    return 0;
}

static void fail_on_fault(void *context, const struct fault *fault)
{
    (void)context;
    print_error("%s: %s\n", fault->rule, fault->what_en);
}

static struct arena arena;

static struct document *document_of(const char *text)
{
    static struct document document;
    struct faults faults = {.sink = {NULL, fail_on_fault}};

    document = (struct document){0};
    assert_true(document_parse(&arena, TEXT("t.xml"), text_of(text), &faults, &document));
    assert_int_equal(faults.count, 0);
    return &document;
}

/* What a test says last: the buffer is as wanted; all is given back. */
static void assert_said(struct buffer *out, const char *wanted)
{
    buffer_add(out, "", 1);
    assert_false(out->failed);
    assert_string_equal((char *)out->bytes, wanted);
    buffer_free(out);
    arena_free(&arena);
    arena = (struct arena){0};
}

/* ---- values ---- */

/* Goal: amounts read as officials write them, and lose no fen. */
static void money_is_written_exactly(void **state)
{
    static const struct {
        int64_t fen;
        const char *text;
    } cases[] = {
        {0, "0元"},
        {1, "0.01元"},
        {50, "0.50元"},
        {8000, "80元"},
        {999999, "9999.99元"},
        {1000000, "1万元"},
        {1000001, "10000.01元"},
        {1500000, "15000元"},
        {150000000, "150万元"},
        {9999000000, "9999万元"},
        {10000000000, "1亿元"},
        {10001000000, "10001万元"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buffer out;

        buffer_init(&out);
        words_money(&out, cases[i].fen);
        assert_said(&out, cases[i].text);
    }
}

static void spans_of_days_name_the_ends_that_there_are(void **state)
{
    static const struct {
        struct days days;
        const char *text;
    } cases[] = {
        {{DAY_BEGINNING, DAY_END}, ""},
        {{0, DAY_END}, "自1970年1月1日起"},
        {{DAY_BEGINNING, 0}, "至1970年1月1日止"},
        {{0, 31}, "1970年1月1日至1970年2月1日"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buffer out;

        buffer_init(&out);
        words_days(&out, cases[i].days);
        assert_said(&out, cases[i].text);
    }
}

/* ---- conditions ---- */

static void conditions_say_what_they_test(void **state)
{
    static const struct {
        const char *document, *text;
    } cases[] = {
        {WHEN("<attr name='use' eq='residential'/>"), "用途为住宅"},
        {WHEN("<attr name='use' ne='residential'/>"), "用途不是住宅"},
        {WHEN("<attr name='use' in='residential commerce farm'/>"), "用途为住宅、商业或者farm"},
        {WHEN("<attr name='use' prefix='A'/>"), "用途以“A”开头"},
        {WHEN("<attr name='staff' le='300'/>"), "职工人数不大于300人"},
        {WHEN("<attr name='staff' ge='1' le='300'/>"), "职工人数不小于1人且职工人数不大于300人"},
        {WHEN("<attr name='charge.base' present='true'/>"), "缴费时提供了合同价款, 含税"},
        {WHEN("<attr name='payer.type' eq='enterprise'/>"), "缴款人类型为企业"},
        /* A guard is folded into the test that it guards. */
        {WHEN("<attr name='aid' present='true'/><attr name='aid' eq='exempt'/>"),
         "司法救助为免交（须在缴费时提出）"},
        {WHEN("<attr name='aid' present='true' eq='exempt'/>"), "司法救助为免交（须在缴费时提出）"},
        {WHEN("<attr name='aid' present='true'/><attr name='aid' present='false'/>"),
         "缴费时提供了司法救助，且缴费时没有提供司法救助"},
        {WHEN("<attr name='aid' present='true'/><not><attr name='aid' eq='exempt'/></not>"),
         "缴费时提供了司法救助，且司法救助不是免交"},
        /* A negation moves to the tests. */
        {WHEN("<not><attr name='staff' ge='3'/></not>"), "职工人数小于3人"},
        {WHEN("<not><attr name='staff' le='3'/></not>"), "职工人数大于3人"},
        {WHEN("<not><attr name='use' in='residential commerce'/></not>"), "用途不是住宅或者商业"},
        {WHEN("<not><attr name='use' prefix='A'/></not>"), "用途不以“A”开头"},
        {WHEN("<not><attr name='use' present='true'/></not>"), "缴费时没有提供用途"},
        {WHEN("<not><not><attr name='use' eq='farm'/></not></not>"), "用途为farm"},
        {WHEN("<not><all><attr name='use' eq='farm'/><attr name='staff' ge='3'/></all></not>"),
         "用途不是farm或者职工人数小于3人"},
        {WHEN("<not><any><attr name='use' eq='farm'/><attr name='staff' ge='3'/></any></not>"),
         "用途不是farm，且职工人数小于3人"},
        /* Brackets where two kinds of joining meet. */
        {WHEN("<attr name='use' eq='farm'/>"
              "<any><attr name='a' eq='1'/><attr name='b' eq='2'/></any>"),
         "用途为farm，且（a为1或者b为2）"},
        {WHEN("<any><all><attr name='a' eq='1'/><attr name='b' eq='2'/></all>"
              "<attr name='c' ge='1' le='2'/></any>"),
         "（a为1，且b为2）或者（c不小于1且c不大于2）"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct document *document = document_of(cases[i].document);
        const struct words words = {&terms, NULL, &document->items[0]};
        struct buffer out;

        buffer_init(&out);
        words_condition(&words, &out, document->items[0].standards[0].cases[0].when);
        assert_said(&out, cases[i].text);
    }
}

/* ---- tariffs ---- */

#define CASE(tariff) STANDARD("<case>" tariff "</case>")
#define MARGINAL(attributes, bands)                                                                \
    CASE("<brackets mode='marginal' " attributes ">" bands "</brackets>")
#define SLAB(attributes, bands) CASE("<brackets mode='slab' " attributes ">" bands "</brackets>")

static const struct tariff_case {
    const char *document, *text, *formula;
} tariff_cases[] = {
    {CASE("<fixed amount='80.00'/>"), "80元", "80"},
    {CASE("<fixed amount='80.50' times='days' max='100.00'/>"),
     "80.50元，再乘以占用天数，最高100元", "80.5 × 占用天数，不高于 100"},
    {CASE("<free/>"), "不收费", "0"},
    {CASE("<per-unit price='1.4' unit='平方米' step='1' times='days' min='10' max='5000000'/>"),
     "每平方米1.4元，不足1平方米的部分按1平方米计，再乘以占用天数，不足10元的按10元，最高500万元",
     "⌈数量⌉ × 1.4 × 占用天数，不低于 10，不高于 5000000"},
    {CASE("<per-unit price='0.000001' step='0.5'/>"),
     "每单位0.000001元，不足0.5单位的部分按0.5单位计", "⌈数量 ÷ 0.5⌉ × 0.5 × 0.000001"},
    {CASE("<rate percent='2.5'/>"), "合同价款, 含税的2.5%", "合同价款, 含税 × 2.5%"},
    {MARGINAL("on='base' max='5000'",
              "<band upto='10000' fixed='50'/><band upto='100000' percent='2.5'/>"
              "<band fixed='1' percent='0.5'/>"),
     "按合同价款, "
     "含税分段累加：不超过1万元的部分，定额50元；超过1万元、不超过10万元的部分，按2.5%；"
     "超过10万元的部分，加收定额1元，另按0.5%；总额最高5000元",
     "合同价款, 含税 ≤ 10000 时：50；10000 ＜ 合同价款, 含税 ≤ 100000 时：50 + (合同价款, 含税 − "
     "10000) × 2.5%；合同价款, 含税 ＞ 100000 时：2301 + (合同价款, 含税 − 100000) × "
     "0.5%，不高于 5000"},
    {MARGINAL("on='quantity'", "<band upto='10' fixed='0'/><band upto='20'/><band price='30'/>"),
     "按数量分段累加：不超过10单位的部分，不收费；超过10单位、不超过20单位的部分，不另收费；"
     "超过20单位的部分，每单位30元",
     "数量 ≤ 10 时：0；10 ＜ 数量 ≤ 20 时：0；数量 ＞ 20 时：(数量 − 20) × 30"},
    {SLAB("on='quantity' step='1' times='days'",
          "<band upto='3' fixed='900'/><band upto='6' price='2' fixed='5'/><band price='0.95'/>"),
     "按数量所在的一档计算：不超过3单位的，定额900元；超过3单位、不超过6单位的，定额5元，另全额每单"
     "位"
     "2元；超过6单位的，全额每单位0.95元；不足1单位的部分按1单位计；总额再乘以占用天数",
     "{取整数量 ≤ 3 时：900；3 ＜ 取整数量 ≤ 6 时：5 + 取整数量 × 2；取整数量 ＞ 6 时：取整数量 × "
     "0.95；取整数量 = 向上取到1的整数倍} × 占用天数"},
    {SLAB("on='base'", "<band percent='1'/>"), "按合同价款, 含税所在的一档计算：不论多少，全额按1%",
     "合同价款, 含税 × 1%"},
    {CASE("<range><low><fixed amount='220'/></low><high><fixed amount='910'/></high></range>"),
     "220元以上、910元以下（均含本数）", "下限：220；上限：910"},
    {CASE("<range><low><free/></low><high><fixed amount='5000'/></high></range>"), "不超过5000元",
     "下限：0；上限：5000"},
    {CASE("<range><low><free/></low><high><rate percent='500'/></high></range>"),
     "没有下限；上限：合同价款, 含税的500%", "下限：0；上限：合同价款, 含税 × 500%"},
    {CASE("<range times='days'><low><rate percent='1'/></low><high><rate percent='2'/></high>"
          "</range>"),
     "下限：合同价款, 含税的1%；上限：合同价款, 含税的2%；上下限均再乘以占用天数",
     "{下限：合同价款, 含税 × 1%；上限：合同价款, 含税 × 2%} × 占用天数"},
    {CASE("<sum min='1'><fixed amount='50'/><rate percent='0.5' max='100'/></sum>"),
     "以下各项之和：（1）50元；（2）合同价款, 含税的0.5%，最高100元；合计不足1元的按1元",
     "50 + {合同价款, 含税 × 0.5%，不高于 100}，不低于 1"},
    {CASE("<derived item='OTHER' ratio='1/3'/>"), "比照OTHER自身的标准，幅度取上限，乘以1/3",
     "[OTHER的标准] × 1 ÷ 3"},
    {CASE("<derived item='OTHER' ratio='0.25'/>"), "比照OTHER自身的标准，幅度取上限，乘以0.25",
     "[OTHER的标准] × 0.25"},
    {CASE("<derived item='OTHER' ratio='1'/>"), "比照OTHER自身的标准，幅度取上限", "[OTHER的标准]"},
};

static void tariffs_are_said_in_words_and_as_formulas(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(tariff_cases); i++) {
        for (int formula = 0; formula < 2; formula++) {
            const struct document *document = document_of(tariff_cases[i].document);
            const struct words words = {&terms, NULL, &document->items[0]};
            const struct tariff *tariff = document->items[0].standards[0].cases[0].tariff;
            struct buffer out;

            buffer_init(&out);
            (formula ? formula_tariff : words_tariff)(&words, &out, tariff);
            assert_said(&out, formula ? tariff_cases[i].formula : tariff_cases[i].text);
        }
    }
}

/* Goal: what lower bands add up to is exact at the limits of every value.
 * Method: the largest bounds with the largest rates, worked out by hand. */
static void formulas_are_exact_at_the_limits(void **state)
{
    static const struct {
        const char *document, *formula;
    } cases[] = {
        {MARGINAL("on='base'", "<band upto='9999999999999.99' percent='1000'/><band percent='1'/>"),
         "99999999999999.9 + (合同价款, 含税 − 9999999999999.99) × 1%"},
        {MARGINAL("on='quantity'", "<band upto='999999999999.999999' price='1000000000'/>"
                                   "<band price='0.000001'/>"),
         "999999999999999999000 + (数量 − 999999999999.999999) × 0.000001"},
        {MARGINAL("on='quantity'", "<band upto='0.000001' price='0.000001'/><band price='1'/>"),
         "0.000000000001 + (数量 − 0.000001) × 1"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct document *document = document_of(cases[i].document);
        const struct words words = {&terms, NULL, &document->items[0]};
        struct buffer out;

        buffer_init(&out);
        formula_band(&words, &out, document->items[0].standards[0].cases[0].tariff, 1);
        assert_said(&out, cases[i].formula);
    }
}

/* Goal: counting on over a year names whose quantity it is and in which unit. */
static void cumulative_brackets_name_their_key(void **state)
{
    static const char text[] =
        "<schedule xmlns='urn:feeguard:schedule:1' id='D' level='national' region='000000' "
        "serial='1' effective='2020-01-01'><items><item code='W' kind='service' basis='b'>"
        "<standard basis='b'><case><brackets on='quantity' mode='marginal' cumulative='year'>"
        "<band upto='192' price='2.35'/><band price='3.525'/></brackets></case></standard>"
        "<period per='month' key='subject'/></item></items></schedule>";
    const struct document *document = document_of(text);
    const struct words words = {&terms, NULL, &document->items[0]};
    const struct tariff *tariff = document->items[0].standards[0].cases[0].tariff;
    struct buffer out;

    (void)state;
    buffer_init(&out);
    words_tariff(&words, &out, tariff);
    words_put(&out, "|");
    formula_tariff(&words, &out, tariff);
    assert_said(&out,
                "按用水量分段累加：不超过192立方米的部分，每立方米2.35元；超过192立方米的部分，"
                "每立方米3.525元；同一水表在同一日历年内的数量连续累计分段|"
                "累计用水量 ≤ 192 时：累计用水量 × 2.35；累计用水量 ＞ 192 时：451.2 + "
                "(累计用水量 − 192) × 3.525；本次 = 按“已计＋本次”算得的数 − 按“已计”算得的数");
}

static void standards_say_order_gaps_and_rounding(void **state)
{
    static const struct {
        const char *document, *text;
    } cases[] = {
        {CASE("<fixed amount='80'/>"), "80元"},
        {STANDARD("<case><when><attr name='use' eq='residential'/></when><fixed amount='80'/>"
                  "</case><case><rate percent='1'/></case>"),
         "依次对照，适用第一个符合的情形：1. 用途为住宅：80元；2. 其他情形：合同价款, 含税的1%；"
         "结果四舍五入到分"},
        {STANDARD("<case><when><attr name='use' eq='residential'/></when><free/></case>"),
         "用途为住宅：不收费；不符合以上情形的，没有收费标准，不得收费"},
        {DOC("<standard basis='b' from='2020-01-01' rounding='up' round-to='0.1'><case>"
             "<fixed amount='0.55'/></case></standard>"),
         "自2020年1月1日起，0.55元；结果的尾数一律进到角"},
        {DOC("<standard basis='b' to='2020-01-01' rounding='down' round-to='1'><case>"
             "<range><low><free/></low><high><rate percent='1'/></high></range></case></standard>"),
         "至2020年1月1日止，没有下限；上限：合同价款, 含税的1%；结果的尾数舍去，取到元"},
        {DOC("<standard basis='b' round-to='1'><case><range><low><free/></low><high>"
             "<fixed amount='7'/></high></range></case></standard>"),
         "不超过7元"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct document *document = document_of(cases[i].document);
        const struct words words = {&terms, NULL, &document->items[0]};
        struct buffer out;

        buffer_init(&out);
        words_standard(&words, &out, &document->items[0].standards[0]);
        assert_said(&out, cases[i].text);
    }
}

/* ---- rules ---- */

static void periods_say_how_often(void **state)
{
    static const struct {
        const char *document, *text;
    } cases[] = {
        {DOC(""), "没有次数限制；不得提前收取以后期间的费款"},
        {DOC("<period per='once' key='subject' subject='required'/>"),
         "同一计费对象只能收1次；缴费时必须写明计费对象；不得提前收取以后期间的费款"},
        {DOC("<period per='month' max='2' advance='1'/>"),
         "同一缴款人的同一计费对象在同一日历月内最多收2次；提前收取最多1个月"},
        {DOC("<period per='year' key='payer' year-starts='10' instalments='true'/>"),
         "同一缴款人在同一年度（每年10月1日起算）内可以分次缴纳，累计不得超过应缴数额；"
         "不得提前收取以后期间的费款"},
        {DOC("<period within='P9Y' key='subject'/>"),
         "同一计费对象，自任何一次收费的次日起9年内不得再收；不得提前收取以后期间的费款"},
        {DOC("<period within='P30D' key='payer' max='2'/>"),
         "同一缴款人，自任何一次收费的次日起30日内，连同该次最多收2次；不得提前收取以后期间的费款"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct document *document = document_of(cases[i].document);
        const struct words words = {&terms, NULL, &document->items[0]};
        struct buffer out;

        buffer_init(&out);
        words_period(&words, &out, document->items[0].period);
        assert_said(&out, cases[i].text);
    }
}

static void grants_say_who_may_charge(void **state)
{
    static const struct {
        const char *grant, *text;
    } cases[] = {
        {DOC("<grants><grant department='water'/></grants>"), "各级水务部门"},
        {DOC("<grants><grant department='water' level='municipal' region='210100'/></grants>"),
         "沈阳市范围内的市级水务部门"},
        {DOC("<grants><grant level='county'/></grants>"), "县（区）级各部门"},
        {DOC("<grants><grant region='000000'/></grants>"), "全国范围内的各级各部门"},
        {DOC("<grants><grant unit='U1' from='2020-01-01'/></grants>"), "U1，自2020年1月1日起"},
        {DOC("<grants><grant unit='U1' department='police' region='21'/></grants>"),
         "U1，且须是21范围内的各级police部门"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct document *document = document_of(cases[i].grant);
        const struct words words = {&terms, NULL, &document->items[0]};
        struct buffer out;

        buffer_init(&out);
        words_grant(&words, &out, &document->items[0].grants[0]);
        assert_said(&out, cases[i].text);
    }
}

static void reliefs_say_how_much(void **state)
{
    static const struct {
        const char *document, *text;
    } cases[] = {
        {REDUCTION("", "<exempt/>"), "全部免收"},
        {REDUCTION("", "<percent-off percent='12.5'/>"), "减收12.5%"},
        {REDUCTION("", "<amount-off amount='20000'/><limit amount='24000' per='year'/>"),
         "减收2万元，不足的减完为止；同一缴款人在同一日历年内减免累计不超过24000元"},
        {REDUCTION("", "<cap amount='300'/><limit amount='1' per='once' key='payer subject'/>"),
         "最多收300元；同一缴款人的同一计费对象减免累计不超过1元"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct document *document = document_of(cases[i].document);
        const struct words words = {&terms, NULL, NULL};
        struct buffer out;

        buffer_init(&out);
        words_relief(&words, &out, &document->reductions[0]);
        assert_said(&out, cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(money_is_written_exactly),
        cmocka_unit_test(spans_of_days_name_the_ends_that_there_are),
        cmocka_unit_test(conditions_say_what_they_test),
        cmocka_unit_test(tariffs_are_said_in_words_and_as_formulas),
        cmocka_unit_test(formulas_are_exact_at_the_limits),
        cmocka_unit_test(cumulative_brackets_name_their_key),
        cmocka_unit_test(standards_say_order_gaps_and_rounding),
        cmocka_unit_test(periods_say_how_often),
        cmocka_unit_test(grants_say_who_may_charge),
        cmocka_unit_test(reliefs_say_how_much),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* SPDX-License-Identifier: Apache-2.0
 * Laws as they are cited: the title, and the article that stands behind it. */
#include "support/test.h"

#include "base/citation.h"
#include "base/text.h"

/* Goal: the article, and only it, is told from the title. */
static void citation_tells_the_article_from_the_title(void **state)
{
    static const struct {
        const char *title, *name, *article;
    } cases[] = {
        {"诉讼费用交纳办法 第十三条", "诉讼费用交纳办法", "第十三条"},
        {"禁止向企业摊派暂行条例 第七条、第八条", "禁止向企业摊派暂行条例", "第七条、第八条"},
        {"信息处理费管理办法 第四条(按件)", "信息处理费管理办法", "第四条(按件)"},
        {"办法 第二条 第三款", "办法", "第二条 第三款"},
        {"关于第二批取消收费项目的通知", "关于第二批取消收费项目的通知", ""},
        {"某 示例办法", "某 示例办法", ""},
        {" 第一条", " 第一条", ""}, /* no title before it */
        {"办法 ", "办法 ", ""},
        {"", "", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct citation citation = citation_of(text_of(cases[i].title));

        assert_true(text_equal(citation.title, text_of(cases[i].name)));
        assert_true(text_equal(citation.article, text_of(cases[i].article)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(citation_tells_the_article_from_the_title),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

# SPDX-License-Identifier: Apache-2.0
"""Rows of published lists, for tests of the import: what of a standard in words is read, and what a
spreadsheet shows otherwise than it holds it."""
import re

from table_book import FORMATS, Raw, Struck, number

TITLES = ["序号", "部门", "项目名称", "收费标准", "管理方式", "政策依据", "立项级次", "涉企", "项目编码"]


def item(fee="每件80元", department="公安", name="示例工本费", basis="财综〔2007〕34号", level="中央",
         code="A1", enterprise=""):
    return ["1", department, name, fee, "缴入国库", basis, level, enterprise, code]


def asked(done):
    """{(row, column): question} of an import; the header line is left out."""
    lines = [line.split("\t") for line in done.stdout.splitlines()[1:]]
    return {(int(line[1]), line[2]): line[5] for line in lines if len(line) == 6}


# What a standard says, what a title or column beside it says of the unit, and what is read: an
# element of a case, or None for a question.
FEES = [
    ("80元/件", "", '<per-unit price="80" unit="件"/>'), ("８０ 元／件", "", '<per-unit price="80" unit="件"/>'),
    ("0.5万元", "", '<fixed amount="5000"/>'), ("0.00005万元/件", "", '<per-unit price="0.5" unit="件"/>'),
    ("500~1000元", "", '<range><low><fixed amount="500"/></low><high><fixed amount="1000"/></high></range>'),
    ("500元-1万元", "", '<range><low><fixed amount="500"/></low><high><fixed amount="10000"/></high></range>'),
    ("5万-10万元", "", '<range><low><fixed amount="50000"/></low><high><fixed amount="100000"/></high>'
     "</range>"),
    ("100元/半年", "", '<per-unit price="100" unit="半年"/>'),
    ("80元", "元/件", '<per-unit price="80" unit="件"/>'), ("80", "件", '<per-unit price="80" unit="件"/>'),
    ("80元/件", "件", '<per-unit price="80" unit="件"/>'), ("5-8元", "件", '<range><low><per-unit price="5" '
     'unit="件"/></low><high><per-unit price="8" unit="件"/></high></range>'),
    ("80", "元", '<fixed amount="80"/>'), ("免费", "件", "<free/>"),
    ("5-10万元", "", None), ("1-3万元/宗", "", None), ("不超过80元", "", None), ("80元/件起", "", None),
    ("20元/本已停征", "", None), ("80元/件减半", "", None), ("80元/件封顶", "", None), ("80元/件①", "", None),
    ("按原标准的50%收取", "", None), ("按规定费率的80%", "", None), ("1. 80元/件", "", None),
    ("1. ８０元/件", "", None), ("10 .5元", "", None), ("80元/本", "件", None), ("80元/本", "元/件", None),
    ("5", "万元", None), ("5", "万元/件", None), ("5", "%", None), ("5", "千元", None), ("80", "", None),
]


def fee_words(check, bring_list, document):
    """Each a row; what is not certain is asked about in its own cell."""
    for unit in sorted({fee[1] for fee in FEES}):
        cases = [fee for fee in FEES if fee[1] == unit]
        rows = [item(fee=words, code=f"A{at}") + [unit] for at, (words, _, _) in enumerate(cases)]
        done = bring_list([TITLES + ["计费单位"]] + rows, "--kind", "administrative")
        text = document.read_text("utf-8")
        for at, (words, _, wanted) in enumerate(cases):
            found = re.search(f'code="A{at}".*?</item>', text, re.DOTALL)
            found = re.search("<case>(.*?)</case>", found[0], re.DOTALL)
            read = found and re.sub(r"\s*\n\s*", "", found[1])
            check(f"fee {words} {unit}", read == wanted and
                  ((at + 2, "D") in asked(done)) == (wanted is None), f"{read} {done.stdout}")
    titles = [title if title != "收费标准" else "收费标准（元/件）" for title in TITLES]
    for caption, wanted in (("单位：万元", 1), ("单位：示例财政局", 0)):
        done = bring_list([[caption] + [""] * 8, TITLES + ["计费单位"], item(fee="80") + ["件"]],
                          "--kind", "administrative")
        check(f"caption {caption}", done.returncode == wanted and
              ((3, "D") in asked(done)) == (wanted == 1), done.stdout)
    done = bring_list([["单位：万元"] + [""] * 8, titles, item(fee="80")], "--kind",
                      "administrative")
    check("a title goes before a caption", done.returncode == 0, done.stdout)


def shown_cells(check, bring_list, document):
    """What a spreadsheet shows otherwise than it stores it is asked about."""
    titles = [title if title != "收费标准" else "收费标准（元/件）" for title in TITLES]
    shown = [(number(5, 7 + at), at < 5) for at in range(len(FORMATS))]
    shown += [(number("2.675", 6), True), (number("2.67", 6), False), (number("2.6", 6), False),
              (number("2.675", 12), False), (number("2.675", 16), True), (number("5", 5), True),
              (Struck("80元/件"), True),
              (Raw('t="inlineStr"><is><r><rPr><strike/></rPr><t>1</t></r><r><t>80元/件</t></r></is>'),
               True), (Raw("><f>40*2</f><v></v>"), True), (Raw("><f>40*2</f><v>80</v>"), False)]
    rows = [item(fee=cell, code=f"A{at}") for at, (cell, _) in enumerate(shown)]
    done = bring_list([titles] + rows, "--kind", "administrative")
    found = {row for row, column in asked(done) if column == "D"}
    check("shown otherwise", found == {at for at, (_, ask) in enumerate(shown, 2) if ask},
          done.stdout)
    for target, part in (("../comments1.xml", "xl/comments1.xml"), ("/xl/n/c.xml", "xl/n/c.xml")):
        done = bring_list([TITLES, item()], "--kind", "administrative", change={
            "xl/worksheets/_rels/sheet1.xml.rels":
            f'<Relationships><Relationship Id="r" Type="a/comments" Target="{target}"/>'
            "</Relationships>", part: '<comments><commentList><comment ref="D2"/>'
            '<comment ref="H2"/><comment ref="D9"/></commentList></comments>'})
        check(f"a note {target}", done.returncode == 1 and list(asked(done)) == [(2, "D")] and
              "批注" in asked(done)[2, "D"], done.stdout + done.stderr)
    done = bring_list([TITLES, item(), item(code="A2"), item(code="A3")], "--kind",
                      "administrative", hidden=[3])
    text = document.read_text("utf-8")
    check("a hidden row", done.returncode == 1 and [place[0] for place in asked(done)] == [3] and
          'code="A3"' in text and 'code="A2"' not in text, done.stdout)

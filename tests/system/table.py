#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fee lists in and out: every document survives the way through a table, a list as bureaus keep it
is read as far as it is certain, and each thing that is not is asked about where it stands.

usage: table.py FEEGUARD DIRECTORY...
"""
import csv
import pathlib
import shutil
import subprocess
import sys
import tempfile

import table_book
import table_fees
from table_book import Raw, formula, number
from table_fees import TITLES, asked, item
from table_meaning import comments_of, meaning_of

FEEGUARD = sys.argv[1]
DOCUMENT_OPTIONS = ["--id", "SAMPLE", "--level", "national", "--region", "000000", "--serial", "1",
                    "--effective", "2026-01-01"]
failures = 0


def check(story, good, detail=""):
    global failures
    if not good:
        failures += 1
        print(f"{story}: {detail}", file=sys.stderr)


def run(*arguments):
    return subprocess.run([FEEGUARD, "schedule", *map(str, arguments)], encoding="utf-8",
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)


def export(document, table):
    kind = "--xlsx" if table.suffix == ".xlsx" else "--csv"
    done = run("export", kind, document, "--output", table, "--force")
    check(f"export {document} {table.suffix}", done.returncode == 0, done.stderr)


def bring(table, out, *options):
    return run("import", table, "--output", out, "--force", *options)


# ---- round trips ----

def round_trip(document, work, story):
    for ending in (".csv", ".xlsx"):
        table, again = work / f"t{ending}", work / "again.xml"
        export(document, table)
        done = bring(table, again)
        check(f"{story} {ending}", done.returncode == 0, done.stdout + done.stderr)
        if done.returncode == 0:
            check(f"{story} {ending}: differs", meaning_of(document) == meaning_of(again))
            check(f"{story} {ending}: comments", comments_of(document) == comments_of(again),
                  f"{comments_of(document)}\n{comments_of(again)}")
    table.write_bytes(b"")


def round_trips(documents, work):
    for document in documents:
        round_trip(document, work, document)
    # The same bytes each time, and in another encoding.
    table = work / "a.csv"
    export(documents[0], table)
    first = table.read_bytes()
    export(documents[0], table)
    check("export twice", first == table.read_bytes())
    table.write_bytes(first.decode("utf-8-sig").encode("gb18030"))
    done = bring(table, work / "g.xml", "--encoding", "GB18030")
    check("GB18030", done.returncode == 0 and
          meaning_of(work / "g.xml") == meaning_of(documents[0]), done.stderr)


def odd_document(work):
    """Sample data: what tables like to lose."""
    path = work / "odd.xml"
    values = " ".join(f"v{i}" for i in range(12000))
    payers = " ".join(f"P{i:06d}" for i in range(9000))
    path.write_text(f"""<f:schedule xmlns:f="urn:feeguard:schedule:1" id="ODD" level="national"
 region="000000" serial="1" effective="2026-01-01" issuer="">
<f:bases><f:basis id="b" level="national" number="=1+1" title="&quot;&quot;"/>
<f:basis id="c" level="national" title=" 两端有空格 "/>
<f:basis id="e" level="national" title="&quot;"/></f:bases>
<f:items><!-- 管理方式：别处 --><f:item code="'A" name="a&#10;b&#13;c&#9;d_x000D_ 𠮷" kind="service"
 basis="b"><!-- 管理方式：缴入国库 -->
<f:standard basis="c"><f:case><f:when><f:attr name="use" in="{values}"/></f:when>
<f:fixed amount="1"/></f:case><f:case><f:free/></f:case></f:standard>
<f:grants/></f:item></f:items>
<f:commitments><f:revoke commitment="x" basis="b"/><f:commitment id="k" basis="b" items="A"
 payers="{payers}"><f:exempt/></f:commitment></f:commitments>
<f:prohibitions><f:prohibition id="p" basis="b"><f:keyword> <![CDATA[-a<b&c]]> </f:keyword>
<f:category>x</f:category></f:prohibition></f:prohibitions>
<f:calendar/></f:schedule>""", encoding="utf-8")
    return path


def comments_stay(work):
    """Comments at every place, through two tables, and those that have lost theirs."""
    path = work / "comments.xml"
    path.write_text("""<?xml version="1.0"?><!--first--><!-- second
 line --><schedule xmlns="urn:feeguard:schedule:1" id="C" level="national" region="000000" serial="1"
 effective="2026-01-01"><!-- before bases --><bases><basis id="b" level="national"/><!-- last --></bases>
<units><!-- no unit --></units><!-- --><items><!-- a --><!-- b --><item code="I/1" name="x" kind="service"
 basis="b"><!-- in I/1 --><grants/><standard basis="b"><case><free/></case></standard><!-- end --></item>
<item code="I2" name="y" kind="service" basis="b"><grants/><standard from="2026-01-01" to="2026-12-31" basis="b">
<case><free/></case></standard><!-- later --><standard from="2027-01-01" basis="b"><!-- inside -->
<case><free/></case></standard></item></items><!-- the end --></schedule><!-- behind -->
""", encoding="utf-8")
    round_trip(path, work, "comments")
    table, again = work / "comments.csv", work / "comments-2.xml"
    export(path, table)
    bring(table, again)
    shutil.copy(again, work / "comments-1.xml")
    round_trip(work / "comments-1.xml", work, "comments again")
    rows = read_csv(table)
    places = {row[1]: row for row in rows if len(row) > 2 and row[1].endswith((" 之前", " 末尾"))}
    places["items/item[code=I2]/standard[2] 之前"][1] = "items/item[code=I3]/standard[2] 之前"
    places["bases 末尾"][2] = "a -- b"
    write_csv(table, rows)
    done = bring(table, again)
    found = asked(done)
    check("comments: questions", done.returncode == 1 and
          any("item[code=I3]" in text for (_, column), text in found.items() if column == "B") and
          any("减号" in text for (_, column), text in found.items() if column == "C"), done.stdout)


def management_stays(work):
    odd = work / "odd.xml"
    table, again = work / "m.xlsx", work / "m.xml"
    export(odd, table)
    rows = table_book.read(table)["收费目录"]
    check("management in the table", rows[1][4] == "缴入国库", rows[1][4])
    check("continued rows", [row[0] for row in rows[1:]] == ["1", "续", "续"], [r[0] for r in rows])
    check("no cell is too long", max(len(cell) for row in rows for cell in row) <= 32767)
    bring(table, again)
    check("management in the document", "<!-- 管理方式：缴入国库 -->" in again.read_text("utf-8"))


# ---- edited exports ----

SIMPLE = ['<fixed amount="80.5"/>', '<per-unit price="1.4" unit="平方米"/>', '<free/>',
          '<per-unit price="10" unit="件" step="1" max="5000"/>', '<per-unit price="3"/>',
          '<range><low><fixed amount="10"/></low><high><fixed amount="50"/></high></range>',
          '<range><low><per-unit price="0.5" unit="次"/></low><high><per-unit price="2.25" '
          'unit="次"/></high></range>', '<rate percent="2" min="10" max="800000"/>']


def simple_document(work):
    """Sample data: an item for each sort of tariff that words can say."""
    items = "".join(f'<item code="S{i}" name="示例{i}" kind="administrative" basis="b">'
                    f'<grants><grant department="price"/></grants><standard basis="b"><case>{fee}'
                    '</case></standard></item>' for i, fee in enumerate(SIMPLE))
    path = work / "simple.xml"
    path.write_text('<schedule xmlns="urn:feeguard:schedule:1" id="S" level="national" '
                    'region="000000" serial="1" effective="2026-01-01"><bases><basis id="b" '
                    f'number="示例〔2026〕1号" level="national"/></bases><items>{items}</items>'
                    '</schedule>', encoding="utf-8")
    return path


def read_csv(table):
    with open(table, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def write_csv(table, rows):
    with open(table, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def edited(work, document, change):
    """The import of an export whose rows, the title row first, were changed."""
    table = work / "edited.csv"
    export(document, table)
    rows = read_csv(table)
    change(rows)
    write_csv(table, rows)
    return bring(table, work / "edited.xml")


def words_alone(rows):
    exact = rows[1].index("标准（精确）")
    for row in rows[2:2 + len(SIMPLE)]:
        row[exact] = ""


def edited_exports(work):
    simple = simple_document(work)
    round_trip(simple, work, "simple")
    done = edited(work, simple, words_alone)
    check("words alone", done.returncode == 0 and
          meaning_of(work / "edited.xml") == meaning_of(simple), done.stdout + done.stderr)

    def put(row, title, text):
        return lambda rows: rows[row].__setitem__(rows[1].index(title), text)

    for title, text, column, wanted in (
            ("收费标准", "90元", "D", "80.5元"), ("收费标准", "", "D", "80.5元"),
            ("部门", "water", "B", "price"), ("政策依据", "示例〔2026〕2号", "F", "示例〔2026〕1号"),
            ("立项级次", "省级", "G", "中央"), ("性质", "fee", "J", "kind"),
            ("起始日期", "2026-02-30", "M", "2026-02-30"), ("立项依据", "b9", "G", "精确"),
            ("项目编码", "", "I", "项目编码"), ("涉企", "也许", "H", "是 或 否"),
            ("标准（精确）", "<standard>", "S", "XML"), ("标准（精确）", "<case/>", "S", "standard"),
            ("标准（精确）", '<standard basis="b"><fixed/></standard>', "S", "fixed"),
            ("授权（精确）", "price", "R", "grants")):
        done = edited(work, simple, put(2, title, text))
        check(f"edited {title} {text}", done.returncode == 1 and
              wanted in asked(done).get((3, column), ""), done.stdout + done.stderr)
        lint = run("lint", work / "edited.xml")
        check(f"edited {title}: loadable", lint.returncode == 1 and "question" in lint.stderr,
              lint.stderr)
    done = edited(work, simple, put(2, "起始日期", "2026年7月1日"))
    check("a date as written", done.returncode == 0 and
          'from="2026-07-01"' in (work / "edited.xml").read_text("utf-8"), done.stdout)
    done = edited(work, simple, put(1, "类别", "颜色"))
    check("a column for people", done.returncode == 0, done.stdout)
    done = edited(work, simple, put(2, "序号", "续"))
    check("continued first", (3, "A") in asked(done), done.stdout)


# ---- a published list ----

DEPARTMENTS = {"部门": [["部门名称", "部门代码"], ["公安", "public-security"],
                      ["自然资源", "natural-resources"]]}


def bring_list(work, rows, *options, merges=None, more=None, change=None, hidden=()):
    table = work / "list.xlsx"
    table_book.write(table, {"Sheet1": rows, **DEPARTMENTS, **(more or {})},
                     {"Sheet1": merges or []}, change, hidden)
    return bring(table, work / "list.xml", *DOCUMENT_OPTIONS, *options)


def published_list(work):
    """Sample data in the form of the lists: captions, a header of two rows, groups, a remark."""
    rows = [["行政事业性收费目录清单（示例）"] + [""] * 9,
            ["序号", "部门", "项目名称", "收费标准", "", "管理方式", "政策依据", "立项级次", "涉企",
             "项目编码"],
            ["", "", "", "计费单位", "标准（元）", "", "", "", "", ""],
            ["一", "公安", "", "", "", "", "", "", "", ""],
            [number(1), "", "身份证工本费", "证", number("20.000000000000001"), "缴入国库",
             "财综〔2007〕34号《关于示例的通知》", "中央", "", "A1"],
            ["二", "自然资源", "", "", "", "", "", "", "", ""],
            [number(2), "自然资源", "登记费", "", "1. 住宅类每件80元；\n2. 非住宅类每件550元", "",
             "发改价格规[2016]2559号，\n财税〔2019〕45号", "中央", "是", "A2"],
            ["序号", "部门", "项目名称", "收费标准", "", "管理方式", "政策依据", "立项级次", "涉企",
             "项目编码"],
            [number(3), "自然资源", "闲置费", "", "按土地价款的20%", "", "《中华人民共和国示例法》第二条",
             "省级", "是", ""],
            ["注：小微企业减半。"] + [""] * 9]
    merges = ["A1:J1", "D2:E2", "A10:J10"] + [f"{letter}2:{letter}3" for letter in "ABCFGHIJ"]
    done = bring_list(work, rows, merges=merges)
    wanted = {(7, "G"): "2 个文件", (7, "E"): "几种标准", (9, "J"): "项目编码", (9, "H"): "立项级次",
              (10, "A"): "说明"}
    found = asked(done)
    check("list: questions", done.returncode == 1 and set(found) == set(wanted) and
          all(text in found[place] for place, text in wanted.items()), done.stdout + done.stderr)
    check("list: English", "several standards" in
          bring_list(work, rows, "--language", "en", merges=merges).stdout)
    # The answers, in the table.
    rows[1] += ["立项依据", "标准依据", "标准（精确）", "备注"]
    rows[2] += [""] * 4
    rows[6] += ["发改价格规〔2016〕2559号", "", '<standard basis="b3"><case><when><attr name="use" '
                'eq="residential"/></when><fixed amount="80"/></case><case><fixed amount="550"/>'
                "</case></standard>"]
    rows[8][9] = "A3"
    answered = bring_list(work, rows[:9], "--own-level", merges=merges[:2] + merges[3:],
                          more={"依据": [["依据编号", "文号", "级次"], ["b3", "财税〔2019〕45号",
                                                                  "中央"]]})
    check("list: answered", answered.returncode == 0 and "跳过 1" in answered.stderr,
          answered.stdout + answered.stderr)
    lint = run("lint", work / "list.xml")
    check("list: lint", lint.returncode == 0, lint.stderr)
    text = (work / "list.xml").read_text("utf-8")
    for part in ('<per-unit price="20" unit="证"/>', 'department="public-security"',
                 'number="发改价格规〔2016〕2559号"', "<!-- 管理方式：缴入国库 -->", 'enterprise="true"',
                 'kind="administrative"', 'title="关于示例的通知"'):
        check("list: document", part in text, part)


# ---- what is asked, one by one ----

def one_row(work, story, row, place, wanted, *options, titles=None):
    done = bring_list(work, [titles or TITLES, row], "--kind", "administrative", *options)
    check(story, done.returncode == 1 and wanted in asked(done).get((2, place), ""),
          done.stdout + done.stderr)


def row_questions(work):
    good = bring_list(work, [TITLES, item()], "--kind", "administrative")
    check("a plain row", good.returncode == 0, good.stdout + good.stderr)
    row = item()
    row[4] = "缴入--国库-"
    check("hyphens in a comment", bring_list(work, [TITLES, row], "--kind",
                                             "administrative").returncode == 0)
    one_row(work, "formula without value", item(fee=formula("A1&B1")), "D", "公式")
    one_row(work, "error value", item(fee=Raw('t="e"><v>#REF!</v>')), "D", "错误值")
    one_row(work, "too many digits", item(code=number("2.1010201234567891E+17")), "I", "15 位")
    one_row(work, "no such date", item() + [number("-3", 1)], "J", "日期",
            titles=TITLES + ["执行日期"])
    one_row(work, "number alone", item(fee=number(80)), "D", "只有数字")
    one_row(work, "unknown level", item(level="中央和省"), "G", "立项级次应为")
    one_row(work, "unknown issuer", item(basis="某文〔2020〕1号"), "F", "哪一级")
    for issuer in ("沈河政发", "辽阳发改", "辽市政发", "沈北政办发"):
        one_row(work, f"issuer {issuer}", item(basis=f"{issuer}〔2020〕1号"), "F", "哪一级")
    one_row(work, "no citation", item(basis="有关文件"), "F", "文号")
    one_row(work, "no basis", item(basis=""), "F", "没有政策依据")
    one_row(work, "unknown department", item(department="海关"), "B", "部门代码")
    one_row(work, "no department", item(department=""), "B", "没有部门")
    one_row(work, "no standard", item(fee=""), "D", "没有收费标准")
    one_row(work, "unclear standard", item(fee="按省物价部门规定执行"), "D", "确定的计费方式")
    one_row(work, "no name", item(name=""), "I", "没有项目名称")
    for row in (["一、小微企业减半收取"], ["（二）困难家庭免收"], ["", "小微企业免收"],
                ["一", "", "自2027年起停征"], ["1", "困难家庭免收"]):
        done = bring_list(work, [TITLES, item(), row + [""] * (9 - len(row))], "--kind",
                          "administrative")
        check(f"a rule like a heading: {row}", 3 in [at[0] for at in asked(done)], done.stdout)
    done = bring_list(work, [["注：小微企业减半收取"] + [""] * 8, TITLES, item()], "--kind",
                      "administrative")
    check("a rule above the header", list(asked(done)) == [(1, "A")], done.stdout)
    done = bring_list(work, [TITLES, ["（三）不动产登记"] + [""] * 8, item()], "--kind",
                      "administrative")
    check("a heading", done.returncode == 0, done.stdout)
    one_row(work, "remark", item() + ["小微企业减半"], "J", "备注", titles=TITLES + ["备注"])
    one_row(work, "column twice", item() + ["80元"], "D", "", titles=TITLES + ["涉企"])
    done = bring_list(work, [TITLES, item()])
    check("no kind", "收费性质不明" in done.stdout, done.stdout)
    # What is right: a formula's value, dates, padded numbers, percentages.
    done = bring_list(work, [TITLES + ["执行日期"],
                             item(fee=formula("A1", "80元/件")) + [number(46204, 2)],
                             item(fee="免费", code=number(123, 4)) + [number(46204, 1)]],
                      "--kind", "administrative")
    text = (work / "list.xml").read_text("utf-8")
    check("values of cells", done.returncode == 0 and text.count('from="2026-07-01"') == 2 and
          'code="000123"' in text and "<free/>" in text, done.stdout + text)
    done = bring_list(work, [TITLES, item(fee="每件80元"), ["", "", "", "每本10元"] + [""] * 5],
                      "--kind", "administrative", merges=["C2:C3"])
    check("merged over rows", "跨了几行" in asked(done).get((3, "D"), ""), done.stdout)


def csv_questions(work):
    table = work / "list.csv"

    def bring_bytes(content, *options):
        table.write_bytes(content)
        return bring(table, work / "list.xml", *DOCUMENT_OPTIONS, *options)

    header = ",".join(TITLES)
    row = "1,公安,示例费,80元/件,,财综〔2007〕34号,中央,,A1"
    codes = "\n【部门】\n部门名称,部门代码\n公安,public-security\n"
    good = f"行政事业性收费目录清单\n\n{header}\n{row}\n{codes}"
    done = bring_bytes(good.encode("gb18030"), "--encoding", "GB18030")
    check("CSV in GB18030", done.returncode == 0, done.stdout + done.stderr)
    done = bring_bytes(good.encode("gb18030"))
    check("CSV in the wrong encoding", done.returncode == 1 and "没有认出表头" in done.stdout and
          "--encoding GB18030" in done.stdout, done.stdout)
    broken = good.encode("utf-8").replace("示例费".encode(), b"\xff\xfe", 1)
    done = bring_bytes(broken)
    check("broken UTF-8", "--encoding" in asked(done).get((4, "C"), ""), done.stdout)
    # A cell that is not to be relied on is asked about wherever it stands, and never read.
    wide = good.replace("项目编码", "项目编码,计费单位,备注,其他").replace("A1", "A1,件,,").encode()
    done = bring_bytes(wide)
    check("columns of published lists", done.returncode == 0, done.stdout + done.stderr)
    for story, text, by, place in (("standard", "80元/件", b"80\xe5/\xff", (4, "D")),
                                   ("department", "公安,示例", b"\xff,\xe7", (4, "B")),
                                   ("bases", "财综〔2007〕34号", b"\xff", (4, "F")),
                                   ("unit", "A1,件", b"A1,\xff", (4, "J")),
                                   ("remark", "A1,件,,", "A1,件,".encode() + b"\xff,", (4, "K")),
                                   ("for people", "A1,件,,", "A1,件,,".encode() + b"\xff", (4, "L")),
                                   ("header", "收费标准", "收费标准（".encode() + b"\xff)", (3, "D"))):
        done = bring_bytes(wide.replace(text.encode(), by, 1))
        check(f"broken UTF-8: {story}", done.returncode == 1 and
              "--encoding" in asked(done).get(place, ""), done.stdout + done.stderr)
    joined = good.replace(row, row + "\n续,,,\x01,,,,,")
    done = bring_bytes(joined.encode())
    check("broken in a row that goes on", "--encoding" in asked(done).get((4, "D"), ""),
          done.stdout + done.stderr)
    broken_note = good + "\n【注释】\n序号,位置,内容\n1,schedule 之前,a\x01b\n"
    done = bring_bytes(broken_note.encode())
    check("broken in a comment", "--encoding" in asked(done).get((12, "C"), ""),
          done.stdout + done.stderr)
    done = bring_bytes(good.replace("公安,public", "公安,\x01public").encode())
    check("broken in the code of a department", (4, "B") in asked(done), done.stdout + done.stderr)
    done = bring_bytes(good.replace("80元/件", '80"元').replace("示例费", '"示例"费').encode())
    check("stray quotes", "引号" in done.stdout, done.stdout)
    two = good.replace(header, header.replace("收费标准", "收费") + "\n,,,收费标准,,,,,")
    done = bring_bytes(two.encode())
    check("header of two rows", "“收费标准”这一列" in done.stdout, done.stdout)
    done = bring_bytes(good.replace("项目名称", "名目").encode())
    check("no header", "没有认出表头" in done.stdout, done.stdout)
    done = bring_bytes((good + "\n【依据】\n依据编号,文号,级次,颜色\nb,财综〔2007〕34号,中央,红\n").encode())
    check("unknown column", "不认识的列" in asked(done).get((11, "D"), ""), done.stdout)
    done = bring_bytes(b"\xef\xbb\xbf\r\n", "--encoding", "UTF-8")
    check("empty table", done.returncode == 2 and "空" in done.stderr, done.stderr)
    done = bring_bytes(good.encode(), "--encoding", "KLINGON")
    check("unknown encoding", done.returncode == 2 and "KLINGON" not in done.stdout and
          "--encoding" in done.stderr, done.stderr)
    done = bring_bytes(("," * 600 + "\n").encode())
    check("too many columns", done.returncode == 2 and "过大" in done.stderr, done.stderr)


# ---- files that are refused ----

def refused(work, story, table, wanted, *options):
    done = bring(table, work / "none.xml", *DOCUMENT_OPTIONS, *options)
    check(story, done.returncode == 2 and wanted in done.stderr and
          not (work / "none.xml").exists(), f"{done.returncode} {done.stdout} {done.stderr}")


def refused_files(work):
    table = work / "bad.xlsx"
    table.write_bytes(b"no zip at all")
    refused(work, "not a zip", table, "不是 .xlsx")
    table.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    refused(work, "an old workbook", table, "旧式 .xls")
    refused(work, "no such file", work / "missing.xlsx", "missing.xlsx")
    refused(work, "no such CSV", work / "missing.csv", "missing.csv")
    sheets = {"Sheet1": [TITLES, item()]}
    table_book.write(table, sheets)
    refused(work, "no such sheet", table, "Sheet1", "--sheet", "Sheet9")
    table.write_bytes(table.read_bytes()[:700])
    refused(work, "cut short", table, "bad.xlsx")
    for part, content in (("xl/workbook.xml", None), ("xl/_rels/workbook.xml.rels", None),
                          ("xl/worksheets/sheet1.xml", None),
                          ("xl/worksheets/sheet1.xml", "<worksheet><sheetData>"),
                          ("xl/worksheets/_rels/sheet1.xml.rels", '<a><b Type="/comments" '
                           'Target="../none.xml"/></a>'),
                          ("xl/worksheets/_rels/sheet1.xml.rels", "<a"),
                          ("xl/sharedStrings.xml", "<sst></sst>"), ("xl/styles.xml", "<a"),
                          ("xl/sharedStrings.xml", '<!DOCTYPE a [<!ENTITY b "c">]><sst/>'),
                          ("xl/worksheets/sheet1.xml", '<worksheet><sheetData><row r="2"><c r="A2" '
                           't="str"><v>a</v></c></row><row r="1"><c r="A1" t="str"><v>a</v></c>'
                           "</row></sheetData></worksheet>"),
                          ("xl/worksheets/sheet1.xml", '<worksheet><sheetData/><mergeCells>'
                           '<mergeCell ref="B2:A1"/></mergeCells></worksheet>')):
        table_book.write(table, sheets, change={part: content})
        refused(work, f"{part}: {content}", table, "完好")
    table_book.write(table, sheets, change={"xl/worksheets/sheet1.xml": " " * (65 * 1024 * 1024)})
    check("the bomb is small", table.stat().st_size < 200000)
    refused(work, "a zip bomb", table, "过大")
    table_book.write(table, sheets, change={"xl/worksheets/sheet1.xml": '<worksheet><sheetData>'
                     '<row r="1"><c r="XFD1" t="str"><v>a</v></c></row></sheetData></worksheet>'})
    refused(work, "too wide", table, "过大")
    table_book.write(table, {"Sheet1": []})
    refused(work, "nothing in it", table, "空")


def refused_options(work):
    table = work / "options.xlsx"
    table_book.write(table, {"Sheet1": [TITLES, item()]})
    out = work / "out.xml"
    for options, wanted in ((["--id", "X"], "--level"), ([*DOCUMENT_OPTIONS, "--level", "city"],
                                                         "--level"),
                            ([*DOCUMENT_OPTIONS, "--kind", "fee"], "--kind"),
                            ([*DOCUMENT_OPTIONS, "--language", "fr"], "--language"),
                            ([*DOCUMENT_OPTIONS, "--colour"], "--colour")):
        done = bring(table, out, *options)
        check(f"options {options}", done.returncode == 2 and wanted in done.stderr and
              not out.exists(), done.stderr)
    out.write_text("kept", encoding="utf-8")
    done = run("import", table, "--output", out, *DOCUMENT_OPTIONS)
    check("overwriting", done.returncode == 2 and "--force" in done.stderr and
          out.read_text("utf-8") == "kept", done.stderr)
    done = run("import", table, "--output", work / "no" / "such.xml", *DOCUMENT_OPTIONS)
    check("no such directory", done.returncode == 2, done.stderr)
    check("no operand", run("import").returncode == 2 and run("export").returncode == 2)
    check("help", run("import", "--help").returncode == 0 and "usage" in
          run("export", "--help").stdout)
    bad = work / "bad.xml"
    bad.write_text("<schedule/>", encoding="utf-8")
    done = run("export", "--csv", bad)
    check("export of a faulty document", done.returncode == 1 and not done.stdout, done.stderr)
    done = run("export", "--csv", work / "missing.xml")
    check("export of nothing", done.returncode == 2, done.stderr)
    check("both forms", run("export", "--csv", "--xlsx", bad, "--output", out).returncode == 2)
    check("a workbook on the screen", run("export", "--xlsx", bad).returncode == 2)


def main():
    documents = [file for directory in sys.argv[2:]
                 for file in sorted(pathlib.Path(directory).glob("*.xml"))]
    if len(documents) < 10:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as directory:
        work = pathlib.Path(directory)
        round_trips(documents, work)
        round_trip(odd_document(work), work, "odd")
        comments_stay(work)
        management_stays(work)
        edited_exports(work)
        published_list(work)
        row_questions(work)
        table_fees.fee_words(check, lambda *rest, **more: bring_list(work, *rest, **more),
                             work / "list.xml")
        table_fees.shown_cells(check, lambda *rest, **more: bring_list(work, *rest, **more),
                               work / "list.xml")
        csv_questions(work)
        refused_files(work)
        refused_options(work)
    sys.exit(failures > 0)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0
"""Workbooks in the form in which spreadsheet programs save them, for tests of the import: shared
strings with runs and pronunciation, styles, dates as serial numbers, merged cells, formulas."""
import re
import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'

# cellXfs: 0 general, 1 a date, 2 a date by a format of its own, 3 percent, 4 six digits, 5 struck
# out, 6 two decimals, then one for each of FORMATS
FORMATS = ['0.00"万元"', '0.0,', '0\\.0000', '# ?/?', '[>=1000]0,"千";0', 'General"元"',
           '_ "¥"* #,##0.00_ ;[Red]\\-0.00', '[$¥-804]#,##0.00', '0.00元', '#,##0.0#']
STYLES = (f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="{len(FORMATS) + 2}">'
          '<numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/>'
          '<numFmt numFmtId="177" formatCode="000000"/>'
          + "".join(f'<numFmt numFmtId="{at}" formatCode={quoteattr(code)}/>'
                    for at, code in enumerate(FORMATS, 178)) +
          '</numFmts><fonts count="3"><font/><font><strike/></font><font><strike val="0"/></font>'
          '</fonts><cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs>'
          '<xf numFmtId="0" fontId="2"/><xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="9"/>'
          '<xf numFmtId="177"/><xf numFmtId="0" fontId="1"/><xf numFmtId="2"/>'
          + "".join(f'<xf numFmtId="{at}"/>' for at in range(178, 178 + len(FORMATS))) +
          '</cellXfs></styleSheet>')


class Struck(str):
    """A shared string of which a part is struck out."""


class Raw(str):
    """The XML of a whole <c> but its place: 't="n" s="1"><v>44927</v>'."""


def number(value, style=0):
    return Raw(f's="{style}"><v>{value}</v>')


def formula(text, value=None):
    kept = "" if value is None else f"<v>{escape(value)}</v>"
    return Raw(f't="str"><f>{escape(text)}</f>{kept}')


def column(index):
    name = ""
    index += 1
    while index:
        index, digit = divmod(index - 1, 26)
        name = chr(65 + digit) + name
    return name


def rich(text):
    """A shared string in two runs, with how it is pronounced."""
    half = len(text) // 2
    look = "<strike/>" if isinstance(text, Struck) else '<strike val="0"/>'
    return (f'<si><r><rPr>{look}</rPr><t xml:space="preserve">{escape(text[:half])}</t></r><r><rPr><b/></rPr>'
            f'<t xml:space="preserve">{escape(text[half:])}</t></r>'
            '<rPh sb="0" eb="1"><t>pinyin</t></rPh></si>')


def sheet_xml(rows, merges, strings):
    out = [f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>']
    for number_of_row, row in enumerate(rows, 1):
        out.append(f'<row r="{number_of_row}" spans="1:9">')
        for index, value in enumerate(row):
            place = f'<c r="{column(index)}{number_of_row}" '
            if isinstance(value, Raw):
                out.append(f"{place}{value}</c>")
            elif value == "":
                out.append(f'{place}s="0"/>')
            else:
                if value not in strings:
                    strings.append(value)
                out.append(f'{place}t="s"><v>{strings.index(value)}</v></c>')
        out.append("</row>")
    out.append("</sheetData>")
    if merges:
        out.append(f'<mergeCells count="{len(merges)}">')
        out += [f'<mergeCell ref="{merge}"/>' for merge in merges]
        out.append("</mergeCells>")
    out.append("</worksheet>")
    return "".join(out)


def write(path, sheets, merges=None, change=None, hidden=()):
    """sheets: {name: rows}; merges: {name: ranges}; change: {part: its bytes, None to leave out};
    hidden: numbers of rows, in all sheets."""
    strings = []
    parts = {"xl/styles.xml": STYLES}
    relations, names = [], []
    for at, (name, rows) in enumerate(sheets.items(), 1):
        xml = sheet_xml(rows, (merges or {}).get(name), strings)
        for row in hidden:
            xml = xml.replace(f'<row r="{row}" ', f'<row r="{row}" hidden="1" ')
        parts[f"xl/worksheets/sheet{at}.xml"] = xml
        relations.append(f'<Relationship Id="rId{at}" Type="{OFFICE}/worksheet" '
                         f'Target="worksheets/sheet{at}.xml"/>')
        names.append(f'<sheet name="{escape(name)}" sheetId="{at}" r:id="rId{at}"/>')
    parts["xl/workbook.xml"] = (f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
                                + "".join(names) + "</sheets></workbook>")
    parts["xl/_rels/workbook.xml.rels"] = (f'{HEAD}<Relationships xmlns="{PACKAGE}">'
                                           + "".join(relations) + "</Relationships>")
    parts["xl/sharedStrings.xml"] = (f'{HEAD}<sst xmlns="{MAIN}" count="{len(strings)}">'
                                     + "".join(map(rich, strings)) + "</sst>")
    parts.update(change or {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            if content is not None:
                book.writestr(name, content)


def read(path):
    """{sheet: [[cell]]} of a workbook whose cells are inline strings, as export writes them."""
    import xml.etree.ElementTree as tree
    with zipfile.ZipFile(path) as book:
        names = [sheet.get("name") for sheet in
                 tree.fromstring(book.read("xl/workbook.xml")).iter(f"{{{MAIN}}}sheet")]
        sheets = {}
        for at, name in enumerate(names, 1):
            root = tree.fromstring(book.read(f"xl/worksheets/sheet{at}.xml"))
            sheets[name] = [
                [re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)),
                        "".join(text.text or "" for text in cell.iter(f"{{{MAIN}}}t")))
                 for cell in row.iter(f"{{{MAIN}}}c")]
                for row in root.iter(f"{{{MAIN}}}row")]
        return sheets

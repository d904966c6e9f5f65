"""Odd but valid spelling: bytes, XML, order, lists, values at their limits."""

import re

from edges_case import Edge
from invalid_base import BUNDLE, CITY, CN, HEAD, NEW, NS, TOWN
from invalid_case import case, item, put, raw, sub

SECTION = re.compile(
                     r"  <(units|items|bases|amendments|reductions|commitments"
                     r"|prohibitions|calendar)>\n.*?  </\1>\n",
                     re.S)


def prefixed(text):
    """The document with a prefix on every element."""
    text = text.replace(NS, 'xmlns:法="urn:feeguard:schedule:1"')
    return re.sub(r"<(/?)([a-z])", r"<\1法:\2", text).encode("utf-8")


def reversed_sections(text):
    """The document with its sections from last to first."""
    sections = [match.group(0) for match in SECTION.finditer(text)]
    start = text.index(sections[0])
    return (text[:start] + "".join(reversed(sections)) + "</schedule>\n").encode("utf-8")


def bytes_and_markup():
    """What XML allows and the comment of the example does not refuse."""
    why = "UTF-8 only (a byte order mark is fine)."
    yield Edge("byte-order-mark", why, [raw(NEW, lambda t: b"\xef\xbb\xbf" + t.encode())])
    yield Edge("no-xml-declaration",
               "The declaration is optional in XML 1.0 and UTF-8 is its default.",
               [raw(NEW, lambda t: t.replace(
                   HEAD, "").encode())])
    yield Edge("line-ends-crlf", "XML 1.0 line ends; nothing refuses them.",
               [raw(NEW, lambda t: t.replace(
        "\n", "\r\n").encode())])
    yield Edge("single-quotes", "XML 1.0 attribute values.", [raw(TOWN, lambda t: t.split("\n", 1)[
        1].replace('"', "'").encode())])
    yield Edge("prefix", "Accepted: prefixes for the namespace.",
               [raw(name, prefixed) for name in BUNDLE])
    yield Edge("prefix-inside", "Accepted: prefixes for the namespace.", [
        put("units", '<q:unit xmlns:q="urn:feeguard:schedule:1" code="X" region="21"/>')])
    yield Edge("namespace-said-again",
               "Accepted: prefixes for the namespace; a declaration is no attribute.", [
        put("units", f'<unit {NS} xmlns:unused="urn:other" code="X" region="21"/>')])
    why = "Accepted: comments, processing instructions, CDATA."
    body = ("<!-- a --><?b c?><category><!-- a -->dona<![CDATA[tion]]><?b?></category><keyword>赞"
            "<!-- a -->助<![CDATA[]]></keyword>")
    yield Edge("comments-in-text", why, [put("prohibitions",
        f'<prohibition id="X" basis="own">{body}</prohibition>')])
    yield Edge("comments-everywhere", why, [sub(TOWN, "<exempt/>",
        "<!-- a --><exempt><?b?><!-- c --></exempt><!-- d -->"),
                                            sub(TOWN, "</schedule>\n",
                                                "</schedule>\n<!-- end -->\n<?end?>\n")])
    yield Edge("cdata-white-space",
               "XML white space around the text of category and keyword is dropped.", [
        put("prohibitions", '<prohibition id="X" basis="own"><keyword>\n <![CDATA[ 赞助 '
            ']]>\t</keyword></prohibition>')])
    yield Edge("character-references", "XML 1.0; the vocabulary is of characters, not bytes.", [
        sub(NEW, 'id="half"', 'id="&#104;al&#x66;"')])
    yield Edge("end-tags-in-full", "XML 1.0: an empty element may have an end tag.", [sub(TOWN,
        "<exempt/>", "<exempt></exempt>")])
    why = "Refused: nesting over 64; 64 is not over."
    inner = 64 - 7  # schedule, items, item, standard, case, when ... attr
    deep = "<not>" * inner + '<attr name="a" eq="b"/>' + "</not>" * inner
    yield Edge("nesting-64", why, [put("items", item(case(f"<when>{deep}</when><free/>")))])
    yield Edge("files-of-other-names", "Every file directly in DIR whose name ends in .xml is one "
               "document; others are none.", [
        raw("notes.txt", lambda t: b"<broken"), raw("b.xml.bak", lambda t: b"<broken")], dict(
            BUNDLE, **{"notes.txt": "\n", "b.xml.bak": "\n"}))


def order():
    """Order of sections and of what is in them."""
    why = "Sections ... at most once each, any order."
    yield Edge("sections-reversed", why, [raw(name, reversed_sections) for name in BUNDLE])
    yield Edge("unit-used-before-defined", why + " Nothing asks that a unit be defined above its "
               "use.", [
        sub(NEW, '    <unit code="U-21" department="water" level="provincial" region="210000"/>\n',
            ""),
        put("units", '<unit code="U-21" department="water" level="provincial" region="210000"/>')])
    yield Edge("children-reversed", "Grants, period, uniform, observe, limit, when inside their "
               "element, at most once each, any order.", [
        put("items", item('<uniform key="a"/><period per="day"/><observe from="2024-01-01" '
                          'to="2024-01-01"/>' + case("<free/>")
                          + '<grants><grant region="21"/></grants>')),
        put("reductions", '<reduction id="X" basis="own" items="WATER"><limit amount="1" '
            'per="year"/><exempt/><when><attr name="a" eq="b"/></when></reduction>')])
    yield Edge("later-version-first", "A standard's versions do not overlap; their order is free.",
               [
        put("items", item('<standard from="2025-01-01" basis="own"><case><free/></case></standard>'
                          '<standard to="2024-12-31" basis="own"><case><free/></case>'
                          '</standard>'))])
    yield Edge("when-behind-tariff", "when at most once, any order.", [put("items", item(
        case('<free/><when><attr name="a" eq="b"/></when>')))])
    yield Edge("file-names-against-serials",
               "The id and serial are the document's, not its file's name.", [], dict(zip(
        ("9.xml", "8.xml", "1.xml", "0.xml", "z.xml"), BUNDLE.values())))


def lists():
    """Lists with repeats and odd blanks."""
    why = "Lists are separated by white space, may repeat, may not be empty."
    yield Edge("list-repeats", why, [
        sub(NEW, 'items="WATER FINE"', 'items="WATER FINE WATER"'), sub(NEW, 'payers="P1 P2"',
            'payers="P2 P1 P2"'),
        sub(NEW, 'key="inspection charge.region"', 'key="inspection charge.region inspection"'),
        sub(NEW, '<attr name="use" in="industry commerce"/>',
            '<attr name="use" in="commerce industry commerce"/>'),
        sub(NEW, '<except items="REG"/>', '<except items="REG REG"/>')])
    yield Edge("list-white-space", why, [sub(NEW, 'items="WATER FINE"',
        'items=" WATER\n\tFINE&#10;"')])
    yield Edge("period-key-repeats", why, [sub(CITY, '<period per="day" group="city"/>',
        '<period per="day" key="subject payer subject" group="city"/>')])


def values():
    """Values at their limits."""
    code, text = "c" * 61 + "项", "费" * 341 + "t"
    why = "code, id: 1 to 64 bytes; text: UTF-8, at most 1024 bytes."
    yield Edge("longest", why, [
        put("items",
            f'<item code="{code}" name="{text}" kind="service" basis="own" category="x"/>'),
        put("reductions", f'<reduction id="{code}" name="{text}" basis="own" items="{code}">'
            '<exempt/></reduction>'),
        put("units", f'<unit code="{code}" name="{text}" region="21"/>'),
        put("prohibitions",
            f'<prohibition id="{code}" basis="own"><keyword>{text}</keyword></prohibition>')])
    yield Edge("codes-with-blanks",
               "code, id: 1 to 64 bytes, no control characters; a blank is none.", [
        put("items", '<item code="A B" kind="service" basis="own"/>'), put("units",
            '<unit code="一 号 &amp; &lt;x>" region="21"/>')])
    yield Edge("one-byte-codes", "code, id: 1 to 64 bytes.", [put("items",
        '<item code="." kind="service" basis="own"/>')])
    yield Edge("same-code-of-different-things", "Reductions and commitments share one space of "
               "ids; items, units and prohibitions do not.", [
        put("units", '<unit code="WATER" region="21"/>'), put("reductions",
            '<reduction id="WATER" basis="own" items="WATER"><exempt/></reduction>'),
        put("prohibitions",
            '<prohibition id="WATER" basis="own"><category>WATER</category></prohibition>')])
    yield Edge("basis-id-in-each-document", "A basis id once a document.", [sub(CITY,
        '<basis id="m2" level="provincial"/>', '<basis id="own" level="county"/>')])
    tariffs = ('<fixed amount="10000000000000.00" min="10000000000000" max="10000000000000"/>',
               '<per-unit price="1000000000.000000" step="1000000000000"/>',
               '<rate percent="1000.000000"/>', '<derived item="FINE" ratio="1000.000000"/>',
               '<derived item="FINE" ratio="1000000/1000000"/>',
               '<derived item="FINE" ratio="0/1"/>', '<derived item="FINE" ratio="1000000/1"/>',
               '<per-unit price="0.000001" step="0.000001"/>',
               '<fixed amount="0"/>', '<fixed amount="0.1"/>', '<free min="5" max="5.00"/>',
               '<brackets on="quantity" mode="slab"><band upto="0.000001"/><band '
               'upto="1000000000000"/><band/></brackets>',
               '<brackets on="base" mode="marginal"><band upto="0.01" percent="1000"/><band '
               'upto="10000000000000" fixed="10000000000000"/><band/></brackets>')
    yield Edge("largest-values", "Section 1 gives the limits; each value stands on one.", [
        put("items", "\n    ".join(f'<item code="L{n}" kind="service" basis="own">{case(one)}'
                                   '</item>' for n, one in enumerate(tariffs)))])


def spellings():
    """Dates, whole numbers, defaults and regions at their limits."""
    yield Edge("first-and-last-dates", "date: 1900 to 2199.", [
        put("units", '<unit code="X" region="21" from="1900-01-01" to="2199-12-31"/>'),
        put("calendar", '<holiday from="2000-02-29" to="2199-12-31" watch="0"/>')])
    yield Edge("percent-off-100", "percent-off is at most 100.", [
        put("reductions", '<reduction id="X" basis="own" items="WATER"><percent-off '
            'percent="100.000000"/></reduction>'),
        put("reductions",
            '<reduction id="Y" basis="own" items="WATER"><percent-off percent="0"/></reduction>')])
    yield Edge("least-whole-numbers",
               "serial 1 or more; max 1 or more; advance, priority, watch 0 or more.", [
        put("items", item('<period per="month" max="1" advance="0"/>')),
        put("reductions",
            '<reduction id="X" basis="own" items="WATER" priority="0"><exempt/></reduction>')])
    yield Edge("defaults-written-out", "Booleans true or false; the defaults may be said.", [
        put("items", item('<period per="day" max="1" advance="0" instalments="false" key="payer '
                          'subject"/>',
                          'kind="service" basis="own" enterprise="false" dated-by="period"')),
        put("reductions", '<reduction id="X" basis="own" items="WATER" priority="100" '
            'exclusive="false" penalties="false"><exempt/></reduction>'),
        put("prohibitions", '<prohibition id="X" basis="own" advisory="false"><category>a'
            '</category></prohibition>')])
    for number, region in enumerate(("210000000000", "2100", "21", "210000000")):
        yield Edge(f"region-with-zeros-{number}",
                   "Regions have 2, 4, 6, 9 or 12 digits; stripped, provincial has 2.", [
            sub(NEW, 'level="provincial" region="210000" serial',
                f'level="provincial" region="{region}" serial')])
    for region in ("00", "0000", "000000000", "000000000000"):
        yield Edge(f"country-{region}", "Stripped, a national region has 0 digits.", [sub(CN,
            'level="national" region="000000" issuer',
            f'level="national" region="{region}" issuer')])
    yield Edge("county-with-12-digits", "Strip trailing groups 000 after the sixth digit.", [
        sub(TOWN, 'level="county" region="210102"', 'level="county" region="210102000000"')])


def optional():
    """What may be left out."""
    why = "All else optional."
    yield Edge("bare-item", why + " An item with no grant at all can be charged by nobody.", [
        put("items", '<item code="X" kind="service" basis="own"/>')])
    yield Edge("bare-prohibition", why, [put("prohibitions", '<prohibition id="X" basis="own"/>')])
    yield Edge("prohibition-without-payers", "A prohibition matches when the payer type is among "
               "its payers (or it has none ...).", [
        put("prohibitions",
            '<prohibition id="X" basis="own"><category>a</category></prohibition>')])
    yield Edge("band-without-anything", why + " fixed, percent and price of a band are.", [
        put("items", item(case('<brackets on="base" mode="marginal"><band upto="1"/><band/>'
                               '</brackets>')))])
    yield Edge("document-of-nothing", why + " Sections at most once each.", [], dict(BUNDLE, **{
        "x.xml": HEAD + f'<schedule {NS} id="X" level="county" region="210103" serial="1" '
        'effective="2020-01-01"/>\n'}))
    yield Edge("one-document", "At least one document.", [], {"only.xml": BUNDLE[CN]})
    yield Edge("sum-of-one", "sum: one tariff or more.", [put("items", item(case(
        "<sum><sum><free/></sum></sum>")))])
    yield Edge("one-condition", "when, all, any: one condition or more.", [
        put("items", item(case('<when><all><any><not><attr name="a" eq="b"/></not></any></all>'
                               '</when><free/>')))])
    yield Edge("case-never-reached",
               "Cases are tried in order; nothing refuses one behind one without when.", [
        put("items", item('<standard basis="own"><case><free/></case><case><fixed amount="1"/>'
                          '</case></standard>'))])
    yield Edge("several-tests", "Several tests on one attr must all hold.", [
        put("items", item(case('<when><attr name="a" eq="x" ne="y" in="x z" prefix="x" '
                               'present="true"/><attr name="b" ge="2" le="1"/></when><free/>')))])
    yield Edge("builtin-names", "Conditions can also ask for the built-in names payer.type, "
               "charge.region, charge.category, charge.quantity, charge.base, charge.unit.", [
        put("items", item(case('<when>' + "".join(f'<attr name="{n}" present="true"/>' for n in (
            "payer.type", "charge.region", "charge.category", "charge.quantity", "charge.base",
            "charge.unit")) + '</when><free times="charge.quantity"/>')
            + '<uniform key="payer.type charge.base"/>')),
        put("items", '<item code="Y" kind="service" basis="own"><uniform key="payer charge '
            'payertype chargeable"/></item>')])


def cases():
    """All of them."""
    for group in (bytes_and_markup, order, lists, values, spellings, optional):
        yield from group()

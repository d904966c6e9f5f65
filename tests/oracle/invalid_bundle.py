"""Faults between documents, levels and serials."""

from invalid_base import BUNDLE, CITY, CN, HEAD, LATER, NEW, NS, OLD, TOWN
from invalid_case import Case, add, put, sub

RESOLVES = ("Every reference resolves, on each day its document is in effect, to a document in "
            "effect on that day: ")
UNIQUE = "Codes and ids are unique among the documents in effect on any one day: "
AUTHORITY = "Authority to make the rule: "
INSIDE = ("A document may only define units, name units in grants and delegations, and name "
          "regions in grants, inside its own region: ")
BINDS = ("A new serial must carry every commitment that has not ended, unchanged or more "
         "favourable, or revoke it: ")
FREE = '<reduction id="{}" basis="{}" items="{}"><exempt/></reduction>'


def document(name, level, region, effective, body, serial=1):
    """One more document with two bases."""
    return (HEAD + f'<schedule {NS} id="{name}" level="{level}" region="{region}" '
            f'serial="{serial}" effective="{effective}">\n'
            f'  <bases><basis id="x1" level="national"/><basis id="x2" level="{level}"/>'
            f'</bases>\n{body}</schedule>\n')


def levels():
    """Regions that do not suit the level."""
    rule = ("A document's region, stripped, has 0 digits for national, 2 for provincial, 4 for "
            "municipal, 6 for county.")
    for level, regions in (("national", ("210000", "21")), ("provincial", ("210100", "000000",
        "210102")),
                           ("municipal", ("210000", "210102", "210100001")), ("county", ("210100",
                               "210102001", "21", "210102001003"))):
        for region in regions:
            text = document("X", level, region, "2020-01-01", "")
            yield Case(f"level-{level}-{region}", rule, [add("x.xml", text)], "<schedule ")


def unique():
    """Codes and ids defined twice, within one document and across two."""
    yield Case("twice-basis", "A basis id once a document.", [put("bases",
        '<basis id="own" level="county"/>')])
    rule = (UNIQUE + "an item, unit or prohibition is defined once; reductions and commitments "
            "share one space of ids.")
    inside = (("unit", "units", '<unit code="U-21" region="210000"/>'), ("item", "items",
        '<item code="FINE" kind="service" basis="own"/>'),
              ("prohibition", "prohibitions",
               '<prohibition id="donation" basis="own"><category>a</category></prohibition>'),
              ("reduction", "reductions", FREE.format("off", "own", "WATER")),
              ("commitment", "commitments", '<commitment id="c-exempt" basis="own" payers="P1" '
               'categories="utility"><exempt/></commitment>'),
              ("reduction-as-commitment", "commitments",
               '<commitment id="off" basis="own" payers="P" items="WATER"><exempt/></commitment>'),
              ("reduction-of-a-commitment", "reductions", FREE.format("c-cap", "own", "WATER")))
    for slug, section, xml in inside:
        yield Case("twice-" + slug, rule, [put(section, xml)])
    across = (("unit", '<units><unit code="U-21" region="210100"/></units>'),
              ("unit-of-a-higher", '<units><unit code="U-NAT" region="210100"/></units>'),
              ("item", '<items><item code="FINE" kind="service" basis="x1"/></items>'),
              ("prohibition",
               '<prohibitions><prohibition id="donation" basis="x1"/></prohibitions>'),
              ("reduction", '<reductions>' + FREE.format("off", "x1", "SEWAGE") + '</reductions>'),
              ("commitment", '<commitments><commitment id="c-cap" basis="x1" payers="P" '
               'items="SEWAGE"><exempt/></commitment></commitments>'),
              ("commitment-and-reduction",
               '<reductions>' + FREE.format("c-cap", "x1", "SEWAGE") + '</reductions>'))
    for slug, body in across:
        text = document("X", "municipal", "210100", "2022-01-01", "  " + body + "\n")
        files = ["x.xml", OLD, NEW, CN]
        yield Case("across-" + slug, rule, [add("x.xml", text)], "", files if slug.startswith(
            "unit") else ["x.xml", OLD, NEW])
    text = document("X", "municipal", "210200", "2020-06-01",
                    '  <items><item code="ONLY" kind="service" basis="x1"/></items>\n')
    yield Case("across-on-some-days", rule, [add("x.xml", text), put("items",
        '<item code="ONLY" kind="service" basis="own"/>')], "", [NEW, "x.xml"])


def bases():
    """A basis that the document does not define."""
    rule = "A basis is defined in the same document."
    for slug, section, xml in (
            ("item", "items", '<item code="X" kind="service" basis="{}"/>'),
            ("standard", "items", '<item code="X" kind="service" basis="own"><standard basis="{}">'
             '<case><free/></case></standard></item>'),
            ("grant", "items", '<item code="X" kind="service" basis="own"><grants><grant '
             'region="21" basis="{}"/></grants></item>'),
            ("delegation", "units",
             '<delegation from="U-21" to="U-2101" items="FINE" basis="{}"/>'),
            ("reduction", "reductions",
             '<reduction id="X" basis="{}" items="WATER"><exempt/></reduction>'),
            ("commitment", "commitments",
             '<commitment id="X" basis="{}" payers="P" items="WATER"><exempt/></commitment>'),
            ("revoke", "commitments", '<revoke commitment="c-ended" basis="{}"/>'),
            ("prohibition", "prohibitions",
             '<prohibition id="X" basis="{}"><category>a</category></prohibition>')):
        yield Case("basis-unknown-" + slug, rule, [put(section, (xml.format("none"), xml.format(
            "n1"), xml.format("m1")))])


def references():
    """References to what no document in effect defines."""
    for slug, section, xml in (
            ("delegation-from", "units",
             '<delegation from="NONE" to="U-2101" items="FINE" basis="own"/>'),
            ("delegation-to", "units",
             '<delegation from="U-21" to="NONE" items="FINE" basis="own"/>'),
            ("delegation-items", "units",
             '<delegation from="U-21" to="U-2101" items="FINE NONE" basis="own"/>'),
            ("grant-unit", "items", '<item code="X" kind="service" basis="own"><grants><grant '
             'unit="NONE"/></grants></item>'),
            ("amend", "amendments", '<amend item="NONE"/>'),
            ("derived", "items", '<item code="X" kind="service" basis="own"><standard basis="own">'
             '<case><derived item="NONE" ratio="1"/></case></standard></item>'),
            ("reduction-items", "reductions", FREE.format("X", "own", "WATER NONE")),
            ("commitment-items", "commitments",
             '<commitment id="X" basis="own" payers="P" items="NONE"><exempt/></commitment>'),
            ("except-items", "prohibitions", '<prohibition id="X" basis="own"><keyword>a</keyword>'
             '<except items="NONE"/></prohibition>')):
        yield Case("dangling-" + slug, RESOLVES + slug.replace("-", " ") + ".", [put(section, xml)])
    yield Case("dangling-amend-grant", RESOLVES + "grant unit.", [sub(TOWN,
        '<grant unit="U-COUNTY"/>', '<grant unit="NONE"/>')])
    yield Case("dangling-revoke",
               "revoke names a commitment of any lower serial, where one is loaded.", [
                   put("commitments", '<revoke commitment="NONE" basis="top"/>')])
    yield Case("dangling-before", RESOLVES + "its document begins before the one it names.", [
        sub(CITY, 'effective="2021-01-01"', 'effective="2019-12-31"')], "")
    first, last = "    <item code=\"SEWAGE\"", "    <item code=\"FINE\""
    sewage = LATER[LATER.index(first):LATER.index(last)]
    note = RESOLVES + "a later serial of the document it names no longer defines the item."
    yield Case("dangling-after", note, [
        sub(NEW, ' items="WATER SEWAGE">\n      <amount', ' items="WATER">\n      <amount'),
        sub(NEW, ' items="WATER SEWAGE" ', ' items="WATER" '), sub(OLD, ' items="WATER SEWAGE" ',
            ' items="WATER" '),
        sub(CITY, ' items="SEWAGE PARKING"', ' items="PARKING"'), sub(NEW, sewage, "")], "", [CITY])
    unit = '    <unit code="U-2101" department="fire" level="municipal" region="210100"/>\n'
    note = RESOLVES + "the unit is defined in another document from a later day only."
    late = document("X", "municipal", "210100", "2020-02-01", f"  <units>\n{unit}  </units>\n")
    yield Case("dangling-on-some-days", note, [sub(OLD, unit, ""), sub(NEW, unit, ""), add("x.xml",
        late)], "", [OLD])


def enterprises():
    """Charges on enterprises without a national basis."""
    rule = "An item with enterprise=\"true\" cites a basis of level national."
    yield Case("enterprise-basis", rule, [put("items",
        '<item code="X" kind="service" basis="own" enterprise="true"/>')])
    yield Case("enterprise-basis-city", rule, [sub(CITY, '<item code="TRANSIT" kind="service"',
        '<item code="TRANSIT" enterprise="true" kind="service"')])


def authority():
    """Items of kinds a level may not define, and things outside one's region."""
    for kind, level in (("tax", "provincial"), ("administrative", "municipal"),
                        ("fund", "municipal"), ("deposit", "municipal"), ("tax", "municipal"),
                        ("administrative", "county"), ("tax", "county"), ("penalty", "county"),
                        ("service", "county")):
        region = {"provincial": "220000", "municipal": "210300", "county": "210301"}[level]
        text = document("X", level, region, "2020-01-01",
                        f'  <items>\n    <item code="X" kind="{kind}" basis="x1"/>\n  </items>\n')
        yield Case(f"authority-{kind}-{level}", AUTHORITY + "the level may not define items of "
                   "this kind.", [add("x.xml", text)], "<item ")
    for slug, file, section, xml in (
            ("unit", CITY, "units", '<unit code="X" region="210000"/>'), ("unit-elsewhere", CITY,
                "units", '<unit code="X" region="210201"/>'),
            ("grant-region", CITY, "items", '<item code="X" kind="service" basis="m1"><grants>'
             '<grant region="21"/></grants></item>'),
            ("grant-region-elsewhere", CITY, "items", '<item code="X" kind="service" basis="m1">'
             '<grants><grant department="a" region="2102"/></grants></item>'),
            ("grant-unit", CITY, "items", '<item code="X" kind="service" basis="m1"><grants><grant '
             'unit="U-21"/></grants></item>'),
            ("delegation-from", CITY, "units",
             '<delegation from="U-21" to="U-CITY" items="PARKING" basis="m1"/>'),
            ("delegation-to", CITY, "units",
             '<delegation from="U-CITY" to="U-NAT" items="PARKING" basis="m1"/>')):
        yield Case("outside-" + slug, INSIDE + slug.replace("-", " ") + ".", [put(section, xml,
            file)])
    yield Case("outside-amend-region", INSIDE + "grant region.", [sub(CITY,
        '<grant region="210102"/>', '<grant region="2102"/>')])
    yield Case("outside-amend-unit", INSIDE + "grant unit.", [sub(CITY, '<grant region="210102"/>',
        '<grant unit="U-PROV"/>')])


def amendments():
    """Amendments one may not make."""
    rule = "Only a lower document may amend an item, once."
    grant = ('  <amendments>\n    <amend item="{}"><grants><grant region="{}"/></grants></amend>\n '
             ' </amendments>\n')
    yield Case("amend-same-level", rule, [add("x.xml", document("X", "provincial", "210000",
        "2021-01-01", grant.format("WATER", "21")))], "<amend ")
    yield Case("amend-of-a-lower", rule, [add("x.xml", document("X", "national", "000000",
        "2021-01-01", grant.format("WATER", "21")))], "<amend ")
    yield Case("amend-own", rule, [put("amendments", '<amend item="WATER"><grants><grant '
                                       'region="21"/></grants></amend>')])
    yield Case("amend-twice", rule, [put("amendments",
        '<amend item="PARKING"><grants><grant region="210102"/></grants></amend>', TOWN)])
    rule = ("A lower document amends a standard only if the item's local names its level or a "
            "lower one.")
    standard = '<amend item="{}"><standard basis="{}"><case><free/></case></standard></amend>'
    yield Case("local-absent", rule, [put("amendments", standard.format("TAX", "own"))])
    yield Case("local-higher", rule, [put("amendments", standard.format("FUND", "m1"), CITY)])
    yield Case("local-higher-county", rule, [put("amendments", standard.format("WATER", "k1"),
        TOWN)])


def relief():
    """Relief from what others levy."""
    rule = ("Relief only if the document's level is the item's or higher, or local-relief names "
            "its level or a lower one: ")
    grant = '<commitment id="X" basis="{}" payers="P" {}><exempt/></commitment>'
    yield Case("relief-item", rule + "reduction.", [put("reductions", FREE.format("X", "own",
        "TAX"))])
    yield Case("relief-one-of-two", rule + "reduction.", [put("reductions", FREE.format("X", "own",
        "WATER FUND"))])
    yield Case("relief-local-higher", rule + "reduction.", [put("reductions", FREE.format("X", "k1",
        "SEWAGE"), TOWN)])
    yield Case("relief-category", rule + "by category.", [put("reductions",
        '<reduction id="X" basis="own" categories="utility resource"><exempt/></reduction>')])
    yield Case("relief-category-one-item", rule + "by category.", [put("reductions",
        '<reduction id="X" basis="k1" categories="utility"><exempt/></reduction>', TOWN)])
    yield Case("relief-commitment", rule + "commitment.", [put("commitments", grant.format("own",
        'items="TAX"'))])
    yield Case("relief-commitment-category", rule + "commitment.", [put("commitments", grant.format(
        "own", 'categories="resource"'))])


LESS = (
    ("payers", 'payers="P1 P2"', 'payers="P1 P3"'), ("items", 'items="WATER SEWAGE" categories',
        'items="WATER" categories'),
    ("items-gone", 'items="WATER SEWAGE" categories="utility" from', 'categories="utility" from'),
    ("categories", 'categories="utility" from="2020-01-01" to="2029-12-31" priority="10"',
     'from="2020-01-01" to="2029-12-31" priority="10"'),
    ("from-later", 'from="2020-01-01" to="2029-12-31" priority="10"',
     'from="2020-01-02" to="2029-12-31" priority="10"'),
    ("from-added", '<commitment id="c-cap"', '<commitment from="1900-01-01" id="c-cap"'),
    ("to-earlier", 'to="2029-12-31" priority="10"', 'to="2029-12-30" priority="10"'),
    ("to-added", '<commitment id="c-exempt"', '<commitment to="2199-12-31" id="c-exempt"'),
    ("priority", 'priority="10"', ('priority="9"', 'priority="11"')), ("priority-gone",
        ' priority="10"', ""),
    ("priority-added", '<commitment id="c-amount"', '<commitment priority="99" id="c-amount"'),
    ("group", 'group="c"', 'group="d"'), ("group-gone", ' group="c"', ""), ("group-added",
        '<commitment id="c-cap"', '<commitment group="z" id="c-cap"'),
    ("exclusive", ' exclusive="true"', ("", ' exclusive="false"')), ("exclusive-added",
        '<commitment id="c-cap"', '<commitment exclusive="true" id="c-cap"'),
    ("penalties", ' penalties="true">\n      <when>', '>\n      <when>'), ("penalties-added",
        '<commitment id="c-cap"', '<commitment penalties="true" id="c-cap"'),
    ("when-changed", 'le="300"', ('le="299"', 'le="301"')),
    ("when-more", '<attr name="employees" le="300"/>',
     '<attr name="employees" le="300"/><attr name="use" eq="a"/>'),
    ("limit-lower", '<limit amount="1000.00"', '<limit amount="999.99"'),
    ("limit-per", '<limit amount="1000.00" per="year"', '<limit amount="1000.00" per="month"'),
    ("limit-key", '<limit amount="1000.00" per="year" key="payer"',
     '<limit amount="1000.00" per="year" key="payer subject"'),
    ("limit-added", '<amount-off amount="100.00"/>',
     '<amount-off amount="100.00"/><limit amount="10000000000000" per="year"/>'),
    ("when-added", '<cap amount="500.00"/>',
     '<cap amount="500.00"/><when><attr name="a" present="true"/></when>'),
    ("percent-lower", '<percent-off percent="50"/>\n      <limit amount="1000.00"',
     '<percent-off percent="49.999999"/>\n      <limit amount="1000.00"'),
    ("amount-lower", '<amount-off amount="100.00"/>', '<amount-off amount="99.99"/>'),
    ("cap-higher", '<cap amount="500.00"/>', '<cap amount="500.01"/>'),
    ("kind-changed", '<amount-off amount="100.00"/>', ('<cap amount="0.00"/>',
        '<percent-off percent="100"/>')),
    ("exempt-to-percent", "      <exempt/>", '      <percent-off percent="100"/>'),
)


def commitments():
    """Old commitments dropped, or carried on worse terms."""
    for slug, old, new in LESS:
        yield Case("commitment-" + slug, BINDS + slug.replace("-", " ") + ".", [sub(NEW, old, new)],
                   "")
    start = NEW_TEXT.index('    <commitment id="c-cap"')
    dropped = NEW_TEXT[start:NEW_TEXT.index('    <commitment id="c-exempt"')]
    yield Case("commitment-dropped", BINDS + "dropped.", [sub(NEW, dropped, "")], "")
    yield Case("commitment-dropped-before-its-end", BINDS + "dropped.", [sub(OLD, 'to="2021-12-31"',
        'to="2023-01-02"')], "", [NEW])
    newest = BUNDLE[NEW].replace('serial="5" effective="2023-01-01"',
                                 'serial="6" effective="2024-01-01"')
    yield Case("commitment-dropped-later", BINDS + "the serial before is the next lower one.", [
        add("x.xml", newest.replace(dropped, ""))], "")
    rule = "revoke needs a legal basis of a level higher than the document's own."
    for slug, basis in (("same-level", "own"), ("lower-level", "low")):
        edits = [put("bases", '<basis id="low" level="municipal"/>'), sub(NEW, dropped,
            f'    <revoke commitment="c-cap" basis="{basis}"/>\n')]
        yield Case("revoke-basis-" + slug, rule, edits, "<revoke ")
    yield Case("revoke-then-changed-other", BINDS + "another one is revoked.", [sub(NEW, dropped,
        '    <revoke commitment="c-exempt" basis="top"/>\n')], "")


NEW_TEXT = BUNDLE[NEW]


def serials():
    """One serial with two contents."""
    rule = "The same id and serial twice must be the same bytes."
    yield Case("serial-twice", rule, [add("x.xml", BUNDLE[TOWN].replace("k1", "k2"))], "", ["x.xml",
        TOWN])
    yield Case("serial-twice-white-space", rule, [add("x.xml", BUNDLE[TOWN] + "\n")], "", ["x.xml",
        TOWN])


def cases():
    """All of them."""
    for group in (levels, unique, bases, references, enterprises, authority, amendments, relief,
                  commitments, serials):
        yield from group()

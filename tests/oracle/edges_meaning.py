"""Odd but valid relations: dates, references, levels, serials, commitments."""

from edges_case import Edge
from invalid_base import BUNDLE, CITY, CN, HEAD, LATER, NEW, NS, OLD, TOWN
from invalid_bundle import document
from invalid_case import add, case, item, put, sub

GROUP = '<period per="day" group="city"/>'
CARRY = "More favourable: "


def dates():
    """Dates that touch."""
    yield Edge("versions-touch",
               "A standard's versions do not overlap: the day after the end is free.", [
        put("items", item('<standard to="2020-12-31" basis="own"><case><free/></case></standard>'
                          '<standard from="2021-01-01" to="2021-01-01" basis="own"><case><free/>'
                          '</case></standard>'
                          '<standard from="2021-01-02" basis="own"><case><free/></case>'
                          '</standard>'))])
    yield Edge("versions-with-gap",
               "A standard's versions do not overlap; gaps are allowed (NO_STANDARD).", [
        put("items", item('<standard to="2020-12-31" basis="own"><case><free/></case></standard>'
                          '<standard from="2022-01-01" basis="own"><case><free/></case>'
                          '</standard>'))])
    day = ' from{0}="2024-02-29" to{0}="2024-02-29"'
    one = day.format("")
    yield Edge("from-equals-to", "Where both ends are dated, from <= to.", [
        put("units", f'<unit code="X" region="21"{one}/>'),
        put("units",
            f'<delegation from="U-21" to="X" items="FINE" basis="own"{day.format("-date")}/>'),
        put("items", f'<item code="X" kind="service" basis="own"{one}><grants><grant '
            f'region="21"{one}/></grants><observe{one}/>'
                     f'<standard basis="own"{one}><case><free/></case></standard></item>'),
        put("reductions", f'<reduction id="X" basis="own" items="X"{one}><exempt/></reduction>'),
        put("calendar", f"<holiday{one}/>")])
    yield Edge("dates-outside-the-document",
               "Only from <= to is asked; a rule may end before its document begins.", [
        put("items", item("", 'kind="service" basis="own" from="1950-01-01" to="1960-01-01"'))])
    yield Edge("standards-amended-at-once",
               "Versions do not overlap within one standard; an amendment's are its own.", [
        sub(TOWN, '<standard basis="k1">', '<standard from="2022-01-01" basis="k1">')])


def references():
    """References that do resolve."""
    yield Edge("amendment-derived-from-amended", "An amendment may name the amended item.", [
        sub(TOWN, '<fixed amount="1.00"/>', '<sum><derived item="PARKING" ratio="1/2"/><derived '
            'item="PARKING" ratio="0.5"/></sum>')])
    yield Edge("derived-from-top-by-county", "A derived tariff names an item of one of a higher "
               "level whose region holds its own.", [
        sub(TOWN, '<fixed amount="1.00"/>',
            '<sum><derived item="TAX" ratio="1"/><derived item="SEWAGE" ratio="1"/></sum>')])
    link = '<item code="D{}" kind="service" basis="own">{}</item>'
    tariffs = [case(f'<derived item="{target}" ratio="1"/>')
               for target in ("D1", "D2", "D3", "ORDER")]
    yield Edge("derived-chain", "Chains without cycles are allowed.", [
        put("items", "\n    ".join(link.format(n, one) for n, one in enumerate(tariffs)))])
    yield Edge("derived-twice-the-same", "Naming an item twice is no cycle.", [
        put("items", item(case('<sum><derived item="FINE" ratio="1"/><derived item="FINE" '
                               'ratio="1"/></sum>')))])
    yield Edge("amendment-and-derivation-cross",
               "Cycles are looked for among items' own standards only.", [
        put("amendments", '<amend item="REG"><standard basis="m1"><case><derived item="TRANSIT" '
            'ratio="1"/></case></standard></amend>', CITY),
        sub(CITY, '<fixed amount="2.00"/>', '<derived item="REG" ratio="1"/>')])
    yield Edge("reduction-of-a-lower-item", "The document's level is the item's level or higher.", [
        ], dict(BUNDLE, **{
        "x.xml": document("X", "national", "000000", "2021-01-01",
                          '  <reductions><reduction id="X" basis="x1" items="PARKING FINE">'
                          '<exempt/></reduction></reductions>\n')}))
    yield Edge("grant-unit-of-another-document",
               "Every other reference resolves to a document in effect on that day.", [
        put("items", item('<grants><grant unit="U-CITY"/></grants>')), sub(NEW,
            'effective="2023-01-01"', 'effective="2021-06-01"'),
        sub(OLD, '    <commitment id="c-ended" basis="own" payers="P1" items="WATER" '
            'to="2021-12-31">\n      <exempt/>\n    </commitment>\n', "")])
    moved = '    <item code="MOVED" kind="service" basis="{}"/>\n'
    body = "  <items>\n" + moved.format("x1") + "  </items>\n"
    text = document("X", "municipal", "210200", "2023-01-01", body)
    yield Edge("item-moves-between-documents",
               "Codes are unique among the documents in effect on any one day.", [
        sub(OLD, "  </items>\n", moved.format("own") + "  </items>\n"), add("x.xml", text)])
    yield Edge("units-of-one-name-on-other-days",
               "Codes are unique among the documents in effect on any one day.", [
        sub(OLD, "  </units>\n", '    <unit code="GONE" region="21"/>\n  </units>\n'),
        add("x.xml", document("X", "provincial", "210000", "2023-01-01",
                              '  <units><unit code="GONE" region="2101"/></units>\n'))])
    yield Edge("reference-in-a-serial-never-in-effect",
               "References resolve on each day the document is in effect; this serial never is.", [
        add("x1.xml", document("X", "county", "210103", "2022-01-01",
                               '  <reductions><reduction id="X" basis="x1" items="NONE"><exempt/>'
                               '</reduction></reductions>\n', 1)),
        add("x2.xml", document("X", "county", "210103", "2022-01-01", "", 2))])
    yield Edge("referenced-from-the-same-day",
               "A reference resolves on each day its document is in effect.", [sub(CITY,
                   'effective="2021-01-01"', 'effective="2020-01-01"')])
    yield Edge("except-of-a-lower-item",
               "References resolve to any document in effect on that day.", [
        add("x.xml", document("X", "national", "000000", "2021-01-01",
                              '  <prohibitions><prohibition id="X" basis="x1"><keyword>x</keyword>'
                              '<except items="PARKING WATER"/></prohibition></prohibitions>\n'))])


def levels():
    """Levels, regions and authority at their edges."""
    yield Edge("penalty-and-service-municipal", "Kinds penalty and service not below municipal.", [
        put("items", '<item code="X" kind="penalty" basis="m1"/>', CITY), put("items",
            '<item code="Y" kind="service" basis="m1"/>', CITY)])
    yield Edge("every-kind-national", "Every kind may be defined in a national document.", [
        put("items", "\n    ".join(
            f'<item code="K{n}" kind="{kind}" basis="n1"/>' for n, kind in enumerate(
            ("administrative", "fund", "deposit", "tax", "penalty", "service"))), CN)])
    yield Edge("grant-of-the-own-region",
               "Name regions in grants inside its own region; a region lies in itself.", [
        put("items", '<item code="X" kind="service" basis="m1"><grants><grant '
            'region="210100000000"/></grants></item>', CITY)])
    yield Edge("unit-at-the-town", "A document may define units inside its own region.", [
        put("units", '<unit code="X" level="national" region="210102001003"/>', TOWN)])
    yield Edge("enterprise-with-national-basis",
               "An enterprise item cites a basis of level national.", [
        sub(CITY, '<basis id="m2" level="provincial"/>', '<basis id="m2" level="national"/>'),
        put("items", '<item code="X" kind="service" basis="m2" enterprise="true"><standard '
            'basis="m1"><case><free/></case></standard></item>', CITY)])
    yield Edge("two-documents-of-one-region",
               "Each document has an id; nothing limits the documents of a region.", [
        add("x.xml", document("X", "provincial", "210000", "2020-01-01",
                              '  <items><item code="X" kind="fund" basis="x1"/></items>\n'))])
    yield Edge("amended-by-two-documents",
               "Only a lower document may amend an item, once; each of them.", [
        put("amendments",
            '<amend item="REG"><standard basis="m1"><case><free/></case></standard></amend>', CITY),
        put("amendments", '<amend item="WATER"><grants><grant region="210102"/></grants></amend>',
            TOWN)])
    yield Edge("amend-grants-without-local",
               "Grants always, a standard only if local names its level.", [
        put("amendments", '<amend item="TAX"><grants><grant region="21"/></grants></amend>')])
    yield Edge("amend-nothing", "Required: amend item. All else optional.", [put("amendments",
        '<amend item="TAX"/>')])
    yield Edge("relief-by-level", "The document's level is the item's level or higher, or "
               "local-relief names its level or a lower one.", [
        put("reductions", '<reduction id="X" basis="own" items="REG"><exempt/></reduction>'),
        put("reductions", '<reduction id="Y" basis="m1" items="WATER REG"><exempt/></reduction>',
            CITY)])
    yield Edge("limit-without-instalments", "A reduction with a limit names no item that has "
               "instalments; one without a limit may.", [
        sub(CN, "</schedule>", '  <reductions><reduction id="X" basis="n1" items="FUND" '
            'categories="resource"><exempt/></reduction>'
            '<reduction id="Y" basis="n1" items="TAX REG"><exempt/><limit amount="0" per="day" '
            'key="subject payer"/></reduction></reductions>\n</schedule>')])


def groups():
    """Groups spelled in other ways."""
    why = "Items of one period group have the same period attributes, by value, defaults filled in."
    for number, attrs in enumerate(('per="day"',
                                    'per="day" max="1" advance="0" instalments="false"',
                                    'key="payer subject" per="day"',
                                    'per="day" key="subject  payer"', 'per="day" max="1"')):
        yield Edge(f"group-spelled-{number}", why, [sub(CITY, GROUP,
            f'<period {attrs} group="city"/>')])
    yield Edge("group-across-documents", why + " Groups are named across the whole bundle.", [
        put("items", item('<period per="day" max="1" group="city"/>'))])
    yield Edge("group-changes-with-its-documents", why + " Among the documents in effect on one "
               "day.", [
        put("items", item('<period per="month" group="mine"/>')),
        sub(OLD, "  </items>\n", '    <item code="W" kind="service" basis="own"><period '
            'within="P1M" group="mine"/></item>\n  </items>\n')])
    yield Edge("group-of-one", "All else optional; a group may have one member.", [put("items",
        item('<period within="P1D" max="3" group="alone"/>'))])


def serials():
    """Several serials of one id."""
    yield Edge("serial-twice-same-bytes", "The same id and serial twice must be the same bytes.", [
        ], dict(BUNDLE, **{"copy.xml": BUNDLE[TOWN], "c2.xml": BUNDLE[NEW]}))
    yield Edge("serials-of-one-day", "In effect is the highest serial among those whose effective "
               "is on or before the charge date.", [
        sub(NEW, 'effective="2023-01-01"', 'effective="2022-01-01"'), sub(OLD,
            'effective="2020-01-01"', 'effective="2022-01-01"'),
        sub(CITY, 'effective="2021-01-01"', 'effective="2022-01-01"')])
    yield Edge("serial-effective-earlier",
               "The highest serial in effect wins; an older serial may begin later.", [
        sub(OLD, 'effective="2020-01-01"', 'effective="2024-01-01"'), sub(CITY,
            'effective="2021-01-01"', 'effective="2023-01-01"'),
        sub(TOWN, 'effective="2022-01-01"', 'effective="2023-01-01"')])
    yield Edge("serial-gap", "The serial before is the next lower one in the bundle.", [sub(NEW,
        'serial="5"', 'serial="1000000"')])


def commitments():
    """Commitments carried on better terms, revoked, made anew."""
    for slug, old, new in MORE:
        yield Edge("carried-" + slug, CARRY + WHY[slug.split("-")[0]], [sub(NEW, old, new)])
    start = LATER.index('    <commitment id="c-cap"')
    cap = LATER[start:LATER.index('    <commitment id="c-exempt"')]
    revoke = '    <revoke commitment="c-cap" basis="top"/>\n'
    yield Edge("revoked",
               "Or revoke it with a legal basis of a level higher than the document's own.", [
                   sub(NEW, cap, revoke)])
    yield Edge("revoked-and-made-anew", "(and may then make it anew)", [sub(NEW,
        '      <cap amount="500.00"/>', '      <cap amount="9999.00"/>'),
        put("commitments", revoke.strip())])
    yield Edge("revoked-though-ended", "revoke names a commitment of any lower serial.", [
        put("commitments", '<revoke commitment="c-ended" basis="top"/>')])
    yield Edge("revoked-never-loaded",
               "revoke names a commitment of any lower serial, checked only where one is loaded.", [
        add("x.xml", document("X", "municipal", "210300", "2021-01-01",
                              '  <commitments><revoke commitment="c-unknown" basis="x1"/>'
                              '</commitments>\n', 7))])
    yield Edge("ended-dropped", "Every commitment of the serial before it that has not ended by "
               "the new effective date.", [])
    third = BUNDLE[NEW].replace('serial="5" effective="2023-01-01"',
                                'serial="9" effective="2024-01-01"')
    yield Edge("dropped-after-revocation",
               "The serial before is the next lower one; what it revoked need not be carried.", [
        sub(NEW, cap, revoke), add("x.xml", third.replace(cap, ""))])
    yield Edge("revoked-of-an-older-serial", "revoke names a commitment of any lower serial.", [
        add("x.xml", third.replace("  </commitments>", '    <revoke commitment="c-ended" '
                                   'basis="top"/>\n  </commitments>'))])
    off = LATER.index('    <reduction id="off"')
    dropped = LATER[off:LATER.index('    <reduction id="ceiling"')]
    yield Edge("reductions-dropped", "Only commitments bind.", [sub(NEW, dropped, "")])


MORE = (
    ("payers-more", 'payers="P1 P2"', 'payers="P0 P2 P1"'), ("items-more",
        'items="WATER SEWAGE" categories', 'items="FINE SEWAGE WATER" categories'),
    ("categories-more", 'categories="utility" from="2020-01-01" to="2029-12-31" priority="10"',
     'categories="penalty utility" from="2020-01-01" to="2029-12-31" priority="10"'),
    ("from-earlier", 'from="2020-01-01" to="2029-12-31" priority="10"',
     'from="2019-12-31" to="2029-12-31" priority="10"'),
    ("from-none", 'from="2020-01-01" to="2029-12-31" priority="10"',
     'to="2029-12-31" priority="10"'),
    ("to-later", 'to="2029-12-31" priority="10"', 'to="2030-01-01" priority="10"'), ("to-none",
        'to="2029-12-31" priority="10"', 'priority="10"'),
    ("when-none", '''      <when>
        <attr name="employees" le="300"/>
      </when>
''', ""),
    ("when-respelled", '<attr name="employees" le="300"/>',
     "<!-- same --><attr\n le='300'  name=\"employees\"></attr>"),
    ("limit-none", '<limit amount="1000.00" per="year" key="payer"/>', ""), ("limit-higher",
        '<limit amount="1000.00"', '<limit amount="1000.01"'),
    ("limit-default-key", '<limit amount="1000.00" per="year" key="payer"/>',
     '<limit per="year" amount="1000"/>'),
    ("relief-exempt", '<percent-off percent="50"/>\n      <limit amount="1000.00"',
     '<exempt/>\n      <limit amount="1000.00"'),
    ("relief-percent", '<percent-off percent="50"/>\n      <limit amount="1000.00"',
     '<percent-off percent="50.000001"/>\n      <limit amount="1000.00"'),
    ("relief-same-value", '<percent-off percent="50"/>\n      <limit amount="1000.00"',
     '<percent-off percent="50.0"/>\n      <limit amount="1000.00"'),
    ("relief-amount", '<amount-off amount="100.00"/>', '<amount-off amount="100.01"/>'), (
        "relief-amount-exempt", '<amount-off amount="100.00"/>', "<exempt/>"),
    ("relief-cap", '<cap amount="500.00"/>', '<cap amount="499.99"/>'), ("relief-cap-zero",
        '<cap amount="500.00"/>', '<cap amount="0"/>'),
    ("priority-default", '<commitment id="c-amount"',
     '<commitment priority="100" exclusive="false" penalties="false" id="c-amount"'),
)
WHY = {
    "payers": "payers, items, categories the same or more.", "items": "payers, items, categories "
       "the same or more.",
    "categories": "payers, items, categories the same or more.", "from": "from not later, to not "
       "earlier.", "to": "from not later, to not earlier.",
    "when": "when the same or none; two when are the same as parsed, not as bytes.",
    "limit": "limit none, or same per and key and not lower.",
    "relief": "relief exempt, or the same kind with percent or amount not lower, cap not higher.",
    "priority": "priority, group, exclusive, penalties the same.",
}


def cases():
    """All of them."""
    for group in (dates, references, levels, groups, serials, commitments):
        yield from group()

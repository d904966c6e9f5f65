"""Faults of the XML and of the vocabulary: elements, attributes, what is required."""

from invalid_base import BUNDLE, CN, NEW, NS, TOWN
from invalid_case import Case, add, case, condition, item, put, raw, sub, tariff

MISSING = "A required attribute or child is absent: "
ONCE = ("Sections, and grants, period, uniform, observe, limit, when inside their element, at most "
        "once each: ")
BAND = '<band price="1"/>'


def nothing(_text):
    """No document at all."""
    return None


def whole_files():
    """Files that are no document."""
    rule = "At least one document; an empty bundle is refused."
    empty = [raw(name, nothing) for name in BUNDLE]
    yield Case("empty-bundle", rule, empty, files=["."])
    yield Case("no-file-ends-in-xml", rule, empty + [add("a.xml.txt", BUNDLE[CN])], files=["."])
    rule = "Each document is well-formed XML."
    yield Case("empty-file", rule, [raw(TOWN, lambda text: b"")])
    yield Case("two-roots", rule, [sub(TOWN, "</schedule>\n", ("</schedule>\n<a/>",
        "</schedule>\nx"))], "")
    yield Case("no-end-tag", rule, [sub(TOWN, "</schedule>\n", "")], "")
    yield Case("wrong-end-tag", rule, [sub(TOWN, "</grants>", "</grant>")])
    yield Case("attribute-twice", rule, [sub(TOWN, '<basis id="k1"', '<basis id="k1" id="k1"')])
    yield Case("entity-unknown", rule, [sub(TOWN, 'department="water"', 'department="&nbsp;"')])
    yield Case("prefix-unbound", rule, [sub(TOWN, "<exempt/>", "<q:exempt/>")])
    yield Case("bare-ampersand", rule, [sub(TOWN, 'department="water"', 'department="a&b"')])
    yield Case("less-than-in-attribute", rule, [sub(TOWN, 'department="water"', 'department="<"')])
    yield Case("no-quotes", rule, [sub(TOWN, 'department="water"', "department=water")])
    yield Case("comment-with-dashes", rule, [sub(TOWN, "<exempt/>", "<exempt/><!-- a -- b -->")])
    yield Case("character-forbidden", rule, [sub(TOWN, 'department="water"', ('department="&#1;"',
        'department="\x01"'))])
    yield Case("declaration-late", rule, [raw(TOWN, lambda text: ("\n" + text).encode())], "")


def encodings():
    """Bytes that are not UTF-8."""
    rule = "UTF-8 only."
    mark = 'code="U-COUNTY"'
    yield Case("not-utf-8", rule, [raw(TOWN, lambda t: t.encode().replace(b'"water"',
        b'"wa\xffter"'))], mark)
    yield Case("overlong-utf-8", rule, [raw(TOWN, lambda t: t.encode().replace(b'"water"',
        b'"wa\xc0\xafter"'))], mark)
    yield Case("surrogate-utf-8", rule, [raw(TOWN, lambda t: t.encode().replace(b'"water"',
        b'"\xed\xa0\x80"'))], mark)
    yield Case("utf-16", rule, [raw(TOWN, lambda t: t.replace("UTF-8", "UTF-16").encode("utf-16"))],
               "")
    yield Case("gbk", rule, [raw(TOWN, lambda t: t.replace("UTF-8", "GBK").replace('"water"',
        '"水务"').encode("gbk"))], "")


def document_types():
    """Document type declarations."""
    rule = "Refused: any document type declaration."
    head = '<schedule xmlns'
    for slug, text in (("doctype", "<!DOCTYPE schedule>\n"),
                       ("doctype-system", '<!DOCTYPE schedule SYSTEM "schedule.dtd">\n'),
                       ("doctype-entity", '<!DOCTYPE schedule [<!ENTITY a "b">]>\n')):
        yield Case(slug, rule, [sub(TOWN, head, text + head)])


def names():
    """Elements and attributes the vocabulary does not have."""
    rule = "The vocabulary is that of the example; an unknown element is refused."
    yield Case("no-namespace", rule, [sub(TOWN, NS + " ", "")])
    yield Case("other-namespace", rule, [sub(TOWN, NS, NS.replace(":1", ":2"))])
    yield Case("other-root", rule, [sub(TOWN, "<schedule ", "<schedules "), sub(TOWN, "</schedule>",
        "</schedules>")], "<schedules ")
    for slug, section, xml in (
            ("element-unknown-section", "calendar", ""), ("element-unknown-item", "items",
                item("<note/>")),
            ("element-unknown-tariff", "items", item(case("<flat amount='1'/>"))),
            ("element-case-matters", "units", '<Unit code="X" region="21"/>'),
            ("element-other-namespace", "units", '<u:note xmlns:u="urn:other"/>'),
            ("element-without-namespace", "units", '<unit xmlns="" code="X" region="21"/>'),
            ("unit-among-items", "items", '<unit code="X" region="21"/>'),
            ("item-among-units", "units", item("")),
            ("reduction-among-commitments", "commitments",
             '<reduction id="X" basis="own" items="WATER"><exempt/></reduction>'),
            ("band-in-rate", "items", item(case('<rate percent="1"><band/></rate>'))),
            ("grant-in-item", "items", item('<grant region="21"/>')),
            ("when-in-standard", "items", item('<standard basis="own"><when><attr name="a" eq="b"/>'
                '</when><case><free/></case></standard>'))):
        edit = put(section, xml) if xml else sub(NEW, "  <calendar>\n",
            "  <notes/>\n  <calendar>\n")
        yield Case(slug, rule, [edit])
    yield tariff("attr-without-when", '<attr name="a" eq="b"/><free/>', rule)


def attributes():
    """Attributes that are unknown or of another namespace."""
    rule = "The vocabulary is that of the example; an unknown attribute is refused."
    for tag in ('<schedule ', '<basis id="own"', '<unit code="U-21"', "<delegation ",
                '<item code="FINE"',
                '<grant unit="U-21"', '<period per="month"', "<uniform ", '<amend ',
                '<reduction id="off"',
                '<commitment id="c-cap"', "<cap amount=\"500.00\"", "<prohibition ", "<except ",
                "<holiday ",
                "<exempt", "<keyword", "<items", "<range", "<not", '<attr name="grade"'):
        slug = "attribute-unknown-" + tag.strip("<").split()[0]
        yield Case(slug, rule, [sub(NEW, tag, tag.rstrip() + ' note="x" ')])
    yield Case("attribute-case-matters", rule, [sub(NEW, '<item code="FINE"',
        '<item Code="Y" code="FINE"')])
    yield tariff("attribute-of-another-element", '<fixed amount="1" percent="1"/>', rule)
    yield tariff("exempt-percent", '<free amount="1"/>', rule)
    rule = "Refused: attributes of other namespaces."
    for slug, text in (("attribute-foreign", 'xmlns:x="urn:other" x:id="1" '),
                       ("attribute-xml-lang", 'xml:lang="zh" '),
                       ("attribute-schema-location",
                        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
                        'xsi:schemaLocation="urn:feeguard:schedule:1 s.xsd" ')):
        yield Case(slug, rule, [sub(TOWN, "<schedule ", "<schedule " + text)])
    yield Case("attribute-foreign-below", rule, [sub(NEW, '<unit code="U-21"',
        '<unit xmlns:x="urn:other" x:n="1" code="U-21"')])


def nesting():
    """Nesting over 64; the first is two over, however the root is counted."""
    rule = "Refused: nesting over 64."
    for depth in (66, 300, 20000):
        inner = depth - 7
        deep = "<not>" * inner + '<attr name="a" eq="b"/>' + "</not>" * inner
        yield condition(f"nesting-{depth}", deep,
                        rule)


def twice():
    """What may be there once only."""
    for section in ("bases", "units", "items", "amendments", "reductions", "commitments",
                    "prohibitions", "calendar"):
        end = f"  </{section}>\n"
        yield Case(f"section-twice-{section}", ONCE + section + ".", [
            sub(NEW, end, end + f"  <{section}/>\n")])
    for slug, old in (("grants", "<grants/>"), ("period", '<period per="day"/>'), ("uniform",
        '<uniform key="a"/>'),
                      ("observe", '<observe from="2024-01-01" to="2024-01-02"/>')):
        yield Case(f"{slug}-twice", ONCE + slug + ".", [put("items", item(old * 2))])
    when = '<when><attr name="a" eq="b"/></when>'
    yield tariff("when-twice-case", when * 2 + "<free/>", ONCE + "when.")
    limit = '<limit amount="1" per="year"/>'
    for slug, two in (("when", when * 2), ("limit", limit * 2)):
        xml = f'<reduction id="X" basis="own" items="WATER">{two}<exempt/></reduction>'
        yield Case(f"{slug}-twice-reduction", ONCE + slug + ".", [put("reductions", xml)])
    yield Case("grants-twice-amend", ONCE + "grants.", [sub(TOWN, "<amend item=\"PARKING\">\n",
        '<amend item="PARKING">\n      <grants/>\n')], "")


def document_attributes():
    """A schedule without something it needs."""
    for name, text in (("id", ' id="CN-21-01-02"'), ("level", ' id="CN-21-01-02" level="county"'), (
        "region", ' region="210102"'),
                       ("serial", ' serial="1"'), ("effective", ' effective="2022-01-01"')):
        left = ' id="CN-21-01-02"' if name == "level" else ""
        yield Case(f"missing-schedule-{name}", MISSING + f"schedule {name}.", [sub(TOWN, text,
            left)])


REQUIRED = (
    ("basis-id", "bases", '<basis level="national"/>'), ("basis-level", "bases", '<basis id="X"/>'),
    ("unit-code", "units", '<unit region="21"/>'), ("unit-region", "units", '<unit code="X"/>'),
    ("delegation-from", "units", '<delegation to="U-2101" items="FINE" basis="own"/>'),
    ("delegation-to", "units", '<delegation from="U-21" items="FINE" basis="own"/>'),
    ("delegation-items", "units", '<delegation from="U-21" to="U-2101" basis="own"/>'),
    ("delegation-basis", "units", '<delegation from="U-21" to="U-2101" items="FINE"/>'),
    ("item-code", "items", '<item kind="service" basis="own"/>'),
    ("item-kind", "items", '<item code="X" basis="own"/>'), ("item-basis", "items",
        '<item code="X" kind="service"/>'),
    ("standard-basis", "items", item("<standard><case><free/></case></standard>")),
    ("standard-case", "items", item('<standard basis="own"/>')),
    ("period-rule", "items", item('<period max="2"/>')), ("observe-from", "items",
        item('<observe to="2024-01-01"/>')),
    ("observe-to", "items", item('<observe from="2024-01-01"/>')), ("uniform-key", "items",
        item("<uniform/>")),
    ("amend-item", "amendments", '<amend><grants><grant region="21"/></grants></amend>'),
    ("reduction-id", "reductions", '<reduction basis="own" items="WATER"><exempt/></reduction>'),
    ("reduction-basis", "reductions", '<reduction id="X" items="WATER"><exempt/></reduction>'),
    ("reduction-items", "reductions", '<reduction id="X" basis="own"><exempt/></reduction>'),
    ("reduction-relief", "reductions", '<reduction id="X" basis="own" items="WATER"/>'),
    ("commitment-id", "commitments",
     '<commitment basis="own" payers="P" items="WATER"><exempt/></commitment>'),
    ("commitment-basis", "commitments",
     '<commitment id="X" payers="P" items="WATER"><exempt/></commitment>'),
    ("commitment-payers", "commitments",
     '<commitment id="X" basis="own" items="WATER"><exempt/></commitment>'),
    ("commitment-items", "commitments",
     '<commitment id="X" basis="own" payers="P"><exempt/></commitment>'),
    ("commitment-relief", "commitments",
     '<commitment id="X" basis="own" payers="P" items="WATER"/>'),
    ("limit-amount", "reductions",
     '<reduction id="X" basis="own" items="WATER"><exempt/><limit per="year"/></reduction>'),
    ("limit-per", "reductions",
     '<reduction id="X" basis="own" items="WATER"><exempt/><limit amount="1"/></reduction>'),
    ("revoke-commitment", "commitments", '<revoke basis="top"/>'),
    ("revoke-basis", "commitments", '<revoke commitment="c-ended"/>'),
    ("prohibition-id", "prohibitions",
     '<prohibition basis="own"><category>a</category></prohibition>'),
    ("prohibition-basis", "prohibitions",
     '<prohibition id="X"><category>a</category></prohibition>'),
    ("except-items", "prohibitions", '<prohibition id="X" basis="own"><except/></prohibition>'),
    ("holiday-from", "calendar", '<holiday name="x" to="2024-01-02"/>'),
    ("holiday-to", "calendar", '<holiday name="x" from="2024-01-02"/>'),
)
REQUIRED_TARIFFS = (
    ("case-tariff", ""), ("fixed-amount", "<fixed/>"), ("per-unit-price", "<per-unit/>"), (
        "rate-percent", "<rate/>"),
    ("brackets-on", f'<brackets mode="slab">{BAND}</brackets>'), ("brackets-mode",
        f'<brackets on="quantity">{BAND}</brackets>'),
    ("brackets-band", '<brackets on="quantity" mode="slab"/>'), ("derived-item",
        '<derived ratio="1"/>'),
    ("derived-ratio", '<derived item="FINE"/>'), ("sum-tariff", "<sum/>"),
    ("low-tariff", "<range><low/><high><free/></high></range>"),
    ("high-tariff", "<range><low><free/></low><high/></range>"),
    ("range-low", "<range><high><free/></high></range>"), ("range-high",
        "<range><low><free/></low></range>"),
)
REQUIRED_CONDITIONS = (
    ("attr-name", '<attr eq="a"/>'), ("attr-test", '<attr name="a"/>'), ("when-condition", ""),
    ("all-condition", "<all/>"), ("any-condition", "<any/>"), ("not-condition", "<not/>"),
)
TOO_MANY = (
    ("case-two-tariffs", "<free/><free/>"), ("low-two-tariffs",
        "<range><low><free/><free/></low><high><free/></high></range>"),
    ("high-two-tariffs", "<range><low><free/></low><high><free/><free/></high></range>"),
)


def required():
    """Every required attribute and child left out once."""
    for slug, section, xml in REQUIRED:
        yield Case("missing-" + slug, MISSING + slug.replace("-", " ") + ".", [put(section, xml)])
    for slug, xml in REQUIRED_TARIFFS:
        yield tariff("missing-" + slug, xml, MISSING + slug.replace("-", " ") + ".")
    for slug, xml in REQUIRED_CONDITIONS:
        yield condition("missing-" + slug, xml, MISSING + slug.replace("-", " ") + ".")


def too_many():
    """More than one where exactly one may stand."""
    for slug, xml in TOO_MANY:
        yield tariff(slug, xml, "One tariff in case, low, high.")
    yield condition("not-two", '<not><attr name="a" eq="b"/><attr name="a" eq="c"/></not>',
                    "not: exactly one condition.")
    yield Case("period-two-rules", "Period: exactly one of per, within.", [put("items",
        item('<period per="day" within="P1D"/>'))])
    for name, more in (("reduction", ""), ("commitment", ' payers="P"')):
        xml = f'<{name} id="X" basis="own" items="WATER"{more}><exempt/><cap amount="1"/></{name}>'
        yield Case(f"{name}-two-reliefs", "Exactly one relief.", [put(name + "s", xml)])


def cases():
    """All of them."""
    for group in (whole_files, encodings, document_types, names, attributes, nesting, twice,
                  document_attributes, required, too_many):
        yield from group()

"""Faults of one rule against another inside a document."""

from invalid_base import CITY, CN, HEAD, NEW, NS, OLD, TOWN
from invalid_case import Case, add, case, condition, item, put, sub, tariff

DAYS = ' from{0}="2024-01-02" to{0}="2024-01-01"'


def order_of_dates():
    """from after to."""
    rule = "Where both ends are dated, from <= to."
    days, dated = DAYS.format(""), DAYS.format("-date")
    for slug, section, xml in (
            ("unit", "units", f'<unit code="X" region="21"{days}/>'),
            ("delegation", "units",
             f'<delegation from="U-21" to="U-2101" items="FINE" basis="own"{dated}/>'),
            ("item", "items", item("", 'kind="service" basis="own"' + days)),
            ("grant", "items", item(f'<grants><grant region="21"{days}/></grants>')),
            ("standard", "items", item(f'<standard basis="own"{days}><case><free/></case>'
                                       '</standard>')),
            ("observe", "items", item(f"<observe{days}/>")),
            ("reduction", "reductions",
             f'<reduction id="X" basis="own" items="WATER"{days}><exempt/></reduction>'),
            ("commitment", "commitments", '<commitment id="X" basis="own" payers="P" '
             f'items="WATER"{days}><exempt/></commitment>'),
            ("holiday", "calendar", f"<holiday{days}/>")):
        yield Case("dates-" + slug, rule, [put(section, xml)])
    yield Case("dates-amend-grant", rule, [sub(TOWN, '<grant unit="U-COUNTY"/>',
        f'<grant unit="U-COUNTY"{days}/>')])
    yield Case("dates-amend-standard", rule, [sub(TOWN, '<standard basis="k1"',
        f'<standard basis="k1"{days}')])


def overlaps():
    """Versions of a standard that overlap."""
    rule = "A standard's versions do not overlap."
    for slug, first, second in (
            ("one-day", ' to="2020-12-31"', ' from="2020-12-31"'), ("open", "", ""),
            ("open-end", ' from="2020-01-01"', ' from="2022-01-01"'),
            ("open-start", ' to="2022-01-01"', ' to="2020-01-01"'),
            ("inside", ' from="2020-01-01" to="2022-01-01"', ' from="2021-01-01" to="2021-01-01"')):
        xml = "".join(f'<standard basis="own"{days}><case><free/></case></standard>' for days
                      in (first, second))
        yield Case("overlap-" + slug, rule, [put("items", item(xml))])
    more = '<standard from="2030-01-01" basis="k1"><case><free/></case></standard>'
    yield Case("overlap-amend", rule, [sub(TOWN, "    </amend>", f"      {more}\n    </amend>")])


def beside(region, body):
    """Another provincial document."""
    return (HEAD + f'<schedule {NS} id="X" level="provincial" region="{region}" serial="1" '
            'effective="2020-01-01">\n'
            f'  <bases><basis id="x" level="provincial"/></bases>\n  {body}\n</schedule>\n')


def derived():
    """Tariffs derived from what they may not be derived from."""
    rule = ("A derived tariff names an item of the same document or of one of a higher level whose "
            "region holds its own.")
    yield Case("derived-from-lower", rule, [
        sub(CN, 'effective="2018-01-01"', 'effective="2021-01-01"'),
        sub(OLD, 'serial="3" effective="2020-01-01"', 'serial="3" effective="2021-01-01"'),
        put("items", '<item code="X" kind="service" basis="n1"><standard basis="n1"><case><derived '
            'item="PARKING" ratio="1"/></case></standard></item>', CN)])
    body = ('<items><item code="X" kind="service" basis="x"><standard basis="x"><case><derived '
            'item="{}" ratio="1"/></case></standard></item></items>')
    yield Case("derived-from-same-level", rule, [add("x.xml", beside("210000", body.format(
        "FINE")))], "<derived ")
    yield Case("derived-from-higher-elsewhere", rule, [add("x.xml", beside("220000",
        '<items><item code="FAR" kind="fund" basis="x"/></items>')),
                                                       put("items",
                                                           '<item code="X" kind="service" '
                                                           'basis="m1"><standard basis="m1"><case>'
                                                           '<derived item="FAR" ratio="1"/></case>'
                                                           '</standard></item>', CITY)])
    rule = "Derived tariffs have no cycles among items' own standards."
    yield tariff("derived-from-itself", '<derived item="X" ratio="1"/>', rule)
    yield tariff("derived-from-itself-in-sum",
                 '<sum><fixed amount="1"/><derived item="X" ratio="0"/></sum>', rule)
    yield tariff("derived-from-itself-in-low",
                 '<range><low><derived item="X" ratio="1"/></low><high><free/></high></range>',
                 rule)
    one = ('<item code="{}" kind="service" basis="own"><standard basis="own"><case><derived '
           'item="{}" ratio="1"/></case></standard></item>')
    pairs = (("X", "Y"), ("Y", "Z"), ("Z", "X"))
    yield Case("derived-cycle", rule, [
        put("items", "\n    ".join(one.format(a, b) for a, b in pairs))],
               "")
    other = ('<standard to="2020-12-31" basis="own"><case><derived item="X" ratio="1"/></case>'
             '</standard>'
             '<standard from="2021-01-01" basis="own"><case><free/></case></standard>')
    two = one.format("X", "Y") + f'\n    <item code="Y" kind="service" basis="own">{other}</item>'
    yield Case("derived-cycle-of-other-dates", rule, [put("items", two)], "")
    rule = "A derived tariff names an item whose tariffs are not cumulative."
    yield tariff("derived-from-cumulative", '<derived item="WATER" ratio="1"/>', rule)
    inside = ('<sum><brackets on="quantity" mode="marginal" cumulative="day"><band price="1"/>'
              '</brackets></sum>')
    yield Case("derived-from-cumulative-inside", rule, [
        put("items", item(case(f'<when><attr name="a" eq="b"/></when>{inside}'))),
        sub(NEW, "  </items>\n", '    <item code="Y" kind="service" basis="own"><standard '
            'basis="own"><case><derived item="X" ratio="1"/></case></standard></item>\n  '
            '</items>\n')])


def brackets():
    """Brackets and bands."""
    rule = "Cumulative brackets are marginal, on quantity, and have no fixed and no step."
    head = '<brackets on="{}" mode="{}" cumulative="year"{}>{}</brackets>'
    yield tariff("cumulative-slab", head.format("quantity", "slab", "", '<band price="1"/>'), rule)
    yield tariff("cumulative-base", head.format("base", "marginal", "", '<band percent="1"/>'),
                 rule)
    yield tariff("cumulative-step", head.format("quantity", "marginal", ' step="1"',
        '<band price="1"/>'), rule)
    yield tariff("cumulative-fixed", head.format("quantity", "marginal", "",
        '<band upto="1" price="1"/><band price="1" fixed="1"/>'), rule)
    rule = "Bands ascend above 0, the last and only the last has no upto."
    for slug, bands in (
            ("equal", '<band upto="1"/><band upto="1.0"/><band/>'), ("descending",
                '<band upto="2"/><band upto="1"/><band/>'),
            ("zero", '<band upto="0"/><band/>'), ("last-bounded",
                '<band upto="1"/><band upto="2"/>'),
            ("only-bounded", '<band upto="1"/>'), ("middle-open",
                '<band upto="1"/><band/><band upto="2"/><band/>'),
            ("two-open", "<band/><band/>")):
        for mode in ("marginal", "slab"):
            yield tariff(f"bands-{slug}-{mode}",
                         f'<brackets on="quantity" mode="{mode}">{bands}</brackets>', rule)
    rule = "percent only on base, price only on quantity."
    yield tariff("percent-on-quantity",
                 '<brackets on="quantity" mode="slab"><band percent="1"/></brackets>', rule)
    yield tariff("price-on-base",
                 '<brackets on="base" mode="marginal"><band price="1"/></brackets>', rule)


def steps():
    """step where it may not stand."""
    rule = "step stands on per-unit and on brackets on quantity only, above 0."
    for slug, xml in (
            ("rate", '<rate percent="1" step="1"/>'), ("fixed", '<fixed amount="1" step="1"/>'),
            ("brackets-on-base", '<brackets on="base" mode="slab" step="1"><band/></brackets>'),
            ("sum", '<sum step="1"><per-unit price="1"/></sum>'), ("free", '<free step="1"/>'),
            ("derived", '<derived item="FINE" ratio="1" step="1"/>'),
            ("range", '<range step="1"><low><free/></low><high><free/></high></range>')):
        yield tariff("step-on-" + slug, xml, rule)


def ranges():
    """Ranges, min and max, percentages."""
    rule = "range stands directly in a case."
    inner = "<range><low><free/></low><high><free/></high></range>"
    for slug, xml in (("sum", f"<sum>{inner}</sum>"), ("low",
        f"<range><low>{inner}</low><high><free/></high></range>"),
                      ("high", f"<range><low><free/></low><high>{inner}</high></range>")):
        yield tariff("range-in-" + slug, xml, rule)
    rule = "range has no min or max."
    yield tariff("range-min", inner.replace("<range>", '<range min="1">'), rule)
    yield tariff("range-max", inner.replace("<range>", '<range max="1">'), rule)
    rule = "min <= max."
    for slug, hole in (("fixed", '<fixed amount="1"{}/>'), ("free", "<free{}/>"), ("sum",
        "<sum{}><free/></sum>"),
                       ("rate", '<rate percent="1"{}/>'), ("per-unit", '<per-unit price="1"{}/>')):
        yield tariff("min-over-max-" + slug, hole.format(' min="1.01" max="1"'), rule)


def names():
    """Names that look built in and are not."""
    rule = "A name that begins with payer. or charge. is one of the built-in names."
    for name in ("payer.name", "charge.amount", "payer.", "charge.", "payer.types", "charge.item"):
        slug = name.replace(".", "-")
        yield condition("name-condition-" + slug, f'<attr name="{name}" eq="a"/>', rule)
        yield tariff("name-times-" + slug, f'<free times="{name}"/>', rule)
        yield Case("name-uniform-" + slug, rule, [put("items", item(
            f'<uniform key="grade {name}"/>'))])


def periods():
    """year-starts without a year, groups whose members differ."""
    rule = "year-starts stands with per=\"year\" only."
    for rest in ('per="month"', 'per="half-year"', 'per="once"', 'within="P1Y"'):
        slug = "year-starts-" + rest.split('"')[1].lower()
        yield Case(slug, rule, [put("items", item(f'<period {rest} year-starts="10"/>'))])
    rule = ("Items of one period group have the same period attributes, by value, defaults filled "
            "in.")
    old = '<period per="day" group="city"/>'
    for slug, new in (("max", 'per="day" max="2"'), ("advance", 'per="day" advance="1"'), ("per",
        'per="month"'),
                      ("key", 'per="day" key="payer"'), ("subject", 'per="day" subject="required"'),
                      ("instalments", 'per="day" instalments="true"'), ("within", 'within="P1D"')):
        yield Case(f"group-{slug}", rule, [sub(CITY, old, f'<period {new} group="city"/>')], "")
    starts = ('\n    <item code="{}" kind="service" basis="own"><period per="year" group="y"{}/>'
              '</item>')
    two = starts.format("X", "").strip() + starts.format("Y", ' year-starts="10"')
    yield Case("group-year-starts", rule, [put("items", two)], "")
    rolls = ('\n    <item code="{}" kind="service" basis="own"><period within="{}" group="y"/>'
             '</item>')
    yield Case("group-within-days", rule, [
        put("items", rolls.format("X", "P30D").strip() + rolls.format(
        "Y", "P31D"))], "")
    rule += " Groups are named across the whole bundle."
    yield Case("group-across-documents", rule, [put("items", item(
        '<period per="month" group="city"/>'))], "", [NEW, CITY])


def grants():
    """A grant that names nobody."""
    rule = "A grant has at least one of unit, department, level, region."
    for slug, attrs in (("empty", ""), ("dates-only", ' from="2020-01-01" to="2021-01-01"'), (
        "basis-only", ' basis="own"')):
        yield Case("grant-" + slug, rule, [put("items", item(f"<grants><grant{attrs}/></grants>"))])
    yield Case("grant-empty-amend", rule, [sub(TOWN, '<grant unit="U-COUNTY"/>', "<grant/>")])


def limits():
    """A limit on what is paid in instalments."""
    rule = "A reduction with a limit names, by code or category, no item that has instalments."
    limit = '<exempt/><limit amount="1" per="year"/>'
    for slug, attrs in (("item", 'items="FUND"'), ("item-among-others", 'items="TAX FUND-2"'),
                        ("category", 'categories="tax resource"'), ("both",
                            'items="TAX" categories="resource"')):
        xml = f'<reduction id="X" basis="n1" {attrs}>{limit}</reduction>'
        section = f"  <reductions>\n    {xml}\n  </reductions>\n"
        yield Case("limit-instalments-" + slug, rule,
                   [sub(CN, "</schedule>", section + "</schedule>")],
                   xml)
    xml = f'<reduction id="X" basis="m1" items="SEWAGE TRANSIT">{limit}</reduction>'
    yield Case("limit-instalments-lower", rule, [
        sub(CITY, '<period per="day" group="city"/>', '<period per="month" instalments="true"/>'),
        put("reductions", xml, CITY)], "", [CITY])


def prohibitions():
    """Keywords and categories of nothing."""
    rule = "A keyword that folds to nothing is rejected."
    hole = '<prohibition id="X" basis="own">{}</prohibition>'
    folded = ("·", "　", "!!!", "&#x200B;", "。、", "！（）", "&#xFEFF;", "&#x2060;", "・", "……", "_",
              "&#xA0;-&#x2003;")
    yield Case("keyword-folds-to-nothing", rule, [put("prohibitions", tuple(hole.format(
        f"<keyword>{w}</keyword>") for w in folded))])
    rule = ("XML white space around the text of category and keyword is dropped, nothing left is "
            "rejected.")
    for name in ("keyword", "category"):
        options = tuple(hole.format(f"<{name}>{w}</{name}>") for w in ("", " ", "&#10;&#9;",
            "<![CDATA[ ]]>", "<!-- x -->"))
        yield Case(f"{name}-empty", rule, [put("prohibitions", options)])


def cases():
    """All of them."""
    for group in (order_of_dates, overlaps, derived, brackets, steps, ranges, names, periods,
                  grants, limits, prohibitions):
        yield from group()

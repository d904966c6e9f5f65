"""Faults of single values: lexical form, limits, enumerations, lists, lengths."""

from invalid_base import TOWN
from invalid_case import Case, case, condition, item, put, sub, tariff

NUMBER = "Numbers are digits, optional point and digits; no sign, exponent, blank or separator: "
LIMIT = "A value over its limit or with more decimals than allowed is refused: "
NOT_NUMBERS = ("-1", "+1", "1e3", "1,000", "1.", ".5", "", "x", "８０", "NaN", "0x1", "1 0")
BAD_MONEY = ("1.001", "10000000000000.01", "99999999999999999999999999")
BAD_PRICE = ("0.0000001", "1000000000.000001", "99999999999999999999999999")
BAD_QUANTITY = ("0.0000001", "1000000000000.000001", "99999999999999999999999999")
BAD_PERCENT = ("0.0000001", "1000.000001", "1001")
BAD_DATES = ("2023-02-29", "2100-02-29", "2023-13-01", "2023-00-10", "2023-01-00", "2023-04-31",
             "1899-12-31", "2200-01-01", "2023-1-1", "20230101", "2023/01/01", "", "x",
             "2023-01-01T00:00:00", "２０２３-01-01", "-2023-01-01")
BAD_BOOLEANS = ("1", "0", "True", "FALSE", "yes", "")
BAD_REGIONS = ("21010", "2101000", "xx0000", "", "2", "2101001000100", "21 01", "２１", "21010200100")
LONG = ("c" * 65, "项" * 22)
CONTROL = ("a&#9;b", "a&#10;b")
BLANK_LISTS = ("", " ", "  ")
RELIEF = '<reduction id="X" basis="own" items="WATER"{}>{}</reduction>'

# slug, tariff with a hole, values over the limit
TARIFF_NUMBERS = (
    ("fixed-amount", '<fixed amount="{}"/>', BAD_MONEY), ("min", '<free min="{}"/>', BAD_MONEY),
    ("max", '<free max="{}"/>', BAD_MONEY), ("price", '<per-unit price="{}"/>', BAD_PRICE),
    ("step", '<per-unit price="1" step="{}"/>', BAD_QUANTITY + ("0", "0.000000")),
    ("percent", '<rate percent="{}"/>', BAD_PERCENT),
    ("band-fixed", '<brackets on="base" mode="slab"><band fixed="{}"/></brackets>', BAD_MONEY),
    ("band-percent", '<brackets on="base" mode="slab"><band percent="{}"/></brackets>',
     BAD_PERCENT),
    ("band-price", '<brackets on="quantity" mode="slab"><band price="{}"/></brackets>', BAD_PRICE),
    ("upto-base", '<brackets on="base" mode="slab"><band upto="{}"/><band/></brackets>', BAD_MONEY),
    ("upto-quantity", '<brackets on="quantity" mode="slab"><band upto="{}"/><band/></brackets>',
     BAD_QUANTITY),
    ("ratio", '<derived item="FINE" ratio="{}"/>',
     ("1000.000001", "0.0000001", "1000001/1", "1/1000001", "1/0", "0/0", "1/", "/3", "1/3/5",
      "-1/3", "1/-3")),
)
RELIEF_NUMBERS = (
    ("percent-off", '<percent-off percent="{}"/>', ("0.0000001", "100.000001", "101", "1000")),
    ("amount-off", '<amount-off amount="{}"/>', BAD_MONEY), ("cap", '<cap amount="{}"/>',
        BAD_MONEY),
    ("limit", '<exempt/><limit amount="{}" per="year"/>', BAD_MONEY),
)
WHOLE = ("-1", "1.5", "x", "", "+1", "1e1")


def numbers():
    """Every number in a tariff or a relief, malformed or over its limit."""
    for slug, hole, over in TARIFF_NUMBERS:
        yield tariff(f"{slug}-malformed", tuple(hole.format(v) for v in NOT_NUMBERS), NUMBER + slug
                     + ".")
        yield tariff(f"{slug}-over", tuple(hole.format(v) for v in over), LIMIT + slug + ".")
    for slug, hole, over in RELIEF_NUMBERS:
        for suffix, rule, values in (("malformed", NUMBER, NOT_NUMBERS), ("over", LIMIT, over)):
            options = tuple(RELIEF.format("", hole.format(v)) for v in values)
            yield Case(f"{slug}-{suffix}", rule + slug + ".", [put("reductions", options)])


def whole_numbers():
    """Whole numbers with a least value."""
    rule = "serial 1 or more; max 1 or more; advance, priority, watch 0 or more."
    yield Case("serial-zero", rule, [sub(TOWN, 'serial="1"', 'serial="0"')])
    yield Case("serial-malformed", rule, [
        sub(TOWN, 'serial="1"', tuple(f'serial="{v}"' for v in WHOLE))])
    for name, values in (("max", WHOLE + ("0",)), ("advance", WHOLE)):
        options = tuple(item(f'<period per="day" {name}="{v}"/>') for v in values)
        yield Case(f"{name}-malformed", rule, [put("items", options)])
    yield Case("max-zero", rule, [put("items", item('<period per="day" max="0"/>'))])
    options = tuple(RELIEF.format(f' priority="{v}"', "<exempt/>") for v in WHOLE)
    yield Case("priority-malformed", rule, [put("reductions", options)])
    options = tuple(f'<holiday from="2024-01-01" to="2024-01-02" watch="{v}"/>' for v in WHOLE)
    yield Case("watch-malformed", rule, [put("calendar", options)])


def dates():
    """Every kind of date."""
    rule = "date: YYYY-MM-DD, proleptic Gregorian, 1900 to 2199."
    places = (
        ("basis-issued", "bases", '<basis id="X" level="county" issued="{}"/>'),
        ("unit-from", "units", '<unit code="X" region="21" from="{}"/>'),
        ("unit-to", "units", '<unit code="X" region="21" to="{}"/>'),
        ("delegation-from-date", "units",
         '<delegation from="U-21" to="U-2101" items="FINE" basis="own" from-date="{}"/>'),
        ("delegation-to-date", "units",
         '<delegation from="U-21" to="U-2101" items="FINE" basis="own" to-date="{}"/>'),
        ("item-from", "items", item("", 'kind="service" basis="own" from="{}"')),
        ("item-to", "items", item("", 'kind="service" basis="own" to="{}"')),
        ("grant-from", "items", item('<grants><grant region="21" from="{}"/></grants>')),
        ("grant-to", "items", item('<grants><grant region="21" to="{}"/></grants>')),
        ("standard-from", "items", item('<standard basis="own" from="{}"><case><free/></case>'
                                        '</standard>')),
        ("standard-to", "items", item('<standard basis="own" to="{}"><case><free/></case>'
                                      '</standard>')),
        ("observe-from", "items", item('<observe from="{}" to="2024-01-01"/>')),
        ("observe-to", "items", item('<observe from="2024-01-01" to="{}"/>')),
        ("reduction-from", "reductions", RELIEF.format(' from="{}"', "<exempt/>")),
        ("reduction-to", "reductions", RELIEF.format(' to="{}"', "<exempt/>")),
        ("commitment-to", "commitments",
         '<commitment id="X" basis="own" payers="P" items="WATER" to="{}"><exempt/></commitment>'),
        ("holiday-from", "calendar", '<holiday from="{}" to="2024-01-01"/>'),
        ("holiday-to", "calendar", '<holiday from="2024-01-01" to="{}"/>'),
    )
    for slug, section, hole in places:
        yield Case("date-" + slug, rule, [put(section, tuple(hole.format(v) for v in BAD_DATES))])
    effective = tuple(f'effective="{v}"' for v in BAD_DATES)
    yield Case("date-effective", rule, [sub(TOWN, 'effective="2022-01-01"', effective)])
    published = tuple(f'published="{v}" effective' for v in BAD_DATES)
    yield Case("date-published", rule, [sub(TOWN, "effective", published)])


def booleans():
    """Every boolean."""
    rule = "Booleans true or false."
    for slug, section, hole in (
            ("enterprise", "items", item("", 'kind="service" basis="top" enterprise="{}"')),
            ("instalments", "items", item('<period per="day" instalments="{}"/>')),
            ("exclusive", "reductions", RELIEF.format(' exclusive="{}"', "<exempt/>")),
            ("penalties", "reductions", RELIEF.format(' penalties="{}"', "<exempt/>")),
            ("advisory", "prohibitions",
             '<prohibition id="X" basis="own" advisory="{}"><category>x</category></prohibition>')):
        yield Case(f"boolean-{slug}", rule, [
            put(section, tuple(hole.format(v) for v in BAD_BOOLEANS))])
    hole = '<when><attr name="a" present="{}"/></when><free/>'
    options = tuple(item(case(hole.format(v))) for v in BAD_BOOLEANS)
    yield Case("boolean-present", rule, [put("items", options)])


def enumerations():
    """Values outside the words an attribute knows."""
    rule = "An attribute takes only the words the texts give for it: "
    words = (
        ("item-kind", "items", item("", 'kind="levy" basis="own"')),
        ("item-local", "items", item("", 'kind="service" basis="own" local="town"')),
        ("item-local-relief", "items", item("",
            'kind="service" basis="own" local-relief="Municipal"')),
        ("item-dated-by", "items", item("", 'kind="service" basis="own" dated-by="today"')),
        ("basis-level", "bases", '<basis id="X" level="city"/>'),
        ("unit-level", "units", '<unit code="X" region="21" level="town"/>'),
        ("grant-level", "items", item('<grants><grant level="town"/></grants>')),
        ("rounding", "items", item('<standard basis="own" rounding="half-even"><case><free/></case>'
                                   '</standard>')),
        ("round-to", "items", item('<standard basis="own" round-to="0.5"><case><free/></case>'
                                   '</standard>')),
        ("period-per", "items", item('<period per="week"/>')),
        ("period-key", "items", item('<period per="day" key="unit"/>')),
        ("period-subject", "items", item('<period per="day" subject="sometimes"/>')),
        ("limit-per", "reductions", RELIEF.format("", '<exempt/><limit amount="1" per="week"/>')),
        ("limit-key", "reductions", RELIEF.format("",
            '<exempt/><limit amount="1" per="year" key="unit"/>')),
        ("brackets-on", "items", item(case(
            '<brackets on="amount" mode="slab"><band/></brackets>'))),
        ("brackets-mode", "items", item(case(
            '<brackets on="base" mode="tiered"><band/></brackets>'))),
        ("cumulative", "items", item(case('<brackets on="quantity" mode="marginal" '
            'cumulative="week"><band price="1"/></brackets>'))),
    )
    for slug, section, xml in words:
        yield Case("word-" + slug, rule + slug.replace("-", " ", 1) + ".", [put(section, xml)])
    yield Case("word-schedule-level", rule + "schedule level.", [sub(TOWN,
        'id="CN-21-01-02" level="county"', 'id="CN-21-01-02" level="town"')])
    within = ("P0D", "30D", "P30", "P1W", "P1M2D", "PT1H", "P-1D", "P1.5Y", "p1d", "P1d", "PD", "",
              "P 1D")
    options = tuple(item(f'<period within="{v}"/>') for v in within)
    yield Case("within-malformed", "within PnD, PnM or PnY, n from 1.", [put("items", options)])
    starts = tuple(item(f'<period per="year" year-starts="{v}"/>') for v in ("13", "00", "x", "",
        "10-01"))
    yield Case("year-starts-malformed", "year-starts=MM names a month.", [put("items", starts)])


def regions():
    """Regions that are none."""
    rule = "Regions have 2, 4, 6, 9 or 12 digits."
    for slug, section, hole in (("unit", "units", '<unit code="X" region="{}"/>'),
                                ("grant", "items", item('<grants><grant region="{}"/></grants>'))):
        yield Case(f"region-{slug}", rule, [
            put(section, tuple(hole.format(v) for v in BAD_REGIONS))])
    options = tuple(f'level="county" region="{v}"' for v in BAD_REGIONS)
    yield Case("region-schedule", rule, [sub(TOWN, 'level="county" region="210102"', options)])


def lists():
    """Lists without an entry."""
    rule = "Lists may not be empty: "
    for slug, section, hole in (
            ("delegation-items", "units",
             '<delegation from="U-21" to="U-2101" items="{}" basis="own"/>'),
            ("reduction-items", "reductions",
             '<reduction id="X" basis="own" items="{}"><exempt/></reduction>'),
            ("reduction-categories", "reductions",
             '<reduction id="X" basis="own" categories="{}"><exempt/></reduction>'),
            ("reduction-second-list", "reductions",
             '<reduction id="X" basis="own" items="WATER" categories="{}"><exempt/></reduction>'),
            ("commitment-payers", "commitments",
             '<commitment id="X" basis="own" payers="{}" items="WATER"><exempt/></commitment>'),
            ("commitment-items", "commitments",
             '<commitment id="X" basis="own" payers="P" items="{}"><exempt/></commitment>'),
            ("prohibition-payers", "prohibitions",
             '<prohibition id="X" basis="own" payers="{}"><category>a</category></prohibition>'),
            ("except-items", "prohibitions",
             '<prohibition id="X" basis="own"><except items="{}"/></prohibition>'),
            ("uniform-key", "items", item('<uniform key="{}"/>')), ("period-key", "items",
                item('<period per="day" key="{}"/>')),
            ("limit-key", "reductions", RELIEF.format("",
                '<exempt/><limit amount="1" per="year" key="{}"/>'))):
        yield Case("list-" + slug, rule + slug.replace("-", " ") + ".", [
            put(section, tuple(hole.format(
            v) for v in BLANK_LISTS))])
    yield condition("list-attr-in", '<attr name="a" in=" "/>', rule + "attr in.")


def lengths():
    """Codes, ids and texts too long, empty or with control characters."""
    rule = "code, id: 1 to 64 bytes, no control characters."
    bad = LONG + CONTROL + ("",)
    for slug, section, hole in (
            ("basis-id", "bases", '<basis id="{}" level="county"/>'), ("unit-code", "units",
                '<unit code="{}" region="21"/>'),
            ("item-code", "items", '<item code="{}" kind="service" basis="own"/>'),
            ("reduction-id", "reductions",
             '<reduction id="{}" basis="own" items="WATER"><exempt/></reduction>'),
            ("commitment-id", "commitments",
             '<commitment id="{}" basis="own" payers="P" items="WATER"><exempt/></commitment>'),
            ("prohibition-id", "prohibitions",
             '<prohibition id="{}" basis="own"><category>a</category></prohibition>')):
        yield Case("code-" + slug, rule, [put(section, tuple(hole.format(v) for v in bad))])
    options = tuple(f'id="{v}" level="county"' for v in bad)
    yield Case("code-schedule-id", rule, [sub(TOWN, 'id="CN-21-01-02" level="county"', options)])
    rule = "text: UTF-8, at most 1024 bytes."
    long = ("t" * 1025, "费" * 342)
    for slug, section, hole in (
            ("basis-title", "bases", '<basis id="X" level="county" title="{}"/>'),
            ("basis-number", "bases", '<basis id="X" level="county" number="{}"/>'),
            ("unit-name", "units", '<unit code="X" region="21" name="{}"/>'),
            ("item-name", "items", item("", 'kind="service" basis="own" name="{}"')),
            ("reduction-name", "reductions", RELIEF.format(' name="{}"', "<exempt/>")),
            ("prohibition-name", "prohibitions",
             '<prohibition id="X" basis="own" name="{}"><category>a</category></prohibition>'),
            ("category", "prohibitions",
             '<prohibition id="X" basis="own"><category>{}</category></prohibition>'),
            ("keyword", "prohibitions",
             '<prohibition id="X" basis="own"><keyword>{}</keyword></prohibition>'),
            ("holiday-name", "calendar", '<holiday name="{}" from="2024-01-01" to="2024-01-02"/>')):
        yield Case("text-" + slug, rule, [put(section, tuple(hole.format(v) for v in long))])
    options = tuple(f'effective="2022-01-01" issuer="{v}"' for v in long)
    yield Case("text-issuer", rule, [sub(TOWN, 'effective="2022-01-01"', options)])


def cases():
    """All of them."""
    for group in (numbers, whole_numbers, dates, booleans, enumerations, regions, lists, lengths):
        yield from group()

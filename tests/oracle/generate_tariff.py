"""Random conditions, tariffs, standards and periods."""

from generate_world import (ATTRIBUTES, CUTS, DECIMALS, PAYER_TYPES, REGIONS, TIMES_NAMES,
                            chance, day_after, micro, money, spread)
from generate_xml import E

FIXED = (1, 5, 50, 500, 1000, 8000, 10000, 55050, 123456, 1050, 250)
PRICES = ("0.005", "0.000001", "0.125", "1.40", "2.35", "10", "0.333333", "3.525000", "7.05")
PERCENTS = ("0.05", "0.5", "1", "2.5", "33.333333", "50", "100", "0.000001", "12.345678", "0")
RATIOS = ("1/3", "0.5", "2", "1/2", "2/3", "0.333333", "1.000001", "999983/999979", "1/7",
          "0", "0/5", "3/1", "1000", "1000000/1000000")
QUANTITY_BOUNDS = (1, 10, 100, 192, 240, 1000.5)
BASE_BOUNDS = (100, 1000, 10000, 100000, 200000.01)
CHARGE_CATEGORIES = ("donation", "sponsorship", "service", "其他")
PER = ("day", "month", "quarter", "half-year", "year")
WITHIN = ("P1D", "P2D", "P7D", "P30D", "P1M", "P2M", "P6M", "P12M", "P1Y", "P2Y")


def leaf(rng, units):
    """One attr condition, with one test or several."""
    roll = rng.random()
    if roll < 0.12:
        name, values = "payer.type", PAYER_TYPES
    elif roll < 0.17:
        name, values = "charge.region", REGIONS
    elif roll < 0.21:
        name, values = "charge.category", CHARGE_CATEGORIES
    elif roll < 0.25 and units:
        name, values = "charge.unit", units
    elif roll < 0.32:
        name, values = rng.choice(["charge.quantity", "charge.base"]), None
    else:
        name = rng.choice(list(ATTRIBUTES))
        values = ATTRIBUTES[name]
    attrs = {"name": name}
    if values is None or name in ("employees", "area") and chance(rng, 0.8):
        for test in rng.sample(DECIMALS, rng.choice([1, 1, 2])):
            attrs[test] = rng.choice(["0", "1", "100", "300", "-1", "300.00", "99.9999995"])
    else:
        attrs.update(text_tests(rng, values))
    return E("attr", attrs)


def text_tests(rng, values):
    """One test or two out of those that compare text."""
    tests = {
        "eq": lambda: rng.choice(values),
        "ne": lambda: rng.choice(values),
        "in": lambda: spread(rng, values),
        "prefix": lambda: rng.choice(values)[:rng.choice([1, 2, 4])],
        "present": lambda: rng.choice(["true", "true", "false"]),
    }
    chosen = rng.sample(list(tests), rng.choice([1, 1, 1, 2]))
    return {name: tests[name]() for name in chosen}


def condition(rng, units, depth=0):
    """A condition: a leaf, or all, any, not of others."""
    roll = rng.random()
    if depth > 2 or roll < 0.6:
        return leaf(rng, units)
    if roll < 0.72:
        return E("not", kids=[condition(rng, units, depth + 1)])
    name = rng.choice(["all", "any"])
    kids = [condition(rng, units, depth + 1) for _ in range(rng.randint(1, 3))]
    return E(name, kids=kids)


def when(rng, units):
    """A when with one condition or two."""
    return E("when", kids=[condition(rng, units) for _ in range(rng.choice([1, 1, 1, 2]))])


class Tariffs:
    """Makes tariffs for one item.

    bases: codes of items a derived tariff may name; cumulative: whether
    brackets may accumulate; units: codes conditions may ask for.
    """

    def __init__(self, rng, bases, cumulative, units):
        self.rng = rng
        self.bases = bases
        self.cumulative = cumulative
        self.units = units

    def amount(self):
        """A money value, seldom a very large one."""
        if chance(self.rng, 0.03):
            return self.rng.choice(["10000000000000", "9999999999999.99", "5000000000000.01"])
        return money(self.rng.choice(FIXED) * self.rng.choice([1, 1, 10]))

    def price(self):
        """A unit price."""
        return "1000000000" if chance(self.rng, 0.04) else self.rng.choice(PRICES)

    def percent(self):
        """A percentage."""
        return "1000" if chance(self.rng, 0.04) else self.rng.choice(PERCENTS)

    def simple(self, depth=0):
        """Any tariff but a range."""
        rng = self.rng
        kinds = ["fixed"] * 4 + ["per-unit"] * 4 + ["rate"] * 3 + ["brackets"] * 5
        kinds += ["sum"] * 3 if depth < 2 else []
        kinds += ["derived"] * 5 if self.bases else []
        kinds += ["free"]
        if self.cumulative and depth < 2:
            kinds += ["cumulative"] * 25
        tariff = getattr(self, "make_" + rng.choice(kinds).replace("-", "_"))(depth)
        if chance(rng, 0.15):
            tariff.attrs["times"] = rng.choice(TIMES_NAMES + ("charge.quantity", "charge.base"))
        self.bounds(tariff)
        return tariff

    def bounds(self, tariff):
        """Now and then a min, a max, or both."""
        low, high = sorted([self.rng.choice(FIXED), self.rng.choice(FIXED) * 100])
        if chance(self.rng, 0.12):
            tariff.attrs["min"] = money(low)
        if chance(self.rng, 0.15) or "1000000000" in tariff.attrs.values():
            tariff.attrs["max"] = self.rng.choice([money(high), money(high), "10000000000000.00"])

    def make_fixed(self, _depth):
        """A fixed amount."""
        return E("fixed", {"amount": self.amount()})

    def make_per_unit(self, _depth):
        """A price per unit, now and then with a step."""
        tariff = E("per-unit", {"price": self.price()})
        if chance(self.rng, 0.4):
            tariff.attrs["unit"] = "m2"
        self.step(tariff)
        return tariff

    def step(self, tariff):
        """Now and then a step."""
        if chance(self.rng, 0.3):
            tariff.attrs["step"] = self.rng.choice(["1", "0.5", "10", "0.000003", "1000"])

    def make_rate(self, _depth):
        """A percentage of the base."""
        return E("rate", {"percent": self.percent()})

    def make_free(self, _depth):
        """Nothing."""
        return E("free")

    def make_derived(self, _depth):
        """A ratio of what another item costs."""
        rng = self.rng
        ratio = rng.choice(RATIOS) if chance(rng, 0.9) else f"{rng.randint(1, 10**6)}/999983"
        return E("derived", {"item": rng.choice(self.bases), "ratio": ratio})

    def make_sum(self, depth):
        """The sum of one tariff or more."""
        parts = [self.simple(depth + 1) for _ in range(self.rng.randint(1, 3))]
        return E("sum", kids=parts)

    def make_cumulative(self, _depth):
        """Marginal brackets on the quantity that accumulate."""
        calendar = self.rng.choice(PER)
        attrs = {"on": "quantity", "mode": "marginal", "cumulative": calendar}
        return E("brackets", attrs, self.bands("quantity", fixed=False))

    def make_brackets(self, _depth):
        """Brackets on base or quantity, marginal or slab."""
        rng = self.rng
        on = rng.choice(["base", "quantity"])
        tariff = E("brackets", {"on": on, "mode": rng.choice(["marginal", "slab"])})
        tariff.kids = self.bands(on, fixed=True)
        if on == "quantity":
            self.step(tariff)
        return tariff

    def bands(self, on, fixed):
        """One band to four, ascending, the last without upto."""
        rng = self.rng
        pool = BASE_BOUNDS if on == "base" else QUANTITY_BOUNDS
        uptos = sorted(rng.sample(pool, rng.randint(0, 3)))
        bands = []
        for upto in uptos + [None]:
            attrs = {} if upto is None else {"upto": micro(round(upto * 10 ** 6))}
            if not fixed or chance(rng, 0.75):
                name, value = ("percent", self.percent) if on == "base" else ("price", self.price)
                attrs[name] = value()
            if fixed and chance(rng, 0.4):
                attrs["fixed"] = self.amount()
            bands.append(E("band", attrs))
        return bands

    def range(self):
        """Two tariffs, the low one usually below the high one."""
        rng = self.rng
        high = self.simple(1)
        roll = rng.random()
        if roll < 0.5:
            low = E("fixed", {"amount": money(rng.choice(FIXED))})
        elif roll < 0.7:
            low = self.simple(1)
        else:
            low = high.copy()
            low.attrs["max"] = money(rng.choice(FIXED) * 3)
            low.attrs.pop("min", None)
        return E("range", kids=[E("low", kids=[low]), E("high", kids=[high])])

    def case(self, conditional, ranges):
        """One case."""
        tariff = self.range() if chance(self.rng, ranges) else self.simple()
        kids = [when(self.rng, self.units)] if conditional else []
        return E("case", kids=kids + [tariff])

    def standard(self, attrs, ranges):
        """One version of a standard with the given dates."""
        rng = self.rng
        attrs = dict(attrs, basis=rng.choice(["b-own", "b-nat"]))
        if chance(rng, 0.6):
            attrs["rounding"] = rng.choice(["half-up", "up", "down"])
        if chance(rng, 0.6):
            attrs["round-to"] = rng.choice(["0.01", "0.1", "1"])
        count = rng.choice([1, 1, 2, 3])
        cases = [self.case(True, ranges) for _ in range(count - 1)]
        cases.append(self.case(chance(rng, 0.15), ranges))
        return E("standard", attrs, cases)

    def standards(self, ranges):
        """One version to three that do not overlap, at times with gaps."""
        rng = self.rng
        cuts = sorted(rng.sample(CUTS, rng.choice([0, 0, 1, 1, 2])))
        versions = []
        start = rng.choice([None, None, CUTS[0]])
        for cut in cuts + [None]:
            if cut and start and cut <= start:
                continue
            attrs = {}
            if start:
                attrs["from"] = start.isoformat()
            if cut:
                attrs["to"] = day_after(cut, -1).isoformat()
                start = day_after(cut, rng.choice([0, 0, 0, 0, 1, 31]))
            elif versions and chance(rng, 0.15):
                attrs["to"] = "2026-06-30"
            versions.append(self.standard(attrs, ranges))
        return versions


def period(rng, instalments):
    """The attributes of a period."""
    attrs = {}
    if chance(rng, 0.35) and not instalments:
        attrs["within"] = rng.choice(WITHIN)
    else:
        attrs["per"] = rng.choice(PER + ("once",))
        if attrs["per"] == "year" and chance(rng, 0.4):
            attrs["year-starts"] = rng.choice(["10", "07", "02", "01", "12"])
        if attrs["per"] != "once" and chance(rng, 0.3):
            attrs["advance"] = rng.choice(["0", "1", "2"])
        if instalments:
            attrs["instalments"] = "true"
    if chance(rng, 0.4):
        attrs["max"] = rng.choice(["1", "2", "3"])
    if chance(rng, 0.7):
        attrs["key"] = rng.choice(["payer", "subject", "payer subject", "subject payer"])
    if chance(rng, 0.25):
        attrs["subject"] = "required"
    return attrs

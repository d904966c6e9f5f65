"""Random reductions and commitments, and how they change from serial to serial."""

from datetime import date, timedelta

from generate_tariff import CHARGE_CATEGORIES, PER, when
from generate_world import CUTS, PAYERS, RANK, chance, dates, money, spread
from generate_xml import E

GROUPS = ("g1", "g2")


def may_relieve(doc, item):
    """Whether a document of this level may grant relief from the item."""
    if RANK[doc.level] <= RANK[item.home.level]:
        return True
    return bool(item.local_relief) and RANK[item.local_relief] >= RANK[doc.level]


class Reliefs:
    """Makes the reductions and commitments of one document."""

    def __init__(self, rng, doc, items, units):
        self.rng = rng
        self.doc = doc
        self.units = units
        self.codes = [i for i in items if i.core and doc.sees(i.home) and may_relieve(doc, i)]
        self.categories = self.open_categories(items)
        self.instalments = {i.code for i in items if i.instalments}
        self.paid_in_parts = {i.category for i in items if i.instalments}

    def open_categories(self, items):
        """Categories of visible items all of whose items, anywhere, may be relieved."""
        seen = sorted({i.category for i in self.codes if i.category})
        return [name for name in seen
                if all(may_relieve(self.doc, i) for i in items if i.category == name)]

    def possible(self):
        """Whether there is anything to relieve."""
        return bool(self.codes)

    def targets(self):
        """The items or categories attributes, or both."""
        roll = self.rng.random()
        attrs = {}
        if self.categories and roll < 0.35:
            attrs["categories"] = spread(self.rng, self.categories)
        if "categories" not in attrs or roll < 0.08:
            attrs["items"] = spread(self.rng, [i.code for i in self.codes])
        return attrs

    def relief(self):
        """One relief element."""
        rng = self.rng
        roll = rng.random()
        if roll < 0.15:
            return E("exempt")
        if roll < 0.55:
            percent = rng.choice(["50", "33.333333", "10", "0.5", "100", "0", "99.999999"])
            return E("percent-off", {"percent": percent})
        if roll < 0.8:
            return E("amount-off", {"amount": money(rng.choice([1, 500, 1050, 8000, 2000000]))})
        return E("cap", {"amount": money(rng.choice([0, 999, 5000, 10000, 55050]))})

    def limit(self, attrs):
        """Now and then a limit, where no item paid in instalments is named."""
        if not chance(self.rng, 0.35):
            return []
        if self.instalments & set(attrs.get("items", "").split()):
            return []
        if self.paid_in_parts & set(attrs.get("categories", "").split()):
            return []
        amount = money(self.rng.choice([1, 500, 4000, 8000, 12000, 24000]))
        limit = {"amount": amount, "per": self.rng.choice(PER)}
        if chance(self.rng, 0.6):
            limit["key"] = self.rng.choice(["payer", "subject", "payer subject"])
        return [E("limit", limit)]

    def reduction(self, name, payers=None):
        """One reduction, or one commitment when payers are given."""
        rng = self.rng
        attrs = {"id": name, "name": "减免 " + name, "basis": rng.choice(["b-own", "b-nat"])}
        attrs.update(self.targets())
        dates(rng, attrs)
        if chance(rng, 0.6):
            attrs["priority"] = rng.choice(["10", "20", "20", "100", "0"])
        if chance(rng, 0.4):
            attrs["group"] = rng.choice(GROUPS)
        if chance(rng, 0.2):
            attrs["exclusive"] = rng.choice(["true", "true", "false"])
        if chance(rng, 0.4):
            attrs["penalties"] = rng.choice(["true", "true", "false"])
        kids = [self.relief()] + self.limit(attrs)
        if chance(rng, 0.45):
            kids.append(when(rng, self.units))
        rng.shuffle(kids)
        if payers:
            attrs["payers"] = payers
            return E("commitment", attrs, kids)
        return E("reduction", attrs, kids)

    def commitment(self, name):
        """One commitment to some payers."""
        return self.reduction(name, payers=spread(self.rng, PAYERS))

    def carried(self, old):
        """The commitment in a later serial: the same, or more favourable."""
        new = old.copy()
        rng = self.rng
        for change in rng.sample([self.more_payers, self.longer, self.unconditional,
                                  self.unlimited, self.deeper, self.spelled],
                                 rng.choice([0, 1, 1, 2])):
            change(new)
        return new

    def more_payers(self, new):
        """Add a payer, or list them in another order."""
        payers = new.attrs["payers"].split()
        self.rng.shuffle(payers)
        new.attrs["payers"] = " ".join(payers + [self.rng.choice(PAYERS)])

    def longer(self, new):
        """End it later or never, or begin it earlier."""
        if "to" in new.attrs and chance(self.rng, 0.5):
            new.attrs["to"] = "2030-12-31"
        elif chance(self.rng, 0.5):
            new.attrs.pop("to", None)
        else:
            new.attrs.pop("from", None)

    def unconditional(self, new):
        """Drop the when."""
        new.kids = [k for k in new.kids if k.name != "when"]

    def unlimited(self, new):
        """Drop the limit or raise it."""
        limit = new.first("limit")
        if limit and chance(self.rng, 0.5):
            limit.attrs["amount"] = money(5000000)
        elif limit:
            new.kids.remove(limit)

    def deeper(self, new):
        """Make the relief larger."""
        for kid in new.elements():
            if kid.name == "percent-off":
                kid.attrs["percent"] = "100.000000"
            elif kid.name == "amount-off":
                kid.attrs["amount"] = money(99999999)
            elif kid.name == "cap":
                kid.attrs["amount"] = "0.00"

    def spelled(self, new):
        """Write out the defaults."""
        for name, value in (("priority", "100"), ("exclusive", "false"), ("penalties", "false")):
            new.attrs.setdefault(name, value)

    def ended(self, old, effective):
        """Whether an old commitment has certainly ended before a serial begins."""
        last = old.get("to")
        return bool(last) and date.fromisoformat(last) < effective - timedelta(days=2)


def prohibition(rng, name, codes):
    """One prohibition with categories, keywords, payers and exceptions by chance."""
    attrs = {"id": name, "name": "禁止 " + name, "basis": "b-own"}
    if chance(rng, 0.4):
        attrs["payers"] = rng.choice(["enterprise", "enterprise individual-business", "individual"])
    if chance(rng, 0.5):
        attrs["advisory"] = rng.choice(["true", "true", "false"])
    kids = [E("category", kids=[rng.choice(CHARGE_CATEGORIES[:2])])
            for _ in range(rng.choice([0, 1, 1]))]
    words = rng.sample(KEYWORDS, rng.randint(0 if kids else 1, 3))
    kids += [E("keyword", kids=[word]) for word in words]
    if codes and chance(rng, 0.4):
        kids.append(E("except", {"items": spread(rng, codes[:3])}))
    rng.shuffle(kids)
    return E("prohibition", attrs, kids)


KEYWORDS = ("赞助", "捐款", "Sponsor Fee", "ＤＯＮＡＴＩＯＮ", "会·费", "自愿-缴纳", "a\u200bb")


def holiday(rng):
    """One holiday, often watched."""
    first = rng.choice(CUTS)
    last = first + timedelta(days=rng.choice([0, 2, 8]))
    attrs = {"name": "假日", "from": first.isoformat(), "to": last.isoformat()}
    if chance(rng, 0.85):
        attrs["watch"] = rng.choice(["0", "1", "7", "30"])
    return E("holiday", attrs)

"""Builds every document of a random valid bundle, serial by serial."""

from dataclasses import dataclass
from datetime import date

from generate_plan import plan_bundle
from generate_relief import Reliefs, holiday, prohibition
from generate_tariff import Tariffs, period
from generate_world import (DEPARTMENTS, LEVELS, RANK, REGIONS, chance, dates, lies_in, spread)
from generate_xml import E

PERIOD_DEFAULTS = {"max": "1", "advance": "0", "instalments": "false", "key": "payer subject"}
OBSERVED = (("2020-02-01", "2022-06-30"), ("2023-02-28", "2023-02-28"), ("2021-02-28",
    "2024-12-31"))


@dataclass
class Document:
    """One serial of one document."""

    plan: object
    serial: int
    effective: date
    root: E


class Maker:
    """Makes the serials of one document, each out of the one before."""

    def __init__(self, rng, plan, doc):
        self.rng = rng
        self.plan = plan
        self.doc = doc
        self.units = [u for u in plan.units if doc.sees(u.home) and lies_in(u.region, doc.region)]
        self.codes = [u.code for u in plan.units]
        self.seen = [i for i in plan.items if i.core and doc.sees(i.home)]
        self.relief = Reliefs(rng, doc, plan.items, self.codes)
        self.parts = {}
        self.made = 0

    def keep(self, section, name, make, change=0.5):
        """The element of that name as it was, or made anew by chance."""
        old = self.parts.get((section, name))
        if old is None or chance(self.rng, change):
            old = make()
        self.parts[section, name] = old
        return old.copy()

    def bases(self, item):
        """Codes of the items that a derived tariff of this item may name."""
        return [other.code for other in self.seen
                if other.order < item.order and self.derivable(other)]

    def derivable(self, other):
        """Whether a tariff in this document may name that item."""
        if other.cumulative:
            return False
        higher = RANK[other.home.level] < RANK[self.doc.level]
        return other.home is self.doc or higher and lies_in(self.doc.region, other.home.region)

    def unit(self, unit):
        """The definition of a unit."""
        attrs = {"code": unit.code, "name": "单位 & " + unit.code, "region": unit.region}
        if chance(self.rng, 0.92):
            attrs["department"] = unit.department
        if chance(self.rng, 0.92):
            attrs["level"] = unit.level
        return E("unit", dates(self.rng, attrs, 0.25, 0.1))

    def delegation(self):
        """Hands some items' grants from one unit to another."""
        giver, taker = self.rng.sample(self.units, 2)
        attrs = {"from": giver.code, "to": taker.code, "basis": "b-own",
                 "items": spread(self.rng, [i.code for i in self.seen])}
        limits = dates(self.rng, {}, 0.4, 0.3)
        attrs.update({name + "-date": value for name, value in limits.items()})
        return E("delegation", attrs)

    def grant(self, wide):
        """One grant; a wide one covers much of the document's region."""
        rng = self.rng
        if wide:
            return E("grant", {"region": rng.choice(self.doc.regions)})
        makers = {
            "unit": lambda: rng.choice(self.units).code,
            "department": lambda: rng.choice(DEPARTMENTS),
            "level": lambda: rng.choice(LEVELS),
            "region": lambda: rng.choice([r for r in REGIONS if lies_in(r, self.doc.region)]),
        }
        names = rng.sample([n for n in makers if n != "unit" or self.units],
                           rng.choice([1, 1, 2, 3]))
        attrs = {name: makers[name]() for name in sorted(names)}
        if chance(rng, 0.2):
            attrs["basis"] = "b-own"
        return E("grant", dates(rng, attrs, 0.3, 0.25))

    def grants(self, wide):
        """Some grants, or none at all."""
        kids = [self.grant(False) for _ in range(self.rng.choice([0, 1, 1, 2]))]
        if chance(self.rng, wide):
            kids.append(self.grant(True))
        return [E("grants", kids=kids)] if kids else []

    def period(self, item):
        """The period of an item, its group's rules spelled in some way."""
        rng = self.rng
        if not item.group and chance(rng, 0.15):
            return []
        attrs = dict(item.rules) if item.group else period(rng, item.instalments)
        if item.group:
            attrs["group"] = item.group
            self.respell(attrs)
        return [E("period", attrs)]

    def respell(self, attrs):
        """Write out or leave out defaults; the meaning stays the same."""
        for name, value in PERIOD_DEFAULTS.items():
            if "within" in attrs and name in ("advance", "instalments"):
                continue
            if name not in attrs and chance(self.rng, 0.3):
                attrs[name] = value
            elif attrs.get(name) == value and chance(self.rng, 0.3):
                del attrs[name]
        if attrs.get("key") == "subject payer" and chance(self.rng, 0.5):
            attrs["key"] = "payer subject payer"

    def item(self, item):
        """The definition of an item."""
        rng = self.rng
        attrs = {"code": item.code, "name": "项目 <" + item.code + ">", "kind": item.kind,
                 "basis": "b-nat" if item.enterprise else rng.choice(["b-own", "b-nat"])}
        if item.category:
            attrs["category"] = item.category
        if item.enterprise:
            attrs["enterprise"] = "true"
        if item.local:
            attrs["local"] = item.local
        if item.local_relief:
            attrs["local-relief"] = item.local_relief
        if chance(rng, 0.5):
            attrs["dated-by"] = rng.choice(["period", "accepted", "accepted", "charge"])
        dates(rng, attrs, 0.3, 0.1)
        penal = item.kind == "penalty"
        tariffs = Tariffs(rng, self.bases(item), item.cumulative, self.codes)
        kids = self.grants(0.85) + self.period(item)
        if chance(rng, 0.97):
            kids += tariffs.standards(0.5 if penal else 0.12)
        if chance(rng, 0.15):
            kids.append(E("observe", dict(zip(("from", "to"), rng.choice(OBSERVED)))))
        if chance(rng, 0.8 if penal else 0.1):
            names = ["inspection", "grade", "payer.type", "charge.unit"]
            kids.append(E("uniform", {"key": spread(rng, names[:rng.choice([1, 1, 2, 4])])}))
        return E("item", attrs, kids)

    def amend(self, item):
        """What this document does to an item of a higher one."""
        rng = self.rng
        kids = self.grants(0.3)
        if item.local and RANK[item.local] >= RANK[self.doc.level] and chance(rng, 0.8):
            bases = [other.code for other in self.seen if self.derivable(other)]
            if item.code in bases:
                bases += [item.code] * 3
            tariffs = Tariffs(rng, bases, item.cumulative, self.codes)
            kids += tariffs.standards(0.3)
        return E("amend", {"item": item.code}, kids) if kids else None

    def amendments(self):
        """All amendments of this document."""
        made = []
        for item in self.seen:
            lower = RANK[item.home.level] < RANK[self.doc.level]
            if not lower or not lies_in(self.doc.region, item.home.region):
                continue
            if item.order % 3 and self.rng.random() < 0.6:
                continue
            amend = self.amend(item)
            if amend:
                made.append(amend)
        return made

    def items(self):
        """All items of this serial; those not core come and go."""
        mine = [i for i in self.plan.items if i.home is self.doc]
        return [self.keep("item", i.code, lambda i=i: self.item(i))
                for i in mine if i.core or chance(self.rng, 0.6)]

    def reductions(self):
        """All reductions of this serial."""
        if not self.relief.possible():
            return []
        names = [f"{number}-{self.doc.id}" for number in range(1, 5)]
        return [self.keep("reduction", name, lambda name=name: self.relief.reduction(name))
                for name in names if chance(self.rng, 0.6)]

    def commitments(self, old, effective):
        """The commitments and revocations of a serial that follows old ones."""
        rng = self.rng
        if not self.relief.possible():
            return []
        made = []
        for commitment in old:
            name = commitment.get("id")
            if self.relief.ended(commitment, effective) and chance(rng, 0.6):
                continue
            if self.doc.level != "national" and chance(rng, 0.25):
                made.append(E("revoke", {"commitment": name, "basis": "b-nat"}))
                if chance(rng, 0.4):
                    made.append(self.relief.commitment(name))
            else:
                made.append(self.relief.carried(commitment))
        for _ in range(rng.choice([0, 1, 1, 2]) if not old else rng.choice([0, 0, 1])):
            self.made += 1
            made.append(self.relief.commitment(f"c{self.made}-{self.doc.id}"))
        rng.shuffle(made)
        return made

    def sections(self, old, effective):
        """The sections of one serial by name."""
        rng = self.rng
        mine = [u for u in self.plan.units if u.home is self.doc]
        units = [self.keep("unit", u.code, lambda u=u: self.unit(u), 0.3) for u in mine]
        if len(self.units) > 1 and self.seen:
            units += [self.delegation() for _ in range(rng.choice([0, 1, 1, 2]))]
        prohibited = [self.keep("prohibition", name, lambda name=name: self.prohibition(name))
                      for name in (f"p1-{self.doc.id}", f"p2-{self.doc.id}") if chance(rng, 0.5)]
        level = self.doc.level
        return {
            "bases": [E("basis", {"id": "b-nat", "level": "national", "number": "财税〔2016〕12号"}),
                      E("basis", {"id": "b-own", "level": level, "title": "办法"})],
            "units": units,
            "items": self.items(),
            "amendments": self.amendments(),
            "reductions": self.reductions(),
            "commitments": self.commitments(old, effective),
            "prohibitions": prohibited,
            "calendar": [holiday(rng) for _ in range(rng.choice([0, 1, 2]))],
        }

    def prohibition(self, name):
        """One prohibition that may except visible items."""
        return prohibition(self.rng, name, [i.code for i in self.seen])

    def serials(self):
        """All serials of the document."""
        made = []
        old = []
        for serial, effective in self.doc.serials:
            sections = self.sections(old, effective)
            old = [k for k in sections["commitments"] if k.name == "commitment"]
            kids = [E(name, kids=kids) for name, kids in sections.items() if kids]
            self.rng.shuffle(kids)
            attrs = {"id": self.doc.id, "level": self.doc.level,
                     "region": self.rng.choice(self.doc.regions), "serial": str(serial),
                     "effective": effective.isoformat()}
            if chance(self.rng, 0.5):
                attrs["issuer"] = "某机关"
            made.append(Document(self.doc, serial, effective, E("schedule", attrs, kids)))
        return made


@dataclass
class Bundle:
    """All documents, and the plan they follow."""

    plan: object
    documents: list

    def roots(self):
        """The root element of every document."""
        return [document.root for document in self.documents]


def build(rng):
    """A random valid bundle."""
    plan = plan_bundle(rng)
    documents = []
    for doc in plan.docs:
        documents += Maker(rng, plan, doc).serials()
    return Bundle(plan, documents)

"""What stays the same over all versions of a bundle: who defines what, where, since when.

References are safe by construction: only items and units that are in every
serial of their document are named from elsewhere, and only by documents that
begin on the same date or later.
"""

from dataclasses import dataclass, field
from datetime import date

from generate_tariff import period
from generate_world import (CATEGORIES, DEPARTMENTS, LEVELS, PLACES, RANK, REGIONS, chance,
                            lies_in)

BASE_DATES = ("2016-01-01", "2019-07-01", "2020-01-01", "2020-03-15")
NEXT_DATES = ("2021-01-01", "2021-07-01", "2022-02-28", "2023-01-01", "2024-02-29", "2025-01-01")
KINDS = {
    "national": ("administrative", "fund", "deposit", "tax", "penalty", "penalty", "service"),
    "provincial": ("administrative", "fund", "deposit", "penalty", "penalty", "service"),
    "municipal": ("penalty", "service"),
    "county": (),
}


@dataclass
class DocPlan:
    """One document id with its serials."""

    id: str
    level: str
    regions: tuple
    base: date
    serials: list = field(default_factory=list)

    @property
    def region(self):
        """The region in its first spelling."""
        return self.regions[0]

    def sees(self, other):
        """Whether other is in effect on every day this one is."""
        return other.base <= self.base


@dataclass
class UnitPlan:
    """One unit; present in every serial of its document."""

    code: str
    home: DocPlan
    region: str
    department: str
    level: str


@dataclass
class ItemPlan:
    """One item and the choices that never change."""

    code: str
    home: DocPlan
    order: int
    kind: str
    category: str
    core: bool
    cumulative: bool
    instalments: bool
    local: str
    local_relief: str
    enterprise: bool
    group: str = ""
    rules: dict = field(default_factory=dict)


@dataclass
class Plan:
    """All documents, units and items of a bundle."""

    docs: list
    units: list
    items: list


def plan_documents(rng):
    """One document to five, with at least one that can define items."""
    ids = list(PLACES)
    count = rng.choice([1, 2, 3, 3, 4, 4, 5])
    chosen = {rng.choice(["CN", "CN-21", "CN", "CN-21", "CN-21-01"])}
    weights = [5, 5, 1, 2, 4, 1, 2, 3, 1]
    while len(chosen) < count:
        chosen.add(rng.choices(ids, weights)[0])
    docs = []
    latest = 0
    for name in ids:
        if name not in chosen:
            continue
        level, regions = PLACES[name]
        latest = max(0, min(len(BASE_DATES) - 1, latest + rng.choice([0, 0, 0, 1, -1])))
        doc = DocPlan(name, level, regions, date.fromisoformat(BASE_DATES[latest]))
        doc.serials = plan_serials(rng, doc.base)
        docs.append(doc)
    return docs


def plan_serials(rng, base):
    """(serial, effective) pairs; the earliest effective date is base."""
    count = rng.choice([1, 1, 2, 2, 3])
    later = [date.fromisoformat(text) for text in sorted(rng.sample(NEXT_DATES, count - 1))]
    effective = [base] + later
    if count > 1 and chance(rng, 0.06):
        effective[0], effective[1] = effective[1], effective[0]
    elif count > 1 and chance(rng, 0.06):
        effective[1] = effective[0]
    serial = 0
    serials = []
    for day in effective:
        serial += rng.choice([1, 1, 1, 2, 9])
        serials.append((serial, day))
    return serials


def plan_units(rng, docs):
    """One unit to three for each document, inside its region."""
    units = []
    for doc in docs:
        inside = [r for r in REGIONS if lies_in(r, doc.region)]
        for number in range(rng.randint(1, 3)):
            code = f"U{len(units) + 1}-{doc.id}" if number else f"单位{len(units) + 1}"
            units.append(UnitPlan(code, doc, rng.choice(inside), rng.choice(DEPARTMENTS),
                                  rng.choice(LEVELS)))
    return units


def plan_items(rng, docs):
    """Five items to fifteen over the documents that may define any."""
    makers = [doc for doc in docs if KINDS[doc.level]]
    homes = sorted((rng.choice(makers) for _ in range(rng.randint(5, 15))),
                   key=lambda doc: (RANK[doc.level], doc.id))
    items = []
    for order, home in enumerate(homes):
        lower = LEVELS[RANK[home.level] + 1:]
        items.append(ItemPlan(
            code=f"I{order + 1:02d}", home=home, order=order,
            kind=rng.choice(KINDS[home.level]), category=rng.choice(CATEGORIES + ("",)),
            core=chance(rng, 0.85), cumulative=chance(rng, 0.18),
            instalments=chance(rng, 0.18),
            local=rng.choice(lower) if lower and chance(rng, 0.75) else "",
            local_relief=rng.choice(lower) if lower and chance(rng, 0.75) else "",
            enterprise=chance(rng, 0.2)))
    return items


def plan_groups(rng, items):
    """Put some items into period groups, each with one set of rules."""
    pool = [item for item in items if not item.cumulative]
    rng.shuffle(pool)
    for number in range(rng.choice([0, 1, 1, 2])):
        members = [pool.pop() for _ in range(min(len(pool), rng.choice([2, 2, 3])))]
        instalments = bool(members) and all(item.instalments for item in members)
        rules = period(rng, instalments)
        for item in members:
            item.instalments = instalments
            item.group = f"G{number + 1}"
            item.rules = rules


def plan_bundle(rng):
    """Everything that stays the same."""
    docs = plan_documents(rng)
    items = plan_items(rng, docs)
    plan_groups(rng, items)
    return Plan(docs, plan_units(rng, docs), items)

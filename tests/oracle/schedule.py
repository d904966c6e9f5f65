"""Schedule documents: from XML to plain objects (section 2).

The bundle is taken to be valid; linting it is another program's task.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Optional
from xml.etree import ElementTree

from conditions import parse_when
from values import Rounding, fold, parse_date, within_dates

LEVELS = ("national", "provincial", "municipal", "county")
XML_SPACE = " \t\r\n"


@dataclass(frozen=True)
class Dates:
    """A validity [first, last] with open ends."""

    first: Optional[date] = None
    last: Optional[date] = None

    def hold(self, day):
        return within_dates(day, self.first, self.last)


@dataclass(frozen=True)
class Unit:
    code: str
    department: Optional[str]
    level: Optional[str]
    region: str
    dates: Dates


@dataclass(frozen=True)
class Delegation:
    giver: str
    taker: str
    items: tuple
    dates: Dates


@dataclass(frozen=True)
class Grant:
    unit: Optional[str]
    department: Optional[str]
    level: Optional[str]
    region: Optional[str]
    dates: Dates


@dataclass(frozen=True)
class Band:
    upto: Optional[Fraction]
    fixed: Fraction
    rate: Fraction


@dataclass(frozen=True)
class Tariff:
    """One tariff element; `number` is its amount, price, percent or ratio."""

    kind: str
    number: Fraction = Fraction(0)
    on: Optional[str] = None
    mode: Optional[str] = None
    cumulative: Optional[str] = None
    bands: tuple = ()
    parts: tuple = ()
    item: Optional[str] = None
    step: Optional[Fraction] = None
    times: Optional[str] = None
    minimum: Optional[Fraction] = None
    maximum: Optional[Fraction] = None


@dataclass(frozen=True)
class Case:
    when: Optional[object]
    tariff: Tariff


@dataclass(frozen=True)
class Standard:
    dates: Dates
    rounding: Rounding
    cases: tuple


@dataclass(frozen=True)
class Period:
    per: Optional[str]
    within: Optional[tuple]
    year_starts: int
    key: tuple
    subject_required: bool
    max: int
    instalments: bool
    advance: int
    group: Optional[str]


@dataclass(frozen=True)
class Item:
    code: str
    kind: str
    category: Optional[str]
    dated_by: str
    dates: Dates
    grants: tuple
    standards: tuple
    period: Optional[Period]
    observe: Optional[Dates]
    uniform: Optional[tuple]


@dataclass(frozen=True)
class Amendment:
    item: str
    grants: tuple
    standards: tuple


@dataclass(frozen=True)
class Limit:
    amount: Fraction
    per: str
    key: tuple


@dataclass(frozen=True)
class Reduction:
    """A reduction, or a commitment when `payers` is given (section 7)."""

    id: str
    dates: Dates
    items: tuple
    categories: tuple
    payers: Optional[tuple]
    priority: int
    group: Optional[str]
    exclusive: bool
    penalties: bool
    when: Optional[object]
    kind: str
    figure: Fraction
    limit: Optional[Limit]


@dataclass(frozen=True)
class Prohibition:
    id: str
    payers: tuple
    advisory: bool
    categories: tuple
    keywords: tuple
    exceptions: tuple


@dataclass(frozen=True)
class Holiday:
    first: date
    watch: int


@dataclass(frozen=True)
class Document:
    id: str
    serial: int
    effective: date
    level: int
    region: str
    units: dict = field(default_factory=dict)
    delegations: tuple = ()
    items: dict = field(default_factory=dict)
    amendments: dict = field(default_factory=dict)
    reductions: tuple = ()
    prohibitions: tuple = ()
    holidays: tuple = ()


class Bundle:
    """All schedule documents loaded together."""

    def __init__(self, documents):
        self.documents = tuple(documents)

    def in_effect(self, day):
        """The documents in effect on `day`, in byte order of id."""
        chosen = {}
        for document in self.documents:
            best = chosen.get(document.id)
            if document.effective > day:
                continue
            if best is None or document.serial > best.serial:
                chosen[document.id] = document
        return [chosen[name] for name in sorted(chosen)]


def load_bundle(folder):
    """Every file directly in `folder` whose name ends in .xml."""
    paths = sorted(path for path in Path(folder).iterdir()
                   if path.name.endswith(".xml") and path.is_file())
    if not paths:
        raise ValueError("no schedule in %s" % folder)
    return Bundle(parse_document(path.read_bytes()) for path in paths)


def _name(element):
    return element.tag.rpartition("}")[2]


def _children(element, name):
    return [child for child in element if _name(child) == name]


def _child(element, name):
    found = _children(element, name)
    return found[0] if found else None


def _section(root, name, entry):
    section = _child(root, name)
    return [] if section is None else _children(section, entry)


def _list(element, name, default=""):
    return tuple(element.get(name, default).split())


def _flag(element, name):
    return element.get(name, "false") == "true"


def _figure(element, name, default=None):
    text = element.get(name)
    return default if text is None else Fraction(text)


def _day(element, name):
    text = element.get(name)
    return None if text is None else parse_date(text)


def _dates(element, first="from", last="to"):
    return Dates(_day(element, first), _day(element, last))


def parse_document(data):
    """One schedule document from its bytes."""
    root = ElementTree.fromstring(data)
    units = [_unit(e) for e in _section(root, "units", "unit")]
    items = [_item(e) for e in _section(root, "items", "item")]
    amendments = [_amendment(e)
                  for e in _section(root, "amendments", "amend")]
    reductions = _section(root, "reductions", "reduction")
    reductions += _section(root, "commitments", "commitment")
    return Document(
        id=root.get("id"), serial=int(root.get("serial")),
        effective=parse_date(root.get("effective")),
        level=LEVELS.index(root.get("level")), region=root.get("region"),
        units={unit.code: unit for unit in units},
        delegations=tuple(
            _delegation(e) for e in _section(root, "units", "delegation")),
        items={item.code: item for item in items},
        amendments={entry.item: entry for entry in amendments},
        reductions=tuple(_reduction(e) for e in reductions),
        prohibitions=tuple(
            _prohibition(e)
            for e in _section(root, "prohibitions", "prohibition")),
        holidays=tuple(
            Holiday(_day(e, "from"), int(e.get("watch", "0")))
            for e in _section(root, "calendar", "holiday")))


def _unit(element):
    return Unit(element.get("code"), element.get("department"),
                element.get("level"), element.get("region"), _dates(element))


def _delegation(element):
    return Delegation(element.get("from"), element.get("to"),
                      _list(element, "items"),
                      _dates(element, "from-date", "to-date"))


def _grants(element):
    return tuple(
        Grant(e.get("unit"), e.get("department"), e.get("level"),
              e.get("region"), _dates(e))
        for e in _section(element, "grants", "grant"))


def _standards(element):
    return tuple(_standard(e) for e in _children(element, "standard"))


def _item(element):
    observe = _child(element, "observe")
    uniform = _child(element, "uniform")
    period = _child(element, "period")
    return Item(
        code=element.get("code"), kind=element.get("kind"),
        category=element.get("category"),
        dated_by=element.get("dated-by", "period"), dates=_dates(element),
        grants=_grants(element), standards=_standards(element),
        period=None if period is None else _period(period),
        observe=None if observe is None else _dates(observe),
        uniform=None if uniform is None else _list(uniform, "key"))


def _amendment(element):
    return Amendment(element.get("item"), _grants(element),
                     _standards(element))


def _period(element):
    within = element.get("within")
    return Period(
        per=element.get("per"),
        within=None if within is None else (int(within[1:-1]), within[-1]),
        year_starts=int(element.get("year-starts", "1")),
        key=_list(element, "key", "payer subject"),
        subject_required=element.get("subject") == "required",
        max=int(element.get("max", "1")),
        instalments=_flag(element, "instalments"),
        advance=int(element.get("advance", "0")),
        group=element.get("group"))


def _standard(element):
    rounding = Rounding(element.get("rounding", "half-up"),
                        _figure(element, "round-to", Fraction(1, 100)))
    return Standard(_dates(element), rounding,
                    tuple(_case(e) for e in _children(element, "case")))


def _when(element):
    when = _child(element, "when")
    return None if when is None else parse_when(when)


def _case(element):
    return Case(_when(element), _tariffs(element)[0])


def _tariffs(element):
    return tuple(_tariff(e) for e in element if _name(e) != "when")


_NUMBERS = {"fixed": "amount", "per-unit": "price", "rate": "percent",
            "derived": "ratio"}


def _tariff(element):
    kind = _name(element)
    number = _NUMBERS.get(kind)
    return Tariff(
        kind=kind,
        number=_figure(element, number) if number else Fraction(0),
        on=element.get("on"), mode=element.get("mode"),
        cumulative=element.get("cumulative"),
        bands=tuple(_band(e) for e in _children(element, "band")),
        parts=_tariff_parts(element, kind), item=element.get("item"),
        step=_figure(element, "step"), times=element.get("times"),
        minimum=_figure(element, "min"), maximum=_figure(element, "max"))


def _tariff_parts(element, kind):
    """The tariffs inside a sum; (low, high) of a range."""
    if kind == "sum":
        return _tariffs(element)
    if kind == "range":
        return tuple(_tariffs(_child(element, end))[0]
                     for end in ("low", "high"))
    return ()


def _band(element):
    """A band; its rate is money per unit of the value inside it."""
    rate = _figure(element, "price", Fraction(0))
    rate += _figure(element, "percent", Fraction(0)) / 100
    return Band(_figure(element, "upto"),
                _figure(element, "fixed", Fraction(0)), rate)


_RELIEFS = {"exempt": None, "percent-off": "percent",
            "amount-off": "amount", "cap": "amount"}


def _reduction(element):
    relief = next(e for e in element if _name(e) in _RELIEFS)
    attribute = _RELIEFS[_name(relief)]
    bound = _name(element) == "commitment"
    return Reduction(
        id=element.get("id"), dates=_dates(element),
        items=_list(element, "items"),
        categories=_list(element, "categories"),
        payers=_list(element, "payers") if bound else None,
        priority=int(element.get("priority", "100")),
        group=element.get("group"), exclusive=_flag(element, "exclusive"),
        penalties=_flag(element, "penalties"), when=_when(element),
        kind=_name(relief),
        figure=_figure(relief, attribute) if attribute else Fraction(0),
        limit=_limit(_child(element, "limit")))


def _limit(element):
    if element is None:
        return None
    return Limit(_figure(element, "amount"), element.get("per"),
                 _list(element, "key", "payer"))


def _texts(element, name):
    return tuple((e.text or "").strip(XML_SPACE)
                 for e in _children(element, name))


def _prohibition(element):
    exceptions = [code for e in _children(element, "except")
                  for code in _list(e, "items")]
    return Prohibition(
        id=element.get("id"), payers=_list(element, "payers"),
        advisory=_flag(element, "advisory"),
        categories=_texts(element, "category"),
        keywords=tuple(fold(text) for text in _texts(element, "keyword")),
        exceptions=tuple(exceptions))

"""The standard of an item for a charge (section 5)."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Optional

from conditions import judge
from periods import bucket
from values import (MAX_YUAN, Malformed, Rounding, parse_quantity,
                    round_up_to_step)

DEFAULT_KEY = ("payer", "subject")


@dataclass(frozen=True)
class Outcome:
    """An exact value, or the missing names, or (neither) no standard."""

    value: Optional[Fraction] = None
    missing: frozenset = frozenset()


NO_STANDARD = Outcome()


def _missing(names):
    return Outcome(None, frozenset(names))


@dataclass(frozen=True)
class StandardResult:
    """What section 5 gives: a standard, missing names, or neither."""

    standard: Optional[Fraction] = None
    low: Optional[Fraction] = None
    rounding: Rounding = Rounding()
    missing: frozenset = frozenset()


def version_for(standards, day):
    """The standard version whose [from, to] holds the rule date."""
    for standard in standards:
        if standard.dates.hold(day):
            return standard
    return None


def choose_case(standard, charge):
    """(case, missing names) by trying the cases in order."""
    for case in standard.cases:
        result, names = judge(case.when, charge)
        if result is None:
            return None, frozenset(names)
        if result:
            return case, frozenset()
    return None, frozenset()


class TariffReader:
    """Evaluates tariffs for one charge at one rule date."""

    def __init__(self, charge, item, rule_date, find_item, standing):
        self.charge = charge
        self.item = item
        self.rule_date = rule_date
        self.find_item = find_item
        self.standing = standing

    def value(self, tariff):
        """The exact value of a tariff, of a range its high end."""
        outcome = getattr(self, "_" + tariff.kind.replace("-", "_"))(tariff)
        outcome = self._multiplied(tariff, outcome)
        if outcome.value is None:
            return outcome
        value = outcome.value
        if tariff.minimum is not None:
            value = max(value, tariff.minimum)
        if tariff.maximum is not None:
            value = min(value, tariff.maximum)
        return Outcome(value)

    def low_value(self, tariff):
        """The exact low end of a range."""
        return self._multiplied(tariff, self.value(tariff.parts[0]))

    def _multiplied(self, tariff, outcome):
        """Apply `times`; a missing name goes before no standard."""
        if tariff.times is None:
            return outcome
        try:
            factor = parse_quantity(
                self.charge.attribute(tariff.times) or "")
        except Malformed:
            return _missing(outcome.missing | {tariff.times})
        if outcome.value is None:
            return outcome
        return Outcome(outcome.value * factor)

    def _fixed(self, tariff):
        return Outcome(tariff.number)

    def _free(self, _tariff):
        return Outcome(Fraction(0))

    def _quantity(self, tariff):
        """The quantity, rounded up to the tariff's step."""
        quantity = self.charge.quantity
        if quantity is not None and tariff.step:
            quantity = round_up_to_step(quantity, tariff.step)
        return quantity

    def _per_unit(self, tariff):
        quantity = self._quantity(tariff)
        if quantity is None:
            return _missing({"quantity"})
        return Outcome(tariff.number * quantity)

    def _rate(self, tariff):
        if self.charge.base is None:
            return _missing({"base"})
        return Outcome(self.charge.base * tariff.number / 100)

    def _brackets(self, tariff):
        value = (self.charge.base if tariff.on == "base"
                 else self._quantity(tariff))
        if value is None:
            return _missing({tariff.on})
        if tariff.cumulative:
            before = self._standing_quantity(tariff.cumulative)
            return Outcome(marginal(tariff.bands, before + value)
                           - marginal(tariff.bands, before))
        if tariff.mode == "slab":
            return Outcome(slab(tariff.bands, value))
        return Outcome(marginal(tariff.bands, value))

    def _standing_quantity(self, per):
        """Q of cumulative brackets: same item, key and calendar bucket."""
        key = self.item.period.key if self.item.period else DEFAULT_KEY
        mine = self.charge
        total = Fraction(0)
        for record in self.standing:
            other = record.charge
            if (other.item == mine.item and other.key(key) == mine.key(key)
                    and bucket(per, other.basis_date)
                    == bucket(per, mine.basis_date)):
                total += other.quantity or 0
        return total

    def _range(self, tariff):
        """The high end; what the low end misses is missing here too."""
        low, high = (self.value(part) for part in tariff.parts)
        return _combined((low, high), lambda values: values[1])

    def _sum(self, tariff):
        return _combined([self.value(part) for part in tariff.parts], sum)

    def _derived(self, tariff):
        """The named item's own standard for this charge, times ratio."""
        item = self.find_item(tariff.item)
        standard = item and version_for(item.standards, self.rule_date)
        if not standard:
            return NO_STANDARD
        case, missing = choose_case(standard, self.charge)
        if case is None:
            return Outcome(None, missing)
        outcome = self.value(case.tariff)
        if outcome.value is None:
            return outcome
        return Outcome(outcome.value * tariff.number)


def _combined(outcomes, merge):
    missing = frozenset().union(*(o.missing for o in outcomes))
    if missing or any(o.value is None for o in outcomes):
        return Outcome(None, missing)
    return Outcome(Fraction(merge([o.value for o in outcomes])))


def marginal(bands, value):
    """Each band adds its fixed and its rate of the part inside it."""
    total, lower = Fraction(0), Fraction(0)
    for index, band in enumerate(bands):
        if index and lower >= value:
            break
        upper = value if band.upto is None else min(value, band.upto)
        total += band.fixed + band.rate * (upper - lower)
        lower = band.upto
    return total


def slab(bands, value):
    """The one band that holds the value rates all of it."""
    band = next(band for band in bands
                if band.upto is None or value <= band.upto)
    return band.fixed + band.rate * value


def _of_version(reader, version):
    """One standard version: rounded by its own rule, or None."""
    case, missing = choose_case(version, reader.charge)
    if case is None:
        return StandardResult(missing=missing) if missing else None
    outcome = reader.value(case.tariff)
    if outcome.value is None:
        return (StandardResult(missing=outcome.missing)
                if outcome.missing else None)
    standard = version.rounding.apply(outcome.value)
    if standard > MAX_YUAN:
        return None
    low = None
    if case.tariff.kind == "range":
        low = version.rounding.apply(reader.low_value(case.tariff).value)
    return StandardResult(standard, low, version.rounding)


def compute_standard(reader, sources):
    """The standard from the item's own versions and its amendments.

    `sources` are tuples of standards: the item's own first, then those of
    the amending documents from the highest level down, then by id.
    """
    versions = [version_for(standards, reader.rule_date)
                for standards in sources]
    results = [_of_version(reader, version)
               for version in versions if version]
    results = [result for result in results if result]
    missing = frozenset().union(*(r.missing for r in results))
    if missing or not results:
        return StandardResult(missing=missing)
    lowest = min(results, key=lambda result: result.standard)
    lows = [result.low for result in results if result.low is not None]
    low = min(max(lows), lowest.standard) if lows else None
    return StandardResult(lowest.standard, low, lowest.rounding)

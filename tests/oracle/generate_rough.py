"""Rough judgement of a charge, good enough to pick plausible amounts.

This is no oracle: it leaves out the ledger, cumulative quantities, limits and
the competition of groups, and takes the first answer it finds.
"""

from datetime import date
from fractions import Fraction

from generate_world import lies_in
from generate_xml import E

TARIFFS = ("fixed", "per-unit", "rate", "brackets", "range", "sum", "derived", "free")
UNITS = {"0.01": 1, "0.1": 10, "1": 100}
UNKNOWN = E("rate", {"percent": "0", "times": "?"})  # a tariff that no charge has a value for
NUMBER_CHARACTERS = frozenset("0123456789.-")


def number(text):
    """The decimal a text holds, or None."""
    if not text or set(text) - NUMBER_CHARACTERS or not text[-1].isdigit():
        return None
    try:
        return Fraction(text)
    except ValueError:
        return None


def holds(element, day):
    """Whether day is inside the element's from and to."""
    low, high = element.get("from"), element.get("to")
    text = day.isoformat()
    return (not low or low <= text) and (not high or text <= high)


def builtin(charge, name):
    """The text of a name in conditions, or None."""
    if name == "payer.type":
        return charge.get("payer_type")
    if name.startswith("charge."):
        return charge.get(name[7:])
    return charge.get("attributes", {}).get(name)


def leaf_true(condition, charge):
    """Three-valued truth of one attr."""
    text = builtin(charge, condition.get("name"))
    results = []
    for test, wanted in condition.attrs.items():
        if test == "present":
            results.append((text is not None) == (wanted == "true"))
        elif test != "name":
            results.append(None if text is None else compare(test, text, wanted))
    return conjunction(results)


def compare(test, text, wanted):
    """Three-valued result of one test on a text that is there."""
    if test in ("ge", "le"):
        value = number(text)
        if value is None:
            return None
        return value >= Fraction(wanted) if test == "ge" else value <= Fraction(wanted)
    if test == "prefix":
        return text.startswith(wanted)
    if test == "in":
        return text in wanted.split()
    return (text == wanted) == (test == "eq")


def conjunction(values):
    """Kleene's and."""
    if False in values:
        return False
    return None if None in values else True


def truth(condition, charge):
    """Three-valued truth of a condition."""
    if condition.name == "attr":
        return leaf_true(condition, charge)
    values = [truth(kid, charge) for kid in condition.elements()]
    if condition.name == "any":
        return True if True in values else None if None in values else False
    result = conjunction(values)
    if condition.name == "not":
        return None if result is None else not result
    return result


def rounded(value, standard):
    """A value in fen as its standard rounds it."""
    unit = UNITS[standard.get("round-to", "0.01")]
    scaled = value * 100 / unit
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    mode = standard.get("rounding", "half-up")
    if mode == "up" and rest or mode == "half-up" and 2 * rest >= scaled.denominator:
        whole += 1
    return whole * unit


class Rough:
    """Looks up what is in effect and guesses standards and dues."""

    def __init__(self, bundle):
        self.bundle = bundle

    def in_effect(self, day, place):
        """Roots of the documents in effect on a day for a place."""
        best = {}
        for document in self.bundle.documents:
            if document.effective <= day:
                old = best.get(document.plan.id)
                if not old or old.serial < document.serial:
                    best[document.plan.id] = document
        return [d.root for d in best.values() if not place or lies_in(place, d.plan.region)]

    def item(self, roots, code):
        """The definition of an item."""
        return next((e for r in roots for s in r.every("items") for e in s.every("item")
                     if e.get("code") == code), None)

    def amends(self, roots, code):
        """All amendments of an item."""
        return [e for r in roots for s in r.every("amendments") for e in s.every("amend")
                if e.get("item") == code]

    def rule_date(self, item, charge, day):
        """The date that picks the version, or None."""
        kind = item.get("dated-by", "period")
        text = charge.get("accepted") if kind == "accepted" else charge.get("period")
        if kind == "accepted" and not text:
            return None
        return date.fromisoformat(text) if text and kind != "charge" else day

    def value(self, roots, tariff, charge, day):
        """The exact value of a tariff, or None."""
        value = self.bare(roots, tariff, charge, day)
        if value is None:
            return None
        if tariff.get("times"):
            factor = number(builtin(charge, tariff.get("times")))
            if factor is None:
                return None
            value *= factor
        if tariff.get("min"):
            value = max(value, Fraction(tariff.get("min")))
        if tariff.get("max"):
            value = min(value, Fraction(tariff.get("max")))
        return value

    def bare(self, roots, tariff, charge, day):
        """The value before times, min and max."""
        if tariff.name == "fixed":
            return Fraction(tariff.get("amount"))
        if tariff.name == "free":
            return Fraction(0)
        if tariff.name == "sum":
            parts = [self.value(roots, kid, charge, day) for kid in tariff.elements()]
            return None if None in parts else sum(parts)
        if tariff.name == "range":
            return self.value(roots, tariff.first("high").elements()[0], charge, day)
        if tariff.name == "derived":
            return self.derived(roots, tariff, charge, day)
        return self.measured(tariff, charge)

    def derived(self, roots, tariff, charge, day):
        """The value of a derived tariff."""
        item = self.item(roots, tariff.get("item"))
        found = self.chosen(item, charge, day) if item else None
        value = self.value(roots, found[1], charge, day) if found else None
        return None if value is None else value * Fraction(tariff.get("ratio"))

    def measured(self, tariff, charge):
        """The value of a tariff on quantity or base."""
        on = tariff.get("on", "base" if tariff.name == "rate" else "quantity")
        amount = number(charge.get(on))
        if amount is None:
            return None
        if tariff.get("step"):
            step = Fraction(tariff.get("step"))
            amount = -(-amount // step) * step
        if tariff.name == "rate":
            return amount * Fraction(tariff.get("percent")) / 100
        if tariff.name == "per-unit":
            return amount * Fraction(tariff.get("price"))
        return self.brackets(tariff, amount)

    def brackets(self, tariff, amount):
        """The value of brackets."""
        total, lower = Fraction(0), Fraction(0)
        slab = tariff.get("mode") == "slab"
        for band in tariff.elements():
            upper = Fraction(band.get("upto")) if band.get("upto") else None
            rate = Fraction(band.get("price", "0")) + Fraction(band.get("percent", "0")) / 100
            fixed = Fraction(band.get("fixed", "0"))
            last = upper is None or amount <= upper
            if slab and last:
                return fixed + rate * amount
            if not slab:
                total += fixed + rate * ((amount if last else upper) - lower)
            if last:
                break
            lower = upper
        return total

    def chosen(self, holder, charge, day):
        """The standard version and the tariff of the case that applies."""
        for standard in holder.every("standard"):
            if not holds(standard, day):
                continue
            for case in standard.every("case"):
                when = case.first("when")
                applies = truth(when, charge) if when else True
                if applies:
                    tariff = next(k for k in case.elements() if k.name in TARIFFS)
                    return standard, tariff
                if applies is None:
                    return standard, UNKNOWN
        return None

    def standard(self, roots, item, charge, day):
        """The lowest standard in fen and the version it comes from, or None."""
        found = []
        for holder in [item] + self.amends(roots, item.get("code")):
            chosen = self.chosen(holder, charge, day)
            if not chosen:
                continue
            value = self.value(roots, chosen[1], charge, day)
            if value is None:
                return None
            found.append((rounded(value, chosen[0]), chosen[0]))
        return min(found, key=lambda pair: pair[0], default=None)

    def reductions(self, roots, item, charge, day):
        """Reductions that seem to apply, by priority."""
        found = []
        for root in roots:
            for section in root.every("reductions") + root.every("commitments"):
                found += [r for r in section.elements()
                          if r.name != "revoke" and self.applies(r, item, charge, day)]
        return sorted(found, key=lambda r: (int(r.get("priority", "100")), r.get("id")))

    def applies(self, reduction, item, charge, day):
        """Whether one reduction seems to apply."""
        if not holds(reduction, day):
            return False
        named = item.get("code") in reduction.get("items", "").split()
        named = named or item.get("category") in reduction.get("categories", "").split()
        if not named or item.get("kind") == "penalty" and reduction.get("penalties") != "true":
            return False
        if reduction.name == "commitment" and charge["payer"] not in reduction.get("payers").split(
            ):
            return False
        when = reduction.first("when")
        return not when or truth(when, charge) is True

    def relieved(self, reduction, fen, standard):
        """What remains of an amount after one reduction."""
        for kid in reduction.elements():
            if kid.name == "exempt":
                return 0
            if kid.name == "percent-off":
                left = Fraction(fen, 100) * (100 - Fraction(kid.get("percent"))) / 100
                return min(fen, rounded(left, standard))
            if kid.name == "amount-off":
                return max(0, fen - int(Fraction(kid.get("amount")) * 100))
            if kid.name == "cap":
                return min(fen, int(Fraction(kid.get("amount")) * 100))
        return fen

    def unit(self, day, code):
        """The definition of a unit on a day, or None."""
        return next((e for r in self.in_effect(day, "") for s in r.every("units")
                     for e in s.every("unit") if e.get("code") == code and holds(e, day)), None)

    def lawful(self, charge, day):
        """Whether all but the amount, grants, the ledger and prohibitions seems in order."""
        unit = self.unit(day, charge["unit"])
        place = charge.get("region") or unit and unit.get("region")
        if not unit or not lies_in(place, unit.get("region")):
            return False
        roots = self.in_effect(day, place)
        item = self.item(roots, charge["item"])
        ruled = self.rule_date(item, charge, day) if item else None
        if not ruled or not holds(item, ruled) or charge.get("period", "") > day.isoformat():
            return False
        period = item.first("period")
        if period and period.get("subject") == "required" and not charge.get("subject"):
            return False
        found = self.standard(roots, item, charge, ruled)
        return bool(found) and found[0] <= 10 ** 15

    def due(self, charge, day, place):
        """(standard, due) in fen as a guess, or None."""
        roots = self.in_effect(day, place)
        item = self.item(roots, charge["item"])
        ruled = self.rule_date(item, charge, day) if item else None
        found = self.standard(roots, item, charge, ruled) if ruled else None
        if not found:
            return None
        due = best = found[0]
        for reduction in self.reductions(roots, item, charge, ruled):
            if reduction.get("exclusive") == "true":
                best = min(best, self.relieved(reduction, found[0], found[1]))
            else:
                due = self.relieved(reduction, due, found[1])
        return found[0], min(due, best)

"""Reductions, limits and due (section 7)."""

from dataclasses import dataclass
from fractions import Fraction

from conditions import judge
from periods import bucket


def in_force(reduction, item, charge, rule_date):
    """The reduction is in force for the charge."""
    if not reduction.dates.hold(rule_date):
        return False
    if (item.code not in reduction.items
            and item.category not in reduction.categories):
        return False
    if item.kind == "penalty" and not reduction.penalties:
        return False
    return reduction.payers is None or charge.payer in reduction.payers


def sort_by_when(reductions, charge):
    """(applicable reductions, missing names of undetermined ones)."""
    applicable, missing = [], set()
    for reduction in reductions:
        result, names = judge(reduction.when, charge)
        missing |= names
        if result:
            applicable.append(reduction)
    return applicable, missing


@dataclass(frozen=True)
class Due:
    """Due and the (id, relief) pairs that lead to it, in order."""

    amount: Fraction
    reliefs: tuple


class ReliefReader:
    """Evaluates reliefs for one charge against what stands."""

    def __init__(self, charge, rounding, standing):
        self.charge = charge
        self.rounding = rounding
        self.standing = standing

    def relief(self, reduction, remaining):
        """The relief of one reduction on a remaining amount."""
        relief = max(self._unlimited(reduction, remaining), Fraction(0))
        if reduction.limit is None:
            return relief
        left = reduction.limit.amount - self._already(reduction)
        return min(relief, max(left, Fraction(0)))

    def _unlimited(self, reduction, remaining):
        if reduction.kind == "exempt":
            return remaining
        if reduction.kind == "percent-off":
            kept = remaining * (100 - reduction.figure) / 100
            return remaining - self.rounding.apply(kept)
        if reduction.kind == "amount-off":
            return min(reduction.figure, remaining)
        return remaining - reduction.figure

    def _already(self, reduction):
        """Relief standing for the same id, key and calendar bucket."""
        limit, mine = reduction.limit, self.charge
        total = Fraction(0)
        for record in self.standing:
            other = record.charge
            if (other.key(limit.key) == mine.key(limit.key)
                    and bucket(limit.per, other.basis_date)
                    == bucket(limit.per, mine.basis_date)):
                total += sum(relief for name, relief in record.reliefs()
                             if name == reduction.id)
        return total

    def due(self, reductions, standard):
        """The lowest of the combination and each exclusive reduction."""
        best = self._combination(
            [r for r in reductions if not r.exclusive], standard)
        exclusive = [r for r in reductions if r.exclusive]
        for reduction in sorted(exclusive, key=lambda r: r.id):
            alone = self._apply([[reduction]], standard)
            if alone.amount < best.amount:
                best = alone
        return best

    def _combination(self, reductions, standard):
        """Steps 1 and 2: groups one after another on what remains."""
        groups = {}
        for reduction in reductions:
            name = (("group", reduction.group) if reduction.group is not None
                    else ("alone", reduction.id))
            groups.setdefault(name, []).append(reduction)
        ordered = sorted(
            groups.values(),
            key=lambda members: (min(m.priority for m in members),
                                 min(m.id for m in members)))
        return self._apply(ordered, standard)

    def _apply(self, groups, standard):
        remaining, reliefs = standard, []
        for members in groups:
            chosen, relief = self._best(members, remaining)
            remaining -= relief
            if relief > 0:
                reliefs.append((chosen.id, relief))
        return Due(remaining, tuple(reliefs))

    def _best(self, members, remaining):
        """The member with the greatest relief; ties: the lower id."""
        best, greatest = None, None
        for member in sorted(members, key=lambda m: m.id):
            relief = self.relief(member, remaining)
            if greatest is None or relief > greatest:
                best, greatest = member, relief
        return best, greatest

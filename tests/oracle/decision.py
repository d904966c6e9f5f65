"""Codes, effects and decisions (section 3)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Optional

CODES = (
    "INVALID_CHARGE", "NO_SCHEDULE", "UNLISTED_ITEM", "NOT_IN_FORCE",
    "UNKNOWN_UNIT", "NOT_AUTHORISED", "OUTSIDE_JURISDICTION",
    "PROHIBITED_LEVY", "PREMATURE_COLLECTION", "MISSING_ATTRIBUTE",
    "NO_STANDARD", "OVER_STANDARD", "BELOW_STANDARD",
    "REDUCTION_NOT_APPLIED", "DUPLICATE", "INSTALMENTS_EXCEED",
    "UNEQUAL_PENALTY", "UNDERCHARGED", "REDUCTION_UNDETERMINED",
    "PRE_HOLIDAY_PENALTY", "LEDGER_UNAVAILABLE")
NUMBERS = {name: number for number, name in enumerate(CODES, 1)}
ADVISORY = frozenset(CODES[16:20])
OBSERVABLE = frozenset(CODES[5:16])
NEVER_STANDS = frozenset(CODES[:2])


class Found:
    """The codes found so far, their effects and the conflicts."""

    def __init__(self):
        self._effects = {}
        self._conflicts = []

    def add(self, name, warn=False):
        """Note a code; `warn` weakens the effect of a violation."""
        warn = warn or name in ADVISORY
        self._effects[name] = "warn" if warn else "deny"

    def observe(self):
        """Codes 6 to 16 only warn on a day of observation."""
        for name in self._effects:
            if name in OBSERVABLE:
                self._effects[name] = "warn"

    def conflict_with(self, records):
        """Standing charges that 15, 16 or 17 counted."""
        self._conflicts.extend(record.charge for record in records)

    def names(self):
        """The codes in order of number."""
        return tuple(sorted(self._effects, key=NUMBERS.get))

    def outcome(self):
        """`deny` if any code found has that effect."""
        return "deny" if "deny" in self._effects.values() else "allow"

    def conflict(self):
        """The earliest conflicting transaction, None without one."""
        if not self._conflicts:
            return None
        return min(self._conflicts, key=lambda c: c.order()).txn


@dataclass(frozen=True)
class Decision:
    """What enforce mode decides, with all that is reported.

    `rule` is the period rule in effect for the charge and `period_ran`
    whether 15 and 16 were judged by it; a late commit needs both.
    """

    outcome: str
    codes: tuple
    observed: bool = False
    standard: Optional[Fraction] = None
    low: Optional[Fraction] = None
    due: Optional[Fraction] = None
    reductions: tuple = ()
    conflict: Optional[str] = None
    earliest: Optional[date] = None
    missing: tuple = ()
    schedules: tuple = ()
    rule: Optional[object] = None
    period_ran: bool = False

    def told(self, mode):
        """What the gateway is told."""
        return "allow" if mode == "monitor" else self.outcome

    def goes_on(self, mode):
        """Whether the charge may stand (section 6)."""
        return (self.told(mode) == "allow"
                and not NEVER_STANDS & set(self.codes))


INVALID = Decision("deny", ("INVALID_CHARGE",))

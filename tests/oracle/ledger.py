"""The life of charges and what stands (sections 6 and 10).

Every charge is kept as one plain record in a list; whoever asks scans it.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Optional

from charge import Charge
from decision import Decision, Found
from periods import duplicates, instalments_exceeded
from values import Instant, SECOND_NS

RESERVATION_NS = 15 * 60 * SECOND_NS

RESERVED = "reserved"
EXPIRED = "expired"
COMMITTED = "committed"
RELEASED = "released"


@dataclass
class Record:
    """A charge that was told to go on, with its first decision."""

    charge: Charge
    decision: Decision
    reserved_at: Instant
    life: str = RESERVED
    refunds: dict = field(default_factory=dict)

    @property
    def group(self):
        """The period group by the rules that judged the charge."""
        rule = self.decision.rule
        return rule.group if rule else None

    def state(self, now):
        """Reserved, expired, committed or released at engine time."""
        if (self.life == RESERVED
                and now.ns >= self.reserved_at.ns + RESERVATION_NS):
            return EXPIRED
        return self.life

    def amount_left(self):
        """The standing amount: what was not refunded."""
        return self.charge.amount - sum(self.refunds.values(), Fraction(0))

    def stands(self, now):
        """Reserved or committed, and not fully refunded."""
        if self.state(now) not in (RESERVED, COMMITTED):
            return False
        return not self.refunds or self.amount_left() > 0

    def reliefs(self):
        """The relief that stands with the charge (section 7)."""
        if "REDUCTION_NOT_APPLIED" in self.decision.codes:
            return ()
        return self.decision.reductions


@dataclass(frozen=True)
class Result:
    """The answer to commit, release or refund."""

    name: str
    codes: tuple = ()
    conflict: Optional[str] = None


class Ledger:
    """All records and the engine clock."""

    def __init__(self):
        self.records = []
        self.now = Instant(0)

    def advance(self, time):
        """Engine time: the greatest time of any well-formed row so far."""
        self.now = max(self.now, time)

    def find(self, txn):
        """The record of a transaction id, None when unknown."""
        for record in self.records:
            if record.charge.txn == txn:
                return record
        return None

    def held(self, txn):
        """The record of an id that is reserved or was ever committed."""
        record = self.find(txn)
        if record and record.state(self.now) in (RESERVED, COMMITTED):
            return record
        return None

    def standing(self, txn):
        """What stands now, apart from `txn` itself."""
        return [record for record in self.records
                if record.charge.txn != txn and record.stands(self.now)]

    def forget(self, txn):
        """Drop the earlier life of an id; the last decision counts."""
        self.records = [record for record in self.records
                        if record.charge.txn != txn]

    def reserve(self, charge, decision):
        """Let a decided charge stand as reserved."""
        self.forget(charge.txn)
        record = Record(charge, decision, self.now)
        self.records.append(record)
        return record

    def commit(self, txn):
        """Section 10, commit."""
        record = self.find(txn)
        state = record.state(self.now) if record else None
        if state is None or state == RELEASED:
            return Result("not-found")
        if state == EXPIRED:
            result = self._judged_anew(record)
        else:
            result = Result("ok")
        record.life = COMMITTED
        return result

    def _judged_anew(self, record):
        """15 and 16 of a late commit against what now stands."""
        found = Found()
        decision, charge = record.decision, record.charge
        if decision.period_ran:
            check_period(found, decision.rule, charge, decision.due,
                         self.standing(charge.txn))
        return Result("committed-late", found.names(), found.conflict())

    def release(self, txn):
        """Section 10, release."""
        record = self.find(txn)
        if record is None:
            return Result("not-found")
        if record.state(self.now) == COMMITTED:
            return Result("not-reserved")
        record.life = RELEASED
        return Result("ok")

    def refund(self, txn, refund, amount):
        """Section 10, refund; its own id is looked up first."""
        record = self.find(txn)
        if record is None:
            return Result("not-found")
        if refund in record.refunds:
            same = record.refunds[refund] == amount
            return Result("ok" if same else "conflicting-retry")
        if record.state(self.now) != COMMITTED:
            return Result("not-committed")
        if amount > record.amount_left():
            return Result("over-refund")
        record.refunds[refund] = amount
        return Result("ok")


def check_period(found, rule, charge, due, standing):
    """15 and 16, with the charges they count as conflicts."""
    sharing = duplicates(rule, charge, standing)
    if sharing:
        found.add("DUPLICATE")
        found.conflict_with(sharing)
    exceeded, sharing = instalments_exceeded(rule, charge, due, standing)
    if exceeded:
        found.add("INSTALMENTS_EXCEED")
        found.conflict_with(sharing)

"""A charge as the gateway states it, and its dates (section 1)."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Optional

from values import Instant


@dataclass(frozen=True)
class Charge:
    """The raw fields of one well-formed charge."""

    txn: str
    time: Instant
    unit: str
    item: str
    payer: str
    amount: Fraction
    payer_type: Optional[str] = None
    subject: Optional[str] = None
    region: Optional[str] = None
    quantity: Optional[Fraction] = None
    quantity_text: Optional[str] = None
    base: Optional[Fraction] = None
    base_text: Optional[str] = None
    period: Optional[date] = None
    accepted: Optional[date] = None
    category: Optional[str] = None
    purpose: Optional[str] = None
    attributes: dict = field(default_factory=dict)

    @property
    def date(self):
        """The charge date."""
        return self.time.local_date()

    @property
    def basis_date(self):
        """The period where given, else the charge date."""
        return self.period or self.date

    def order(self):
        """By charge time, then byte order of transaction id (section 3)."""
        return self.time, self.txn.encode("utf-8")

    def attribute(self, name):
        """An attribute or built-in name; None when absent."""
        builtin = {
            "payer.type": self.payer_type,
            "charge.region": self.region,
            "charge.category": self.category,
            "charge.quantity": self.quantity_text,
            "charge.base": self.base_text,
            "charge.unit": self.unit,
        }
        if name in builtin:
            return builtin[name]
        return self.attributes.get(name)

    def key(self, names):
        """The values of the key fields; an absent subject is empty."""
        values = {"payer": self.payer, "subject": self.subject or ""}
        return tuple(values[name] for name in sorted(set(names)))

    def content(self):
        """Every field by value, attributes by text (section 6)."""
        return (self.txn, self.time, self.unit, self.item, self.payer,
                self.amount, self.payer_type, self.subject, self.region,
                self.quantity, self.base, self.period, self.accepted,
                self.category, self.purpose,
                tuple(sorted(self.attributes.items())))

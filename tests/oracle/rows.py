"""From raw rows to events: every field present is checked."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Optional

from charge import Charge
from logfile import BAD_TEXT, Number
from values import (Instant, Malformed, check_code, check_region, check_text,
                    parse_date, parse_money, parse_quantity, parse_time)

CHARGES = ("charge", "reserve", "check")
EVENTS = CHARGES + ("commit", "release", "refund")
CHARGE_FIELDS = ("unit", "item", "payer", "amount")
LEAST_REFUND = Fraction(1, 100)


@dataclass(frozen=True)
class Event:
    """One well-formed row."""

    line: int
    name: str
    txn: str
    time: Instant
    refund: Optional[str] = None
    amount: Optional[Fraction] = None
    charge: Optional[Charge] = None


@dataclass(frozen=True)
class BadRow:
    """A malformed row, with txn and event where they are valid."""

    line: int
    reason: str
    txn: Optional[str] = None
    name: Optional[str] = None


def _check_event(text):
    if text not in EVENTS:
        raise Malformed("no such event")
    return text


def _check_currency(text):
    if text != "CNY":
        raise Malformed("not CNY")
    return text


_CHECKS = {
    "event": _check_event, "txn": check_code, "refund": check_code,
    "time": parse_time, "unit": check_code, "item": check_code,
    "payer": check_code, "payer_type": check_code, "subject": check_code,
    "region": check_region, "amount": parse_money,
    "currency": _check_currency, "quantity": parse_quantity,
    "base": parse_money, "period": parse_date, "accepted": parse_date,
    "category": check_text, "purpose": check_text,
    "expect_due": parse_money,
}
_MAY_BE_NUMBERS = ("amount", "quantity", "base", "expect_due")


def _text(value, number_allowed):
    """The text of a field, of a JSON number its own text."""
    if number_allowed and isinstance(value, Number):
        return value.text
    if value is BAD_TEXT:
        raise Malformed("not UTF-8")
    if not isinstance(value, str):
        raise Malformed("wrong type")
    return value


def _checked(name, value):
    """The value of one field; the text of `expect` is never malformed."""
    if name == "expect":
        return None if value is BAD_TEXT else _text(value, False)
    return _CHECKS[name](_text(value, name in _MAY_BE_NUMBERS))


def _attributes(raw):
    """The attributes that are present, by text."""
    attributes = {}
    for name, value in raw.items():
        check_code(name)
        if name.startswith(("payer.", "charge.")):
            raise Malformed("attribute named like a built-in name")
        attributes[name] = check_text(_text(value, True))
    return attributes


def _require(values, names):
    for name in names:
        if values.get(name) is None:
            raise Malformed(name + ": missing")


def _charge(raw, values, attributes):
    """The charge a row states."""
    names = ("txn", "time", "unit", "item", "payer", "amount", "payer_type",
             "subject", "region", "quantity", "base", "period", "accepted",
             "category", "purpose")
    texts = {name: _text(raw.fields[name], True)
             for name in ("quantity", "base") if name in raw.fields}
    return Charge(quantity_text=texts.get("quantity"),
                  base_text=texts.get("base"), attributes=attributes,
                  **{name: values.get(name) for name in names})


def _event(raw, values, attributes):
    """The event of a row whose fields are each well formed."""
    name = values.get("event", "charge")
    _require(values, ("txn", "time"))
    charge = None
    if name in CHARGES:
        _require(values, CHARGE_FIELDS)
        charge = _charge(raw, values, attributes)
    elif name == "refund":
        _require(values, ("refund", "amount"))
        if values["amount"] < LEAST_REFUND:
            raise Malformed("amount: a refund is at least 0.01")
    return Event(raw.line, name, values["txn"], values["time"],
                 values.get("refund"), values.get("amount"), charge)


def interpret(raw):
    """An Event, or a BadRow with the first reason found."""
    if not raw.readable:
        return BadRow(raw.line, raw.fault)
    values, fault = {}, raw.fault
    for name, value in raw.fields.items():
        try:
            values[name] = _checked(name, value)
        except Malformed as reason:
            fault = fault or "%s: %s" % (name, reason)
    event = "charge" if "event" not in raw.fields else values.get("event")
    try:
        attributes = _attributes(raw.attributes)
        if not fault:
            return _event(raw, values, attributes)
    except Malformed as reason:
        fault = fault or str(reason)
    return BadRow(raw.line, fault, values.get("txn"), event)

"""Replaying logs and writing the decision lines."""

from datetime import date
from fractions import Fraction

from decide import Decider
from decision import INVALID
from ledger import Ledger
from rows import BadRow, interpret
from values import money_text

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f",
            "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def json_string(text):
    """UTF-8 as it is; only quotes, backslashes and controls escaped."""
    return '"%s"' % "".join(
        _ESCAPES.get(char) or
        ("\\u%04x" % ord(char) if char < " " else char) for char in text)


def json_value(value):
    """The JSON text of a value of a decision line."""
    if value is True:
        return "true"
    if isinstance(value, str):
        return json_string(value)
    if isinstance(value, Fraction):
        return json_string(money_text(value))
    if isinstance(value, date):
        return json_string(value.isoformat())
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        return "{%s}" % ",".join(
            json_string(name) + ":" + json_value(part)
            for name, part in value.items())
    return "[%s]" % ",".join(json_value(part) for part in value)


def decision_line(pairs):
    """One line; None, False and empty lists other than codes are left out."""
    kept = {name: value for name, value in pairs.items()
            if value is not None and value is not False and value != ()}
    return json_value(kept)


def decision_pairs(decision, mode):
    """The keys of a decision, in order."""
    return {
        "outcome": decision.outcome, "told": decision.told(mode),
        "codes": list(decision.codes), "observed": decision.observed,
        "standard": decision.standard, "low": decision.low,
        "due": decision.due,
        "reductions": tuple({"id": name, "relief": relief}
                            for name, relief in decision.reductions),
        "conflict": decision.conflict, "earliest": decision.earliest,
        "missing": decision.missing, "schedules": decision.schedules,
    }


def result_pairs(result):
    """The keys of the answer to commit, release, refund."""
    return {"result": result.name, "codes": result.codes,
            "conflict": result.conflict}


class Replay:
    """One ledger and one clock, through all logs."""

    def __init__(self, bundle, mode="enforce", as_known=None):
        self.decider = Decider(bundle, as_known)
        self.mode = mode
        self.ledger = Ledger()

    def line(self, raw, log=None):
        """(decision line, the reason when the row is malformed)."""
        row = interpret(raw)
        head = {"log": log, "line": row.line, "txn": row.txn,
                "event": row.name}
        if isinstance(row, BadRow):
            pairs = decision_pairs(INVALID, self.mode)
            return decision_line({**head, **pairs}), row.reason
        self.ledger.advance(row.time)
        return decision_line({**head, **self._handle(row)}), None

    def _handle(self, event):
        if event.charge:
            return self._handle_charge(event)
        if event.name == "commit":
            result = self.ledger.commit(event.txn)
        elif event.name == "release":
            result = self.ledger.release(event.txn)
        else:
            result = self.ledger.refund(event.txn, event.refund,
                                        event.amount)
        return result_pairs(result)

    def _handle_charge(self, event):
        """check, reserve or charge, retries first (section 6)."""
        held = self.ledger.held(event.txn)
        if held is None:
            decision = self._decide(event)
        elif held.charge.content() == event.charge.content():
            decision = held.decision
            if event.name == "charge":
                self.ledger.commit(event.txn)
        else:
            return {"result": "conflicting-retry"}
        return decision_pairs(decision, self.mode)

    def _decide(self, event):
        """A fresh decision, and what it does to the ledger."""
        decision = self.decider.decide(
            event.charge, self.ledger.standing(event.txn))
        if event.name == "check":
            return decision
        if not decision.goes_on(self.mode):
            self.ledger.forget(event.txn)
            return decision
        self.ledger.reserve(event.charge, decision)
        if event.name == "charge":
            self.ledger.commit(event.txn)
        return decision

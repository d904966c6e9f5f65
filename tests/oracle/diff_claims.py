# SPDX-License-Identifier: Apache-2.0
"""What lines of JSON of `schedule diff` claim of a charge, and whether two decisions bear it out."""
import re
from decimal import Decimal

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")
FIELDS = {"payer.type": "payer_type", "charge.region": "region", "charge.category": "category",
          "charge.quantity": "quantity", "charge.base": "base", "charge.unit": "unit"}
CLEAR = ("more", "less")
STATES = ("chargeable", "not-chargeable", "asks", "asks-not")
VAGUE = ("depends", "unknown", "rounding")


def value_of(event, name):
    """The text that conditions see; None where it is absent."""
    if name in FIELDS:
        return event.get(FIELDS[name])
    return event["attributes"].get(name)


def in_range(cell, value):
    number = Decimal(value)
    return not ("from" in cell and number < Decimal(cell["from"])
                or "above" in cell and number <= Decimal(cell["above"])
                or "to" in cell and number > Decimal(cell["to"])
                or "below" in cell and number >= Decimal(cell["below"]))


def in_class(cell, value):
    if "absent" in cell:
        return value is None or "number" in cell and not NUMBER.match(value)
    if value is None:
        return False
    if "in" in cell:
        return value in cell["in"]
    if value in cell["except"] or any(value.startswith(p) for p in cell["except_prefixes"]):
        return False
    if "prefix" in cell:
        return value.startswith(cell["prefix"])
    if "number" in cell:
        return bool(NUMBER.match(value)) == cell["number"] and (
            not cell["number"] or in_range(cell, value))
    return True


def in_case(case, event):
    return all(any(in_class(cell, value_of(event, test["name"])) for cell in test["any"])
               for test in case)


def within(day, change, name):
    return change.get(name + "_from", "0") <= day <= change.get(name + "_to", "9")


def rule_day(event, dated_by):
    charged = event["time"][:10]
    return {"charge": charged, "accepted": event["accepted"],
            "period": event.get("period", charged)}[dated_by]


def state(decision):
    """What there is to pay, or why there is nothing."""
    codes = decision["codes"]
    names = {code if isinstance(code, str) else code.get("name") for code in codes}
    if "standard" in decision:
        return "priced"
    if names & {"UNLISTED_ITEM", "NO_SCHEDULE", "NOT_IN_FORCE"}:
        return "out"
    return "missing" if "MISSING_ATTRIBUTE" in names else "none"


class Claims:
    """All changes of one comparison, by item."""

    def __init__(self, changes, lies_in):
        self.lies_in = lies_in
        self.by_item = {}
        self.counts = {}
        for change in changes:
            self.by_item.setdefault(change.get("item"), []).append(change)

    def count(self, name):
        self.counts[name] = self.counts.get(name, 0) + 1

    def concerns(self, change, event):
        """Whether a change speaks of this charge."""
        if not within(event["time"][:10], change, "charged"):
            return False
        if "dated_by" in change and not within(rule_day(event, change["dated_by"]), change, "rule"):
            return False
        if "area" in change and not self.lies_in(event["region"], change["area"]):
            return False
        if any(self.lies_in(event["region"], area)
               for area in change.get("area_except", "").split()):
            return False
        if "cases" in change and not any(in_case(case, event) for case in change["cases"]):
            return False
        return self.is_on_stretch(change, event)

    def is_on_stretch(self, change, event):
        if "axis" not in change:
            return True
        if change["axis"] not in event:
            return False
        at = Decimal(event[change["axis"]])
        return Decimal(change["from"]) <= at and ("to" not in change or at <= Decimal(change["to"]))

    def judge(self, event, old, new):
        """What is wrong, or None."""
        mine = [c for c in self.by_item.get(event["item"], []) if self.concerns(c, event)]
        if any(c["change"] == "attribute" and c["subject"] == "dated-by" for c in mine):
            return None
        if any(c.get("effect") in VAGUE for c in mine):
            self.count("vague")
            return None
        states = state(old), state(new)
        if states == ("priced", "priced"):
            return self.judge_amounts(mine, old, new)
        if "priced" in states and "out" not in states:
            return self.judge_states(mine, event, states)
        return None

    def judge_states(self, mine, event, states):
        wanted = {("priced", "none"): "not-chargeable", ("none", "priced"): "chargeable",
                  ("priced", "missing"): "asks", ("missing", "priced"): "asks-not"}[states]
        if "base" not in event or "quantity" not in event:
            return None
        if "none" in states and Decimal(event["base"]) * Decimal(event["quantity"]) > 10 ** 10:
            return None  # a standard above the limit of amounts is none
        self.count(wanted)
        if not any(c.get("effect") == wanted for c in mine):
            return f"{states}, but nothing says {wanted}: {mine}"
        return None

    def judge_amounts(self, mine, old, new):
        rise = Decimal(new["due"]) - Decimal(old["due"])
        low = (Decimal(new.get("low", new["standard"])) - Decimal(old.get("low", old["standard"])))
        effects = {c["effect"] for c in mine if c["change"] == "standard"}
        lows = {c["low_effect"] for c in mine if c.get("low_effect") in CLEAR}
        if effects & set(STATES):
            return f"both are priced, told are {effects}"
        for told, number, what in ((effects & set(CLEAR), rise, "due"), (lows, low, "low end")):
            self.count("".join(told) or "equal")
            if len(told) > 1:
                return f"{what}: told are {told}"
            ranged = (what == "due" or "low" in old or "low" in new) and not (
                what != "due" and any(c.get("low_effect") in VAGUE for c in mine))
            if ranged and (not told and number != 0 or told == {"more"} and number < 0
                           or told == {"less"} and number > 0):
                return f"{what} rises by {number}, told is {told or 'nothing'}: {mine}"
        return None

"""Turns a well-formed event into a malformed row.

Each fault has a counterpart in both formats, so the decisions of a CSV log
and its JSONL twin stay the same row by row. The result carries the event's
fields and, under "fault", what the writers have to do:

("text",)          the fields themselves are bad; nothing else to do
("bytes", field)   CSV: the cell is not UTF-8; JSONL: a lone surrogate or a wrong type
("json", member)   JSONL: one raw member is added or replaced; CSV: the amount is "-1"
("row", kind)      the whole row cannot be read: nothing of it is known
"""

from generate_world import HUGE_AMOUNT, HUGE_QUANTITY

LONG = "x" * 65
NUMBERS = ("-1", "+1", "1.", ".5", "1e3", " 80", "80 ", "1,000", "８０", "0x10", "NaN", "1 000", "٣")
DATES = ("2024-13-01", "2023-02-29", "1899-12-31", "2200-01-01", "2024-1-1", "20240101", "x",
         "2024-01-01T00:00:00Z", "2024-01-01 ", "2100-02-29")

TEXTS = {
    "txn": (LONG, "宗" * 22, "a\tb", "a\nb", ""),
    "event": ("pay", "CHARGE", " charge", "charge "),
    "time": ("", "2024-01-01", "2024-01-01 10:00:00", "2024-02-30T00:00:00Z",
             "2024-01-01T24:00:00Z", "2024-01-01T10:00:60Z", "2199-12-31T16:00:00Z",
             "1899-12-31T15:59:59Z", "2024-01-01T10:00:00+0800", "2024-01-01T10:00:00+24:00",
             "2024-01-01T10:00:00+08:60", "2024-01-01T10:00:00.", "2024-01-01T10:00:00.Z",
             "2024-01-01T10:00Z", "2024-1-1T10:00:00Z", " 2024-01-01T10:00:00Z",
             "2023-02-29T10:00:00", "2024-01-01T10:60:00", "2024-01-01T10:00:00,5Z",
             "1900-01-01T00:00:00+08:01", "2199-12-31T23:59:59.9+07:59", "10:00:00Z"),
    "unit": (LONG, "a\nb"),
    "item": (LONG, "项" * 22),
    "payer": (LONG, "a\tb"),
    "payer_type": (LONG, "a\nb"),
    "subject": (LONG, "宗" * 22),
    "refund": (LONG, "a\tb"),
    "amount": NUMBERS + ("1.234", "1.000", "10000000000000.01", "99999999999999999999999"),
    "quantity": NUMBERS + ("1.1234567", HUGE_QUANTITY + ".000001", "1.0000000"),
    "base": NUMBERS + ("1.001", HUGE_AMOUNT[:-1] + "1"),
    "expect_due": NUMBERS + ("1.234",),
    "currency": ("USD", "cny", "CNY "),
    "period": DATES,
    "accepted": DATES,
    "region": ("21010", "abcdef", "2", "2101000", "２１０１００", "210100 ", "2101001000100"),
    "category": ("c" * 1025, "费" * 342),
    "purpose": ("p" * 1025, "费" * 342),
}
ATTRIBUTES = (("payer.type", "enterprise"), ("charge.quantity", "1"), ("charge.", "1"),
              ("payer.x", "1"), (LONG, "1"), ("use", "v" * 1025), ("名" * 22, "1"))
RAW_MEMBERS = ('"amount":true', '"amount":[]', '"quantity":{}', '"base":false', '"attributes":"x"',
               '"attributes":[]', '"attributes":5', '"attributes":{"use":true}',
               '"attributes":{"use":["x"]}', '"attributes":{"use":{}}', '"payer":5', '"unit":1.5',
               '"period":20240101', '"purpose":{}', '"subject":false', '"nonsense":1',
               '"Amount":"1.00"', '"expect":5', '"expect_due":{}', '"region":210100',
               '"amount":1e2', '"amount":1E+2', '"amount":-1', '"amount":-0', '"quantity":1e0',
               '"amount":1.234', '"base":1e-2', '"currency":["CNY"]')
ROWS = ("short", "long", "stray", "reopened")
CHARGES = ("charge", "", "reserve", "check")


def malform(rng, event):
    """A malformed copy of the event."""
    bad = dict(event, attributes=dict(event.get("attributes", {})))
    kind = rng.choice(["text"] * 6 + ["absent", "attribute", "bytes", "bytes", "json", "json",
                                      "row"])
    fault = FAULTS[kind](rng, bad)
    bad["fault"] = fault
    return bad


def bad_text(rng, bad):
    """Put a bad text into one field, whether or not the event uses it."""
    field = rng.choice(list(TEXTS))
    if field == "refund" and bad["event"] != "refund" and rng.random() < 0.5:
        field = "amount"
    bad[field] = rng.choice(TEXTS[field])
    if field == "currency":
        bad["time"] = "2019-01-01T00:00:00Z"  # so that it cannot matter whether the clock moves
    return ("text",)


def absent(rng, bad):
    """Leave out a field the event needs."""
    needed = ["txn", "time"]
    if bad["event"] in CHARGES:
        needed += ["unit", "item", "payer", "amount"]
    elif bad["event"] == "refund":
        needed += ["refund", "amount", "zero"]
    field = rng.choice(needed)
    if field == "zero":
        bad["amount"] = rng.choice(["0", "0.00", "00.0"])
    else:
        bad[field] = ""
    return ("text",)


def bad_attribute(rng, bad):
    """Give it an attribute whose name or value may not be."""
    name, value = rng.choice(ATTRIBUTES)
    bad["attributes"][name] = value
    return ("text",)


def bad_bytes(rng, bad):
    """One field that is not text at all."""
    field = rng.choice(["txn", "event", "time", "payer", "unit", "item", "subject", "purpose",
                        "category", "amount", "attr:use", "refund", "region", "currency"])
    return ("bytes", field)


def bad_json(rng, bad):
    """A member that only JSON can get wrong; in CSV the amount is bad instead."""
    return ("json", rng.choice(RAW_MEMBERS))


def bad_row(rng, bad):
    """A row of which nothing can be read."""
    return ("row", rng.choice(ROWS))


FAULTS = {"text": bad_text, "absent": absent, "attribute": bad_attribute, "bytes": bad_bytes,
          "json": bad_json, "row": bad_row}

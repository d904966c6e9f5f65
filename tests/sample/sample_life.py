"""Charges in several steps: reserved, released, retried, given back."""

from datetime import timedelta

import sample_fees as fees
from sample_rows import deny, unit

MINUTE = 60
DAY = 86400


def add_life(log):
    """All of this module."""
    for make, times in (
            (released, 6), (expired_and_late, 6), (late_without_rival, 5),
            (two_windows, 6), (retried, 8), (conflicting, 5),
            (given_back, 6), (partly_given_back, 4), (odd_steps, 4),
            (corrected, 6), (refunded_part, 4), (requests_given_back, 3),
            (uploaded_later, 8), (looked_up_first, 6)):
        for _ in range(times):
            make(log)


def licence(log):
    """What a driving licence costs, and to whom."""
    return {"payer": log.person(), "payer_type": "individual",
            "subject": log.subject("LICENCE")}


def put(log, when, fields, office=None, amount=1000, **more):
    """A driving licence at 10 yuan."""
    return log.charge(when, office or unit("traffic", log.district()),
                      "CN-DRIVING-LICENCE", amount, 1000, **fields, **more)


def seconds(number):
    """A span of time."""
    return timedelta(seconds=number)


def released(log):
    """Reserved, given up, and paid elsewhere."""
    when, fields = log.moment(), licence(log)
    row = put(log, when, fields, event="reserve")
    log.follow(row, when, "release", 2 * MINUTE)
    put(log, when + seconds(5 * MINUTE), fields)
    log.follow(row, when, "commit", 6 * MINUTE)


def expired_and_late(log):
    """The time runs out, another pays, then the first commit arrives."""
    when, fields = log.moment(), licence(log)
    row = put(log, when, fields, event="reserve")
    put(log, when + seconds(15 * MINUTE), fields)
    log.follow(row, when, "commit", 20 * MINUTE)
    log.follow(row, when, "refund", 30 * MINUTE, refund=row["txn"] + "-R",
               amount="10.00")


def late_without_rival(log):
    """The time runs out, the commit arrives, and no one is hurt."""
    when, fields = log.moment(), licence(log)
    row = put(log, when, fields, event="reserve")
    log.follow(row, when, "commit", 40 * MINUTE)
    put(log, when + seconds(50 * MINUTE), fields, expect=deny("DUPLICATE"))


def two_windows(log):
    """Two counters at once: only one may have it."""
    when, fields = log.moment(), licence(log)
    row = put(log, when, fields, event="reserve")
    put(log, when + seconds(MINUTE), fields, event="reserve",
        expect=deny("DUPLICATE"))
    log.follow(row, when, "commit", 3 * MINUTE)


def retried(log):
    """The answer was lost and the gateway asks again."""
    when, fields = log.moment(), licence(log)
    row = put(log, when, fields)
    log.again(row, when + seconds(30))
    log.again(row, when + seconds(3 * DAY), amount="10")


def conflicting(log):
    """The same id for another amount changes nothing."""
    when, fields = log.moment(), licence(log)
    row = put(log, when, fields)
    log.again(row, when + seconds(45), amount="12.00", expect=None,
              expect_due=None)


def given_back(log):
    """Given back in full; the licence may then be charged again."""
    when, fields = log.moment(last="2026-10-31"), licence(log)
    row = put(log, when, fields)
    log.follow(row, when, "refund", DAY, refund=row["txn"] + "-R",
               amount="10.00")
    put(log, when + seconds(2 * DAY), fields)


def partly_given_back(log):
    """A part is given back: the licence stays charged."""
    when, fields = log.moment(last="2026-10-31"), licence(log)
    row = put(log, when, fields)
    refund = row["txn"] + "-R"
    for step, (name, amount) in enumerate((
            (refund + "1", "4.00"), (refund + "1", "4"),
            (refund + "1", "5.00"), (refund + "2", "6.01"),
            (refund + "2", "3.00"))):
        log.follow(row, when, "refund", DAY + step * MINUTE, refund=name,
                   amount=amount)
    put(log, when + seconds(3 * DAY), fields, expect=deny("DUPLICATE"))


def odd_steps(log):
    """Steps out of order and steps of nobody."""
    when, fields = log.moment(), licence(log)
    row = put(log, when, fields, event="reserve")
    log.follow(row, when, "refund", 10, refund=row["txn"] + "-R",
               amount="1.00")
    log.follow(row, when, "commit", 20)
    log.follow(row, when, "commit", 30)
    log.follow(row, when, "release", 40)
    stranger = {"txn": row["txn"] + "-X"}
    for step, event in enumerate(("commit", "release")):
        log.follow(stranger, when, event, 50 + step)
    log.follow(stranger, when, "refund", 60, refund="R", amount="1.00")


def corrected(log):
    """Denied, put right, and sent under the same id."""
    when, fields = log.moment(), licence(log)
    row = put(log, when, fields, amount=1500, expect=deny("OVER_STANDARD"))
    log.follow(row, when, "commit", 5)
    put(log, when + seconds(MINUTE), fields, txn=row["txn"],
        office=row["unit"])


def refunded_part(log):
    """A refund makes room for another part of the fee."""
    due = fees.court_property(20000000)
    when = log.moment(last="2026-10-31")
    fields = {"payer": log.firm(), "payer_type": "enterprise",
              "subject": log.subject("CASE"), "base": "200000"}
    court = unit("court", log.district())
    row = log.charge(when, court, "CN-COURT-PROPERTY", due, due, **fields)
    log.charge(when + seconds(DAY), court, "CN-COURT-PROPERTY", 10000, due,
               expect=deny("INSTALMENTS_EXCEED"), **fields)
    log.follow(row, when, "refund", 2 * DAY, refund=row["txn"] + "-R",
               amount="100.00")
    log.charge(when + seconds(3 * DAY), court, "CN-COURT-PROPERTY", 10000,
               due, **fields)


def requests_given_back(log):
    """Given back in full, requests no longer raise the price."""
    day = log.day().replace(day=3)
    when = log.hour(day)
    fields = {"payer": log.person(), "payer_type": "individual",
              "subject": "GOV-OFFICE"}
    due = fees.requests(0, 25)
    row = log.charge(when, unit("office"), "CN-FOI-REQUESTS", due, due,
                     quantity="25", **fields)
    more = fees.requests(25, 8)
    log.charge(when + seconds(DAY), unit("office"), "CN-FOI-REQUESTS", more,
               more, quantity="8", event="check", **fields)
    log.follow(row, when, "refund", 2 * DAY, refund=row["txn"] + "-R",
               amount="%d.%02d" % divmod(due, 100))
    log.charge(when + seconds(3 * DAY), unit("office"), "CN-FOI-REQUESTS", 0,
               0, quantity="8", **fields)


def uploaded_later(log):
    """Taken at a counter without a line, uploaded days afterwards."""
    when, fields = log.moment(last="2026-12-10"), licence(log)
    put(log, when, fields,
        arrives=when + seconds(log.draws.between(1, 4) * DAY))


def looked_up_first(log):
    """Asked, put right, asked again, then paid."""
    when, fields = log.moment(), licence(log)
    office = unit("traffic", log.district())
    row = put(log, when, fields, office, 1200, event="check",
              expect=deny("OVER_STANDARD"))
    put(log, when + seconds(40), fields, office, event="check",
        txn=row["txn"])
    put(log, when + seconds(90), fields, office, txn=row["txn"])

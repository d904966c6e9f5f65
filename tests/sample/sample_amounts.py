"""Charges of a wrong amount or at a wrong time: codes 12 to 20.

One function for each kind of wrong, and some with several.
"""

from datetime import date, datetime, timedelta

import sample_fees as fees
from sample_rows import (CITY, DISTRICTS, ENTERPRISE, PERSON, deny, unit,
                         warn)


def add_wrong_amounts(log):
    """All of this module."""
    for make, times in (
            (over_by_rounding, 12),
            (over_plainly, 14), (old_price, 6), (below, 8),
            (relief_refused, 16), (relief_unknown, 8), (undercharged, 8),
            (again_in_period, 12), (two_fines_for_one_act, 5),
            (two_bonds, 3), (boiler_too_soon, 3), (too_many_parts, 6),
            (unequal, 6), (before_holiday, 10), (several_at_once, 4)):
        for number in range(times):
            make(log, number)
    observed_water(log)


# 12, 13, 14, 18, 19: the amount

def over_by_rounding(log, number):
    """Rounded up where the rule says to the nearest fen, or in stages."""
    base = (1234567 + 98765 * number) // 3 * 3 + 1
    common = {"payer": log.person(), **PERSON}
    if number % 3 == 0:
        due = fees.payment_order(base)
        taken = -(-due // 100) * 100
        log.charge(log.moment(), unit("court", log.district()),
                   "CN-COURT-PAYMENT-ORDER", taken, due,
                   expect=deny("OVER_STANDARD"),
                   subject=log.subject("CASE"),
                   base="%d.%02d" % divmod(base, 100), **common)
    elif number % 3 == 1:
        quantity = 201 + 2 * number
        due = fees.water(0, quantity)
        log.charge(log.moment(last="2026-06-30"), unit("supply"), "SY-WATER",
                   due + 1, due, expect=deny("OVER_STANDARD"),
                   subject=log.subject("METER"), quantity=str(quantity),
                   **common)
    else:
        tenths = 12331 + 10 * number
        due = fees.soil(tenths, 140)
        log.charge(log.moment(), unit("water", log.district()), "CN-SOIL",
                   -(-tenths // 100) * 10 * 140, due,
                   expect=deny("OVER_STANDARD"),
                   subject=log.subject("PROJECT"),
                   quantity="%d.%d" % divmod(tenths, 10),
                   attrs={"land": "forest"}, **common)


def over_plainly(log, number):
    """More than the tariff."""
    department, item, due, more = (
        ("police", "CN-ID-CARD", 2000, {"attrs": {"reason": "renewal"}}),
        ("police", "CN-ID-CARD", 0, {"attrs": {"reason": "first"}}),
        ("traffic", "CN-PLATE", 10000, {"attrs": {"vehicle": "car"}}),
        ("traffic", "CN-PLATE-TEMP", 1000, {"quantity": "2"}),
        ("court", "CN-COURT-LABOUR", 1000, {}),
        ("land", "CN-RE-REG", 8000,
         {"attrs": {"use": "residential", "registration": "transfer"},
          "quantity": "1", "accepted": "2024-01-02"}),
        ("fire", "CN-FINE-FIRE", 5000000, {"attrs": {"article": "60"}})
    )[number % 7]
    log.charge(log.moment(quiet=True), unit(department, log.district()),
               item, due + 1000 + 500 * number, due,
               expect=deny("OVER_STANDARD"), payer=log.person(),
               subject=log.subject("OVER"), **PERSON, **more)


def old_price(log, number):
    """The prices of before July 2019 and before 2020."""
    when = log.moment()
    department, item, old, due, more = (
        ("entry-exit", "CN-PASSPORT", 16000, 12000,
         {"accepted": when.date()}),
        ("entry-exit", "CN-HKM-CARD", 8000, 6000,
         {"accepted": when.date(), "attrs": {"travel-pass": "five-year"}}),
        ("traffic", "CN-PLATE", 7000, 3500,
         {"attrs": {"vehicle": "motorcycle"}}))[number % 3]
    log.charge(when, unit(department, log.district()), item, old, due,
               expect=deny("OVER_STANDARD"), payer=log.person(),
               subject=log.subject("OLD"), **PERSON, **more)


def below(log, number):
    """Under the legal minimum: a favour that the law does not allow."""
    department, item, amount, due, more = (
        ("fire", "CN-FINE-FIRE", 400000, 5000000,
         {"attrs": {"article": "60"}}),
        ("court", "CN-COURT-OTHER", 4900, 10000, {}),
        ("traffic", "CN-FINE-TRAFFIC", 1900, 20000,
         {"attrs": {"article": "90"}}),
        ("labour", "CN-BOND-WAGE", 900000, 3000000,
         {"base": "1000000", "attrs": {"clean-years": "0"}}))[number % 4]
    log.charge(log.moment(quiet=True), unit(department, log.district()),
               item, amount, due, expect=deny("BELOW_STANDARD"),
               payer=log.firm(), subject=log.subject("LOW"), **ENTERPRISE,
               **more)


def relief_refused(log, number):
    """A reduction is due by law and was not given."""
    when = log.moment(quiet=True)
    department, item, amount, due, more = (
        ("land", "CN-RE-REG", 55000, 0,
         {"attrs": {"use": "commercial", "registration": "first",
                    "enterprise-size": "micro"}, "quantity": "1",
          "accepted": when.date()}),
        ("land", "CN-RE-REG", 8000, 0,
         {"attrs": {"use": "residential", "registration": "change",
                    "enterprise-size": "large"}, "quantity": "1",
          "accepted": when.date()}),
        ("tax", "CN-EDU", 30000, 0,
         {"attrs": {"filing": "month", "sales": "99999.99",
                    "vat-status": "small-scale"}, "base": "10000"}),
        ("tax", "CN-CITY-TAX", 70000, 35000,
         {"attrs": {"place": "city", "vat-status": "small-scale"},
          "base": "10000"}),
        ("court", "CN-COURT-ADMIN", 5000, 2500,
         {"attrs": {"case-type": "other", "procedure": "summary"}}),
        ("labour", "CN-BOND-WAGE", 1000000, 0,
         {"base": "1000000", "attrs": {"clean-years": "4"}}),
        ("fire", "CN-FINE-FIRE", 600000, 0,
         {"attrs": {"article": "60", "minor": "corrected"}}),
        ("land", "CN-FOREST", 100000, 0,
         {"attrs": {"forest": "arbor", "public-benefit": "no",
                    "siting": "rural", "project": "village-public"},
          "quantity": "100"}))[number % 8]
    log.charge(when, unit(department, log.district()), item, amount, due,
               expect=deny("REDUCTION_NOT_APPLIED"), payer=log.firm(),
               subject=log.subject("RELIEF"), **ENTERPRISE, **more)


def relief_unknown(log, number):
    """Nobody recorded what a reduction depends on."""
    when = log.moment()
    department, item, due, more = (
        ("land", "CN-RE-REG", 55000,
         {"attrs": {"use": "commercial", "registration": "transfer"},
          "quantity": "1", "accepted": when.date()}),
        ("tax", "CN-EDU", 30000,
         {"attrs": {"filing": "month", "sales": "250000"},
          "base": "10000"}))[number % 2]
    log.charge(when, unit(department, log.district()), item, due, due,
               expect=warn("REDUCTION_UNDETERMINED"), payer=log.firm(),
               subject=log.subject("RELIEF"), **ENTERPRISE, **more)


def undercharged(log, number):
    """Less than is due."""
    department, item, due, more = (
        ("police", "CN-ID-TEMP", 1000, {}),
        ("court", "CN-COURT-PRESERVE", 102000, {"base": "100000"}),
        ("water", "CN-SOIL", 140000, {"quantity": "999.5",
                                      "attrs": {"land": "forest"}}),
        ("traffic", "CN-PLATE", 10000, {"attrs": {"vehicle": "car"}})
    )[number % 4]
    log.charge(log.moment(), unit(department, log.district()), item,
               due - 1 - number, due, expect=warn("UNDERCHARGED"),
               payer=log.person(), subject=log.subject("LESS"), **PERSON,
               **more)


# 15, 16: twice, or in too many parts

def again_in_period(log, number):
    """The same once more, later and by whatever unit."""
    department, item, due, more = (
        ("police", "CN-ID-CARD", 4000, {"attrs": {"reason": "damaged"}}),
        ("entry-exit", "CN-PASSPORT", 12000, {"accepted": "2024-01-02"}),
        ("education", "SY-KINDERGARTEN", 91000, {"period": "2025-03-01"}),
        ("traffic", "CN-VEHICLE-LICENCE", 1000, {}),
        ("land", "CN-RE-REG", 8000,
         {"attrs": {"use": "residential", "registration": "transfer"},
          "quantity": "1", "accepted": "2024-01-02"}),
        ("ip", "CN-TM-RENEW", 50000, {"attrs": {"filing": "paper"}})
    )[number % 6]
    when = log.moment(first="2025-03-01", last="2025-12-31")
    common = {"payer": log.person(), "subject": log.subject("TWICE"),
              **PERSON, **more}
    for expect in ("allow", deny("DUPLICATE")):
        place = CITY if item == "CN-TM-RENEW" else log.district()
        log.charge(when, unit(department, place), item, due, due,
                   expect=expect, **common)
        when += timedelta(days=log.draws.between(1, 300))


def two_fines_for_one_act(log, number):
    """Two authorities fine the same act."""
    when = log.moment(last="2026-09-20", quiet=True)
    while True:
        later = log.hour(log.day(quiet=True))
        if later.date() > when.date():
            break
    common = {"payer": log.firm(), "subject": log.subject("ACT"),
              **ENTERPRISE}
    place = DISTRICTS[number]
    log.charge(when, unit("fire", place), "CN-FINE-FIRE", 1000000, 5000000,
               attrs={"article": "60"}, **common)
    log.charge(later, unit("market", place), "CN-FINE-PRICE-TAG", 300000,
               500000, expect=deny("DUPLICATE"), **common)


def two_bonds(log, number):
    """A quality bond beside a performance bond of the same contract."""
    when = log.moment(last="2026-06-30")
    common = {"payer": log.firm(), "subject": log.subject("CONTRACT"),
              "base": "1000000", **ENTERPRISE}
    log.charge(when, unit("resources"), "CN-BOND-PERFORMANCE", 10000000,
               10000000, **common)
    log.charge(when + timedelta(days=30 + number), unit("housing"),
               "CN-BOND-QUALITY", 3000000, 3000000,
               expect=deny("DUPLICATE"), **common)


def boiler_too_soon(log, number):
    """On the very day a year later it is still within the year."""
    day = date(2024, 5, 20 + number)
    common = {"payer": log.firm(), "subject": log.subject("BOILER"),
              "base": "100000", "attrs": {"capacity": "6"}, **ENTERPRISE}
    office = unit("market", log.district())
    log.charge(log.hour(day), office, "LN-BOILER-INSPECTION", 50000, 50000,
               **common)
    log.charge(log.hour(day.replace(year=2025)), office,
               "LN-BOILER-INSPECTION", 50000, 50000,
               expect=deny("DUPLICATE"), **common)
    log.charge(log.hour(day.replace(year=2025) + timedelta(days=1)), office,
               "LN-BOILER-INSPECTION", 50000, 50000, **common)


def too_many_parts(log, number):
    """One part more than the fee."""
    base = 30000000 + 1000000 * number
    due = fees.court_property(base)
    when = log.moment(last="2026-06-30")
    court = unit("court", log.district())
    common = {"payer": log.firm(), "subject": log.subject("CASE"),
              "base": "%d.%02d" % divmod(base, 100), **ENTERPRISE}
    for step, part in enumerate((due // 2, due - due // 2, 1)):
        log.charge(when + timedelta(days=15 * step), court,
                   "CN-COURT-PROPERTY", part, due, **common,
                   expect=deny("INSTALMENTS_EXCEED") if step == 2
                   else "allow")


# 17, 20: fines

def unequal(log, number):
    """The same inspection, article and grade, another fine."""
    day = log.day(quiet=True)
    office = unit("fire", DISTRICTS[number])
    attrs = {"article": "60", "grade": "ordinary",
             "inspection": log.subject("INSPECTION")}
    for step, fine in enumerate((800000, 800000, 2000000)):
        log.charge(log.hour(day) + timedelta(hours=8 * (step > 1)), office,
                   "CN-FINE-FIRE", fine, 5000000, payer=log.firm(),
                   subject=log.subject("ACT"), attrs=attrs, **ENTERPRISE,
                   expect=warn("UNEQUAL_PENALTY") if step == 2 else "allow")


def before_holiday(log, number):
    """In the watched days before Spring Festival or National Day."""
    first, watch = ((date(2025, 1, 28), 7), (date(2026, 2, 15), 7),
                    (date(2025, 10, 1), 7), (date(2026, 9, 25), 3)
                    )[number % 4]
    day = first - timedelta(days=1 + number % watch)
    log.charge(log.hour(day), unit("fire", log.district()), "CN-FINE-FIRE",
               900000, 5000000, expect=warn("PRE_HOLIDAY_PENALTY"),
               payer=log.firm(), subject=log.subject("ACT"),
               attrs={"article": "60"}, **ENTERPRISE)


# Several at once, and a trial that only warns

def several_at_once(log, number):
    """An outsider takes too much, twice, for a donation."""
    when = log.moment(first="2024-02-01", last="2026-06-30")
    common = {"payer": log.firm(), "subject": log.subject("VEHICLE"),
              **ENTERPRISE}
    log.charge(when, unit("traffic", "210102"), "CN-VEHICLE-TITLE", 1000,
               1000, **common)
    log.charge(when + timedelta(days=1 + number), unit("streets", "210103"),
               "CN-VEHICLE-TITLE", 5000, 1000, region="210104",
               purpose="工本费及赞助", **common,
               expect=deny("NOT_AUTHORISED", "OUTSIDE_JURISDICTION",
                           "PROHIBITED_LEVY", "OVER_STANDARD", "DUPLICATE"))


def observed_water(log):
    """From July to September 2026 wrong water bills only warn."""
    common = {"payer": log.person(), "subject": log.subject("METER"),
              **PERSON}
    used = 0
    for month, codes in ((7, ["OVER_STANDARD"]), (8, ["OVER_STANDARD"]),
                         (8, ["DUPLICATE"]), (9, [])):
        due = fees.water(used, 20)
        used += 20
        log.charge(datetime(2026, month, 5 + used // 20, 10, 30),
                   unit("supply"), "SY-WATER",
                   due + (5 if "OVER_STANDARD" in codes else 0), due,
                   expect=warn(*codes) if codes else "allow", quantity="20",
                   **common)

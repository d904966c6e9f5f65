"""Lawful charges that come every month, quarter or year."""

from datetime import date, timedelta

import sample_fees as fees
from sample_rows import next_month, unit

# Invented commitments to these payers stand in the city's schedules.
LESS_20_THEN_30 = "912101000000000197"
FREE_UNTIL_REVOKED = "91210102000000027Y"
LESS_10_IN_2024 = "922101120000000356"
SECOND_SERIAL = date(2025, 7, 1)


def months(first="2024-01-01", count=35):
    """The first days of so many months."""
    day = date.fromisoformat(first)
    for _ in range(count):
        yield day
        day = next_month(day)


def after(log, period, first=5, last=25):
    """A moment in the month after a period's month."""
    return log.hour(next_month(period)
                    + timedelta(days=log.draws.between(first, last) - 1))


def add_monthly(log):
    """All of this module."""
    for number in range(4):
        household_water(log, log.person(), 10 + 3 * number)
    household_water(log, log.person(), 28)
    special_water(log, LESS_20_THEN_30, "enterprise")
    special_water(log, FREE_UNTIL_REVOKED, "enterprise")
    special_water(log, LESS_10_IN_2024, "individual-business")
    subsistence_water(log)
    for place in ("210100", "210115", "210181"):
        sewage(log, place)
    add_taxes(log)
    add_schools(log)


# Water: prices rise with the year's quantity, by the period's year

def water_months(log, usual):
    """(period, moment, quantity, standard) month by month."""
    used, year = 0, None
    for period in months():
        if period.year != year:
            used, year = 0, period.year
        quantity = log.draws.between(usual - 6, usual + 6)
        yield period, after(log, period), quantity, fees.water(used, quantity)
        used += quantity


def pay_water(log, when, period, quantity, due, payer, kind, meter, **more):
    """One month's water at the standard or what is left of it."""
    log.pay(when, unit("supply"), "SY-WATER", due, due, payer=payer,
            payer_type=kind, subject=meter, quantity=str(quantity),
            period=period, **more)


def household_water(log, payer, usual):
    """A household without any reduction."""
    meter, place = log.subject("METER"), log.district()
    for period, when, quantity, standard in water_months(log, usual):
        pay_water(log, when, period, quantity, standard, payer, "individual",
                  meter, region=place)


def special_water(log, payer, kind):
    """A payer with a commitment of the city."""
    meter = log.subject("METER")
    for period, when, quantity, standard in water_months(log, 18):
        second = when.date() >= SECOND_SERIAL
        due = standard
        if payer == LESS_20_THEN_30:
            due = fees.less(standard, 30 if second else 20)
        elif payer == FREE_UNTIL_REVOKED and not second:
            due = 0
        elif payer == LESS_10_IN_2024 and not second and period.year == 2024:
            due = fees.less(standard, 10)
        pay_water(log, when, period, quantity, due, payer, kind, meter)


def subsistence_water(log):
    """At most 120 yuan a year are remitted."""
    payer, meter = log.person(), log.subject("METER")
    left, year = 0, None
    for period, when, quantity, standard in water_months(log, 10):
        if period.year != year:
            left, year = 12000, period.year
        relief = min(standard, left)
        left -= relief
        pay_water(log, when, period, quantity, standard - relief, payer,
                  "individual", meter,
                  attrs={"hardship": "urban-subsistence"})


def sewage(log, place):
    """A works that pays for its sewage every month."""
    payer, account = log.firm(), log.subject("DRAIN")
    for period in months():
        quantity = log.draws.between(120, 4800)
        due = fees.sewage(quantity)
        log.pay(after(log, period), unit("water", place), "CN-SEWAGE", due,
                due, payer=payer, payer_type="enterprise", subject=account,
                quantity=str(quantity), period=period,
                attrs={"use": "industry"})


# Taxes and surcharges

SURCHARGES = (("CN-EDU", 3, {}), ("CN-EDU-LOCAL", 2, {}),
              ("CN-CITY-TAX", 7, {"place": "city"}))


def add_taxes(log):
    """Firms and shops that file by the month or the quarter."""
    for _ in range(2):
        surcharges(log, "general", 12)
        surcharges(log, "small-scale", 12)
    veteran(log)
    for _ in range(3):
        value_added(log)
    property_tax(log, "general")
    property_tax(log, "small-scale")
    union(log)
    culture(log)
    for staff, share, rate in ((25, "0", 100), (120, "0.5", 10),
                               (300, "1.2", 50)):
        disabled(log, staff, share, rate)


def surcharges(log, status, count):
    """City tax and the two surcharges, halved for the small taxpayer."""
    payer, office = log.firm(), unit("tax", log.district())
    small = status == "small-scale"
    start = log.draws.pick(("2024-01-01", "2025-01-01", "2025-11-01"))
    for period in months(start, count):
        sales = log.draws.between(60000, 180000) * (1 if small else 20)
        base = sales * (1 if small else 6)
        when = after(log, period, 8, 15)
        for step, (item, rate, place) in enumerate(SURCHARGES):
            due = fees.percent(base, rate)
            if small:
                due = fees.less(due, 50)
            if sales <= 100000 and item != "CN-CITY-TAX":
                due = 0
            log.pay(when + timedelta(hours=step), office, item, due, due,
                    payer=payer, payer_type="enterprise", period=period,
                    base=yuan_text(base),
                    attrs={"filing": "month", "sales": sales,
                           "vat-status": status,
                           "small-low-profit": "no", **place})


def yuan_text(fen):
    """A base as the gateways write it: no decimals where there are none."""
    whole, rest = divmod(fen, 100)
    return "%d.%02d" % (whole, rest) if rest else str(whole)


def veteran(log):
    """A veteran's shop: 20,000 yuan a year off, then half of the rest."""
    payer, office = log.shop(), unit("tax", "210106")
    left, year = 0, None
    for period in list(months(count=33))[::3]:
        if period.year != year:
            left, year = 2000000, period.year
        base = log.draws.between(6000000, 9000000)
        when = after(log, period, 3, 14) + timedelta(days=61)
        for step, (item, rate, place) in enumerate(SURCHARGES):
            standard = fees.percent(base, rate)
            relief = min(standard, left)
            left -= relief
            due = fees.less(standard - relief, 50)
            log.pay(when + timedelta(hours=step), office, item, due, due,
                    payer=payer, payer_type="individual-business",
                    period=period, base=yuan_text(base),
                    attrs={"filing": "quarter", "sales": "1800000",
                           "veteran": "yes", **place})


def value_added(log):
    """A small taxpayer's value added tax, quarter by quarter."""
    payer, office = log.firm(), unit("tax", log.district())
    for period in list(months(count=33))[::3]:
        sales = log.draws.between(250000, 360000)
        due = 0 if sales <= 300000 else sales
        log.pay(after(log, period, 3, 14) + timedelta(days=61), office,
                "CN-VAT-SMALL", due, due, payer=payer,
                payer_type="enterprise", period=period, base=str(sales),
                attrs={"filing": "quarter", "sales": sales})


def property_tax(log, status):
    """Property tax in four parts that make up the year's."""
    payer, house = log.firm(), log.subject("HOUSE")
    office = unit("tax", log.district())
    for year in (2024, 2025, 2026):
        base = log.draws.between(300000000, 900000000)
        due = fees.half_up(base * 12, 1000)
        if status == "small-scale":
            due = fees.less(due, 50)
        for quarter in range(4):
            part = due // 4 if quarter < 3 else due - 3 * (due // 4)
            period = date(year, 3 * quarter + 1, 1)
            when = log.hour(period + timedelta(
                days=log.draws.between(10, 70)))
            log.pay(when, office, "CN-PROPERTY-TAX", part, due, payer=payer,
                    payer_type="enterprise", subject=house, period=period,
                    base=yuan_text(base),
                    attrs={"levy": "value", "vat-status": status,
                           "small-low-profit": "no"})


def union(log):
    """Two percent of the wages for the union."""
    payer, office = log.firm(), unit("tax", log.district())
    for period in months(count=24):
        wages = log.draws.between(20000000, 26000000)
        due = fees.percent(wages, 2)
        log.pay(after(log, period, 8, 15), office, "CN-UNION", due, due,
                payer=payer, payer_type="enterprise", period=period,
                base=yuan_text(wages))


def culture(log):
    """Three percent, halved for periods from 2025."""
    payer, office = log.firm(), unit("tax", log.district())
    for period in months(count=24):
        base = log.draws.between(1000000, 5000000)
        due = fees.percent(base, 3)
        if period.year >= 2025:
            due = fees.less(due, 50)
        log.pay(after(log, period, 8, 15), office, "CN-CULTURE", due, due,
                payer=payer, payer_type="enterprise", period=period,
                base=yuan_text(base), attrs={"vat-status": "general"})


def disabled(log, staff, share, rate):
    """Once a year, for the year before."""
    payer, office = log.firm(), unit("tax", log.district())
    for year in (2023, 2024, 2025):
        tenths = log.draws.between(2, 25)
        wage = log.draws.between(60000, 120000)
        due = fees.less(tenths * wage * 10, rate)
        when = log.hour(date(year + 1, 9, log.draws.between(1, 28)))
        log.pay(when, office, "CN-DISABLED", due, due, payer=payer,
                payer_type="enterprise", period=date(year, 1, 1),
                quantity="%d.%d" % divmod(tenths, 10),
                attrs={"average-wage": wage, "staff": staff,
                       "disabled-share": share})


# Schools and kindergartens

def add_schools(log):
    """Tuition by the school year, board by the half year."""
    for _ in range(4):
        pupil(log)
    for _ in range(3):
        apprentice(log)
    kindergarten(log, 910, {})
    kindergarten(log, 300, {"hardship": "yes"})
    kindergarten(log, 810, {"siblings": "1"})


def pupil(log):
    """Three years of an upper secondary school."""
    payer, number = log.person(), log.subject("PUPIL")
    school = unit("education", log.district())
    for year in (2024, 2025, 2026):
        autumn, spring = date(year, 9, 1), date(year + 1, 3, 1)
        common = {"payer": payer, "payer_type": "individual",
                  "subject": number}
        start = log.hour(autumn + timedelta(days=log.draws.below(9)))
        log.pay(start, school, "LN-SCHOOL-TUITION", 140000, 140000,
                period=autumn, **common)
        log.pay(start + timedelta(minutes=20), school, "LN-SCHOOL-BOARD",
                40000, 40000, period=autumn, **common)
        if spring.year < 2027:
            log.pay(log.hour(spring), school, "LN-SCHOOL-BOARD", 40000,
                    40000, period=spring, **common)


def apprentice(log):
    """A vocational school: between 1,200 and 3,500 yuan a half year."""
    payer, number = log.person(), log.subject("PUPIL")
    school = unit("education", log.district())
    fee = log.draws.between(12, 35) * 10000
    for period in ("2024-09-01", "2025-03-01", "2025-09-01"):
        when = log.hour(date.fromisoformat(period) + timedelta(days=2))
        log.pay(when, school, "LN-VOCATIONAL-TUITION", fee, 350000,
                payer=payer, payer_type="individual", subject=number,
                period=period)


def kindergarten(log, due, attrs):
    """Paid a month ahead at the latest; Heping's through its centre."""
    payer, child = log.person(), log.subject("CHILD")
    place = log.district()
    collector = unit("education", place)
    if due == 910:
        place, collector = "210102", "210102901"
    fee = min(due, log.draws.between(24, 80) * 10)
    for period in months("2024-09-01", 10):
        when = log.hour(period - timedelta(days=log.draws.between(1, 9)))
        log.pay(when, collector, "SY-KINDERGARTEN", fee * 100, due * 100,
                payer=payer, payer_type="individual", subject=child,
                region=place, period=period, attrs=attrs)

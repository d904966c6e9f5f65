"""Charges that may not be made at all: codes 1 to 11.

One function for each kind of wrong.
"""

from datetime import date, datetime

import sample_fees as fees
from sample_rows import (DISTRICTS, ENTERPRISE, PERSON, SHOP, deny,
                         next_month, unit, warn)


def add_unlawful(log):
    """All of this module."""
    for make, times in (
            (malformed, 12), (wrong_clock, 3), (self_invented, 10),
            (abolished, 16), (no_such_unit, 8), (merged_unit, 3),
            (not_its_business, 12), (tax_without_delegation, 4),
            (sewage_of_the_city, 5), (outside_its_area, 9),
            (outside_the_province, 3), (levy, 14), (levy_hint, 6),
            (market_levy, 4), (too_early, 10), (no_attribute, 12),
            (no_subject, 3), (no_tariff, 8)):
        for number in range(times):
            make(log, number)


# 1 to 5: what is charged, and by whom

MALFORMED = ({"currency": "USD"}, {"amount": "10.005"},
             {"amount": "-10.00"}, {"amount": "1,000.00"},
             {"amount": "10元"}, {"payer": None}, {"item": None},
             {"quantity": "1e3"}, {"region": "21010"},
             {"time": "2025-02-29T10:00:00+08:00"},
             {"accepted": "2025/03/01"}, {"amount": None})


def malformed(log, number):
    """Fields that cannot be read; the amount would have been right."""
    row = log.charge(log.moment(), unit("police", log.district()),
                     "CN-ID-TEMP", 1000, expect=deny("INVALID_CHARGE"),
                     payer=log.person(), subject=log.subject("CARD"),
                     **PERSON)
    for name, value in MALFORMED[number].items():
        row[name] = "" if value is None else value


def wrong_clock(log, number):
    """A gateway whose clock has fallen back to 1970."""
    log.charge(datetime(1970, 1, 1, 8, number), unit("police"), "CN-ID-TEMP",
               1000, expect=deny("NO_SCHEDULE"), arrives=log.moment(),
               payer=log.person(), subject=log.subject("CARD"), **PERSON)


INVENTED = (("SY-HYGIENE-CARD", "卫生达标证工本费"),
            ("HP-STREET-STALL", "摊位管理费"), ("SY-DIGITAL-FILE", "建档费"),
            ("HG-ARCHIVE", "档案查询费"), ("SY-NIGHT-WORK", "夜间施工许可费"))


def self_invented(log, number):
    """Items that are in no schedule."""
    item, purpose = INVENTED[number % len(INVENTED)]
    log.charge(log.moment(), unit("streets", log.district()), item,
               20000 + 5000 * number, expect=deny("UNLISTED_ITEM"),
               payer=log.shop(), purpose=purpose, **SHOP)


ABOLISHED = (("CN-OLD-MARRIAGE", "civil-affairs", None, 900),
             ("CN-OLD-ENV-MONITOR", "environment", "210100", 80000),
             ("CN-OLD-TERMITE", "housing", None, 230000),
             ("CN-OLD-QUARANTINE", "market", None, 12000),
             ("CN-OLD-HEALTH-CHECK", "health", "210100", 6500),
             ("CN-OLD-APPRAISAL", "price", "210100", 30000),
             ("CN-OLD-EMISSION", "environment", "210100", 500000),
             ("CN-OLD-VEHICLE-MORTGAGE", "traffic", None, 7000),
             ("CN-OLD-PATENT-REGISTER", "ip", "210100", 25500))


def abolished(log, number):
    """Items of the past: none now, no tariff for a period of then."""
    item, department, place, amount = ABOLISHED[number % len(ABOLISHED)]
    past = number > len(ABOLISHED)
    log.charge(log.moment(), unit(department, place or log.district()), item,
               amount, payer=log.person(), **PERSON,
               period="2016-06-01" if past else None,
               expect=deny("NO_STANDARD" if past else "NOT_IN_FORCE"))


def no_such_unit(log, number):
    """A unit that no schedule knows; every second one without a region."""
    item, attrs, fee = (("CN-ID-CARD", {"reason": "lost"}, 4000),
                        ("CN-ID-TEMP", {}, 1000))[number % 2]
    log.charge(log.moment(), "2101027%02d" % number, item, fee, fee,
               expect=deny("UNKNOWN_UNIT"), payer=log.person(), attrs=attrs,
               region="210102" if number % 2 else None,
               subject=log.subject("CARD"), **PERSON)


def merged_unit(log, number):
    """The old local tax office, merged in 2018."""
    base = 1000000 + number
    due = fees.percent(base, 2)
    log.charge(log.moment(), "210100099", "CN-UNION", due, due,
               base="%d.%02d" % divmod(base, 100), payer=log.firm(),
               expect=deny("UNKNOWN_UNIT"), **ENTERPRISE)


# 6, 7: beyond authority, outside the area

FOREIGN = (("market", "CN-ID-CARD", 4000, {"reason": "lost"}),
           ("police", "CN-PLATE", 10000, {"vehicle": "car"}),
           ("streets", "CN-VEHICLE-LICENCE", 1000, {}),
           ("civil-affairs", "CN-ID-TEMP", 1000, {}),
           ("housing", "CN-VEHICLE-TITLE", 1000, {}),
           ("education", "CN-PAT-PRINT", 5000, {}))


def not_its_business(log, number):
    """A real item, collected by another department."""
    department, item, fee, attrs = FOREIGN[number % len(FOREIGN)]
    log.charge(log.moment(), unit(department, log.district()), item, fee,
               fee, expect=deny("NOT_AUTHORISED"), payer=log.person(),
               subject=log.subject("CARD"), attrs=attrs, **PERSON)


def tax_without_delegation(log, number):
    """Soil compensation by tax offices to which nobody delegated it."""
    place = ("210105", "210106", "210112", "210124")[number]
    log.charge(log.moment(), unit("tax", place), "CN-SOIL", 140000, 140000,
               expect=deny("NOT_AUTHORISED"), payer=log.firm(),
               subject=log.subject("PROJECT"), quantity="1000",
               attrs={"land": "forest"}, **ENTERPRISE)


def sewage_of_the_city(log, number):
    """Inner districts have no sewage fee of their own."""
    place = DISTRICTS[number]
    log.charge(log.moment(), unit("water", place), "CN-SEWAGE", 14000, 14000,
               expect=deny("NOT_AUTHORISED"), payer=log.firm(),
               subject=log.subject("DRAIN"), quantity="100",
               attrs={"use": "commerce"}, **ENTERPRISE)


def outside_its_area(log, number):
    """A district's unit in another district."""
    home, away = DISTRICTS[number], DISTRICTS[number + 3]
    item, department, fee, attrs = (
        ("CN-ID-TEMP", "police", 1000, {}),
        ("CN-VEHICLE-TITLE", "traffic", 1000, {}),
        ("CN-COURT-ARBITRATION", "court", 40000, {}))[number % 3]
    log.charge(log.moment(), unit(department, home), item, fee, fee,
               expect=deny("OUTSIDE_JURISDICTION"), region=away,
               payer=log.person(), subject=log.subject("CARD"), attrs=attrs,
               **PERSON)


def outside_the_province(log, number):
    """In Changchun only national documents hold: no grant, no tariff."""
    log.charge(log.moment(), unit("water"), "CN-SEWAGE", 14000,
               expect=deny("NOT_AUTHORISED", "OUTSIDE_JURISDICTION",
                           "NO_STANDARD"),
               region="220102", payer=log.firm(),
               subject=log.subject("DRAIN"), quantity="10%d" % number,
               attrs={"use": "commerce"}, **ENTERPRISE)


# 8: levies under whatever name

LEVIES = ({"category": "donation"}, {"purpose": "赞助款(自愿)"},
          {"purpose": "爱心 捐-款"}, {"purpose": "行业协会·会费"},
          {"purpose": "评优 评 先活动费"}, {"purpose": "指定培训,继续教育费"},
          {"purpose": "联防费"}, {"category": "membership"},
          {"purpose": "集 资 建 房"}, {"purpose": "荣誉牌匾制作"},
          {"purpose": "代办费"}, {"category": "insurance"},
          {"purpose": "节日慰问费"}, {"purpose": "绿化费、卫生管理费"})
HINTS = ({"purpose": "订阅《年鉴》"}, {"category": "exhibition"},
         {"purpose": "春节晚会"}, {"purpose": "技术咨询费"},
         {"purpose": "安全评估费"}, {"category": "subscription"})


def levy(log, number):
    """Donations and the like: with a lawful item or with none."""
    if number % 2:
        log.charge(log.moment(), unit("market", log.district()),
                   "SY-SUNDRY", 200000 + number,
                   expect=deny("UNLISTED_ITEM", "PROHIBITED_LEVY"),
                   payer=log.firm(), **ENTERPRISE, **LEVIES[number])
    else:
        log.charge(log.moment(), unit("traffic", log.district()),
                   "CN-VEHICLE-LICENCE", 1000, 1000,
                   expect=deny("PROHIBITED_LEVY"), payer=log.shop(),
                   subject=log.subject("VEHICLE"), **SHOP, **LEVIES[number])


def levy_hint(log, number):
    """Words that may be innocent only warn."""
    log.charge(log.moment(), unit("traffic", log.district()),
               "CN-VEHICLE-TITLE", 1000, 1000,
               expect=warn("PROHIBITED_LEVY"), payer=log.firm(),
               subject=log.subject("VEHICLE"), **ENTERPRISE,
               **HINTS[number])


def market_levy(log, number):
    """Forbidden in Heping only; the other districts have no such rule."""
    heping = number % 2 == 0
    place = "210102" if heping else "210103"
    log.charge(log.moment(), unit("traffic", place), "CN-VEHICLE-TITLE",
               1000, 1000, payer=log.shop(), purpose="文明创城费",
               expect=deny("PROHIBITED_LEVY") if heping else "allow",
               subject=log.subject("VEHICLE"), **SHOP)


# 9, 10, 11: too early, not enough said, no tariff

def too_early(log, number):
    """Before the month or the school year begins."""
    if number % 2:
        year = 2024 + number % 3
        log.charge(log.hour(date(year, 8, 10 + number)),
                   unit("education", log.district()), "LN-SCHOOL-TUITION",
                   140000, 140000, expect=deny("PREMATURE_COLLECTION"),
                   payer=log.person(), subject=log.subject("PUPIL"),
                   period=date(year, 9, 1), **PERSON)
        return
    when = log.moment(last="2026-09-30")
    period, item, department, due, more = (
        (next_month(when.date()), "CN-SEWAGE", "water", 9500,
         {"attrs": {"use": "residential"}, "quantity": "100"}),
        (next_month(next_month(when.date())), "SY-KINDERGARTEN",
         "education", 91000, {}))[number // 2 % 2]
    log.charge(when, unit(department), item, min(due, 60000), due,
               expect=deny("PREMATURE_COLLECTION"), payer=log.person(),
               subject=log.subject("PREPAID"), period=period, **PERSON,
               **more)


def no_attribute(log, number):
    """What the tariff needs is not there."""
    department, item, amount, more = (
        ("entry-exit", "CN-PASSPORT", 12000, {}),
        ("police", "CN-ID-CARD", 4000, {}),
        ("traffic", "CN-PLATE", 10000, {}),
        ("water", "CN-SOIL", 9900, {"attrs": {"land": "forest"}}),
        ("court", "CN-COURT-PROPERTY", 230000, {}),
        ("market", "CN-FINE-LATE", 9000, {"base": "1000"}))[number % 6]
    if item == "CN-FINE-LATE":
        when = log.moment(quiet=True)
    else:
        when = log.moment()
    log.charge(when, unit(department, log.district()), item, amount,
               expect=deny("MISSING_ATTRIBUTE"), payer=log.person(),
               subject=log.subject("VAGUE"), **PERSON, **more)


def no_subject(log, number):
    """Without the vehicle nobody can say whether it was charged before."""
    log.charge(log.moment(), unit("traffic", DISTRICTS[number]),
               "CN-VEHICLE-LICENCE", 1000, 1000,
               expect=deny("MISSING_ATTRIBUTE"), payer=log.person(),
               **PERSON)


def no_tariff(log, number):
    """Items in force without a tariff for the case or the day."""
    department, item, attrs, more = (
        ("police", "CN-RESIDENCE-CARD", {"reason": "lost"}, {}),
        ("traffic", "LN-DRIVING-TEST",
         {"subject-no": "4", "attempt": "first"}, {}),
        ("market", "LN-BOILER-INSPECTION", {"capacity": "6"},
         {"base": "200000"}),
        ("traffic", "CN-PLATE", {"vehicle": "bicycle"}, {}))[number % 4]
    log.charge(log.moment(first="2026-05-01"),
               unit(department, log.district()), item, 2000,
               expect=deny("NO_STANDARD"), payer=log.person(), attrs=attrs,
               subject=log.subject("NONE"), **PERSON, **more)

"""Lawful charges that come once: certificates, cases, projects, fines."""

from datetime import timedelta

import sample_fees as fees
from sample_monthly import yuan_text
from sample_rows import unit, watched


def add_once(log):
    """All of this module."""
    for make, times in (
            (property_case, 34), (other_case, 26), (case_in_parts, 8),
            (registration, 64), (travel, 70), (permit, 12),
            (identity_card, 50), (new_car, 16), (driver, 12),
            (trademark, 26), (patent, 8), (information, 18),
            (requests, 6), (land, 30), (building, 12), (bonds, 12),
            (fine, 36), (late_fine, 6), (boiler, 6), (road, 6)):
        for _ in range(times):
            make(log)


def base_of(log, low, high):
    """A base in fen with a random last part."""
    return log.draws.between(low * 100, high * 100)


# Courts

def case_fields(log, kind="individual"):
    """A party and a case."""
    payer = log.firm() if kind == "enterprise" else log.person()
    return {"payer": payer, "payer_type": kind,
            "subject": log.subject("CASE")}


def property_case(log):
    """Full, halved, or less 30 percent for those who cannot pay."""
    base = base_of(log, 1000, log.draws.pick((20000, 400000, 30000000)))
    due, attrs = fees.court_property(base), {}
    way = log.draws.below(6)
    if way == 1:
        due, attrs = fees.less(due, 50), {"procedure": "summary"}
    elif way == 2:
        due, attrs = fees.less(due, 50), {"closed-by": "mediation",
                                          "procedure": "summary"}
    elif way == 3:
        due = fees.less(fees.less(due, 50), 30)
        attrs = {"procedure": "summary", "judicial-aid": "reduced"}
    elif way == 4:
        due, attrs = 0, {"judicial-aid": "exempt"}
    kind = "individual" if way in (3, 4) else log.draws.pick(
        ("individual", "enterprise"))
    log.pay(log.moment(), unit("court", log.district()),
            "CN-COURT-PROPERTY", due, due, base=yuan_text(base), attrs=attrs,
            **case_fields(log, kind))


def other_case(log):
    """Cases and applications of other kinds."""
    base = base_of(log, 2000, 3000000)
    item, amount, due, more = log.draws.pick((
        ("CN-COURT-LABOUR", 1000, 1000, {}),
        ("CN-COURT-LABOUR", 500, 500, {"attrs": {"closed-by": "mediation"}}),
        ("CN-COURT-ADMIN", 5000, 5000, {"attrs": {"case-type": "other"}}),
        ("CN-COURT-ADMIN", 10000, 10000, {"attrs": {"case-type": "patent"}}),
        ("CN-COURT-ADMIN", 0, 0, {"attrs": {"case-type": "compensation"}}),
        ("CN-COURT-DIVORCE", 20000, 30000, {}),
        ("CN-COURT-DIVORCE", 7500, 15000, {"attrs": {"procedure": "summary"}}),
        ("CN-COURT-PERSONALITY", 30000, 50000, {}),
        ("CN-COURT-JURISDICTION", 8000, 10000, {}),
        ("CN-COURT-OTHER", 10000, 10000, {}),
        ("CN-COURT-PAYMENT-ORDER", fees.payment_order(base), None, {}),
        ("CN-COURT-PRESERVE", fees.preservation(base), None, {}),
        ("CN-COURT-IP", fees.court_property(base), None, {}),
        ("CN-COURT-ENFORCE", fees.enforcement(base), None, {}),
        ("CN-COURT-BANKRUPTCY", fees.bankruptcy(base), None, {}),
        ("CN-COURT-PUBLIC-NOTICE", 10000, 10000, {}),
        ("CN-COURT-ARBITRATION", 40000, 40000, {})))
    if due is None:
        due, more = amount, {"base": yuan_text(base)}
    log.pay(log.moment(), unit("court", log.district()), item, amount, due,
            **more, **case_fields(log))


def case_in_parts(log):
    """A fee paid in three parts that make up what is due."""
    base = base_of(log, 200000, 900000)
    item, due = log.draws.pick((
        ("CN-COURT-PROPERTY", fees.court_property(base)),
        ("CN-COURT-ENFORCE", fees.enforcement(base))))
    court, fields = unit("court", log.district()), case_fields(log)
    when = log.moment(last="2026-06-30")
    for part in (due // 2, due // 3, due - due // 2 - due // 3):
        log.pay(when, court, item, part, due, base=yuan_text(base), **fields)
        when += timedelta(days=log.draws.between(20, 60))


# Registration of land and houses

REGISTRATIONS = (
    ("individual", "residential", "transfer", 8000, 0, {}),
    ("individual", "garage", "first", 8000, 0, {}),
    ("individual", "residential", "objection", 8000, 50, {}),
    ("individual", "residential", "change", 8000, 100, {}),
    ("individual", "residential", "notice", 8000, 100, {}),
    ("individual", "commercial", "transfer", 55000, 0, {}),
    ("individual-business", "commercial", "first", 55000, 100, {}),
    ("enterprise", "commercial", "transfer", 55000, 0,
     {"enterprise-size": "large"}),
    ("enterprise", "industry", "first", 55000, 0,
     {"enterprise-size": "medium"}),
    ("enterprise", "industry", "first", 55000, 100,
     {"enterprise-size": "small"}),
    ("enterprise", "commercial", "transfer", 55000, 100,
     {"enterprise-size": "micro"}))


def payer_of(log, kind):
    """A payer of a kind."""
    return {"enterprise": log.firm, "individual-business": log.shop}.get(
        kind, log.person)()


def registration(log):
    """80 or 550 yuan, 10 for each certificate more."""
    kind, use, event, first, off, attrs = log.draws.pick(REGISTRATIONS)
    copies = log.draws.pick((1, 1, 1, 2, 3))
    due = fees.less(fees.certificates(first, copies), off)
    when = log.moment()
    log.pay(when, unit("land", log.district()), "CN-RE-REG", due, due,
            payer=payer_of(log, kind), payer_type=kind,
            subject=log.subject("ESTATE"), quantity=str(copies),
            accepted=when.date() - timedelta(days=log.draws.below(10)),
            attrs={"use": use, "registration": event, **attrs})


# Certificates of persons

TRAVEL = (("CN-PASSPORT", 120, {}), ("CN-PASSPORT", 120, {}),
          ("CN-HKM-CARD", 60, {"travel-pass": "five-year"}),
          ("CN-HKM-CARD", 40, {"travel-pass": "settlement"}),
          ("CN-HKM-STAMP", 15, {"stamp": "once"}),
          ("CN-HKM-STAMP", 30, {"stamp": "twice"}),
          ("CN-HKM-STAMP", 80, {"stamp": "multiple-1y"}),
          ("CN-TW-CARD", 80, {"travel-pass": "five-year"}),
          ("CN-TW-CARD", 15, {"travel-pass": "single"}),
          ("CN-EXIT-PASS", 15, {"travel-pass": "single"}))


def travel(log):
    """Passports and passes, by the day the application was accepted."""
    item, fee, attrs = log.draws.pick(TRAVEL)
    when = log.moment()
    log.pay(when, unit("entry-exit", log.district()), item, fee * 100,
            fee * 100, payer=log.person(), payer_type="individual",
            subject=log.subject("TRAVEL"), attrs=attrs,
            accepted=when.date() - timedelta(days=log.draws.below(4)))


def permit(log):
    """Residence permits of foreigners."""
    years, fee = log.draws.pick((("0.5", 400), ("1", 800), ("2", 800),
                                 ("3", 1000), ("5", 1000)))
    when = log.moment()
    log.pay(when, unit("entry-exit"), "CN-RESIDENCE-PERMIT", fee * 100,
            fee * 100, payer=log.person(), payer_type="individual",
            subject=log.subject("PERMIT"), accepted=when.date(),
            attrs={"application": "new", "permit-years": years})


def identity_card(log):
    """First cards are free; a card lost again is a new application."""
    office, payer = unit("police", log.district()), log.person()
    reason, fee, attrs = log.draws.pick((
        ("first", 0, {}), ("renewal", 2000, {}), ("lost", 4000, {}),
        ("damaged", 4000, {}), ("renewal", 0, {"hardship": "rural-hardship"})))
    when = log.moment(last="2025-06-30")
    for _ in range(2 if reason == "lost" else 1):
        log.pay(when, office, "CN-ID-CARD", fee, fee, payer=payer,
                payer_type="individual", subject=log.subject("CARD"),
                attrs={"reason": reason, **attrs})
        when += timedelta(days=log.draws.between(90, 500))


def new_car(log):
    """Plate, licence and title of a vehicle, and the tax on it."""
    payer, office = log.person(), unit("traffic", log.district())
    car, when = log.subject("VEHICLE"), log.moment()
    vehicle, plate = log.draws.pick((("car", 100), ("car", 100),
                                     ("motorcycle", 35), ("trailer", 50)))
    price = base_of(log, 60000, 300000)
    common = {"payer": payer, "payer_type": "individual", "subject": car}
    tax = fees.percent(price, 10)
    log.pay(when, unit("tax", office[:6]), "CN-VEHICLE-TAX", tax, tax,
            base=yuan_text(price), **common)
    for minutes, item, fee, attrs in (
            (70, "CN-PLATE", plate, {"vehicle": vehicle}),
            (100, "CN-VEHICLE-LICENCE", 10, {}),
            (130, "CN-VEHICLE-TITLE", 10, {})):
        log.pay(when + timedelta(minutes=minutes), office, item, fee * 100,
                fee * 100, attrs=attrs, **common)


def driver(log):
    """The three tests, one of them twice, then the licence."""
    payer, office = log.person(), unit("traffic")
    when = log.moment(last="2026-05-31")
    for number, first, again in ((1, 60, 48), (2, 300, 240), (3, 150, 120)):
        tries = [("first", first)]
        if log.draws.one_in(3):
            tries.append(("again", again))
        for attempt, fee in tries:
            log.pay(when, office, "LN-DRIVING-TEST", fee * 100, fee * 100,
                    payer=payer, payer_type="individual",
                    subject="TEST-%d" % number,
                    attrs={"subject-no": number, "attempt": attempt})
            when += timedelta(days=log.draws.between(10, 25))
    log.pay(when, office, "CN-DRIVING-LICENCE", 1000, 1000, payer=payer,
            payer_type="individual", subject=log.subject("LICENCE"))


# Trademarks and patents

def trademark(log):
    """Online 10 percent less; a change online is free."""
    goods = log.draws.between(1, 16)
    online = log.draws.one_in(2)
    item, due, more = log.draws.pick((
        ("CN-TM-REGISTER", fees.trademark(goods), {"quantity": str(goods)}),
        ("CN-TM-RENEW", 50000, {}), ("CN-TM-LATE", 25000, {}),
        ("CN-TM-CHANGE", 15000, {})))
    if online:
        due = fees.less(due, 100 if item == "CN-TM-CHANGE" else 10)
    log.pay(log.moment(), unit("ip"), item, due, due, payer=log.firm(),
            payer_type="enterprise", subject=log.subject("MARK"),
            attrs={"filing": "electronic" if online else "paper"}, **more)


def patent(log):
    """Annual fees of three years and a surcharge for the month late."""
    payer, number = log.firm(), log.subject("PATENT")
    kind = log.draws.pick(("invention", "utility", "design"))
    year, owners = log.draws.between(2, 7), log.draws.pick((1, 2))
    attrs, off = {"patent": kind}, 0
    if log.draws.one_in(2):
        off = 85 if owners == 1 else 70
        attrs = {**attrs, "fee-reduction": "recorded", "applicants": owners}
    when = log.moment(last="2024-11-30")
    common = {"payer": payer, "payer_type": "enterprise"}
    for step in range(3):
        full = fees.patent_year(kind, year + step)
        due, years = fees.less(full, off), str(year + step)
        subject = "%s-Y%s" % (number, years)
        log.pay(when, unit("ip"), "CN-PAT-ANNUAL", due, due, quantity=years,
                subject=subject, attrs={**attrs, "grant-years": step + 1},
                **common)
        if step == 1:
            months = log.draws.between(1, 5)
            late = fees.half_up(full * months, 20)
            log.pay(when + timedelta(minutes=30), unit("ip"), "CN-PAT-LATE",
                    late, late, quantity=years, subject=subject,
                    attrs={"patent": kind, "months-late": months}, **common)
        when += timedelta(days=365)


# Information

def information(log):
    """By pages, at any unit."""
    number = log.draws.between(5, 260)
    due = fees.pages(number)
    collector = unit(log.draws.pick(("office", "health", "price")))
    log.pay(log.moment(), collector, "CN-FOI-PAGES", due, due,
            payer=log.person(), payer_type="individual",
            subject=log.subject("ANSWER"), quantity=str(number))


def requests(log):
    """By requests: those of the same month count together."""
    payer, day = log.person(), log.day().replace(day=2)
    before = 0
    for step in range(4):
        number = log.draws.between(3, 14)
        due = fees.requests(before, number)
        log.pay(log.hour(day + timedelta(days=6 * step)), unit("office"),
                "CN-FOI-REQUESTS", due, due, payer=payer,
                payer_type="individual", subject="GOV-OFFICE",
                quantity=str(number))
        before += number


# Land, building, deposits

SOIL = (({"land": "forest"}, 140), ({"land": "sparse-forest"}, 100),
        ({"land": "grassland", "cover": "high"}, 140),
        ({"land": "grassland", "cover": "low"}, 50))
FOREST = (("arbor", "no", "rural", "public", 10),
          ("arbor", "yes", "urban", "public", 40),
          ("shrub", "no", "urban", "commercial", 12),
          ("barren", "no", "rural", "public", 3),
          ("shrub", "yes", "rural", "village-public", 0))
SOIL_TAX_OFFICES = ("210100009", "210102009", "210103009", "210104009",
                    "210181009")


def land(log):
    """Soil and forest compensation by the square metre."""
    common = {"payer": log.firm(), "payer_type": "enterprise",
              "subject": log.subject("PROJECT")}
    tenths = log.draws.between(5000, 400000)
    quantity = "%d.%d" % divmod(tenths, 10)
    if log.draws.one_in(3):
        forest, public, siting, project, price = log.draws.pick(FOREST)
        due = tenths * price * 10
        log.pay(log.moment(), unit("land", log.district()), "CN-FOREST",
                due, due, quantity=quantity,
                attrs={"forest": forest, "public-benefit": public,
                       "siting": siting, "project": project}, **common)
        return
    attrs, price = log.draws.pick(SOIL)
    collector = log.draws.pick(SOIL_TAX_OFFICES) if log.draws.one_in(
        2) else unit("water", log.district())
    due = fees.soil(tenths, price)
    log.pay(log.moment(), collector, "CN-SOIL", due, due, quantity=quantity,
            attrs=attrs, **common)


def building(log):
    """Two halves of the infrastructure fee; the shelter fee at once."""
    office, when = unit("housing", log.district()), log.moment(
        last="2026-08-31")
    common = {"payer": log.firm(), "payer_type": "enterprise",
              "subject": log.subject("SITE")}
    area = log.draws.between(800, 30000)
    due = area * 11500
    for part in (due // 2, due - due // 2):
        log.pay(when, office, "LN-INFRASTRUCTURE", part, due,
                quantity=str(area), **common)
        when += timedelta(days=log.draws.between(30, 100))
    due = area // 10 * 150000
    log.pay(when, office, "LN-AIR-SHELTER", due, due,
            quantity=str(area // 10), **common)


def bonds(log):
    """Deposits of building contracts, or a guarantee in place of them."""
    base = log.draws.between(50, 3000) * 1000000
    guarantee = log.draws.one_in(4)
    item, collector, amount, due, attrs = log.draws.pick((
        ("CN-BOND-BID", unit("resources"), None, 2, {}),
        ("CN-BOND-PERFORMANCE", unit("resources"), None, 10, {}),
        ("CN-BOND-QUALITY", unit("housing", log.district()), None, 3, {}),
        ("CN-BOND-WAGE", unit("labour", log.district()),
         fees.percent(base, 2), 3, {"clean-years": "1"})))
    due = 0 if guarantee else fees.percent(base, due)
    if guarantee:
        attrs = {**attrs, "guarantee": "accepted"}
    amount = due if guarantee or amount is None else amount
    log.pay(log.moment(), collector, item, amount, due, payer=log.firm(),
            payer_type="enterprise", subject=log.subject("CONTRACT"),
            base=yuan_text(base), attrs=attrs)


# Fines, on days on which nothing is to be said about them

def fine(log):
    """Within the range of the law, equal for all of one inspection."""
    item, department, low, high, attrs = log.draws.pick((
        ("CN-FINE-FIRE", "fire", 5000, 50000, {"article": "60"}),
        ("CN-FINE-FIRE", "fire", 1000, 5000, {"article": "66"}),
        ("CN-FINE-TRAFFIC", "traffic", 20, 200, {"article": "90"}),
        ("CN-FINE-TRAFFIC", "traffic", 200, 500, {"article": "92"}),
        ("CN-FINE-PRICE-TAG", "market", 0, 5000, {}),
        ("CN-FINE-PRICE", "market", 50000, 500000,
         {"gain": "no", "grade": "ordinary"}),
        ("CN-FINE-STATISTICS", "statistics", 0, 100000,
         {"grade": "ordinary"}),
        ("CN-FINE-SAFETY", "emergency", 300000, 1000000,
         {"accident": "general"})))
    amount = low + (high - low) // log.draws.between(2, 5)
    office, when = unit(department, log.district()), log.moment(
        first="2024-09-20", quiet=True)
    attrs = {**attrs, "inspection": log.subject("INSPECTION")}
    attrs.setdefault("grade", "ordinary")
    if item == "CN-FINE-TRAFFIC":
        attrs = {"article": attrs["article"],
                 "violation-code": log.subject("V")}
    for step in range(log.draws.between(1, 3)):
        log.pay(when + timedelta(minutes=20 * step), office, item,
                amount * 100, high * 100, payer=log.firm(),
                payer_type="enterprise", subject=log.subject("ACT"),
                attrs=attrs)


def late_fine(log):
    """The surcharge for days late, in two parts, at most the fine."""
    base, days = log.draws.between(10, 90) * 10000, log.draws.between(5, 60)
    due = min(base, fees.half_up(base * 3 * days, 100))
    office, act = unit("market", log.district()), log.subject("ACT")
    payer, when = log.shop(), log.moment(last="2026-10-31", quiet=True)
    for part in (due // 3, due - due // 3):
        log.pay(when, office, "CN-FINE-LATE", part, due, payer=payer,
                payer_type="individual-business", subject=act,
                base=yuan_text(base), attrs={"days-late": days})
        when += timedelta(days=1)
        while watched(when.date()):
            when += timedelta(days=1)


# Inspections and roads

def boiler(log):
    """Once in any year; the tariff ends on 2026-04-30."""
    office, number = unit("market", log.district()), log.subject("BOILER")
    payer, when = log.firm(), log.moment(last="2024-12-31")
    capacity = log.draws.pick((2, 6))
    for _ in range(2):
        base = base_of(log, 60000, 400000)
        due = 100 * fees.half_up(base * (5 if capacity == 6 else 7), 100000)
        log.pay(when, office, "LN-BOILER-INSPECTION", due, due, payer=payer,
                payer_type="enterprise", subject=number,
                base=yuan_text(base), attrs={"capacity": capacity})
        when += timedelta(days=log.draws.between(367, 450))


def road(log):
    """Square metres and days of a road taken up."""
    area, days = log.draws.between(10, 300), log.draws.between(5, 90)
    zone, price = log.draws.pick((("1", 60), ("2", 30)))
    due = area * days * price
    log.pay(log.moment(), unit("streets", log.district()), "LN-ROAD-OCCUPY",
            due, due, payer=log.firm(), payer_type="enterprise",
            subject=log.subject("ROAD"), quantity="%d.0" % area,
            attrs={"zone": zone, "days": days})

"""Random charges on a bundle, plausible enough that about half are lawful."""

from datetime import date, datetime, timedelta
from fractions import Fraction

from generate_rough import Rough, holds
from generate_tariff import BASE_BOUNDS, CHARGE_CATEGORIES, QUANTITY_BOUNDS
from generate_world import (ATTRIBUTES, HUGE_AMOUNT, HUGE_QUANTITY, PAYER_TYPES, PAYERS, REGIONS,
                            SUBJECTS, TIMES_NAMES, TIMES_VALUES, chance, lies_in, micro, money)

PURPOSES = ("材料费", "企业赞 助费", "捐　款", "sponsor-fee", "Ｓｐｏｎｓｏｒ　Ｆｅｅ", "d.o.n.a.t.i.o.n",
            "会费", "会·费", "自愿缴纳", "ab", "A\u200bB", "赞\n助", 'a "b", c', "𠮷😀", "无", "费" * 341)
OFFSETS = (0, 0, -300, 540, 345, -720, 840, -570)
FEN = (0, 1, 50, 500, 1000, 8000, 10000, 55050, 100000)
TOP = 10 ** 15


def time_text(rng, moment):
    """A local time in one of its RFC 3339 spellings."""
    fraction = f".{moment.microsecond:06d}" if moment.microsecond else ""
    if chance(rng, 0.12):
        fraction = (fraction or ".") + rng.choice(["0", "000", "000000000000"])
    roll = rng.random()
    t = "t" if chance(rng, 0.05) else "T"
    if roll < 0.4 or moment.year in (1900, 2199) and roll < 0.6:
        return f"{moment:%Y-%m-%d}{t}{moment:%H:%M:%S}{fraction}+08:00"
    if roll < 0.6:
        return f"{moment:%Y-%m-%d}{t}{moment:%H:%M:%S}{fraction}"
    offset = rng.choice(OFFSETS)
    shown = moment + timedelta(minutes=offset - 480)
    sign, minutes = ("-" if offset < 0 else "+"), abs(offset)
    zone = f"{sign}{minutes // 60:02d}:{minutes % 60:02d}"
    if not offset:
        zone = rng.choice(["Z", "Z", "z", "+00:00", "-00:00"])
    return f"{shown:%Y-%m-%d}{t}{shown:%H:%M:%S}{fraction}{zone}"


def respell_number(rng, text, decimals):
    """The same decimal with other zeros."""
    whole, _, part = text.partition(".")
    part = part.rstrip("0")
    part += "0" * rng.randint(0, decimals - len(part))
    lead = "00" if chance(rng, 0.15) else ""
    return lead + whole + ("." + part if part else "")


def respelled(rng, event):
    """The same content with numbers and currency spelled in another way."""
    again = dict(event, attributes=dict(event["attributes"]))
    for name, decimals in (("amount", 2), ("base", 2), ("quantity", 6)):
        if again.get(name) and chance(rng, 0.7):
            again[name] = respell_number(rng, again[name], decimals)
    if chance(rng, 0.3):
        again["currency"] = "" if again.get("currency") else "CNY"
    return again


def months_later(day, months):
    """The corresponding day of a later month, or that month's last."""
    month = day.month - 1 + months
    year = day.year + month // 12
    month = month % 12 + 1
    after = datetime(year + month // 12, month % 12 + 1, 1)
    last = (after - timedelta(days=1)).day
    return day.replace(year=year, month=month, day=min(day.day, last))


def covers(grant, unit, day):
    """Whether a grant covers a planned unit on a day."""
    if not holds(grant, day):
        return False
    if not lies_in(unit.region, grant.get("region", "00")):
        return False
    return (grant.get("unit", unit.code) == unit.code
            and grant.get("department", unit.department) == unit.department
            and grant.get("level", unit.level) == unit.level)


class Charges:
    """Makes the content of charges on one bundle."""

    def __init__(self, rng, bundle, dates):
        self.rng = rng
        self.plan = bundle.plan
        self.rough = Rough(bundle)
        self.dates = [moment.date() for moment in dates]
        self.trees = self.item_trees(bundle)

    def item_trees(self, bundle):
        """All definitions and amendments of each item."""
        trees = {}
        for root in bundle.roots():
            for element in root.walk():
                if element.name in ("item", "amend"):
                    trees.setdefault(element.get("code") or element.get("item"), []).append(element)
        return trees

    def names(self, code):
        """Attribute names that the item's rules mention."""
        return {value for tree in self.trees.get(code, ()) for e in tree.walk()
                for key, value in e.attrs.items() if key == "times" or (e.name, key) == ("attr",
                    "name")}

    def unit(self, code, moment):
        """A unit code, mostly one that some grant covers."""
        rng = self.rng
        if chance(rng, 0.03):
            return "U-none"
        trees = self.trees.get(code, ())
        grants = [g for tree in trees for s in tree.every("grants") for g in s.elements()]
        covered = [u for u in self.plan.units if any(covers(g, u, moment.date()) for g in grants)]
        home = next((i.home for i in self.plan.items if i.code == code), None)
        local = [u for u in covered if home and lies_in(u.region, home.region)]
        pool = local if local and chance(rng, 0.9) else covered or self.plan.units
        return rng.choice(pool if chance(rng, 0.9) else self.plan.units).code

    def region(self, code):
        """A region, mostly absent or inside the unit's."""
        rng = self.rng
        unit = next((u for u in self.plan.units if u.code == code), None)
        if chance(rng, 0.55):
            return ""
        if unit and chance(rng, 0.85):
            return rng.choice([r for r in REGIONS if lies_in(r, unit.region)])
        return rng.choice(REGIONS)

    def day(self, moment):
        """A date near a time, as periods and dates of acceptance are."""
        rng = self.rng
        roll = rng.random()
        if roll < 0.45:
            return months_later(moment, rng.choice([0, 0, 0, -1, -1, -3, -6, -12])).replace(day=1)
        if roll < 0.6:
            return moment - timedelta(days=rng.randint(0, 40))
        if roll < 0.75 and self.dates:
            earlier = [d for d in self.dates if d <= moment.date()]
            return rng.choice(earlier or self.dates)
        if roll < 0.9:
            return moment
        return months_later(moment, rng.choice([0, 1, 1, 2, 3, 12])).replace(day=1)

    def date_text(self, moment):
        """A date near a time, within the years a log may hold."""
        text = self.day(moment).strftime("%Y-%m-%d") if 1902 < moment.year < 2198 else "2024-02-29"
        return text

    def quantity(self):
        """A quantity, often a bound of some band or next to it."""
        rng = self.rng
        roll = rng.random()
        if roll < 0.02:
            return HUGE_QUANTITY
        if roll < 0.4:
            bound = round(rng.choice(QUANTITY_BOUNDS) * 10 ** 6)
            return micro(bound + rng.choice([0, 0, 1, -1, 10 ** 6, -10 ** 6]))
        return rng.choice(["1", "2", "3", "0.5", "2.5", "7", "50", "100", "0", "0.000001", "33"])

    def base(self):
        """A base, often a bound of some band or next to it."""
        rng = self.rng
        roll = rng.random()
        if roll < 0.02:
            return HUGE_AMOUNT
        if roll < 0.4:
            return money(round(rng.choice(BASE_BOUNDS) * 100) + rng.choice([0, 0, 1, -1]))
        return rng.choice(["0", "1", "33.33", "100.5", "50.00", "12345.67", "0.01"])

    def attributes(self, code):
        """Attributes, mostly those the item's rules mention."""
        rng = self.rng
        mentioned = self.names(code)
        made = {}
        for name, values in ATTRIBUTES.items():
            if chance(rng, 0.8 if name in mentioned else 0.45):
                made[name] = rng.choice(values)
        for name in TIMES_NAMES:
            if chance(rng, 0.9 if name in mentioned else 0.1):
                pool = TIMES_VALUES if chance(rng, 0.3) else ("1", "2", "3", "12", "1.000000")
                made[name] = rng.choice(pool)
        return made

    def make(self, txn, moment):
        """The content of a charge, mostly the first of some that seems lawful."""
        tries = 40 if chance(self.rng, 0.8) else 1
        for _ in range(tries):
            event = self.any(txn, moment)
            if self.rough.lawful(event, moment.date()):
                break
        event["amount"] = self.amount(event, moment)
        return event

    def any(self, txn, moment):
        """The content of some charge but for its amount."""
        rng = self.rng
        item = rng.choice(self.plan.items)
        code = item.code if chance(rng, 0.97) else "I-none"
        accepted = any(t.get("dated-by") == "accepted" for t in self.trees.get(code, ()))
        payer = rng.choice(PAYERS[:3] if chance(rng, 0.8) else PAYERS)
        unit = self.unit(code, moment)
        event = {"txn": txn, "unit": unit, "item": code, "payer": payer,
                 "region": self.region(unit), "attributes": self.attributes(code)}
        optional = {
            "payer_type": (0.75, lambda: PAYER_TYPES[PAYERS.index(payer)]),
            "subject": (0.75, lambda: rng.choice(SUBJECTS[:2] if chance(rng, 0.7) else SUBJECTS)),
            "currency": (0.1, lambda: "CNY"),
            "quantity": (0.9, self.quantity),
            "base": (0.9, self.base),
            "period": (0.45, lambda: self.date_text(moment)),
            "accepted": (0.92 if accepted else 0.1, lambda: self.date_text(moment)),
            "category": (0.08, lambda: rng.choice(CHARGE_CATEGORIES + (" donation",))),
            "purpose": (0.1, lambda: rng.choice(PURPOSES)),
        }
        for name, (probability, value) in optional.items():
            if chance(rng, probability):
                event[name] = value()
        return event

    def amount(self, event, moment):
        """An amount at or near what is due."""
        rng = self.rng
        place = event.get("region")
        if not place:
            unit = next((u for u in self.plan.units if u.code == event["unit"]), None)
            place = unit.region if unit else ""
        guess = self.rough.due(event, moment.date(), place)
        if not guess:
            return money(rng.choice(FEN))
        standard, due = guess
        fen = rng.choice([due] * 14 + [standard] * 3 + [due + 1, due - 1, due // 2, due // 3,
                                                      standard + 1, 0, 2 * due, rng.choice(FEN)])
        return money(min(max(fen, 0), TOP))

    def part(self, amount):
        """What a refund might give back of an amount."""
        fen = int(Fraction(amount) * 100)
        part = self.rng.choice([fen, fen, fen, fen // 2, fen // 2, 1, fen - 1, fen + 1, 500])
        return money(min(max(part, 1), TOP))

    def later(self, event, moment):
        """A time at which the item's period may or may not bar the same charge."""
        rng = self.rng
        periods = [p for t in self.trees.get(event["item"], ()) for p in t.every("period")]
        rule = rng.choice(periods).attrs if periods else {}
        within = rule.get("within")
        if not within:
            months = {"day": 0, "month": 1, "quarter": 3, "half-year": 6}.get(rule.get("per"), 12)
            moment = months_later(moment, rng.choice([0, months, months]))
            if months and chance(rng, 0.5):
                moment = moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
            if event.get("period") and chance(rng, 0.5):
                day = date.fromisoformat(event["period"])
                shifted = months_later(datetime(day.year, day.month, day.day), months)
                event["period"] = shifted.strftime("%Y-%m-%d")
            return moment - rng.choice([timedelta(0), timedelta(0), timedelta(seconds=1)])
        count, unit = int(within[1:-1]), within[-1]
        if unit == "D":
            moment += timedelta(days=count)
        else:
            moment = months_later(moment, count * (12 if unit == "Y" else 1))
        return moment + timedelta(days=rng.choice([0, 0, 1, 1, -1, 2]))

    def alter(self, event, moment):
        """Change one field's value; the time of the altered content is returned."""
        rng = self.rng
        field = rng.choice(["amount", "quantity", "subject", "attributes", "time", "purpose",
                            "payer", "period", "region", "payer_type"])
        if field == "time":
            return moment + rng.choice([timedelta(seconds=1), timedelta(microseconds=1)])
        if field == "attributes":
            name = rng.choice(list(event["attributes"]) + ["grade"])
            event["attributes"][name] = event["attributes"].get(name, "minor") + "0"
        elif field == "amount":
            event["amount"] = money(min(int(Fraction(event["amount"]) * 100) + 1, TOP - 7))
        elif field == "quantity":
            event["quantity"] = "0.000009"
        elif field == "period":
            event["period"] = "2020-02-29"
        elif field == "region":
            event["region"] = "440000"
        else:
            event[field] = event.get(field, "")[:8] + "x"
        return moment

"""Rows of the sample log: draws, identities, places, times, CSV."""

import csv
import io
from datetime import date, datetime, timedelta

FIELDS = ("event", "txn", "refund", "time", "unit", "item", "payer",
          "payer_type", "subject", "region", "amount", "currency",
          "quantity", "base", "period", "accepted", "category", "purpose")
EXPECTED = ("expect", "expect_due")

CODES = ("INVALID_CHARGE", "NO_SCHEDULE", "UNLISTED_ITEM", "NOT_IN_FORCE",
         "UNKNOWN_UNIT", "NOT_AUTHORISED", "OUTSIDE_JURISDICTION",
         "PROHIBITED_LEVY", "PREMATURE_COLLECTION", "MISSING_ATTRIBUTE",
         "NO_STANDARD", "OVER_STANDARD", "BELOW_STANDARD",
         "REDUCTION_NOT_APPLIED", "DUPLICATE", "INSTALMENTS_EXCEED",
         "UNEQUAL_PENALTY", "UNDERCHARGED", "REDUCTION_UNDETERMINED",
         "PRE_HOLIDAY_PENALTY")

CITY = "210100"
DISTRICTS = ("210102", "210103", "210104", "210105", "210106", "210111",
             "210112", "210113", "210114", "210115", "210123", "210124",
             "210181")
DEPARTMENTS = {
    "court": "001", "police": "002", "traffic": "003", "entry-exit": "004",
    "land": "005", "housing": "006", "water": "007", "streets": "008",
    "tax": "009", "market": "010", "labour": "011", "education": "012",
    "fire": "013", "emergency": "014", "statistics": "015",
    "civil-affairs": "016", "ip": "017", "resources": "018",
    "environment": "019", "health": "020", "price": "021", "union": "022",
    "office": "023", "supply": "024"}

ENTERPRISE = {"payer_type": "enterprise"}
PERSON = {"payer_type": "individual"}
SHOP = {"payer_type": "individual-business"}

# First day of each holiday within the log, and the days watched before it.
HOLIDAYS = tuple((date.fromisoformat(day), watch) for day, watch in (
    ("2025-01-01", 3), ("2025-01-28", 7), ("2025-04-04", 3),
    ("2025-05-01", 7), ("2025-05-31", 3), ("2025-10-01", 7),
    ("2026-01-01", 3), ("2026-02-15", 7), ("2026-04-04", 3),
    ("2026-05-01", 7), ("2026-06-19", 3), ("2026-09-25", 3),
    ("2026-10-01", 7), ("2027-01-01", 3)))


def deny(*codes):
    """The expectation of a charge denied with these codes."""
    return "deny:" + "+".join(sorted(codes, key=CODES.index))


def warn(*codes):
    """The expectation of a charge allowed in spite of these codes."""
    return "allow:" + "+".join(sorted(codes, key=CODES.index))


def watched(day):
    """The day lies in the watched days before a holiday."""
    return any(timedelta(0) < first - day <= timedelta(days=watch)
               for first, watch in HOLIDAYS)


def unit(department, region=CITY):
    """The code of a department's unit in a region."""
    return region + DEPARTMENTS[department]


def next_month(day):
    """The first day of the month after."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def yuan(fen):
    """Fen as the text of an amount."""
    return "%d.%02d" % divmod(fen, 100)


class Draws:
    """A fixed sequence of draws, the same with every interpreter."""

    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        """0 ... bound - 1 (splitmix64)."""
        mask = (1 << 64) - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & mask
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & mask
        return (mixed ^ (mixed >> 31)) % bound

    def between(self, low, high):
        """low ... high, both included."""
        return low + self.below(high - low + 1)

    def pick(self, choices):
        """One of a sequence."""
        return choices[self.below(len(choices))]

    def one_in(self, number):
        """True once in so many."""
        return self.below(number) == 0


class Log:
    """All rows, each with the instant at which it reaches the gateway."""

    def __init__(self, seed):
        self.draws = Draws(seed)
        self.rows = []
        self.counts = {}

    # Identities: 210199 is no district and no one is born in the year 0

    def number(self, kind):
        """The next number of its kind."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return self.counts[kind]

    def person(self):
        """The invented id number of a natural person."""
        return "21019900000000%04d" % self.number("person")

    def firm(self):
        """The invented credit code of an enterprise."""
        return "9121019900000%04dX" % self.number("firm")

    def shop(self):
        """The invented credit code of an individual business."""
        return "9221019900000%04dX" % self.number("shop")

    def subject(self, kind):
        """A certificate, case, parcel ... not used before."""
        return "%s-%05d" % (kind, self.number(kind))

    def district(self):
        """Any district or county of the city."""
        return self.draws.pick(DISTRICTS)

    # Times

    def day(self, first="2024-01-02", last="2026-12-20", quiet=False):
        """A day of the log; a quiet one is in no watched days."""
        start = date.fromisoformat(first)
        span = (date.fromisoformat(last) - start).days
        while True:
            day = start + timedelta(days=self.draws.between(0, span))
            if not (quiet and watched(day)):
                return day

    def hour(self, day):
        """A moment of the day in office hours."""
        seconds = self.draws.between(8 * 3600 + 1800, 16 * 3600 + 3599)
        return datetime(day.year, day.month, day.day) + timedelta(
            seconds=seconds)

    def moment(self, **days):
        """A moment in office hours of any day."""
        return self.hour(self.day(**days))

    def _time_text(self, when):
        style = self.draws.below(40)
        if style == 0:
            return when.isoformat()
        if style < 3:
            return (when - timedelta(hours=8)).isoformat() + "Z"
        return when.isoformat() + "+08:00"

    # Rows

    def put(self, when, fields, arrives=None):
        """Add one row; it reaches the gateway at `arrives` or `when`."""
        row = {name: value for name, value in fields.items()
               if value is not None}
        if "time" not in row:
            row["time"] = self._time_text(when)
        self.rows.append((arrives or when, len(self.rows), row))
        return row

    def charge(self, when, collector, item, amount, due=None,
               expect="allow", event="charge", arrives=None, attrs=None,
               **fields):
        """A charge: amounts in fen, or text as it stands."""
        fields.setdefault("region", collector[:6])
        fields.setdefault("txn", "%s-%s-%05d" % (
            when.strftime("%Y%m%d"), collector, self.number("txn")))
        fields.update({"attr:" + name: str(value)
                       for name, value in (attrs or {}).items()})
        fields.update(
            event=event, unit=collector, item=item, expect=expect,
            amount=yuan(amount) if isinstance(amount, int) else amount,
            expect_due=None if due is None else yuan(due))
        for name in ("period", "accepted"):
            if isinstance(fields.get(name), date):
                fields[name] = fields[name].isoformat()
        return self.put(when, fields, arrives)

    def pay(self, when, collector, item, amount, due, **fields):
        """A lawful charge, now and then asked first or in two steps."""
        way = self.draws.below(30)
        if way == 0:
            row = self.charge(when, collector, item, amount, due,
                              event="check", **fields)
            fields["txn"] = row["txn"]
            when += timedelta(seconds=self.draws.between(20, 240))
        elif way < 3:
            row = self.charge(when, collector, item, amount, due,
                              event="reserve", **fields)
            self.follow(row, when, "commit", self.draws.between(30, 600))
            return row
        return self.charge(when, collector, item, amount, due, **fields)

    def follow(self, row, when, event, seconds, **fields):
        """commit, release or refund of a charge, so much later."""
        when += timedelta(seconds=seconds)
        return self.put(when, dict(fields, event=event, txn=row["txn"]))

    def again(self, row, arrives, **changes):
        """The same row sent again; its time is that of the charge."""
        return self.put(None, {**row, **changes}, arrives)

    def text(self):
        """The CSV text, in order of arrival."""
        attributes = sorted({name for _, _, row in self.rows for name in row
                             if name.startswith("attr:")})
        out = io.StringIO()
        writer = csv.DictWriter(
            out, FIELDS + tuple(attributes) + EXPECTED,
            restval="", lineterminator="\n")
        writer.writeheader()
        for _, _, row in sorted(self.rows, key=lambda entry: entry[:2]):
            writer.writerow(row)
        return out.getvalue()

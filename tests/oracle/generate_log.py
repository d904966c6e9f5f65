"""Random events on a bundle: charges, retries, life-cycle calls and malformed rows."""

from datetime import date, datetime, timedelta

from generate_charge import Charges, respelled, time_text
from generate_faults import malform

MINUTES = (0, 1, 5, 14, 15, 16, 20)
LATE = (timedelta(minutes=1), timedelta(minutes=14, seconds=59), timedelta(minutes=15),
        timedelta(minutes=14, seconds=59, microseconds=999999),
        timedelta(minutes=15, seconds=1), timedelta(hours=3))
LAST_JUMP = datetime(2027, 6, 30)


def interesting_dates(roots):
    """Every date a rule begins on, ends on, or first no longer holds on."""
    found = set()
    for root in roots:
        for element in root.walk():
            for name, text in element.attrs.items():
                if name in ("from", "from-date", "effective") and text[:2] == "20":
                    found.add(date.fromisoformat(text))
                elif name in ("to", "to-date") and text[:2] == "20":
                    found.update((date.fromisoformat(text),
                                  date.fromisoformat(text) + timedelta(days=1)))
            if element.get("watch"):
                first = date.fromisoformat(element.get("from"))
                before = first - timedelta(days=int(element.get("watch")))
                found.update((before, before - timedelta(days=1)))
    return sorted(found)


class Log:
    """Collects events; clock is the greatest time of a well-formed one."""

    def __init__(self, rng, bundle):
        self.rng = rng
        self.dates = [datetime(d.year, d.month, d.day) for d in interesting_dates(bundle.roots())]
        self.clock = datetime(rng.choice([2019, 2020, 2020, 2021]), rng.randint(1, 12), 1, 8)
        self.charges = Charges(rng, bundle, self.dates)
        self.events = []
        self.history = []      # (event, local time) of well-formed charges
        self.reserved = []     # (txn, clock) of calls that may have reserved
        self.refunds = []      # (txn, refund id, amount)
        self.numbers = {"T": 0, "R": 0}

    def fresh(self, letter):
        """A new id; small so that ids stay readable."""
        self.numbers[letter] += 1
        return f"{letter}{self.numbers[letter]}"

    def add(self, event, moment):
        """Append a well-formed event at a local time."""
        event["time"] = time_text(self.rng, moment)
        self.clock = max(self.clock, moment)
        self.events.append(event)
        return event

    def step(self):
        """The local time of the next event; mostly later than all before."""
        roll = self.rng.random()
        if roll < 0.1:
            return self.past()
        if roll < 0.2:
            return self.clock
        if roll < 0.6 or self.clock > LAST_JUMP:
            return self.clock + timedelta(minutes=self.rng.choice(MINUTES))
        if roll < 0.85:
            return self.clock + timedelta(days=self.rng.randint(0, 6), hours=self.rng.randint(0,
                20))
        return self.boundary()

    def past(self):
        """A time before the clock."""
        earlier = [d for d in self.dates if d < self.clock]
        if earlier and self.rng.random() < 0.5:
            return self.rng.choice(earlier)
        return self.clock - timedelta(days=self.rng.randint(1, 900), seconds=self.rng.randint(0, 9))

    def boundary(self):
        """Local midnight of the next interesting date, or the moment before."""
        later = [d for d in self.dates if d > self.clock + timedelta(days=1)][:3]
        if not later or later[0] > LAST_JUMP:
            return self.clock + timedelta(days=1)
        return self.rng.choice(later) - self.rng.choice(
            [timedelta(0), timedelta(0), timedelta(seconds=1), timedelta(microseconds=1)])

    def call(self, event, moment, kind=None):
        """Send a charge's content by some call and remember it."""
        kind = kind or self.rng.choice(["charge"] * 6 + [""] * 3 + ["reserve"] * 5 + ["check"])
        event["event"] = kind
        self.add(event, moment)
        self.history.append((event, moment))
        if kind == "reserve":
            self.reserved.append((event["txn"], self.clock))
        return event

    def new(self):
        """A charge unlike the others."""
        moment = self.step()
        reuse = self.history and self.rng.random() < 0.05
        txn = self.rng.choice(self.history)[0]["txn"] if reuse else self.fresh("T")
        return self.call(self.charges.make(txn, moment), moment)

    def echo(self):
        """A charge for the same key as an earlier one, on or about a boundary."""
        if not self.history:
            return self.new()
        event, moment = self.rng.choice(self.history[-25:])
        event = dict(event, txn=self.fresh("T"), attributes=dict(event["attributes"]))
        moment = self.charges.later(event, moment)
        if moment > LAST_JUMP:
            moment = self.clock
        if self.rng.random() < 0.4:
            event["unit"] = self.charges.unit(event["item"], moment)
        if self.rng.random() < 0.4:
            event["amount"] = self.charges.amount(event, moment)
        return self.call(event, moment)

    def retry(self):
        """The same content again, spelled otherwise, by any call."""
        if not self.history:
            return self.new()
        event, moment = self.rng.choice(self.history[-20:])
        again = respelled(self.rng, event)
        again["event"] = self.rng.choice(["charge", "", "reserve", "check"])
        self.add(again, moment)
        if again["event"] == "reserve":
            self.reserved.append((again["txn"], self.clock))
        return again

    def conflict(self):
        """The same transaction id with one field changed."""
        if not self.history:
            return self.new()
        event, moment = self.rng.choice(self.history[-20:])
        again = dict(event, attributes=dict(event["attributes"]))
        again["event"] = self.rng.choice(["charge", "", "reserve", "check"])
        moment = self.charges.alter(again, moment)
        return self.add(again, moment)

    def any_txn(self):
        """A transaction id, usually known."""
        if not self.history or self.rng.random() < 0.06:
            return "T-none"
        return self.rng.choice(self.history[-30:])[0]["txn"]

    def settle(self):
        """Commit or release, near the time-out if the id may be reserved."""
        rng = self.rng
        moment = self.step()
        txn = self.any_txn()
        if self.reserved and rng.random() < 0.8:
            txn, since = rng.choice(self.reserved[-4:])
            moment = since + rng.choice(LATE)
            if moment < self.clock and rng.random() < 0.8:
                moment = self.clock
        kind = rng.choice(["commit", "commit", "commit", "release"])
        return self.add({"event": kind, "txn": txn}, moment)

    def refund(self):
        """A refund in part, in full, too much, or an earlier one again."""
        rng = self.rng
        if self.refunds and rng.random() < 0.3:
            txn, name, amount = rng.choice(self.refunds[-8:])
            roll = rng.random()
            if roll < 0.3:
                amount = "0.01"
            elif roll < 0.5:
                txn = self.any_txn()
            elif roll < 0.7:
                name = self.fresh("R")
        else:
            txn = self.any_txn()
            name = self.fresh("R") if rng.random() < 0.9 else "R1"
            amount = self.charges.part(self.paid(txn))
        self.refunds.append((txn, name, amount))
        event = {"event": "refund", "txn": txn, "refund": name, "amount": amount}
        return self.add(event, self.step())

    def paid(self, txn):
        """The amount of the last charge with this id."""
        return next((e["amount"] for e, _ in reversed(self.history) if e["txn"] == txn), "1.00")

    def late(self):
        """Reserve, let it run out, let another charge in, then commit."""
        moment = self.step()
        event = self.charges.make(self.fresh("T"), moment)
        self.call(event, moment, "reserve")
        other = dict(event, txn=self.fresh("T"), attributes=dict(event["attributes"]))
        expired = self.clock + self.rng.choice(LATE)
        self.call(other, expired, self.rng.choice(["charge", "reserve"]))
        if self.rng.random() < 0.3:
            self.retry()
        self.add({"event": "commit", "txn": event["txn"]}, self.clock)
        if self.rng.random() < 0.5:
            self.add({"event": "refund", "txn": event["txn"], "refund": self.fresh("R"),
                      "amount": event["amount"] if event["amount"].strip("0.") else "0.01"},
                     self.clock)

    def malformed(self):
        """A malformed row made of a well-formed event; changes nothing."""
        kind = self.rng.random()
        moment = self.step()
        if kind < 0.5 or not self.history:
            event = self.charges.make(self.fresh("T"), moment)
            event["event"] = self.rng.choice(["charge", "", "reserve", "check"])
        elif kind < 0.75:
            event = dict(self.rng.choice(self.history[-10:])[0])
        else:
            name = self.rng.choice(["commit", "release", "refund"])
            event = {"event": name, "txn": self.any_txn(), "attributes": {}}
            if name == "refund":
                event.update(refund=self.fresh("R"), amount="0.01")
        event["time"] = time_text(self.rng, moment)
        self.events.append(malform(self.rng, event))

    def run(self, rows):
        """Make that many events."""
        actions = ([self.new] * 36 + [self.echo] * 20 + [self.retry] * 9 + [self.conflict] * 5
                   + [self.settle] * 14 + [self.refund] * 8 + [self.late] * 2
                   + [self.malformed] * 7)
        while len(self.events) < rows - 2:
            self.rng.choice(actions)()
        del self.events[rows - 2:]
        self.extremes()
        return self.events

    def extremes(self):
        """The first and the last moment a log may hold."""
        for moment in (datetime(1900, 1, 1), datetime(2199, 12, 31, 23, 59, 59)):
            event = self.charges.make(self.fresh("T"), moment)
            self.call(event, moment, "charge")

# SPDX-License-Identifier: Apache-2.0
"""What may have become of each charge, by what the workers' logs say.

A charge has a set of states that it may be in: an acknowledged call narrows it, a call that was cut
off by a kill widens it, and a look at the ledger leaves one.
"""

OK, DENIED, NOT_FOUND, NOT_RESERVED, NOT_COMMITTED = 0, 10, 12, 13, 14
LEDGER_UNAVAILABLE = 21  # the code

# For each call and state: what it may answer, and what then is.
NEXT = {
    "reserve": {
        "none": {OK: "reserved", DENIED: "none"},
        "ended": {OK: "reserved", DENIED: "none"},
        "reserved": {OK: "reserved"},
        "committed": {OK: "committed"},
        "refunded": {OK: "refunded"},
    },
    "charge": {
        "none": {OK: "committed", DENIED: "none"},
        "ended": {OK: "committed", DENIED: "none"},
        "reserved": {OK: "committed"},
        "committed": {OK: "committed"},
        "refunded": {OK: "refunded"},
    },
    "commit": {
        "none": {NOT_FOUND: "none"},
        "ended": {NOT_FOUND: "ended"},
        "reserved": {OK: "committed"},
        "committed": {OK: "committed"},
        "refunded": {OK: "refunded"},
    },
    "release": {
        "none": {NOT_FOUND: "none"},
        "ended": {OK: "ended"},
        "reserved": {OK: "ended"},
        "committed": {NOT_RESERVED: "committed"},
        "refunded": {NOT_RESERVED: "refunded"},
    },
    "refund": {
        "none": {NOT_FOUND: "none"},
        "ended": {NOT_COMMITTED: "ended"},
        "reserved": {NOT_COMMITTED: "reserved"},
        "committed": {OK: "refunded"},
        "refunded": {OK: "refunded"},
    },
}
FOREVER = float("inf")


class Wrong(Exception):
    """The ledger broke its promise."""


class Charge:
    def __init__(self, txn, key):
        self.txn, self.key = txn, key
        self.states = {"none"}
        self.doubt = None  # the call that was not acknowledged
        self.position = None  # in the trail, from which on it stood for certain
        self.acknowledged_ns = None  # when that was known
        self.end_ns = FOREVER  # from here on it may stand no more

    def intend(self, call, at_ns):
        self.doubt = call
        if call in ("release", "refund"):
            self.end_ns = min(self.end_ns, at_ns)

    def cut_off(self):
        """The process is gone: the call may have been carried out."""
        for state in list(self.states):
            self.states.update(NEXT[self.doubt][state].values())

    def acknowledge(self, call, at_ns, status, position):
        if self.doubt != call:
            raise Wrong(f"{self.txn}: {call} was answered and never asked")
        self.doubt = None
        after = {NEXT[call][state].get(status) for state in self.states} - {None}
        if not after:
            raise Wrong(f"{self.txn}: {call} gave {status}, in {sorted(self.states)}")
        self.states = after
        if call in ("reserve", "charge") and status == OK and self.position is None:
            if position == 0:
                raise Wrong(f"{self.txn}: allowed without a record in the trail")
            self.position, self.acknowledged_ns = position, at_ns

    def look(self, state):
        if state not in self.states:
            raise Wrong(f"{self.txn}: is {state}, must be one of {sorted(self.states)}")
        self.states = {state}

    @property
    def state(self):
        (state,) = self.states
        return state

    @property
    def stands(self):
        return self.state in ("reserved", "committed")


class Model:
    def __init__(self):
        self.charges = {}
        self.acknowledged = self.unavailable = self.allowed = self.doubts = 0

    def read_log(self, path):
        """One worker's log; what is left unanswered was cut off. Returns the charges in it."""
        touched = {}
        with open(path, "rb") as log:
            lines = log.read().split(b"\n")
        for line in lines[:-1]:  # what has no end was not written whole: never acknowledged
            fields = line.decode().split()
            if fields[0] == "I":
                _, at_ns, call, txn, key = fields
                charge = self.charges.setdefault(txn, Charge(txn, key))
                charge.intend(call, int(at_ns))
                touched[txn] = charge
            else:
                self._answer(*fields[1:])
        for charge in touched.values():
            if charge.doubt is not None:
                self.doubts += 1
                charge.cut_off()
        return touched.values()

    def _answer(self, at_ns, call, txn, status, position, codes):
        charge, status = self.charges[txn], int(status)
        self.acknowledged += 1
        if int(codes, 16) >> LEDGER_UNAVAILABLE & 1 or status == 200:
            self.unavailable += 1
            charge.doubt = None
            if status == OK:
                raise Wrong(f"{txn}: {call} was allowed without the ledger")
            return
        self.allowed += call in ("reserve", "charge") and status == OK
        charge.acknowledge(call, int(at_ns), status, int(position))

    def retries(self, charges):
        return [f"{charge.doubt} {charge.txn} {charge.key}\n" for charge in charges if charge.doubt]

    def check_keys(self, charges):
        """Of the charges on one key at most one stood at any moment. Positions say which of two
        began first, the clock that the first had not ended when the second was known."""
        keys = {}
        for charge in charges:
            if charge.position is not None:
                keys.setdefault(charge.key, []).append(charge)
        for key, allowed in keys.items():
            allowed.sort(key=lambda charge: charge.position)
            end_ns, first = 0, None
            for charge in allowed:
                if first is not None and charge.acknowledged_ns < end_ns:
                    raise Wrong(f"{key}: {charge.txn} was allowed while {first.txn} stood")
                if charge.end_ns > end_ns:
                    end_ns, first = charge.end_ns, charge

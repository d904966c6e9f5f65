#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares two judgements of one log: replay --against, --as-known and --differences.

usage: preview.py FEEGUARD

The bundles are made up here. Every figure that is expected was worked out by hand.
"""
import csv
import io
import pathlib
import subprocess
import sys
import tempfile

DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<schedule xmlns="urn:feeguard:schedule:1" id="CN" level="national" region="000000"
          serial="{serial}" effective="{effective}">
  <bases><basis id="law" number="sample" title="sample data" level="national"/></bases>
  <units>
    <unit code="A" department="d" level="municipal" region="210100"/>
    <unit code="B" department="d" level="municipal" region="210200"/>
  </units>
  <items>
    <item code="CARD" kind="administrative" basis="law">
      <grants><grant department="d"/></grants>
      <standard basis="law"><case><fixed amount="{card}"/></case></standard>
    </item>
    {more}
  </items>
</schedule>
"""
STAMP = """<item code="STAMP" kind="administrative" basis="law">
      <grants><grant department="d"/></grants>
      <standard basis="law"><case><fixed amount="5.00"/></case></standard>
    </item>"""

HEAD = "event,txn,refund,time,unit,item,payer,subject,amount\n"
# What becomes of a card of 20 yuan that will cost 15, and of a stamp that will be no item any more.
LOG = HEAD + """charge,T1,,2026-03-01T09:00:00,A,CARD,SECRET-PAYER,SECRET-SUBJECT,20.00
reserve,T2,,2026-03-01T09:01:00,A,CARD,P2,,20.00
commit,T2,,2026-03-01T09:02:00,,,,,
reserve,T3,,2026-03-01T09:03:00,B,CARD,P3,,20.00
release,T3,,2026-03-01T09:04:00,,,,,
charge,T4,,2026-03-01T09:05:00,B,CARD,P4,,20.00
refund,T4,R1,2026-03-01T09:06:00,,,,,18.00
refund,T4,R1,2026-03-01T09:07:00,,,,,18.00
charge,T5,,2026-03-01T09:08:00,B,STAMP,P5,,5.00
charge,T6,,2026-03-01T09:09:00,B,STAMP,P6,,5.00
refund,T6,R1,2026-03-01T09:10:00,,,,,5.00
check,T7,,2026-03-01T09:11:00,A,CARD,P7,,20.00
charge,T1,,2026-03-01T09:12:00,A,CARD,OTHER,,20.00
charge,T8,,2026-03-01T09:13:00,A,CARD,P8,,15.00
charge,T9,,2026-03-01T09:14:00,A,CARD,P9,,30.00
charge,,,2026-03-01T09:15:00,A,CARD,P9,,30.00
"""
# txn: taken, refunded, change of the lawful amount, refundable, collectable
EXPECTED = {
    "T1": ("yes", "0.00", "-5.00", "5.00", "0.00"),
    "T2": ("yes", "0.00", "-5.00", "5.00", "0.00"),
    "T3": ("no", "0.00", "0.00", "0.00", "0.00"),
    "T4": ("yes", "18.00", "-5.00", "2.00", "0.00"),
    "T5": ("yes", "0.00", "-5.00", "5.00", "0.00"),
    "T6": ("yes", "5.00", "0.00", "0.00", "0.00"),
    "T7": ("no", "0.00", "0.00", "0.00", "0.00"),
    "T8": ("yes", "0.00", "-5.00", "0.00", "0.00"),
    "T9": ("no", "0.00", "-5.00", "0.00", "0.00"),
}


def write(folder, name, **values):
    """One document into a bundle's folder."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(DOCUMENT.format(**values), encoding="utf-8")


class Runs:
    """The program under test, and what went wrong with it."""

    def __init__(self, feeguard, work):
        self.feeguard, self.work, self.failures = feeguard, work, 0

    def fail(self, what):
        """Notes a failure."""
        print(what)
        self.failures += 1

    def replay(self, *options, status=0):
        """Standard output of a replay that must end with this status."""
        run = subprocess.run([self.feeguard, "replay", "--language", "en", *map(str, options)],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if run.returncode != status:
            self.fail(f"status {run.returncode}, not {status}: {options}\n{run.stderr.decode()}")
        return run.stdout.decode(), run.stderr.decode()

    def has(self, text, *pieces):
        """Lines that must be there, blanks at their beginning aside."""
        lines = [line.strip() for line in text.splitlines()]
        for piece in pieces:
            if piece not in lines:
                self.fail(f"missing: {piece}\n{text}")


def table(text):
    """The list of differences by transaction."""
    return {row["txn"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def money(row):
    """What EXPECTED holds of a row."""
    return tuple(row[name] for name in ("taken", "refunded", "lawful_change", "refundable",
                                        "collectable"))


def preview(runs, old, new, log):
    """A change of bundles, charge by charge and in sums; the same for any number of jobs."""
    listed = runs.work / "differences.csv"
    options = ("--schedules", old, "--against", new, "--differences", listed, log)
    text, _ = runs.replay("--jobs", "1", *options)
    content = listed.read_text(encoding="utf-8")
    again, _ = runs.replay("--jobs", "4", *options)
    if (text, content) != (again, listed.read_text(encoding="utf-8")):
        runs.fail("not the same with four jobs")
    if "SECRET" in text + content:
        runs.fail("a payer or subject is in the report")
    rows = table(content)
    # T8 was too little before: collecting it was never lawful, and less is to be had now.
    if {txn: money(row) for txn, row in rows.items()} != EXPECTED:
        runs.fail(f"charge by charge: {[(t, money(r)) for t, r in rows.items()]}")
    if rows["T5"]["codes_after"] != "UNLISTED_ITEM" or rows["T5"]["due_after"] != "":
        runs.fail(f"T5: {rows['T5']}")
    # The row without an id and the conflicting retry of T1 are no charges.
    runs.has(text, "9  judged differently", "9  charges judged", "7  were allowed and are denied",
             "-30.00  yuan more (less) can lawfully be charged",
             "17.00  yuan of what was taken becomes refundable",
             "0.00  yuan on what was taken becomes collectable")
    back, _ = runs.replay("--schedules", new, "--against", old, "--differences", "-", log)
    rows = table(back)
    if money(rows["T8"]) != ("yes", "0.00", "5.00", "0.00", "5.00"):
        runs.fail(f"T8 the other way round: {rows['T8']}")


def retroactive(runs, bundle, log):
    """What the documents of a later date say of old charges."""
    text, _ = runs.replay("--schedules", bundle, "--as-known", "2026-07-01", log)
    runs.has(text, "17.00  yuan of what was taken becomes refundable")
    text, _ = runs.replay("--schedules", bundle, "--as-known", "2026-06-30", log)
    runs.has(text, "0  judged differently")
    text, _ = runs.replay("--schedules", bundle, log)
    if "judged differently" in text:
        runs.fail("compared what was not asked for")


def refusals(runs, old, new, log):
    """Each thing that cannot be done is said."""
    bad = runs.work / "bad"
    write(bad, "a.xml", serial=1, effective="2020-01-01", card="much", more="")
    for status, needle, options in (
            (2, "--ledger", ("--against", new, "--ledger", "memory:", log)),
            (2, "--against NEWDIR or --as-known", ("--differences", "x", log)),
            (2, "No such file", ("--against", new, "--differences",
                                 runs.work / "none" / "x", log)),
            (2, "No space", ("--against", new, "--differences", "/dev/full", log)),
            (1, "a.xml:", ("--against", bad, log)),
            (2, "nowhere", ("--against", runs.work / "nowhere", log))):
        _, errors = runs.replay("--schedules", old, *options, status=status)
        if needle not in errors:
            runs.fail(f"{options}: {errors}")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        runs = Runs(sys.argv[1], work)
        old, new, both = work / "old", work / "new", work / "both"
        before = {"serial": 1, "effective": "2020-01-01", "card": "20.00", "more": STAMP}
        after = {"serial": 2, "effective": "2026-07-01", "card": "15.00", "more": ""}
        write(old, "1.xml", **before)
        write(new, "1.xml", **{**after, "effective": "2020-01-01"})
        write(both, "1.xml", **before)
        write(both, "2.xml", **after)
        log = work / "log.csv"
        log.write_text(LOG, encoding="utf-8")
        preview(runs, old, new, log)
        retroactive(runs, both, log)
        refusals(runs, old, new, log)
        sys.exit(runs.failures > 0)


if __name__ == "__main__":
    main()

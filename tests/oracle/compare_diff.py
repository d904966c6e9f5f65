#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds what `schedule diff` says against decisions: random pairs of bundles, random charges.

usage: compare_diff.py FEEGUARD FIRST-SEED COUNT

Of each seed OLD and NEW are random bundles of the same plan, or one bundle without and with the last
serials of its documents. Charges at random places are replayed under both. Those that the lines of
JSON say pay more must owe no less under NEW, those that pay less no more, and all that no line speaks
of exactly the same. The diff itself draws no samples; only this test of it does.
"""
import json
import pathlib
import random
import subprocess
import sys
import tempfile

from diff_claims import Claims
from generate_schedule import Bundle, Maker
from generate_plan import plan_bundle
from generate_world import (ATTRIBUTES, LEVELS, PAYER_TYPES, REGIONS, TIMES_NAMES, chance, lies_in)
from generate_tariff import BASE_BOUNDS, CHARGE_CATEGORIES, QUANTITY_BOUNDS
from generate_xml import Writer

ROWS = 1500
VALUES = {"employees": ("0", "1", "50", "99.9999995", "299", "300", "301", "many"),
          "area": ("0", "50", "99.999999", "100", "100.000001", "5000", "x")}


def pair(rng):
    """Documents of OLD and of NEW."""
    plan = plan_bundle(rng)
    new = [d for doc in plan.docs for d in Maker(rng, plan, doc).serials()]
    if chance(rng, 0.5):
        old = [d for doc in plan.docs for d in Maker(rng, plan, doc).serials()]
    else:
        old = [d for d in new if d.serial == min(e.serial for e in new if e.plan is d.plan)
               or not chance(rng, 0.6)]
    return Bundle(plan, old), Bundle(plan, new)


def make_plain(root):
    """Numbers are compared as numbers only: what is both a number and a text has no plain words."""
    for element in root.walk():
        if element.name != "attr" or element.get("name") not in VALUES:
            continue
        for test in ("eq", "ne", "in", "prefix"):
            element.attrs.pop(test, None)
        if len(element.attrs) == 1:
            element.attrs["ge"] = "100"


def write(rng, bundle, folder):
    folder.mkdir()
    for document in bundle.documents:
        make_plain(document.root)
        name = f"{document.plan.id}@{document.serial}.xml"
        (folder / name).write_bytes(Writer(rng).document(document.root))


def day(rng, first=2016, last=2027):
    return f"{rng.randint(first, last)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"


def near(rng, bounds, places):
    """A number beside a bound, or anywhere."""
    unit = 10 ** places
    if chance(rng, 0.5):
        at = int(rng.choice(bounds) * unit) + rng.choice([-1, 0, 1])
    else:
        at = int(10 ** (rng.random() * 7) * unit)
    return f"{at // unit}.{at % unit:0{places}d}"


def charge(rng, plan, number):
    """One event; no other has its payer or its subject, so that nothing stands against it."""
    moment = day(rng)
    event = {"event": "check", "txn": f"T{number}", "time": moment + "T10:00:00+08:00",
             "unit": rng.choice(plan.units).code, "item": rng.choice(plan.items).code,
             "payer": f"P{number}", "subject": f"S{number}", "amount": "0",
             "region": rng.choice(REGIONS), "accepted": day(rng)}
    if not chance(rng, 0.1):
        event["base"] = near(rng, BASE_BOUNDS, 2)
    if not chance(rng, 0.1):
        event["quantity"] = near(rng, QUANTITY_BOUNDS, 6)
    if chance(rng, 0.5):
        event["period"] = day(rng)
    if chance(rng, 0.8):
        event["payer_type"] = rng.choice(PAYER_TYPES)
    if chance(rng, 0.5):
        event["category"] = rng.choice(CHARGE_CATEGORIES + ("none",))
    event["attributes"] = {name: rng.choice(VALUES.get(name, values + ("other",)))
                           for name, values in ATTRIBUTES.items() if chance(rng, 0.75)}
    event["attributes"].update({name: rng.choice(["1", "2", "0.5", "30"]) for name in TIMES_NAMES})
    return event


def replay(feeguard, schedules, log):
    run = subprocess.run([feeguard, "replay", "--schedules", str(schedules), "--quiet",
                          "--decisions", "-", str(log)], stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, check=False)
    if run.returncode not in (0, 1) or b"Sanitizer" in run.stderr:
        sys.exit(f"replay ended with {run.returncode}: {run.stderr.decode()}")
    return [json.loads(line) for line in run.stdout.splitlines()]


def compare_seed(feeguard, seed, folder):
    """Numbers of charges compared and of claims met; None where OLD or NEW is no valid bundle."""
    rng = random.Random(f"diff {seed}")
    old, new = pair(rng)
    write(rng, old, folder / "old")
    write(rng, new, folder / "new")
    run = subprocess.run([feeguard, "schedule", "diff", "--json", str(folder / "old"),
                          str(folder / "new")], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                         check=False)
    if run.returncode == 2 and b"refused" in run.stderr:
        return None
    if run.returncode not in (0, 1) or run.stderr:
        sys.exit(f"diff ended with {run.returncode}: {run.stderr.decode()}")
    claims = Claims([json.loads(line) for line in run.stdout.splitlines()], lies_in)
    events = [charge(rng, new.plan, number) for number in range(ROWS)]
    log = folder / "log.jsonl"
    log.write_text("".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events))
    before, after = (replay(feeguard, folder / name, log) for name in ("old", "new"))
    for event, left, right in zip(events, before, after):
        wrong = claims.judge(event, left, right)
        if wrong:
            sys.exit(f"seed {seed}: {wrong}\n{json.dumps(event, ensure_ascii=False)}\n"
                     f"OLD {json.dumps(left)}\nNEW {json.dumps(right)}\nfiles are in {folder}")
    return claims.counts


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    feeguard, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    totals, compared = {}, 0
    for seed in range(first, first + count):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="feeguard-diff-"))
        counts = compare_seed(feeguard, seed, folder)
        compared += counts is not None
        for name, number in (counts or {}).items():
            totals[name] = totals.get(name, 0) + number
        subprocess.run(["rm", "-rf", str(folder)], check=True)
    print(f"{compared} pairs of bundles:", ", ".join(f"{n} {name}" for name, n in sorted(totals.items())))
    if compared * 2 < count or not all(totals.get(n) for n in ("more", "less", "equal")):
        sys.exit("too little was compared")


if __name__ == "__main__":
    main()

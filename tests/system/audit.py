#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An auditor at work: exports and judges again what the sample log left in a ledger, finds what was
done to it, and checks permits.

usage: audit.py FEEGUARD SCHEDULES SAMPLE-LOG PERMIT-MAKER
"""
import base64
import collections
import csv
import decimal
import hashlib
import json
import os
import pathlib
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile

CENT = decimal.Decimal("0.01")
NO_FACTS = struct.pack("<IIIqqi", 1, 0, 0, 0, 0, -2 ** 31)
CLASSES = ("code", "schedule", "state", "missing", "tampered")


class Audit:
    """The program under test, a folder to work in, and what went wrong."""

    def __init__(self, feeguard, work):
        self.feeguard, self.work, self.failures = feeguard, work, 0

    def fail(self, what):
        """Notes a failure."""
        print(what)
        self.failures += 1

    def run(self, status, *arguments):
        """Output and errors of a command that must end with this status."""
        run = subprocess.run([self.feeguard, *map(str, arguments)], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, check=False)
        if run.returncode != status:
            self.fail(f"status {run.returncode}, not {status}: {arguments}\n"
                      f"{run.stdout.decode()[:2000]}{run.stderr.decode()[:2000]}")
        return run.stdout.decode(), run.stderr.decode()

    def replay(self, ledger, *schedules, **wanted):
        """Judges again; the number of differences by class must be these, 0 where none is named."""
        status = 1 if wanted else 0
        text, errors = self.run(status, "audit", "replay", ledger, "--language", "en",
                                "--schedules", *schedules)
        found = {}
        for line in text.splitlines():
            for name in CLASSES:
                if line.endswith(f"  {name}"):
                    found[name] = int(line.split()[0])
        if found != {name: wanted.get(name, 0) for name in CLASSES}:
            self.fail(f"{ledger.name}: {found}, not {wanted}\n{errors[:2000]}")
        return errors


def is_clear(value, row):
    """Whether an id would be told by chance, or by the gateway itself."""
    return len(value) < 6 or value in row["txn"]


def export(audit, ledger, log):
    """Every record is one line of JSON; nobody is in it by name; parts are as the whole."""
    text, _ = audit.run(0, "audit", "export", ledger)
    records = [json.loads(line) for line in text.splitlines()]
    if [record["position"] for record in records] != list(range(1, len(records) + 1)):
        audit.fail("export: positions")
    if {record["kind"] for record in records} < {"charge", "reserve", "commit", "release",
                                                 "refund", "check"}:
        audit.fail("export: a kind of record is not there")
    part, _ = audit.run(0, "audit", "export", ledger, "--from", 7, "--to", 9)
    if part.splitlines() != text.splitlines()[6:9]:
        audit.fail("export: --from and --to")
    with open(log, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ids = {row[name] for row in rows for name in ("payer", "subject")
           if not is_clear(row[name], row)}
    forms = {form for one in ids for form in (
        one, one.encode().hex(), base64.b64encode(one.encode()).decode().rstrip("="))}
    if len(ids) < 500 or any(form in text for form in forms):
        audit.fail("export: an id in the clear, or too few to look for")
    decided = {record["txn"]: record for record in records if record.get("answer") == "decided"}
    times = collections.Counter(row["txn"] for row in rows if row["event"] in ("charge", ""))
    for row in rows:
        record = decided.get(row["txn"])
        if record is None or row["event"] not in ("charge", "") or times[row["txn"]] != 1:
            continue
        if record["charge"]["amount"] != str(decimal.Decimal(row["amount"]).quantize(CENT)):
            audit.fail(f"export: amount of {row['txn']}")
        if row["expect"] and not row["expect"].startswith(record["decision"]["outcome"]):
            audit.fail(f"export: outcome of {row['txn']}")
    return records


# ---- what is done to a trail ----

def sm3(content):
    """The digest that a ledger is made with where none is chosen."""
    return hashlib.new("sm3", content).digest()


def rewrite(source, target, position, change):
    """A copy in which one record is another, and all hashes are as if it had always been."""
    shutil.copy(source, target)
    database = sqlite3.connect(target)
    head = sm3(b"feeguard audit trail 1")
    for number, content in database.execute(
            "SELECT position, content FROM trail ORDER BY position").fetchall():
        if number == position:
            content = change(content)
        head = sm3(head + struct.pack("<QI", number, len(content)) + content)
        database.execute("UPDATE trail SET content = ?, hash = ? WHERE position = ?",
                         (content, head, number))
    database.execute("UPDATE status SET hash = ?", (head,))
    database.commit()
    database.close()
    return target


def altered(source, target, *statements):
    """A copy to which SQL was done."""
    shutil.copy(source, target)
    database = sqlite3.connect(target)
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()
    return target


def find(records, wanted):
    """The first record of which this is true."""
    return next(record for record in records if wanted(record))


def other_amount(record):
    """The record with a charge of a thousand times the amount."""
    fen = int(record["charge"]["amount"].replace(".", ""))

    def change(content):
        before, after = struct.pack("<q", fen), struct.pack("<q", 1000 * fen)
        at = content.index(before)
        return content[:at] + after + content[at + 8:]
    return change


def other_status(status):
    """The record with another status."""
    return lambda content: content[:16] + struct.pack("<I", status) + content[20:]


def tampering(audit, ledger, records, schedules):
    """Each class of difference, by what brings it about."""
    work = audit.work
    allowed = find(records, lambda r: r.get("answer") == "decided" and r["kind"] == "charge"
                   and r["decision"]["codes"] == [] and r["charge"]["amount"] != "0.00"
                   and r["position"] > 1)
    errors = audit.replay(rewrite(ledger, work / "code.db", allowed["position"],
                                  other_amount(allowed)), schedules, code=1, tampered=1)
    if f"position {allowed['position']} (txn {allowed['txn']}): code: outcome" not in errors:
        audit.fail(f"code: {errors}")
    # Facts that no ledger tells: available, no duplicate, no conflict, what stands, no date.
    for standing, earliest in ((2 ** 63 - 1, -2 ** 31), (-1, -2 ** 31), (0, 2 ** 31 - 1)):
        facts = struct.pack("<IIIqqi", 1, 0, 0, 0, standing, earliest)
        errors = audit.replay(rewrite(ledger, work / "facts.db", allowed["position"],
                                      lambda content, facts=facts: content.replace(NO_FACTS, facts)),
                              schedules, code=1, tampered=1)
        if "code: the facts are none" not in errors:
            audit.fail(f"facts: {errors}")
    commit = find(records, lambda r: r["kind"] == "commit" and r["status"] == "FG_OK")
    errors = audit.replay(rewrite(ledger, work / "state.db", commit["position"],
                                  other_status(4)), schedules, state=1, tampered=1)
    if "should be FG_OK, and is" not in errors:
        audit.fail(f"state: {errors}")
    reserve = find(records, lambda r: r["kind"] == "reserve" and r["status"] == "FG_OK")
    audit.replay(rewrite(ledger, work / "told.db", reserve["position"], other_status(1)), schedules,
                 code=1, state=1, tampered=1)
    audit.replay(rewrite(ledger, work / "garbage.db", 5, lambda content: b"?" + content), schedules,
                 tampered=2)
    escape = "\x1b[2J"
    errors = audit.replay(rewrite(ledger, work / "escape.db", allowed["position"],
                                  lambda content: content.replace(
                                      allowed["txn"].encode(),
                                      (escape + allowed["txn"])[:len(allowed["txn"])].encode())),
                          schedules, tampered=2)
    if escape in errors:
        audit.fail(f"escape: {errors}")
    errors = audit.replay(rewrite(ledger, work / "forgotten.db", allowed["position"],
                                  lambda content: content.replace(allowed["txn"].encode(),
                                                                  b"N" * len(allowed["txn"]))),
                          schedules, tampered=1)
    if f"after position {allowed['position'] - 1} was rewritten" not in errors:
        audit.fail(f"forgotten: {errors}")
    audit.run(0, "audit", "export", work / "garbage.db")
    gone = altered(ledger, work / "gone.db", "DELETE FROM trail WHERE position BETWEEN 100 AND 102")
    text, errors = audit.run(1, "audit", "replay", gone, "--language", "en", "--schedules",
                             schedules)
    if "1  missing" not in text or "position 100: missing: no record up to position 102" \
            not in errors:
        audit.fail(f"missing: {text}{errors}")
    audit.replay(altered(ledger, work / "tampered.db",
                         f"UPDATE trail SET hash = zeroblob(32) WHERE position = "
                         f"{len(records) - 1}"), schedules, tampered=2)
    closed_up = altered(ledger, work / "closed-up.db", "DELETE FROM trail WHERE position = 100",
                        "UPDATE trail SET position = position - 1 WHERE position > 100",
                        "UPDATE status SET position = position - 1")
    text, errors = audit.run(1, "audit", "replay", closed_up, "--language", "en", "--schedules",
                             schedules)
    if "1  missing" not in text or "position 100: missing: 1 records before it" not in errors:
        audit.fail(f"closed up: {text}{errors}")


def late_commits(audit, ledger, records, schedules):
    """A commit after its reservation had run out is judged again too, and must have come late."""
    late = find(records, lambda r: "late" in r)
    reserve = find(records, lambda r: r.get("txn") == late["txn"] and "expires" in r)
    if late["late"]["expired"] != reserve["expires"] or late["time"] < reserve["expires"]:
        audit.fail(f"late: {late}, {reserve}")

    def replay(words, record, change, **wanted):
        changed = rewrite(ledger, audit.work / "late.db", record["position"], change)
        errors = audit.replay(changed, schedules, tampered=1, **wanted)
        if words not in errors:
            audit.fail(f"{words}: {errors}")

    # Its end: whether there is a duplicate, the conflict (none) and its time, what stands.
    replay("code: codes", late, lambda c: c[:-24] + struct.pack("<I", 1) + c[-20:], code=1)
    replay("code: conflict", late,
           lambda c: c.replace(bytes(12), bytes(8) + struct.pack("<I", 2) + b"T1", 1), code=1)
    replay("should be FG_COMMITTED_LATE, and is FG_OK", late, other_status(0), state=1)
    long_ago = struct.pack("<q", 10 ** 18)
    replay("", reserve, lambda c: c[:-8] + long_ago)
    for_ever = struct.pack("<q", 2 ** 62)
    replay("should be FG_OK, and is FG_COMMITTED_LATE", reserve, lambda c: c[:-8] + for_ever,
           state=1)
    replay("", reserve, lambda c: c[:-8])  # as older versions wrote it


def verifying(audit, ledger):
    """What is done to a trail in SQL is named by the verification."""
    def verify(words, *statements):
        changed = altered(ledger, audit.work / "verify.db", *statements)
        _, errors = audit.run(1, "audit", "verify", changed, "--language", "en", "--public-key",
                              f"{ledger}.signer.pub.pem")
        if words not in errors:
            audit.fail(f"{words}: {errors}")

    verify("a head was signed here, and is gone", "DELETE FROM checkpoint")
    verify("no signed head covers these records", "DELETE FROM checkpoint",
           "UPDATE status SET checkpoint_position = 0")
    verify("positions -5 to -5: the records were put in",
           "INSERT INTO trail SELECT -5, content, hash FROM trail WHERE position = 5")
    verify("positions 0 to 0: the records were put in",
           "CREATE TABLE other AS SELECT * FROM trail",
           "INSERT INTO other SELECT NULL, content, hash FROM trail WHERE position = 5",
           "DROP TABLE trail", "ALTER TABLE other RENAME TO trail")
    verify("the list of schedules that it names is not there", "DELETE FROM schedules")
    verify("position 7: the record was altered",
           "UPDATE trail SET content = CAST(content AS TEXT) WHERE position = 7")


def other_schedules(audit, ledger, records, schedules):
    """Bundles that are not those that the records name."""
    changed, fewer = audit.work / "changed", audit.work / "fewer"
    shutil.copytree(schedules, changed)
    shutil.copytree(schedules, fewer)
    with open(changed / "cn-court.xml", "a", encoding="utf-8") as file:
        file.write("<!-- one byte is enough -->\n")
    (fewer / "cn-abolished.xml").unlink()
    decided = sum(record.get("answer") == "decided" and "schedules_digest" in record
                  for record in records)
    errors = audit.replay(ledger, changed, schedule=decided)
    if "CN-COURT@1 is another document now" not in errors:
        audit.fail(f"changed: {errors[:500]}")
    errors = audit.replay(ledger, fewer, schedule=decided)
    if "CN-ABOLISHED@1 is in no DIR" not in errors:
        audit.fail(f"fewer: {errors[:500]}")
    audit.replay(ledger, changed, schedules)
    audit.run(2, "audit", "replay", ledger, "--schedules", audit.work / "nowhere")


def mistakes(audit, ledger, schedules):
    """What cannot be carried out is said."""
    text = audit.work / "text.db"
    text.write_text("no database", encoding="utf-8")
    for arguments in (("replay", ledger), ("replay", "--schedules", schedules),
                      ("replay", text, "--schedules", schedules),
                      ("replay", ledger, "--schedules", schedules, "--language", "fr"),
                      ("export",), ("export", text), ("export", ledger, "--from", "x"),
                      ("export", ledger, "--from", "9", "--to", "7"),
                      ("export", audit.work / "none.db")):
        _, errors = audit.run(2, "audit", *arguments)
        if not errors:
            audit.fail(f"nothing was said: {arguments}")


# ---- permits ----

def rotate(audit, maker, ledger, verify):
    """A gateway that runs while keys are rotated issues its next permit under the new one; permits
    that it issued before stay good."""
    with subprocess.Popen([maker, ledger, "R-1", "R-2"], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as gateway:
        texts = [gateway.stdout.readline().decode().strip()]
        audit.run(0, "ledger", "rotate", ledger)
        gateway.stdin.write(b"\n")
        gateway.stdin.flush()
        texts.append(gateway.stdout.readline().decode().strip())
        for epoch, (txn, text) in enumerate(zip(("R-1", "R-2"), texts)):
            told = verify(0, "good", text=text, txn=txn, subject=txn)
            if not told.rstrip().endswith(f"epoch {epoch}"):
                audit.fail(f"rotated: {told}, not of epoch {epoch}")


def permits(audit, maker):
    """What is wrong with a permit is told apart."""
    ledger, other = audit.work / "permit.db", audit.work / "other.db"
    audit.run(0, "ledger", "init", ledger)
    audit.run(0, "ledger", "init", other)
    permit = subprocess.run([maker, ledger, "T-1"], stdout=subprocess.PIPE,
                            check=True).stdout.decode().strip()
    charge = {"txn": "T-1", "time": "2026-07-01T12:00:00+08:00", "unit": "OFFICE", "item": "REG",
              "payer": "91210100PAYER", "subject": "T-1", "amount": "80.00"}
    noon = "2026-07-01T12:00:00+08:00"

    def verify(status, word, text=permit, by=ledger, now=noon, **changes):
        fields = [f"{name}={value}" for name, value in {**charge, **changes}.items()]
        told, _ = audit.run(status, "permit", "verify", "--language", "en", "--ledger", by,
                            "--permit", text, "--now", now, *fields)
        if not told.startswith(word):
            audit.fail(f"permit: {told}, not {word}")
        return told

    verify(0, "good")
    verify(0, "good", by=f"sqlite:{ledger}", amount="80")
    verify(1, "malformed", text=permit[:-1])
    verify(1, "forged", text=permit[:-2] + ("A" if permit[-2] != "A" else "B") + permit[-1])
    verify(1, "other key", by=other)
    verify(1, "other charge", payer="91210100OTHER")
    verify(1, "other charge", txn="T-2")
    verify(1, "other amount", amount="79.00")
    verify(1, "expired", now="2026-07-01T12:15:00+08:00")
    verify(0, "good", now="2026-07-01T12:14:59+08:00")
    rotate(audit, maker, ledger, verify)
    verify(2, "", now="noon")
    verify(2, "", amount="much")
    verify(2, "", event="refund", refund="R")
    verify(2, "", by=audit.work / "none.db")
    verify(2, "", nonsense="1")
    audit.run(2, "permit", "verify", "--ledger", ledger, "--permit", permit)
    audit.run(2, "permit", "verify", "--permit", permit, "txn=T-1")
    audit.run(2, "permit")
    told, _ = audit.run(0, "permit", "verify", "--ledger", ledger, "--permit", permit, "--now", noon,
                        *(f"{name}={value}" for name, value in charge.items()))
    if not told.startswith("有效"):
        audit.fail(f"permit: {told}")


def read_only(audit, ledger):
    """A copy on a medium that cannot be written, under a name that means something in URIs."""
    folder = audit.work / "50% #1?"
    folder.mkdir()
    copy = folder / "trail.db"
    for ending in ("", ".signer.pub.pem"):
        shutil.copy(f"{ledger}{ending}", f"{copy}{ending}")
    folder.chmod(0o555)
    # What root may do in spite of a mode is taken from it.
    tame = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
    run = subprocess.run([*tame, audit.feeguard, "audit", "verify", copy, "--language", "en"],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if run.returncode != 0 or len(list(folder.iterdir())) != 2:
        audit.fail(f"on a read-only medium: {run.returncode} {run.stderr.decode()}")
    folder.chmod(0o755)


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    feeguard, schedules, log, maker = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        audit = Audit(feeguard, pathlib.Path(name))
        for mode in ("monitor", "enforce"):
            ledger = audit.work / f"{mode}.db"
            audit.run(0, "ledger", "init", ledger)
            audit.run(1 if mode == "monitor" else 0, "replay", "--quiet", "--mode", mode,
                      "--schedules", schedules, "--ledger", f"sqlite:{ledger}", log)
            audit.replay(ledger, schedules)
        records = export(audit, ledger, log)
        tampering(audit, ledger, records, schedules)
        late_commits(audit, ledger, records, schedules)
        verifying(audit, ledger)
        other_schedules(audit, ledger, records, schedules)
        mistakes(audit, ledger, schedules)
        read_only(audit, ledger)
        permits(audit, maker)
        sys.exit(audit.failures > 0)


if __name__ == "__main__":
    main()

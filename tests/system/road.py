#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The whole road of a change, on the real schedules: a bureau edits the fee list, imports it, has it
checked, tested, compared and previewed, two people sign it, it is published and dropped in where a
gateway runs, which applies it from midnight of its date on; nothing older comes back.

usage: road.py FEEGUARD LIVE-GATEWAY PLUGIN SCHEDULES-DIR SAMPLE-LOG

The change is made up for the test: registration of a dwelling for 60 in place of 80 yuan.
"""
import csv
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

FEEGUARD, GATEWAY, PLUGIN, BUNDLE, LOG = sys.argv[1:6]
EVENING, MIDNIGHT = "2026-11-30T23:59:59.999999999+08:00", "2026-12-01T00:00:00+08:00"
CHARGE = ("unit=210113005 item=CN-RE-REG payer=P1 payer_type=individual subject=ESTATE-{0} txn=T-{0} accepted=2026-11-20 "
          "quantity=1 attr:registration=first attr:use=residential amount={1} time={2}")


def run(*arguments, status=0, said=""):
    """The command's output; anything but the status and the words expected ends the test."""
    done = subprocess.run([FEEGUARD, *map(str, arguments)], encoding="utf-8", check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != status or said not in done.stdout + done.stderr:
        sys.exit(f"feeguard {' '.join(map(str, arguments))}\nstatus {done.returncode}, not {status}"
                 f", or not said: {said}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


class Office:
    """An authority, two people, and the directories that schedules pass through."""

    def __init__(self, work):
        self.keys, self.trust = work / "keys", work / "trust"
        self.desk, self.live, self.data = work / "desk", work / "live", work / "data"
        for directory in (self.keys, self.trust, self.data, self.live):
            directory.mkdir()
        shutil.copytree(BUNDLE, self.desk)
        self.make_people()
        for document in sorted(self.desk.glob("*.xml")):
            self.sign_twice(document)

    def make_people(self):
        root = self.keys / "root"
        run("schedule", "keygen", root, "--name", "示例根证书")
        pins = []
        for role in ("drafter", "approver", "stranger"):
            run("schedule", "keygen", self.keys / role, "--name", f"示例 {role}",
                "--ca", f"{root}.cert.pem", "--ca-key", f"{root}.key.pem")
            if role != "stranger":
                pins.append(f"signer {role} subject CN=示例 {role}\n")
        shutil.copy(f"{root}.cert.pem", self.trust / "anchors.pem")
        (self.trust / "trust.conf").write_text("".join(pins), encoding="utf-8")

    def predecessor(self, document):
        """The document of the same id and the next lower serial, as --predecessor wants it."""
        text = document.read_text("utf-8")
        name = re.search(r'\bid="([^"]+)"', text[text.index("<schedule"):])[1]
        serial = int(re.search(r'\bserial="(\d+)"', text)[1])
        for other in self.desk.glob("*.xml"):
            head = other.read_text("utf-8")
            head = head[head.index("<schedule"):].split(">")[0]
            if f'id="{name}"' in head and f'serial="{serial - 1}"' in head:
                return ["--predecessor", other]
        return []

    def sign(self, document, role, key=None):
        key = self.keys / (key or role)
        run("schedule", "sign", document, "--role", role, "--key", f"{key}.key.pem",
            "--certificate", f"{key}.cert.pem", *self.predecessor(document))

    def sign_twice(self, document):
        self.sign(document, "drafter")
        self.sign(document, "approver")

    def publish(self, *names):
        """Signatures first: a document without them would be refused until they come."""
        for name in names:
            for file in (f"{name}.sig", name):
                shutil.copy(self.desk / file, self.live / f".{file}")
                (self.live / f".{file}").rename(self.live / file)


class Gateway:
    """A running gateway process, spoken to line by line."""

    def __init__(self, office, watch):
        self.process = subprocess.Popen(
            [GATEWAY, PLUGIN, office.live, office.trust, f"sqlite:{office.data / 'ledger.db'}",
             str(watch)], encoding="utf-8", stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        self.opened = self.process.stdout.readline() == "ready\n"

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def expect(self, line, wanted):
        told = self.ask(line)
        if told != wanted:
            self.process.kill()
            sys.exit(f"{line}\n{told}\nnot {wanted}\n{self.process.stderr.read()}")

    def wait(self, line, wanted):
        """Asks until it is so; what never comes ends with the test's time."""
        while self.ask(line) != wanted:
            time.sleep(0.05)

    def end(self):
        """Its status and what it logged."""
        self.process.stdin.close()
        log = self.process.stderr.read()
        return self.process.wait(), log


def demand(good, what, detail=""):
    if not good:
        sys.exit(f"{what}\n{detail}")


def edit_and_import(office, work):
    """From the list that is published to the draft of the next serial."""
    table, draft = work / "list.csv", office.desk / "cn-registration-2.xml"
    run("schedule", "export", "--csv", office.desk / "cn-registration.xml", "--output", table)
    text = table.read_text("utf-8-sig")
    half = text.replace('fixed=""80.00""', 'fixed=""60.00""')
    demand(half != text, "nothing to edit")
    edit = ["--serial", 2, "--effective", "2026-12-01", "--output", draft, "--force"]
    # Words and exact columns that no longer agree are asked about; nothing of it can go on.
    table.write_text(half, encoding="utf-8-sig")
    run("schedule", "import", table, *edit, status=1, said="收费标准")
    run("schedule", "lint", office.desk, status=1, said="question")
    table.write_text(half.replace("80元", "60元"), encoding="utf-8-sig")
    run("schedule", "import", table, *edit)
    return draft


def add_case(office, number, due):
    """A case of the new serial, at the end of tests.csv."""
    table = office.desk / "tests.csv"
    with table.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    cells = {"txn": f"DRAFT-{number}", "time": MIDNIGHT, "unit": "210113005", "item": "CN-RE-REG",
             "payer": "P", "payer_type": "individual", "subject": f"DRAFT-{number}", "amount": due,
             "quantity": "1", "accepted": "2026-12-01", "attr:use": "residential",
             "attr:registration": "first", "expect": "allow", "expect_due": due}
    with table.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow([cells.get(name, "") for name in columns])


def try_cases(office):
    """The old cases hold, none looks at the new serial until one is written, and a wrong one fails."""
    draft = "cn-registration-2.xml"
    told = run("schedule", "test", office.desk)
    demand(f"{draft}:" in told, "the new serial is not touched", told)
    run("schedule", "test", office.desk, "--strict", status=1, said=draft)
    run("schedule", "test", office.desk, "--trust", office.trust, status=1, said=draft)  # unsigned
    before = (office.desk / "tests.csv").read_bytes()
    add_case(office, 1, "80.00")
    run("schedule", "test", office.desk, status=1, said=f"应缴 60.00，标准 60.00（{draft}:")
    (office.desk / "tests.csv").write_bytes(before)
    add_case(office, 1, "60.00")
    now = run("schedule", "test", office.desk)
    demand(now.count(f"{draft}:") < told.count(f"{draft}:"), "the case touches it", now)


def examine(office, work):
    """Checked, and held against what is in force."""
    run("schedule", "lint", office.desk, "--strict")
    told = run("schedule", "diff", BUNDLE, office.desk, status=1, said="CN-RE-REG 不动产登记费")
    demand("少20.00元" in told and "2026年12月1日起" in told and "降低1个" in told, "the diff", told)
    told = run("replay", "--schedules", BUNDLE, "--against", office.desk, LOG)
    demand("CN-RE-REG" not in told, "a change of December changes nothing before", told)
    later = work / "later.csv"
    lines = pathlib.Path(LOG).read_text("utf-8").splitlines(keepends=True)
    later.write_text(lines[0] + "".join(
        line.replace(",2024-", ",2027-").replace(",2025-", ",2028-") for line in lines[1:]
        if "CN-RE-REG" in line and "residential" in line), encoding="utf-8")
    told = run("replay", "--schedules", BUNDLE, "--against", office.desk, "--mode", "monitor", later)
    demand("CN-RE-REG" in told, "the preview names what changes", told)


def start_wrong(office):
    """A gateway does not start on what nobody signed."""
    shutil.copy(office.desk / "cn-calendar.xml", office.live)
    gateway = Gateway(office, 0)
    status, log = gateway.end()
    demand(not gateway.opened and status == 1 and "[signature-missing]" in log, "unsigned", log)
    (office.live / "cn-calendar.xml").unlink()


def check(gateway, number, amount, moment, wanted):
    gateway.expect("check " + CHARGE.format(number, amount, moment), wanted)


def apply_change(office, gateway, draft):
    """From half-signed to in force, while the gateway runs."""
    old = "FG_OK due=8000"
    check(gateway, 1, "80.00", MIDNIGHT, old)
    office.sign(draft, "drafter")
    office.publish(draft.name)
    gateway.expect("refused 1", "ok")  # one signature
    check(gateway, 1, "80.00", MIDNIGHT, old)
    office.sign(draft, "approver")
    office.publish(draft.name)
    gateway.wait("check " + CHARGE.format(1, "60.00", MIDNIGHT), "FG_OK due=6000")
    check(gateway, 1, "80.00", EVENING, old)
    check(gateway, 1, "80.00", MIDNIGHT, "FG_DENIED due=6000 OVER_STANDARD")
    check(gateway, 1, "60.00", MIDNIGHT, "FG_OK due=6000")
    gateway.expect("reserve " + CHARGE.format(1, "60.00", MIDNIGHT), "FG_OK due=6000")
    gateway.expect("commit T-1", "FG_OK")


def nothing_older(office, gateway, draft):
    """The new document cannot be taken away, nor swapped for another of the same serial."""
    for name in (draft.name, f"{draft.name}.sig"):
        (office.live / name).rename(office.data / name)
    gateway.expect("refused 2", "ok")
    check(gateway, 2, "60.00", MIDNIGHT, "FG_OK due=6000")
    forged = office.desk / "cn-registration-forged.xml"
    forged.write_text(draft.read_text("utf-8").replace('"60.00"', '"90.00"'), encoding="utf-8")
    office.sign_twice(forged)
    office.publish(forged.name)
    gateway.expect("refused 3", "ok")
    check(gateway, 2, "60.00", MIDNIGHT, "FG_OK due=6000")
    status, log = gateway.end()
    demand(status == 0, "the end", log)
    for rule in ("[role-missing]", "[rollback-missing]", "[rollback"):
        demand(rule in log, f"not said: {rule}", log)
    # The ledger remembers what was accepted: neither does a gateway start on it.
    again = Gateway(office, 0)
    status, log = again.end()
    demand(not again.opened and "[rollback" in log, "a start on an older serial", log)


def main():
    with tempfile.TemporaryDirectory() as directory:
        work = pathlib.Path(directory)
        office = Office(work)
        run("ledger", "init", office.data / "ledger.db")
        start_wrong(office)
        office.publish(*[file.name for file in office.desk.glob("*.xml")])
        run("schedule", "verify", office.live, "--trust", office.trust)
        gateway = Gateway(office, 1)
        demand(gateway.opened, "the gateway does not start", gateway.process.poll())
        run("schedule", "test", office.desk, "--trust", office.trust, "--strict")
        draft = edit_and_import(office, work)
        try_cases(office)
        examine(office, work)
        apply_change(office, gateway, draft)
        page = work / "notice.html"
        run("schedule", "publish", office.live, "--html", page, "--trust", office.trust)
        demand("60" in page.read_text("utf-8"), "the notice")
        nothing_older(office, gateway, draft)


if __name__ == "__main__":
    main()

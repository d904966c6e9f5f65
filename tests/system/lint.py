#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Each finding of deep lint: a small bundle that has just this defect, one beside it that does not,
and every witness put to `feeguard check`, which must answer as the witness says.

usage: lint.py FEEGUARD BUNDLE    (BUNDLE: real schedules, on which there must be no finding)
"""
import json
import pathlib
import subprocess
import sys
import tempfile

from lint_cases import CASES, EXTRA

TODAY = "2026-06-01"
HEAD = ("<schedule xmlns='urn:feeguard:schedule:1' id='{id}' level='{level}' region='{region}' "
        "serial='1' effective='2020-01-01'>\n"
        "<bases><basis id='b' level='national'/></bases>\n")
UNITS = "<units><unit code='U' department='d' level='county' region='210102'/></units>\n"


def write(folder, body):
    """A bundle: one national document with a unit, unless the case says it all itself."""
    documents = body if isinstance(body, dict) else {"CN national 000000": UNITS + body}
    for index, (head, elements) in enumerate(documents.items()):
        name, level, region = head.split()
        text = HEAD.format(id=name, level=level, region=region) + elements + "</schedule>\n"
        (folder / f"{index}.xml").write_text(text, encoding="utf-8")


class Runner:
    def __init__(self, feeguard):
        self.feeguard = feeguard
        self.wrong = 0
        self.witnesses = 0

    def fail(self, story, what):
        self.wrong += 1
        print(f"{story}: {what}")

    def lint(self, folder, *options):
        run = subprocess.run([self.feeguard, "schedule", "lint", "--today", TODAY, *options,
                              str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             check=False)
        return run.returncode, run.stdout.decode(), run.stderr.decode()

    def check(self, folder, witness):
        run = subprocess.run([self.feeguard, "check", "--schedules", str(folder), "--json",
                              *witness], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             check=False)
        decision = json.loads(run.stdout) if run.stdout else None
        return run.returncode, decision, run.stderr.decode()

    def witness(self, story, folder, finding):
        """The decisions on all witnesses of a finding; each as it was foretold."""
        decisions = []
        for witness in finding["witnesses"]:
            self.witnesses += 1
            status, decision, errors = self.check(folder, witness)
            if status == 2 or decision is None or errors:
                self.fail(story, f"witness {witness} is answered {status}: {errors}")
                return None
            decisions.append(decision)
        return decisions

    def case(self, story, body, expected, claim=None):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            write(folder, body)
            status, output, errors = self.lint(folder, "--json")
            findings = [json.loads(line) for line in output.splitlines()]
            rules = [finding["rule"] for finding in findings]
            if errors or rules != expected:
                self.fail(story, f"found {rules}, expected {expected} {errors}")
                return
            if status != 0 or any(finding["severity"] != "warning" for finding in findings):
                self.fail(story, f"exit status {status}: {output}")
            strict, _, _ = self.lint(folder, "--strict")
            if strict != (1 if expected else 0):
                self.fail(story, f"exit status {strict} under --strict")
            for finding in findings:
                self.finding(story, folder, finding, claim)

    def finding(self, story, folder, finding, claim):
        text = (folder / pathlib.Path(finding["file"]).name).read_text(encoding="utf-8")
        if finding["rule"] != "no-units" and "<!--!-->" not in text.splitlines()[finding["line"] - 1]:
            self.fail(story, f"told of line {finding['line']}")
        decisions = self.witness(story, folder, finding)
        if claim is not None and decisions is not None:
            if not decisions or not claim(*decisions):
                self.fail(story, f"the witness does not show it: {decisions}")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    runner = Runner(sys.argv[1])
    for rule, story, wrong, right, claim in CASES:
        runner.case(f"{rule}: {story}", wrong, [rule], claim)
        runner.case(f"{rule}: beside {story}", right, [])
    for story, body, expected in EXTRA:
        runner.case(story, body, expected)
    status, output, errors = runner.lint(sys.argv[2], "--strict")
    if status != 0 or errors:
        runner.fail("real schedules", output + errors)
    print(f"{len(CASES)} findings, {runner.witnesses} witnesses, {runner.wrong} wrong")
    sys.exit(1 if runner.wrong or runner.witnesses < len(CASES) else 0)


if __name__ == "__main__":
    main()

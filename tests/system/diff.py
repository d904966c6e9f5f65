#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`feeguard schedule diff` on the real schedules: none against themselves, and what a change of one
figure, date, grant, reduction or basis is told to do, to whom.

usage: diff.py FEEGUARD BUNDLE
"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

# story, file, what is replaced and by what; then the changes told: item, kind and effect, and words
# that are in one of their lines.
CASES = [
    ("a figure is lowered", "cn-registration.xml",
     '<case><brackets on="quantity" mode="marginal"><band upto="1" fixed="550.00"/>'
     '<band price="10"/></brackets></case>',
     '<case><brackets on="quantity" mode="marginal"><band upto="1" fixed="500.00"/>'
     '<band price="10"/></brackets></case>',
     {("CN-RE-REG", "standard", "less")}, ["少50.00元", "受理日期"]),
    ("an item has another name", "cn-registration.xml",
     'name="不动产登记费"', 'name="不动产登记费（样例）"',
     {("CN-RE-REG", "attribute", None)}, ["名称", "不动产登记费（样例）"]),
    ("a grant is withdrawn", "cn-registration.xml",
     '<grants><grant department="natural-resources"/></grants>', "",
     {("CN-RE-REG", "grant", None)}, ["收费权限"]),
]


class Runner:
    def __init__(self, feeguard):
        self.feeguard = feeguard
        self.wrong = 0

    def fail(self, story, what):
        self.wrong += 1
        print(f"{story}: {what}")

    def diff(self, *arguments):
        run = subprocess.run([self.feeguard, "schedule", "diff", *map(str, arguments)],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        return run.returncode, run.stdout.decode(), run.stderr.decode()

    def expect(self, story, arguments, status, output=None, errors=""):
        got = self.diff(*arguments)
        if got[0] != status or (output is not None and got[1] != output) or errors not in got[2]:
            self.fail(story, f"{got}")

    def case(self, bundle, folder, case):
        story, file, before, after, expected, words = case
        new = folder / "new"
        shutil.copytree(bundle, new)
        text = (new / file).read_text(encoding="utf-8")
        if before not in text:
            self.fail(story, f"{file} has no {before}")
        (new / file).write_text(text.replace(before, after, 1), encoding="utf-8")
        status, lines, errors = self.diff("--json", bundle, new)
        changes = [json.loads(line) for line in lines.splitlines()]
        told = {(c.get("item"), c["change"], c.get("effect")) for c in changes}
        if status != 1 or errors or not expected <= told:
            self.fail(story, f"{status}, told is {sorted(map(str, told))} {errors}")
        if {c.get("item") for c in changes} != {item for item, _, _ in expected}:
            self.fail(story, f"other items are told of: {sorted(map(str, told))}")
        status, text, _ = self.diff(bundle, new)
        missing = [word for word in words if word not in text]
        if status != 1 or missing:
            self.fail(story, f"{missing} are not in {text}")
        shutil.rmtree(new)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    runner, bundle = Runner(sys.argv[1]), pathlib.Path(sys.argv[2])
    runner.expect("a bundle and itself", (bundle, bundle), 0, "没有差别\n")
    runner.expect("the same in English", (bundle, bundle, "--language", "en"), 0, "no difference\n")
    runner.expect("the same for programs", (bundle, bundle, "--json"), 0, "")
    runner.expect("one operand", (bundle,), 2, "", "needs OLD and NEW")
    runner.expect("no such directory", (bundle, bundle / "none"), 2, "")
    runner.expect("no such trust", (bundle, bundle, "--trust", bundle / "none"), 2, "")
    runner.expect("no such list of terms", (bundle, bundle, "--terms", bundle / "none"), 2, "")
    runner.expect("a language that is none", (bundle, bundle, "--language", "fr"), 2, "")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "bad.xml").write_text("<schedule/>", encoding="utf-8")
        status, output, errors = runner.diff(folder / "bad.xml", folder / "bad.xml")
        if status != 2 or output or errors.count("are refused") != 2:
            runner.fail("both are refused", f"{status} {output} {errors}")
        for case in CASES:
            runner.case(bundle, folder, case)
    print(f"{len(CASES)} changes, {runner.wrong} wrong")
    sys.exit(1 if runner.wrong else 0)


if __name__ == "__main__":
    main()

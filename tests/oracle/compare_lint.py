#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds `feeguard schedule lint` to bundles that must be refused and to odd ones that must pass.

usage: compare_lint.py FEEGUARD SEED

Every bundle of invalid.py must be refused with a fault that names a file, and where it is obvious
the line, said in its reason.txt; every bundle of edges.py must be accepted, whatever
deep lint has to say of it.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent


def lint(feeguard, folder):
    """Status and error lines of one check."""
    run = subprocess.run([feeguard, "schedule", "lint", "--language", "en", str(folder)],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return run.returncode, run.stderr.decode(errors="replace")


def names_the_place(errors, reason):
    """Whether some error line names a place that the reason gives: where it stands, or, of two
    definitions of one name, as the other one."""
    files = re.findall(r"^file: (.*)$", reason, re.M)
    lines = re.findall(r"^line: (\d+)$", reason, re.M)
    if files == ["."]:
        return ": error: " in errors
    for name in files:
        for line in lines or [r"\d+"]:
            if re.search(rf"/{re.escape(name)}:{line}\b", errors):
                return True
        if not lines and re.search(rf"/{re.escape(name)}: error: ", errors):
            return True
    return False


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    feeguard, seed = sys.argv[1], sys.argv[2]
    base = pathlib.Path(tempfile.mkdtemp(prefix="feeguard-lint-"))
    subprocess.run([sys.executable, str(HERE / "invalid.py"), seed, str(base / "invalid")],
                   check=True, stdout=subprocess.DEVNULL)
    subprocess.run([sys.executable, str(HERE / "edges.py"), str(base / "edges")],
                   check=True, stdout=subprocess.DEVNULL)
    wrong = refused = accepted = 0
    for folder in sorted((base / "invalid").iterdir()):
        status, errors = lint(feeguard, folder)
        refused += 1
        reason = (folder / "reason.txt").read_text()
        if status != 1 or not names_the_place(errors, reason):
            wrong += 1
            print(f"not refused as it should be ({status}): {folder}\n  {reason}"
                  f"{errors[:400]}")
    for folder in sorted((base / "edges").iterdir()):
        status, errors = lint(feeguard, folder)
        accepted += 1
        if status != 0:
            wrong += 1
            print(f"not accepted ({status}): {folder}\n  {(folder / 'why.txt').read_text()}"
                  f"{errors[:400]}")
    print(f"{refused} invalid bundles, {accepted} odd ones, {wrong} judged wrongly")
    sys.exit(1 if wrong or not refused or not accepted else 0)


if __name__ == "__main__":
    main()

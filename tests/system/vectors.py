#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Replays every directory of tests/vectors and compares the decision lines byte for byte.

usage: vectors.py FEEGUARD VECTORS-DIR SCHEDULES-DIR

golden.jsonl is replayed against the real schedules: every expect and expect_due must be met.
"""
import pathlib
import subprocess
import sys


def replay(feeguard, schedules, log, options=()):
    """Decision lines of one replay, and its exit status."""
    command = [feeguard, "replay", "--schedules", str(schedules), "--quiet", "--decisions", "-",
               *options, str(log)]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return run.stdout, run.returncode, run.stderr.decode(errors="replace")


def check_folder(feeguard, folder):
    """True when the folder's log gives its decisions, whatever the number of jobs."""
    options = []
    if (folder / "options").exists():
        options = (folder / "options").read_text().split()
    log = next(folder.glob("log.*"))
    expected = (folder / "decisions.jsonl").read_bytes()
    for jobs in ("1", "3"):
        got, status, errors = replay(feeguard, folder / "schedules", log,
                                     [*options, "--jobs", jobs])
        if status not in (0, 1) or got != expected:
            print(f"{folder.name}, {jobs} jobs: status {status}\n{errors[:2000]}")
            for want, have in zip(expected.splitlines(), got.splitlines()):
                if want != have:
                    print(f"expected {want.decode(errors='replace')}\n"
                          f"     got {have.decode(errors='replace')}")
                    break
            return False
    return True


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    feeguard, vectors, schedules = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
    folders = sorted(path for path in vectors.iterdir() if path.is_dir())
    good = all([check_folder(feeguard, folder) for folder in folders])
    _, status, errors = replay(feeguard, schedules, vectors / "golden.jsonl")
    if status != 0:
        print(f"golden.jsonl: status {status}\n{errors[:4000]}")
    print(f"{len(folders)} folders and the golden charges")
    sys.exit(0 if good and status == 0 and folders else 1)


if __name__ == "__main__":
    main()

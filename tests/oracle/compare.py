#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the engine with the reference evaluator on random bundles and logs.

usage: compare.py FEEGUARD FIRST-SEED COUNT [--keep DIR] [--rows N]

For each seed a bundle and its log are generated, replayed by `feeguard replay` through the shared
library and by the reference evaluator, in both modes and both log forms; the decision lines must be
the same bytes. Ends with status 1 at the first seed that differs, leaving its files behind.
"""
import argparse
import difflib
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent


def reference(schedules, log, mode):
    """The reference evaluator's decision lines, as bytes."""
    command = [sys.executable, str(HERE / "reference.py"), "--schedules", str(schedules),
               "--mode", mode, str(log)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL).stdout


def engine(feeguard, schedules, log, mode, jobs):
    """The engine's decision lines; status 1 only means that the log's rows were found wanting."""
    command = [feeguard, "replay", "--schedules", str(schedules), "--mode", mode, "--quiet",
               "--jobs", str(jobs), "--decisions", "-", str(log)]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if run.returncode not in (0, 1) or b"Sanitizer" in run.stderr:
        sys.exit(f"feeguard ended with {run.returncode}:\n{run.stderr.decode(errors='replace')}")
    return run.stdout


def show(expected, got, limit=12):
    """The first lines that differ."""
    diff = difflib.unified_diff(expected.decode().splitlines(), got.decode().splitlines(),
                                "reference", "engine", lineterm="", n=0)
    for number, line in enumerate(diff):
        if number >= limit:
            print("...")
            break
        print(line)


def compare_seed(arguments, seed, folder):
    """True when both agree on everything of one seed."""
    generate = [sys.executable, str(HERE / "generate.py"), str(seed), str(folder)]
    if arguments.rows:
        generate += ["--rows", str(arguments.rows)]
    subprocess.run(generate, check=True, stdout=subprocess.DEVNULL)
    agreed = True
    for mode in ("enforce", "monitor"):
        for name in ("log.csv", "log.jsonl"):
            expected = reference(folder / "schedules", folder / name, mode)
            got = engine(arguments.feeguard, folder / "schedules", folder / name, mode,
                         1 + seed % 3)
            if got != expected:
                print(f"seed {seed}, {mode}, {name}: decisions differ")
                show(expected, got)
                agreed = False
    return agreed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("feeguard")
    parser.add_argument("first", type=int)
    parser.add_argument("count", type=int)
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("--rows", type=int)
    arguments = parser.parse_args()
    base = arguments.keep or pathlib.Path(tempfile.mkdtemp(prefix="feeguard-compare-"))
    for seed in range(arguments.first, arguments.first + arguments.count):
        folder = base / str(seed)
        folder.mkdir(parents=True, exist_ok=True)
        if not compare_seed(arguments, seed, folder):
            sys.exit(f"files are in {folder}")
        subprocess.run(["rm", "-rf", str(folder)], check=True)
    print(f"{arguments.count} bundles, no difference")


if __name__ == "__main__":
    main()

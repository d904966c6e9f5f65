#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does what the clerk's handbook says, command by command.

usage: handbook.py README FEEGUARD

The ```sh blocks of the chapter 操作手册 are run one after the other in an empty folder, with feeguard
in the path; those of the chapters behind it in another, which has the project's schedules/ and the
program in build/. A block ends with status 0, or with the one that stands beside its fence:
```sh 状态 1.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```sh(?: 状态 ([0-9]))?\n(.*?)^```$", re.M | re.S)
HANDBOOK = re.compile(r"^## 操作手册.*?(?=^## )", re.M | re.S)


def run(blocks, directory, environment):
    for status, block in blocks:
        done = subprocess.run(["sh", "-eu", "-c", block], cwd=directory, env=environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode != int(status or 0):
            sys.exit(f"status {done.returncode}, not {status or 0}:\n{block}\n"
                     f"{done.stdout.decode()[-3000:]}")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    readme, feeguard = (pathlib.Path(name).resolve() for name in sys.argv[1:])
    text = readme.read_text(encoding="utf-8")
    handbook = HANDBOOK.search(text)
    first = BLOCK.findall(handbook[0]) if handbook else []
    rest = BLOCK.findall(text[handbook.end():]) if handbook else []
    if len(first) < 15 or len(rest) < 3:
        sys.exit("the commands are not where they were")
    environment = dict(os.environ, PATH=f"{feeguard.parent}:{os.environ['PATH']}")
    with tempfile.TemporaryDirectory() as directory:
        run(first, directory, environment)
    with tempfile.TemporaryDirectory() as directory:
        folder = pathlib.Path(directory)
        (folder / "schedules").symlink_to(readme.parent)
        (folder / "build").mkdir()
        (folder / "build" / "harness").symlink_to(feeguard.parent)
        run(rest, directory, environment)


if __name__ == "__main__":
    main()

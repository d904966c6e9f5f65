#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does what the clerk's handbook says, command by command, beginning with an empty folder.

usage: handbook.py README FEEGUARD

The ```sh blocks of the chapter 操作手册 are run one after the other in one folder. A block ends with
status 0, or with the one that stands beside its fence: ```sh 状态 1.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```sh(?: 状态 ([0-9]))?\n(.*?)^```$", re.M | re.S)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
    chapter = re.search(r"^## 操作手册.*?(?=^## )", text, re.M | re.S)
    blocks = BLOCK.findall(chapter[0]) if chapter else []
    if len(blocks) < 15:
        sys.exit("the handbook is not where it was")
    path = pathlib.Path(sys.argv[2]).resolve().parent
    environment = dict(os.environ, PATH=f"{path}:{os.environ['PATH']}")
    with tempfile.TemporaryDirectory() as directory:
        for status, block in blocks:
            run = subprocess.run(["sh", "-eu", "-c", block], cwd=directory, env=environment,
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
            if run.returncode != int(status or 0):
                sys.exit(f"status {run.returncode}, not {status or 0}:\n{block}\n"
                         f"{run.stdout.decode()[-3000:]}")


if __name__ == "__main__":
    main()

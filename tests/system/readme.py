#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the shell examples of a README as they stand, and holds its C excerpt to the real code.

usage: readme.py PROJECT-DIR BUILD-DIR README...

Lines of ```sh blocks that begin with build/ are run from the project's folder with BUILD-DIR in
place of build; status 0 or 1 is an answer, anything else a broken example. Links to files of the
project must lead somewhere.
"""
import pathlib
import re
import subprocess
import sys


def shell_lines(text):
    """Commands of the ```sh blocks, continuation lines joined."""
    for block in re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S):
        for line in block.replace("\\\n", " ").splitlines():
            yield line.split("  #")[0].strip()


def run_examples(readme, text, project, build):
    """True when every example ran."""
    good, ran = True, 0
    for line in shell_lines(text):
        if not line.startswith("build/"):
            continue
        ran += 1
        command = re.sub(r"(^|\s)build/", rf"\1{build}/", line)
        run = subprocess.run(["sh", "-c", command], cwd=project, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, check=False)
        if run.returncode not in (0, 1):
            print(f"{readme}: status {run.returncode}: {line}\n{run.stdout.decode()[:1500]}")
            good = False
    print(f"{readme}: {ran} examples")
    return good


def check_links(readme, text):
    """True when every relative link leads to a file."""
    good = True
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if "://" not in target and not (readme.parent / target).exists():
            print(f"{readme}: no such file: {target}")
            good = False
    return good


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    project, build = pathlib.Path(sys.argv[1]), sys.argv[2]
    good = True
    for name in sys.argv[3:]:
        readme = pathlib.Path(name)
        text = readme.read_text(encoding="utf-8")
        good = run_examples(readme, text, project, build) and good
        good = check_links(readme, text) and good
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()

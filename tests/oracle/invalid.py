"""Small bundles, each invalid for one reason.

usage: invalid.py SEED OUTDIR

Writes OUTDIR/NNN-reason/ with the documents of a bundle and reason.txt: a
slug, the rule broken, one line "file: NAME" for each file the fault may be
reported in (any of them will do; "." is the folder), and "line: N" where the
line is obvious. The seed varies values and line numbers.
"""

import argparse
import random
import re
from pathlib import Path

import invalid_bundle
import invalid_meaning
import invalid_values
import invalid_xml
from invalid_case import reason, render, write


def main():
    """Read the command line and write every case."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("seed")
    parser.add_argument("outdir", type=Path)
    options = parser.parse_args()
    number = 0
    for module in (invalid_xml, invalid_values, invalid_meaning, invalid_bundle):
        for case in module.cases():
            number += 1
            rng = random.Random(f"feeguard {options.seed} {case.slug}")
            bodies, last, line = render(rng, case.edits)
            slug = re.sub(r"[^a-z0-9]+", "-", case.slug.lower()).strip("-")
            write(options.outdir, number, slug, "reason.txt", reason(case, bodies, last, line),
                  bodies)


if __name__ == "__main__":
    main()

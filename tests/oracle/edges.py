"""Small bundles that look suspicious and are valid.

usage: edges.py OUTDIR

Writes OUTDIR/NNN-name/ with the documents of a bundle and why.txt, which cites
the sentence that allows it.
"""

import argparse
import random
from pathlib import Path

import edges_form
import edges_meaning
from invalid_case import render, write


def main():
    """Read the command line and write every bundle."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("outdir", type=Path)
    out = parser.parse_args().outdir
    write(out, 0, "base", "why.txt", "The bundle the others are made of.\n", render(random.Random(
        "base"), [])[0])
    number = 0
    for module in (edges_form, edges_meaning):
        for edge in module.cases():
            number += 1
            bodies, _, _ = render(random.Random(edge.slug), edge.edits, edge.documents)
            write(out, number, edge.slug, "why.txt", edge.why + "\n", bodies)


if __name__ == "__main__":
    main()

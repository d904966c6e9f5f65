"""Random valid bundles with logs, for comparing two implementations.

usage: generate.py [--rows N] SEED OUTDIR

Writes OUTDIR/schedules/*.xml, OUTDIR/log.csv and OUTDIR/log.jsonl. Both logs
hold the same events in the same order; replayed on the bundle, each must give
the same decisions apart from "line". The same seed gives the same bytes.
"""

import argparse
import random
from pathlib import Path

from generate_log import Log
from generate_rows import Csv, Jsonl
from generate_schedule import build
from generate_xml import Writer


def write_schedules(rng, bundle, folder):
    """One file for each serial; now and then one twice, byte for byte."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.xml"):
        old.unlink()
    for number, document in enumerate(bundle.documents):
        data = Writer(rng).document(document.root)
        name = f"{document.plan.id}@{document.serial}"
        if rng.random() < 0.2:
            name = f"{rng.choice('abcz')}{number}"
        (folder / f"{name}.xml").write_bytes(data)
        if rng.random() < 0.05:
            (folder / f"twice-{number}.xml").write_bytes(data)


def generate(seed, rows, out):
    """Write the bundle and the logs of one seed."""
    rng = random.Random(f"feeguard {seed}")
    bundle = build(rng)
    write_schedules(rng, bundle, out / "schedules")
    events = Log(rng, bundle).run(rows or rng.randint(150, 400))
    (out / "log.csv").write_bytes(Csv(rng, events).document(events))
    (out / "log.jsonl").write_bytes(Jsonl(rng).document(events))


def main():
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("seed")
    parser.add_argument("outdir", type=Path)
    parser.add_argument("--rows", type=int, default=0, help="events to make (default: 150 to 400)")
    options = parser.parse_args()
    if options.rows and options.rows < 3:
        parser.error("--rows: at least 3")
    generate(options.seed, options.rows, options.outdir)


if __name__ == "__main__":
    main()

"""Writes the sample log of three years of charges in Shenyang.

    python3 tests/sample/make_sample_log.py [FILE]

The log is made for the schedules of this repository, all three folders
together. Payers, subjects and transactions are invented; units and
items are those of the schedules. What each charge should come to is
written down by whoever made the row: the fee is computed here in whole
numbers, each wrong is planted on purpose, and no engine is asked. The
same file comes out every time.

Every code is present but LEDGER_UNAVAILABLE, which no log can provoke.
"""

import sys
from pathlib import Path

from sample_amounts import add_wrong_amounts
from sample_life import add_life
from sample_monthly import add_monthly
from sample_once import add_once
from sample_rows import Log
from sample_unlawful import add_unlawful

SEED = 20240101
DEFAULT = Path(__file__).with_name("charges-2024-2026.csv")


def sample_log():
    """The CSV text of the whole log."""
    log = Log(SEED)
    for add in (add_monthly, add_once, add_unlawful, add_wrong_amounts,
                add_life):
        add(log)
    return log.text()


def main(arguments):
    """Write the log to the file named, or beside this program."""
    path = Path(arguments[0]) if arguments else DEFAULT
    path.write_bytes(sample_log().encode("utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])

#!/usr/bin/env python3
"""Command line of the reference implementation.

Writes the decision lines of a replay to standard output; malformed rows
are reported to standard error.  Exit status 2 when a replay could not be
carried out, else 0.
"""

import argparse
import os
import sys

from logfile import Refused, read_rows
from replay import Replay
from schedule import load_bundle
from values import parse_date


class Stopped(Exception):
    """A replay that cannot go on."""


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schedules", required=True, metavar="DIR")
    parser.add_argument("--mode", choices=("enforce", "monitor"),
                        default="enforce")
    parser.add_argument("--as-known", type=parse_date, metavar="DATE")
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--ignore-unknown", action="store_true")
    parser.add_argument("logs", nargs="+", metavar="LOG")
    return parser.parse_args()


def _complain(path, line, reason):
    print("%s:%d: error: %s" % (path, line, reason), file=sys.stderr)


def _replay_log(replay, path, options, write):
    """All rows of one log, in order."""
    log = path if len(options.logs) > 1 else None
    for raw in read_rows(path, options.ignore_unknown):
        line, fault = replay.line(raw, log)
        if fault:
            _complain(path, raw.line, fault)
            if options.strict:
                raise Stopped("malformed row")
        write(os.fsencode(line + "\n"))


def main():
    """Replay all logs through one ledger."""
    sys.stderr.reconfigure(errors="backslashreplace")
    options = _arguments()
    path = options.schedules
    try:
        replay = Replay(load_bundle(path), options.mode, options.as_known)
        for path in options.logs:
            _replay_log(replay, path, options, sys.stdout.buffer.write)
    except Refused as fault:
        _complain(path, fault.line, fault)
        return 2
    except (OSError, ValueError, Stopped) as fault:
        print("%s: error: %s" % (path, fault), file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

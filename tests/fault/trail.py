# SPDX-License-Identifier: Apache-2.0
"""The audit trail of a ledger, read with nothing of ours: Python's own SQLite and SHA-256."""

import hashlib
import sqlite3

from model import Wrong

BEGINNING = b"feeguard audit trail 1"


def sound(path):
    """SQLite's own opinion of the file."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        lines = [line for (line,) in database.execute("PRAGMA integrity_check")]
    database.close()
    if lines != ["ok"]:
        raise Wrong(f"{path}: {lines[:3]}")


class Trail:
    """Follows a trail as it grows; what was read once must stay."""

    def __init__(self, path):
        self.path = path
        self.position, self.hash = 0, hashlib.sha256(BEGINNING).digest()

    def follow(self, expected):
        """`expected` maps positions to ids that their records must name."""
        database = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
        try:
            self._follow(database, dict(expected))
        finally:
            database.close()

    def _follow(self, database, expected):
        known = database.execute("SELECT hash FROM trail WHERE position = ?", [self.position])
        row = known.fetchone()
        if self.position > 0 and (row is None or row[0] != self.hash):
            raise Wrong(f"trail: record {self.position} is not what it was")
        rows = database.execute(
            "SELECT position, content, hash FROM trail WHERE position > ? ORDER BY position",
            [self.position],
        )
        for position, content, link in rows:
            self._next(position, content, link)
            txn = expected.pop(position, None)
            if txn is not None and txn.encode() not in content:
                raise Wrong(f"trail: record {position} does not tell of {txn}")
        for position, txn in expected.items():
            raise Wrong(f"trail: record {position} of {txn} is missing")
        head = database.execute("SELECT position, hash FROM status").fetchone()
        if head != (self.position, self.hash):
            raise Wrong(f"trail: ends at {self.position}, its head says {head[0]}")

    def _next(self, position, content, link):
        if position != self.position + 1:
            raise Wrong(f"trail: record {position} follows {self.position}")
        frame = position.to_bytes(8, "little") + len(content).to_bytes(4, "little")
        if hashlib.sha256(self.hash + frame + content).digest() != link:
            raise Wrong(f"trail: the hash of record {position} is wrong")
        self.position, self.hash = position, link

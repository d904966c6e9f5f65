"""Writes the same events as CSV and as JSONL."""

import json
import re

JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?\Z")
NUMERIC = ("amount", "quantity", "base", "expect_due")
FIELDS = ("event", "txn", "refund", "time", "unit", "item", "payer", "payer_type", "subject",
          "region", "amount", "currency", "quantity", "base", "period", "accepted", "category",
          "purpose", "expect", "expect_due")
NOT_UTF8 = (b"\xff", b"a\xc0\xaf", b"\xe4\xb8", b"\xed\xa0\x80", b"\xb2\xc4\xc1\xcf",
            b"\xf4\x90\x80\x80")
UNREADABLE = (b'{"txn":"T1","event":"charge"', b'{"txn":"T1","txn":"T1"}', b"[1]", b'"T1"', b"null",
              b"5", b"{'txn':'T1'}", b'{"txn":"T1",}', b'{"txn":"T1"} x', b'{"txn":"T1\xff"}',
              b'{"event":"commit","txn":"T1","event":"commit"}', b'{"txn":"T1" "event":"commit"}',
              b'{"txn":"T1","amount":01}', b'{"txn":"T1","amount":1.}', b'{"txn":"T1","amount":+1}',
              b'{"txn":"T1","purpose":"a\tb"}', b'{"txn":"T1","purpose":"\\x41"}', b"{", b"x,y,z",
              b'{"txn":"T1","amount":NaN}', b'{"txn":"T1"}{"txn":"T2"}', b'{txn:"T1"}',
              b'{"txn":"T1","amount":null,"amount":null}')


class Csv:
    """Renders events as CSV with some freedom in order, quotes and line ends."""

    def __init__(self, rng, events):
        self.rng = rng
        used = [name for name in FIELDS if any(e.get(name) for e in events)]
        used += [f["fault"][1] for f in events if f.get("fault", ("",))[0] == "bytes"]
        names = {name for e in events for name in e.get("attributes", {})}
        self.columns = list(dict.fromkeys(used + ["amount"] + ["attr:" + n for n in sorted(names)]))
        self.columns += [c for c in ("expect", "attr:charge.none") if c not in self.columns]
        rng.shuffle(self.columns)
        self.mixed = rng.random() < 0.2
        self.newline = rng.choice([b"\n", b"\r\n"])

    def cell(self, text):
        """One cell, quoted where it must be and now and then where it need not."""
        if re.search('[",\r\n]', text) or self.rng.random() < 0.08:
            text = '"' + text.replace('"', '""') + '"'
        return text.encode("utf-8")

    def row(self, event):
        """The cells of one event."""
        cells = []
        for column in self.columns:
            if column.startswith("attr:"):
                text = event.get("attributes", {}).get(column[5:], "")
            else:
                text = event.get(column, "")
            cells.append(self.cell(text))
        return self.spoiled(cells, event.get("fault", ("none",)))

    def spoiled(self, cells, fault):
        """The row with its fault."""
        if fault[0] == "bytes":
            cells[self.columns.index(fault[1])] = self.rng.choice(NOT_UTF8)
        elif fault[0] == "json":
            cells[self.columns.index("amount")] = b"-1"
        elif fault[0] == "row":
            return self.unreadable(fault[1])
        elif fault[0] == "none" and self.rng.random() < 0.02:
            cells[self.columns.index("expect")] = b"\xff"
        return b",".join(cells)

    def unreadable(self, kind):
        """A row with a wrong number of cells or a stray quote."""
        cells = [b"T1"] * len(self.columns)
        if kind == "short":
            cells.pop()
        elif kind == "long":
            cells.append(b"")
        else:
            cells[0] = b'a"b' if kind == "stray" else b'"a"b'
        return b",".join(cells)

    def end(self):
        """A line end, with blank lines now and then."""
        newline = self.rng.choice([b"\n", b"\r\n"]) if self.mixed else self.newline
        return newline * (2 if self.rng.random() < 0.02 else 1)

    def document(self, events):
        """The whole file."""
        data = b"\xef\xbb\xbf" if self.rng.random() < 0.2 else b""
        data += b",".join(self.cell(c) for c in self.columns) + self.end()
        rows = [self.row(event) for event in events]
        data += b"".join(row + self.end() for row in rows[:-1]) + rows[-1]
        return data + (self.newline if self.rng.random() < 0.8 else b"")


class Jsonl:
    """Renders events as JSONL with some freedom in order, numbers and escapes."""

    def __init__(self, rng):
        self.rng = rng

    def string(self, text):
        """A JSON string."""
        return json.dumps(text, ensure_ascii=self.rng.random() < 0.3)

    def value(self, text, numeric):
        """A string, or a number where that is the same."""
        if numeric and JSON_NUMBER.match(text) and self.rng.random() < 0.5:
            return text
        return self.string(text)

    def members(self, event):
        """The raw members of one event by name."""
        rng = self.rng
        made = {}
        for name in FIELDS:
            text = event.get(name, "")
            if text:
                made[name] = self.value(text, name in NUMERIC)
            elif rng.random() < 0.04:
                made[name] = rng.choice(["null", '""'])
        attributes = dict(event.get("attributes", {}))
        if rng.random() < 0.05:
            attributes["payer.none"] = ""
        if attributes or rng.random() < 0.1:
            made["attributes"] = self.attributes(attributes)
        return made

    def attributes(self, attributes):
        """The attributes object."""
        pairs = []
        for name, text in attributes.items():
            raw = self.value(text, True) if text else self.rng.choice(["null", '""'])
            pairs.append(f"{self.string(name)}:{raw}")
        self.rng.shuffle(pairs)
        return "{" + ",".join(pairs) + "}"

    def spoil(self, made, event, fault):
        """Put the fault into the members."""
        if fault[0] == "bytes":
            wrong = ['"\\ud800"', '"a\\udfffb"', "true", "[]", "{}"]
            raw = self.rng.choice(wrong)
            if fault[1].startswith("attr:"):
                made["attributes"] = '{"' + fault[1][5:] + '":' + raw + "}"
            else:
                made[fault[1]] = raw
        elif fault[0] == "json":
            name, _, raw = fault[1].partition(":")
            made[name.strip('"')] = raw

    def row(self, event):
        """The line of one event."""
        fault = event.get("fault", ("none",))
        if fault[0] == "row":
            return self.rng.choice(UNREADABLE)
        made = self.members(event)
        self.spoil(made, event, fault)
        names = list(made)
        self.rng.shuffle(names)
        gap = " " if self.rng.random() < 0.2 else ""
        body = ("," + gap).join(f'"{name}":{gap}{made[name]}' for name in names)
        return ("{" + body + "}").encode("utf-8")

    def document(self, events):
        """The whole file."""
        data = b"\n".join(self.row(event) for event in events)
        return data + (b"\n" if self.rng.random() < 0.8 else b"")

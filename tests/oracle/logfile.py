"""Reading CSV and JSONL logs into raw rows.

Follows the lexical rules of the log format; field contents are judged
in rows.py.
"""

import json
import re
from dataclasses import dataclass, field

FIELDS = ("event", "txn", "refund", "time", "unit", "item", "payer",
          "payer_type", "subject", "region", "amount", "currency",
          "quantity", "base", "period", "accepted", "category", "purpose",
          "expect", "expect_due")
ATTRIBUTE_PREFIX = "attr:"
BOM = b"\xef\xbb\xbf"


class Refused(Exception):
    """A whole log file that cannot be read; carries the line."""

    def __init__(self, line, reason):
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True)
class Number:
    """A JSON number by its text."""

    text: str


class BadText:
    """A CSV cell that is not UTF-8."""


BAD_TEXT = BadText()


@dataclass
class RawRow:
    """Fields as read; `fault` is why the row is malformed already.

    A row that is not `readable` gives neither txn nor event.
    """

    line: int
    fields: dict = field(default_factory=dict)
    attributes: dict = field(default_factory=dict)
    fault: str = ""
    readable: bool = True


def read_rows(path, ignore_unknown):
    """The raw rows of a log, in order."""
    with open(path, "rb") as stream:
        return parse_log(path, stream.read(), ignore_unknown)


def parse_log(name, data, ignore_unknown):
    """The raw rows of the bytes of a log; its name tells the format."""
    if data.startswith(BOM):
        data = data[len(BOM):]
    if name.endswith(".jsonl"):
        return _jsonl_rows(data, ignore_unknown)
    return _csv_rows(data, ignore_unknown)


# CSV

_PLAIN = re.compile(rb"[^,\n]*")
# Possessive: an unterminated quote runs to the end of the file.
_QUOTED = re.compile(rb'"((?:[^"]|"")*+)"')


def _records(data):
    """(line, cells, well formed) of every record that is not blank."""
    position, line = 0, 1
    while position < len(data):
        end, cells, fine = _record(data, position)
        if data[position:end] not in (b"\n", b"\r\n"):
            yield line, cells, fine
        line += data.count(b"\n", position, end)
        position = end


def _record(data, position):
    """One record from `position`: (its end, cells, well formed)."""
    cells, fine = [], True
    while True:
        position, cell, good = _cell(data, position)
        cells.append(cell)
        fine = fine and good
        if data[position:position + 1] != b",":
            return min(position + 1, len(data)), cells, fine
        position += 1


def _cell(data, position):
    """One cell: (position of its delimiter, bytes, well formed)."""
    if data[position:position + 1] != b'"':
        match = _PLAIN.match(data, position)
        cell = _without_cr(data, match.end(), match.group())
        return match.end(), cell, b'"' not in cell
    match = _QUOTED.match(data, position)
    if not match:
        return len(data), b"", False
    rest = _PLAIN.match(data, match.end())
    stray = _without_cr(data, rest.end(), rest.group())
    return rest.end(), match.group(1).replace(b'""', b'"'), not stray


def _without_cr(data, end, text):
    """Drop the CR of a CRLF that ends at `end`."""
    if data[end:end + 1] == b"\n" and text.endswith(b"\r"):
        return text[:-1]
    return text


def _csv_rows(data, ignore_unknown):
    records = _records(data)
    line, cells, fine = next(records, (1, [], False))
    if not fine:
        raise Refused(line, "no valid header row")
    columns = _header(line, cells, ignore_unknown)
    for line, cells, fine in records:
        yield _csv_row(line, cells, fine, columns)


def _header(line, cells, ignore_unknown):
    try:
        columns = [cell.decode("utf-8") for cell in cells]
    except UnicodeDecodeError as fault:
        raise Refused(line, "the header is not UTF-8") from fault
    for column in columns:
        if columns.count(column) > 1:
            raise Refused(line, "column twice: " + column)
        if (column not in FIELDS and not ignore_unknown
                and not column.startswith(ATTRIBUTE_PREFIX)):
            raise Refused(line, "unknown column: " + column)
    return columns


def _csv_row(line, cells, fine, columns):
    if not fine:
        return RawRow(line, fault="stray quotes", readable=False)
    if len(cells) != len(columns):
        return RawRow(line, fault="wrong number of cells", readable=False)
    row = RawRow(line)
    for column, cell in zip(columns, cells):
        if not cell:
            continue
        if column in FIELDS:
            row.fields[column] = _decoded(cell)
        elif column.startswith(ATTRIBUTE_PREFIX):
            name = column[len(ATTRIBUTE_PREFIX):]
            row.attributes[name] = _decoded(cell)
    return row


def _decoded(cell):
    try:
        return cell.decode("utf-8")
    except UnicodeDecodeError:
        return BAD_TEXT


# JSONL

def _refuse_constant(name):
    raise ValueError("no JSON: " + name)


def _unique_object(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member twice")
    return members


def _jsonl_rows(data, ignore_unknown):
    for line, text in enumerate(data.split(b"\n"), 1):
        if text.strip(b" \t\r"):
            yield _jsonl_row(line, text, ignore_unknown)


def _jsonl_row(line, text, ignore_unknown):
    try:
        members = json.loads(
            text.decode("utf-8"), parse_float=Number, parse_int=Number,
            parse_constant=_refuse_constant,
            object_pairs_hook=_unique_object)
    except (ValueError, RecursionError) as fault:
        return RawRow(line, fault=str(fault) or "no JSON", readable=False)
    if not isinstance(members, dict):
        return RawRow(line, fault="no object", readable=False)
    row = RawRow(line)
    if _has_lone_surrogate(members):
        row.fault = "lone surrogate"
    for name, value in members.items():
        if name == "attributes":
            _take_attributes(row, value)
        elif name in FIELDS:
            _keep(row.fields, name, value)
        elif not ignore_unknown:
            row.fault = row.fault or "unknown member"
    return row


def _keep(target, name, value):
    """null and "" are absent before any other check."""
    if value is not None and value != "":
        target[name] = value


def _take_attributes(row, value):
    if value is None or value == "":
        return
    if not isinstance(value, dict):
        row.fault = row.fault or "attributes: wrong type"
        return
    for name, text in value.items():
        _keep(row.attributes, name, text)


def _has_lone_surrogate(members):
    waiting = [members]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            if any(0xD800 <= ord(char) <= 0xDFFF for char in value):
                return True
        elif isinstance(value, dict):
            waiting.extend(value)
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return False

"""Values: decimals, dates, times, regions, rounding and text folding.

Implements section 1 (values and limits), the region rule of section 4,
the rounding rule of section 5 and the folding rule of section 8.
Money and quantities are fractions.Fraction throughout.
"""

import re
import string
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

MAX_YUAN = 10 ** 13
MAX_QUANTITY = 10 ** 12
FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)

SECOND_NS = 10 ** 9
DAY_SECONDS = 86400
BEIJING_SECONDS = 8 * 3600

_DECIMAL = re.compile(r"([0-9]+)(?:\.([0-9]+))?")
_SIGNED_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})"
    r"(?:\.([0-9]+))?(?:([Zz])|([+-])([0-9]{2}):([0-9]{2}))?")
_REGION = re.compile(r"[0-9]+")
_REGION_LENGTHS = (2, 4, 6, 9, 12)


class Malformed(ValueError):
    """A value that breaks section 1 or the lexical rules of the log."""


def parse_decimal(text, places, limit):
    """A number of at most `places` decimals and at most `limit`."""
    match = _DECIMAL.fullmatch(text)
    if not match:
        raise Malformed("not a decimal number")
    whole, decimals = match.group(1).lstrip("0"), match.group(2) or ""
    if len(decimals) > places:
        raise Malformed("more than %d decimals" % places)
    if len(whole) > len(str(limit)):
        raise Malformed("over the limit")
    value = Fraction("%s.%s" % (whole or "0", decimals or "0"))
    if value > limit:
        raise Malformed("over the limit")
    return value


def parse_money(text):
    """An amount or a base (section 1)."""
    return parse_decimal(text, 2, MAX_YUAN)


def parse_quantity(text):
    """A quantity (section 1)."""
    return parse_decimal(text, 6, MAX_QUANTITY)


def condition_number(text):
    """The number a `ge` or `le` compares, None when it is no decimal."""
    return Fraction(text) if _SIGNED_DECIMAL.fullmatch(text) else None


def _calendar_date(text):
    match = _DATE.fullmatch(text)
    if not match:
        raise Malformed("not a date YYYY-MM-DD")
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError as fault:
        raise Malformed("no such date") from fault


def parse_date(text):
    """A date within 1900 ... 2199."""
    day = _calendar_date(text)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Malformed("date outside 1900 to 2199")
    return day


def _offset_seconds(zulu, sign, hours, minutes):
    if zulu:
        return 0
    if sign is None:
        return BEIJING_SECONDS
    if int(hours) > 23 or int(minutes) > 59:
        raise Malformed("no such offset")
    seconds = int(hours) * 3600 + int(minutes) * 60
    return -seconds if sign == "-" else seconds


@dataclass(frozen=True, order=True)
class Instant:
    """An exact instant: nanoseconds since 0001-01-01T00:00:00Z."""

    ns: int

    def local_ordinal(self):
        """Day number of the date at UTC+08:00."""
        return (self.ns // SECOND_NS + BEIJING_SECONDS) // DAY_SECONDS + 1

    def local_date(self):
        """The charge date of section 1."""
        return date.fromordinal(self.local_ordinal())


def parse_time(text):
    """An RFC 3339 time; no offset means +08:00; cut to nanoseconds."""
    match = _TIME.fullmatch(text)
    if not match:
        raise Malformed("not an RFC 3339 time")
    day, hour, minute, second, fraction, *offset = match.groups()
    if int(hour) > 23 or int(minute) > 59 or int(second) > 59:
        raise Malformed("no such time of day")
    seconds = (_calendar_date(day).toordinal() - 1) * DAY_SECONDS
    seconds += int(hour) * 3600 + int(minute) * 60 + int(second)
    seconds -= _offset_seconds(*offset)
    nanos = int(((fraction or "") + "0" * 9)[:9])
    instant = Instant(seconds * SECOND_NS + nanos)
    if not (FIRST_DAY.toordinal() <= instant.local_ordinal()
            <= LAST_DAY.toordinal()):
        raise Malformed("local date outside 1900 to 2199")
    return instant


def _utf8_length(text):
    try:
        return len(text.encode("utf-8"))
    except UnicodeEncodeError as fault:
        raise Malformed("not UTF-8") from fault


def check_code(text):
    """A code or id: 1 to 64 bytes, no control characters."""
    if not 1 <= _utf8_length(text) <= 64:
        raise Malformed("not 1 to 64 bytes")
    if any(unicodedata.category(char) == "Cc" for char in text):
        raise Malformed("control character")
    return text


def check_text(text):
    """A text: at most 1024 bytes of UTF-8."""
    if _utf8_length(text) > 1024:
        raise Malformed("over 1024 bytes")
    return text


def check_region(text):
    """A region: 2, 4, 6, 9 or 12 digits (section 4)."""
    if not _REGION.fullmatch(text) or len(text) not in _REGION_LENGTHS:
        raise Malformed("not a region code")
    return text


def strip_region(region):
    """Drop trailing 000 groups after the sixth digit, else 00 pairs."""
    head, tail = region[:6], region[6:]
    while tail.endswith("000"):
        tail = tail[:-3]
    if tail:
        return head + tail
    while head.endswith("00"):
        head = head[:-2]
    return head


def lies_in(inner, outer):
    """Region `inner` lies in region `outer` (section 4)."""
    return inner.startswith(strip_region(outer))


def within_dates(day, first, last):
    """`day` inside [first, last], either end may be open."""
    return ((first is None or day >= first)
            and (last is None or day <= last))


@dataclass(frozen=True)
class Rounding:
    """A standard's `rounding` and `round-to` (section 5)."""

    mode: str = "half-up"
    unit: Fraction = Fraction(1, 100)

    def apply(self, value):
        """Round a value that is not negative."""
        count = value / self.unit
        if self.mode == "down":
            whole = count.numerator // count.denominator
        elif self.mode == "up":
            whole = -(-count.numerator // count.denominator)
        else:
            shifted = count + Fraction(1, 2)
            whole = shifted.numerator // shifted.denominator
        return whole * self.unit


def round_up_to_step(quantity, step):
    """Round a quantity up to a multiple of `step` (section 5)."""
    return Rounding("up", step).apply(quantity)


def money_text(value):
    """Money with two decimals; the value is whole fen."""
    fen = value * 100
    if fen.denominator != 1:
        raise AssertionError("money is not whole fen")
    return "%d.%02d" % divmod(fen.numerator, 100)


def _days_in_month(year, month):
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def add_duration(day, count, unit):
    """`day` plus PnD, PnM or PnY, clamped to the month's end (section 6)."""
    try:
        if unit == "D":
            return day + timedelta(days=count)
        months = day.year * 12 + day.month - 1
        months += count * 12 if unit == "Y" else count
        year, month = divmod(months, 12)
        last = _days_in_month(year, month + 1)
        return date(year, month + 1, min(day.day, last))
    except (OverflowError, ValueError):
        return date.max


def _removed_code_points():
    removed = {ord(char) for char in string.punctuation}
    removed |= set(range(0x09, 0x0E)) | {0x20, 0x85, 0xA0, 0x1680}
    removed |= set(range(0x2000, 0x200B)) | {0x2028, 0x2029, 0x202F, 0x205F}
    removed |= {0xB7, 0x30FB, 0x2060, 0xFEFF}
    removed |= set(range(0x2010, 0x2028)) | set(range(0x3000, 0x3040))
    removed |= set(range(0x200B, 0x200E))
    return removed


_FULLWIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LOWER = {ord(char): ord(char.lower()) for char in string.ascii_uppercase}
_REMOVED = dict.fromkeys(_removed_code_points())


def fold(text):
    """Fold a purpose or a keyword (section 8)."""
    return text.translate(_FULLWIDTH).translate(_LOWER).translate(_REMOVED)

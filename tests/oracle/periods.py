"""Calendar buckets, duplicates, instalments (section 6)."""

from datetime import date, timedelta

from values import LAST_DAY, add_duration

MONTHS_PER_BUCKET = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


def bucket(per, day, year_starts=1):
    """The number of the calendar bucket that holds `day`."""
    if per == "once":
        return 0
    if per == "day":
        return day.toordinal()
    shift = year_starts - 1 if per == "year" else 0
    months = day.year * 12 + day.month - 1 - shift
    return months // MONTHS_PER_BUCKET[per]


def bucket_first_day(per, number, year_starts=1):
    """The first day of a bucket, None for `once` or after 2199."""
    if per == "once":
        return None
    if per == "day":
        return (date.fromordinal(number)
                if number <= LAST_DAY.toordinal() else None)
    shift = year_starts - 1 if per == "year" else 0
    year, month = divmod(number * MONTHS_PER_BUCKET[per] + shift, 12)
    return date(year, month + 1, 1) if year <= LAST_DAY.year else None


def _bucket_of(rule, day):
    return bucket(rule.per, day, rule.year_starts)


def _counts(rule, charge, other):
    """A standing record counts against `charge` under `rule`."""
    same = (other.charge.item == charge.item
            or (rule.group is not None and other.group == rule.group))
    return same and other.charge.key(rule.key) == charge.key(rule.key)


def counted(rule, charge, standing):
    """The standing records the period rule counts with this charge."""
    return [other for other in standing if _counts(rule, charge, other)]


def _in_bucket(rule, number, others):
    return [other for other in others
            if _bucket_of(rule, other.charge.basis_date) == number]


def duplicates(rule, charge, standing):
    """The standing records that make `charge` a DUPLICATE."""
    if rule.instalments:
        return []
    others = counted(rule, charge, standing)
    if rule.within:
        return _rolling_conflicts(rule, charge.date, others)
    number = _bucket_of(rule, charge.basis_date)
    sharing = _in_bucket(rule, number, others)
    return sharing if len(sharing) + 1 > rule.max else []


def _rolling_conflicts(rule, day, others):
    """Those in any window with more than `max` charges, `day` among them."""
    conflicts = {}
    for opening in {day} | {other.charge.date for other in others}:
        closing = add_duration(opening, *rule.within)
        if not opening <= day <= closing:
            continue
        inside = [other for other in others
                  if opening <= other.charge.date <= closing]
        if len(inside) + 1 > rule.max:
            conflicts.update((id(other), other) for other in inside)
    return list(conflicts.values())


def earliest_lawful(rule, charge, standing):
    """The remedy for a DUPLICATE (section 11); None when there is none."""
    others = counted(rule, charge, standing)
    if rule.within:
        return _earliest_rolling(rule, charge.date, others)
    number = _bucket_of(rule, charge.basis_date)
    while True:
        number += 1
        first = bucket_first_day(rule.per, number, rule.year_starts)
        if first is None:
            return None
        if len(_in_bucket(rule, number, others)) < rule.max:
            return first


def _earliest_rolling(rule, day, others):
    while day < LAST_DAY:
        day += timedelta(days=1)
        if not _rolling_conflicts(rule, day, others):
            return day
    return None


def instalments_exceeded(rule, charge, due, standing):
    """(exceeded, standing records of the bucket) for check 16."""
    if not rule.instalments or due is None:
        return False, []
    number = _bucket_of(rule, charge.basis_date)
    sharing = _in_bucket(rule, number, counted(rule, charge, standing))
    total = charge.amount + sum(other.amount_left() for other in sharing)
    return total > due, sharing


def premature(rule, charge):
    """PREMATURE_COLLECTION: the charge's period has not begun."""
    if charge.period is None:
        return False
    if rule is None or rule.within or rule.per == "once":
        return charge.period > charge.date
    ahead = _bucket_of(rule, charge.period) - _bucket_of(rule, charge.date)
    return ahead > rule.advance

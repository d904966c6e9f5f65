"""Names, regions, dates and numbers the generated worlds are made of."""

from datetime import date, timedelta

LEVELS = ("national", "provincial", "municipal", "county")
RANK = {level: rank for rank, level in enumerate(LEVELS)}

# document id -> level, spellings of its region
PLACES = {
    "CN": ("national", ("000000", "00", "000000000000")),
    "CN-21": ("provincial", ("210000", "21", "210000000000")),
    "CN-21-B": ("provincial", ("210000", "2100")),
    "CN-44": ("provincial", ("440000", "44")),
    "CN-21-01": ("municipal", ("210100", "2101", "210100000")),
    "CN-21-02": ("municipal", ("210200", "2102")),
    "CN-44-19": ("municipal", ("441900", "4419")),
    "CN-21-01-02": ("county", ("210102", "210102000", "210102000000")),
    "CN-21-01-03": ("county", ("210103", "210103000")),
}

REGIONS = ("21", "2101", "210100", "210102", "210102000", "210102001", "210102001000",
           "210102001003", "210103", "210200", "210201", "440000", "441900", "441900003",
           "441900003000", "441900003012", "000000")

DEPARTMENTS = ("water", "court", "fire", "natural-resources")
CATEGORIES = ("registration", "utility", "resource", "judicial")
PAYERS = ("91210100MA0XXXXX1A", "91210100MA0YYYYY2B", "21010219800101001X", "纳税人-4")
PAYER_TYPES = ("enterprise", "individual-business", "individual", "public-unit")
SUBJECTS = ("S-1", "S-2", "宗地3", "辽A12345")

# dates on which rules begin and end: ordinary ones, month ends, leap days
CUTS = tuple(date.fromisoformat(text) for text in (
    "2020-01-01", "2020-02-29", "2020-07-01", "2021-01-01", "2021-03-31", "2021-10-01",
    "2022-01-01", "2022-02-28", "2022-07-01", "2023-01-01", "2023-05-31", "2023-07-01",
    "2024-01-01", "2024-02-29", "2024-07-01", "2024-12-31", "2025-04-01", "2025-10-01"))

# attribute name -> values a log uses and conditions ask for
ATTRIBUTES = {
    "use": ("residential", "industry", "commerce", "工业"),
    "grade": ("minor", "serious", "A1", "A2", "B1"),
    "employees": ("0", "1", "299", "300", "300.0", "301", "-1", "many", "1e3", "0300"),
    "area": ("0", "99.999999", "100", "100.000001", "12345678901234567890123456789012345678901"),
    "meter": ("yes", "no", "A"),
    "inspection": ("I-1", "I-1", "I-2"),
}
DECIMALS = ("ge", "le")
TIMES_NAMES = ("days", "households")
TIMES_VALUES = ("0", "1", "2", "3", "0.5", "30", "1.000000", "0.333333", "1000000000000",
                "1000000000000.5", "0.0000001", "x", "-1", "12")
HUGE_QUANTITY = "1000000000000"
HUGE_AMOUNT = "10000000000000.00"


def stripped(region):
    """The region's digits without the trailing zeros that name no place."""
    head, tail = region[:6], region[6:]
    while tail.endswith("000"):
        tail = tail[:-3]
    if not tail:
        while head.endswith("00"):
            head = head[:-2]
    return head + tail


def lies_in(inner, outer):
    """Whether region inner lies in region outer."""
    return stripped(inner).startswith(stripped(outer))


def money(fen):
    """Fen as yuan with two decimals."""
    return f"{fen // 100}.{fen % 100:02d}"


def micro(value):
    """Millionths as a decimal without needless zeros."""
    whole, part = divmod(value, 10 ** 6)
    digits = f"{part:06d}".rstrip("0")
    return f"{whole}.{digits}" if digits else str(whole)


def day_after(day, count=1):
    """The date count days later."""
    return day + timedelta(days=count)


def chance(rng, probability):
    """True with the given probability."""
    return rng.random() < probability


def dates(rng, attrs, start=0.5, end=0.25):
    """Give attrs a from and a to out of the usual dates, each now and then."""
    low = rng.choice(CUTS[:9]) if chance(rng, start) else None
    high = rng.choice(CUTS[9:]) if chance(rng, end) else None
    if low and chance(rng, 0.03):
        high = low
    if low:
        attrs["from"] = low.isoformat()
    if high:
        attrs["to"] = high.isoformat()
    return attrs


def spread(rng, values, low=1):
    """A white-space separated list of some of values, sometimes with repeats."""
    values = list(values)
    some = rng.sample(values, rng.randint(min(low, len(values)), len(values)))
    if chance(rng, 0.1):
        some.append(some[0])
    return rng.choice([" ", " ", "  "]).join(some)

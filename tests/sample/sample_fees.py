"""Fees in fen, each by its own rule, in whole numbers throughout."""

# Upper bound in yuan (None: no bound) and rate in hundredths of a percent.
COURT_PROPERTY = ((10000, 0), (100000, 250), (200000, 200), (500000, 150),
                  (1000000, 100), (2000000, 90), (5000000, 80),
                  (10000000, 70), (20000000, 60), (None, 50))
COURT_ENFORCE = ((10000, 0), (500000, 150), (5000000, 100), (10000000, 50),
                 (None, 10))
COURT_PRESERVE = ((1000, 0), (100000, 100), (None, 50))


def half_up(number, divisor):
    """number / divisor to the nearest whole, halves up."""
    return (2 * number + divisor) // (2 * divisor)


def percent(base, rate):
    """A percentage of an amount in fen."""
    return half_up(base * rate, 100)


def less(amount, rate):
    """An amount reduced by a percentage."""
    return half_up(amount * (100 - rate), 100)


def _by_bands(base, bands, first):
    """10000 times the fee in fen on a base in fen."""
    total, lower = first * 10000, 0
    for upto, rate in bands:
        upper = base if upto is None else min(base, upto * 100)
        if upper > lower:
            total += (upper - lower) * rate
            lower = upper
    return total


def court_property(base):
    """Fee of a property case."""
    return half_up(_by_bands(base, COURT_PROPERTY, 5000), 10000)


def payment_order(base):
    """A third of the fee of a property case."""
    return half_up(_by_bands(base, COURT_PROPERTY, 5000), 30000)


def bankruptcy(base):
    """Half the fee of a property case, at most 300,000 yuan."""
    return min(half_up(_by_bands(base, COURT_PROPERTY, 5000), 20000),
               30000000)


def enforcement(base):
    """Fee for enforcing a judgment."""
    return half_up(_by_bands(base, COURT_ENFORCE, 5000), 10000)


def preservation(base):
    """Fee for preserving property, at most 5,000 yuan."""
    return min(half_up(_by_bands(base, COURT_PRESERVE, 3000), 10000), 500000)


def _water_total(cubic_metres):
    """Thousandths of a yuan for a year's water so far."""
    first = min(cubic_metres, 192)
    second = min(max(cubic_metres - 192, 0), 48)
    third = max(cubic_metres - 240, 0)
    return 2350 * first + 3525 * second + 7050 * third


def water(before, cubic_metres):
    """Water after `before` in the same year."""
    return half_up(_water_total(before + cubic_metres)
                   - _water_total(before), 10)


def sewage(cubic_metres, residential=False):
    """Sewage: 0.95 or 1.40 yuan."""
    return cubic_metres * (95 if residential else 140)


def pages(number):
    """Information by pages: 30 free, then 10, 20 and 40 yuan."""
    return 100 * (10 * max(0, min(number, 100) - 30)
                  + 20 * max(0, min(number, 200) - 100)
                  + 40 * max(0, number - 200))


def _requests_total(number):
    """Requests in a month: 10 free, 20 at 100, then 100 more each ten."""
    return 100 * sum(100 * max(1, (rank - 11) // 10)
                     for rank in range(11, number + 1))


def requests(before, number):
    """Information by requests after `before` in the same month."""
    return _requests_total(before + number) - _requests_total(before)


def certificates(first, copies):
    """A registration with so many certificates."""
    return first + 1000 * (copies - 1)


def trademark(goods):
    """One class: 300 yuan with ten goods, 30 for each more."""
    return 30000 + 3000 * max(0, goods - 10)


PATENT_YEARS = {
    "invention": ((3, 900), (6, 1200), (9, 2000), (12, 4000), (15, 6000),
                  (99, 8000)),
    "utility": ((3, 600), (5, 900), (8, 1200), (99, 2000)),
    "design": ((3, 600), (5, 900), (8, 1200), (10, 2000), (99, 3000))}


def patent_year(kind, year):
    """The annual fee of a patent in its so-manieth year."""
    return 100 * next(fee for upto, fee in PATENT_YEARS[kind]
                      if year <= upto)


def soil(tenths, price):
    """Square metres in tenths, rounded up to whole ones; price in fen."""
    return -(-tenths // 10) * price

"""Which years, months and days a part of a century, decade, year, season or month has."""

from argument_maps.dates.parts import CENTURY, DECADE, DateParts
from models.dates.edtf import SUBYEAR_MONTHS, count_days, write_year

# Parts of a whole, as fractions of it; of those that nobody has counted exactly the ends within it are approximate.
_FRACTIONS = {
    "early": (0, 3, True),
    "mid": (1, 3, True),
    "late": (2, 3, True),
    "first half": (0, 2, False),
    "second half": (1, 2, False),
    "first third": (0, 3, False),
    "second third": (1, 3, False),
    "last third": (2, 3, False),
    "first quarter": (0, 4, False),
    "second quarter": (1, 4, False),
    "third quarter": (2, 4, False),
    "fourth quarter": (3, 4, False),
}
_YEARS_OF_CENTURY = {
    "early": (1, 33),
    "mid": (34, 66),
    "late": (67, 100),
    "first third": (1, 33),
    "second third": (34, 66),
    "last third": (67, 100),
}
_YEARS_OF_DECADE = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "first third": (0, 3), "second third": (4, 6)}


def count_year(parts: DateParts) -> int:
    """Return the year as astronomers count it: 1 BC is 0."""
    year = parts.year or 0
    return 1 - year if parts.is_bc else year


def write_portion(parts: DateParts) -> str | None:
    """Return the part that is meant as a span in EDTF, None where there is no such part."""
    if parts.day is not None or parts.year is None:
        return None
    number, count, is_vague = _FRACTIONS[parts.portion]
    if parts.unit in (CENTURY, DECADE):
        return _write_years(parts, number, count, is_vague)
    year = write_year(count_year(parts))
    mark = "~" if is_vague else ""
    if parts.season is not None:
        month = SUBYEAR_MONTHS[parts.season][0] + number
        if count != 3:
            return None
        return f"{write_year(count_year(parts) + (month > 12))}-{(month - 1) % 12 + 1:02d}{mark}"
    if parts.month is None:
        months = 12 // count
        return f"{year}-{number * months + 1:02d}{mark}/{year}-{(number + 1) * months:02d}{mark}"
    last = count_days(count_year(parts), parts.month)
    first_day, last_day = {3: ((1, 10), (11, 20), (21, last)), 2: ((1, 15), (16, last))}.get(count, ((0, 0),) * 4)[
        number
    ]
    if not first_day:
        return None
    return f"{year}-{parts.month:02d}-{first_day:02d}{mark}/{year}-{parts.month:02d}-{last_day:02d}{mark}"


def _write_years(parts: DateParts, number: int, count: int, is_vague: bool) -> str | None:
    """Return years of a century or decade: where it begins or ends is certain, within it vague."""
    if parts.unit == CENTURY:
        begin, length = _find_century_begin(parts), 100
        first, last = _YEARS_OF_CENTURY.get(parts.portion, (number * 100 // count + 1, (number + 1) * 100 // count))
        first, last = begin + first - 1, begin + last - 1
    else:
        if count == 4:
            return None
        begin, length = parts.year or 0, 10
        first, last = _YEARS_OF_DECADE.get(parts.portion, (number * 10 // count, (number + 1) * 10 // count - 1))
        first, last = begin + first, begin + last
    marks = ["~" if is_vague and year not in (begin, begin + length - 1) else "" for year in (first, last)]
    return f"{write_year(first)}{marks[0]}/{write_year(last)}{marks[1]}"


def _find_century_begin(parts: DateParts) -> int:
    """Return the first year of a century, as astronomers count: the nineteenth began in 1801, the fifth BC in -499."""
    number = parts.year or 0
    return 1 - 100 * number if parts.is_bc else 100 * (number - 1) + 1


def write_unit(parts: DateParts) -> str:
    """Return a century or decade in EDTF, as years of which the last digits are open."""
    number = parts.year or 0
    if parts.unit == CENTURY:
        return f"{'-' if parts.is_bc else ''}{number - 1:02d}XX"
    if parts.is_bc:
        return f"{write_year(1 - number - 9)}/{write_year(1 - number)}"
    return f"{number // 10:03d}X"

"""The Extended Date/Time Format (ISO 8601-2:2019, annex A, levels 0 to 2), parsed strictly.

A grammar of our own, since python-edtf takes what the standard forbids (times and zones that there are not, months
and days out of range behind an X, spans of sets), takes a hundred times as long, and orders no year before 1.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

# Spring to winter of the north where nothing else is said, of the north, of the south; quarters; thirds; halves.
SUBYEAR_MONTHS: dict[int, tuple[int, int]] = {
    **{
        code: (first, first + 2)
        for code, first in zip((21, 22, 23, 24, 25, 26, 27, 28), (3, 6, 9, 12) * 2, strict=True)
    },
    **{code: (first, first + 2) for code, first in zip((29, 30, 31, 32), (9, 12, 3, 6), strict=True)},
    **{33 + quarter: (3 * quarter + 1, 3 * quarter + 3) for quarter in range(4)},
    **{37 + third: (4 * third + 1, 4 * third + 4) for third in range(3)},
    **{40 + half: (6 * half + 1, 6 * half + 6) for half in range(2)},
}
# What stood for an open or unknown end in drafts of the format and may still be stored.
FORMER_ENDS = ("unknown", "open")
LEAP_CYCLE = 400
# Of years of more digits EDTF has neither months nor days.
LAST_WRITTEN_YEAR = 9999

_POINT = re.compile(
    r"(?P<q0>[?~%]?)(?P<year>-?[0-9X]{4})(?P<q1>[?~%]?)"
    r"(?:-(?P<q2>[?~%]?)(?P<month>[0-9X]{2})(?P<q3>[?~%]?)"
    r"(?:-(?P<q4>[?~%]?)(?P<day>[0-9X]{2})(?P<q5>[?~%]?))?)?",
    re.ASCII,
)
# An exponent of seven digits would take minutes and all memory to work out.
_LONG_YEAR = re.compile(
    r"(?:Y(?P<long>-?[1-9][0-9]{4,40}|-?[1-9][0-9]{0,40}(?=E))(?:E(?P<exponent>[0-9]{1,3}))?|(?P<short>-?[0-9]{4})(?=S))"
    r"(?:S(?P<digits>[1-9][0-9]?))?(?P<qualifier>[?~%]?)",
    re.ASCII,
)
_TIME = re.compile(
    r"(?P<hour>[01][0-9]|2[0-4])(?::(?P<minute>[0-5][0-9])(?::(?P<second>[0-5][0-9])(?:\.[0-9]+)?)?)?"
    r"(?:Z|(?P<sign>[+-])(?P<zone>[0-9]{2})(?::?(?P<rest>[0-5][0-9]))?)?",
    re.ASCII,
)


class EdtfPoint(NamedTuple):
    """One date: `year`, `month` and `day` as written, with X for each digit left open, and what qualifies them.

    `month` may be a code of part of a year, such as a season. `digits` are the significant ones of a year, 0 where
    nothing is said. Qualifiers of parts count for the whole; `?` and `~` together are `%`.
    """

    year: str
    month: str | None = None
    day: str | None = None
    qualifier: str = ""
    digits: int = 0


class EdtfSpan(NamedTuple):
    """From one date to another; None where an end is open or unknown."""

    start: EdtfPoint | None
    end: EdtfPoint | None


class EdtfSet(NamedTuple):
    """One of several dates, or all of them."""

    members: tuple[EdtfPoint | EdtfSpan, ...]
    is_one_of: bool


EdtfValue = EdtfPoint | EdtfSpan | EdtfSet


@lru_cache(maxsize=8192)
def parse_edtf(text: str) -> EdtfValue | None:
    """Return what an expression says, None where it is not EDTF. A span may end before it begins here."""
    if text[:1] + text[-1:] in ("[]", "{}"):
        members = tuple(_parse_member(part.strip()) for part in text[1:-1].split(","))
        valid = tuple(member for member in members if member is not None)
        return EdtfSet(valid, text[0] == "[") if len(valid) == len(members) else None
    if "/" in text:
        return _parse_span(text, "/", ("", "..", *FORMER_ENDS))
    return parse_edtf_point(text)


@lru_cache(maxsize=8192)
def parse_edtf_point(text: str) -> EdtfPoint | None:
    """Return one date, None where the text is none."""
    day, separator, time = text.partition("T")
    if separator and (not re.fullmatch(r"-?\d{4}-\d\d-\d\d", day, re.ASCII) or not _is_time(time)):
        return None
    match = _POINT.fullmatch(day)
    if match is None:
        return _parse_long_year(day)
    year, month, code = match["year"], match["month"], match["day"]
    if year == "-0000" or not _is_in_calendar(year, month, code):
        return None
    marks = {match[f"q{place}"] for place in range(6)} - {"", None}
    return EdtfPoint(year, month, code, "%" if len(marks) > 1 else "".join(marks))


def list_matching(pattern: str, first: int, last: int) -> list[int]:
    """Return the numbers of two digits that a pattern with X for any digit can be."""
    numbers = (int("".join(digits)) for digits in product(*("0123456789" if c == "X" else c for c in pattern)))
    return [number for number in numbers if first <= number <= last]


def list_years(point: EdtfPoint) -> list[int]:
    """Return the years that a date of four digits can be in, in their order."""
    years = list(_list_years(point.year.lstrip("-")))
    return [-year for year in reversed(years)] if point.year.startswith("-") else years


def find_year_range(point: EdtfPoint) -> tuple[int, int]:
    """Return the first and the last year that a date can be in, counted as astronomers do: 0 is 1 BC."""
    digits = point.year.lstrip("-")
    least, most = int(digits.replace("X", "0")), int(digits.replace("X", "9"))
    if point.digits and len(digits) > point.digits:
        unit = 10 ** (len(digits) - point.digits)
        least, most = least // unit * unit, least // unit * unit + unit - 1
    return (-most, -least) if point.year.startswith("-") else (least, most)


def write_year(year: int) -> str:
    """Return a year, counted as astronomers do, in EDTF."""
    if abs(year) > LAST_WRITTEN_YEAR:
        return f"Y{year}"
    return f"{'-' if year < 0 else ''}{abs(year):04d}"


def count_days(year: int, month: int) -> int:
    """Return how many days a month has, in any year at all."""
    # The calendar repeats itself; datetime has no year before 1.
    return monthrange(year % LEAP_CYCLE + LEAP_CYCLE, month)[1]


def _parse_long_year(text: str) -> EdtfPoint | None:
    match = _LONG_YEAR.fullmatch(text)
    if match is None or match["short"] == "-0000":
        return None
    year = match["short"] or match["long"]
    if match["exponent"]:
        year += "0" * int(match["exponent"])
    if len(year.lstrip("-")) < 4 or (match["long"] and len(year.lstrip("-")) < 5):
        return None
    return EdtfPoint(year, qualifier=match["qualifier"], digits=int(match["digits"] or 0))


def _parse_member(text: str) -> EdtfPoint | EdtfSpan | None:
    return _parse_span(text, "..", ("",)) if ".." in text else parse_edtf_point(text)


def _parse_span(text: str, separator: str, open_ends: tuple[str, ...]) -> EdtfSpan | None:
    parts = text.split(separator)
    if len(parts) != 2 or (separator == ".." and not any(parts)):
        return None
    ends = [None if part in open_ends else parse_edtf_point(part) for part in parts]
    if any(end is None and part not in open_ends for end, part in zip(ends, parts, strict=True)):
        return None
    return EdtfSpan(ends[0], ends[1])


def _is_in_calendar(year: str, month: str | None, day: str | None) -> bool:
    """Tell whether there is a date that can be meant."""
    if month is None:
        return True
    months = list_matching(month, 1, 12)
    if day is None:
        return bool(months) or (month.isdecimal() and int(month) in SUBYEAR_MONTHS)
    days = list_matching(day, 1, 31)
    longest = max((count_days(*pair) for pair in product(_list_kinds_of_year(year), months)), default=0)
    return bool(days) and min(days) <= longest


def _list_kinds_of_year(year: str) -> Iterator[int]:
    if year.lstrip("-").isdecimal():
        yield int(year)
    else:
        # Some year of the pattern, and one that is a leap year where the pattern has one.
        digits = year.lstrip("-")
        yield next(
            (number for number in _list_years(digits) if count_days(number, 2) == 29), int(digits.replace("X", "1"))
        )


def _list_years(digits: str) -> Iterator[int]:
    for chosen in product(*("0123456789" if digit == "X" else digit for digit in digits)):
        yield int("".join(chosen))


def _is_time(text: str) -> bool:
    match = _TIME.fullmatch(text)
    if match is None:
        return False
    if match["hour"] == "24" and (match["minute"] or "00") + (match["second"] or "00") != "0000":
        return False
    if not match["sign"]:
        return True
    minutes = int(match["zone"]) * 60 + int(match["rest"] or 0)
    # Zones reach from twelve hours behind to fourteen ahead, and there is no minus nothing.
    return minutes <= 14 * 60 if match["sign"] == "+" else 0 < minutes <= 12 * 60

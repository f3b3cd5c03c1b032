"""Dates written in figures alone: 25.6.1950, 1950/06/25, 01/02/1950, 1914-18, and library practice such as 195-."""

import re

from argument_maps.dates.numerals import read_roman
from argument_maps.dates.parts import DateParts
from argument_maps.dates.reckoning import DateReading, write_day
from argument_maps.dates.refusals import can_be_two, refuse_ambiguous_date
from models.dates.edtf import SUBYEAR_MONTHS

_YEAR_FIRST = re.compile(r"(\d{4})(\.|-|/) ?(\d{1,2})(?:\2 ?(\d{1,2})\.?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-./]) ?(\d{1,2}|[ivxj]{1,4})\2 ?('?\d{4}|'?\d{2})")
_MONTH_AND_YEAR = re.compile(r"(\d{1,2}|[ivx]{2,4})[./-](\d{4})")
_DAY_AND_MONTH = re.compile(r"(\d{1,2})\. ?(\d{1,2}|[ivx]{1,4})\.")
_SHORTENED = re.compile(r"(\d{2})(\d{2}) ?([-–/]) ?'?(\d{2}|\d)")
# Library practice for years of which the last figures are open: 195-, 19--, 195u, 19xx.
_OPEN_DECADE = re.compile(r"(1\d|20)(\d)[-–xu_](\??)")
_OPEN_CENTURY = re.compile(r"(1\d|20)(?:[-–xu_]{2}|\?\?)(\??)")


def read_figures(text: str) -> DateReading | DateParts | None:
    """Return what a date in figures says; parts where the year is left out. Raises `MisreadDate`."""
    if match := _OPEN_DECADE.fullmatch(text):
        return DateReading(f"{match[1]}{match[2]}X{match[3]}")
    if match := _OPEN_CENTURY.fullmatch(text):
        return DateReading(f"{match[1]}XX{match[2]}")
    if match := _SHORTENED.fullmatch(text):
        return _read_shortened(text, match)
    if match := _YEAR_FIRST.fullmatch(text):
        day = int(match[4]) if match[4] else None
        if day is None and match[2] == ".":
            return None
        return DateReading(write_day(text, int(match[1]), int(match[3]), day))
    if match := _MONTH_AND_YEAR.fullmatch(text):
        month = _read_month(match[1])
        return DateReading(write_day(text, int(match[2]), month)) if month else None
    if match := _DAY_AND_MONTH.fullmatch(text):
        month = _read_month(match[2])
        return DateParts(day=int(match[1]), month=month) if month else None
    match = _YEAR_LAST.fullmatch(text)
    return _read_year_last(text, match) if match else None


def _read_month(written: str) -> int | None:
    return int(written) if written.isdecimal() else read_roman(written)


def _read_year_last(text: str, match: re.Match[str]) -> DateReading | None:
    """Return a day whose year stands last; only with full stops it begins with the day (DIN 5008, GOST R 7.0.97)."""
    month = _read_month(match[3])
    if month is None:
        return None
    day, year = int(match[1]), match[4].lstrip("'")
    if len(year) == 2 and day > 31:
        # 50-06-25.
        day, year = int(year), match[1]
    if len(year) == 2:
        _ask_for_century(text, day, month, int(year), match[2])
    if match[2] == "." or not match[3].isdecimal() or day > 12 or day == month:
        return DateReading(write_day(text, int(year), month, day))
    if month > 12:
        return DateReading(write_day(text, int(year), day, month))
    raise refuse_ambiguous_date(text, write_day(text, int(year), month, day), write_day(text, int(year), day, month))


def _ask_for_century(text: str, day: int, month: int, year: int, separator: str) -> None:
    """Ask for the century of a year of two figures. Raises `MisreadDate`."""
    if month > 12 and separator != ".":
        day, month = month, day
    dates = [write_day(text, century * 100 + year, month, day) for century in (19, 18)]
    raise refuse_ambiguous_date(text, *dates)


def _read_shortened(text: str, match: re.Match[str]) -> DateReading | None:
    """Return what a year and two more figures say: a span of years, a month, a season, or it has to be asked.

    With a dash longer than a hyphen it is a span.
    """
    century, first, sign, last = match.groups()
    year, is_successor = f"{century}{first}", int(last) == (int(first) + 1) % 10 ** len(last)
    if len(last) == 1:
        if sign == "/" and is_successor and int(last):
            raise refuse_ambiguous_date(text, f"{year}/{int(year) + 1}", f"{year}-{int(last):02d}")
        if sign == "–" or int(last) == 0:
            return DateReading(f"{year}/{year[:3]}{last}") if last > first[1] else None
        if sign == "-" and last > first[1]:
            raise refuse_ambiguous_date(text, f"{year}/{year[:3]}{last}", f"{year}-{int(last):02d}")
        return DateReading(write_day(text, int(year), int(last)))
    if int(last) > int(first) or (is_successor and int(last) == 0):
        span = f"{year}/{int(year) + 1}" if is_successor else f"{year}/{century}{last}"
        is_code = can_be_two(f"{year}-{last}") and (sign == "-" or (sign == "/" and int(last) <= 12))
        if is_code:
            raise refuse_ambiguous_date(text, span, f"{year}-{last}")
        return DateReading(span)
    edtf = f"{year}-{last}"
    if sign == "–":
        return None
    if int(last) in SUBYEAR_MONTHS and sign == "-":
        return DateReading(edtf)
    return DateReading(write_day(text, int(year), int(last)))

"""Dates in EDTF (ISO 8601-2:2019), kept as written and compared by their bounds."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from models.dates.edtf import (
    SUBYEAR_MONTHS,
    EdtfPoint,
    EdtfSet,
    EdtfSpan,
    EdtfValue,
    count_days,
    find_year_range,
    list_matching,
    list_years,
    parse_edtf,
    write_year,
)
from models.errors import Phrase


class Day(NamedTuple):
    """A day of the Gregorian calendar in any year, ordered; years are counted as astronomers do: 0 is 1 BC."""

    year: int
    month: int
    day: int

    def isoformat(self) -> str:
        """Return the day in EDTF; of a year of more than four digits the year alone, since EDTF has no day of it."""
        year = write_year(self.year)
        return year if year.startswith("Y") else f"{year}-{self.month:02d}-{self.day:02d}"


# Longer than there has been anything; what lies further away is as far.
FARTHEST_YEAR: Final = 10**12
DISTANT_PAST = Day(-FARTHEST_YEAR, 1, 1)
DISTANT_FUTURE = Day(FARTHEST_YEAR, 12, 31)

_PLAIN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)

_REMEDY = Phrase(
    "Write a date such as 1914, 1914-07 or 1914-07-23; 1861/1865 for a span, 1789-07-14/.. for an open one, 1640~ for "
    "about, 1640? for uncertain, 164X for some year of a decade, 1848-21 to 1848-24 for spring to winter."
)


class UnreadableDate(ValueError):
    """A date that is not EDTF; `reason` says what is wrong with it and how to write one."""

    def __init__(self, text: str, reason: Phrase | None = None) -> None:
        self.text = text
        self.reason = reason or Phrase("“%(text)s” is not a date. %(remedy)s", text=text[:60], remedy=_REMEDY)
        super().__init__(self.reason)


@lru_cache(maxsize=8192)
def bounds(text: str) -> tuple[Day, Day]:
    """Return the first and the last day that the expression can mean, both included.

    Open and unknown ends give `DISTANT_PAST` and `DISTANT_FUTURE`. A winter ends in the year after that by which it
    is called. Approximation (`~`) and uncertainty (`?`) do not widen the bounds: nobody knows by how much.
    A span that ends before it begins has them too, since one may have been stored; `check_date` refuses it.
    Raises `UnreadableDate`.
    """
    plain = _PLAIN.fullmatch(text)
    if plain is not None and (between := _find_plain_bounds(*plain.groups())) is not None:
        return between
    value = parse_edtf(text)
    if value is None:
        raise UnreadableDate(text)
    first, last = _find_bounds(value)
    return (first, last) if first <= last else (last, first)


def is_estimated(text: str) -> bool:
    """Tell whether a date is approximate, uncertain, known but for some digits, or one of several.

    What is merely without a month or day is none, nor are a span and all of several dates. Raises `UnreadableDate`.
    """
    value = parse_edtf(text)
    if value is None:
        raise UnreadableDate(text)
    return _is_estimate(value)


def _is_estimate(value: EdtfValue | None) -> bool:
    match value:
        case EdtfPoint():
            written = (value.year, value.month or "", value.day or "")
            return bool(value.qualifier or value.digits) or any("X" in part for part in written)
        case EdtfSpan():
            return _is_estimate(value.start) or _is_estimate(value.end)
        case EdtfSet():
            return value.is_one_of or any(map(_is_estimate, value.members))
    return False


def check_date(text: str) -> str:
    """Return an expression that is EDTF and whole. Raises `UnreadableDate`."""
    if _PLAIN.fullmatch(text):
        bounds(text)
        return text
    value = parse_edtf(text)
    if value is None:
        raise UnreadableDate(text)
    for span in value.members if isinstance(value, EdtfSet) else (value,):
        if isinstance(span, EdtfSpan):
            _check_span(text, span)
    return text


def _check_span(text: str, span: EdtfSpan) -> None:
    """Refuse a span that ends before it begins, or whose ends are written as drafts of the format wrote them."""
    if not text.startswith(("[", "{")) and re.search("unknown|open", text):
        raise UnreadableDate(
            text,
            Phrase(
                "“%(text)s” is not a date: write %(open)s for an open end, and nothing behind the stroke for an "
                "unknown one.",
                text=text[:60],
                open="1950/..",
            ),
        )
    for end in span.start, span.end:
        if end and end.month and end.month.isdecimal() and int(end.month) in SUBYEAR_MONTHS:
            raise UnreadableDate(
                text,
                Phrase("“%(text)s” is not a date: write months in a span, not seasons or quarters.", text=text[:60]),
            )
    if span.start and span.end and _find_bounds(span.start)[0] > _find_bounds(span.end)[1]:
        raise UnreadableDate(
            text,
            Phrase("“%(text)s” ends before it begins. Write the earlier date first.", text=text[:60]),
        )


def _find_plain_bounds(year: str, month: str | None, day: str | None) -> tuple[Day, Day] | None:
    """Return the bounds of a year, month or day; None where it is none of the calendar and the grammar has to say so.

    Most dates are such, and the grammar takes longer.
    """
    last_month = int(month or 12)
    if not 1 <= last_month <= 12:
        return None
    last_day = int(day) if day else count_days(int(year), last_month)
    if not 1 <= last_day <= 28 and not 1 <= last_day <= count_days(int(year), last_month):
        return None
    return Day(int(year), int(month or 1), int(day or 1)), Day(int(year), last_month, last_day)


def _find_bounds(value: EdtfValue) -> tuple[Day, Day]:
    if isinstance(value, EdtfPoint):
        return _find_point_bounds(value)
    if isinstance(value, EdtfSpan):
        return (
            _find_bounds(value.start)[0] if value.start else DISTANT_PAST,
            _find_bounds(value.end)[1] if value.end else DISTANT_FUTURE,
        )
    ends = [_find_bounds(member) for member in value.members]
    return min(first for first, _ in ends), max(last for _, last in ends)


def _find_point_bounds(point: EdtfPoint) -> tuple[Day, Day]:
    first_year, last_year = find_year_range(point)
    if last_year > FARTHEST_YEAR:
        return DISTANT_FUTURE, DISTANT_FUTURE
    if first_year < -FARTHEST_YEAR:
        return DISTANT_PAST, DISTANT_PAST
    if point.month is None:
        return Day(first_year, 1, 1), Day(last_year, 12, 31)
    if point.month.isdecimal() and int(point.month) in SUBYEAR_MONTHS:
        first_month, last_month = SUBYEAR_MONTHS[int(point.month)]
        last_year += last_month > 12
        last_month = (last_month - 1) % 12 + 1
        return Day(first_year, first_month, 1), Day(last_year, last_month, count_days(last_year, last_month))
    months = list_matching(point.month, 1, 12)
    days = list_matching(point.day or "XX", 1, 31)
    years = list_years(point)
    # 29 February is in few years: the first and the last of those that have the day.
    return (
        min(_list_days_of_first_year(years, months, days)),
        max(_list_days_of_first_year(reversed(years), months, days)),
    )


def _list_days_of_first_year(years: Iterable[int], months: list[int], days: list[int]) -> list[Day]:
    return next(
        fitting
        for year in years
        if (fitting := [Day(year, month, day) for month in months for day in days if day <= count_days(year, month)])
    )

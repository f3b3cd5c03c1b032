"""Dates as historians write them, read as EDTF: June 1950, 16.06.1950, c. 1950, 2–3 October 1950.

What is EDTF already is left as it is. Whatever can be read in two ways is refused, and both are named; only with
full stops between its numbers a date is taken to begin with the day, as everywhere that writes dates so (DIN 5008,
GOST R 7.0.97). Names of months and seasons are English.
"""

import re
from calendar import monthrange
from functools import lru_cache

from argument_maps.dates.spelling import MONTHS, SEASONS, SpelledDate
from models.dates import UnreadableDate, bounds
from models.errors import Phrase

LONGEST = 80
_MONTHS = {name.lower()[:length]: number for number, name in enumerate(MONTHS, 1) for length in (3, len(name))}
_MONTHS |= {"sept": 9}
_ROMAN = {
    name: number
    for number, name in enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"), 1)
}
_SEASONS = {name: number for number, name in SEASONS.items()} | {"fall": "23"}
_ABOUT = re.compile(
    r"(?:c\.?|ca\.?|circa|about|around|approximately|approx\.?)\s*(?=[\dA-Za-z])(?<![A-Za-z](?=[A-Za-z]))"
)
_PROBABLY = re.compile(r"(?:probably|perhaps|possibly)\s+")
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAMED = r"(?P<month>[A-Za-z]+)\.?"
_YEAR = r"(?P<year>\d{4})"
# A day, a named month and a year, in each order in which they are written.
_IN_WORDS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_DAY}\.?\s*(?:of\s+)?{_NAMED},?\s*{_YEAR}",
        rf"{_NAMED}\s+{_DAY},?\s+{_YEAR}",
        rf"{_YEAR},?\s+{_NAMED}\s+{_DAY}",
        rf"{_NAMED},?\s+(?:of\s+)?{_YEAR}",
        rf"{_YEAR},?\s+{_NAMED}",
    )
)
_YEAR_FIRST = re.compile(r"(\d{4})([-./])(\d{1,2})(?:\2(\d{1,2}))?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-./])\s?(\d{1,2}|[IVX]{1,4})\2\s?(\d{4})")
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})[./](\d{4})")
_DECADE = re.compile(r"(\d{3})0['’]?s")
_SHORTENED = re.compile(r"(\d{2})(\d{2})\s*[-–—]\s*(\d{2})")
_UNTIL = re.compile(r"\s*[–—]\s*|\s+-\s+|\s+to\s+|(?<=\d{4})-(?=\d{4})|/(?=\d{4}-)")


class MisreadDate(UnreadableDate):
    """A date that names a day that never was, or that can be two dates; its reason says which."""


@lru_cache(maxsize=8192)
def read_date(text: str) -> str:
    """Return as EDTF what somebody wrote as a date. Raises `UnreadableDate`, which says what is wrong with it."""
    written = " ".join(text.split())
    if len(written) > LONGEST:
        raise UnreadableDate(text)
    try:
        bounds(written)
    except UnreadableDate:
        edtf = _read_span(written) or _read_point(written)
        if edtf is None:
            raise
        bounds(edtf)
        return edtf
    return written


def _read_span(written: str) -> str | None:
    """Return a span: two dates with a dash or “to” between them, or one with “from”, “since” or “until” before it."""
    lowered = written.lower()
    for word in ("since ", "from ", "until ", "till "):
        if lowered.startswith(word) and not _UNTIL.search(written):
            date = _read_point(written[len(word) :])
            return date and (f"{date}/.." if word in ("since ", "from ") else f"../{date}")
    short = _SHORTENED.fullmatch(written)
    # 1904-05 is May 1904 in EDTF, and was read as that; with a month that does not exist it can only be a span.
    if short and int(short[3]) > int(short[2]):
        return f"{short[1]}{short[2]}/{short[1]}{short[3]}"
    parts = _UNTIL.split(written[5:] if lowered.startswith("from ") else written)
    if len(parts) != 2:
        return None
    since, until = (part.strip() for part in parts)
    return _join_span(since, until)


def _join_span(since: str, until: str) -> str | None:
    """Return the span from one date to another, of which either may leave out what the other says."""
    # June 25 – 28, 1950.
    last = _read_point(until) or _read_point(f"{since.split(' ')[0]} {until}")
    words = until.split(" ")
    # 2–3 October 1950, June–August 1950.
    first_readings = (since, *(f"{since} {' '.join(words[place:])}" for place in range(1, len(words))))
    year = re.search(r"\d{4}", until)
    first = next((date for reading in first_readings if (date := _read_point(reading))), None)
    if first is None and year:
        first = _read_point(f"{since}, {year[0]}")
    return f"{first}/{last}" if first and last else None


def _read_point(written: str) -> str | None:
    """Return one date with what qualifies it; None where it is none."""
    text, about, doubtful = written.strip(), False, False
    if match := _PROBABLY.match(text.lower()):
        text, doubtful = text[match.end() :], True
    if match := _ABOUT.match(text.lower()):
        text, about = text[match.end() :], True
    if text.endswith("?"):
        text, doubtful = text[:-1].rstrip(), True
    mark = ("%" if about else "?") if doubtful else "~" if about else ""
    date = _read_unqualified_point(text)
    return date and date + mark


def _read_unqualified_point(text: str) -> str | None:
    if re.fullmatch(r"\d{4}", text):
        return text
    if decade := _DECADE.fullmatch(text):
        if decade[1].endswith("0"):
            century = decade[1][:2]
            raise MisreadDate(
                text,
                Phrase(
                    "“%(text)s” can mean ten years or a hundred. Write %(decade)s or %(century)s.",
                    text=text,
                    decade=f"{decade[1]}X",
                    century=f"{century}XX",
                ),
            )
        return f"{decade[1]}X"
    return _read_date_in_numbers(text) or _read_date_in_words(text)


def _read_date_in_words(text: str) -> str | None:
    for pattern in _IN_WORDS:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        parts = match.groupdict()
        name, day = parts["month"].lower(), parts.get("day")
        if name in _SEASONS and day is None:
            return f"{parts['year']}-{_SEASONS[name]}"
        month = _MONTHS.get(name) or _ROMAN.get(parts["month"])
        if month is not None:
            return _format_edtf(text, parts["year"], month, int(day) if day else None)
    return None


def _read_date_in_numbers(text: str) -> str | None:
    if match := _YEAR_FIRST.fullmatch(text):
        return _format_edtf(text, match[1], int(match[3]), int(match[4]) if match[4] else None)
    if match := _MONTH_AND_YEAR.fullmatch(text):
        return _format_edtf(text, match[2], int(match[1]))
    match = _YEAR_LAST.fullmatch(text)
    if match is None:
        return None
    if match[3] in _ROMAN:
        return _format_edtf(text, match[4], _ROMAN[match[3]], int(match[1]))
    if not match[3].isdecimal():
        return None
    one, other, year = int(match[1]), int(match[3]), match[4]
    if match[2] == "." or one > len(MONTHS) or one == other:
        return _format_edtf(text, year, other, one)
    if other > len(MONTHS):
        return _format_edtf(text, year, one, other)
    first, second = _format_edtf(text, year, other, one), _format_edtf(text, year, one, other)
    raise MisreadDate(
        text,
        Phrase(
            "“%(text)s” can mean %(day)s or %(other_day)s. Write %(first)s or %(second)s.",
            text=text,
            day=SpelledDate(first),
            other_day=SpelledDate(second),
            first=first,
            second=second,
        ),
    )


def _format_edtf(text: str, year: str, month: int, day: int | None = None) -> str:
    """Return the date as EDTF. Raises `MisreadDate` for a month or a day that there is not."""
    if not 1 <= month <= len(MONTHS):
        raise MisreadDate(
            text, Phrase("“%(text)s” is not a date: there is no month %(month)s.", text=text, month=month)
        )
    if day is None:
        return f"{year}-{month:02}"
    days = monthrange(int(year), month)[1] if int(year) else 31
    if not 1 <= day <= days:
        month_of_year = SpelledDate(f"{year}-{month:02}")
        raise MisreadDate(
            text,
            Phrase("“%(text)s” is not a date: %(month)s has %(days)s days.", text=text, month=month_of_year, days=days),
        )
    return f"{year}-{month:02}-{day:02}"

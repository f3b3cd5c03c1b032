"""Dates as historians write them, read as EDTF: June 1950, 16.06.1950, c. 1950, 2–3 October 1950.

What is EDTF already is left as it is. Whatever can be read in two ways is refused, and both are named; only with
full stops between its numbers a date is taken to begin with the day, as everywhere that writes dates so (DIN 5008,
GOST R 7.0.97). Names of months and seasons are English.
"""

import re
from calendar import monthrange
from functools import lru_cache

from argument_maps.dates.spelling import MONTHS, SEASONS, spell_date
from models.dates import UnreadableDate, bounds

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
    """A date that names a day that never was, or that can be two dates; the message says which."""

    def __init__(self, text: str, told: str) -> None:
        super().__init__(text)
        self.args = (told,)


@lru_cache(maxsize=8192)
def read_date(text: str) -> str:
    """Return as EDTF what somebody wrote as a date. Raises `UnreadableDate`, which says what is wrong with it."""
    written = " ".join(text.split())
    if len(written) > LONGEST:
        raise UnreadableDate(text)
    try:
        bounds(written)
    except UnreadableDate:
        found = _span(written) or _point(written)
        if found is None:
            raise
        bounds(found)
        return found
    return written


def _span(written: str) -> str | None:
    """Return a span: two dates with a dash or “to” between them, or one with “from”, “since” or “until” before it."""
    lowered = written.lower()
    for word in ("since ", "from ", "until ", "till "):
        if lowered.startswith(word) and not _UNTIL.search(written):
            date = _point(written[len(word) :])
            return date and (f"{date}/.." if word in ("since ", "from ") else f"../{date}")
    short = _SHORTENED.fullmatch(written)
    # 1904-05 is May 1904 in EDTF, and was read as that; with a month that does not exist it can only be a span.
    if short and int(short[3]) > int(short[2]):
        return f"{short[1]}{short[2]}/{short[1]}{short[3]}"
    parts = _UNTIL.split(written[5:] if lowered.startswith("from ") else written)
    if len(parts) != 2:
        return None
    since, until = (part.strip() for part in parts)
    return _joined(since, until)


def _joined(since: str, until: str) -> str | None:
    """Return the span from one date to another, of which either may leave out what the other says."""
    # June 25 – 28, 1950.
    last = _point(until) or _point(f"{since.split(' ')[0]} {until}")
    words = until.split(" ")
    # 2–3 October 1950, June–August 1950.
    told = (since, *(f"{since} {' '.join(words[place:])}" for place in range(1, len(words))))
    year = re.search(r"\d{4}", until)
    first = next((found for each in told if (found := _point(each))), None)
    if first is None and year:
        first = _point(f"{since}, {year[0]}")
    return f"{first}/{last}" if first and last else None


def _point(written: str) -> str | None:
    """Return one date with what qualifies it; None where it is none."""
    text, about, doubtful = written.strip(), False, False
    if found := _PROBABLY.match(text.lower()):
        text, doubtful = text[found.end() :], True
    if found := _ABOUT.match(text.lower()):
        text, about = text[found.end() :], True
    if text.endswith("?"):
        text, doubtful = text[:-1].rstrip(), True
    mark = ("%" if about else "?") if doubtful else "~" if about else ""
    date = _bare(text)
    return date and date + mark


def _bare(text: str) -> str | None:
    if re.fullmatch(r"\d{4}", text):
        return text
    if decade := _DECADE.fullmatch(text):
        if decade[1].endswith("0"):
            century = decade[1][:2]
            raise MisreadDate(
                text, f"“{text}” can be ten years or a hundred: write {decade[1]}X or {century}XX, as you mean it."
            )
        return f"{decade[1]}X"
    return _in_numbers(text) or _in_words(text)


def _in_words(text: str) -> str | None:
    for pattern in _IN_WORDS:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        parts = found.groupdict()
        name, day = parts["month"].lower(), parts.get("day")
        if name in _SEASONS and day is None:
            return f"{parts['year']}-{_SEASONS[name]}"
        month = _MONTHS.get(name) or _ROMAN.get(parts["month"])
        if month is not None:
            return _dated(text, parts["year"], month, int(day) if day else None)
    return None


def _in_numbers(text: str) -> str | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return _dated(text, found[1], int(found[3]), int(found[4]) if found[4] else None)
    if found := _MONTH_AND_YEAR.fullmatch(text):
        return _dated(text, found[2], int(found[1]))
    found = _YEAR_LAST.fullmatch(text)
    if found is None:
        return None
    if found[3] in _ROMAN:
        return _dated(text, found[4], _ROMAN[found[3]], int(found[1]))
    if not found[3].isdecimal():
        return None
    one, other, year = int(found[1]), int(found[3]), found[4]
    if found[2] == "." or one > len(MONTHS) or one == other:
        return _dated(text, year, other, one)
    if other > len(MONTHS):
        return _dated(text, year, one, other)
    readings = [_dated(text, year, other, one), _dated(text, year, one, other)]
    told = " or ".join(spell_date(each) for each in readings)
    raise MisreadDate(text, f"“{text}” can be {told}: write {' or '.join(readings)}.")


def _dated(text: str, year: str, month: int, day: int | None = None) -> str:
    """Return the date as EDTF. Raises `MisreadDate` for a month or a day that there is not."""
    if not 1 <= month <= len(MONTHS):
        raise MisreadDate(text, f"“{text}” is not a date: there is no month {month}.")
    if day is None:
        return f"{year}-{month:02}"
    days = monthrange(int(year), month)[1] if int(year) else 31
    if not 1 <= day <= days:
        named = f"{MONTHS[month - 1]} {year}" if month == 2 else MONTHS[month - 1]
        raise MisreadDate(text, f"“{text}” is not a date: {named} has {days} days.")
    return f"{year}-{month:02}-{day:02}"

"""EDTF dates as historians write them: 24 September 1949, winter 1995, about 1990, 44 BC."""

import re
from functools import lru_cache
from typing import Self

from models.dates.edtf import EdtfPoint, parse_edtf_point

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
# The codes of parts of a year beyond the seasons, with the year put in.
PARTS_OF_YEAR = {
    **{str(24 + place): f"{season} %s (north)" for place, season in enumerate(SEASONS.values(), 1)},
    **{str(28 + place): f"{season} %s (south)" for place, season in enumerate(SEASONS.values(), 1)},
    **{
        str(32 + place): f"{which} quarter of %s"
        for place, which in enumerate(("first", "second", "third", "fourth"), 1)
    },
    **{str(36 + place): f"{which} third of %s" for place, which in enumerate(("first", "second", "last"), 1)},
    **{str(39 + place): f"{which} half of %s" for place, which in enumerate(("first", "second"), 1)},
}
QUALIFIERS = {"": "", "~": "about ", "?": "probably ", "%": "perhaps about "}
OPEN = ("", "..", "unknown")
_FOUR_DIGITS = 1000


class SpelledDate(str):
    """A date in English words that keeps the EDTF it is made from, so that pages can spell it in another language."""

    edtf: str

    def __new__(cls, edtf: str) -> Self:
        """Spell the date."""
        spelled = super().__new__(cls, spell_date(edtf))
        spelled.edtf = edtf
        return spelled

    def __reduce__(self) -> tuple[object, ...]:
        """Return how the date is copied and pickled."""
        return type(self), (self.edtf,)


@lru_cache(maxsize=8192)
def spell_date(edtf: str) -> str:
    """Return the date in words; what has no English form here, such as a year with digits open, stays as written."""
    text = edtf.strip()
    if text.startswith(("[", "{")) and text.endswith(("]", "}")):
        return _spell_set(text)
    if "/" not in text:
        return _spell_point(text) or edtf
    start, _, end = (part.strip() for part in text.partition("/"))
    return _spell_span(start, end) or edtf


@lru_cache(maxsize=8192)
def spell_year(edtf: str) -> str:
    """Return the year or years of the date, for a short citation."""
    ends = [read_date_point(part.strip()) for part in edtf.split("/")]
    years = [QUALIFIERS[end.qualifier] + (_spell_year_of(end.year) or end.year) for end in ends if end is not None]
    if len(years) != len(ends):
        return spell_date(edtf)
    if len(years) > 1 and years[0] != years[-1]:
        years[0] = _drop_shared_tail(years[0], years[-1])
    return "–".join(dict.fromkeys(years))


def read_date_point(text: str) -> EdtfPoint | None:
    """Return the parts of one date, None for what has no words here, such as a month of which a digit is open."""
    point = parse_edtf_point(text)
    if point is None or point.digits:
        return None
    month, day = (None if part == "XX" else part for part in (point.month, point.day))
    if any("X" in part for part in (month or "", day or "")) or (day and not month):
        return None
    return point._replace(month=month, day=day)


def _spell_point(text: str) -> str:
    point = read_date_point(text)
    return QUALIFIERS[point.qualifier] + (_spell_unqualified_point(point) or text) if point else ""


def _spell_unqualified_point(point: EdtfPoint) -> str | None:
    """Return the words of a date, None for one of some year that is not known."""
    spelled = _spell_year_of(point.year)
    if point.month is None or spelled is None:
        return spelled
    if "X" in point.year:
        return None
    if point.month in PARTS_OF_YEAR:
        return PARTS_OF_YEAR[point.month] % spelled
    named = SEASONS.get(point.month) or MONTHS[int(point.month) - 1]
    return f"{named} {spelled}" if point.day is None else f"{int(point.day)} {named} {spelled}"


def _spell_year_of(year: str) -> str | None:
    """Return the words of a year, decade or century; None where other digits of it are open."""
    digits = year.lstrip("-")
    is_negative = year.startswith("-")
    if digits.isdecimal():
        return spell_year_number(int(year))
    if re.fullmatch(r"\d{3}X", digits):
        # 1950s; the first ten years of a century could be a hundred as well.
        first = int(digits[:3]) * 10
        if is_negative:
            return f"{first + 10}–{first + 1} BC"
        return f"{first}s" if first % 100 and first >= _FOUR_DIGITS else f"{spell_year_number(first or 1)}–{first + 9}"
    if re.fullmatch(r"\d{2}XX", digits):
        return f"{write_ordinal(int(digits[:2]) + 1)} century{' BC' if is_negative else ''}"
    return None


def spell_year_number(year: int) -> str:
    """Return a year, counted as astronomers do, in the era that historians count it in: 44 BC, AD 79, 1950."""
    if year < 1:
        return f"{1 - year} BC"
    return str(year) if _FOUR_DIGITS <= year < 10 * _FOUR_DIGITS else f"AD {year}"


def write_ordinal(number: int) -> str:
    """Return a number with the ending of an ordinal: 1st, 12th, 22nd."""
    ending = "th" if 10 < number % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _spell_span(start: str, end: str) -> str:
    """Return the words of a span; of an end that nobody knows a question mark."""
    since, until = ("" if part in OPEN else _spell_point(part) for part in (start, end))
    if not (since or start in OPEN) or not (until or end in OPEN) or not (since or until):
        return ""
    if not since:
        return f"until {until}" if start == ".." else f"?–{until}"
    if not until:
        return f"from {since}" if end == ".." else f"{since}–?"
    return since if since == until else f"{_drop_shared_tail(since, until)}–{_drop_shared_era(since, until)}"


def _drop_shared_tail(since: str, until: str) -> str:
    """Drop from the first date what the second repeats: 2–3 October 1950, June–August 1950."""
    first, second = since.split(), until.split()
    if any(word in since + until for word in ("about", "probably", "perhaps", "AD")) or len(first) != len(second):
        return since
    if first[-1] == "BC" and first[-2] != second[-2] and len(first) > 2:
        # A short year beside a month would be read as one of our own century.
        return since
    while len(first) > 1 and first[-1] == second[-1]:
        first.pop()
        second.pop()
    return " ".join(first)


def _drop_shared_era(since: str, until: str) -> str:
    return until.removeprefix("AD ") if since.startswith("AD ") else until


def _spell_set(text: str) -> str:
    members = [spell_date(write_as_span(member.strip())) for member in text[1:-1].split(",")]
    if len(members) == 1:
        return members[0]
    joint = " or " if text[0] == "[" else " and "
    return ", ".join(members[:-1]) + joint + members[-1]


def write_as_span(member: str) -> str:
    """Return a member of a set as EDTF writes it outside of one: 1950..1952 is a span."""
    if member.startswith(".."):
        return f"../{member[2:]}"
    return f"{member[:-2]}/.." if member.endswith("..") else member.replace("..", "/")

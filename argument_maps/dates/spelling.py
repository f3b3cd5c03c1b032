"""EDTF dates as historians write them: 24 September 1949, winter 1995, about 1990."""

import re
from functools import lru_cache
from typing import NamedTuple, Self

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
QUALIFIERS = {"": "", "~": "about ", "?": "probably ", "%": "perhaps about "}
# A qualifier may stand before a part or after it (EDTF level 2); either way it is told of the whole date.
_POINT = re.compile(
    r"[~?%]?(?P<year>\d[\dX]{3})(?P<q1>[~?%]?)"
    r"(?:-[~?%]?(?P<month>\d\d|XX)(?P<q2>[~?%]?)(?:-[~?%]?(?P<day>\d\d|XX)(?P<q3>[~?%]?))?)?(?:T.*)?"
)
OPEN = ("", "..", "unknown")


class DatePoint(NamedTuple):
    """One date in EDTF, in parts; `year` may end in X, `month` may be a season, `qualifier` is one of `QUALIFIERS`."""

    year: str
    month: str | None
    day: str | None
    qualifier: str


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
    """Return the date in words; what has no English form here, such as a year before 1000, stays as written."""
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
    years = [QUALIFIERS[end.qualifier] + _spell_year_of(end.year) for end in ends if end is not None]
    if len(years) != len(ends):
        return spell_date(edtf)
    return "–".join(dict.fromkeys(years))


def read_date_point(text: str) -> DatePoint | None:
    """Return the parts of one date, None for what has no words here, such as a year before 1 or after 9999."""
    match = _POINT.fullmatch(text)
    if match is None:
        return None
    marks = set(re.findall(r"[~?%]", match[0]))
    month, day = (None if part == "XX" else part for part in (match["month"], match["day"]))
    return DatePoint(match["year"], month, day if month else None, "%" if len(marks) > 1 else "".join(marks))


def _spell_point(text: str) -> str:
    point = read_date_point(text)
    return QUALIFIERS[point.qualifier] + (_spell_unqualified_point(point) or text) if point else ""


def _spell_unqualified_point(point: DatePoint) -> str | None:
    """Return the words of a date, None for a month that does not exist."""
    spelled = _spell_year_of(point.year)
    if point.month is None:
        return spelled
    named = SEASONS.get(point.month) or _name_month(point.month)
    if named is None:
        return None
    return f"{named} {spelled}" if point.day is None else f"{int(point.day)} {named} {spelled}"


def _name_month(digits: str) -> str | None:
    return MONTHS[int(digits) - 1] if 1 <= int(digits) <= len(MONTHS) else None


def _spell_year_of(year: str) -> str:
    if year.isdecimal():
        return str(int(year))
    # 195X is some year of the decade, 19XX of the century, which English counts one higher.
    if year.endswith("X") and year[:3].isdecimal():
        return f"{year[:3]}0s"
    if year.endswith("XX") and year[:2].isdecimal():
        return f"{int(year[:2]) * 100}s"
    return year


def _spell_span(start: str, end: str) -> str:
    if start in OPEN:
        until = _spell_point(end)
        return f"until {until}" if until else ""
    since = _spell_point(start)
    if not since:
        return ""
    if end in OPEN:
        return f"from {since}"
    until = _spell_point(end)
    if not until:
        return ""
    return since if since == until else f"{_drop_shared_tail(since, until)}–{until}"


def _drop_shared_tail(since: str, until: str) -> str:
    """Drop from the first date what the second repeats: 2–3 October 1950, June–August 1950."""
    first, second = since.split(), until.split()
    if any(word in since + until for word in ("about", "probably", "perhaps")) or len(first) != len(second):
        return since
    while len(first) > 1 and first[-1] == second[-1]:
        first.pop()
        second.pop()
    return " ".join(first)


def _spell_set(text: str) -> str:
    members = [spell_date(member.strip()) for member in text[1:-1].replace("..", "/").split(",")]
    if len(members) == 1:
        return members[0]
    joint = " or " if text[0] == "[" else " and "
    return ", ".join(members[:-1]) + joint + members[-1]

"""EDTF dates as historians write them: 24 September 1949, winter 1995, about 1990."""

import re
from functools import lru_cache

from models.dates import DISTANT_FUTURE, DISTANT_PAST, bounds

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


@lru_cache(maxsize=8192)
def spell_date(edtf: str) -> str:
    """Return the date in words; what has no English form here, such as a year before 1000, stays as written."""
    text = edtf.strip()
    if text[:1] in "[{" and text[-1:] in "]}":
        return _spell_set(text)
    if "/" not in text:
        return _spell_point(text) or edtf
    start, _, end = (part.strip() for part in text.partition("/"))
    return _spell_span(start, end) or edtf


def explain_date(edtf: str) -> str:
    """Return what a date is taken to mean: in words, and from which day to which. Raises `UnreadableDate`."""
    first, last = bounds(edtf.strip())
    words = spell_date(edtf)
    if first == last:
        return f"{words}."
    since = "" if first == DISTANT_PAST else f"from {spell_date(first.isoformat())}"
    until = "" if last == DISTANT_FUTURE else f"to {spell_date(last.isoformat())}"
    reach = " ".join(part for part in (since, until) if part)
    return f"{words}: {reach}." if reach else f"{words}."


@lru_cache(maxsize=8192)
def spell_year(edtf: str) -> str:
    """Return the year or years of the date, for a short citation."""
    ends = [_POINT.fullmatch(part.strip()) for part in edtf.split("/")]
    years = [_add_qualifier(end, _spell_year_of(end["year"])) for end in ends if end is not None]
    if len(years) != len(ends):
        return spell_date(edtf)
    return "–".join(dict.fromkeys(years))


def _spell_point(text: str) -> str:
    match = _POINT.fullmatch(text)
    return _add_qualifier(match, _spell_unqualified_point(match)) if match else ""


def _add_qualifier(match: re.Match[str], words: str) -> str:
    marks = set(re.findall(r"[~?%]", match[0]))
    mark = "%" if len(marks) > 1 else "".join(marks)
    return QUALIFIERS[mark] + words


def _spell_unqualified_point(match: re.Match[str]) -> str:
    year, month, day = match["year"], match["month"], match["day"]
    spelled = _spell_year_of(year)
    if month is None or month == "XX":
        return spelled
    named = SEASONS.get(month) or _name_month(month)
    if named is None:
        return match[0]
    if day is None or day == "XX":
        return f"{named} {spelled}"
    return f"{int(day)} {named} {spelled}"


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

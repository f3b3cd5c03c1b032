"""What is made of dates that were read: marked as about or probably, bounded on one side, joined into spans."""

import re

from argument_maps.dates.calendars import shift_day
from argument_maps.dates.reckoning import DateReading
from argument_maps.dates.vocabulary import WordRole
from models.dates import DISTANT_FUTURE, DISTANT_PAST, bounds
from models.dates.edtf import EdtfPoint, EdtfValue, parse_edtf

# One date, also of a long year (Y17E7S2), and what qualifies it.
_QUALIFIED = re.compile(r"(Y?-?\d[\dX]*(?:E\d+)?(?:S\d+)?(?:-[\dX]{2}){0,2})([?~%]?)")


def qualify_reading(reading: DateReading | None, mark: str) -> DateReading | None:
    """Return the reading with every date of it marked as approximate or uncertain."""
    if reading is None:
        return None

    def add(match: re.Match[str]) -> str:
        return f"{match[1]}{'%' if match[2] and match[2] != mark else mark}"

    return reading._replace(edtf=_QUALIFIED.sub(add, reading.edtf))


def limit_reading(reading: DateReading, role: WordRole) -> DateReading | None:
    """Return the open span that a date bounds; before and after leave it out, by and not before take it in."""
    value = parse_edtf(reading.edtf)
    first, last = bounds(reading.edtf)
    mark = value.qualifier if isinstance(value, EdtfPoint) else ""
    if first == DISTANT_PAST or last == DISTANT_FUTURE:
        return None
    if role == WordRole.BEFORE:
        edtf = f"../{_write_as_exactly(shift_day(first, -1).isoformat(), value)}{mark}"
    elif role == WordRole.AFTER:
        edtf = f"{_write_as_exactly(shift_day(last, 1).isoformat(), value)}{mark}/.."
    else:
        is_plain = isinstance(value, EdtfPoint) and not _is_season(value)
        if role == WordRole.NOT_AFTER:
            edtf = f"../{reading.edtf if is_plain else last.isoformat()}"
        else:
            edtf = f"{reading.edtf if is_plain else first.isoformat()}/.."
    return reading._replace(edtf=edtf)


def _is_season(value: EdtfValue | None) -> bool:
    return isinstance(value, EdtfPoint) and bool(value.month and value.month.isdecimal() and int(value.month) > 12)


def _write_as_exactly(day: str, value: object) -> str:
    """Return a day cut to a year or a month, if the date beside it is one."""
    if not isinstance(value, EdtfPoint) or value.day or _is_season(value) or day.startswith("Y"):
        return day
    return day[: -len("-01-01")] if value.month is None else day[: -len("-01")]


def join_ends(since: str, until: str) -> str:
    """Return the span from one date to another.

    What is a span by itself, such as late June, gives its first or its last date; a season its first or last month.
    """
    if since == until:
        return since
    first_end, last_end = since.partition("/")[0], until.rpartition("/")[2]
    if _is_season(parse_edtf(first_end)):
        first_end = bounds(first_end)[0].isoformat()[: -len("-01")]
    if _is_season(parse_edtf(last_end)):
        last_end = bounds(last_end)[1].isoformat()[: -len("-01")]
    return f"{first_end}/{last_end}"

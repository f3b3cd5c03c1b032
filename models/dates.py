"""Dates in EDTF (ISO 8601-2:2019), kept as written and compared by their strict bounds."""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Annotated

from edtf import EDTFObject, parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from pydantic import AfterValidator, Field, StringConstraints

from models.errors import Phrase

DISTANT_PAST = date.min
DISTANT_FUTURE = date.max
# Years such as Y17E7 are multiplied out: an exponent of seven digits takes minutes and all memory.
_ENDLESS = re.compile(r"[Ee][0-9]{4}")

_PLAIN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")

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
def parsed(text: str) -> EDTFObject:
    """Parse one EDTF expression; raises `UnreadableDate`."""
    if _ENDLESS.search(text):
        raise UnreadableDate(text)
    try:
        value: EDTFObject = parse_edtf(text)
    except (EDTFParseException, ValueError, TypeError, AttributeError, IndexError, OverflowError) as error:
        raise UnreadableDate(text) from error
    return value


@lru_cache(maxsize=8192)
def bounds(text: str) -> tuple[date, date]:
    """Return the first and the last day that the expression can mean, both included.

    Open and unknown ends give `DISTANT_PAST` and `DISTANT_FUTURE`, as do years outside 1 to 9999.
    Approximation (`~`) and uncertainty (`?`) do not widen the bounds: python-edtf's fuzzy bounds
    would move an approximate day by months, so the strict ones are used. Raises `UnreadableDate`.
    """
    plain = _PLAIN.fullmatch(text)
    if plain is not None and (between := _plain_bounds(*plain.groups())) is not None:
        return between
    value = parsed(text)
    try:
        return _day(value.lower_strict(), DISTANT_PAST), _day(value.upper_strict(), DISTANT_FUTURE)
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise UnreadableDate(text) from error


def _plain_bounds(year: str, month: str | None, day: str | None) -> tuple[date, date] | None:
    """Return the bounds of a year, month or day; None where it is none of the calendar and the grammar has to say so.

    Most dates are such, and the grammar takes a hundred times as long.
    """
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if day is not None:
        return first, first
    last_month = int(month or 12)
    return first, date(first.year, last_month, monthrange(first.year, last_month)[1])


def _day(moment: object, open_end: date) -> date:
    # Open ends come back as plus or minus infinity, everything else as a time.struct_time.
    year = getattr(moment, "tm_year", None)
    if year is None:
        return open_end
    if year < date.min.year:
        return DISTANT_PAST
    if year > date.max.year:
        return DISTANT_FUTURE
    return date(year, moment.tm_mon, moment.tm_mday)  # type: ignore[attr-defined] # a struct_time, as tm_year shows


def _valid(text: str) -> str:
    bounds(text)
    return text


EdtfDate = Annotated[
    str,
    StringConstraints(min_length=1, max_length=80, strip_whitespace=True),
    AfterValidator(_valid),
    Field(description="A date or span in the Extended Date/Time Format (ISO 8601-2): 1914-07-23, 1861/1865, 1640~."),
]

"""When a record stands on the axis of a timeline, and how much of it that is known: read off its date in EDTF."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from argument_maps.dates.spelling import spell_date
from models.dates import DISTANT_FUTURE, DISTANT_PAST, Day, bounds, is_estimated
from models.dates.edtf import EdtfPoint, EdtfSet, EdtfSpan, EdtfValue, parse_edtf

# Of four-digit years EDTF writes no Y in front.
_DIGITS = 4


class BandName(NamedTuple):
    """What records share that stand at one place of the axis, in the order of the axis.

    `first` and `last` are the days between which the place lies, and `words` how it is called: 1950 stands before
    January 1950, and that before 1 January 1950.
    """

    first: Day
    narrowness: tuple[int, int, int]
    last: Day
    words: str


@dataclass(frozen=True, slots=True)
class RecordTime:
    """The date of a record, as a timeline shows it.

    `band` is where its box stands: at the beginning, or where only an end is known at that. `since` and `until` are
    the ends of a span, None where it is none or that end is open or unknown; `is_estimated` says that the date is
    approximate, uncertain or one of several.
    """

    words: str
    band: BandName
    is_span: bool = False
    since: Day | None = None
    until: Day | None = None
    is_estimated: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether the place on the axis is one day, and nothing says that it may be another."""
        return self.band.first == self.band.last and not self.is_estimated


@lru_cache(maxsize=16_384)
def find_record_time(written: str | None) -> RecordTime | None:
    """Return when something stands that has this date; None without one, or if both ends are open."""
    if not written:
        return None
    value = parse_edtf(written)
    point = _find_anchor(value) if value is not None else None
    if value is None or point is None:
        return None
    first, last = bounds(written)
    is_span = not isinstance(value, EdtfPoint) or (value.month is None and last.year > first.year)
    return RecordTime(
        words=spell_date(written),
        band=_name_band(point),
        is_span=is_span,
        since=first if is_span and first != DISTANT_PAST else None,
        until=last if is_span and last != DISTANT_FUTURE else None,
        is_estimated=is_estimated(written),
    )


def _find_anchor(value: EdtfValue) -> EdtfPoint | None:
    """Return the date by which a record stands: its first, or if that is open or unknown its last."""
    match value:
        case EdtfPoint():
            return value
        case EdtfSpan():
            return value.start or value.end
        case EdtfSet():
            points = [point for member in value.members if (point := _find_anchor(member)) is not None]
            return min(points, key=lambda point: bounds(_write_point(point))[0], default=None)


def _name_band(point: EdtfPoint) -> BandName:
    text = _write_point(point)
    first, last = bounds(text)
    narrowness = (first.year - last.year, first.month - last.month, first.day - last.day)
    return BandName(first, narrowness, last, spell_date(text))


def _write_point(point: EdtfPoint) -> str:
    """Return a date in EDTF without what qualifies it."""
    year = point.year if len(point.year.lstrip("-")) <= _DIGITS else f"Y{point.year}"
    year += f"S{point.digits}" if point.digits else ""
    return "-".join(part for part in (year, point.month, point.day) if part)

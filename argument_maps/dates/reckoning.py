"""From the parts of a date to EDTF: other calendars converted, feasts found, weekdays checked."""

from typing import NamedTuple

from argument_maps.dates.calendars import (
    CALENDAR_NAMES,
    CONVERSIONS,
    FIRST_GREGORIAN_DAY,
    Calendar,
    convert_span,
    find_easter,
    find_julian_weekday,
    find_weekday,
    shift_day,
)
from argument_maps.dates.parts import DECADE, YEAR, DateParts
from argument_maps.dates.portions import count_year, write_portion, write_unit
from argument_maps.dates.refusals import (
    MisreadDate,
    refuse_day,
    refuse_month,
    refuse_reading,
)
from argument_maps.dates.spelling import SpelledDate
from models.dates import Day, bounds
from models.dates.edtf import count_days, write_year
from models.errors import Phrase

WEEKDAYS = (
    *(Phrase("Monday"), Phrase("Tuesday"), Phrase("Wednesday"), Phrase("Thursday"), Phrase("Friday")),
    *(Phrase("Saturday"), Phrase("Sunday")),
)
_APPROXIMATE = frozenset({Calendar.ISLAMIC})


class DateReading(NamedTuple):
    """What a written date was read as.

    `edtf` is empty for what is undated. `calendar` is the one in which it was written; `remarks` are what its reader
    should know besides: a weekday that does not fit, a Julian day, an hour that is not reckoned with.
    """

    edtf: str
    written: str = ""
    calendar: Calendar = Calendar.GREGORIAN
    remarks: tuple[Phrase, ...] = ()

    @property
    def is_undated(self) -> bool:
        """Tell whether it says that there is no date."""
        return not self.edtf


def reckon_date(text: str, parts: DateParts) -> DateReading | None:
    """Return one date in EDTF, None where the parts make none. Raises `MisreadDate`."""
    if parts.feast is not None:
        return _find_feast(text, parts)
    if parts.year is None or (parts.is_bare and parts.is_bc is None) or (parts.day is not None and not parts.month):
        return None
    if parts.weekday is not None and parts.day is None:
        return None
    if parts.calendar in CONVERSIONS:
        return _convert_date(text, parts)
    if parts.portion:
        edtf = write_portion(parts)
        return DateReading(edtf, calendar=parts.calendar) if edtf else None
    if parts.unit != YEAR:
        return DateReading(_write_unit(text, parts))
    year = count_year(parts)
    if parts.season is not None:
        return DateReading(f"{write_year(year)}-{parts.season}", calendar=parts.calendar)
    edtf = write_day(text, year, parts.month, parts.day)
    return DateReading(edtf, calendar=parts.calendar, remarks=check_weekday(parts, edtf))


def write_day(text: str, year: int, month: int | None, day: int | None = None) -> str:
    """Return a year, month or day in EDTF. Raises `MisreadDate` for a month or a day that there is not."""
    if month is None:
        return write_year(year)
    if not 1 <= month <= 12:
        raise refuse_month(text, month)
    written = f"{write_year(year)}-{month:02d}"
    if day is None:
        return written
    if not 1 <= day <= count_days(year, month):
        raise refuse_day(text, written, count_days(year, month))
    return f"{written}-{day:02d}"


def check_weekday(parts: DateParts, edtf: str) -> tuple[Phrase, ...]:
    """Return what to say where the day of the week is another than was written."""
    if parts.weekday is None or parts.day is None:
        return ()
    day = bounds(edtf)[0]
    actual = find_weekday(day)
    if actual == parts.weekday:
        return ()
    julian = find_julian_weekday(day)
    if parts.calendar == Calendar.GREGORIAN and julian == parts.weekday:
        return (
            Phrase(
                "%(date)s was a %(weekday)s in the Julian calendar, a %(other)s in the Gregorian",
                date=SpelledDate(edtf),
                weekday=WEEKDAYS[julian],
                other=WEEKDAYS[actual],
            ),
        )
    return (Phrase("%(date)s was a %(weekday)s", date=SpelledDate(edtf), weekday=WEEKDAYS[actual]),)


def _write_unit(text: str, parts: DateParts) -> str:
    """Return a century or a decade; 1900s can be ten years or a hundred. Raises `MisreadDate`."""
    if parts.unit == DECADE and (parts.year or 0) % 100 == 0 and not parts.is_bc and text.rstrip().endswith("s"):
        year = parts.year or 0
        readings = f"{year // 10:03d}X", f"{year // 100:02d}XX"
        raise MisreadDate(
            text,
            Phrase(
                "“%(text)s” can mean ten years or a hundred. Write %(decade)s or %(century)s.",
                text=text,
                decade=readings[0],
                century=readings[1],
            ),
            readings,
        )
    return write_unit(parts)


def _find_feast(text: str, parts: DateParts) -> DateReading | None:
    """Return the day of a feast, which moves with Easter or has its own."""
    if parts.year is None or parts.is_bc or not 326 <= parts.year <= 9999 or parts.portion:
        return None
    feast = str(parts.feast)
    if "-" in feast[1:]:
        month, _, day = feast.partition("-")
        calendar = Calendar.JULIAN if parts.is_orthodox else Calendar.GREGORIAN
        if calendar == Calendar.JULIAN:
            return _convert_date(text, DateParts(year=parts.year, month=int(month), day=int(day), calendar=calendar))
        return DateReading(f"{write_year(parts.year)}-{feast}")
    easter = find_easter(parts.year, orthodox=parts.is_orthodox)
    is_julian = parts.year <= FIRST_GREGORIAN_DAY.year
    day_found = shift_day(easter, int(feast))
    remarks: tuple[Phrase, ...] = ()
    if parts.is_orthodox and not is_julian:
        remarks = (Phrase("as Orthodox churches keep it"),)
    elif is_julian:
        remarks = (Phrase("a day of the Julian calendar, kept as written"),)
    return DateReading(day_found.isoformat(), calendar=parts.calendar, remarks=remarks)


def _convert_date(text: str, parts: DateParts) -> DateReading:
    """Return a date of another calendar as the Gregorian days that it is. Raises `MisreadDate`."""
    if parts.season is not None or parts.portion or parts.unit != YEAR:
        raise refuse_reading(text, Phrase("of this calendar, write a year, a month or a day."))
    year = count_year(parts)
    if parts.month is not None and not 1 <= parts.month <= 13:
        raise refuse_month(text, parts.month)
    if parts.calendar == Calendar.JULIAN and parts.month == 13:
        raise refuse_month(text, 13)
    span = convert_span(parts.calendar, year, parts.month, parts.day)
    if span is None:
        raise refuse_reading(text, Phrase("the calendar has no such day."))
    mark = "~" if parts.calendar in _APPROXIMATE else ""
    edtf = write_span(span, mark)
    remarks = [Phrase("in the %(calendar)s calendar as written", calendar=CALENDAR_NAMES[parts.calendar])]
    if mark:
        remarks.append(Phrase("as tables reckon it, which the sighted moon may move by a day"))
    return DateReading(edtf, calendar=parts.calendar, remarks=(*remarks, *check_weekday(parts, edtf.rstrip("~"))))


def write_span(span: tuple[Day, Day], mark: str = "") -> str:
    """Return the days from one to another in EDTF."""
    first, last = span
    return f"{first.isoformat()}{mark}" if first == last else f"{first.isoformat()}{mark}/{last.isoformat()}{mark}"

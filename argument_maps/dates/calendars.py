"""Dates of other calendars as days of the Gregorian one, and feasts that move; the arithmetic is that of convertdate.

convertdate is loaded when it is needed: most dates name no other calendar.
"""

import math
from collections.abc import Callable
from enum import StrEnum
from typing import Final, NamedTuple

from models.dates import Day
from models.dates.edtf import count_days
from models.errors import Phrase


class Calendar(StrEnum):
    """The calendar in which a date was written."""

    GREGORIAN = "Gregorian"
    JULIAN = "Julian"
    REPUBLICAN = "French Republican"
    HEBREW = "Hebrew"
    ISLAMIC = "Islamic"
    JAPANESE = "Japanese"
    MINGUO = "Republic of China"
    JUCHE = "Juche"
    KOREAN = "Korean"


CALENDAR_NAMES: Final = {
    Calendar.GREGORIAN: Phrase("Gregorian"),
    Calendar.JULIAN: Phrase("Julian"),
    Calendar.REPUBLICAN: Phrase("French Republican"),
    Calendar.HEBREW: Phrase("Hebrew"),
    Calendar.ISLAMIC: Phrase("Islamic"),
    Calendar.JAPANESE: Phrase("Japanese"),
    Calendar.MINGUO: Phrase("Republic of China"),
    Calendar.JUCHE: Phrase("Juche"),
    Calendar.KOREAN: Phrase("Korean"),
}


class Era(NamedTuple):
    """An era whose years are counted from a reign or a founding: the year before its first, and how many it had."""

    year_before: int
    years: int
    calendar: Calendar


# More years than those of an era that goes on can be: 1950 beside its name is no year of it.
_GOING_ON = 250
ERAS: Final = {
    "meiji": Era(1867, 45, Calendar.JAPANESE),
    "taisho": Era(1911, 15, Calendar.JAPANESE),
    "showa": Era(1925, 64, Calendar.JAPANESE),
    "heisei": Era(1988, 31, Calendar.JAPANESE),
    "reiwa": Era(2018, _GOING_ON, Calendar.JAPANESE),
    "koki": Era(-660, 2900, Calendar.JAPANESE),
    "minguo": Era(1911, _GOING_ON, Calendar.MINGUO),
    "juche": Era(1911, _GOING_ON, Calendar.JUCHE),
    "dangi": Era(-2333, 4600, Calendar.KOREAN),
}
# Japan reckoned by the moon until the end of 1872.
FIRST_SOLAR_YEAR: Final = 1873
LAST_REPUBLICAN_YEAR: Final = 14
# From then on the Gregorian calendar is the later one of the two.
FIRST_GREGORIAN_DAY: Final = Day(1582, 10, 15)


def count_julian_day(day: Day) -> int:
    """Return the number of a Gregorian day in a count without calendars, such as leads to the next day."""
    # From the first of March on, so that the day of a leap year is the last.
    year, month = (day.year, day.month) if day.month > 2 else (day.year - 1, day.month + 12)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month - 457) // 5 + day.day - 306


def find_day(number: int) -> Day:
    """Return the Gregorian day with the number that `count_julian_day` gives it."""
    year = math.floor((number + 306) / 365.2425) + 1
    while count_julian_day(Day(year, 1, 1)) > number:
        year -= 1
    rest = number - count_julian_day(Day(year, 1, 1))
    month = 1
    while rest >= count_days(year, month):
        rest -= count_days(year, month)
        month += 1
    return Day(year, month, rest + 1)


def shift_day(day: Day, days: int) -> Day:
    """Return the day so many days later, or earlier."""
    return find_day(count_julian_day(day) + days)


def find_weekday(day: Day) -> int:
    """Return the day of the week, Monday being 0."""
    return (count_julian_day(day) - 1) % 7


def convert_julian(year: int, month: int, day: int) -> Day | None:
    """Return the Gregorian day of a Julian one, in any year; None where the Julian calendar has no such day."""
    length = 29 if month == 2 and year % 4 == 0 else 28 if month == 2 else count_days(1, month)
    if not 1 <= day <= length:
        return None
    begin, of_year = (year, month) if month > 2 else (year - 1, month + 12)
    return find_day(365 * begin + begin // 4 + (153 * of_year - 457) // 5 + day - 308)


def find_julian_weekday(day: Day) -> int | None:
    """Return the day of the week if the day is one of the Julian calendar."""
    converted = convert_julian(*day)
    return None if converted is None else find_weekday(converted)


def convert_republican(year: int, month: int, day: int) -> Day | None:
    """Return the Gregorian day of a French Republican one, 1 to 14; the thirteenth month completes the year."""
    from convertdate import french_republican

    if not 1 <= year <= LAST_REPUBLICAN_YEAR:
        return None
    length = 30 if month <= 12 else 5 + bool(french_republican.leap(year))
    if not 1 <= day <= length:
        return None
    return Day(*(int(part) for part in french_republican.to_gregorian(year, month, day)))


def convert_hebrew(year: int, month: int, day: int) -> Day | None:
    """Return the Gregorian day of a Hebrew one, whose months are counted from Nisan."""
    from convertdate import hebrew

    if not 1 <= year <= 9999 or month > hebrew.year_months(year) or not 1 <= day <= hebrew.month_length(year, month):
        return None
    return Day(*(int(part) for part in hebrew.to_gregorian(year, month, day)))


def convert_islamic(year: int, month: int, day: int) -> Day | None:
    """Return the Gregorian day of an Islamic one as tables reckon it, which the sighted moon may move by a day.

    Counted from Thursday, 15 July 622, as astronomers do and as sighted moons agree with more often; convertdate
    counts from the Friday.
    """
    from convertdate import islamic

    if not 1 <= year <= 9000 or not 1 <= day <= islamic.month_length(year, month):
        return None
    return shift_day(Day(*(int(part) for part in islamic.to_gregorian(year, month, day))), -1)


CONVERSIONS: Final[dict[Calendar, Callable[[int, int, int], Day | None]]] = {
    Calendar.JULIAN: convert_julian,
    Calendar.REPUBLICAN: convert_republican,
    Calendar.HEBREW: convert_hebrew,
    Calendar.ISLAMIC: convert_islamic,
}
# The first and the last month of a year; the Hebrew one begins with Tishri and ends with Elul.
MONTHS_OF_YEAR: Final = {
    Calendar.JULIAN: (1, 12),
    Calendar.REPUBLICAN: (1, 13),
    Calendar.HEBREW: (7, 6),
    Calendar.ISLAMIC: (1, 12),
}


def convert_span(calendar: Calendar, year: int, month: int | None, day: int | None) -> tuple[Day, Day] | None:
    """Return the first and last Gregorian day of a day, month or year of another calendar, None where there is none."""
    convert = CONVERSIONS[calendar]
    first_month, last_month = (month, month) if month else MONTHS_OF_YEAR[calendar]
    if day:
        only = convert(year, first_month, day)
        return (only, only) if only else None
    first = convert(year, first_month, 1)
    last = next((found for found in (convert(year, last_month, length) for length in range(31, 4, -1)) if found), None)
    return (first, last) if first and last else None


def find_easter(year: int, *, orthodox: bool) -> Day:
    """Return Easter Sunday of a year: of the Gregorian reckoning or, for Orthodox churches, as a Gregorian day.

    Before 1583 all churches reckoned alike, and the day is a Julian one.
    """
    from convertdate import holidays

    if orthodox and year >= FIRST_GREGORIAN_DAY.year:
        return Day(*(int(part) for part in holidays.easter(year, "orthodox")))
    if year > FIRST_GREGORIAN_DAY.year:
        return Day(*(int(part) for part in holidays.easter(year, "western")))
    # Meeus, Astronomical Algorithms (1991), chapter 8.
    moon = (19 * (year % 19) + 15) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + sunday + 114, 31)
    return Day(year, month, day + 1)

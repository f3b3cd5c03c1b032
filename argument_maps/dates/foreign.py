"""Dates as they are written elsewhere: by American and French archives, in Chinese, in Russian."""

import re

from argument_maps.dates.spelling import MONTHS, spell_date, spell_year_number

_DAY = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_FRENCH = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet"),
    *("août", "septembre", "octobre", "novembre", "décembre"),
)
_RUSSIAN = (
    *("января", "февраля", "марта", "апреля", "мая", "июня", "июля"),
    *("августа", "сентября", "октября", "ноября", "декабря"),
)
_GERMAN = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli"),
    *("August", "September", "Oktober", "November", "Dezember"),
)
_MLA = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")


def spell_american_date(edtf: str) -> str:
    """Return the date with the month first: January 19, 1950."""
    parts = _split_date(edtf)
    if parts is None or not parts[1]:
        return spell_date(edtf)
    year, month, day = parts
    spelled = spell_year_number(year)
    return f"{MONTHS[month - 1]} {day}, {spelled}" if day else f"{MONTHS[month - 1]} {spelled}"


def spell_french_date(edtf: str) -> str:
    """Return the date in French: 19 janvier 1950, 1er mai 1950, 15 mars 44 av. J.-C."""
    parts = _split_date(edtf)
    if parts is None or (not parts[1] and parts[0] > 0):
        return spell_date(edtf)
    year, month, day = parts
    numbered = "1er " if day == 1 else f"{day} " if day else ""
    named = f"{_FRENCH[month - 1]} " if month else ""
    return f"{numbered}{named}{_count_year(year)}{' av. J.-C.' if year < 1 else ''}"


def spell_chinese_date(edtf: str) -> str:
    """Return the date in Chinese: 1950年1月19日, 公元前44年."""
    parts = _split_date(edtf)
    if parts is None:
        return spell_date(edtf)
    year, month, day = parts
    words = f"{'公元前' if year < 1 else ''}{_count_year(year)}年"
    return f"{words}{f'{month}月' if month else ''}{f'{day}日' if day else ''}"


def spell_russian_date(edtf: str) -> str:
    """Return a year or a whole day in Russian: 19 января 1950 г., 44 г. до н. э."""
    parts = _split_date(edtf)
    if parts is None or (parts[1] and not parts[2]):
        return spell_date(edtf)
    year, month, day = parts
    named = f"{day} {_RUSSIAN[month - 1]} " if day else ""
    return f"{named}{_count_year(year)} г.{' до н. э.' if year < 1 else ''}"


def spell_german_date(edtf: str) -> str:
    """Return the date in German: 6. Juli 1914, 15. März 44 v. Chr."""
    parts = _split_date(edtf)
    if parts is None or (not parts[1] and parts[0] > 0):
        return spell_date(edtf)
    year, month, day = parts
    named = f"{f'{day}. ' if day else ''}{_GERMAN[month - 1]} " if month else ""
    return f"{named}{_count_year(year)}{' v. Chr.' if year < 1 else ''}"


def spell_mla_date(edtf: str) -> str:
    """Return the date with the month cut as the MLA Handbook cuts it: 19 Jan. 1950."""
    words = spell_date(edtf)
    for whole, cut in zip(MONTHS, _MLA, strict=True):
        words = words.replace(whole, cut)
    return words


def _count_year(year: int) -> int:
    """Return the year as it is counted in its era, before or after Christ."""
    return 1 - year if year < 1 else year


def _split_date(edtf: str) -> tuple[int, int, int] | None:
    """Return year, month and day (0 where one is left out) of a date without any qualifier."""
    match = _DAY.fullmatch(edtf.strip())
    if match is None or (match[2] and not 1 <= int(match[2]) <= len(MONTHS)):
        return None
    return int(match[1]), int(match[2] or 0), int(match[3] or 0)

"""Dates as they are written elsewhere: by American and French archives, in Chinese, in Russian."""

import re

from argument_maps.dates.spelling import MONTHS, spell_date

_DAY = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
_FRENCH = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet"),
    *("août", "septembre", "octobre", "novembre", "décembre"),
)
_RUSSIAN = (
    *("января", "февраля", "марта", "апреля", "мая", "июня", "июля"),
    *("августа", "сентября", "октября", "ноября", "декабря"),
)
_MLA = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")


def spell_american_date(edtf: str) -> str:
    """Return the date with the month first: January 19, 1950."""
    parts = _split_date(edtf)
    if parts is None:
        return spell_date(edtf)
    year, month, day = parts
    return f"{MONTHS[month - 1]} {day}, {year}" if day else f"{MONTHS[month - 1]} {year}"


def spell_french_date(edtf: str) -> str:
    """Return the date in French: 19 janvier 1950, 1er mai 1950."""
    parts = _split_date(edtf)
    if parts is None:
        return spell_date(edtf)
    year, month, day = parts
    numbered = "1er " if day == 1 else f"{day} " if day else ""
    return f"{numbered}{_FRENCH[month - 1]} {year}"


def spell_chinese_date(edtf: str) -> str:
    """Return the date in Chinese: 1950年1月19日."""
    parts = _split_date(edtf)
    if parts is None:
        return f"{edtf}年" if re.fullmatch(r"\d{4}", edtf) else spell_date(edtf)
    year, month, day = parts
    return f"{year}年{month}月{day}日" if day else f"{year}年{month}月"


def spell_russian_date(edtf: str) -> str:
    """Return a whole day in Russian: 19 января 1950 г."""
    parts = _split_date(edtf)
    if parts is None or not parts[2]:
        return f"{edtf} г." if re.fullmatch(r"\d{4}", edtf) else spell_date(edtf)
    year, month, day = parts
    return f"{day} {_RUSSIAN[month - 1]} {year} г."


def spell_mla_date(edtf: str) -> str:
    """Return the date with the month cut as the MLA Handbook cuts it: 19 Jan. 1950."""
    words = spell_date(edtf)
    for whole, cut in zip(MONTHS, _MLA, strict=True):
        words = words.replace(whole, cut)
    return words


def _split_date(edtf: str) -> tuple[int, int, int] | None:
    """Return year, month and day (0 where it is left out) of a date without any qualifier."""
    match = _DAY.fullmatch(edtf.strip())
    if match is None or not 1 <= int(match[2]) <= len(MONTHS):
        return None
    return int(match[1]), int(match[2]), int(match[3] or 0)

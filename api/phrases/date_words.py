"""Dates on pages: in English as everywhere, in another language with that language's names, order and eras (CLDR)."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from babel import Locale
from babel.dates import DateTimeFormat, format_date, format_skeleton
from babel.lists import format_list

from api.phrases.marking import N_
from api.phrases.messages import SOURCE_LANGUAGE, get_language, gettext, pgettext
from argument_maps.citation.written_dates import find_written_date
from argument_maps.dates.spelling import OPEN, read_date_point, spell_date, write_as_span
from argument_maps.values import AnyRecord
from models.dates import DISTANT_FUTURE, DISTANT_PAST, bounds
from models.dates.edtf import LAST_WRITTEN_YEAR, EdtfPoint

_QUALIFIED: Final = {
    "~": N_("about %(date)s"),
    "?": N_("probably %(date)s"),
    "%": N_("perhaps about %(date)s"),
}
_SEASONS: Final = {
    "21": N_("spring %(year)s"),
    "22": N_("summer %(year)s"),
    "23": N_("autumn %(year)s"),
    "24": N_("winter %(year)s"),
}
# A leap year of our era, in whose place another is written.
_ANY_YEAR = 2000


def spell_date_for_page(edtf: str) -> str:
    """Return a date in EDTF as a reader of the page writes it; what has no words here stays as written."""
    language = get_language()
    if language == SOURCE_LANGUAGE:
        return spell_date(edtf)
    return _spell(edtf.strip(), Locale.parse(language, sep="-")) or edtf


def describe_date_of(record: AnyRecord, name: str) -> str:
    """Return a date of a record, with how it was written where that says more; nothing where there is none."""
    date = find_written_date(record, name)
    spelled = spell_date_for_page(date.edtf) if date.edtf else gettext("undated") if date.written else ""
    if not date.written:
        return spelled
    if date.calendar is not None:
        written = f"{date.bare_written} ({gettext(date.calendar.template)})"
        return gettext("%(written)s, %(date)s", written=written, date=spelled)
    return gettext("%(date)s (written “%(written)s”)", date=spelled, written=date.written)


def spell_moment(moment: datetime) -> str:
    """Return the day and minute of a moment, in UTC."""
    day = spell_date_for_page(moment.date().isoformat())
    return gettext("%(day)s, %(time)s UTC", day=day, time=f"{moment:%H:%M}")


def explain_date(edtf: str) -> str:
    """Return what a date is taken to mean: in words, and from which day to which. Raises `UnreadableDate`."""
    first, last = bounds(edtf.strip())
    words = spell_date_for_page(edtf)
    first_day, last_day = spell_date_for_page(first.isoformat()), spell_date_for_page(last.isoformat())
    if first == last or (first == DISTANT_PAST and last == DISTANT_FUTURE):
        return gettext("%(date)s.", date=words)
    if first == DISTANT_PAST:
        return gettext("%(date)s: to %(last)s.", date=words, last=last_day)
    if last == DISTANT_FUTURE:
        return gettext("%(date)s: from %(first)s.", date=words, first=first_day)
    return gettext("%(date)s: from %(first)s to %(last)s.", date=words, first=first_day, last=last_day)


def _spell(text: str, locale: Locale) -> str:
    if text.startswith(("[", "{")) and text.endswith(("]", "}")):
        members = [_spell(write_as_span(member.strip()), locale) for member in text[1:-1].split(",")]
        return format_list(members, "or" if text[0] == "[" else "standard", locale) if all(members) else ""
    if "/" not in text:
        return _spell_qualified_point(text, locale)
    start, _, end = (part.strip() for part in text.partition("/"))
    first, last = ("" if part in OPEN else _spell_qualified_point(part, locale) for part in (start, end))
    if (not first and start not in OPEN) or (not last and end not in OPEN):
        return ""
    if first and last:
        return first if first == last else gettext("%(start)s–%(end)s", start=first, end=last)
    if first:
        return gettext("from %(date)s", date=first) if end == ".." else f"{first}–?"
    if not last:
        return ""
    return gettext("until %(date)s", date=last) if start == ".." else f"?–{last}"


def _spell_qualified_point(text: str, locale: Locale) -> str:
    point = read_date_point(text)
    if point is None:
        return ""
    words = _spell_point(point, locale)
    return gettext(_QUALIFIED[point.qualifier], date=words) if point.qualifier and words else words


def _spell_point(point: EdtfPoint, locale: Locale) -> str:
    if not point.year.lstrip("-").isdecimal():
        return _spell_inexact_year(point.year) if point.month is None else ""
    if not 1 <= int(point.year) <= LAST_WRITTEN_YEAR:
        return _spell_with_era(point, locale)
    if point.month is None:
        return format_skeleton("y", date(int(point.year), 1, 1), locale=locale)
    if point.month in _SEASONS:
        return gettext(_SEASONS[point.month], year=int(point.year))
    try:
        day = date(int(point.year), int(point.month), int(point.day or 1))
    except ValueError:
        return ""
    return format_date(day, "long", locale) if point.day else format_skeleton("yMMMM", day, locale=locale)


def _spell_inexact_year(year: str) -> str:
    if re.fullmatch(r"\d{3}X", year):
        return pgettext("decade", "%(year)ss", year=f"{year[:3]}0")
    if re.fullmatch(r"\d{2}XX", year):
        return pgettext("century", "century %(number)s", number=int(year[:2]) + 1)
    if re.fullmatch(r"-\d{2}XX", year):
        return pgettext("century", "century %(number)s BC", number=int(year[1:3]) + 1)
    return ""


class _YearOutside(DateTimeFormat):
    """Writes a date in a year that dates of Python do not have, with its era, as skeletons with one ask for it.

    `year` is counted as astronomers do: 0 is the year 1 before Christ.
    """

    def __init__(self, value: date, locale: Locale, year: int) -> None:
        super().__init__(value, locale)
        self.year = 1 - year if year < 1 else year
        self.era = int(year > 0)

    def format_era(self, char: str, num: int) -> str:
        """Return the name of the era."""
        del char, num
        eras: Mapping[int, str] = self.locale.eras["abbreviated"]
        return eras[self.era]

    def format_year(self, char: str, num: int) -> str:
        """Return the year."""
        del char, num
        return str(self.year)


def _spell_with_era(point: EdtfPoint, locale: Locale) -> str:
    """Return a date before Christ, or after the year 9999."""
    if point.month in _SEASONS:
        year = _spell_with_era(point._replace(month=None), locale)
        return gettext(_SEASONS[point.month], year=year)
    if (point.month or "01") > "12":
        return ""
    try:
        day = date(_ANY_YEAR, int(point.month or 1), int(point.day or 1))
    except ValueError:
        return ""
    skeleton = "GyMMMd" if point.day else "GyMMM" if point.month else "Gy"
    pattern = locale.datetime_skeletons[skeleton]
    return str(pattern.format % _YearOutside(day, locale, int(point.year)))

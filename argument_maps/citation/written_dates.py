"""Dates of records as they were written, beside what they were read as."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from argument_maps.dates.calendars import CALENDAR_NAMES, Calendar
from argument_maps.dates.foreign import spell_german_date, spell_mla_date, spell_russian_date
from argument_maps.dates.parsing import read_date
from argument_maps.dates.spelling import spell_date, spell_year
from argument_maps.values import AnyRecord
from models.dates import UnreadableDate
from models.errors import Phrase

# What says in which style a day is written; the calendar's name says it instead.
_STYLE = re.compile(
    r"[,\s]*[(\[]?\b(?:O\.?\s?S\.?|N\.?\s?S\.?|old style|new style|julian(?: calendar)?|gregorian"
    r"|ст\.\s?ст\.?|н\.\s?ст\.?|a\.\s?St\.|n\.\s?St\.|alten Stils|vieux style"
    r"|по старому стилю|по ст\. ст\.)(?:[)\]]|(?!\w))",
    re.IGNORECASE,
)


# How citations write what is known of a day less surely, before it and behind it, in English and in Russian.
_UNCERTAIN = {"~": ("ca. ", ""), "?": ("[", "?]"), "%": ("[ca. ", "?]")}
_UNCERTAIN_MLA = {**_UNCERTAIN, "~": ("circa ", ""), "%": ("[circa ", "?]")}
_UNCERTAIN_GOST = {**_UNCERTAIN, "~": ("[ca. ", "]")}
_UNCERTAIN_RUSSIAN = {"~": ("[ок. ", "]"), "?": ("[", "?]"), "%": ("[ок. ", "?]")}


class WrittenDate(NamedTuple):
    """A date of a record: in EDTF, as it was written where that says it otherwise, and in which calendar."""

    edtf: str
    written: str
    calendar: Phrase | None

    @property
    def bare_written(self) -> str:
        """The date as written, without what says its style: the calendar's name says it."""
        return _STYLE.sub("", self.written).strip()


def find_written_date(record: AnyRecord, name: str) -> WrittenDate:
    """Return a date of a record, with nothing written where it was entered as EDTF or says the same in words."""
    edtf: str = getattr(record, name) or ""
    all_written: Mapping[str, str] = getattr(record, "written_dates", {})
    written = all_written.get(name, "")
    if not written or _compare(written) in (_compare(edtf), _compare(spell_date(edtf))):
        return WrittenDate(edtf, "", None)
    calendar = _find_calendar(written)
    return WrittenDate(edtf, written, None if calendar == Calendar.GREGORIAN else CALENDAR_NAMES[calendar])


def spell_date_of(record: AnyRecord, name: str) -> str:
    """Return a date of a record in English, with how it was written: 1950 (written “[1950?]”)."""
    date = find_written_date(record, name)
    spelled = spell_date(date.edtf) if date.edtf else "undated" if date.written else ""
    if not date.written:
        return spelled
    if date.calendar is not None:
        return f"{date.bare_written} ({date.calendar}), {spelled}"
    return f"{spelled} (written “{date.written}”)"


def spell_cited_date(edtf: str, spell: Callable[[str], str] = spell_date) -> str:
    """Return a date as citations write it: ca. 1950, [1950?] (Chicago 17th edition, 14.145)."""
    return _spell_uncertain(edtf, spell, _UNCERTAIN) or re.sub(r"\babout\b", "ca.", spell(edtf))


def _spell_uncertain(edtf: str, spell: Callable[[str], str], marks: Mapping[str, tuple[str, str]]) -> str:
    """Return a single date that is not known surely, between the marks of its style; nothing where it is another."""
    if edtf[-1:] not in marks or re.search("[/,]", edtf):
        return ""
    before, behind = marks[edtf[-1]]
    return f"{before}{spell(edtf[:-1])}{behind}"


def spell_cited_year(edtf: str) -> str:
    """Return the year of a date as references by year give it: 1950, ca. 1950, 380 BC, 1995–1996."""
    return spell_cited_date(edtf, spell_year)


def spell_cited_mla_date(edtf: str) -> str:
    """Return a date as MLA's entries give it, seasons small: 12 Jan. 1950, circa 1950, spring 1995."""
    return _spell_uncertain(edtf, spell_mla_date, _UNCERTAIN_MLA) or re.sub(r"\babout\b", "circa", spell_mla_date(edtf))


def spell_cited_gost_date(edtf: str, spell: Callable[[str], str] = spell_date) -> str:
    """Return a date as GOST's references give it in other languages than Russian: 1950, [ca. 1950], [1950?]."""
    return _spell_uncertain(edtf, spell, _UNCERTAIN_GOST) or spell_cited_date(edtf, spell)


def spell_cited_russian_date(edtf: str) -> str:
    """Return a date in Russian: 12 января 1950 г., [ок. 1950 г.] (GOST R 7.0.100-2018, 5.3.5)."""
    return _spell_uncertain(edtf, spell_russian_date, _UNCERTAIN_RUSSIAN) or spell_russian_date(edtf)


def spell_cited_german_date(edtf: str) -> str:
    """Return a date in German: 6. Juli 1914, um 1950."""
    return f"um {spell_german_date(edtf[:-1])}" if edtf.endswith("~") else spell_german_date(edtf)


def cite_date_of(record: AnyRecord, name: str, spell: Callable[[str], str] = spell_cited_date) -> str:
    """Return a date of a record as a citation of a document gives it, nothing if it is undated.

    Of another calendar both are given, the one as written first. What a cataloguer supplied in brackets, and what is no
    plain day, month or year, stands as written; else `spell` writes the date as the style does.
    """
    date = find_written_date(record, name)
    if not date.edtf:
        return ""
    if date.calendar is not None:
        return f"{date.bare_written} ({date.calendar}), {spell(date.edtf)}"
    if date.written and ("[" in date.written or not re.fullmatch(r"-?\d{4}(?:-\d\d){0,2}", date.edtf)):
        return date.written
    return spell(date.edtf)


def _compare(text: str) -> str:
    return " ".join(text.casefold().replace(",", " ").replace("-", "–").split())


def _find_calendar(written: str) -> Calendar:
    try:
        return read_date(written).calendar
    except UnreadableDate:
        return Calendar.GREGORIAN

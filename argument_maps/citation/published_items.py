"""Published works as citeproc reads them: CSL-JSON of a source, every value escaped and written as the style has it."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from argument_maps.citation.archival import choose_gost_title
from argument_maps.citation.punctuation import (
    dash_number_spans,
    set_typographic_marks,
    shorten_page_spans,
    shorten_page_spans_for_mla,
    use_english_quotes,
    use_single_quotes,
)
from argument_maps.citation.written_dates import (
    spell_cited_date,
    spell_cited_mla_date,
    spell_cited_russian_date,
    spell_cited_year,
)
from argument_maps.dates.foreign import spell_russian_date
from argument_maps.dates.spelling import SEASONS, spell_date
from argument_maps.values import Source
from models.vocabulary import CitationStyle

# Titles that the style sets between quotation marks.
QUOTED_BY_STYLE = frozenset(
    {"article-journal", "article-newspaper", "chapter", "interview", "speech", "thesis", "webpage"}
)
VARIABLES = {
    "container_title": "container-title",
    "publisher": "publisher",
    "publisher_place": "publisher-place",
    "volume": "volume",
    "collection_title": "collection-title",
    "collection_number": "collection-number",
    "issue": "issue",
    "number": "number",
    "page": "page",
    "edition": "edition",
    "url": "URL",
    "doi": "DOI",
}
# Of the further variables a source may have, those that are plain text and stand in notes.
FURTHER_VARIABLES = frozenset(
    {"collection-title", "collection-number", "genre", "number-of-volumes", "version", "medium", "section"}
) | {"event", "event-place", "chapter-number", "archive", "archive-place", "archive_location"}
# What is held on one day, and not only in a year.
_OF_A_DAY = frozenset({"article-newspaper", "interview", "speech"})
PLAIN_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?")
_SEASON = re.compile(r"(\d{4})-2([1-4])")
# Journals count it to both years.
_WINTER = re.compile(r"(\d{4})-12/(\d{4})-02")
# Where the title of a volume ends and that of the work begins, until it is known how the style sets them.
VOLUME_END, WORK_BEGINNING = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class PrintedNames:
    """The names of those who had a hand in a work, as the style prints them."""

    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()


def build_csl_item(source: Source, names: PrintedNames, style: CitationStyle) -> dict[str, Any]:
    """Return the work as CSL-JSON, every value escaped."""
    title = set_typographic_marks(choose_gost_title(source) if style == CitationStyle.GOST else source.title)
    if style != CitationStyle.GOST:
        title = use_english_quotes(title)
    chicago = style in (CitationStyle.CHICAGO_NOTES, CitationStyle.CHICAGO_AUTHOR_DATE)
    item: dict[str, Any] = {
        "id": "cited",
        # Chicago's styles have no entry for interviews, which are cited as speeches are.
        "type": "speech" if chicago and source.type == "interview" else source.type,
        "title": use_single_quotes(title) if style != CitationStyle.GOST and source.type in QUOTED_BY_STYLE else title,
    }
    item |= {variable: _format_field(source, field, style) for field, variable in VARIABLES.items()}
    if source.number and re.search(rf"(?<!\w){re.escape(source.number)}(?!\w)", source.title):
        # National Intelligence Estimate NIE-55/1 has its number in its title.
        item["number"] = ""
    # What the source says in a field of its own counts before what was written among the further variables.
    item = {name: value for name, value in source.csl.items() if name in FURTHER_VARIABLES} | {
        name: value for name, value in item.items() if value
    }
    if source.original_title and _is_translation(source):
        item["original-title"] = set_typographic_marks(source.original_title)
    if source.type == "report" and source.container_title:
        # A series of reports is what the style calls their genre: CWIHP Working Paper no. 39.
        item["genre"] = item.pop("container-title")
    item = {name: html.escape(value, quote=False) for name, value in item.items() if value}
    if source.volume_title:
        _name_volume(item, source, style)
    for role, role_names in (("author", names.authors), ("editor", names.editors), ("translator", names.translators)):
        # Literal, because citeproc would turn Shen Zhihua round.
        if role_names:
            item[role] = [{"literal": html.escape(name, quote=False)} for name in role_names]
    if source.issued:
        item["issued"] = _build_csl_date(source, style)
    return item


def _is_translation(source: Source) -> bool:
    """Tell whether the original title is that of another text, and not this one's in its own script."""
    return bool(source.translation_of or (source.original_language and source.original_language != source.language))


def _name_volume(item: dict[str, Any], source: Source, style: CitationStyle) -> None:
    """Put the title of a volume before that of the work (Chicago 14.119): Years of Trial and Hope, vol. 2 of Memoirs.

    The number stands between the two, outside of the italics or quotation marks of both. Whatever has its title in
    quotation marks stands in the volume, which is what contains it.
    """
    field = "container-title" if source.type in QUOTED_BY_STYLE and "container-title" in item else "title"
    volume, number = html.escape(set_typographic_marks(source.volume_title), quote=False), item.pop("volume", "")
    if style == CitationStyle.GOST:
        item[field] = f"{item[field]}. Vol. {number}: {volume}" if number else f"{item[field]}: {volume}"
    else:
        item[field] = f"{volume}{VOLUME_END}, {f'vol. {number} of' if number else 'in'} {WORK_BEGINNING}{item[field]}"


def _format_field(source: Source, field: str, style: CitationStyle) -> str:
    text = getattr(source, field) or ""
    match field:
        case "url" | "doi" | "number" | "collection_number":
            # ORE 18-50 is no span.
            return text
        case "page":
            return _SHORTENINGS.get(style, shorten_page_spans)(dash_number_spans(text))
        case "issue" | "volume":
            return dash_number_spans(text)
    return (
        set_typographic_marks(text) if style == CitationStyle.GOST else use_english_quotes(set_typographic_marks(text))
    )


def shorten_spans_in_style(pages: str, style: CitationStyle) -> str:
    """Return spans of pages as the style shortens them: GOST leaves them whole."""
    return _SHORTENINGS.get(style, shorten_page_spans)(pages)


_SHORTENINGS: dict[CitationStyle, Callable[[str], str]] = {
    CitationStyle.MLA: shorten_page_spans_for_mla,
    CitationStyle.GOST: str,
}


def _build_csl_date(source: Source, style: CitationStyle) -> dict[str, Any]:
    edtf = source.issued or ""
    plain = PLAIN_DATE.fullmatch(edtf)
    if style == CitationStyle.GOST:
        return {"literal": html.escape(_spell_gost_date(source), quote=False)}
    if plain and not (plain[3] and source.type == "report" and style == CitationStyle.CHICAGO_NOTES):
        return {"date-parts": [[int(part) for part in plain.groups() if part]]}
    if style == CitationStyle.CHICAGO_AUTHOR_DATE:
        return {"literal": html.escape(spell_cited_year(edtf), quote=False)}
    spell = spell_cited_mla_date if style == CitationStyle.MLA else spell_cited_date
    literal = spell_part_of_year(edtf)
    if literal:
        literal = literal if style == CitationStyle.CHICAGO_NOTES else literal[0].lower() + literal[1:]
    return {"literal": html.escape(literal or spell(edtf), quote=False)}


def spell_part_of_year(edtf: str) -> str:
    """Return the season of a journal with its year: Spring 1995, Winter 1995/1996 (Chicago 17th edition, 14.171)."""
    if season := _SEASON.fullmatch(edtf):
        return f"{SEASONS[f'2{season[2]}'].capitalize()} {season[1]}"
    if (winter := _WINTER.fullmatch(edtf)) and int(winter[2]) == int(winter[1]) + 1:
        return f"Winter {winter[1]}/{winter[2]}"
    return ""


def _spell_gost_date(source: Source) -> str:
    """Return the year, and of a newspaper the day behind it: 1950. 28 June (GOST R 7.0.5-2008, 6.2 and 7)."""
    edtf = source.issued or ""
    russian = (source.language or "").startswith("ru")
    plain = PLAIN_DATE.fullmatch(edtf)
    if plain and plain[3] and source.type in _OF_A_DAY:
        day = (spell_russian_date if russian else spell_date)(edtf).removesuffix(" г.")
        return f"{plain[1]}. {day.removesuffix(plain[1]).strip()}" if source.type == "article-newspaper" else day
    if plain:
        return plain[1]
    return spell_cited_russian_date(edtf) if russian else spell_cited_year(edtf)

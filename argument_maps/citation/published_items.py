"""Published works as citeproc reads them: CSL-JSON of a source, every value escaped and written as the style has it."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from argument_maps.citation.archival import find_own_title, is_translation
from argument_maps.citation.names import is_east_asian
from argument_maps.citation.punctuation import (
    capitalise,
    dash_number_spans,
    set_typographic_marks,
    shorten_page_spans,
    shorten_page_spans_for_mla,
    use_english_quotes,
    use_single_quotes,
)
from argument_maps.citation.written_dates import (
    spell_cited_date,
    spell_cited_gost_date,
    spell_cited_mla_date,
    spell_cited_russian_date,
    spell_cited_year,
)
from argument_maps.dates.foreign import spell_russian_date
from argument_maps.dates.spelling import SEASONS, spell_date, spell_year
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
) | {"event", "event-title", "event-place", "chapter-number", "archive", "archive-place", "archive_location"}
# Of the further variables those that are dates: when a page was read, and when a reprint was first printed.
FURTHER_DATES = ("accessed", "original-date")
# What is held on one day, and not only in a year.
_OF_A_DAY = frozenset({"article-newspaper", "interview", "speech"})
PLAIN_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?")
_SEASON = re.compile(r"(\d{4})-2([1-4])")
_SETTINGS = (("</i>", "<i>"), ("”", "“"))
# Journals count it to both years.
_WINTER = re.compile(r"(\d{4})-12/(\d{4})-02")
_JOURNALS = frozenset({"article-journal", "article-newspaper"})
# A volume that has parts: 3, pt. 1.
_PARTED_VOLUME = re.compile(r"\d+\w*[,–] ?\D")
# Where the title of a volume ends and that of the work begins, and where a title ends and its translation begins, until
# it is known how the style sets them.
VOLUME_END, WORK_BEGINNING, TRANSLATION = "\ue000", "\ue001", "\ue002"


@dataclass(frozen=True, slots=True)
class PrintedNames:
    """The names of those who had a hand in a work, as the style prints them.

    `signed` stands behind the title where there are too many authors to head the reference.
    """

    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    signed: str = ""


def build_csl_item(
    source: Source, names: PrintedNames, style: CitationStyle, *, listed: bool = False
) -> dict[str, Any]:
    """Return the work as CSL-JSON, every value escaped; `listed` for the entry of a list."""
    title = _print_title(source, names, style)
    chicago = style in (CitationStyle.CHICAGO_NOTES, CitationStyle.CHICAGO_AUTHOR_DATE)
    item: dict[str, Any] = {
        "id": "cited",
        # Chicago's styles have no entry for interviews, which are cited as speeches are.
        "type": "speech" if chicago and source.type == "interview" else source.type,
        "title": use_single_quotes(title) if style != CitationStyle.GOST and source.type in QUOTED_BY_STYLE else title,
    }
    item |= {variable: _format_field(source, field, style) for field, variable in VARIABLES.items()}
    # What the source says in a field of its own counts before what was written among the further variables.
    item = {name: value for name, value in source.csl.items() if name in FURTHER_VARIABLES} | {
        name: value for name, value in item.items() if value
    }
    if "event-title" in item:
        # CSL 1.0.2 calls so what its styles before called an event.
        item.setdefault("event", item.pop("event-title"))
    if source.original_title and is_translation(source):
        item["original-title"] = set_typographic_marks(source.original_title)
    _fit_to_style(item, source, style)
    item = {name: html.escape(value, quote=False) for name, value in item.items() if value}
    if source.volume_title:
        _name_volume(item, source, style, listed=listed)
    for role, role_names in (("author", names.authors), ("editor", names.editors), ("translator", names.translators)):
        # Literal, because citeproc would turn Shen Zhihua round.
        if role_names:
            item[role] = [{"literal": html.escape(name, quote=False)} for name in role_names]
    return item | _build_dates(source, style)


def _fit_to_style(item: dict[str, Any], source: Source, style: CitationStyle) -> None:
    """Change what the style would print otherwise than its manual has it."""
    if source.number and re.search(rf"(?<!\w){re.escape(source.number)}(?!\w)", source.title):
        # National Intelligence Estimate NIE-55/1 has its number in its title.
        item.pop("number", None)
    if source.type == "report" and source.container_title:
        # A series of reports is what the style calls their genre: CWIHP Working Paper no. 39.
        item["genre"] = item.pop("container-title")
        if style == CitationStyle.GOST and "number" in item:
            item["number"] = f"№ {item['number']}"
    if style == CitationStyle.MLA:
        item |= {"publisher": _cut_publisher(source), "genre": item.get("genre", "").replace("diss.", "dissertation")}
    if source.type not in _JOURNALS and style != CitationStyle.GOST and _PARTED_VOLUME.match(item.get("volume", "")):
        # citeproc labels numbers alone.
        item["volume"] = f"vol. {item['volume']}"


def _build_dates(source: Source, style: CitationStyle) -> dict[str, Any]:
    dates = {"issued": _build_csl_date(source, style)} if source.issued else {}
    for name in FURTHER_DATES:
        if plain := PLAIN_DATE.fullmatch(source.csl.get(name, "")):
            dates[name] = {"date-parts": [[int(part) for part in plain.groups() if part]]}
    return dates


def _cut_publisher(source: Source) -> str:
    """Return a publisher as MLA has it: Yale UP, U of Chicago P, Harvard U (9th edition, 5.62)."""
    name = use_english_quotes(set_typographic_marks(source.publisher))
    if not re.search(r"\bUniversity\b", name):
        return name
    name = re.sub(r"\bUniversity Press\b", "UP", name)
    return re.sub(r"\bPress\b", "P", re.sub(r"\bUniversity\b", "U", name)).removeprefix("The ")


def _print_title(source: Source, names: PrintedNames, style: CitationStyle) -> str:
    """Return the title in its own language, behind it a translation (Chicago 14.99; style.mla.org/nonroman-characters).

    GOST gives it in its own language alone, and behind it whoever signed it.
    """
    own = set_typographic_marks(find_own_title(source))
    if style == CitationStyle.GOST:
        return f"{own} / {names.signed}" if names.signed else own
    title = use_english_quotes(set_typographic_marks(source.title))
    return f"{use_english_quotes(own)}{TRANSLATION}{title}" if find_own_title(source) != source.title else title


def _name_volume(item: dict[str, Any], source: Source, style: CitationStyle, *, listed: bool) -> None:
    """Put the title of a volume before that of the work (Chicago 14.118): Years of Trial and Hope, vol. 2 of Memoirs.

    The number stands between the two, outside of the italics or quotation marks of both, and in a list begins a
    sentence (14.119). Whatever has its title in quotation marks stands in the volume, which is what contains it.
    """
    field = "container-title" if is_held_in_volume(source) else "title"
    volume, number = html.escape(set_typographic_marks(source.volume_title), quote=False), item.pop("volume", "")
    if style == CitationStyle.GOST:
        label = "Т." if (source.language or "").startswith("ru") else "Vol."
        item[field] = f"{item[field]}. {label} {number} : {volume}" if number else f"{item[field]} : {volume}"
    elif listed and names_volume_last(source, style):
        item[field] = volume
    else:
        joint = f"vol. {number} of" if number else "in"
        joint = f". {capitalise(joint)}" if listed and field == "title" else f", {joint}"
        item[field] = f"{volume}{VOLUME_END}{joint} {WORK_BEGINNING}{item[field]}"


def names_volume_last(source: Source, style: CitationStyle) -> bool:
    """Tell whether an entry ends in the number and the whole of which a volume is one (MLA, 9th edition, 5.117)."""
    numbered = bool(source.volume_title and source.volume)
    return style == CitationStyle.MLA and numbered and not is_held_in_volume(source)


def is_held_in_volume(source: Source) -> bool:
    """Tell whether the volume that a source names is what contains it, and not the source itself."""
    return source.type in QUOTED_BY_STYLE and bool(source.container_title)


def set_titles_apart(text: str, title: str = "") -> str:
    """Return what a style made of a work, with the titles of volumes set as it sets the title behind them.

    Which type of work has its title in italics, which in quotation marks and which in neither, each style says anew.
    A translation of the `title` stands behind it in brackets, in roman and without marks, as Chinese, Japanese and
    Korean writing does (Chicago 17th edition, 14.99).
    """
    own, translated, translation = title.partition(TRANSLATION)
    if translated:
        whole = re.compile(rf"(<i>|“|){re.escape(title)}([.,]?)(</i>|”|)([.,]?)")
        text = whole.sub(lambda match: _set_translation(own, translation, match), text, count=1)
    parts = text.split(VOLUME_END)
    for place, part in enumerate(parts[:-1]):
        closing, opening = max(_SETTINGS, key=lambda each: _find_open(part, *each)) if part else ("", "")
        if _find_open(part, closing, opening) < 0:
            closing = opening = ""
        parts[place] = part + closing
        parts[place + 1] = parts[place + 1].replace(WORK_BEGINNING, opening, 1)
    return "".join(parts)


def _set_translation(own: str, translation: str, match: re.Match[str]) -> str:
    opening, inner_stop, closing, stop = match.groups()
    plain = opening == "<i>" and is_east_asian(own)
    return f"{own if plain else f'{opening}{own}{closing}'} [{translation}]{inner_stop or stop}"


def _find_open(text: str, closing: str, opening: str) -> int:
    """Return where something was opened that is not closed, or -1."""
    place = text.rfind(opening)
    return place if place > text.rfind(closing) else -1


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
    # Reports have the month or day that is printed on them (Chicago 17th edition, 14.218).
    if plain and not (plain[2] and source.type == "report" and style == CitationStyle.CHICAGO_NOTES):
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
    return spell_cited_russian_date(edtf) if russian else spell_cited_gost_date(edtf, spell_year)

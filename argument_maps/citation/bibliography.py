"""Published works in every style of citation, through citeproc with the styles of its own collection.

citeproc-py leaves several things to its caller, each of which was seen to go wrong: it keeps quotation marks of a title
inside quotation marks, sets the comma after the closing mark, and remembers earlier notes.
"""

import html
import re
from functools import lru_cache
from threading import Lock

import msgspec
from citeproc import Citation, CitationItem, CitationStylesBibliography, Locator, formatter
from citeproc.source.json import CiteProcJSON

from argument_maps.citation.archival import add_year_letter, join_with_commas
from argument_maps.citation.bundled.bundled_styles import load_bundled_style
from argument_maps.citation.published_items import (
    PLAIN_DATE,
    PrintedNames,
    build_csl_item,
    names_volume_last,
    set_titles_apart,
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
    spell_cited_russian_date,
    spell_cited_year,
)
from argument_maps.values import Source
from models.vocabulary import CitationStyle

_PAGES = re.compile(r"(?:pp?\. ?)?(\d+(?:[-–]\d+)?(?:, ?\d+(?:[-–]\d+)?)*)")
# A date behind a full stop.
_SMALL_DATE = re.compile(r"((?:[.?!\]](?:</i>|[”’])*|^) \[?)(ca\.|circa|until|from|between)(?= )")
_PROTOCOL = re.compile(r"(?<![\w/])https?://(?!(?:dx\.)?doi\.org/)")
# What a note abbreviates and an entry writes out, before a name.
_ABBREVIATED = (
    ("ed. and trans.", "edited and translated by"),
    ("eds. and trans.", "edited and translated by"),
    ("trans.", "translated by"),
    ("ed.", "edited by"),
)
_citeproc_lock = Lock()


def format_published_note(source: Source, names: PrintedNames, locator: str = "") -> str:
    """Return the Chicago note of a published work as HTML: escaped, italics as <i>, ending in a full stop."""
    if source.type == "legislation":
        return _format_plain_reference(source, names.authors, locator)
    pages = shorten_page_spans(parse_pages(locator))
    text = _render_note(msgspec.json.encode(source), names, pages, CitationStyle.CHICAGO_NOTES)
    title = build_csl_item(source, names, CitationStyle.CHICAGO_NOTES)["title"]
    return capitalise_html(
        bracket_nested_parentheses(_finish_note(text, source, title, "" if pages else locator.strip()))
    )


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
    title = build_csl_item(source, surnames, CitationStyle.CHICAGO_AUTHOR_DATE)["title"]
    text = f"{move_stops_inside_quotes(set_titles_apart(text, title)).removesuffix(')')}{rest})"
    return bracket_nested_parentheses(text)


def format_published_entry(source: Source, names: PrintedNames, style: CitationStyle, letter: str = "") -> str:
    """Return the entry of a published work in the list that belongs to the style, as HTML.

    The first of the authors is given as the list is sorted: Cumings, Bruce. `letter` tells the year of a list of
    references from that of another work of the same authors.
    """
    text = "" if source.type == "legislation" else _render_entry(msgspec.json.encode(source), names, style)
    if not text:
        return _format_plain_entry(source, names.authors, style, letter)
    item = build_csl_item(source, names, style, listed=True)
    if not names.authors and not names.editors:
        text = _drop_repeated_title(text, item["title"])
        text = _drop_repeated_container(text, item.get("container-title", ""))
    if source.type in ("article-journal", "article-newspaper") and names.translators:
        text = _name_translator_of_article(text, item.get("container-title", ""), style)
    if style == CitationStyle.CHICAGO_AUTHOR_DATE:
        text = _add_letter(_tell_part_of_year(text, source), source, letter, r"(?=\.)")
    if style == CitationStyle.MLA and source.type == "webpage":
        text = text.replace(f"<i>{item['title']}</i>.", f"“{item['title']}.”", 1)
    text = re.sub(r"(?<=\. )vol\. (?=\d)", "Vol. ", set_titles_apart(text, item["title"]))
    if style == CitationStyle.MLA:
        text = _complete_mla_entry(text, source)
    text = drop_stops_behind_marks(text)
    if style == CitationStyle.GOST:
        # Who signed the work and who edited it are told behind one slash.
        signed = html.escape(f"{names.signed} / ", quote=False)
        text = text.replace(signed, f"{signed.removesuffix('/ ')}; ", 1) if names.signed else text
        text = _add_series(text, source)
    else:
        text = _name_reprint(text, source, style)
        # Chicago and MLA let a question mark stand for the full stop, and a series number begin small.
        text = move_stops_inside_quotes(text)
        text = re.sub(r"(?<=\w) No\. (?=\d)", " no. ", text) if source.type == "report" else text
    if source.digital_collection and html.escape(source.digital_collection, quote=False) not in text:
        text = f"{_end_with_full_stop(text)} {format_online_location(source, style, link=False)}"
    text = _SMALL_DATE.sub(lambda match: match[1] + capitalise(match[2]), _end_with_full_stop(text))
    return bracket_nested_parentheses(text)


def _add_series(text: str, source: Source) -> str:
    """Return a reference of GOST with the series of a book in brackets at its end: (Studies in Empire ; 12)."""
    series = " ; ".join(part for part in (source.collection_title, source.collection_number) if part)
    if not source.collection_title:
        return text
    return f"{_end_with_full_stop(text)} ({html.escape(set_typographic_marks(series), quote=False)})"


def _name_reprint(text: str, source: Source, style: CitationStyle) -> str:
    """Return what Chicago says of a reprint: (1985; repr., Chicago: …); 1985. Reprint, … (17th edition, 14.114, 15.40).

    The style that comes with the program leaves the word out, and gives the first year twice in a list by years.
    """
    first = PLAIN_DATE.fullmatch(source.csl.get("original-date", ""))
    if first is None:
        return text
    in_list = "Reprint, " if style == CitationStyle.CHICAGO_AUTHOR_DATE else f"{first[1]}. Reprint, "
    return text.replace(f"({first[1]}; ", f"({first[1]}; repr., ", 1).replace(f" {first[1]}; ", f" {in_list}", 1)


def _complete_mla_entry(text: str, source: Source) -> str:
    """Return an entry of MLA with what its style leaves out, and with addresses as the handbook prints them."""
    # Elements behind a comma begin small.
    text = re.sub(r", (Edited|Translated) by ", lambda match: f", {match[1].lower()} by ", _PROTOCOL.sub("", text))
    if source.type == "speech" and source.issued:
        # The style dates no speech (MLA Handbook, 9th edition, appendix 2, lectures).
        dated = html.escape(spell_cited_mla_date(source.issued), quote=False)
        text = text if dated in text else f"{_end_with_full_stop(text)} {dated}"
    if names_volume_last(source, CitationStyle.MLA):
        whole = html.escape(use_english_quotes(set_typographic_marks(source.title)), quote=False)
        text = f"{_end_with_full_stop(text)} Vol. {html.escape(source.volume or '', quote=False)} of <i>{whole}</i>"
    return text


def write_out_abbreviations(note: str) -> str:
    """Return a note as entries have it, which write out ed. and trans. before a name (Chicago 17th edition, 14.104)."""
    for short, whole in _ABBREVIATED:
        note = re.sub(rf"(?<=[,”>] ){re.escape(short)} (?=[^\W\d])", f"{whole} ", note)
    return note


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
        bibliography = _build_bibliography(source, names, style, listed=True)
        bibliography.register(Citation([CitationItem("cited")]))
        texts = [str(text) for text in bibliography.bibliography()]
    # The style of GOST numbers its list; Chicago has no entry for some interviews and letters.
    return texts[0].removeprefix("1.").strip() if texts else ""


def _build_bibliography(
    source: Source, names: PrintedNames, style: CitationStyle, *, listed: bool = False
) -> CitationStylesBibliography:
    locale = "ru-RU" if (source.language or "").startswith("ru") and style == CitationStyle.GOST else "en-US"
    return CitationStylesBibliography(
        load_bundled_style(style, locale, labelled=bool(source.edition)),
        CiteProcJSON([build_csl_item(source, names, style, listed=listed)]),
        formatter.html,
    )


def _ignore_missing(_: CitationItem) -> None:
    """Do nothing: the only item cited is the one that was given."""


def _tell_part_of_year(text: str, source: Source) -> str:
    """Return an entry by year that does not say the year twice: no. 5 (Spring): 1–9 (Chicago 17th edition, 15.49)."""
    year = html.escape(spell_cited_year(source.issued), quote=False) if source.issued else ""
    head, found, rest = text.partition(f"{year}.")
    if PLAIN_DATE.fullmatch(source.issued or ""):
        # Of a plain date the style itself moves the day; behind an issue without a volume it leaves the year.
        told_again = re.compile(rf" \((\w+ )?{re.escape(year)}\)")
        return head + found + told_again.sub(lambda match: f" ({match[1].strip()})" if match[1] else "", rest, count=1)
    again = re.search(rf"(?P<opened>\()?{re.escape(year)}(?(opened)\))", rest)
    if not year or again is None:
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
    name = next((name for name in (f"<i>{container}</i>", container) if text.startswith(name)), "")
    if not name:
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


def _finish_note(text: str, source: Source, title: str, locator: str) -> str:
    text = _name_reprint(set_titles_apart(text, title), source, CitationStyle.CHICAGO_NOTES)
    text = move_stops_inside_quotes(text)
    ends = [] if source.issued or source.csl.get("accessed") or source.type != "webpage" else ["n.d."]
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


def _format_plain_entry(source: Source, authors: tuple[str, ...], style: CitationStyle, letter: str) -> str:
    """Return the entry of a law, treaty or resolution, its author and title parted as the list has it."""
    title = set_typographic_marks(source.title)
    title = title if style == CitationStyle.GOST else use_english_quotes(title)
    number, issued = source.number or "", source.issued or ""
    heads = [", ".join(authors)] if style == CitationStyle.GOST else [" and ".join(authors)]
    match style:
        case CitationStyle.CHICAGO_AUTHOR_DATE:
            year = spell_cited_year(issued) if issued else "n.d."
            day = spell_cited_date(issued).removesuffix(year).strip() if issued else ""
            named, dated = join_with_commas(title, number), add_year_letter(year, letter)
            parts = [*heads, dated, named, day] if authors else [title, dated, number, day]
        case CitationStyle.MLA:
            parts = [*heads, title, join_with_commas(number, spell_cited_mla_date(issued) if issued else "")]
        case CitationStyle.GOST:
            spell = spell_cited_russian_date if (source.language or "").startswith("ru") else spell_cited_date
            told = join_with_commas(number, spell(issued) if issued else "")
            parts = [*heads, f"{title} : {told}" if told else title]
        case _:
            whole = _format_plain_reference(msgspec.structs.replace(source, digital_collection="", url=None), ())
            parts = [*heads, html.unescape(whole).removesuffix(".")]
    text = " ".join(_end_with_full_stop(capitalise(part)) for part in parts if part)
    online = format_online_location(source, style)
    return " ".join(part for part in (html.escape(bracket_nested_parentheses(text), quote=False), online) if part)


def format_online_location(source: Source, style: CitationStyle, *, link: bool = True) -> str:
    """Return where a work is read on the web as a sentence of HTML: for MLA a container, in italics."""
    collection, address = (html.escape(text or "", quote=False) for text in (source.digital_collection, source.url))
    if style == CitationStyle.MLA:
        collection, address = f"<i>{collection}</i>" if collection else "", _PROTOCOL.sub("", address)
    place = join_with_commas(collection, address if link else "")
    return f"{place}." if place else ""

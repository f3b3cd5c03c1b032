"""What each style of citation makes of a source: the first mention, later ones, and the bibliography.

Published works go through citeproc (`bibliography`), documents in archives by our own rules
(`archival_citation`). No year is told apart by a letter and no title added to a surname: which other works
stand in the list of whoever cites is not known here.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

from argument_maps.citation import archival as archival
from argument_maps.citation.archival import joined, reference
from argument_maps.citation.archives import preset_of
from argument_maps.citation.bibliography import QUOTED_BY_STYLE, in_brackets, pages_of, published_entry, published_note
from argument_maps.citation.names import introduced, inverted, is_east_asian, surname, surnames, with_initials
from argument_maps.citation.punctuation import american, dashed, single_quoted, typographic
from argument_maps.dates.spelling import spell_date, spell_year
from argument_maps.graph import Agent, Source
from models.vocabulary import CitationStyle

UNPUBLISHED = frozenset({"archival", "manuscript"})
QUOTED_BY_MLA = frozenset({"article-journal", "article-newspaper", "chapter"})
_MARKUP = re.compile(r"</?i>")


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a citation, as HTML: escaped, and with no other element than <i>."""

    html: str

    @property
    def text(self) -> str:
        """The same as plain text."""
        return html.unescape(_MARKUP.sub("", self.html))


@dataclass(frozen=True, slots=True)
class Cited:
    """A source in one style.

    `note` is what stands at the first mention: a footnote, or the brackets in the text; `short` what stands
    at later ones, or without the brackets where others stand in them too; `entry` belongs in the bibliography.
    """

    style: CitationStyle
    note: Form
    short: Form
    entry: Form


def _chicago_notes(_: str, source: Source, authors: list[Agent], locator: str) -> Cited:
    if is_document(source):
        later = _escaped(f"{short_document(source, authors, locator)}.")
        entry = _escaped(archival.chicago_entry(source, authors))
    else:
        later = Form(_short_note(source, authors, locator))
        entry = _entry(source, authors, CitationStyle.CHICAGO_NOTES)
    return Cited(CitationStyle.CHICAGO_NOTES, Form(chicago_note(source, authors, locator)), later, entry)


def _author_date(_: str, source: Source, authors: list[Agent], locator: str) -> Cited:
    style = CitationStyle.CHICAGO_AUTHOR_DATE
    if is_document(source):
        year = spell_year(source.issued) if source.issued else "n.d."
        who = surnames(authors) or short_title(source)
        inside = f"{who}{' ' if source.issued else ', '}{joined(year, dashed(locator.strip()))}"
        entry = _escaped(archival.author_date_entry(source, authors))
        return Cited(style, _escaped(f"({inside})"), _escaped(inside), entry)
    told = in_brackets(source, tuple(surname(author) for author in authors), locator)
    return Cited(style, Form(told), Form(told[1:-1]), _entry(source, authors, style))


def _mla(_: str, source: Source, authors: list[Agent], locator: str) -> Cited:
    style = CitationStyle.MLA
    title = html.escape(single_quoted(short_title(source)), quote=False)
    named = title if is_document(source) else f"“{title}”" if source.type in QUOTED_BY_MLA else f"<i>{title}</i>"
    who = html.escape(surnames(authors), quote=False) or named
    pages = pages_of(locator)
    # A page follows the name at once; what begins with a word, such as ch. 3, behind a comma.
    place = f" {pages}" if pages else f", {html.escape(dashed(locator.strip()), quote=False)}" if locator else ""
    entry = _escaped(archival.mla_entry(source, authors)) if is_document(source) else _entry(source, authors, style)
    return Cited(style, Form(f"({who}{place})"), Form(f"{who}{place}"), entry)


def _gost(_: str, source: Source, authors: list[Agent], locator: str) -> Cited:
    style = CitationStyle.GOST
    if is_document(source):
        whole = _escaped(archival.gost(source, authors, locator))
        later = archival.gost_place(source, locator)
        entry = _escaped(archival.gost(source, authors))
        return Cited(style, whole, _escaped(later) if later else whole, entry)
    heads = tuple(with_initials(author) for author in authors)
    label = "С." if (source.language or "").startswith("ru") else "P."
    pages = pages_of(locator)
    place = f" {label} {pages}." if pages else f" {dashed(locator.strip())}." if locator else ""
    place = html.escape(place, quote=False)
    who = ", ".join(heads)
    title = f"{who}{'' if who.endswith('.') else '.'} {short_title(source)}" if who else short_title(source)
    later = f"{html.escape(title, quote=False)}{'' if title.endswith(('?', '!', '.')) else '.'}{place}"
    # The page that is meant takes the place of the pages of the whole article.
    told = published_entry(_without_pages(source) if locator else source, heads, style)
    return Cited(style, Form(told + place), Form(later), Form(published_entry(source, heads, style)))


def _as_archived(language: str, source: Source, authors: list[Agent], locator: str) -> Cited:
    style = CitationStyle.ARCHIVE
    if preset_of(source.reference) is None:
        chicago = _chicago_notes(language, source, authors, locator)
        return Cited(style, chicago.note, chicago.short, chicago.entry)
    whole = archival.prescribed(source, authors, locator, language=language)
    entry = archival.prescribed(source, authors, language=language)
    brief = archival.prescribed_place(source, locator, brief=True)
    stop = "" if brief.endswith(".") else "。" if is_east_asian(brief[-1:]) else "."
    return Cited(style, _escaped(whole), _escaped(brief + stop), _escaped(entry))


_STYLES: dict[CitationStyle, Callable[[str, Source, list[Agent], str], Cited]] = {
    CitationStyle.CHICAGO_NOTES: _chicago_notes,
    CitationStyle.CHICAGO_AUTHOR_DATE: _author_date,
    CitationStyle.MLA: _mla,
    CitationStyle.GOST: _gost,
    CitationStyle.ARCHIVE: _as_archived,
}


def in_style(
    style: CitationStyle, source: Source, authors: list[Agent], locator: str = "", *, language: str = "en"
) -> Cited:
    """Return the source in the style; `language` is that of the titles."""
    return _STYLES[style](language, source, authors, locator)


def is_document(source: Source) -> bool:
    """Tell whether the source is cited by where it is kept, and not by where it appeared."""
    return source.type in UNPUBLISHED or bool(source.reference or source.repository)


def chicago_note(source: Source, authors: list[Agent], locator: str) -> str:
    """Return the Chicago note as HTML, ending in a full stop."""
    if is_document(source):
        return _escaped(archival.chicago_note(source, authors, locator)).html
    return published_note(source, tuple(introduced(author) for author in authors), locator)


def _short_note(source: Source, authors: list[Agent], locator: str) -> str:
    """Return the shortened note (Chicago 14.30): surname, short title, page."""
    title = html.escape(single_quoted(short_title(source)), quote=False)
    who = html.escape(surnames(authors), quote=False)
    where = html.escape(pages_of(locator) or dashed(locator.strip()), quote=False)
    if source.type not in QUOTED_BY_STYLE:
        named = title if source.type == "legislation" else f"<i>{title}</i>"
        return joined(who, named) if not where and title.endswith(("?", "!")) else f"{joined(who, named, where)}."
    quoted = joined(who, f"“{title}”")
    if title.endswith(("?", "!")):
        return f"{quoted} {where}." if where else quoted
    return american(f"{quoted}, {where}." if where else f"{quoted}.")


def _entry(source: Source, authors: list[Agent], style: CitationStyle) -> Form:
    names = tuple((introduced if position else inverted)(author) for position, author in enumerate(authors))
    return Form(published_entry(source, names, style))


def _without_pages(source: Source) -> Source:
    return Source(**{name: getattr(source, name) for name in source.__struct_fields__} | {"page": ""})


def _escaped(text: str) -> Form:
    return Form(html.escape(text, quote=False))


def short_document(source: Source, authors: list[Agent], locator: str = "") -> str:
    """Return a document in one line, with its place in the archive, without a full stop."""
    place = source.repository or ("" if source.reference else source.digital_collection)
    return joined(surnames(authors), short_title(source), _date(source), place, reference(source, locator))


def short_title(source: Source) -> str:
    """Return the title as later mentions give it."""
    given = source.csl.get("title-short")
    if not given:
        # The shortened note leaves out the subtitle (Chicago 14.33); an archival item has none.
        given = source.title if source.type == "archival" else source.title.partition(": ")[0]
    return typographic(given)


def _date(source: Source) -> str:
    return spell_date(source.issued) if source.issued else ""

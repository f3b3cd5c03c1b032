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
from argument_maps.citation.archival import format_archival_reference, join_with_commas
from argument_maps.citation.archives import find_preset
from argument_maps.citation.bibliography import (
    QUOTED_BY_STYLE,
    format_bracketed_reference,
    format_published_entry,
    format_published_note,
    parse_pages,
)
from argument_maps.citation.names import (
    abbreviate_given_names,
    add_native_name,
    invert_name,
    is_east_asian,
    join_surnames,
    surname,
)
from argument_maps.citation.punctuation import (
    dash_number_spans,
    move_stops_inside_quotes,
    set_typographic_marks,
    use_single_quotes,
)
from argument_maps.dates.spelling import spell_date, spell_year
from argument_maps.values import Agent, Source
from models.vocabulary import CitationStyle

UNPUBLISHED = frozenset({"archival", "manuscript"})
QUOTED_BY_MLA = frozenset({"article-journal", "article-newspaper", "chapter"})
_MARKUP = re.compile(r"</?i>")


@dataclass(frozen=True, slots=True)
class CitationForm:
    """One form of a citation, as HTML: escaped, and with no other element than <i>."""

    html: str

    @property
    def text(self) -> str:
        """The same as plain text."""
        return html.unescape(_MARKUP.sub("", self.html))


@dataclass(frozen=True, slots=True)
class Citation:
    """A source in one style.

    `note` is what stands at the first mention: a footnote, or the brackets in the text; `short` what stands
    at later ones, or without the brackets where others stand in them too; `entry` belongs in the bibliography.
    """

    style: CitationStyle
    note: CitationForm
    short: CitationForm
    entry: CitationForm


def _cite_chicago_notes(_: str, source: Source, authors: list[Agent], locator: str) -> Citation:
    if is_document(source):
        later = _escape_form(f"{format_short_document(source, authors, locator)}.")
        entry = _escape_form(archival.format_archival_entry(source, authors))
    else:
        later = CitationForm(_format_short_note(source, authors, locator))
        entry = _format_entry(source, authors, CitationStyle.CHICAGO_NOTES)
    return Citation(
        CitationStyle.CHICAGO_NOTES, CitationForm(format_source_note(source, authors, locator)), later, entry
    )


def _cite_author_date(_: str, source: Source, authors: list[Agent], locator: str) -> Citation:
    style = CitationStyle.CHICAGO_AUTHOR_DATE
    if is_document(source):
        year = spell_year(source.issued) if source.issued else "n.d."
        who = join_surnames(authors) or format_short_title(source)
        inside = f"{who}{' ' if source.issued else ', '}{join_with_commas(year, dash_number_spans(locator.strip()))}"
        entry = _escape_form(archival.format_author_date_entry(source, authors))
        return Citation(style, _escape_form(f"({inside})"), _escape_form(inside), entry)
    bracketed = format_bracketed_reference(source, tuple(surname(author) for author in authors), locator)
    return Citation(
        style, CitationForm(bracketed), CitationForm(bracketed[1:-1]), _format_entry(source, authors, style)
    )


def _cite_mla(_: str, source: Source, authors: list[Agent], locator: str) -> Citation:
    style = CitationStyle.MLA
    title = html.escape(use_single_quotes(format_short_title(source)), quote=False)
    named = title if is_document(source) else f"“{title}”" if source.type in QUOTED_BY_MLA else f"<i>{title}</i>"
    who = html.escape(join_surnames(authors), quote=False) or named
    pages = parse_pages(locator)
    # A page follows the name at once; what begins with a word, such as ch. 3, behind a comma.
    place = (
        f" {pages}" if pages else f", {html.escape(dash_number_spans(locator.strip()), quote=False)}" if locator else ""
    )
    entry = (
        _escape_form(archival.format_mla_entry(source, authors))
        if is_document(source)
        else _format_entry(source, authors, style)
    )
    return Citation(style, CitationForm(f"({who}{place})"), CitationForm(f"{who}{place}"), entry)


def _cite_gost(_: str, source: Source, authors: list[Agent], locator: str) -> Citation:
    style = CitationStyle.GOST
    if is_document(source):
        whole = _escape_form(archival.format_gost_reference(source, authors, locator))
        later = archival.format_gost_location(source, locator)
        entry = _escape_form(archival.format_gost_reference(source, authors))
        return Citation(style, whole, _escape_form(later) if later else whole, entry)
    heads = tuple(abbreviate_given_names(author) for author in authors)
    label = "С." if (source.language or "").startswith("ru") else "P."
    pages = parse_pages(locator)
    place = f" {label} {pages}." if pages else f" {dash_number_spans(locator.strip())}." if locator else ""
    place = html.escape(place, quote=False)
    who = ", ".join(heads)
    title = (
        f"{who}{'' if who.endswith('.') else '.'} {format_short_title(source)}" if who else format_short_title(source)
    )
    later = f"{html.escape(title, quote=False)}{'' if title.endswith(('?', '!', '.')) else '.'}{place}"
    # The page that is meant takes the place of the pages of the whole article.
    whole_entry = format_published_entry(_drop_pages(source) if locator else source, heads, style)
    return Citation(
        style,
        CitationForm(whole_entry + place),
        CitationForm(later),
        CitationForm(format_published_entry(source, heads, style)),
    )


def _cite_as_archive_prescribes(language: str, source: Source, authors: list[Agent], locator: str) -> Citation:
    style = CitationStyle.ARCHIVE
    if find_preset(source.reference) is None:
        chicago = _cite_chicago_notes(language, source, authors, locator)
        return Citation(style, chicago.note, chicago.short, chicago.entry)
    whole = archival.format_prescribed_citation(source, authors, locator, language=language)
    entry = archival.format_prescribed_citation(source, authors, language=language)
    brief = archival.format_prescribed_location(source, locator, brief=True)
    stop = "" if brief.endswith(".") else "。" if is_east_asian(brief[-1:]) else "."
    return Citation(style, _escape_form(whole), _escape_form(brief + stop), _escape_form(entry))


_STYLES: dict[CitationStyle, Callable[[str, Source, list[Agent], str], Citation]] = {
    CitationStyle.CHICAGO_NOTES: _cite_chicago_notes,
    CitationStyle.CHICAGO_AUTHOR_DATE: _cite_author_date,
    CitationStyle.MLA: _cite_mla,
    CitationStyle.GOST: _cite_gost,
    CitationStyle.ARCHIVE: _cite_as_archive_prescribes,
}


def cite_in_style(
    style: CitationStyle, source: Source, authors: list[Agent], locator: str = "", *, language: str = "en"
) -> Citation:
    """Return the source in the style; `language` is that of the titles."""
    return _STYLES[style](language, source, authors, locator)


def is_document(source: Source) -> bool:
    """Tell whether the source is cited by where it is kept, and not by where it appeared."""
    return source.type in UNPUBLISHED or bool(source.reference or source.repository)


def format_source_note(source: Source, authors: list[Agent], locator: str) -> str:
    """Return the Chicago note as HTML, ending in a full stop."""
    if is_document(source):
        return _escape_form(archival.format_archival_note(source, authors, locator)).html
    return format_published_note(source, tuple(add_native_name(author) for author in authors), locator)


def _format_short_note(source: Source, authors: list[Agent], locator: str) -> str:
    """Return the shortened note (Chicago 14.30): surname, short title, page."""
    title = html.escape(use_single_quotes(format_short_title(source)), quote=False)
    who = html.escape(join_surnames(authors), quote=False)
    where = html.escape(parse_pages(locator) or dash_number_spans(locator.strip()), quote=False)
    if source.type not in QUOTED_BY_STYLE:
        named = title if source.type == "legislation" else f"<i>{title}</i>"
        return (
            join_with_commas(who, named)
            if not where and title.endswith(("?", "!"))
            else f"{join_with_commas(who, named, where)}."
        )
    quoted = join_with_commas(who, f"“{title}”")
    if title.endswith(("?", "!")):
        return f"{quoted} {where}." if where else quoted
    return move_stops_inside_quotes(f"{quoted}, {where}." if where else f"{quoted}.")


def _format_entry(source: Source, authors: list[Agent], style: CitationStyle) -> CitationForm:
    names = tuple((add_native_name if position else invert_name)(author) for position, author in enumerate(authors))
    return CitationForm(format_published_entry(source, names, style))


def _drop_pages(source: Source) -> Source:
    return Source(**{name: getattr(source, name) for name in source.__struct_fields__} | {"page": ""})


def _escape_form(text: str) -> CitationForm:
    return CitationForm(html.escape(text, quote=False))


def format_short_document(source: Source, authors: list[Agent], locator: str = "") -> str:
    """Return a document in one line, with its place in the archive, without a full stop."""
    place = source.repository or ("" if source.reference else source.digital_collection)
    return join_with_commas(
        join_surnames(authors),
        format_short_title(source),
        _spell_issue_date(source),
        place,
        format_archival_reference(source, locator),
    )


def format_short_title(source: Source) -> str:
    """Return the title as later mentions give it."""
    title = source.csl.get("title-short")
    if not title:
        # The shortened note leaves out the subtitle (Chicago 14.33); an archival item has none.
        title = source.title if source.type == "archival" else source.title.partition(": ")[0]
    return set_typographic_marks(title)


def _spell_issue_date(source: Source) -> str:
    return spell_date(source.issued) if source.issued else ""

"""The sources of a map cited: in every style that the program or the map has, and in one line for boxes."""

import html
from dataclasses import replace

from argument_maps.citation.archival import (
    is_kept_in_archive,
    is_placed_in_document,
    join_with_commas,
    quote_title,
)
from argument_maps.citation.csl.citing import cite_source_in_csl
from argument_maps.citation.csl.map_styles import AnyStyle, name_style
from argument_maps.citation.csl.style_files import CslStyle
from argument_maps.citation.editions import prepare_citation
from argument_maps.citation.names import MOST_IN_BOX, full_name, join_surnames, native_name, surname
from argument_maps.citation.punctuation import bracket_nested_parentheses
from argument_maps.citation.styles import (
    Citation,
    CitationForm,
    cite_in_style,
    format_short_document,
    format_short_title,
    format_source_note,
)
from argument_maps.citation.year_letters import find_year_letter
from argument_maps.dates.spelling import spell_date, spell_year
from argument_maps.graph import Graph
from argument_maps.values import Source
from models.vocabulary import CitationStyle

__all__ = [
    "Citation",
    "CitationForm",
    "cite",
    "cite_in_one_line",
    "cite_source",
    "format_note",
    "format_note_html",
    "full_name",
    "native_name",
    "spell_date",
    "surname",
]

QUOTED = frozenset(
    {"article-journal", "article-newspaper", "chapter", "interview", "manuscript", "report", "speech", "thesis"}
) | {"webpage"}


def cite(graph: Graph, source_id: str, locator: str = "", style: AnyStyle = CitationStyle.CHICAGO_NOTES) -> Citation:
    """Return the source in the style; `locator` is the passage meant.

    A label without a source gives the label itself in every form. Raises `UnusableStyle` for a style of the map’s own
    that cannot be applied to it.
    """
    source = graph.sources_by_id.get(source_id)
    if source is None:
        lost = CitationForm(html.escape(source_id, quote=False))
        return Citation(name_style(style), lost, lost, lost)
    return cite_source(graph, source, locator, style)


def cite_source(
    graph: Graph, source: Source, locator: str = "", style: AnyStyle = CitationStyle.CHICAGO_NOTES
) -> Citation:
    """Return a source in the style that need not be one of the map's; its authors are. Raises as `cite`."""
    if isinstance(style, CslStyle):
        return cite_source_in_csl(graph, source, style, locator)
    cited = prepare_citation(graph, source)
    if style == CitationStyle.CHICAGO_AUTHOR_DATE:
        cited = replace(cited, year_letter=find_year_letter(graph, source))
    return cite_in_style(style, cited, locator, language=graph.language)


def format_note(graph: Graph, source_id: str, locator: str = "") -> str:
    """Return the full note as plain text, ending in a full stop; `locator` is the passage meant.

    A label without a source gives the label itself, so that a selection that lost it still draws.
    """
    return CitationForm(format_note_html(graph, source_id, locator)).text


def format_note_html(graph: Graph, source_id: str, locator: str = "") -> str:
    """Return the full Chicago note as HTML: escaped, and with no other element than <i>."""
    source = graph.sources_by_id.get(source_id)
    if source is None:
        return html.escape(source_id, quote=False)
    return format_source_note(prepare_citation(graph, source), locator)


def cite_in_one_line(graph: Graph, source_id: str, locator: str = "") -> str:
    """Return the source in one line: author, title and year, or an archival item with its reference.

    `locator` is the passage meant; sheets of a document take the place of those of the whole.
    """
    source = graph.sources_by_id.get(source_id)
    if locator and source is not None and is_kept_in_archive(source) and is_placed_in_document(source, locator):
        authors = prepare_citation(graph, source).contributors.authors
        return format_short_document(source, authors, locator, in_box=True)
    citation = graph.short_citations.get(source_id)
    if citation is None:
        citation = graph.short_citations[source_id] = _format_one_line_citation(graph, source_id)
    return f"{citation}, {locator}" if locator else citation


def _format_one_line_citation(graph: Graph, source_id: str) -> str:
    source = graph.sources_by_id.get(source_id)
    if source is None:
        return source_id
    contributors = prepare_citation(graph, source).contributors
    if is_kept_in_archive(source):
        return format_short_document(source, contributors.authors, in_box=True)
    title = format_short_title(source)
    year = spell_year(source.issued) if source.issued else "undated"
    named = quote_title(title) if contributors.leads and source.type in QUOTED else title
    who = join_surnames(contributors.leads, MOST_IN_BOX)
    return bracket_nested_parentheses(f"{join_with_commas(who, named)} ({year})")

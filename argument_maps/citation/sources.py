"""The sources of a map cited: in every style that the vocabulary knows, and in one line for the boxes of a picture."""

import html

from argument_maps.citation.archival import joined
from argument_maps.citation.names import full_name, native_name, surname, surnames
from argument_maps.citation.punctuation import single_quoted
from argument_maps.citation.styles import Cited, Form, chicago_note, in_style, short_document, short_title
from argument_maps.dates.spelling import spell_date, spell_year
from argument_maps.graph import Agent, Graph, Source
from models.vocabulary import CitationStyle

__all__ = [
    "Cited",
    "Form",
    "cite",
    "cite_source",
    "full_name",
    "native_name",
    "note",
    "note_html",
    "short",
    "spell_date",
    "surname",
]

QUOTED = frozenset(
    {"article-journal", "article-newspaper", "chapter", "interview", "manuscript", "report", "speech", "thesis"}
) | {"webpage"}


def cite(graph: Graph, source_id: str, locator: str = "", style: CitationStyle = CitationStyle.CHICAGO_NOTES) -> Cited:
    """Return the source in the style; `locator` is the passage meant.

    A label without a source gives the label itself in every form.
    """
    source = graph.sources_by_id.get(source_id)
    if source is None:
        lost = Form(html.escape(source_id, quote=False))
        return Cited(style, lost, lost, lost)
    return cite_source(graph, source, locator, style)


def cite_source(
    graph: Graph, source: Source, locator: str = "", style: CitationStyle = CitationStyle.CHICAGO_NOTES
) -> Cited:
    """Return a source in the style that need not be one of the map's; its authors are."""
    return in_style(style, source, _authors(graph, source), locator, language=graph.language)


def note(graph: Graph, source_id: str, locator: str = "") -> str:
    """Return the full note as plain text, ending in a full stop; `locator` is the passage meant.

    A label without a source gives the label itself, so that a selection that lost it still draws.
    """
    return Form(note_html(graph, source_id, locator)).text


def note_html(graph: Graph, source_id: str, locator: str = "") -> str:
    """Return the full Chicago note as HTML: escaped, and with no other element than <i>."""
    source = graph.sources_by_id.get(source_id)
    if source is None:
        return html.escape(source_id, quote=False)
    return chicago_note(source, _authors(graph, source), locator)


def short(graph: Graph, source_id: str) -> str:
    """Return the source in one line: author, title and year, or an archival item with its reference."""
    known = graph.short_citations.get(source_id)
    if known is None:
        known = graph.short_citations[source_id] = _short(graph, source_id)
    return known


def _short(graph: Graph, source_id: str) -> str:
    source = graph.sources_by_id.get(source_id)
    if source is None:
        return source_id
    authors = _authors(graph, source)
    if source.type == "archival" or source.reference or source.repository:
        return short_document(source, authors)
    title = short_title(source)
    year = spell_year(source.issued) if source.issued else "undated"
    named = f"“{single_quoted(title)}”" if authors and source.type in QUOTED else title
    return f"{joined(surnames(authors), named)} ({year})"


def _authors(graph: Graph, source: Source) -> list[Agent]:
    return [graph.agents_by_id[label] for label in source.author if label in graph.agents_by_id]

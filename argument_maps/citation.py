"""Sources cited: as a note in Chicago style, and in one line for the boxes of a picture.

Published works follow the 17th edition of the Chicago Manual of Style through citeproc; archival
sources its 14.222 and following, with the parts of a reference as the archive itself writes them
(f. for fond, op. for opis, p. for papka, d. for delo, l. and ll. for list).
"""

import html
import re

from argument_maps.bibliography import dashed, published_note, single_quoted, typographic
from argument_maps.dates_spelled import spell_date, spell_year
from argument_maps.graph import Agent, Graph, Source
from argument_maps.names import full_name, native_name, surname, surnames

__all__ = ["full_name", "native_name", "note", "note_html", "short", "spell_date", "surname"]

# An archive is written out at its full name once, in the note; boxes keep its abbreviation.
REPOSITORIES = {
    "APRF": "Archive of the President of the Russian Federation (APRF)",
    "AVPRF": "Archive of Foreign Policy of the Russian Federation (AVPRF)",
    "GARF": "State Archive of the Russian Federation (GARF)",
    "RGANI": "Russian State Archive of Contemporary History (RGANI)",
    "RGASPI": "Russian State Archive of Socio-Political History (RGASPI)",
    "TsAMO": "Central Archive of the Ministry of Defence (TsAMO)",
    "NARA": "National Archives and Records Administration (NARA)",
    "TNA": "The National Archives (TNA)",
}
UNPUBLISHED = frozenset({"archival", "manuscript"})
QUOTED = frozenset(
    {"article-journal", "article-newspaper", "chapter", "interview", "manuscript", "report", "speech", "thesis"}
) | {"webpage"}
_MARKUP = re.compile(r"</?i>")


def note(graph: Graph, source_id: str, locator: str = "") -> str:
    """Return the full note as plain text, ending in a full stop; `locator` is the passage meant.

    A label without a source gives the label itself, so that a selection that lost it still draws.
    """
    return html.unescape(_MARKUP.sub("", note_html(graph, source_id, locator)))


def note_html(graph: Graph, source_id: str, locator: str = "") -> str:
    """Return the full note as HTML: escaped, and with no other element than <i>."""
    source = graph.sources_by_id.get(source_id)
    if source is None:
        return html.escape(source_id, quote=False)
    authors = _authors(graph, source)
    if source.type in UNPUBLISHED or source.reference or source.repository:
        return html.escape(_archival_note(source, authors, locator), quote=False)
    return published_note(source, tuple(full_name(author) for author in authors), locator)


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
    title = _short_title(source)
    if source.type == "archival" or source.reference or source.repository:
        place = source.repository or ("" if source.reference else source.digital_collection)
        return _joined(surnames(authors), title, _date(source), place, _reference(source))
    year = spell_year(source.issued) if source.issued else "undated"
    named = f"“{single_quoted(title)}”" if authors and source.type in QUOTED else title
    return f"{_joined(surnames(authors), named)} ({year})"


def _authors(graph: Graph, source: Source) -> list[Agent]:
    return [graph.agents_by_id[label] for label in source.author if label in graph.agents_by_id]


def _short_title(source: Source) -> str:
    given = source.csl.get("title-short")
    if not given:
        # The shortened note leaves out the subtitle (Chicago 14.33); an archival item has none.
        given = source.title if source.type == "archival" else source.title.partition(": ")[0]
    return typographic(given)


def _archival_note(source: Source, authors: list[Agent], locator: str) -> str:
    title = typographic(source.title)
    named = f"“{single_quoted(title)},”" if authors else f"{title},"
    lead = _joined(" and ".join(full_name(author) for author in authors), named)
    kept_at = _joined(_reference(source), dashed(locator), REPOSITORIES.get(source.repository, source.repository))
    elsewhere = "".join(f"; also at {dashed(place)}" for place in source.also_at)
    online = _joined(source.digital_collection, source.url or "")
    described = _joined(f"{lead} {_date(source) or 'undated'}", f"{kept_at}{elsewhere}")
    return ("; " if kept_at else ", ").join(part for part in (described, online) if part) + "."


def _reference(source: Source) -> str:
    parts = (f"{part['label']} {part['value']}".strip() for part in source.reference)
    return dashed(", ".join(part for part in parts if part))


def _date(source: Source) -> str:
    return spell_date(source.issued) if source.issued else ""


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)

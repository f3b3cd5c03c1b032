"""What pages show first of a map too large to be taken in at once: its overview, and the first part of its lists."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from fastapi import Request

from api.http.query_parameters import read_whole_number
from api.pages.visits import MapVisit
from argument_maps.graph import Graph
from renderers.text.reading_order import OutlineEntry, OutlineSection
from renderers.views.view_table import View

# Beyond it a picture is higher than thirty screens, and a reader finds nothing by scrolling; tried with 108, 300, 600.
LARGE = 400
# As many records and links as a reader gets through, and as whose sources are cited in half a second.
PART = 100
_NARROWING = frozenset(
    {"view", "question", "kind", "relation", "agent", "school", "tag", "verdict", "certainty", "focus", "why", "fold"}
)


class OutlineParts(NamedTuple):
    """One part of an outline that is cut: its sections, its number from 1, and which part each question begins."""

    sections: list[OutlineSection]
    number: int
    total: int
    begins: list[tuple[OutlineSection, int]]


def is_large(graph: Graph) -> bool:
    """Tell whether pages show a map in parts."""
    return len(graph.statements) > LARGE


def choose_first_view(graph: Graph, visit: MapVisit) -> MapVisit:
    """Return the visit, with the overview where a large map with questions is asked for whole and in no view."""
    if not is_large(graph) or not graph.questions or not _NARROWING.isdisjoint(visit.parameters):
        return visit
    return replace(visit, query=visit.query.model_copy(update={"view": View.OVERVIEW}))


def cut_outline(request: Request, sections: Sequence[OutlineSection]) -> OutlineParts:
    """Return the part of an outline for which the address asks, the last one where it asks for more than there is."""
    parts: list[list[OutlineSection]] = [[]]
    begins: list[tuple[OutlineSection, int]] = []
    room = PART
    for section in sections:
        is_first = True
        for piece, size in _cut_section(section):
            if size > room and parts[-1]:
                parts.append([])
                room = PART
            parts[-1].append(piece)
            room -= size
            if is_first:
                begins.append((section, len(parts)))
            is_first = False
    asked = read_whole_number(request.query_params.get("part")) or 1
    number = min(max(asked, 1), len(parts))
    return OutlineParts(parts[number - 1], number, len(parts), begins)


def _cut_section(section: OutlineSection) -> Iterator[tuple[OutlineSection, int]]:
    """Yield a section in pieces that are not larger than a part, as far as its entries allow, with their sizes."""
    entries: list[OutlineEntry] = []
    size = 0
    for entry in section.entries:
        more = sum(1 for _ in walk_entries([entry]))
        if entries and size + more > PART:
            yield OutlineSection(section.question, entries), size
            entries, size = [], 0
        entries.append(entry)
        size += more
    yield OutlineSection(section.question, entries), size


def walk_entries(entries: Sequence[OutlineEntry]) -> Iterator[OutlineEntry]:
    """Yield entries and all that stands under them."""
    pending = list(reversed(entries))
    while pending:
        entry = pending.pop()
        yield entry
        pending.extend(reversed(entry.children))

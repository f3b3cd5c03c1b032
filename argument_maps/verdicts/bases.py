"""Whether what a test puts to a perception could be known from documents, or was argued in works, and since when."""

from collections.abc import Callable
from heapq import heapify, heappop, heappush

import msgspec

from argument_maps.citation.sources import cite_in_one_line
from argument_maps.dates.spelling import SpelledDate
from argument_maps.graph import Graph
from argument_maps.time_travel import find_opening_date, find_opening_day
from argument_maps.values import Link, Statement
from argument_maps.verdicts.caveats import Foundation, find_foundation, rests_on_document
from models.dates import DISTANT_FUTURE, DISTANT_PAST, Day, bounds, is_estimated
from models.dates.edtf import EdtfPoint, parse_edtf
from models.errors import Phrase
from models.vocabulary import Term


class BasisKind(Term):
    """How somebody could come to know what a test says."""

    COULD_BE_KNOWN = "could be known", "A document from which it follows was open to historians."
    WAS_ARGUED = "was argued", "A work said so; no document of the map from which it follows was open."


class TestBasis(msgspec.Struct, frozen=True, kw_only=True):
    """On what a test could first be made: the last source that it needed, as a label; `date` is its date in EDTF.

    The date is as the source has it, so that the range of an estimate is kept; None where nothing says.
    """

    __test__ = False  # pytest would collect it for its name

    kind: BasisKind
    source: str
    date: str | None


def find_test_basis(graph: Graph, test: Link) -> TestBasis | None:
    """Return on what a test could first be made, None where neither a document nor a work is named for a finding.

    A document counts from when it was open, a work from when it was published: each by the one date of a source by
    which maps as of a date are cut. What several premises show together waits for the last of them. Where every
    finding follows from documents, the test could be known; else, with the works, it was argued.
    """
    foundation = find_foundation(graph, test.premises)
    for kind in (BasisKind.COULD_BE_KNOWN, BasisKind.WAS_ARGUED):
        first = _find_first_sources(graph, foundation, _COUNTED[kind])
        if all(premise in first for premise in test.premises):
            _, label = max(first[premise] for premise in test.premises)
            return TestBasis(kind=kind, source=label, date=find_opening_date(graph.sources_by_id[label]))
    return None


def word_basis(graph: Graph, basis: TestBasis) -> Phrase:
    """Return since when a test could be known, or when and in which work it was argued.

    Of a date that is an estimate its range is told, and from which day it is counted.
    """
    if basis.date is None and basis.kind == BasisKind.COULD_BE_KNOWN:
        return Phrase("could be known; since when is not recorded")
    when = Phrase("undated") if basis.date is None else _word_date(basis.date)
    if basis.kind == BasisKind.COULD_BE_KNOWN:
        return Phrase("could be known since %(date)s", date=when)
    return Phrase("was argued (%(date)s) in %(work)s", date=when, work=cite_in_one_line(graph, basis.source))


def _word_date(edtf: str) -> Phrase:
    spelled, last = SpelledDate(edtf), bounds(edtf)[1]
    if not (is_estimated(edtf) or _covers_years(edtf)) or last == DISTANT_FUTURE:
        return Phrase("%(date)s", date=spelled)
    counted = SpelledDate(last.isoformat())
    return Phrase("%(date)s, an estimate, counted from %(last)s", date=spelled, last=counted)


def _covers_years(edtf: str) -> bool:
    """Tell whether a date is written as several years; a winter is none, though it ends in the next."""
    first, last = bounds(edtf)
    return last.year > first.year and not isinstance(parse_edtf(edtf), EdtfPoint)


def _find_first_sources(
    graph: Graph, foundation: Foundation, counts: Callable[[Graph, Statement], bool]
) -> dict[str, tuple[Day, str]]:
    """Return for each statement the day from which it stands on what counts, and the source that it waits for."""
    first: dict[str, tuple[Day, str]] = {}
    reached = [
        (find_opening_day(graph.sources_by_id[record.source]) or DISTANT_PAST, record.source, record.id)
        for record in foundation.statements
        if record.source is not None and record.source in graph.sources_by_id and counts(graph, record)
    ]
    heapify(reached)
    missing = {link.id: len(link.premises) for link in foundation.links}
    while reached:
        day, source, label = heappop(reached)
        if label in first:
            continue
        first[label] = (day, source)
        for link in graph.links_from.get(label, ()):
            if link.id in missing:
                missing[link.id] -= 1
                if missing[link.id] == 0:
                    heappush(reached, (day, source, link.target))
    return first


def _is_document(graph: Graph, record: Statement) -> bool:
    return rests_on_document(record, graph.sources_by_id.get(record.source or ""))


def _is_sourced(graph: Graph, record: Statement) -> bool:
    return record.source in graph.sources_by_id


_COUNTED: dict[BasisKind, Callable[[Graph, Statement], bool]] = {
    BasisKind.COULD_BE_KNOWN: _is_document,
    BasisKind.WAS_ARGUED: _is_sourced,
}

"""By what records that were found can be told apart: kind, map, tests, certainty, tags and dates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.dates import Day, UnreadableDate, bounds
from models.records.arguments import Link
from models.records.rows import read_drafts
from models.search.full_text import SearchMatch
from models.vocabulary import Certainty, ClaimKind, RecordKind, Relation

_WITH_CERTAINTY = frozenset({RecordKind.CLAIM, RecordKind.INTERPRETATION, RecordKind.EVIDENCE})
_DATED_BY_SOURCE = frozenset({RecordKind.INTERPRETATION, RecordKind.EVIDENCE})
# So many labels are asked about at once; SQLite's oldest limit is 999 variables.
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class RecordFacets:
    """What a record is; `kind` is a claim's own kind where it is a claim.

    `verdicts` are those of the tests of a perception, or a link's own; None for a record that nothing tests by
    its nature. `span` is the first and the last day of its date: when it was held or happened, else when its
    source was made. `tags` are words.
    """

    kind: str
    map: str
    verdicts: tuple[str | None, ...] | None
    certainty: str | None
    tags: tuple[str, ...]
    span: tuple[Day, Day] | None


def read_facets(session: Session, matches: Sequence[SearchMatch]) -> list[RecordFacets]:
    """Return the traits of records that were found, in their order: two reads and one select for each map."""
    by_map: dict[int, list[SearchMatch]] = {}
    for match in matches:
        by_map.setdefault(match.map_id, []).append(match)
    facets_by_id: dict[int, RecordFacets] = {}
    for map_id, records in by_map.items():
        named = {label for match in records for label in match.draft.get("tags", ())}
        named |= {
            match.draft["source"] for match in records if match.kind in _DATED_BY_SOURCE and match.draft.get("source")
        }
        others = {label: draft for label, (_, draft) in read_drafts(session, map_id, named).items()} if named else {}
        tests = _read_test_verdicts(session, map_id, [match.label for match in records if _is_perception(match)])
        facets_by_id |= {match.identity: _derive_facets(match, others, tests) for match in records}
    return [facets_by_id[match.identity] for match in matches]


def _is_perception(match: SearchMatch) -> bool:
    return match.kind == RecordKind.CLAIM and match.draft.get("kind") == ClaimKind.PERCEPTION


def _read_test_verdicts(session: Session, map_id: int, labels: list[str]) -> dict[str, tuple[str | None, ...]]:
    """Return the verdicts of the tests of each perception, none for one that is not tested."""
    verdicts_by_label: dict[str, list[str | None]] = {label: [] for label in labels}
    for begin in range(0, len(labels), _CHUNK):
        statement = select(col(Link.target), col(Link.verdict)).where(
            col(Link.map_id) == map_id,
            col(Link.relation) == Relation.TESTS,
            col(Link.target).in_(labels[begin : begin + _CHUNK]),
        )
        for target, verdict in session.connection().execute(statement.order_by(col(Link.label))):
            verdicts_by_label[target].append(verdict)
    return {label: tuple(verdicts) for label, verdicts in verdicts_by_label.items()}


def _derive_facets(
    match: SearchMatch, others: Mapping[str, dict[str, Any]], tests: Mapping[str, tuple[str | None, ...]]
) -> RecordFacets:
    draft = match.draft
    verdicts = tests.get(match.label) if _is_perception(match) else None
    if match.kind == RecordKind.LINK and draft.get("verdict"):
        verdicts = (str(draft["verdict"]),)
    tags = (others.get(label, {}).get("text", label) for label in draft.get("tags", ()))
    certain = str(draft.get("certainty", Certainty.UNKNOWN)) if match.kind in _WITH_CERTAINTY else None
    kind = str(draft.get("kind", ClaimKind.ASSERTION)) if match.kind == RecordKind.CLAIM else str(match.kind)
    return RecordFacets(kind, match.slug, verdicts, certain, tuple(dict.fromkeys(tags)), _read_date_span(match, others))


def _read_date_span(match: SearchMatch, others: Mapping[str, dict[str, Any]]) -> tuple[Day, Day] | None:
    date_texts: Iterable[str | None] = (match.draft.get(name) for name in ("when", "event_date", "issued", "active"))
    if match.kind in _DATED_BY_SOURCE:
        source = others.get(match.draft.get("source") or "", {})
        date_texts = (*date_texts, source.get("event_date"), source.get("issued"))
    first = next((date_text for date_text in date_texts if date_text), None)
    try:
        return bounds(first) if first else None
    except UnreadableDate:
        return None

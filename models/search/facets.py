"""By what records that were found can be told apart: kind, map, tests, certainty, tags and dates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.dates import UnreadableDate, bounds
from models.records.arguments import Link
from models.records.rows import read_drafts
from models.search.full_text import Found
from models.vocabulary import Certainty, ClaimKind, RecordKind, Relation

_WITH_CERTAINTY = frozenset({RecordKind.CLAIM, RecordKind.INTERPRETATION, RecordKind.EVIDENCE})
_DATED_BY_SOURCE = frozenset({RecordKind.INTERPRETATION, RecordKind.EVIDENCE})
# So many labels are asked about at once; SQLite's oldest limit is 999 variables.
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Traits:
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
    span: tuple[date, date] | None


def traits(session: Session, found: Sequence[Found]) -> list[Traits]:
    """Return the traits of records that were found, in their order: two reads and one select for each map."""
    by_map: dict[int, list[Found]] = {}
    for each in found:
        by_map.setdefault(each.map_id, []).append(each)
    told: dict[int, Traits] = {}
    for map_id, records in by_map.items():
        named = {label for each in records for label in each.draft.get("tags", ())}
        named |= {
            each.draft["source"] for each in records if each.kind in _DATED_BY_SOURCE and each.draft.get("source")
        }
        others = {label: draft for label, (_, draft) in read_drafts(session, map_id, named).items()} if named else {}
        tests = _tests(session, map_id, [each.label for each in records if _is_perception(each)])
        told |= {each.identity: _traits(each, others, tests) for each in records}
    return [told[each.identity] for each in found]


def _is_perception(found: Found) -> bool:
    return found.kind == RecordKind.CLAIM and found.draft.get("kind") == ClaimKind.PERCEPTION


def _tests(session: Session, map_id: int, labels: list[str]) -> dict[str, tuple[str | None, ...]]:
    """Return the verdicts of the tests of each perception, none for one that is not tested."""
    found: dict[str, list[str | None]] = {label: [] for label in labels}
    for begin in range(0, len(labels), _CHUNK):
        asked = select(col(Link.target), col(Link.verdict)).where(
            col(Link.map_id) == map_id,
            col(Link.relation) == Relation.TESTS,
            col(Link.target).in_(labels[begin : begin + _CHUNK]),
        )
        for target, verdict in session.connection().execute(asked.order_by(col(Link.label))):
            found[target].append(verdict)
    return {label: tuple(verdicts) for label, verdicts in found.items()}


def _traits(found: Found, others: Mapping[str, dict[str, Any]], tests: Mapping[str, tuple[str | None, ...]]) -> Traits:
    draft = found.draft
    verdicts = tests.get(found.label) if _is_perception(found) else None
    if found.kind == RecordKind.LINK and draft.get("verdict"):
        verdicts = (str(draft["verdict"]),)
    tags = (others.get(label, {}).get("text", label) for label in draft.get("tags", ()))
    certain = str(draft.get("certainty", Certainty.UNKNOWN)) if found.kind in _WITH_CERTAINTY else None
    kind = str(draft.get("kind", ClaimKind.ASSERTION)) if found.kind == RecordKind.CLAIM else str(found.kind)
    return Traits(kind, found.slug, verdicts, certain, tuple(dict.fromkeys(tags)), _span(found, others))


def _span(found: Found, others: Mapping[str, dict[str, Any]]) -> tuple[date, date] | None:
    written: Iterable[str | None] = (found.draft.get(name) for name in ("when", "event_date", "issued", "active"))
    if found.kind in _DATED_BY_SOURCE:
        source = others.get(found.draft.get("source") or "", {})
        written = (*written, source.get("event_date"), source.get("issued"))
    first = next((each for each in written if each), None)
    try:
        return bounds(first) if first else None
    except UnreadableDate:
        return None

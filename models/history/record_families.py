"""Which records of different maps come from one another: from one of them, over any number of copies.

Each copy knows of what it was made (`RecordOrigin`). Together these say from which state on two records, however far
apart, have each gone on by themselves.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import Session, col

from models.history.record_ancestry import RecordOrigin, RecordSuccessor
from models.history.revisions import Revision
from models.vocabulary import ChangeKind

# A family is no larger; what lies further away is not told.
MOST_RELATIVES = 1_000
_AT_ONCE = 200


class RecordPlace(NamedTuple):
    """A record by the id of its map and its label there."""

    map_id: int
    label: str


class Descent(NamedTuple):
    """A record that was copied, and of what: the revision is the one that the other had then."""

    copy: RecordPlace
    origin: RecordPlace
    revision: int


class Kinship(StrEnum):
    """How a record of another map stands to one that is looked at."""

    ORIGIN = "origin"
    COPY = "copy"
    SIBLING = "sibling"


class Relative(NamedTuple):
    """A record that comes from the same as another one, and how.

    The two have gone on by themselves from what the relative said as of its revision `since`, and the other as of
    `own_since`; None is what each said when it was copied.
    """

    place: RecordPlace
    kinship: Kinship
    since: int | None
    own_since: int | None


def read_descents(session: Session, places: Iterable[RecordPlace]) -> list[Descent]:
    """Return all copying by which these records are tied to others, over any number of copies, each once."""
    found: dict[RecordPlace, Descent] = {}
    seen = set(places)
    pending = sorted(seen)
    # Those that are asked about are looked at all, and of the others as many as a family has at most.
    most = len(pending) + MOST_RELATIVES
    while pending:
        some, pending = pending[:_AT_ONCE], pending[_AT_ONCE:]
        for row in session.scalars(select(RecordOrigin).where(_is_at_either_end(some))):
            copy = RecordPlace(row.map_id, row.label)
            origin = RecordPlace(row.origin_map_id, row.origin_label)
            found[copy] = Descent(copy, origin, row.origin_revision)
            new = [place for place in (copy, origin) if place not in seen]
            if len(seen) + len(new) <= most:
                seen.update(new)
                pending += new
    return [found[copy] for copy in sorted(found)]


def _is_at_either_end(places: Collection[RecordPlace]) -> ColumnElement[bool]:
    labels_by_map: dict[int, list[str]] = {}
    for place in places:
        labels_by_map.setdefault(place.map_id, []).append(place.label)
    return or_(
        *(
            and_(map_id == key, label.in_(labels))
            for map_id, label in (
                (col(RecordOrigin.map_id), col(RecordOrigin.label)),
                (col(RecordOrigin.origin_map_id), col(RecordOrigin.origin_label)),
            )
            for key, labels in labels_by_map.items()
        )
    )


def index_descents(descents: Iterable[Descent]) -> dict[RecordPlace, list[Descent]]:
    """Return all copying by the records at its ends."""
    ties: dict[RecordPlace, list[Descent]] = {}
    for descent in descents:
        ties.setdefault(descent.copy, []).append(descent)
        ties.setdefault(descent.origin, []).append(descent)
    return ties


def list_relatives(ties: Mapping[RecordPlace, Iterable[Descent]], place: RecordPlace) -> tuple[Relative, ...]:
    """Return the records that are tied to one by copying, the nearest first; none of them stands twice."""
    relatives: dict[RecordPlace, Relative] = {}
    steps = [Relative(place, Kinship.SIBLING, None, None)]
    while steps:
        step, *steps = steps
        for descent in ties.get(step.place, ()):
            is_upward = descent.copy == step.place
            other = descent.origin if is_upward else descent.copy
            if other == place or other in relatives:
                continue
            is_first = step.place == place
            relatives[other] = Relative(
                other,
                _extend_kinship(None if is_first else step.kinship, is_upward=is_upward),
                descent.revision if is_upward else None,
                (None if is_upward else descent.revision) if is_first else step.own_since,
            )
            steps.append(relatives[other])
    return tuple(relatives.values())


def _extend_kinship(kinship: Kinship | None, *, is_upward: bool) -> Kinship:
    """Return how a record stands one step further, up to what it was copied from or down to a copy of it."""
    direction = Kinship.ORIGIN if is_upward else Kinship.COPY
    return direction if kinship in (None, direction) else Kinship.SIBLING


def list_places_with_ties(session: Session, map_id: int) -> list[RecordPlace]:
    """Return the records of a map that are copies, or of which copies were made; some may be there no more."""
    copies = select(col(RecordOrigin.label)).where(col(RecordOrigin.map_id) == map_id)
    origins = select(col(RecordOrigin.origin_label)).where(col(RecordOrigin.origin_map_id) == map_id)
    labels = {*session.scalars(copies), *session.scalars(origins.distinct())}
    return [RecordPlace(map_id, label) for label in sorted(labels)]


def match_by_descent(session: Session, source: int, target: int, present: Collection[str]) -> dict[str, str]:
    """Return, by labels of one map, the records of another that come from the same, as far as they are `present`.

    A record of which the other map has several copies is matched with one of them. Where one was merged into another
    since, that one stands for it.
    """
    here, there = list_places_with_ties(session, target), list_places_with_ties(session, source)
    descents = read_descents(session, [*here, *there])
    origins = {descent.copy: descent.origin for descent in descents}
    successors = _read_successors(session, target)
    label_by_root: dict[RecordPlace, str] = {}
    for place in here:
        label = _follow(successors, place.label, present)
        if label is not None:
            label_by_root.setdefault(_find_root(origins, place), label)
    roots = ((place.label, _find_root(origins, place)) for place in there)
    return {label: label_by_root[root] for label, root in roots if root in label_by_root}


def _find_root(origins: Mapping[RecordPlace, RecordPlace], place: RecordPlace) -> RecordPlace:
    """Return the record from which one comes in the end; a circle, which nothing makes, ends before it closes."""
    seen = {place}
    while (origin := origins.get(place)) is not None and origin not in seen:
        seen.add(origin)
        place = origin
    return place


def _read_successors(session: Session, map_id: int) -> dict[str, str]:
    rows = session.scalars(select(RecordSuccessor).where(col(RecordSuccessor.map_id) == map_id))
    return {row.label: row.successor for row in rows}


def _follow(successors: Mapping[str, str], label: str, present: Collection[str]) -> str | None:
    """Return a label that is present, or that of the record into which its record was merged; None where none is."""
    seen = {label}
    while label not in present:
        label = successors.get(label, label)
        if label in seen:
            return None
        seen.add(label)
    return label


def read_first_revisions(session: Session, map_id: int, labels: Iterable[str]) -> dict[str, int]:
    """Return, by label, the number of the revision by which a record came into its map, as far as one tells."""
    first: dict[str, int] = {}
    for some in _split(sorted(set(labels))):
        created = select(col(Revision.label), func.min(col(Revision.sequence))).where(
            col(Revision.map_id) == map_id, col(Revision.label).in_(some), col(Revision.kind) == ChangeKind.CREATED
        )
        first |= {
            str(label): number for label, number in session.connection().execute(created.group_by(col(Revision.label)))
        }
    return first


def _split(labels: list[str]) -> Iterator[list[str]]:
    return (labels[start : start + _AT_ONCE] for start in range(0, len(labels), _AT_ONCE))

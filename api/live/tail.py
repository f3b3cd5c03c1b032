"""The tail of the history, and who is here, read for all maps that are listened to at once.

As writers of a map take turns at its row, its sequences are committed in order, so that whoever reads on from the last
one passes over none. Who may still look is asked in the same moment in which it is read what they are to be told.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Engine, Row, select
from sqlmodel import Session, col

from api.access.lasting_permission import Asker, EndReason, find_endings
from api.access.map_states import MapState, is_not_erased, rewriting_count_column
from api.requests.attribution import attribute
from models.engine import reading
from models.history.revisions import Revision, to_utc
from models.participation.author_masks import Masks, read_masks
from models.participation.map_anonymity import find_maps_hiding_presence, is_anonymous
from models.people.presence import PresentReader, list_present
from models.people.pseudonyms import SOMEBODY
from models.records.maps import ArgumentMap

PAGE = 500
_EVENT_COLUMNS = (
    col(Revision.sequence),
    col(Revision.change),
    col(Revision.kind),
    col(Revision.record_kind),
    col(Revision.label),
    col(Revision.author),
    col(Revision.at),
)


class StreamEvent(NamedTuple):
    """One event as it goes over the wire; `sequence` is 0 for what is no revision."""

    sequence: int
    payload: bytes


class UpdateRequest(NamedTuple):
    """A map, the last sequence that was read of it, and who listens to it."""

    slug: str
    map_id: int
    position: int
    askers: frozenset[Asker] = frozenset()


class MapUpdate(NamedTuple):
    """How a map stands, what was written since, in order, and who is here; None where that was not asked.

    `endings` has those who listen for whom that has ended, with why; `is_gone` tells that there is no map of that name.
    """

    state: MapState | None
    frames: list[StreamEvent]
    here: dict[str, PresentReader] | None
    endings: Mapping[Asker, EndReason] = MappingProxyType({})
    is_gone: bool = False


def read_updates(engine: Engine, requests: Sequence[UpdateRequest], now: float | None) -> list[MapUpdate]:
    """Read all that is new on some maps, as of one moment; who is here only where `now`, in seconds, is given."""
    with reading(engine) as session:
        rows = session.execute(
            select(
                col(ArgumentMap.slug),
                col(ArgumentMap.id),
                col(ArgumentMap.version),
                col(ArgumentMap.visibility),
                rewriting_count_column(),
            ).where(col(ArgumentMap.slug).in_([request.slug for request in requests]), is_not_erased(datetime.now(UTC)))
        )
        states = {slug: MapState(*rest) for slug, *rest in rows}
        people = _read_presence(session, {request.map_id for request in requests}, now) if now is not None else None
        updates = []
        for request in requests:
            state = states.get(request.slug)
            if state is not None and (state.id != request.map_id or state.version < request.position):
                # Another map has taken the name, or a backup of this one was put in its place.
                state = None
            behind = state is None or state.version > request.position
            frames = read_events(session, request.map_id, request.position) if behind else []
            here = {make_public_id(who.client): who for who in people[request.map_id]} if people is not None else None
            updates.append(
                MapUpdate(
                    state, frames, here, _find_endings(session, state, request.askers), request.slug not in states
                )
            )
        return updates


def _read_presence(session: Session, map_ids: set[int], now: float) -> dict[int, list[PresentReader]]:
    """Return who is here on each of the maps; where nobody is told who, only that somebody is."""
    people_by_map = list_present(session, map_ids, now)
    for map_id in find_maps_hiding_presence(session, {map_id for map_id, people in people_by_map.items() if people}):
        people_by_map[map_id] = [hide_person(person) for person in people_by_map[map_id]]
    return people_by_map


def hide_person(who: PresentReader) -> PresentReader:
    """Return somebody who is here without name and record."""
    return who._replace(name=SOMEBODY, record=None)


def _find_endings(session: Session, state: MapState | None, askers: frozenset[Asker]) -> Mapping[Asker, EndReason]:
    # The last that is told of a map is that it was deleted.
    if state is None or not askers:
        return {}
    return find_endings(session, askers, state.visibility, state.id)


def read_events(session: Session, map_id: int, after: int, limit: int = PAGE) -> list[StreamEvent]:
    """Return the events behind a sequence, in order."""
    query = select(*_EVENT_COLUMNS).where(col(Revision.map_id) == map_id, col(Revision.sequence) > after)
    masks = read_masks(session, map_id)
    anonymous = is_anonymous(session, map_id)
    return [
        _make_change_event(row, masks, anonymous)
        for row in session.execute(query.order_by(col(Revision.sequence)).limit(limit))
    ]


def _make_change_event(row: Row[*tuple[Any, ...]], masks: Masks, anonymous: bool) -> StreamEvent:
    # One frame for all who listen, so that those who lead are told no more here than the others.
    author = SOMEBODY if anonymous else masks.get((row.label, row.author), row.author)
    fields = {**row._mapping, "at": to_utc(row.at), "author": attribute(author)}
    return StreamEvent(
        row.sequence, b"id: %d\nevent: change\ndata: %b\n\n" % (row.sequence, msgspec.json.encode(fields))
    )


def make_public_id(client: str) -> str:
    """Return what others know a window by: what it calls itself would let them speak for it."""
    return hashlib.sha256(client.encode()).hexdigest()[:16]


def make_ended_event(why: EndReason) -> StreamEvent:
    """Return the last event, which tells why there are no more."""
    return StreamEvent(0, b"event: ended\ndata: %b\n\n" % msgspec.json.encode({"reason": why}))


def make_presence_event(groups: dict[str, dict[str, PresentReader]]) -> StreamEvent:
    """Return the event that tells of people: under `here` all of them, or who `joined`, `moved` and `left`."""
    people = {
        name: [{"id": key, "name": attribute(who.name), "record": who.record} for key, who in group.items()]
        for name, group in groups.items()
    }
    return StreamEvent(0, b"event: presence\ndata: %b\n\n" % msgspec.json.encode(people))


def compare_presence(
    before: dict[str, PresentReader], after: dict[str, PresentReader]
) -> dict[str, dict[str, PresentReader]]:
    """Return who joined, moved and left between two moments; nothing where nobody did."""
    if before == after:
        return {}
    return {
        "joined": {key: who for key, who in after.items() if key not in before},
        "moved": {key: who for key, who in after.items() if key in before and before[key] != who},
        "left": {key: who for key, who in before.items() if key not in after},
    }

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
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from api.attribution import attribute
from api.lasting_permission import Asker, Ending, find_endings
from api.map_states import MapState, is_there, times_rewritten
from models.engine import reading
from models.history.revisions import Revision, in_utc
from models.participation.author_masks import Masks, masks_on
from models.participation.map_anonymity import hiding_who_is_here, is_anonymous
from models.people.presence import Present, present
from models.people.pseudonyms import SOMEBODY
from models.records.maps import ArgumentMap

PAGE = 500
_TOLD = (
    col(Revision.sequence),
    col(Revision.change),
    col(Revision.kind),
    col(Revision.record_kind),
    col(Revision.label),
    col(Revision.author),
    col(Revision.at),
)


class Frame(NamedTuple):
    """One event as it goes over the wire; `sequence` is 0 for what is no revision."""

    sequence: int
    sent: bytes


class Asked(NamedTuple):
    """A map, the last sequence that was read of it, and who listens to it."""

    slug: str
    map_id: int
    position: int
    askers: frozenset[Asker] = frozenset()


class Seen(NamedTuple):
    """How a map stands, what was written since, in order, and who is here; None where that was not asked.

    `endings` has those who listen for whom that has ended, with why; `is_gone` tells that there is no map of that name.
    """

    state: MapState | None
    frames: list[Frame]
    here: dict[str, Present] | None
    endings: Mapping[Asker, Ending] = MappingProxyType({})
    is_gone: bool = False


def look(engine: Engine, asked: Sequence[Asked], now: float | None) -> list[Seen]:
    """Read all that is new on some maps, as of one moment; who is here only where `now`, in seconds, is given."""
    with reading(engine) as session:
        rows = session.execute(
            select(
                col(ArgumentMap.slug),
                col(ArgumentMap.id),
                col(ArgumentMap.version),
                col(ArgumentMap.visibility),
                times_rewritten(),
            ).where(col(ArgumentMap.slug).in_([each.slug for each in asked]), is_there(datetime.now(UTC)))
        )
        states = {slug: MapState(*rest) for slug, *rest in rows}
        people = _present(session, {each.map_id for each in asked}, now) if now is not None else None
        seen = []
        for each in asked:
            state = states.get(each.slug)
            if state is not None and (state.id != each.map_id or state.version < each.position):
                # Another map has taken the name, or a backup of this one was put in its place.
                state = None
            behind = state is None or state.version > each.position
            frames = read_frames(session, each.map_id, each.position) if behind else []
            here = {public_id(who.client): who for who in people[each.map_id]} if people is not None else None
            seen.append(Seen(state, frames, here, _endings(session, state, each.askers), each.slug not in states))
        return seen


def _present(session: Session, map_ids: set[int], now: float) -> dict[int, list[Present]]:
    """Return who is here on each of the maps; where nobody is told who, only that somebody is."""
    found = present(session, map_ids, now)
    for map_id in hiding_who_is_here(session, {each for each, people in found.items() if people}):
        found[map_id] = [hide_person(each) for each in found[map_id]]
    return found


def hide_person(who: Present) -> Present:
    """Return somebody who is here without name and record."""
    return who._replace(name=SOMEBODY, record=None)


def _endings(session: Session, state: MapState | None, askers: frozenset[Asker]) -> Mapping[Asker, Ending]:
    # The last that is told of a map is that it was deleted.
    if state is None or not askers:
        return {}
    return find_endings(session, askers, state.visibility, state.id)


def read_frames(session: Session, map_id: int, after: int, limit: int = PAGE) -> list[Frame]:
    """Return the events behind a sequence, in order."""
    wanted = select(*_TOLD).where(col(Revision.map_id) == map_id, col(Revision.sequence) > after)
    masks = masks_on(session, map_id)
    anonymous = is_anonymous(session, map_id)
    return [
        _frame(row, masks, anonymous) for row in session.execute(wanted.order_by(col(Revision.sequence)).limit(limit))
    ]


def _frame(row: Any, masks: Masks, anonymous: bool) -> Frame:
    # One frame for all who listen, so that those who lead are told no more here than the others.
    author = SOMEBODY if anonymous else masks.get((row.label, row.author), row.author)
    told = {**row._mapping, "at": in_utc(row.at), "author": attribute(author)}
    return Frame(row.sequence, b"id: %d\nevent: change\ndata: %b\n\n" % (row.sequence, msgspec.json.encode(told)))


def public_id(client: str) -> str:
    """Return what others know a window by: what it calls itself would let them speak for it."""
    return hashlib.sha256(client.encode()).hexdigest()[:16]


def ended_frame(why: Ending) -> Frame:
    """Return the last event, which tells why there are no more."""
    return Frame(0, b"event: ended\ndata: %b\n\n" % msgspec.json.encode({"reason": why}))


def presence_frame(told: dict[str, dict[str, Present]]) -> Frame:
    """Return the event that tells of people: under `here` all of them, or who `joined`, `moved` and `left`."""
    people = {
        name: [{"id": key, "name": attribute(who.name), "record": who.record} for key, who in group.items()]
        for name, group in told.items()
    }
    return Frame(0, b"event: presence\ndata: %b\n\n" % msgspec.json.encode(people))


def differences(before: dict[str, Present], after: dict[str, Present]) -> dict[str, dict[str, Present]]:
    """Return who joined, moved and left between two moments; nothing where nobody did."""
    if before == after:
        return {}
    return {
        "joined": {key: who for key, who in after.items() if key not in before},
        "moved": {key: who for key, who in after.items() if key in before and before[key] != who},
        "left": {key: who for key, who in before.items() if key not in after},
    }

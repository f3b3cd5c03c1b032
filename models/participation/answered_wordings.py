"""The wordings that members answered to: kept with each answer, or told by the history of the map."""

from collections.abc import Iterable

from sqlmodel import Session

from models.errors import UnknownMoment
from models.history.moments import Standing, standing_at
from models.history.wordings import Wording, wording_of
from models.participation.positions import Position
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id


def answered_wordings(session: Session, positions: Iterable[Position]) -> dict[int, Wording]:
    """Return what the records said at the moments of positions, by the ids of these.

    A position that was taken before wordings were kept has only the number of a change; its map is looked up as it
    stood then, once for each change. Those that nothing tells of any more are left out.
    """
    found: dict[int, Wording] = {}
    stood: dict[tuple[int, int], Standing | None] = {}
    for each in positions:
        if each.wording is not None:
            found[persisted_id(each)] = Wording.model_validate(each.wording)
        elif each.sequence is not None:
            place = (each.map_id, each.sequence)
            if place not in stood:
                stood[place] = _standing(session, *place)
            standing = stood[place]
            if standing is not None and each.label in standing.records:
                found[persisted_id(each)] = wording_of(standing.records, each.label)
    return found


def _standing(session: Session, map_id: int, sequence: int) -> Standing | None:
    there = session.get(ArgumentMap, map_id)
    try:
        return standing_at(session, there, sequence) if there is not None else None
    except UnknownMoment:
        return None

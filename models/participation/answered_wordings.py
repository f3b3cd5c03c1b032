"""The wordings that members answered to: kept with each answer, or told by the history of the map."""

from collections.abc import Iterable

from sqlmodel import Session

from models.errors import UnknownMoment
from models.history.moments import MapSnapshot, read_snapshot
from models.history.wordings import RecordWording, build_wording
from models.participation.positions import Position
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id


def read_answered_wordings(session: Session, positions: Iterable[Position]) -> dict[int, RecordWording]:
    """Return what the records said at the moments of positions, by the ids of these.

    A position that was taken before wordings were kept has only the number of a change; its map is looked up as it
    stood then, once for each change. Those that nothing tells of any more are left out.
    """
    wordings: dict[int, RecordWording] = {}
    snapshots: dict[tuple[int, int], MapSnapshot | None] = {}
    for position in positions:
        if position.wording is not None:
            wordings[persisted_id(position)] = RecordWording.model_validate(position.wording)
        elif position.sequence is not None:
            moment_key = (position.map_id, position.sequence)
            if moment_key not in snapshots:
                snapshots[moment_key] = _read_snapshot_if_there(session, *moment_key)
            snapshot = snapshots[moment_key]
            if snapshot is not None and position.label in snapshot.records:
                wordings[persisted_id(position)] = build_wording(snapshot.records, position.label)
    return wordings


def _read_snapshot_if_there(session: Session, map_id: int, sequence: int) -> MapSnapshot | None:
    argument_map = session.get(ArgumentMap, map_id)
    try:
        return read_snapshot(session, argument_map, sequence) if argument_map is not None else None
    except UnknownMoment:
        return None

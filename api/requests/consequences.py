"""What follows from what cannot be taken back or touches many, in numbers: the API says so before it is done (428).

`goes` is what is no longer there, `stays` what is all the same, `changes` what says something else.
"""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from argument_maps.comparison.map_differences import Comparison
from models import changes
from models.controversies.controversies import Controversy, ControversySeat
from models.history.editions import Edition
from models.history.forks import Fork
from models.participation.comments import Comment
from models.participation.positions import Position, Round, count_members_who_answered
from models.people.seminars import SeminarMap
from models.records.maps import ArgumentMap, Record
from models.row_keys import persisted_id
from models.vocabulary import Visibility

Consequences = dict[str, dict[str, Any]]
MOST_LISTED = 100


def count_map_deletion(session: Session, map_id: int) -> Consequences:
    """Return what goes with a map and what stays: its history, by which it comes back, and what members said of it."""
    staying = {
        "comments": col(Comment.map_id),
        "positions": col(Position.map_id),
        "rounds": col(Round.map_id),
        "editions": col(Edition.map_id),
        "forks": col(Fork.origin_id),
    }
    return {
        "goes": {"records": _count(session, col(Record.map_id), map_id)},
        "stays": {name: _count(session, column, map_id) for name, column in staying.items()},
    }


def count_replaced_records(session: Session, map_id: int) -> Consequences:
    """Return how many records a document takes the place of."""
    return {"changes": {"records": _count(session, col(Record.map_id), map_id)}}


def list_deleted_dependents(session: Session, map_: ArgumentMap, label: str) -> Consequences:
    """Return which records are deleted where one goes with what depends on it: their ids, a hundred at most."""
    deleted_labels = changes.list_deleted_with(session, map_, label)
    return {"goes": {"records": deleted_labels[:MOST_LISTED], "number": len(deleted_labels)}}


def count_differences(comparison: Comparison) -> Consequences:
    """Return how many records go, come back and say something else where the map is to be as the later side."""
    return {
        "goes": {"records": len(comparison.removed)},
        "changes": {"come_back": len(comparison.added), "records": len(comparison.changed)},
    }


def describe_end_of_round(session: Session, round_: Round, *, lost: bool) -> Consequences:
    """Return how many members have answered in a round, whose answers are lost or else shown to all from then on."""
    members = {"members_who_answered": count_members_who_answered(session, round_)}
    return {"goes": members} if lost else {"changes": {**members, "shown_to_members": True}}


def describe_publication(session: Session, map_: ArgumentMap) -> Consequences:
    """Return what is published for good, and for whom."""
    records = _count(session, col(Record.map_id), persisted_id(map_))
    return {"changes": {"records": records, "stays_for_good": True, "visibility": map_.visibility}}


def describe_visibility_change(map_: ArgumentMap, visibility: object) -> Consequences | None:
    """Return who would see a map instead of whom; None where that stays."""
    if visibility not in set(Visibility) or visibility == map_.visibility:
        return None
    return {"changes": {"visibility": [map_.visibility, visibility]}}


def count_seats(session: Session, controversy: Controversy) -> Consequences:
    """Return how many members lose the seats that they have in a controversy."""
    return {"goes": {"seats": _count(session, col(ControversySeat.controversy_id), persisted_id(controversy))}}


def count_lost_maps(session: Session, seminar_id: int) -> Consequences:
    """Return how many maps whoever leaves a seminar sees no longer."""
    return {"goes": {"maps": _count(session, col(SeminarMap.seminar_id), seminar_id)}}


def _count(session: Session, column: Mapped[int], key: int) -> int:
    """Return in how many rows of its table a column holds the key."""
    return session.scalar(select(func.count()).where(column == key)) or 0

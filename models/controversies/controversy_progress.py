"""How far the groups of a controversy are: what stands on their maps, and who has begun."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlmodel import Session, col

from models.controversies.controversies import Situation
from models.history.revisions import Revision
from models.participation.comments import Comment
from models.participation.positions import Position, Round, has_ended
from models.people.accounts import AccountName, folded_name
from models.records.maps import Record


@dataclass(frozen=True, slots=True)
class Progress:
    """By the ids of maps, how much was recorded or changed there and said; and the accounts that did any of it."""

    records: dict[int, int] = field(default_factory=dict)
    positions: dict[int, int] = field(default_factory=dict)
    comments: dict[int, int] = field(default_factory=dict)
    begun: frozenset[int] = frozenset()

    @property
    def counted(self) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
        """Records, positions and comments."""
        return self.records, self.positions, self.comments


def progress(session: Session, whole: Situation) -> Progress:
    """Return how far the groups are, in a fixed number of queries.

    Positions in a round that is open do not count, as they would tell who has answered.
    """
    ids = whole.map_ids
    # A fork's first revision is what it was made of.
    changed = select(col(Record.map_id), func.count()).where(col(Record.map_id).in_(ids), col(Record.revision) > 1)
    closed = or_(col(Position.round_id).is_(None), has_ended(session))
    joined = select(col(Position.map_id), col(Position.member), func.count(func.distinct(col(Position.label))))
    taken = joined.outerjoin(Round, col(Round.id) == col(Position.round_id)).where(
        col(Position.map_id).in_(ids), closed
    )
    said = select(col(Comment.map_id), col(Comment.author), func.count()).where(col(Comment.map_id).in_(ids))
    wrote = select(col(Revision.author)).where(col(Revision.map_id).in_(ids), col(Revision.sequence) > 1).distinct()
    taken_by = session.execute(taken.group_by(col(Position.map_id), col(Position.member))).all()
    said_by = session.execute(said.group_by(col(Comment.map_id), col(Comment.author))).all()
    authors = {*session.scalars(wrote), *(row[1] for row in (*taken_by, *said_by))}
    return Progress(
        _sums(session.execute(changed.group_by(col(Record.map_id)))),
        _sums((row[0], row[2]) for row in taken_by),
        _sums((row[0], row[2]) for row in said_by),
        frozenset(session.scalars(_accounts(authors))) if authors else frozenset(),
    )


def _accounts(authors: Iterable[str]) -> Select[Any]:
    return select(col(AccountName.account_id)).where(
        col(AccountName.folded).in_({folded_name(each) for each in authors})
    )


def _sums(rows: Iterable[Any]) -> dict[int, int]:
    found: dict[int, int] = {}
    for map_id, number in rows:
        found[map_id] = found.get(map_id, 0) + number
    return found

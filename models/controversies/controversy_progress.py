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
    records: Any = Record
    revisions: Any = Revision
    comments: Any = Comment
    positions: Any = Position
    # A fork's first revision is what it was made of.
    changed = select(records.map_id, func.count()).where(records.map_id.in_(ids), records.revision > 1)
    closed = or_(positions.round_id.is_(None), has_ended(session))
    joined = select(positions.map_id, positions.member, func.count(func.distinct(positions.label)))
    taken = joined.outerjoin(Round, col(Round.id) == positions.round_id).where(positions.map_id.in_(ids), closed)
    said = select(comments.map_id, comments.author, func.count()).where(comments.map_id.in_(ids))
    wrote = select(revisions.author).where(revisions.map_id.in_(ids), revisions.sequence > 1).distinct()
    taken_by = session.execute(taken.group_by(positions.map_id, positions.member)).all()
    said_by = session.execute(said.group_by(comments.map_id, comments.author)).all()
    authors = {*session.scalars(wrote), *(row[1] for row in (*taken_by, *said_by))}
    return Progress(
        _sums(session.execute(changed.group_by(records.map_id))),
        _sums((row[0], row[2]) for row in taken_by),
        _sums((row[0], row[2]) for row in said_by),
        frozenset(session.scalars(_accounts(authors))) if authors else frozenset(),
    )


def _accounts(authors: Iterable[str]) -> Select[Any]:
    names: Any = AccountName
    return select(names.account_id).where(names.folded.in_({folded_name(each) for each in authors}))


def _sums(rows: Iterable[Any]) -> dict[int, int]:
    found: dict[int, int] = {}
    for map_id, number in rows:
        found[map_id] = found.get(map_id, 0) + number
    return found

"""How far the groups of a controversy are: what stands on their maps, and who has begun."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Select, func, or_, select
from sqlmodel import Session, col

from models.controversies.controversies import ControversyOverview
from models.history.revisions import Revision
from models.participation.comments import Comment
from models.participation.positions import Position, Round, build_ended_condition
from models.people.accounts import AccountName, fold_name
from models.records.maps import Record


@dataclass(frozen=True, slots=True)
class ControversyProgress:
    """By the ids of maps, how much was recorded or changed there and said; and the accounts that did any of it."""

    records: dict[int, int] = field(default_factory=dict)
    positions: dict[int, int] = field(default_factory=dict)
    comments: dict[int, int] = field(default_factory=dict)
    active_accounts: frozenset[int] = frozenset()

    @property
    def counts_by_map(self) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
        """Records, positions and comments."""
        return self.records, self.positions, self.comments


def read_progress(session: Session, overview: ControversyOverview) -> ControversyProgress:
    """Return how far the groups are, in a fixed number of queries.

    Positions in a round that is open do not count, as they would tell who has answered.
    """
    ids = overview.map_ids
    # A fork's first revision is what it was made of.
    records_statement = select(col(Record.map_id), func.count()).where(
        col(Record.map_id).in_(ids), col(Record.revision) > 1
    )
    closed = or_(col(Position.round_id).is_(None), build_ended_condition(session))
    joined = select(col(Position.map_id), col(Position.member), func.count(func.distinct(col(Position.label))))
    positions_statement = joined.outerjoin(Round, col(Round.id) == col(Position.round_id)).where(
        col(Position.map_id).in_(ids), closed
    )
    comments_statement = select(col(Comment.map_id), col(Comment.author), func.count()).where(
        col(Comment.map_id).in_(ids)
    )
    authors_statement = (
        select(col(Revision.author)).where(col(Revision.map_id).in_(ids), col(Revision.sequence) > 1).distinct()
    )
    position_rows = session.execute(positions_statement.group_by(col(Position.map_id), col(Position.member))).all()
    comment_rows = session.execute(comments_statement.group_by(col(Comment.map_id), col(Comment.author))).all()
    authors = {*session.scalars(authors_statement), *(row[1] for row in (*position_rows, *comment_rows))}
    return ControversyProgress(
        _sum_by_map(session.execute(records_statement.group_by(col(Record.map_id)))),
        _sum_by_map((row[0], row[2]) for row in position_rows),
        _sum_by_map((row[0], row[2]) for row in comment_rows),
        frozenset(session.scalars(_select_accounts(authors))) if authors else frozenset(),
    )


def _select_accounts(authors: Iterable[str]) -> Select[int]:
    return select(col(AccountName.account_id)).where(
        col(AccountName.folded).in_({fold_name(author) for author in authors})
    )


def _sum_by_map(rows: Iterable[tuple[int, int]]) -> dict[int, int]:
    totals: dict[int, int] = {}
    for map_id, number in rows:
        totals[map_id] = totals.get(map_id, 0) + number
    return totals

"""What was decided about changes that other maps made to records which are used here as well.

A row says up to which revision there a map has made up its mind: what it wanted is in its own record by then, and what
it did not want is not offered again until the record there changes again. Rows outlive their records as the history
does.
"""

from collections.abc import Iterable

from sqlalchemy import Column, Index, Integer, select, update
from sqlmodel import Field, Session, SQLModel, col

from models.history.record_families import RecordPlace
from models.records.maps import KEYS_NOT_REUSED, GlobalId


class CorrectionDecision(SQLModel, table=True):
    """That a record's map has decided about another map's record as of one of that one's revisions.

    `own_revision` is what the record here was at then. `change` is the change by which something was taken, None where
    nothing was; `undone_by` the one that took it back, None while it holds.
    """

    __tablename__ = "correction_decision"
    __table_args__ = (Index("ix_correction_decision_map_id_label", "map_id", "label"), KEYS_NOT_REUSED)

    id: int | None = Field(default=None, sa_column=Column(GlobalId, primary_key=True, autoincrement=True))
    map_id: int = Field(sa_column=Column(GlobalId, nullable=False))
    label: str = Field(max_length=64)
    other_map_id: int = Field(sa_column=Column(GlobalId, nullable=False))
    other_label: str = Field(max_length=64)
    other_revision: int = Field(sa_column=Column(Integer, nullable=False))
    own_revision: int = Field(sa_column=Column(Integer, nullable=False))
    change: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    undone_by: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))


def note_decisions(
    session: Session,
    place: RecordPlace,
    others: Iterable[tuple[RecordPlace, int]],
    *,
    own_revision: int,
    change: int | None,
) -> None:
    """Remember that it was decided about other records, each as of a revision; `change` took something, if any did."""
    session.add_all(
        CorrectionDecision(
            map_id=place.map_id,
            label=place.label,
            other_map_id=other.map_id,
            other_label=other.label,
            other_revision=revision,
            own_revision=own_revision,
            change=change,
        )
        for other, revision in others
    )
    session.flush()


def read_decisions(
    session: Session, map_id: int, label: str | None = None
) -> dict[tuple[str, RecordPlace], CorrectionDecision]:
    """Return the last decision that holds about each other record, by the label here and where that one is."""
    statement = select(CorrectionDecision).where(
        col(CorrectionDecision.map_id) == map_id, col(CorrectionDecision.undone_by).is_(None)
    )
    if label is not None:
        statement = statement.where(col(CorrectionDecision.label) == label)
    return {
        (row.label, RecordPlace(row.other_map_id, row.other_label)): row
        for row in session.scalars(statement.order_by(col(CorrectionDecision.id)))
    }


def note_correction_undone(session: Session, map_id: int, change: int, by: int) -> None:
    """Remember that a change was taken back by another: what it took is offered again, or was taken again."""
    mine = col(CorrectionDecision.map_id) == map_id
    connection = session.connection()
    again = update(CorrectionDecision).where(mine, col(CorrectionDecision.undone_by) == change)
    if not connection.execute(again.values(change=by, undone_by=None)).rowcount:
        taken = update(CorrectionDecision).where(mine, col(CorrectionDecision.change) == change)
        connection.execute(taken.values(undone_by=by))

"""Where a record went that was merged into another, and from which record of another map one was copied.

These rows outlive their records as the history does: whoever undoes a merge has both records again, and a label that is
there is never looked for among those that went.
"""

from collections.abc import Mapping

from sqlalchemy import Column, Index, delete, select
from sqlmodel import Field, Session, SQLModel, col

from models.records.maps import GlobalId, Record

# A chain is as long as records were merged one into the other; none is longer by mistake.
_LONGEST_CHAIN = 50


class RecordSuccessor(SQLModel, table=True):
    """A label of a map whose record was merged into another, and the label of that one."""

    __tablename__ = "record_successor"

    map_id: int = Field(sa_column=Column(GlobalId, primary_key=True, autoincrement=False))
    label: str = Field(primary_key=True, max_length=64)
    successor: str = Field(max_length=64)


class RecordOrigin(SQLModel, table=True):
    """A record that was copied from another map: that map, the label there, and what revision it had."""

    __tablename__ = "record_origin"
    __table_args__ = (Index("ix_record_origin_origin_map_id_origin_label", "origin_map_id", "origin_label"),)

    map_id: int = Field(sa_column=Column(GlobalId, primary_key=True, autoincrement=False))
    label: str = Field(primary_key=True, max_length=64)
    origin_map_id: int = Field(sa_column=Column(GlobalId, nullable=False))
    origin_label: str = Field(max_length=64)
    origin_revision: int


def note_successors(session: Session, map_id: int, successors: Mapping[str, str]) -> None:
    """Remember, by the labels of records that are merged into others, the labels of those."""
    for label, successor in successors.items():
        session.merge(RecordSuccessor(map_id=map_id, label=label, successor=successor))
    session.flush()


def find_successor(session: Session, map_id: int, label: str) -> str | None:
    """Return the label of the record into which one that is gone was merged, None where there is none."""
    for _ in range(_LONGEST_CHAIN):
        row = session.get(RecordSuccessor, (map_id, label))
        if row is None:
            return None
        label = row.successor
        present = select(col(Record.id)).where(col(Record.map_id) == map_id, col(Record.label) == label)
        if session.scalars(present).first() is not None:
            return label
    return None


def note_origins(session: Session, map_id: int, origins: Mapping[str, tuple[int, str, int]]) -> None:
    """Remember, by label, of which map (its id), label and revision there records are copies."""
    labels = list(origins)
    mine = col(RecordOrigin.map_id) == map_id
    for start in range(0, len(labels), 500):
        session.connection().execute(
            delete(RecordOrigin).where(mine, col(RecordOrigin.label).in_(labels[start : start + 500]))
        )
    session.add_all(
        RecordOrigin(
            map_id=map_id, label=label, origin_map_id=origin_map_id, origin_label=origin, origin_revision=revision
        )
        for label, (origin_map_id, origin, revision) in origins.items()
    )
    session.flush()

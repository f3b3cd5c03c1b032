"""Which life of the database this is: a restored backup begins another, so that no version and no ETag comes again."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Integer, insert, select, update
from sqlmodel import Field, Session, SQLModel, col

from models.changes.journal import Journal
from models.history.moments import read_present_header
from models.records.maps import ArgumentMap, GlobalId
from models.row_keys import persisted_id
from models.vocabulary import ChangeKind

WHY = "Put back from a backup."


class Generation(SQLModel, table=True):
    """The one row that names the present life of the database."""

    __tablename__ = "database_generation"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: int = Field(default=1, sa_column=Column(Integer, primary_key=True, autoincrement=False))
    name: str = Field(max_length=32)
    since: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))


class SequenceGap(SQLModel, table=True):
    """Sequences of a map's history that a former life of the database gave out, and that are never given again."""

    __tablename__ = "sequence_gap"

    map_id: int = Field(sa_column=Column(GlobalId, ForeignKey("argument_map.id", ondelete="CASCADE"), primary_key=True))
    first: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    last: int = Field(sa_column=Column(Integer, nullable=False))


def read_generation(session: Session) -> str:
    """Return the name of the database's present life, asked once in a session; empty where it has none."""
    generation: str | None = session.info.get(_INFO_KEY)
    if generation is None:
        row = session.connection().execute(select(col(Generation.name))).first()
        generation = session.info[_INFO_KEY] = row[0] if row is not None else ""
    return generation


_INFO_KEY = "database generation"


def begin_generation(session: Session, sequences: Mapping[int, int], *, author: str) -> None:
    """Begin another life of the database: its maps go on behind the `sequences` that were given out before, by map id.

    Each map's history says that it was put back, so that whoever has it open sees it anew.
    """
    name, since = secrets.token_hex(4), datetime.now(UTC)
    changed = session.connection().execute(
        update(Generation).where(col(Generation.id) == 1).values(name=name, since=since)
    )
    if not changed.rowcount:
        session.connection().execute(insert(Generation).values(id=1, name=name, since=since))
    session.info.pop(_INFO_KEY, None)
    for argument_map in session.scalars(select(ArgumentMap).order_by(col(ArgumentMap.id))):
        last = sequences.get(persisted_id(argument_map), 0)
        if last > argument_map.version:
            session.add(SequenceGap(map_id=persisted_id(argument_map), first=argument_map.version + 1, last=last))
            argument_map.version = last
            session.add(argument_map)
            session.flush()
        header = read_present_header(argument_map)
        journal = Journal(session, argument_map, author, WHY)
        journal.add(ChangeKind.CHANGED, before=header, after=header)
        journal.close()

"""The history: every write appends what was before and what is after, in the same transaction."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Column, DateTime, Index, Integer, UniqueConstraint, select
from sqlmodel import Field, Session, SQLModel, col

from models.records.maps import KEYS_NOT_REUSED, GlobalId, one_of
from models.vocabulary import ChangeKind


class Revision(SQLModel, table=True):
    """One entry of a map's history.

    `sequence` counts a map's revisions without gaps; `change` is the first sequence of the request that
    made it. A revision of the map itself has no label. It outlives its map, so that deleting one can be
    undone. `author` made the change; `credit` is whose work it was before, where that is somebody else, as
    when a fork is merged. `undoes` is the change that was taken back by it.
    """

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("map_id", "sequence"),
        Index("ix_revision_map_id_label", "map_id", "label"),
        Index("ix_revision_slug", "slug"),
        one_of("kind", ChangeKind, "kind"),
        KEYS_NOT_REUSED,
    )

    id: int | None = Field(default=None, sa_column=Column(GlobalId, primary_key=True, autoincrement=True))
    map_id: int = Field(sa_column=Column(GlobalId, nullable=False))
    slug: str = Field(max_length=64)
    sequence: int = Field(sa_column=Column(Integer, nullable=False))
    change: int = Field(sa_column=Column(Integer, nullable=False))
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    author: str
    credit: str | None = None
    undoes: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    why: str = ""
    kind: str
    record_kind: str | None = None
    label: str | None = Field(default=None, max_length=64)
    record_id: int | None = Field(default=None, sa_column=Column(GlobalId, nullable=True))
    before: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    after: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))


def read_revisions(
    session: Session, map_id: int, *, label: str | None = None, after: int = 0, limit: int = 100
) -> list[Revision]:
    """Return revisions of a map, or of one record of it, in order, from behind the sequence `after`."""
    statement = select(Revision).where(col(Revision.map_id) == map_id, col(Revision.sequence) > after)
    if label is not None:
        statement = statement.where(col(Revision.label) == label)
    return list(session.scalars(statement.order_by(col(Revision.sequence)).limit(limit)))


def read_last_drafts(session: Session, map_id: int, labels: set[str]) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return, by label, the kind of records that were deleted and what each said last, as far as a revision tells."""
    statement = select(col(Revision.label), col(Revision.record_kind), col(Revision.before)).where(
        col(Revision.map_id) == map_id, col(Revision.kind) == ChangeKind.DELETED, col(Revision.label).in_(labels)
    )
    rows = session.connection().execute(statement.order_by(col(Revision.sequence)))
    return {str(label): (str(kind), before) for label, kind, before in rows if kind is not None and before}


def to_utc(at: datetime) -> datetime:
    """Return a moment of the history in UTC: SQLite keeps it so without saying it, PostgreSQL in the server's zone."""
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)

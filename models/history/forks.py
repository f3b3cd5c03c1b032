"""Where a map comes from, and what was merged into it: from which states of two maps the next comparison begins.

These rows outlive their maps as the history does, so that a map which is brought back is still the fork that it was.
"""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import JSON, Column, Index, Integer, select, update
from sqlmodel import Field, Session, SQLModel, col

from models.records.maps import KEYS_NOT_REUSED, ArgumentMap, GlobalId
from models.row_keys import persisted_id


class Fork(SQLModel, table=True):
    """A map that began as a copy of another, as that stood after a change."""

    __tablename__ = "fork"

    map_id: int = Field(sa_column=Column(GlobalId, primary_key=True, autoincrement=False))
    origin_id: int = Field(sa_column=Column(GlobalId, nullable=False, index=True))
    origin_slug: str = Field(max_length=64)
    origin_sequence: int = Field(sa_column=Column(Integer, nullable=False))


class Merging(SQLModel, table=True):
    """One merge of a map into another: how far both were, and the labels that records got there.

    `change` is the change of the target that it was; `undone_by` the one that took it back, None while it holds.
    """

    __tablename__ = "merging"
    __table_args__ = (Index("ix_merging_target_id_source_id", "target_id", "source_id"), KEYS_NOT_REUSED)

    id: int | None = Field(default=None, sa_column=Column(GlobalId, primary_key=True, autoincrement=True))
    target_id: int = Field(sa_column=Column(GlobalId, nullable=False))
    source_id: int = Field(sa_column=Column(GlobalId, nullable=False))
    target_sequence: int = Field(sa_column=Column(Integer, nullable=False))
    source_sequence: int = Field(sa_column=Column(Integer, nullable=False))
    change: int = Field(sa_column=Column(Integer, nullable=False))
    undone_by: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    labels: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))


class Base(NamedTuple):
    """From where the next merge of one map, the source, into another, the target, begins.

    `source` and `target` are each a map's id and a sequence: what the two had in common, or where they stood when the
    one was last merged into the other. `met` is where source and target stood when the target was merged into the
    source since then, None where it was not. `labels` are the target's by the source's, where they differ.
    """

    source: tuple[int, int]
    target: tuple[int, int]
    met: tuple[int, int] | None
    labels: dict[str, str]


def fork_of(session: Session, map_id: int | None) -> Fork | None:
    """Return where a map comes from, None where it is no fork."""
    return session.get(Fork, map_id) if map_id is not None else None


def forks_from(session: Session, map_id: int | None) -> list[ArgumentMap]:
    """Return the forks of a map that are there, by slug."""
    wanted = (
        select(ArgumentMap).join(Fork, col(Fork.map_id) == col(ArgumentMap.id)).where(col(Fork.origin_id) == map_id)
    )
    return list(session.scalars(wanted.order_by(col(ArgumentMap.slug))))


def base_of(session: Session, source: ArgumentMap, target: ArgumentMap) -> Base | None:
    """Return where a merge begins, None where neither map comes from the other nor both from one."""
    here, there = persisted_id(source), persisted_id(target)
    onward, back = _last_merging(session, here, there), _last_merging(session, there, here)
    labels = onward.labels if onward is not None else {}
    met: tuple[int, int] | None = None
    if back is not None and (onward is None or persisted_id(back) > persisted_id(onward)):
        # Each merge remembers the labels of all before it.
        labels = {label: name for name, label in back.labels.items()}
        met = (back.target_sequence, back.source_sequence)
    if onward is not None:
        return Base((here, onward.source_sequence), (there, onward.target_sequence), met, labels)
    begun = _begun(session, here, there)
    return Base(*begun, met, labels) if begun is not None else None


def taken_over(session: Session, source: int, target: int) -> dict[str, str] | None:
    """Return the target's labels by the source's, where they differ; None where nothing was merged into the target."""
    merging = _last_merging(session, source, target)
    return dict(merging.labels) if merging is not None else None


def _begun(session: Session, here: int, there: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return where two maps that were never merged were the same; a fork's first revision is what its origin was."""
    one, other = fork_of(session, here), fork_of(session, there)
    if one is not None and one.origin_id == there:
        return (here, 1), (there, one.origin_sequence)
    if other is not None and other.origin_id == here:
        return (here, other.origin_sequence), (there, 1)
    if one is not None and other is not None and one.origin_id == other.origin_id:
        # What the origin itself has done between the two beginnings is a change of the later one.
        common = (here if one.origin_sequence <= other.origin_sequence else there, 1)
        return common, common
    return None


def _last_merging(session: Session, source: int, target: int) -> Merging | None:
    wanted = select(Merging).where(
        col(Merging.source_id) == source, col(Merging.target_id) == target, col(Merging.undone_by).is_(None)
    )
    return session.scalars(wanted.order_by(col(Merging.id).desc()).limit(1)).first()


def merged_into(session: Session, map_id: int | None, changes: Collection[int]) -> dict[int, int]:
    """Return from which map (its id) each of these changes of a map took what it merged, for those that did."""
    wanted = select(col(Merging.change), col(Merging.source_id)).where(
        col(Merging.target_id) == map_id, col(Merging.change).in_(list(changes))
    )
    return {row.change: row.source_id for row in session.connection().execute(wanted)}


def note_undone(session: Session, map_id: int, change: int, by: int) -> None:
    """Remember that a change was taken back by another: a merge no longer holds, or holds again."""
    mine = col(Merging.target_id) == map_id
    connection = session.connection()
    again = {"change": by, "undone_by": None, "target_sequence": by}
    redone = connection.execute(update(Merging).where(mine, col(Merging.undone_by) == change).values(**again)).rowcount
    if not redone:
        connection.execute(update(Merging).where(mine, col(Merging.change) == change).values(undone_by=by))

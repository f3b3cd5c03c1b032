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


class MergeBase(NamedTuple):
    """From where the next merge of one map, the source, into another, the target, begins.

    `source` and `target` are each a map's id and a sequence: what the two had in common, or where they stood when the
    one was last merged into the other. `back_merge` is where source and target stood when the target was merged into
    the source since then, None where it was not. `labels` are the target's by the source's, where they differ.
    """

    source: tuple[int, int]
    target: tuple[int, int]
    back_merge: tuple[int, int] | None
    labels: dict[str, str]


def find_fork(session: Session, map_id: int | None) -> Fork | None:
    """Return where a map comes from, None where it is no fork."""
    return session.get(Fork, map_id) if map_id is not None else None


def read_forks(session: Session, map_id: int | None) -> list[ArgumentMap]:
    """Return the forks of a map that are there, by slug."""
    statement = (
        select(ArgumentMap).join(Fork, col(Fork.map_id) == col(ArgumentMap.id)).where(col(Fork.origin_id) == map_id)
    )
    return list(session.scalars(statement.order_by(col(ArgumentMap.slug))))


def find_merge_base(session: Session, source: ArgumentMap, target: ArgumentMap) -> MergeBase | None:
    """Return where a merge begins, None where neither map comes from the other nor both from one."""
    source_id, target_id = persisted_id(source), persisted_id(target)
    forward_merging, backward_merging = (
        _last_merging(session, source_id, target_id),
        _last_merging(session, target_id, source_id),
    )
    labels = forward_merging.labels if forward_merging is not None else {}
    back_merge: tuple[int, int] | None = None
    if backward_merging is not None and (
        forward_merging is None or persisted_id(backward_merging) > persisted_id(forward_merging)
    ):
        # Each merge remembers the labels of all before it.
        labels = {label: name for name, label in backward_merging.labels.items()}
        back_merge = (backward_merging.target_sequence, backward_merging.source_sequence)
    if forward_merging is not None:
        return MergeBase(
            (source_id, forward_merging.source_sequence),
            (target_id, forward_merging.target_sequence),
            back_merge,
            labels,
        )
    common_origin = _find_common_origin(session, source_id, target_id)
    return MergeBase(*common_origin, back_merge, labels) if common_origin is not None else None


def read_merged_labels(session: Session, source: int, target: int) -> dict[str, str] | None:
    """Return the target's labels by the source's, where they differ; None where nothing was merged into the target."""
    merging = _last_merging(session, source, target)
    return dict(merging.labels) if merging is not None else None


def _find_common_origin(
    session: Session, source_id: int, target_id: int
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return where two maps that were never merged were the same; a fork's first revision is what its origin was."""
    source_fork, target_fork = find_fork(session, source_id), find_fork(session, target_id)
    if source_fork is not None and source_fork.origin_id == target_id:
        return (source_id, 1), (target_id, source_fork.origin_sequence)
    if target_fork is not None and target_fork.origin_id == source_id:
        return (source_id, target_fork.origin_sequence), (target_id, 1)
    if source_fork is not None and target_fork is not None and source_fork.origin_id == target_fork.origin_id:
        # What the origin itself has done between the two beginnings is a change of the later one.
        common = (source_id if source_fork.origin_sequence <= target_fork.origin_sequence else target_id, 1)
        return common, common
    return None


def _last_merging(session: Session, source: int, target: int) -> Merging | None:
    statement = select(Merging).where(
        col(Merging.source_id) == source, col(Merging.target_id) == target, col(Merging.undone_by).is_(None)
    )
    return session.scalars(statement.order_by(col(Merging.id).desc()).limit(1)).first()


def read_merge_sources(session: Session, map_id: int | None, changes: Collection[int]) -> dict[int, int]:
    """Return from which map (its id) each of these changes of a map took what it merged, for those that did."""
    statement = select(col(Merging.change), col(Merging.source_id)).where(
        col(Merging.target_id) == map_id, col(Merging.change).in_(list(changes))
    )
    return {row.change: row.source_id for row in session.connection().execute(statement)}


def note_merge_undone(session: Session, map_id: int, change: int, by: int) -> None:
    """Remember that a change was taken back by another: a merge no longer holds, or holds again."""
    mine = col(Merging.target_id) == map_id
    connection = session.connection()
    again = {"change": by, "undone_by": None, "target_sequence": by}
    redone = connection.execute(update(Merging).where(mine, col(Merging.undone_by) == change).values(**again)).rowcount
    if not redone:
        connection.execute(update(Merging).where(mine, col(Merging.change) == change).values(undone_by=by))

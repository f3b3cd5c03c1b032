"""Restoring: a record, or a whole map, says again what it said at an earlier moment, in a change of its own."""

from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from models.changes.batches import RecordBatch, apply_batch
from models.changes.journal import Journal, expect_version
from models.changes.lookup import find_map
from models.changes.maps import change_header
from models.errors import NothingToRestore, Phrase, UnknownRecord
from models.history.moments import MapSnapshot, find_moment, read_snapshot
from models.history.revisions import Revision
from models.participation.author_masks import Rewriting
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap, ArgumentMapDraft, Record
from models.records.references import list_named_labels
from models.records.rows import read_drafts
from models.row_keys import persisted_id
from models.text_types import STORED
from models.vocabulary import ChangeKind


def restore_record(
    session: Session, slug: str, label: str, sequence: int, *, author: str, why: str = ""
) -> tuple[Revision, ...]:
    """Let a record say again what it said after a change; one that is gone comes back with what it named.

    Raises `UnknownMoment`, `UnknownRecord` where the map did not have it then, and `NothingToRestore`.
    """
    argument_map = find_map(session, slug)
    journal = Journal(session, argument_map, author, why or f"Restores “{label}” as it stood after change {sequence}.")
    snapshot = read_snapshot(session, argument_map, find_moment(session, argument_map, sequence).sequence)
    if label not in snapshot.records:
        raise UnknownRecord(slug, label)
    drafts = _collect_missing_records(session, journal.map_id, snapshot, label)
    apply_batch(journal, RecordBatch(drafts, _read_former_ids(session, journal.map_id, drafts)))
    return _close_if_changed(journal, Phrase("“%(record)s” already says what it said then.", record=label))


class FormerSnapshot(NamedTuple):
    """A map as it stood after one of its changes, read before a restore begins to write.

    It stands so for good, unless names in the history are replaced: `rewritings` is how often they had been.
    """

    map_id: int
    sequence: int
    rewritings: int
    snapshot: MapSnapshot


def read_former_snapshot(session: Session, slug: str, sequence: int) -> FormerSnapshot:
    """Return the map as it stood after a change; raises `UnknownMap` and `UnknownMoment`."""
    return _find_former_snapshot(session, find_map(session, slug), sequence)


def _find_former_snapshot(
    session: Session, argument_map: ArgumentMap, sequence: int, former: FormerSnapshot | None = None
) -> FormerSnapshot:
    map_id = persisted_id(argument_map)
    rewriting = session.get(Rewriting, map_id)
    times = rewriting.times if rewriting is not None else 0
    if former is not None and former[:3] == (map_id, sequence, times):
        return former
    return FormerSnapshot(
        map_id,
        sequence,
        times,
        read_snapshot(session, argument_map, find_moment(session, argument_map, sequence).sequence),
    )


def restore_map(
    session: Session,
    slug: str,
    sequence: int,
    *,
    version: int | None,
    author: str,
    why: str = "",
    former: FormerSnapshot | None = None,
) -> tuple[Revision, ...]:
    """Let the whole map say again what it said after a change: one change, in which only what differs is written.

    Who may see the map stays as it is. `former` is what was read before it, and counts where the history still
    says so. Raises `UnknownMoment`, `StaleRevision` and `NothingToRestore`.
    """
    argument_map = find_map(session, slug)
    journal = Journal(session, argument_map, author, why or f"Restores the map as it stood after change {sequence}.")
    expect_version(journal, version)
    snapshot = _find_former_snapshot(session, argument_map, sequence, former).snapshot
    header = ArgumentMapDraft.model_validate(snapshot.header).model_dump(mode="json")
    header["visibility"] = argument_map.visibility
    if any(getattr(argument_map, name) != value for name, value in header.items()):
        change_header(journal, header)
    drafts: dict[str, Any] = dict.fromkeys(_list_labels(session, journal.map_id))
    drafts |= snapshot.records
    apply_batch(journal, RecordBatch(drafts, _read_former_ids(session, journal.map_id, drafts)))
    return _close_if_changed(journal, Phrase("The map already says what it said then."))


def _list_labels(session: Session, map_id: int) -> list[str]:
    """Return the labels of all records of a map, by kind and label."""
    rows = session.exec(select(Record.label, Record.kind).where(col(Record.map_id) == map_id)).all()
    order = {kind.value: place for place, kind in enumerate(KINDS)}
    return [label for label, _ in sorted(rows, key=lambda row: (order[row[1]], row[0]))]


def _close_if_changed(journal: Journal, detail: Phrase) -> tuple[Revision, ...]:
    if not journal.revisions:
        raise NothingToRestore(detail)
    return journal.close()


def _collect_missing_records(session: Session, map_id: int, snapshot: MapSnapshot, label: str) -> dict[str, Any]:
    """Return the drafts of a record and of everything that it needs and the map no longer has."""
    drafts = {label: snapshot.records[label]}
    pending = [label]
    for current_label in pending:
        kind, draft = drafts[current_label]
        names = list_named_labels(kind, KINDS[kind].draft.model_validate(draft, context=STORED)) - drafts.keys()
        for name in sorted(names - read_drafts(session, map_id, names).keys()):
            drafts[name] = snapshot.records[name]
            pending.append(name)
    return drafts


def _read_former_ids(session: Session, map_id: int, drafts: dict[str, Any]) -> dict[str, int]:
    """Return the global ids that these records had when they were deleted, the latest of each."""
    labels = [label for label, typed_draft in drafts.items() if typed_draft is not None]
    ids_by_label: dict[str, int] = {}
    for start in range(0, len(labels), 500):
        rows = session.connection().execute(
            select(col(Revision.label), col(Revision.record_id), col(Revision.record_kind))
            .where(col(Revision.map_id) == map_id, col(Revision.kind) == ChangeKind.DELETED)
            .where(col(Revision.label).in_(labels[start : start + 500]))
            .order_by(col(Revision.sequence))
        )
        ids_by_label |= {row.label: row.record_id for row in rows if row.record_kind == drafts[row.label][0]}
    return ids_by_label

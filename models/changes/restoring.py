"""Restoring: a record, or a whole map, says again what it said at an earlier moment, in a change of its own."""

from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from models.changes.batches import Wanted, apply
from models.changes.journal import Journal, expect_version
from models.changes.lookup import find_map
from models.changes.maps import change_header
from models.errors import NothingToRestore, UnknownRecord
from models.history.moments import Standing, moment, standing_at
from models.history.revisions import Revision
from models.participation.author_masks import Rewriting
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap, ArgumentMapDraft, Record
from models.records.references import named
from models.records.rows import read_drafts
from models.row_keys import persisted_id
from models.vocabulary import ChangeKind


def restore_record(
    session: Session, slug: str, label: str, sequence: int, *, author: str, why: str = ""
) -> tuple[Revision, ...]:
    """Let a record say again what it said after a change; one that is gone comes back with what it named.

    Raises `UnknownMoment`, `UnknownRecord` where the map did not have it then, and `NothingToRestore`.
    """
    found = find_map(session, slug)
    journal = Journal(session, found, author, why or f"Restores “{label}” as it stood after change {sequence}.")
    stood = standing_at(session, found, moment(session, found, sequence).sequence)
    if label not in stood.records:
        raise UnknownRecord(slug, label)
    wanted = _with_what_it_names(session, journal.map_id, stood, label)
    apply(journal, Wanted(wanted, _identities(session, journal.map_id, wanted)))
    return _closed(journal, f"“{label}” says already what it said then.")


class Former(NamedTuple):
    """A map as it stood after one of its changes, read before a restore begins to write.

    It stands so for good, unless names in the history are replaced: `rewritings` is how often they had been.
    """

    map_id: int
    sequence: int
    rewritings: int
    stood: Standing


def read_former(session: Session, slug: str, sequence: int) -> Former:
    """Return the map as it stood after a change; raises `UnknownMap` and `UnknownMoment`."""
    return _read_former(session, find_map(session, slug), sequence)


def _read_former(session: Session, found: ArgumentMap, sequence: int, former: Former | None = None) -> Former:
    map_id = persisted_id(found)
    rewritten = session.get(Rewriting, map_id)
    times = rewritten.times if rewritten is not None else 0
    if former is not None and former[:3] == (map_id, sequence, times):
        return former
    return Former(map_id, sequence, times, standing_at(session, found, moment(session, found, sequence).sequence))


def restore_map(
    session: Session,
    slug: str,
    sequence: int,
    *,
    version: int | None,
    author: str,
    why: str = "",
    former: Former | None = None,
) -> tuple[Revision, ...]:
    """Let the whole map say again what it said after a change: one change, in which only what differs is written.

    Who may see the map stays as it is. `former` is what was read before it, and counts where the history still
    says so. Raises `UnknownMoment`, `StaleRevision` and `NothingToRestore`.
    """
    found = find_map(session, slug)
    journal = Journal(session, found, author, why or f"Restores the map as it stood after change {sequence}.")
    expect_version(journal, version)
    stood = _read_former(session, found, sequence, former).stood
    header = ArgumentMapDraft.model_validate(stood.header).model_dump(mode="json")
    header["visibility"] = found.visibility
    if any(getattr(found, name) != value for name, value in header.items()):
        change_header(journal, header)
    wanted: dict[str, Any] = dict.fromkeys(_labels_on(session, journal.map_id))
    wanted |= stood.records
    apply(journal, Wanted(wanted, _identities(session, journal.map_id, wanted)))
    return _closed(journal, "The map says already what it said then.")


def _labels_on(session: Session, map_id: int) -> list[str]:
    """Return the labels of all records of a map, by kind and label."""
    rows = session.exec(select(Record.label, Record.kind).where(col(Record.map_id) == map_id)).all()
    order = {kind.value: place for place, kind in enumerate(KINDS)}
    return [label for label, _ in sorted(rows, key=lambda row: (order[row[1]], row[0]))]


def _closed(journal: Journal, nothing: str) -> tuple[Revision, ...]:
    if not journal.written:
        raise NothingToRestore(nothing)
    return journal.close()


def _with_what_it_names(session: Session, map_id: int, stood: Standing, label: str) -> dict[str, Any]:
    """Return the drafts of a record and of everything that it needs and the map no longer has."""
    wanted = {label: stood.records[label]}
    pending = [label]
    for here in pending:
        kind, draft = wanted[here]
        names = named(kind, KINDS[kind].draft.model_validate(draft)) - wanted.keys()
        for name in sorted(names - read_drafts(session, map_id, names).keys()):
            wanted[name] = stood.records[name]
            pending.append(name)
    return wanted


def _identities(session: Session, map_id: int, wanted: dict[str, Any]) -> dict[str, int]:
    """Return the global ids that these records had when they were deleted, the latest of each."""
    labels = [label for label, each in wanted.items() if each is not None]
    found: dict[str, int] = {}
    for start in range(0, len(labels), 500):
        rows = session.connection().execute(
            select(col(Revision.label), col(Revision.record_id), col(Revision.record_kind))
            .where(col(Revision.map_id) == map_id, col(Revision.kind) == ChangeKind.DELETED)
            .where(col(Revision.label).in_(labels[start : start + 500]))
            .order_by(col(Revision.sequence))
        )
        found |= {row.label: row.record_id for row in rows if row.record_kind == wanted[row.label][0]}
    return found

"""A map as it stood after any of its changes, worked out from the history: forth from nothing, or back from today.

Every revision holds what was before and what is after, so both ways lead to the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.errors import Phrase, UnknownMoment
from models.history.revisions import Revision, to_utc
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap, ArgumentMapDraft
from models.records.rows import Draft, read_drafts
from models.row_keys import persisted_id
from models.vocabulary import ChangeKind, RecordKind


class HistoryStep(NamedTuple):
    """What a revision did: `label` and `record_kind` are None where it was done to the map itself."""

    kind: str
    record_kind: str | None
    label: str | None
    before: Draft | None
    after: Draft | None


@dataclass(frozen=True, slots=True)
class MapSnapshot:
    """A map at some moment: what it says of itself (None where it is not there), and its drafts by label."""

    header: Draft | None = None
    records: dict[str, tuple[RecordKind, Draft]] = field(default_factory=dict)


class Moment(NamedTuple):
    """The end of a change: the sequence of its last revision, its number, when, by whom and why."""

    sequence: int
    change: int
    at: datetime
    author: str
    why: str


def apply_steps(snapshot: MapSnapshot, steps: Iterable[HistoryStep]) -> MapSnapshot:
    """Return what these steps, in their order, make of a map."""
    header, records = snapshot.header, dict(snapshot.records)
    for step in steps:
        if step.record_kind is not None:
            _put_record(records, step, step.after)
        elif step.kind == ChangeKind.CHANGED:
            header = step.after
        else:
            header, records = _split_document(step.after)
    return MapSnapshot(header, records)


def revert_steps(snapshot: MapSnapshot, steps: Iterable[HistoryStep]) -> MapSnapshot:
    """Return the map from which these steps, in their order, have made what is given."""
    header, records = snapshot.header, dict(snapshot.records)
    for step in reversed(list(steps)):
        if step.record_kind is not None:
            _put_record(records, step, step.before)
        elif step.kind == ChangeKind.CHANGED:
            header = step.before
        else:
            header, records = _split_document(step.before)
    return MapSnapshot(header, records)


def _put_record(records: dict[str, tuple[RecordKind, Draft]], step: HistoryStep, draft: Draft | None) -> None:
    label = str(step.label)
    if draft is None:
        records.pop(label, None)
    else:
        records[label] = (RecordKind(str(step.record_kind)), draft)


def _split_document(stored: Draft | None) -> tuple[Draft | None, dict[str, tuple[RecordKind, Draft]]]:
    """Return the header and the records that a revision of a whole map holds."""
    if stored is None:
        return None, {}
    document: Draft = stored.get("document", stored)
    records = {
        record["id"]: (kind, {name: value for name, value in record.items() if name != "id"})
        for kind, entry in KINDS.items()
        for record in document.get(entry.plural, ())
    }
    return {name: document[name] for name in ("slug", *ArgumentMapDraft.model_fields) if name in document}, records


def find_moment(session: Session, argument_map: ArgumentMap, sequence: int) -> Moment:
    """Return the end of the change to which a revision belongs; raises `UnknownMoment`."""
    mine = col(Revision.map_id) == argument_map.id
    change = select(col(Revision.change)).where(mine, col(Revision.sequence) == sequence).scalar_subquery()
    columns = (col(Revision.sequence), col(Revision.change), col(Revision.at), col(Revision.author), col(Revision.why))
    statement = (
        select(*columns).where(mine, col(Revision.change) == change).order_by(col(Revision.sequence).desc()).limit(1)
    )
    row = session.connection().execute(statement).first()
    if row is None:
        raise UnknownMoment(
            Phrase(
                "The map’s history has no change %(change)s; the last is %(last)s.",
                change=sequence,
                last=argument_map.version,
            )
        )
    return Moment(row.sequence, row.change, to_utc(row.at), row.author, row.why)


def find_moment_by_time(session: Session, argument_map: ArgumentMap, instant: datetime) -> Moment:
    """Return the end of the last change that was made by an instant; raises `UnknownMoment`."""
    statement = select(func.max(col(Revision.sequence))).where(
        col(Revision.map_id) == argument_map.id, col(Revision.at) <= instant.astimezone(UTC)
    )
    sequence = session.connection().execute(statement).scalar()
    if sequence is None:
        raise UnknownMoment(Phrase("The map did not exist yet at that moment."))
    return find_moment(session, argument_map, sequence)


def read_snapshot(session: Session, argument_map: ArgumentMap, sequence: int) -> MapSnapshot:
    """Return the map as it stood after the revision with this number; raises `UnknownMoment` where it was not there.

    Goes forth from the last time that the map was written as a whole, or back from today, whichever is nearer.
    """
    statement = select(func.max(col(Revision.sequence))).where(
        col(Revision.map_id) == argument_map.id,
        col(Revision.record_kind).is_(None),
        col(Revision.kind) != ChangeKind.CHANGED,
        col(Revision.sequence) <= sequence,
    )
    begin = session.connection().execute(statement).scalar()
    if begin is not None and sequence - begin <= argument_map.version - sequence:
        snapshot = apply_steps(MapSnapshot(), read_steps(session, persisted_id(argument_map), begin - 1, sequence))
    else:
        snapshot = revert_steps(
            read_present_snapshot(session, argument_map),
            read_steps(session, persisted_id(argument_map), sequence, argument_map.version),
        )
    if snapshot.header is None:
        raise UnknownMoment(Phrase("The map was deleted at that moment."))
    return snapshot


def read_record_at(session: Session, map_id: int, label: str, sequence: int) -> tuple[RecordKind, Draft] | None:
    """Return what a record said after the revision with this number, None where it was not there or nothing tells."""
    past = (col(Revision.map_id) == map_id, col(Revision.sequence) <= sequence)
    is_whole = (col(Revision.record_kind).is_(None), col(Revision.kind) != ChangeKind.CHANGED)
    own, whole = (
        select(func.max(col(Revision.sequence))).where(*past, *which)
        for which in ((col(Revision.label) == label,), is_whole)
    )
    connection = session.connection()
    numbers = (connection.execute(own).scalar() or 0, connection.execute(whole).scalar() or 0)
    # Of the two the later one; that of a whole map is only read where it is needed, as it holds all records.
    columns = (col(Revision.record_kind), col(Revision.after))
    row = connection.execute(
        select(*columns).where(col(Revision.map_id) == map_id, col(Revision.sequence) == max(numbers))
    ).first()
    if row is None or row.after is None:
        return None
    if row.record_kind is not None:
        return RecordKind(row.record_kind), row.after
    return _split_document(row.after)[1].get(label)


def read_header_at(session: Session, argument_map: ArgumentMap, sequence: int) -> Draft:
    """Return what a map said of itself after the revision with this number, without the cost of its records."""
    statement = select(col(Revision.kind), col(Revision.after)).where(
        col(Revision.map_id) == argument_map.id, col(Revision.record_kind).is_(None), col(Revision.sequence) <= sequence
    )
    last = session.connection().execute(statement.order_by(col(Revision.sequence).desc()).limit(1)).first()
    if last is None or last.after is None:
        return read_present_header(argument_map)
    header: Draft = last.after if last.kind == ChangeKind.CHANGED else last.after.get("document", last.after)
    return {name: header[name] for name in ("slug", *ArgumentMapDraft.model_fields) if name in header}


def read_present_snapshot(session: Session, argument_map: ArgumentMap) -> MapSnapshot:
    """Return the map as it stands now."""
    return MapSnapshot(read_present_header(argument_map), read_drafts(session, persisted_id(argument_map)))


def read_present_header(argument_map: ArgumentMap) -> Draft:
    """Return what a map says of itself now, with its slug."""
    return {"slug": argument_map.slug, **{name: getattr(argument_map, name) for name in ArgumentMapDraft.model_fields}}


def replay_history(session: Session, argument_map: ArgumentMap) -> MapSnapshot:
    """Return what the whole history makes of nothing."""
    return apply_steps(MapSnapshot(), read_steps(session, persisted_id(argument_map), 0, argument_map.version))


def read_steps(session: Session, map_id: int, after: int, until: int) -> list[HistoryStep]:
    """Return what was done behind one revision, up to and with another."""
    columns = (
        col(Revision.kind),
        col(Revision.record_kind),
        col(Revision.label),
        col(Revision.before),
        col(Revision.after),
    )
    statement = select(*columns).where(
        col(Revision.map_id) == map_id, col(Revision.sequence) > after, col(Revision.sequence) <= until
    )
    return [HistoryStep(*row) for row in session.connection().execute(statement.order_by(col(Revision.sequence)))]


def rename_snapshot(snapshot: MapSnapshot, slug: str) -> MapSnapshot:
    """Return the same map under another name."""
    return replace(snapshot, header={**(snapshot.header or {}), "slug": slug})

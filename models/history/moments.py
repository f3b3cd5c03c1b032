"""A map as it stood after any of its changes, worked out from the history: forth from nothing, or back from today.

Every revision holds what was before and what is after, so both ways lead to the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.errors import UnknownMoment
from models.history.revisions import Revision
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap, ArgumentMapDraft
from models.records.rows import Draft, read_drafts
from models.row_keys import persisted_id
from models.vocabulary import ChangeKind, RecordKind


class Step(NamedTuple):
    """What a revision did: `label` and `record_kind` are None where it was done to the map itself."""

    kind: str
    record_kind: str | None
    label: str | None
    before: Draft | None
    after: Draft | None


@dataclass(frozen=True, slots=True)
class Standing:
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


def forth(standing: Standing, steps: Iterable[Step]) -> Standing:
    """Return what these steps, in their order, make of a map."""
    header, records = standing.header, dict(standing.records)
    for step in steps:
        if step.record_kind is not None:
            _put(records, step, step.after)
        elif step.kind == ChangeKind.CHANGED:
            header = step.after
        else:
            header, records = _whole(step.after)
    return Standing(header, records)


def back(standing: Standing, steps: Iterable[Step]) -> Standing:
    """Return the map from which these steps, in their order, have made what is given."""
    header, records = standing.header, dict(standing.records)
    for step in reversed(list(steps)):
        if step.record_kind is not None:
            _put(records, step, step.before)
        elif step.kind == ChangeKind.CHANGED:
            header = step.before
        else:
            header, records = _whole(step.before)
    return Standing(header, records)


def _put(records: dict[str, tuple[RecordKind, Draft]], step: Step, draft: Draft | None) -> None:
    label = str(step.label)
    if draft is None:
        records.pop(label, None)
    else:
        records[label] = (RecordKind(str(step.record_kind)), draft)


def _whole(held: Draft | None) -> tuple[Draft | None, dict[str, tuple[RecordKind, Draft]]]:
    """Return the header and the records that a revision of a whole map holds."""
    if held is None:
        return None, {}
    document: Draft = held.get("document", held)
    records = {
        record["id"]: (kind, {name: value for name, value in record.items() if name != "id"})
        for kind, entry in KINDS.items()
        for record in document.get(entry.plural, ())
    }
    return {name: document[name] for name in ("slug", *ArgumentMapDraft.model_fields) if name in document}, records


def moment(session: Session, found: ArgumentMap, sequence: int) -> Moment:
    """Return the end of the change to which a revision belongs; raises `UnknownMoment`."""
    mine = col(Revision.map_id) == found.id
    change = select(col(Revision.change)).where(mine, col(Revision.sequence) == sequence).scalar_subquery()
    columns = (col(Revision.sequence), col(Revision.change), col(Revision.at), col(Revision.author), col(Revision.why))
    wanted = (
        select(*columns).where(mine, col(Revision.change) == change).order_by(col(Revision.sequence).desc()).limit(1)
    )
    row = session.connection().execute(wanted).first()
    if row is None:
        raise UnknownMoment(f"The map’s history has no change {sequence}; the last is {found.version}.")
    return Moment(row.sequence, row.change, _utc(row.at), row.author, row.why)


def moment_at(session: Session, found: ArgumentMap, instant: datetime) -> Moment:
    """Return the end of the last change that was made by an instant; raises `UnknownMoment`."""
    last = select(func.max(col(Revision.sequence))).where(
        col(Revision.map_id) == found.id, col(Revision.at) <= instant.astimezone(UTC)
    )
    sequence = session.connection().execute(last).scalar()
    if sequence is None:
        raise UnknownMoment("The map was not yet there at that moment.")
    return moment(session, found, sequence)


def standing_at(session: Session, found: ArgumentMap, sequence: int) -> Standing:
    """Return the map as it stood after the revision with this number; raises `UnknownMoment` where it was not there.

    Goes forth from the last time that the map was written as a whole, or back from today, whichever is nearer.
    """
    whole = select(func.max(col(Revision.sequence))).where(
        col(Revision.map_id) == found.id,
        col(Revision.record_kind).is_(None),
        col(Revision.kind) != ChangeKind.CHANGED,
        col(Revision.sequence) <= sequence,
    )
    begin = session.connection().execute(whole).scalar()
    if begin is not None and sequence - begin <= found.version - sequence:
        stood = forth(Standing(), steps(session, persisted_id(found), begin - 1, sequence))
    else:
        stood = back(present(session, found), steps(session, persisted_id(found), sequence, found.version))
    if stood.header is None:
        raise UnknownMoment("The map was deleted at that moment.")
    return stood


def header_at(session: Session, found: ArgumentMap, sequence: int) -> Draft:
    """Return what a map said of itself after the revision with this number, without the cost of its records."""
    whole = select(col(Revision.kind), col(Revision.after)).where(
        col(Revision.map_id) == found.id, col(Revision.record_kind).is_(None), col(Revision.sequence) <= sequence
    )
    last = session.connection().execute(whole.order_by(col(Revision.sequence).desc()).limit(1)).first()
    if last is None or last.after is None:
        return present_header(found)
    header: Draft = last.after if last.kind == ChangeKind.CHANGED else last.after.get("document", last.after)
    return {name: header[name] for name in ("slug", *ArgumentMapDraft.model_fields) if name in header}


def present(session: Session, found: ArgumentMap) -> Standing:
    """Return the map as it stands now."""
    return Standing(present_header(found), read_drafts(session, persisted_id(found)))


def present_header(found: ArgumentMap) -> Draft:
    """Return what a map says of itself now, with its slug."""
    return {"slug": found.slug, **{name: getattr(found, name) for name in ArgumentMapDraft.model_fields}}


def replayed(session: Session, found: ArgumentMap) -> Standing:
    """Return what the whole history makes of nothing."""
    return forth(Standing(), steps(session, persisted_id(found), 0, found.version))


def steps(session: Session, map_id: int, after: int, until: int) -> list[Step]:
    """Return what was done behind one revision, up to and with another."""
    columns = (
        col(Revision.kind),
        col(Revision.record_kind),
        col(Revision.label),
        col(Revision.before),
        col(Revision.after),
    )
    wanted = select(*columns).where(
        col(Revision.map_id) == map_id, col(Revision.sequence) > after, col(Revision.sequence) <= until
    )
    return [Step(*row) for row in session.connection().execute(wanted.order_by(col(Revision.sequence)))]


def renamed(standing: Standing, slug: str) -> Standing:
    """Return the same map under another name."""
    return replace(standing, header={**(standing.header or {}), "slug": slug})


def _utc(at: datetime) -> datetime:
    # SQLite keeps moments in UTC without saying so; PostgreSQL gives them in the server's zone.
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)

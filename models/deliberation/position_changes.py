"""Rounds opened and closed, and positions taken. Nothing here leaves a revision: what is private has none."""

from datetime import UTC, datetime

from sqlalchemy import delete, func, select, update
from sqlmodel import Session, col

from models.changes.lookup import known_kinds
from models.errors import UnknownRecord, WrongKind
from models.history.wordings import read_wording_since
from models.instants import read_clock
from models.participation.map_anonymity import is_anonymous
from models.participation.positions import Position, PositionDraft, Round, RoundDraft, has_ended, open_round_of, rounds
from models.participation.seminar_errors import (
    DeadlineHasPassed,
    NoSuchRound,
    NotAskedAbout,
    ResultsWereRead,
    RewordedMeanwhile,
    RoundIsClosed,
    RoundIsDeleted,
    RoundIsOpen,
)
from models.people.pseudonyms import give_pseudonyms, record_scope, round_scope
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.vocabulary import RecordKind

TAKEN_ON = (RecordKind.CLAIM, RecordKind.INTERPRETATION, RecordKind.EVIDENCE, RecordKind.LINK)


def open_round(session: Session, found: ArgumentMap, draft: RoundDraft, *, by: str) -> Round:
    """Open a round; raises `RoundIsOpen` where one is open, and what is wrong with its records.

    The caller holds the map, so that two teachers do not open two.
    """
    map_id = persisted_id(found)
    present = open_round_of(session, map_id)
    if present is not None:
        raise RoundIsOpen(present.number)
    kinds = known_kinds(session, map_id, set(draft.labels))
    for index, label in enumerate(draft.labels):
        _check_kind(found, label, kinds.get(label), f"/labels/{index}", "labels")
    if draft.closes_at is not None and draft.closes_at <= read_clock(session):
        raise DeadlineHasPassed(draft.closes_at)
    last = session.scalar(select(func.max(col(Round.number))).where(col(Round.map_id) == map_id))
    made = Round(
        map_id=map_id,
        number=(last or 0) + 1,
        title=draft.title,
        question=draft.question,
        labels=list(dict.fromkeys(draft.labels)),
        names_shown=draft.names_shown and not is_anonymous(session, map_id),
        opened_by=by,
        opened_at=read_clock(session),
        closes_at=draft.closes_at,
    )
    session.add(made)
    session.flush()
    return made


def close_round(session: Session, found: ArgumentMap, number: int, *, by: str) -> Round:
    """Close a round, so that what was answered is shown; raises `NoSuchRound` and `RoundIsClosed`."""
    closed = find_round(session, found, number)
    if not closed.is_open:
        raise RoundIsClosed(number)
    closed.closed_by, closed.closed_at = by, read_clock(session)
    session.add(closed)
    session.flush()
    return closed


def reopen_round(session: Session, found: ArgumentMap, number: int, *, closes_at: datetime | None = None) -> Round:
    """Open a closed round again, where nobody has read what came of it, and until another deadline if one is given.

    Raises `NoSuchRound`, `RoundIsOpen` for this one or another, `ResultsWereRead` and `DeadlineHasPassed`.
    """
    closed = find_round(session, found, number)
    present = open_round_of(session, persisted_id(found))
    if present is not None:
        raise RoundIsOpen(present.number)
    if closed.read_at is not None or closed.deleted_at is not None:
        raise ResultsWereRead(number)
    if closes_at is not None and closes_at <= read_clock(session):
        raise DeadlineHasPassed(closes_at)
    # Written also where the deadline closed it, and the row has no moment.
    connection = session.connection()
    mine = col(Round.id) == closed.id
    connection.execute(update(Round).where(mine).values(closed_at=None, closed_by=None, closes_at=closes_at))
    session.refresh(closed)
    return closed


def move_deadline(session: Session, found: ArgumentMap, number: int, closes_at: datetime | None) -> Round:
    """Let an open round close by itself at another moment, or at none; raises `NoSuchRound` and what forbids it."""
    moved = find_round(session, found, number)
    if not moved.is_open:
        raise RoundIsClosed(number)
    if closes_at is not None and closes_at <= read_clock(session):
        raise DeadlineHasPassed(closes_at)
    moved.closes_at = closes_at
    session.add(moved)
    session.flush()
    return moved


def find_deadline_ahead(session: Session, found: ArgumentMap, number: int) -> datetime | None:
    """Return the deadline of a round, open or closed by hand, that has not passed."""
    due = find_round(session, found, number).closes_at
    return due if due is not None and due > read_clock(session) else None


def delete_round(session: Session, found: ArgumentMap, number: int, reason: str, *, by: str) -> Round:
    """Delete a round and its answers for good; its title and the reason stay. Raises `NoSuchRound`."""
    doomed = find_round(session, found, number)
    if doomed.deleted_at is not None:
        raise RoundIsDeleted(number)
    now = read_clock(session)
    session.connection().execute(delete(Position).where(col(Position.round_id) == doomed.id))
    doomed.closed_at, doomed.closed_by = doomed.closed_at or now, doomed.closed_by or by
    doomed.deleted_at, doomed.deleted_by, doomed.deletion_reason = now, by, reason
    session.add(doomed)
    session.flush()
    return doomed


def note_results_read(session: Session, found: Round) -> None:
    """Note that somebody is about to read what came of a round; raises `RoundIsOpen` where it was reopened."""
    mine = col(Round.id) == found.id
    session.connection().execute(
        update(Round).where(mine, col(Round.read_at).is_(None), has_ended(session)).values(read_at=read_clock(session))
    )
    if session.scalar(select(col(Round.read_at)).where(mine)) is None:
        raise RoundIsOpen(found.number)


def find_round(session: Session, found: ArgumentMap, number: int) -> Round:
    """Return a round of a map, closed where its deadline has passed; raises `NoSuchRound`."""
    there = next((each for each in rounds(session, persisted_id(found)) if each.number == number), None)
    if there is None:
        raise NoSuchRound(found.slug, number)
    return there


def take_position(
    session: Session,
    found: ArgumentMap,
    label: str,
    draft: PositionDraft,
    *,
    member: str,
    in_round: int | None = None,
    judged: str = "",
) -> Position:
    """Take a position: in the round that is open where it asks about the record, else for all to see.

    `in_round` is the round that the member meant to answer. Where that is closed by now, nothing is taken:
    what was meant to be unseen at first must not be shown at once. `judged` is the fingerprint of the wording that
    was answered to, where that is known: another one than the present is refused. Raises `RoundIsClosed`,
    `NotAskedAbout`, `RewordedMeanwhile`, `UnknownRecord` and `WrongKind`. The caller holds the map, so that no round
    is closed and nothing reworded meanwhile.
    """
    map_id = persisted_id(found)
    _check_kind(found, label, known_kinds(session, map_id, {label}).get(label), None, "label")
    present = open_round_of(session, map_id)
    if in_round is not None:
        meant = find_round(session, found, in_round)
        if not meant.is_open:
            raise RoundIsClosed(in_round)
        if not meant.asks_about(label):
            raise NotAskedAbout(label, in_round)
    asked = present if present is not None and present.asks_about(label) else None
    wording, since = read_wording_since(session, map_id, label)
    if judged and judged != wording.fingerprint:
        raise RewordedMeanwhile([label])
    taken = Position(
        map_id=map_id,
        round_id=asked.id if asked else None,
        member=member,
        label=label,
        stance=draft.stance.value,
        confidence=draft.confidence.value,
        reason=draft.reason,
        at=datetime.now(UTC),
        sequence=since,
        wording=wording.model_dump(mode="json"),
    )
    session.add(taken)
    session.flush()
    if asked is not None:
        # Now, as nothing is written when a deadline closes the round. Nobody sees it before.
        give_pseudonyms(session, map_id, round_scope(asked.id), [member])
    elif is_anonymous(session, map_id):
        give_pseudonyms(session, map_id, record_scope(label), [member])
    return taken


def _check_kind(found: ArgumentMap, label: str, kind: RecordKind | None, pointer: str | None, field: str) -> None:
    if kind is None:
        raise UnknownRecord(found.slug, label)
    if kind not in TAKEN_ON:
        raise WrongKind(field, label, kind, TAKEN_ON, pointer)

"""Rounds opened and closed, and positions taken. Nothing here leaves a revision: what is private has none."""

from datetime import UTC, datetime

from sqlalchemy import delete, func, select, update
from sqlmodel import Session, col

from models.changes.lookup import read_record_kinds
from models.errors import UnknownMoment, UnknownRecord, WrongKind
from models.history.moments import find_moment_by_time
from models.history.revisions import to_utc
from models.history.wordings import read_wording_since
from models.instants import read_clock
from models.participation.map_anonymity import is_anonymous
from models.participation.positions import (
    Position,
    PositionDraft,
    Round,
    RoundDraft,
    build_ended_condition,
    find_open_round,
    read_rounds,
)
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
from models.participation.suppositions import SuppositionOutcome
from models.people.pseudonyms import assign_pseudonyms, record_scope, round_scope
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.vocabulary import RecordKind

KINDS_WITH_POSITIONS = (RecordKind.CLAIM, RecordKind.INTERPRETATION, RecordKind.EVIDENCE, RecordKind.LINK)


def open_round(session: Session, argument_map: ArgumentMap, draft: RoundDraft, *, by: str) -> Round:
    """Open a round; raises `RoundIsOpen` where one is open, and what is wrong with its records.

    The caller holds the map, so that two teachers do not open two.
    """
    map_id = persisted_id(argument_map)
    current_round = find_open_round(session, map_id)
    if current_round is not None:
        raise RoundIsOpen(current_round.number)
    kinds = read_record_kinds(session, map_id, set(draft.labels))
    for index, label in enumerate(draft.labels):
        _check_kind(argument_map, label, kinds.get(label), f"/labels/{index}", "labels")
    if draft.closes_at is not None and draft.closes_at <= read_clock(session):
        raise DeadlineHasPassed(draft.closes_at)
    last = session.scalar(select(func.max(col(Round.number))).where(col(Round.map_id) == map_id))
    position_round = Round(
        map_id=map_id,
        number=(last or 0) + 1,
        title=draft.title,
        question=draft.question,
        labels=list(dict.fromkeys(draft.labels)),
        names_shown=draft.names_shown and not is_anonymous(session, map_id),
        opened_by=by,
        opened_at=read_clock(session),
        closes_at=draft.closes_at,
        supposition=draft.supposition.model_dump(mode="json") if draft.supposition is not None else None,
    )
    session.add(position_round)
    session.flush()
    return position_round


def close_round(session: Session, argument_map: ArgumentMap, number: int, *, by: str) -> Round:
    """Close a round, so that what was answered is shown; raises `NoSuchRound` and `RoundIsClosed`."""
    position_round = find_round(session, argument_map, number)
    if not position_round.is_open:
        raise RoundIsClosed(number)
    position_round.closed_by, position_round.closed_at = by, read_clock(session)
    position_round.closed_sequence = argument_map.version
    session.add(position_round)
    session.flush()
    return position_round


def reopen_round(
    session: Session, argument_map: ArgumentMap, number: int, *, closes_at: datetime | None = None
) -> Round:
    """Open a closed round again, where nobody has read what came of it, and until another deadline if one is given.

    Raises `NoSuchRound`, `RoundIsOpen` for this one or another, `ResultsWereRead` and `DeadlineHasPassed`.
    """
    position_round = find_round(session, argument_map, number)
    current_round = find_open_round(session, persisted_id(argument_map))
    if current_round is not None:
        raise RoundIsOpen(current_round.number)
    if position_round.read_at is not None or position_round.deleted_at is not None:
        raise ResultsWereRead(number)
    if closes_at is not None and closes_at <= read_clock(session):
        raise DeadlineHasPassed(closes_at)
    # Written also where the deadline closed it, and the row has no moment.
    connection = session.connection()
    mine = col(Round.id) == position_round.id
    closed_fields = {"closed_at": None, "closed_by": None, "closed_sequence": None, "closes_at": closes_at}
    connection.execute(update(Round).where(mine).values(closed_fields))
    session.refresh(position_round)
    return position_round


def move_deadline(session: Session, argument_map: ArgumentMap, number: int, closes_at: datetime | None) -> Round:
    """Let an open round close by itself at another moment, or at none; raises `NoSuchRound` and what forbids it."""
    position_round = find_round(session, argument_map, number)
    if not position_round.is_open:
        raise RoundIsClosed(number)
    if closes_at is not None and closes_at <= read_clock(session):
        raise DeadlineHasPassed(closes_at)
    position_round.closes_at = closes_at
    session.add(position_round)
    session.flush()
    return position_round


def find_deadline_ahead(session: Session, argument_map: ArgumentMap, number: int) -> datetime | None:
    """Return the deadline of a round, open or closed by hand, that has not passed."""
    due = find_round(session, argument_map, number).closes_at
    return due if due is not None and due > read_clock(session) else None


def delete_round(session: Session, argument_map: ArgumentMap, number: int, reason: str, *, by: str) -> Round:
    """Delete a round and its answers for good; its title and the reason stay. Raises `NoSuchRound`."""
    position_round = find_round(session, argument_map, number)
    if position_round.deleted_at is not None:
        raise RoundIsDeleted(number)
    now = read_clock(session)
    session.connection().execute(delete(Position).where(col(Position.round_id) == position_round.id))
    position_round.closed_at, position_round.closed_by = position_round.closed_at or now, position_round.closed_by or by
    position_round.deleted_at, position_round.deleted_by, position_round.deletion_reason = now, by, reason
    position_round.weighed = None
    session.add(position_round)
    session.flush()
    return position_round


def note_results_read(session: Session, position_round: Round) -> None:
    """Note that somebody is about to read what came of a round; raises `RoundIsOpen` where it was reopened."""
    mine = col(Round.id) == position_round.id
    session.connection().execute(
        update(Round)
        .where(mine, col(Round.read_at).is_(None), build_ended_condition(session))
        .values(read_at=read_clock(session))
    )
    if session.scalar(select(col(Round.read_at)).where(mine)) is None:
        raise RoundIsOpen(position_round.number)


def keep_outcome(session: Session, position_round: Round, outcome: SuppositionOutcome) -> None:
    """Keep what the supposition of a closed round came to, unless another has kept it meanwhile."""
    mine = (col(Round.id) == position_round.id, col(Round.weighed).is_(None), col(Round.deleted_at).is_(None))
    values = {"weighed": outcome.model_dump(mode="json")}
    session.connection().execute(update(Round).where(*mine, build_ended_condition(session)).values(values))


def find_closing_change(session: Session, argument_map: ArgumentMap, position_round: Round) -> int | None:
    """Return the last change of a map before a round of it was closed, None where the history does not tell."""
    if position_round.closed_sequence is not None or position_round.closed_at is None:
        return position_round.closed_sequence
    try:
        return find_moment_by_time(session, argument_map, to_utc(position_round.closed_at)).sequence
    except UnknownMoment:
        return None


def find_round(session: Session, argument_map: ArgumentMap, number: int) -> Round:
    """Return a round of a map, closed where its deadline has passed; raises `NoSuchRound`."""
    position_round = next(
        (candidate for candidate in read_rounds(session, persisted_id(argument_map)) if candidate.number == number),
        None,
    )
    if position_round is None:
        raise NoSuchRound(argument_map.slug, number)
    return position_round


def take_position(
    session: Session,
    argument_map: ArgumentMap,
    label: str,
    draft: PositionDraft,
    *,
    member: str,
    in_round: int | None = None,
    fingerprint: str = "",
) -> Position:
    """Take a position: in the round that is open where it asks about the record, else for all to see.

    `in_round` is the round that the member meant to answer. Where that is closed by now, nothing is taken:
    what was meant to be unseen at first must not be shown at once. `fingerprint` is the fingerprint of the wording that
    was answered to, where that is known: another one than the present is refused. Raises `RoundIsClosed`,
    `NotAskedAbout`, `RewordedMeanwhile`, `UnknownRecord` and `WrongKind`. The caller holds the map, so that no round
    is closed and nothing reworded meanwhile.
    """
    map_id = persisted_id(argument_map)
    _check_kind(argument_map, label, read_record_kinds(session, map_id, {label}).get(label), None, "label")
    current_round = find_open_round(session, map_id)
    if in_round is not None:
        intended_round = find_round(session, argument_map, in_round)
        if not intended_round.is_open:
            raise RoundIsClosed(in_round)
        if not intended_round.asks_about(label):
            raise NotAskedAbout(label, in_round)
    asking_round = current_round if current_round is not None and current_round.asks_about(label) else None
    wording, since = read_wording_since(session, map_id, label)
    if fingerprint and fingerprint != wording.fingerprint:
        raise RewordedMeanwhile([label])
    position = Position(
        map_id=map_id,
        round_id=asking_round.id if asking_round else None,
        member=member,
        label=label,
        stance=draft.stance.value,
        confidence=draft.confidence.value,
        reason=draft.reason,
        at=datetime.now(UTC),
        sequence=since,
        wording=wording.model_dump(mode="json"),
    )
    session.add(position)
    session.flush()
    if asking_round is not None:
        # Now, as nothing is written when a deadline closes the round. Nobody sees it before.
        assign_pseudonyms(session, map_id, round_scope(asking_round.id), [member])
    elif is_anonymous(session, map_id):
        assign_pseudonyms(session, map_id, record_scope(label), [member])
    return position


def _check_kind(
    argument_map: ArgumentMap, label: str, kind: RecordKind | None, pointer: str | None, field: str
) -> None:
    if kind is None:
        raise UnknownRecord(argument_map.slug, label)
    if kind not in KINDS_WITH_POSITIONS:
        raise WrongKind(field, label, kind, KINDS_WITH_POSITIONS, pointer)

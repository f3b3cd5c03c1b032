"""Rounds opened and closed, and positions taken. Nothing here leaves a revision: what is private has none."""

from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.changes.finding import known_kinds
from models.errors import UnknownRecord, WrongKind
from models.maps import ArgumentMap
from models.positions import Position, PositionDraft, Round, RoundDraft, open_round_of
from models.pseudonyms import give_pseudonyms, round_scope
from models.seminar_errors import NoSuchRound, NotAskedAbout, RewordedMeanwhile, RoundIsClosed, RoundIsOpen
from models.vocabulary import RecordKind
from models.wordings import read_wording_since

TAKEN_ON = (RecordKind.CLAIM, RecordKind.INTERPRETATION, RecordKind.EVIDENCE, RecordKind.LINK)


def open_round(session: Session, found: ArgumentMap, draft: RoundDraft, *, by: str) -> Round:
    """Open a round; raises `RoundIsOpen` where one is open, and what is wrong with its records.

    The caller holds the map, so that two teachers do not open two.
    """
    map_id = found.id or 0
    present = open_round_of(session, map_id)
    if present is not None:
        raise RoundIsOpen(present.number)
    kinds = known_kinds(session, map_id, set(draft.labels))
    for index, label in enumerate(draft.labels):
        _check_kind(found, label, kinds.get(label), f"/labels/{index}", "labels")
    last = session.scalar(select(func.max(col(Round.number))).where(col(Round.map_id) == map_id))
    made = Round(
        map_id=map_id,
        number=(last or 0) + 1,
        title=draft.title,
        question=draft.question,
        labels=list(dict.fromkeys(draft.labels)),
        names_shown=draft.names_shown,
        opened_by=by,
        opened_at=datetime.now(UTC),
    )
    session.add(made)
    session.flush()
    return made


def close_round(session: Session, found: ArgumentMap, number: int, *, by: str) -> Round:
    """Close a round, so that what was answered is shown; raises `NoSuchRound` and `RoundIsClosed`."""
    closed = find_round(session, found, number)
    if not closed.is_open:
        raise RoundIsClosed(number)
    closed.closed_by, closed.closed_at = by, datetime.now(UTC)
    session.add(closed)
    members = select(col(Position.member)).where(col(Position.round_id) == closed.id).distinct()
    give_pseudonyms(session, found.id or 0, round_scope(closed.id), session.scalars(members).all())
    session.flush()
    return closed


def find_round(session: Session, found: ArgumentMap, number: int) -> Round:
    """Return a round of a map; raises `NoSuchRound`."""
    wanted = select(Round).where(col(Round.map_id) == found.id, col(Round.number) == number)
    there = session.scalars(wanted).first()
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
    map_id = found.id or 0
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
    return taken


def _check_kind(found: ArgumentMap, label: str, kind: RecordKind | None, pointer: str | None, field: str) -> None:
    if kind is None:
        raise UnknownRecord(found.slug, label)
    if kind not in TAKEN_ON:
        raise WrongKind(field, label, kind, TAKEN_ON, pointer)

"""That somebody reads what came of a round: noted before it is served, as a round that was read is not reopened."""

from fastapi import Request
from sqlmodel import Session

from models.changes.lookup import find_map
from models.deliberation.position_changes import find_round, note_results_read
from models.engine import reading, writing
from models.participation.positions import Round, read_rounds
from models.participation.seminar_errors import RoundIsDeleted, RoundIsOpen
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id


def note_round_read(request: Request, slug: str, number: int) -> None:
    """Note that what came of a round is read. Raises `UnknownMap`, `NoSuchRound`, `RoundIsOpen` and `RoundIsDeleted`.

    In a transaction of its own, which ends before the results are read: once it is noted the round stays closed.
    """
    with reading(request.app.state.engine) as session:
        seminar_round = find_round(session, find_map(session, slug), number)
    if seminar_round.deleted_at is not None:
        raise RoundIsDeleted(number)
    if seminar_round.is_open:
        raise RoundIsOpen(number)
    if seminar_round.read_at is None:
        with writing(request.app.state.engine) as session:
            note_results_read(session, seminar_round)


def note_all_rounds_read(request: Request, session: Session, argument_map: ArgumentMap) -> None:
    """Note that what came of all closed rounds of a map is read, and forget what the session has read before."""
    unread = [
        seminar_round for seminar_round in read_rounds(session, persisted_id(argument_map)) if is_unread(seminar_round)
    ]
    if not unread:
        return
    with writing(request.app.state.engine) as write_session:
        for seminar_round in unread:
            try:
                note_results_read(write_session, seminar_round)
            except RoundIsOpen:
                # Reopened since the session began: where it is read anew, the round is open.
                continue
    session.rollback()


def is_unread(seminar_round: Round) -> bool:
    """Tell whether a round is closed, and nobody has read what came of it."""
    return not seminar_round.is_open and seminar_round.read_at is None and seminar_round.deleted_at is None

"""The ETags of rounds: another one whenever a round is closed, opened again or deleted, or its deadline moves."""

from datetime import datetime

from sqlmodel import Session

from models.database_generations import read_generation
from models.history.revisions import to_utc
from models.participation.positions import Round


def tag_round(session: Session, seminar_round: Round) -> str:
    """Return the ETag of a round as it is now; answers, and reading what came of it, leave it as it is."""
    moments = ".".join(
        _format_moment(moment)
        for moment in (seminar_round.closes_at, seminar_round.closed_at, seminar_round.deleted_at)
    )
    return f'"{read_generation(session)}.r{seminar_round.id}.{moments}"'


def _format_moment(at: datetime | None) -> str:
    return "0" if at is None else str(round(to_utc(at).timestamp() * 1_000_000))

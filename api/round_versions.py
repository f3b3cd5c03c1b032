"""The ETags of rounds: another one whenever a round is closed, opened again or deleted, or its deadline moves."""

from datetime import datetime

from sqlmodel import Session

from models.database_generations import generation_of
from models.history.revisions import in_utc
from models.participation.positions import Round


def tag_round(session: Session, found: Round) -> str:
    """Return the ETag of a round as it is now; answers, and reading what came of it, leave it as it is."""
    moments = ".".join(_written(each) for each in (found.closes_at, found.closed_at, found.deleted_at))
    return f'"{generation_of(session)}.r{found.id}.{moments}"'


def _written(at: datetime | None) -> str:
    return "0" if at is None else str(round(in_utc(at).timestamp() * 1_000_000))

"""Moments in time, which both databases give back in UTC."""

from datetime import UTC, datetime

from sqlalchemy import Column, DateTime, Dialect, text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session


class UtcDateTime(TypeDecorator[datetime]):
    """A moment with its zone. SQLite keeps UTC without saying so; PostgreSQL gives the zone of the server."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what is stored: the moment in UTC."""
        del dialect
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def moment_column(*, nullable: bool = False) -> Column[datetime]:
    """Return a column that holds a moment."""
    return Column(UtcDateTime(), nullable=nullable)


def read_clock(session: Session) -> datetime:
    """Return the present moment by the clock of the database, so that a deadline passes at once on every replica."""
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        return datetime.now(UTC)
    now: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return now.astimezone(UTC)

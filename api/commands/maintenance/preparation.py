"""A database made ready before anything uses it.

A SQLite file belongs to one person, who should not have to know of migrations: it is made and brought up
to date here, after a backup. A database server may have other replicas, so there it is left to whoever
runs it to say when.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from models.deliberation.comment_masking import mask_former_claims
from models.engine import back_up_database, open_engine, writing
from models.migrations.migrating import is_current, migrate_database


class DatabaseNotReady(Exception):
    """The database cannot be used as it is; the message says what to do."""


def find_sqlite_file(url: str) -> Path | None:
    """Return the file of a SQLite database, None for another database. Raises `DatabaseNotReady`."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseNotReady(
            "SICETNON_DATABASE_URL is not the address of a database, such as sqlite:///maps.db."
        ) from None
    if parsed.get_backend_name() != "sqlite":
        return None
    if not parsed.database or parsed.database == ":memory:":
        raise DatabaseNotReady("SICETNON_DATABASE_URL names no file; a database in memory would be lost.")
    return Path(parsed.database)


def prepare_database(url: str, report: Callable[[str], None]) -> None:
    """Make a SQLite file and migrate it, after a backup; refuse another database that is not migrated.

    Raises `DatabaseNotReady`.
    """
    path = find_sqlite_file(url)
    if path is None:
        _require_current(url)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.stat().st_size == 0:
        migrate_database(url)
        return
    engine = open_engine(url)
    try:
        if is_current(engine):
            return
        backup_file = path.with_name(f"{path.name}.{datetime.now(UTC):%Y%m%dT%H%M%SZ}.backup")
        report(f"Bringing {path} up to date; as it was, it is kept in {backup_file}.")
        back_up_database(engine, backup_file)
    finally:
        engine.dispose()
    bring_up_to_date(url)


def bring_up_to_date(url: str) -> None:
    """Migrate a database, and let what was made of anonymous comments follow, as it did not always."""
    migrate_database(url)
    engine = open_engine(url)
    try:
        with writing(engine) as session:
            mask_former_claims(session)
    finally:
        engine.dispose()


def _require_current(url: str) -> None:
    engine = open_engine(url)
    try:
        current = is_current(engine)
    except SQLAlchemyError as error:
        raise DatabaseNotReady(f"The database cannot be reached: {getattr(error, 'orig', None) or error}") from None
    finally:
        engine.dispose()
    if not current:
        raise DatabaseNotReady("The database is not up to date. Run “sicetnon migrate” once, after a backup.")

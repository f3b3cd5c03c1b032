"""The database: SQLite in a file by default, PostgreSQL where a department outgrows it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool
from sqlmodel import Session

BUSY_SECONDS = 15


class EncodedJson(str):
    """A text that is JSON already, and is stored as it is."""

    __slots__ = ()


def _encode(value: Any) -> str:
    return (
        str(value) if isinstance(value, EncodedJson) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    )


def open_engine(url: str) -> Engine:
    """Open a database by its URL (`sqlite:///file` or `postgresql://…`)."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        memory = parsed.database in {None, "", ":memory:"}
        options: dict[str, Any] = {"poolclass": StaticPool} if memory else {"pool_size": 20, "max_overflow": 30}
        engine = create_engine(
            parsed,
            json_serializer=_encode,
            json_deserializer=msgspec.json.decode,
            connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
            **options,
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        if not memory:
            _reopen_where_swapped(engine, Path(parsed.database or ""))
        return engine
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return create_engine(parsed, json_serializer=_encode, pool_size=20, max_overflow=20, pool_pre_ping=True)


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver must not begin transactions by itself: we choose between BEGIN and BEGIN IMMEDIATE.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_SECONDS * 1000}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _reopen_where_swapped(engine: Engine, path: Path) -> None:
    # A file that was put in the place of another would be read only by those who open it after that.
    def note_file(_: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        entry.info["file"] = file_identity(path)

    def compare_file(_: DBAPIConnection, entry: ConnectionPoolEntry, __: Any) -> None:
        # While there is none, whoever opens it anew would make an empty one.
        if file_identity(path) not in (None, entry.info.get("file")):
            raise DisconnectionError("another file is in the place of the database")

    event.listen(engine, "connect", note_file)
    event.listen(engine, "checkout", compare_file)


def file_identity(path: Path) -> tuple[int, int] | None:
    """Return what tells the file at a path from another that takes its place; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _begin_sqlite(connection: Connection) -> None:
    # A plain BEGIN that reads and then writes is told "database is locked" whatever the timeout.
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Give a session that sees one moment of the database and changes nothing."""
    options: dict[str, Any] = {}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with Session(engine.execution_options(**options)) as session:
        yield session
        # What was read stays readable after the session: a rollback would expire it.
        session.expunge_all()


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """Give a session whose work is committed at the end, or undone as a whole on any error."""
    with Session(engine.execution_options(writing=True), expire_on_commit=False) as session, session.begin():
        yield session


def back_up_database(engine: Engine, path: Path) -> None:
    """Write a consistent copy of a SQLite database to a new file, while others go on reading and writing."""
    with engine.connect() as connection:
        # By the driver's own cursor: VACUUM cannot run in a transaction, and SQLAlchemy would begin one.
        connection.connection.cursor().execute("VACUUM INTO ?", (str(path),))


def find_integrity_faults(path: Path) -> list[str]:
    """Return what SQLite's own checks find wrong with a database file; nothing is what should come."""
    with sqlite3.connect(path) as connection:
        wrong = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        wrong += [
            f"{row[0]} {row[1]} refers to a missing {row[2]}" for row in connection.execute("PRAGMA foreign_key_check")
        ]
    return wrong

"""How each map stands at this moment: its id, its version and who may see it, asked before a cached picture is used.

The question goes to the database each time, so that a change by another process or replica is seen at
once and a picture is never older than the request. On SQLite it is one indexed read on a connection of
its own, about five microseconds. On PostgreSQL one thread asks for all requests that are waiting at
once: an answer is never older than its question, and a hundred questions cost one round trip.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from weakref import WeakSet

from sqlalchemy import BindParameter, ColumnElement, Engine, PoolProxiedConnection, Select, bindparam, func, select
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col

from models.database_generations import Generation
from models.engine import file_identity
from models.instants import UtcDateTime
from models.participation.author_masks import Rewriting
from models.people.seminars import select_due_maps
from models.records.maps import ArgumentMap
from models.row_keys import key_column

_SEQUENCE_BITS = 32
# What goes with a seminar whose time is over is gone at that moment, also where it is not erased yet.
_STATE_COLUMNS = (
    "id, version, visibility, coalesce((SELECT times FROM map_rewriting WHERE map_id = argument_map.id), 0), "
    "coalesce((SELECT name FROM database_generation), '0') "
    "FROM argument_map WHERE NOT EXISTS (SELECT 1 FROM seminar_map JOIN seminar ON seminar.id = seminar_map.seminar_id "
    "WHERE seminar_map.map_id = argument_map.id AND seminar.erased_after <= {now}) AND slug = "
)
_BY_SLUG = f"SELECT {_STATE_COLUMNS}?".format(now="strftime('%Y-%m-%d %H:%M:%f', 'now')")
_BY_SLUGS = f"SELECT slug, {_STATE_COLUMNS}ANY(%s)".format(now="now()")


class MapState(NamedTuple):
    """What a map's pictures depend on, beside what is asked for."""

    id: int
    version: int
    visibility: str
    rewriting_count: int = 0
    # The life of the database, in hexadecimal: after a restore the same version may mean another map.
    generation: str = "0"

    def version_key(self, at: int = 0) -> int:
        """Return what is kept of the map under: the change after which it stands or stood, in its present wording.

        In another life of the database it is another number.
        """
        life = int(self.generation or "0", 16) << 2 * _SEQUENCE_BITS
        return life | (self.rewriting_count << _SEQUENCE_BITS) | (at or self.version)


def extract_sequence(key: int) -> int:
    """Return the change that is part of such a number."""
    return key & (1 << _SEQUENCE_BITS) - 1


class MapStates(Protocol):
    """Where the states of maps are asked for; `instant` where `look` keeps nobody waiting."""

    instant: bool

    def look(self, slug: str) -> MapState | None:
        """Return how the map stands, None where there is none. Raises OperationalError."""

    async def wait(self, slug: str) -> MapState | None:
        """Return how the map stands without keeping the event loop waiting. Raises OperationalError."""

    def close(self) -> None:
        """Let go of the database."""


def read_map_state(session: Session, slug: str) -> MapState | None:
    """Return how the map stands at the moment that a session sees, None where there is none."""
    row = session.connection().execute(_state_query(), {"slug": slug, "now": datetime.now(UTC)}).first()
    return MapState(*row) if row is not None else None


def is_not_erased(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Return the condition that a map does not go with a seminar whose time is over."""
    return col(ArgumentMap.id).not_in(select_due_maps(now))


def rewriting_count_column() -> ColumnElement[int]:
    """Return the column that counts how often names in a map's history were replaced."""
    times = select(col(Rewriting.times)).where(col(Rewriting.map_id) == col(ArgumentMap.id)).scalar_subquery()
    return func.coalesce(times, 0)


def generation_column() -> ColumnElement[str]:
    """Return the column that names the life of the database."""
    return func.coalesce(select(col(Generation.name)).scalar_subquery(), "0")


@cache
def _state_query() -> Select[int, int, str, int, str]:
    columns = (
        key_column(ArgumentMap),
        col(ArgumentMap.version),
        col(ArgumentMap.visibility),
        rewriting_count_column(),
        generation_column(),
    )
    return select(*columns).where(
        col(ArgumentMap.slug) == bindparam("slug"), is_not_erased(bindparam("now", type_=UtcDateTime()))
    )


def make_map_states(engine: Engine) -> MapStates:
    """Return the states of the maps in this database."""
    if engine.dialect.name == "sqlite":
        return SqliteStates(Path(engine.url.database or ""))
    return SharedStates(engine)


class _ThreadConnection:
    """The connection of one thread, which ends with it: the threads of a server come and go as it is asked."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.close = connection.close

    def __del__(self) -> None:
        self.close()


class SqliteStates:
    """The states of maps in a SQLite file, read at once: in WAL mode no writer keeps a reader waiting."""

    instant = True

    def __init__(self, path: Path) -> None:
        self._path = path.absolute()
        self._address = self._path.as_uri() + "?mode=rw"
        self._local = threading.local()
        self._opened: WeakSet[_ThreadConnection] = WeakSet()

    def look(self, slug: str) -> MapState | None:
        """Return how the map stands, None where there is none. Raises OperationalError."""
        try:
            # A file that was put in the place of this one has another identity.
            ask = self._local.ask if self._local.file == file_identity(self._path) else self._connect()
        except AttributeError:
            ask = self._connect()
        try:
            # fetchall finishes the statement; half of one would keep showing the same moment.
            rows = ask(_BY_SLUG, (slug,)).fetchall()
        except sqlite3.Error as error:
            raise OperationalError(None, None, error) from error
        return MapState(*rows[0]) if rows else None

    async def wait(self, slug: str) -> MapState | None:
        """Return how the map stands. Raises OperationalError."""
        return self.look(slug)

    def close(self) -> None:
        """Close every thread's connection."""
        for opened in self._opened:
            opened.close()
        self._local = threading.local()

    def _connect(self) -> Callable[[str, tuple[str]], sqlite3.Cursor]:
        file = file_identity(self._path)
        try:
            # The event loop asks as well, so that a file which is locked as a whole has to say so soon.
            connection = sqlite3.connect(
                self._address, uri=True, isolation_level=None, check_same_thread=False, timeout=0.1
            )
            connection.execute("PRAGMA query_only = ON")
        except sqlite3.Error as error:
            raise OperationalError(None, None, error) from error
        self._local.file = file
        self._local.connection_holder = _ThreadConnection(connection)
        self._opened.add(self._local.connection_holder)
        self._local.ask = connection.execute
        return connection.execute


class SharedStates:
    """The states of maps on a database server, asked for by one thread on behalf of all."""

    instant = False

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: list[tuple[str, Future[MapState | None]]] = []
        self._wake = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._answer, name="map states", daemon=True)
        self._thread.start()

    def look(self, slug: str) -> MapState | None:
        """Return how the map stands, None where there is none. Raises OperationalError."""
        return self._ask(slug).result()

    async def wait(self, slug: str) -> MapState | None:
        """Return how the map stands without keeping the event loop waiting. Raises OperationalError."""
        return await asyncio.wrap_future(self._ask(slug))

    def close(self) -> None:
        """Stop the thread and give its connection back."""
        with self._wake:
            self._closed = True
            self._wake.notify()
        self._thread.join(timeout=10)

    def _ask(self, slug: str) -> Future[MapState | None]:
        answer: Future[MapState | None] = Future()
        with self._wake:
            if self._closed:
                raise OperationalError(None, None, RuntimeError("the server is stopping"))
            self._waiting.append((slug, answer))
            self._wake.notify()
        return answer

    def _answer(self) -> None:
        connection: PoolProxiedConnection | None = None
        while True:
            with self._wake:
                while not self._waiting and not self._closed:
                    self._wake.wait()
                requests, self._waiting = self._waiting, []
            if not requests:
                break
            waiting = [(slug, answer) for slug, answer in requests if answer.set_running_or_notify_cancel()]
            try:
                connection = connection or self._connect()
                states = _select_states(connection.driver_connection, sorted({slug for slug, _ in waiting}))
            except Exception as error:  # noqa: BLE001 # whatever the driver raises, those who wait have to hear of it
                _discard_connection(connection)
                connection = None
                for _, answer in waiting:
                    answer.set_exception(OperationalError(None, None, error))
            else:
                for slug, answer in waiting:
                    answer.set_result(states.get(slug))
        _discard_connection(connection)

    def _connect(self) -> PoolProxiedConnection:
        connection = self._engine.raw_connection()
        connection.driver_connection.autocommit = True  # type: ignore[union-attr] # psycopg's own connection
        return connection


# The connection is psycopg's own: SQLAlchemy knows of no `execute` that every driver has.
def _select_states(connection: Any, slugs: list[str]) -> dict[str, MapState]:
    rows = connection.execute(_BY_SLUGS, (slugs,)).fetchall()
    return {slug: MapState(*rest) for slug, *rest in rows}


def _discard_connection(connection: PoolProxiedConnection | None) -> None:
    # A connection that autocommits may not go back into the pool.
    if connection is not None:
        connection.invalidate()

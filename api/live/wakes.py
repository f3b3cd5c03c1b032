"""What wakes the reader of the history when anybody has written: another process as well, and another replica.

A wake-up carries no data. One that is lost, or comes twice, does no harm: whoever is woken reads.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, Protocol

import psycopg
import structlog
from sqlalchemy import Engine

from models.change_signal import CHANNEL
from models.engine import file_identity

# How long a commit on SQLite may go unnoticed. Asking takes some microseconds.
POLL_SECONDS = 0.025
# How often the connection to PostgreSQL is tried where nothing comes: one that is cut may look like one that is silent.
SILENT_SECONDS = 10.0
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0
log = structlog.get_logger("api.live")


class ChangeWatcher(Protocol):
    """Where a process hears that something was written."""

    async def watch(self, wake: Callable[[], object]) -> NoReturn:
        """Call `wake` at the beginning and after every commit, until cancelled."""


def make_watcher(engine: Engine) -> ChangeWatcher:
    """Return the wake-ups of this database."""
    if engine.dialect.name == "sqlite":
        return SqliteWatcher(Path(engine.url.database or ""))
    return PostgresWatcher(engine.url.set(drivername="postgresql").render_as_string(hide_password=False))


class SqliteWatcher:
    """Asks SQLite for its `data_version`, which any other connection's commit changes, of this process or not."""

    def __init__(self, path: Path) -> None:
        self._path = path.absolute()
        self._address = self._path.as_uri() + "?mode=rw"

    async def watch(self, wake: Callable[[], object]) -> NoReturn:
        """Call `wake` at the beginning and after every commit, until cancelled."""
        pause = FIRST_PAUSE
        while True:
            file = file_identity(self._path)
            try:
                connection = sqlite3.connect(self._address, uri=True, isolation_level=None, timeout=0.1)
            except sqlite3.Error as error:
                log.warning("cannot watch the database", error=str(error))
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
                continue
            try:
                before = None
                # A file that was put in the place of this one is opened anew.
                while file == file_identity(self._path):
                    (version,) = connection.execute("PRAGMA data_version").fetchone()
                    if version != before:
                        before = version
                        pause = FIRST_PAUSE
                        wake()
                    await asyncio.sleep(POLL_SECONDS)
            except sqlite3.Error as error:
                log.warning("cannot watch the database", error=str(error))
            finally:
                connection.close()
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)


class PostgresWatcher:
    """Listens to PostgreSQL's NOTIFY on a connection of its own, and connects again where that is lost."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def watch(self, wake: Callable[[], object]) -> NoReturn:
        """Call `wake` at the beginning and after every commit, until cancelled; also after each new connection."""
        pause = FIRST_PAUSE
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    self._address, autocommit=True, connect_timeout=5, application_name="sicetnon live"
                ) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    pause = FIRST_PAUSE
                    # What was written before this was notified to nobody.
                    wake()
                    while True:
                        async for _ in connection.notifies(timeout=SILENT_SECONDS):
                            wake()
                        await connection.execute("SELECT 1")
            except psycopg.Error as error:
                log.warning("cannot listen to the database", error=str(error)[:300])
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

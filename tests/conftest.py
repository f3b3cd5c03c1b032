"""Databases for the tests: each one that touches a database runs on SQLite and on a real PostgreSQL.

PostgreSQL runs in a temporary cluster of its own for every test process, on a Unix socket, and its database
is emptied for every test; on SQLite every test gets a copy of a migrated file. Which tests run on both each time, and
which leave one of the two to the long run, stands in `tests/shared_out.py`.
"""

import shutil
from collections.abc import Iterator
from itertools import compress
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import structlog
from anyio.from_thread import start_blocking_portal
from argon2 import PasswordHasher
from sqlalchemy import Connection, Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from starlette.testclient import TestClient

from api.access import passwords
from api.processes.garbage_collection import collect_garbage_rarely, freeze_existing_objects
from benchmarks import postgresql
from benchmarks.postgresql import postgresql_url
from models.engine import open_engine
from models.migrations.migrating import migrate_database
from renderers.layout import box_placement
from tests import shared_out

# A mutant that lives through twenty examples is looked at by a person; eight hundred of them need short runs.
hypothesis.settings.register_profile("mutants", max_examples=20, deadline=None)


collect_garbage_rarely()
# Errors that are meant to happen are told as on a server; with all local values they take seconds each to be written.
structlog.configure(processors=[structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)])


def pytest_collection_finish() -> None:
    """Leave what was imported and collected out of every later look for garbage, as a server does."""
    freeze_existing_objects()


@pytest.hookimpl(tryfirst=True)  # before tests are left out for their marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Share tests out between the databases."""
    if not shared_out.named_by_themselves(config):
        shared_out.share_out(items)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Path]:
    """A running PostgreSQL; the folder of its socket."""
    with postgresql.cluster() as folder:
        yield folder


def run_on_server(folder: Path, statement: str) -> None:
    engine = open_engine(postgresql_url(folder, "postgres"))
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(statement)
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "maps.sqlite3"
    migrate_database(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "maps.sqlite3"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def shared_postgresql_url(cluster: Path) -> str:
    return migrated_postgresql_url(cluster, "maps")


def migrated_postgresql_url(folder: Path, name: str) -> str:
    """Make a database in the cluster."""
    run_on_server(folder, f"CREATE DATABASE {name}")
    url = postgresql_url(folder, name)
    migrate_database(url)
    return url


@pytest.fixture
def fresh_postgresql_url(shared_postgresql_url: str) -> str:
    """An empty database. Emptying the few tables that hold anything is quicker than truncating all or making one."""
    engine = open_engine(shared_postgresql_url)
    try:
        with engine.begin() as connection:
            # A test that left a transaction open is to fail the next one at once, and not to hang it.
            connection.exec_driver_sql("SET lock_timeout = '20s'")
            names = connection.exec_driver_sql(
                "SELECT quote_ident(tablename) FROM pg_tables "
                "WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
            ).scalars()
            _empty(connection, list(names))
    finally:
        engine.dispose()
    return shared_postgresql_url


def _empty(connection: Connection, names: list[str]) -> None:
    """Leave the tables as they were when they were made, with their numbering."""
    connection.exec_driver_sql(f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE")
    rows = ", ".join(f"EXISTS (SELECT FROM {name})" for name in names)
    filled = connection.exec_driver_sql(f"SELECT {rows}").one()
    # No trigger is to run, nor need what refers to a row go before it: everything goes.
    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    for name in compress(names, filled):
        connection.exec_driver_sql(f"DELETE FROM {name}")  # noqa: S608 - a name from the catalogue
    connection.exec_driver_sql(
        "SELECT setval(quote_ident(schemaname) || '.' || quote_ident(sequencename), start_value, false) "
        "FROM pg_sequences WHERE last_value IS NOT NULL"
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty, migrated database: once of either kind."""
    name = "sqlite_url" if request.param == "sqlite" else "fresh_postgresql_url"
    url: str = request.getfixturevalue(name)
    return url


# For tests of what is said rather than of what is kept: they read the same whichever database it comes from.
postgresql_in_the_long_run = pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)], indirect=True
)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session", autouse=True)
def _statements_compiled_once() -> Iterator[None]:
    """Let all engines share what they compiled: each test opens some of its own, and would compile everything anew.

    SQLAlchemy keeps compiled statements for each engine, by its dialect; those of one kind here differ in nothing.
    """
    compiled: LRUCache[Any, Any] = LRUCache(3000)
    start = Engine.__init__

    def start_sharing(engine: Engine, *given: Any, **named: Any) -> None:
        start(engine, *given, **named)
        engine._compiled_cache = compiled

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Engine, "__init__", start_sharing)
        patch.setattr(DefaultDialect, "__hash__", lambda dialect: hash(type(dialect)))
        patch.setattr(DefaultDialect, "__eq__", lambda one, other: type(one) is type(other))
        yield


@pytest.fixture(scope="session", autouse=True)
def _hasher_of_servers() -> Iterator[PasswordHasher]:
    """What hashes passwords on a server; here they are hashed in no time, since thousands of people sign in."""
    served = passwords._hasher
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield served


@pytest.fixture
def hashes_as_served(_hasher_of_servers: PasswordHasher, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let passwords be hashed as on a server."""
    monkeypatch.setattr(passwords, "_hasher", _hasher_of_servers)


@pytest.fixture(scope="session", autouse=True)
def _one_loop() -> Iterator[None]:
    """Let every application run in one event loop, as in a server: one for each request takes a third of its time."""
    with start_blocking_portal() as portal:
        TestClient.portal = portal
        yield
        TestClient.portal = None


@pytest.fixture(autouse=True)
def _no_answers_kept() -> None:
    """Let every test ask `dot` itself: many see what comes of one that is missing, hangs or lies."""
    box_placement.clear_cached_positions()

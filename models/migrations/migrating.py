"""Bringing a database up to date: its migrations, each in the transaction in which it is seen to lose nothing.

Apart from the engine, since what they are written with takes long to load, and most commands read no database.
"""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from models.engine import open_engine

MIGRATIONS = Path(__file__).parent


class MigrationFailed(Exception):
    """A migration would have lost rows, references or triggers; the database is as it was before."""


@cache
def _script() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def is_current(engine: Engine) -> bool:
    """Tell whether the database has every migration."""
    with engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == set(_script().get_heads())


def list_supported_versions() -> frozenset[str]:
    """Return the versions of the tables that this program knows how to bring up to date."""
    return frozenset(script.revision for script in _script().walk_revisions())


def migrate_database(url: str) -> None:
    """Bring a database up to date in one transaction; raises `MigrationFailed` and changes nothing on any loss."""
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            sqlite = engine.dialect.name == "sqlite"
            if sqlite:
                # Alembic rebuilds SQLite tables: with foreign keys on, dropping the old one deletes its children.
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            before = _count_rows_by_table(connection)
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            _require_nothing_lost(connection, before)
            connection.commit()
            if sqlite:
                connection.invalidate()
    finally:
        engine.dispose()


def _count_rows_by_table(connection: Connection) -> dict[str, int]:
    """Return the number of rows of each table, and 0 for each trigger."""
    if connection.dialect.name != "sqlite":
        return {}
    names = connection.exec_driver_sql("SELECT type, name FROM sqlite_master WHERE type IN ('table', 'trigger')").all()
    return {
        name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one() if sort == "table" else 0  # noqa: S608 - the name comes from the catalogue
        for sort, name in names
        # How many rows a full-text index has of its own says nothing of what stands in it.
        if not name.startswith(("sqlite_", "search_terms_"))
    }


def _require_nothing_lost(connection: Connection, before: dict[str, int]) -> None:
    after = _count_rows_by_table(connection)
    lost = [name for name, rows in before.items() if name != "alembic_version" and after.get(name, -1) < rows]
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        lost.append("references between records")
    if lost:
        connection.rollback()
        raise MigrationFailed(f"The migration would have lost {', '.join(lost)}; nothing was changed.")

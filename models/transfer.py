"""Every row of one database copied into another of either kind."""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, Engine, Table, delete, func, insert, select, text
from sqlmodel import SQLModel, col

import models.tables  # noqa: F401 # a table is known once its module was read
from models.change_signal import CHANNEL
from models.database_generations import Generation
from models.history.editions import Edition, LastEditionNumber
from models.history.revisions import Revision
from models.search.rebuilding import rebuild_search

CHUNK = 1_000


def count_rows(connection: Connection) -> dict[str, int]:
    """Return how many rows each of our tables has."""
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in SQLModel.metadata.sorted_tables
    }


def list_numbered_tables() -> list[Table]:
    """Return the tables whose rows get their ids from the database."""
    tables = SQLModel.metadata.sorted_tables
    return [table for table in tables if any(column.autoincrement is True for column in table.primary_key)]


def read_last_ids(connection: Connection) -> dict[str, int]:
    """Return by table the highest id that the database has ever given to a row."""
    return {table.name: _read_last_id(connection, table) for table in list_numbered_tables()}


def read_last_sequences(connection: Connection) -> dict[int, int]:
    """Return by map id the last sequence that the database has given to a revision."""
    counted = select(col(Revision.map_id), func.max(col(Revision.sequence))).group_by(col(Revision.map_id))
    return {row[0]: row[1] for row in connection.execute(counted)}


def read_last_edition_numbers(connection: Connection) -> dict[str, int]:
    """Return by slug the last number that the database has given to an edition."""
    numbers: dict[str, int] = {}
    for slug, number in (
        (col(Edition.slug), col(Edition.number)),
        (col(LastEditionNumber.slug), col(LastEditionNumber.last)),
    ):
        for name, last in connection.execute(select(slug, func.max(number)).group_by(slug)):
            numbers[name] = max(numbers.get(name, 0), last)
    return numbers


def advance_ids(connection: Connection, numbers: Mapping[str, int]) -> None:
    """Let the database give no id again that another has given: `numbers` holds by table the last of those."""
    for name, last in numbers.items():
        table = SQLModel.metadata.tables.get(name)
        if table is None:
            continue
        _advance_id(connection, table, max(last, _read_last_id(connection, table)))


def copy_rows(
    source: Engine,
    target: Engine,
    show: Callable[[int, int], None],
    *,
    replace: bool = False,
    before: Callable[[Connection], None] | None = None,
) -> int:
    """Copy all rows into a migrated database, all or nothing; return how many they were.

    The target has to be empty, or is emptied first with `replace`: then nobody else writes to it from the beginning,
    and `before` is called before anything is changed. `show` hears how many rows are copied, of how many. Keys are
    kept.
    """
    with source.connect() as old, target.begin() as new:
        if replace and new.dialect.name == "postgresql":
            names = ", ".join(f'"{table.name}"' for table in SQLModel.metadata.sorted_tables)
            new.exec_driver_sql(f"LOCK TABLE {names} IN EXCLUSIVE MODE")
        if before is not None:
            before(new)
        # Even a database that is empty has a name of its own.
        new.execute(delete(Generation))
        if source.dialect.name == "postgresql":
            old.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        if replace:
            for table in reversed(SQLModel.metadata.sorted_tables):
                new.execute(delete(table))
        whole, numbered = sum(count_rows(old).values()), list_numbered_tables()
        done = 0
        for table in SQLModel.metadata.sorted_tables:
            for chunk in old.execute(select(table).order_by(*table.primary_key)).partitions(CHUNK):
                new.execute(insert(table), [dict(row._mapping) for row in chunk])
                done += len(chunk)
                show(done, whole)
            if table in numbered:
                _advance_id(new, table, _read_last_id(old, table))
        _rebuild_index(new)
        if new.dialect.name == "postgresql":
            new.exec_driver_sql(f"NOTIFY {CHANNEL}")
    return done


def _rebuild_index(connection: Connection) -> None:
    # The two databases keep the index in different forms, so it is made again and not copied.
    rebuild_search(connection)


def _read_last_id(connection: Connection, table: Table) -> int:
    """Return the highest id that the database has ever given to a row of the table, also to one that is gone."""
    if connection.dialect.name == "postgresql":
        sequence = connection.execute(select(func.pg_get_serial_sequence(table.name, "id"))).scalar_one()
        statement = text(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")  # noqa: S608 # its own name
        return int(connection.execute(statement).scalar_one())
    statement = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    return connection.execute(statement, {"name": table.name}).scalar() or 0


def _advance_id(connection: Connection, table: Table, last: int) -> None:
    # An id that was given once may stand in the history, so that it must not be given again. SQLite
    # notices ids that are given to it, PostgreSQL does not; neither knows of those that are gone.
    if connection.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.name, "id")
        connection.execute(select(func.setval(sequence, max(last, 1), last > 0)))
        return
    connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
    connection.execute(
        text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), {"name": table.name, "last": last}
    )

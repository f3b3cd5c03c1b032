"""Every row of one database copied into another of either kind."""

from collections.abc import Callable

from sqlalchemy import Connection, Engine, Table, delete, func, insert, select, text
from sqlmodel import Session, SQLModel, col

import models.revisions  # noqa: F401 # a table is known once its module was read
from models.maps import ArgumentMap, Record
from models.rows import read_drafts
from models.search import index_records

CHUNK = 1_000


def row_counts(connection: Connection) -> dict[str, int]:
    """Return how many rows each of our tables has."""
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in SQLModel.metadata.sorted_tables
    }


def copy_rows(source: Engine, target: Engine, show: Callable[[int, int], None], *, replace: bool = False) -> int:
    """Copy all rows into a migrated database, all or nothing; return how many they were.

    The target has to be empty, or is emptied first with `replace`. `show` hears how many rows are
    copied, of how many. Keys are kept.
    """
    with source.connect() as old, target.begin() as new:
        if source.dialect.name == "postgresql":
            old.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        if replace:
            for table in reversed(SQLModel.metadata.sorted_tables):
                new.execute(delete(table))
        whole = sum(row_counts(old).values())
        done = 0
        for table in SQLModel.metadata.sorted_tables:
            for chunk in old.execute(select(table).order_by(*table.primary_key)).partitions(CHUNK):
                new.execute(insert(table), [dict(row._mapping) for row in chunk])
                done += len(chunk)
                show(done, whole)
            if new.dialect.name == "postgresql":
                _advance_sequences(new, table)
        _index_anew(new)
    return done


def _index_anew(connection: Connection) -> None:
    # The two databases keep the index in different forms, so it is made again and not copied.
    connection.execute(text("DELETE FROM search_terms"))
    with Session(connection) as session:
        for map_id in connection.execute(select(col(ArgumentMap.id))).scalars().all():
            rows = connection.execute(select(col(Record.label), col(Record.id)).where(col(Record.map_id) == map_id))
            identities = {row.label: row.id for row in rows}
            drafts = read_drafts(session, map_id or 0)
            index_records(session, ((identities[label], kind, label, draft) for label, (kind, draft) in drafts.items()))
        # The outer transaction commits; without this the session's end would undo its part.
        session.commit()


def _advance_sequences(connection: Connection, table: Table) -> None:
    # PostgreSQL numbers rows from a sequence that does not notice keys given to it.
    for column in table.primary_key:
        if not column.autoincrement or len(table.primary_key) > 1:
            continue
        name = connection.execute(
            text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": column.name}
        ).scalar_one()
        if name is not None:
            highest = connection.execute(select(func.max(column))).scalar_one()
            connection.execute(select(func.setval(name, highest or 1, highest is not None)))

"""What is searched, made anew from the records: for another kind of database, or where words are folded otherwise."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, inspect, select, text
from sqlmodel import Session, col

from models.records.fields import list_searched_fields
from models.records.kinds import KINDS
from models.records.maps import Record
from models.records.texts import TextVersion
from models.row_keys import key_column, map_id_column
from models.search.search_texts import index_records
from models.vocabulary import RecordKind

# So many records are in memory at a time; texts are long.
_BATCH, _BATCH_OF_TEXTS = 1_000, 10
_Rows = list[tuple[int, RecordKind, str, dict[str, Any]]]


def rebuild_search(connection: Connection) -> None:
    """Make anew what is searched, within the transaction of the connection and some records at a time.

    Tables and columns that the database does not have yet are left aside, so that a migration can do it.
    """
    _empty_index(connection)
    connection.execute(text("DELETE FROM search_text"))
    tables = set(inspect(connection).get_table_names())
    with Session(connection) as session:
        for kind in (kind for kind, entry in KINDS.items() if entry.table.__tablename__ in tables):
            for batch in _read_batches(session, kind):
                index_records(session, batch)
        # The outer transaction commits; without this the session's end would undo its part.
        session.commit()


def _empty_index(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("DELETE FROM search_terms"))
    else:
        # FTS5 takes out each row by its terms, which takes longer than to write them.
        connection.execute(text("DROP TABLE search_terms"))
        connection.execute(
            text("CREATE VIRTUAL TABLE search_terms USING fts5(terms, tokenize = 'ascii', detail = 'none')")
        )


def _read_batches(session: Session, kind: RecordKind) -> Iterator[_Rows]:
    entry = KINDS[kind]
    connection = session.connection()
    there = {column["name"] for column in inspect(connection).get_columns(str(entry.table.__tablename__))}
    names = [name for name, _ in list_searched_fields(entry.draft) if name in there]
    label, map_id = col(entry.table.label), map_id_column(entry.table)
    statement = (
        select(key_column(Record), map_id, label, *(getattr(entry.table, name) for name in names))
        .join(entry.table, (map_id == col(Record.map_id)) & (label == col(Record.label)))
        .where(col(Record.kind) == kind)
        .order_by(key_column(Record))
        .limit(_BATCH_OF_TEXTS if kind == RecordKind.TEXT else _BATCH)
    )
    last = 0
    while rows := connection.execute(statement.where(key_column(Record) > last)).all():
        last = rows[-1][0]
        batch: _Rows = []
        for identity, map_key, own_label, *values in rows:
            draft = dict(zip(names, values, strict=True))
            if kind == RecordKind.TEXT:
                draft["versions"] = _read_present_version(connection, map_key, own_label)
            batch.append((identity, kind, own_label, draft))
        yield batch


def _read_present_version(connection: Connection, map_id: int, label: str) -> list[dict[str, str]]:
    statement = (
        select(col(TextVersion.sha256))
        .where(map_id_column(TextVersion) == map_id, col(TextVersion.label) == label)
        .order_by(col(TextVersion.position).desc())
        .limit(1)
    )
    return [{"sha256": sha256} for sha256 in connection.execute(statement).scalars()]

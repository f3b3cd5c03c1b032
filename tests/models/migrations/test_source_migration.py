"""Sources, links, claims and attributions keep what they say when their vocabularies and columns are extended."""

from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError

from argument_maps.assembly import load_graph
from models import changes
from models.engine import open_engine, reading, writing
from models.migrations import migrating
from models.migrations.migrating import migrate_database
from models.records.arguments import ClaimDraft, LinkDraft
from models.records.sources import SourceDraft
from models.vocabulary import RecordKind
from tests.models.migrations.test_migrations import empty_server_url, korea_without_texts, old_url

assert empty_server_url
assert old_url  # fixtures

TABLES = ("source", "attribution", "claim", "link")
TRIGGER = "CREATE TRIGGER watched AFTER UPDATE ON link BEGIN SELECT 1; END"


def read_rows(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    return {
        table: [dict(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2, 3, 4")).mappings()]  # noqa: S608 - names of our own tables
        for table in TABLES
    }


def list_schema(connection: Connection) -> set[tuple[str, str]]:
    if connection.dialect.name == "sqlite":
        statement = "SELECT type, name FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql NOTNULL"
    else:
        statement = "SELECT 'index', indexname FROM pg_indexes WHERE schemaname = 'public'"
    return {(str(sort), str(name)) for sort, name in connection.execute(text(statement))}


def upgrade_without_keys(database: Engine, version: str) -> None:
    """Bring a database to a version as `migrate_database` does: with keys on, a table made again loses its children."""
    with database.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        config = migrating._config()
        config.attributes["connection"] = connection
        command.upgrade(config, version)
        connection.commit()
        connection.invalidate()


def test_rows_indexes_and_triggers_of_the_extended_tables_stay(old_url: str) -> None:
    database = open_engine(old_url)
    upgrade_without_keys(database, "0035")
    with database.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(TRIGGER)
            connection.commit()
        rows, schema = read_rows(connection), list_schema(connection)
    database.dispose()
    migrate_database(old_url)
    database = open_engine(old_url)
    try:
        with database.connect() as connection:
            after = read_rows(connection)
            assert schema <= list_schema(connection)
    finally:
        database.dispose()
    assert all(rows.values())
    for table in TABLES:
        assert [
            {name: row[name] for name in before} for before, row in zip(rows[table], after[table], strict=True)
        ] == (rows[table])
    new = {name: value for row in after["source"] for name, value in row.items() if name not in rows["source"][0]}
    assert set(new.values()) == {"", None}


def test_what_the_new_words_are_for_can_be_recorded_afterwards(old_url: str) -> None:
    migrate_database(old_url)
    database = open_engine(old_url)
    try:
        with writing(database) as session:
            korea = changes.find_map(session, "korea-1950")
            work = SourceDraft(type="archival", title="A copy", editor=["truman"], copy_of="truman-1956", opened="1993")
            link = LinkDraft(premises=["P1"], relation="prompted", target="R90")
            items: list[Any] = [
                (RecordKind.SOURCE, "S90", work),
                (RecordKind.CLAIM, "R90", ClaimDraft(text="It was answered.", kind="response")),
                (RecordKind.LINK, "L900", link),
            ]
            changes.create_records(session, korea, items, author="me")
        with reading(database) as session:
            graph = load_graph(session, "korea-1950")
        copy = graph.sources_by_id["S90"]
        assert (copy.editor, copy.copy_of, copy.opened) == (("truman",), "truman-1956", "1993")
        assert graph.links_by_id["L900"].relation == "prompted"
    finally:
        database.dispose()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE link SET relation = 'prompts' WHERE label = 'L15'",
        "UPDATE claim SET kind = 'deed' WHERE label = 'P1'",
        "UPDATE attribution SET role = 'printer'",
        "UPDATE source SET copy_of = 'nowhere' WHERE label = 'truman-1956'",
    ],
)
def test_the_database_still_refuses(old_url: str, statement: str) -> None:
    migrate_database(old_url)
    database = open_engine(old_url)
    try:
        with pytest.raises(IntegrityError), writing(database) as session:
            session.connection().execute(text(statement))
    finally:
        database.dispose()


def test_a_map_written_before_is_read_as_it_was(tmp_path: Path) -> None:
    """`available` says what it said: that a source could be read, not how."""
    url = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    migrate_database(url)
    document = korea_without_texts()
    dated = [each.model_copy(update={"available": "1995", "opened": None}) for each in document.sources]
    database = open_engine(url)
    try:
        with writing(database) as session:
            changes.replace_map(
                session, "old", document.model_copy(update={"sources": dated}), version=None, author="me"
            )
        with reading(database) as session:
            assert {each.available for each in load_graph(session, "old").sources} == {"1995"}
    finally:
        database.dispose()

"""An update counts as read what was said before, by whatever name or number somebody was mentioned."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Connection, DateTime, Integer, MetaData, Table
from sqlmodel import select

from models.engine import open_engine, reading
from models.migrations.migrating import migrate_database
from models.participation.comments import MentionReading
from models.people.pseudonyms import format_member_name
from tests.models.migrations.test_migrations import empty_server_url, upgrade

assert empty_server_url  # a fixture

ROWS: dict[str, list[dict[str, Any]]] = {
    "account": [{"id": 1, "handle": "Änne", "folded": "änne"}, {"id": 2, "handle": "Ben", "folded": "ben"}],
    "account_name": [{"folded": "änne", "account_id": 1}, {"folded": "ben", "account_id": 2}],
    "argument_map": [{"id": 1, "slug": "debate", "visibility": "private"}],
    "seminar": [{"id": 1, "slug": "ours"}],
    "membership": [{"id": 1, "seminar_id": 1, "account_id": 2, "role": "contributor", "pseudonym": "Heloise"}],
    "comment": [{"id": each, "map_id": 1, "author": "Cleo"} for each in range(1, 5)],
    "pseudonym": [{"map_id": 1, "scope": "thread:3", "member": "Änne", "number": 7}],
    "comment_mention": [
        {"comment": 1, "name": "ben"},
        {"comment": 2, "name": "heloise"},
        {"comment": 3, "name": format_member_name(7).casefold()},
        {"comment": 4, "name": "nobody"},
    ],
}


def insert(connection: Connection, name: str, row: dict[str, Any]) -> None:
    """Add a row as a table was at that version, with something in all that must not be empty."""
    table = Table(name, MetaData(), autoload_with=connection)
    filled = {}
    for column in table.columns:
        if column.nullable or column.server_default is not None:
            continue
        if isinstance(column.type, Boolean):
            filled[column.name] = False
        elif isinstance(column.type, DateTime):
            filled[column.name] = datetime(2026, 1, 1, tzinfo=UTC)
        else:
            filled[column.name] = 1 if isinstance(column.type, Integer) else "en"
    connection.execute(table.insert(), filled | row)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_whatever_mentioned_somebody_so_far_is_read(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> None:
    url = f"sqlite:///{tmp_path}/old.sqlite3" if kind == "sqlite" else request.getfixturevalue("empty_server_url")
    database = open_engine(url)
    try:
        upgrade(database, "0026")
        with database.begin() as connection:
            for name, rows in ROWS.items():
                for row in rows:
                    insert(connection, name, row)
    finally:
        database.dispose()
    migrate_database(url)
    database = open_engine(url)
    with reading(database) as session:
        read = {(each.comment, each.account_id) for each in session.exec(select(MentionReading))}
    database.dispose()
    assert read == {(1, 2), (2, 2), (3, 1)}

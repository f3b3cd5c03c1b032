"""An update folds the words of what was recorded before, so that it is found as if it had been recorded since."""

from collections.abc import Sequence

import pytest
from sqlalchemy import text

from models.engine import open_engine, reading
from models.migrations.migrating import migrate_database
from models.search import rebuilding
from models.search.full_text import search_full_text
from tests.models.migrations.test_migrations import empty_server_url, old_url

assert empty_server_url
assert old_url  # fixtures


def list_hits(url: str, queries: Sequence[str]) -> list[int]:
    database = open_engine(url)
    try:
        with reading(database) as session:
            return [search_full_text(session, query).total for query in queries]
    finally:
        database.dispose()


def test_what_was_recorded_before_is_found_in_every_spelling(old_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "_BATCH", 7)
    migrate_database(old_url)
    totals = list_hits(old_url, ["Stalin", "talin", "Сталин", "mobilization"])
    assert all(totals[:3])
    database = open_engine(old_url)
    with database.connect() as connection:
        counts = [
            connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - names of three tables
            for table in ("record", "search_text", "search_terms")
        ]
    database.dispose()
    assert len(set(counts)) == 1

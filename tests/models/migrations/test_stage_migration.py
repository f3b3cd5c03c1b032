"""An update notes at which step each controversy stands, from now on, and says nothing of what was before."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from models.controversies.controversy_stages import ControversyStage
from models.engine import open_engine, reading
from models.migrations.migrating import migrate_database
from tests.models.migrations.test_migrations import empty_server_url, upgrade

assert empty_server_url  # a fixture

DAY = "2026-01-01 00:00:00+00:00"
BEFORE: dict[str, list[dict[str, Any]]] = {
    "INSERT INTO seminar (id, slug, title, created, pseudonyms) VALUES (1, 's', 'S', :at, true)": [{"at": DAY}],
    "INSERT INTO controversy (id, seminar_id, number, question, map_id, sequence, step, version, begun) "
    "VALUES (:id, 1, :id, 'Q', 1, 1, :step, 1, :at)": [
        {"id": 1, "step": "reverse", "at": DAY},
        {"id": 2, "step": "assign", "at": DAY},
    ],
}


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)])
def test_controversies_under_way_stand_at_their_step_from_now_on(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    url = f"sqlite:///{tmp_path}/old.sqlite3" if kind == "sqlite" else request.getfixturevalue("empty_server_url")
    database = open_engine(url)
    upgrade(database, "0022")
    with database.connect() as connection:
        for statement, rows in BEFORE.items():
            connection.execute(text(statement), rows)
        connection.commit()
    database.dispose()
    migrate_database(url)
    database = open_engine(url)
    with reading(database) as session:
        stages = {each.controversy_id: each for each in session.exec(select(ControversyStage))}
    database.dispose()
    assert {key: (each.number, each.step, each.until) for key, each in stages.items()} == {
        1: (1, "reverse", None),
        2: (1, "assign", None),
    }
    assert all(each.since > datetime.now(UTC) - timedelta(minutes=10) for each in stages.values())

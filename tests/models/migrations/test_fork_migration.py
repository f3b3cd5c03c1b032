"""An update gives private forks that were made before to the seminar of their origin."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from models.engine import open_engine
from models.migrations.migrating import migrate_database
from tests.models.migrations.test_migrations import empty_server_url, upgrade

assert empty_server_url  # a fixture

DAY = "2026-01-01 00:00:00+00:00"
# A seminar of a teacher (1) and a student (2) with the map 1; of it come 2 (the student's), 3 (of 2), 4 (public),
# 5 (the teacher's); 6 comes of a map of nobody's seminar.
BEFORE: dict[str, list[dict[str, Any]]] = {
    "INSERT INTO argument_map (id, slug, version, title, description, visibility, licence, language) "
    "VALUES (:id, :slug, 1, 'M', '', :visibility, '', 'en')": [
        {"id": key, "slug": f"m{key}", "visibility": "public" if key == 4 else "private"} for key in range(1, 7)
    ],
    "INSERT INTO account (id, handle, folded, display_name, administrator, created) "
    "VALUES (:id, :name, :name, '', false, :at)": [{"id": key, "name": f"a{key}", "at": DAY} for key in (1, 2)],
    "INSERT INTO seminar (id, slug, title, created) VALUES (1, 's', 'S', :at)": [{"at": DAY}],
    "INSERT INTO seminar_map (map_id, seminar_id, sharing) VALUES (1, 1, 'working')": [{}],
    "INSERT INTO membership (account_id, map_id, seminar_id, role, since) "
    "VALUES (:account, :map, :seminar, :role, :at)": [
        {"account": account, "map": map_id, "seminar": None if map_id else 1, "role": role, "at": DAY}
        for account, map_id, role in (
            *((1, None, "teacher"), (2, None, "contributor")),
            *((2, 2, "owner"), (2, 3, "owner"), (2, 4, "owner"), (1, 5, "owner"), (2, 6, "owner")),
        )
    ],
    "INSERT INTO fork (map_id, origin_id, origin_slug, origin_sequence) VALUES (:made, :origin, 'm', 1)": [
        {"made": made, "origin": origin} for made, origin in ((2, 1), (3, 2), (4, 1), (5, 1), (6, 99))
    ],
}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_private_forks_of_members_belong_to_the_seminar_of_their_origin(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    url = f"sqlite:///{tmp_path}/old.sqlite3" if kind == "sqlite" else request.getfixturevalue("empty_server_url")
    database = open_engine(url)
    upgrade(database, "0010")
    with database.connect() as connection:
        for statement, rows in BEFORE.items():
            connection.execute(text(statement), rows)
        connection.commit()
    migrate_database(url)
    with database.connect() as connection:
        found = connection.execute(text("SELECT map_id, seminar_id, sharing FROM seminar_map ORDER BY map_id")).all()
    database.dispose()
    assert [tuple(row) for row in found] == [(1, 1, "working"), (2, 1, "apart"), (3, 1, "apart")]

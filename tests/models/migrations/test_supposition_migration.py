"""An update lets rounds suppose something; those of before suppose nothing, and keep what they had."""

from pathlib import Path

import pytest
from sqlalchemy import text

from models.engine import open_engine, reading, writing
from models.migrations.migrating import migrate_database
from models.participation.positions import Round, read_rounds
from models.participation.suppositions import Supposition
from tests.models.migrations.test_migrations import empty_server_url, upgrade

assert empty_server_url  # a fixture

ROUND = (
    "INSERT INTO position_round (map_id, number, title, question, labels, names_shown, opened_by, opened_at,"
    " closed_at) VALUES (1, 1, 'Before', 'Why?', '[\"P1\"]', true, 'teacher', :at, :at)"
)


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)])
def test_rounds_of_before_suppose_nothing_and_later_ones_may(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    url = f"sqlite:///{tmp_path}/old.sqlite3" if kind == "sqlite" else request.getfixturevalue("empty_server_url")
    database = open_engine(url)
    upgrade(database, "0044")
    with database.connect() as connection:
        connection.execute(text(ROUND), {"at": "2026-01-01 12:00:00+00:00"})
        connection.commit()
    database.dispose()
    migrate_database(url)
    database = open_engine(url)
    supposed = Supposition(without=["S1"], words="A forgery.").model_dump(mode="json")
    with writing(database) as session:
        (before,) = read_rounds(session, 1)
        assert (before.title, before.labels, before.is_open) == ("Before", ["P1"], False)
        assert (before.supposition, before.closed_sequence, before.weighed) == (None, None, None)
        later = Round(map_id=1, number=2, title="R", labels=[], opened_by="t", opened_at=before.opened_at)
        later.supposition = supposed
        session.add(later)
    with reading(database) as session:
        assert [each.supposition for each in read_rounds(session, 1)] == [None, supposed]
        nulls = session.connection().execute(
            text("SELECT count(*) FROM position_round WHERE weighed IS NULL AND closed_sequence IS NULL")
        )
        assert nulls.scalar_one() == 2
    database.dispose()

"""A database of an earlier version is brought up to date without losing anything."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlmodel import Session

from argument_maps.assembly import load_graph
from argument_maps.examples import read_korea_map
from argument_maps.formats import native
from models import changes
from models.engine import open_engine, reading, writing
from models.migrations import migrating
from models.migrations.migrating import MIGRATIONS, migrate_database
from models.participation.comments import read_comments
from models.people.pseudonyms import read_pseudonyms
from models.records import rows
from models.records.arguments import ClaimDraft
from models.records.documents import list_document_records, read_header
from models.records.maps import ArgumentMapDraft, Record
from models.records.rows import insert_many, insert_rows
from models.records.sources import SourceDraft
from models.vocabulary import ClaimKind, RecordKind
from tests.conftest import postgresql_url, run_on_server

# What sources say only since a later version.
LATER_FIELDS = (
    *("witness", "editor", "translator", "annotator", "released_by", "title_short", "original_title"),
    *("original_language", "published_in", "published_pages", "copy_of", "translation_of", "volume_title"),
    *("collection_title", "collection_number", "opened", "published", "translated"),
)


def upgrade(database: Engine, version: str) -> None:
    with database.connect() as connection:
        config = migrating._config()
        config.attributes["connection"] = connection
        command.upgrade(config, version)
        connection.commit()


def korea_without_texts() -> Any:
    """The Korea map as far as the first version could hold it."""
    document, _ = native.read_map_document(read_korea_map())
    claims = [claim for claim in document.claims if claim.kind != ClaimKind.RESPONSE]
    gone = {claim.id for claim in document.claims} - {claim.id for claim in claims}
    links = [link for link in document.links if not gone & {link.target, *link.premises}]
    unsaid = {name: SourceDraft.model_fields[name].get_default(call_default_factory=True) for name in LATER_FIELDS}
    sources = [source.model_copy(update=unsaid) for source in document.sources]
    changed = {"claims": claims, "links": links, "sources": sources}
    return document.model_copy(update={"texts": [], "annotations": [], "contents": {}, **changed})


def insert_map(session: Session, slug: str, header: ArgumentMapDraft) -> int:
    """Insert a map with the columns that the first version had, and return its id."""
    values = {"slug": slug, **header.model_dump(mode="json", exclude={"authors", "forebears", "styles"})}
    statement = (
        f"INSERT INTO argument_map (version, {', '.join(values)}) "  # noqa: S608 - names of our own columns
        f"VALUES (0, {', '.join(f':{name}' for name in values)}) RETURNING id"
    )
    return int(session.connection().execute(text(statement), values).scalar_one())


@pytest.fixture
def empty_server_url(cluster: Path) -> Iterator[str]:
    run_on_server(cluster, "CREATE DATABASE old")
    yield postgresql_url(cluster, "old")
    run_on_server(cluster, "DROP DATABASE old WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database of the first version that holds the Korea map as that version wrote it."""
    url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("empty_server_url")
    database = open_engine(url)
    upgrade(database, "0001")
    document = korea_without_texts()
    with writing(database) as session:
        # The tables of the later version are not there yet, and nothing of the document stands in them.
        map_id = insert_map(session, "korea-1950", read_header(document))
        records = [(kind, each.id, each) for kind, _, each in list_document_records(document)]
        kinds = {label: kind for kind, label, _ in records}
        made = [{"map_id": map_id, "label": label, "kind": kind.value, "revision": 1} for kind, label, _ in records]
        insert_many(session, Record, made)
        with pytest.MonkeyPatch.context() as patched:
            # The first version had fewer columns: it gave questions no places, for example.
            for kind in set(kinds.values()):
                there = {column["name"] for column in inspect(session.connection()).get_columns(kind)}
                patched.setitem(rows._COLUMNS, kind, [name for name in rows._COLUMNS[kind] if name in there])
            insert_rows(session, map_id, records, kinds)
        # The last record that was made is gone; its id stands in the history.
        statement = "INSERT INTO record (map_id, label, kind, revision) VALUES (:map, 'gone', 'tag', 1)"
        session.connection().execute(text(statement), {"map": map_id})
        session.connection().execute(text("DELETE FROM record WHERE label = 'gone'"))
    database.dispose()
    return url


def test_what_was_recorded_is_still_there(old_url: str) -> None:
    migrate_database(old_url)
    database = open_engine(old_url)
    try:
        with writing(database) as session:
            changes.replace_map(session, "again", korea_without_texts(), version=None, author="me")
        with reading(database) as session:
            assert load_graph(session, "korea-1950").by_id == load_graph(session, "again").by_id
    finally:
        database.dispose()


def test_ids_that_were_given_out_are_not_given_again(old_url: str) -> None:
    database = open_engine(old_url)
    try:
        with database.connect() as connection:
            last = connection.execute(text("SELECT max(id) FROM record")).scalar_one()
        migrate_database(old_url)
        with writing(database) as session:
            found = changes.find_map(session, "korea-1950")
            made = changes.create_record(session, found, RecordKind.CLAIM, ClaimDraft(text="New."), author="me")
        assert made.id == last + 2
    finally:
        database.dispose()


def test_the_tables_are_what_the_models_say(sqlite_url: str, fresh_postgresql_url: str) -> None:
    for url in (sqlite_url, fresh_postgresql_url):
        database = open_engine(url)
        with database.connect() as connection:
            config = migrating._config()
            config.attributes["connection"] = connection
            command.check(config)
        database.dispose()


SPOKEN = (
    "INSERT INTO position_round (id, map_id, number, title, question, labels, names_shown, opened_by, opened_at,"
    " closed_at) VALUES (1, 1, 1, 'R', '', '[]', {no}, 't', {now}, {now}),"
    " (2, 1, 2, 'R', '', '[]', {yes}, 't', {now}, {now})",
    "INSERT INTO member_position (map_id, round_id, member, label, stance, confidence, reason, at) VALUES"
    " (1, 1, 'anna', 'P1', 'accepts', 'low', '', {now}), (1, 1, 'ben', 'P1', 'accepts', 'low', '', {now}),"
    " (1, 2, 'anna', 'P1', 'accepts', 'low', '', {now})",
    "INSERT INTO comment (id, map_id, parent, thread, author, text, at, hidden, locked, anonymous) VALUES"
    " (1, 1, NULL, NULL, 'anna', 'One.', {now}, {no}, {no}, {no}),"
    " (2, 1, 1, 1, 'anna', 'Two.', {now}, {no}, {no}, {yes}),"
    " (3, 1, NULL, NULL, 'anna', 'Three.', {now}, {no}, {no}, {no})",
    "INSERT INTO pseudonym (map_id, member, number) VALUES (1, 'anna', 12), (1, 'ben', 3)",
)


def test_who_had_one_number_on_a_map_gets_a_fresh_one_in_each_round_and_thread(old_url: str) -> None:
    database = open_engine(old_url)
    upgrade(database, "0009")
    with database.connect() as connection:
        words = {"yes": "true", "no": "false", "now": "'2026-01-01 12:00:00+00:00'"}
        for statement in SPOKEN:
            connection.exec_driver_sql(statement.format(**words))
        connection.commit()
    database.dispose()
    migrate_database(old_url)
    database = open_engine(old_url)
    with reading(database) as session:
        numbers = read_pseudonyms(session, 1)
        anonymous = {each.id for each in read_comments(session, 1) if each.anonymous}
    database.dispose()
    assert {key: numbers.pop(key) for key in (("", "anna"), ("", "ben"))} == {("", "anna"): 12, ("", "ben"): 3}
    assert set(numbers) == {("round:1", "anna"), ("round:1", "ben"), ("thread:1", "anna")}
    assert len(set(numbers.values()) - {12, 3}) == 3
    assert anonymous == {1, 2}


def test_databases_go_forward_only_and_a_backup_is_the_way_back() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert [each.revision for each in script.walk_revisions() if hasattr(each.module, "downgrade")] == []

"""A copied database is the same database: its rows, its index, and the ids it has given out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from argument_maps.assembly import add_contents, load_graph
from argument_maps.examples import read_korea_map
from argument_maps.formats import native
from models.changes import create_map, delete_map, replace_map, revert_change
from models.changes.lookup import find_map
from models.deliberation.comment_changes import apply_moderation, edit_comment, write_comment
from models.deliberation.position_changes import close_round, open_round, take_position
from models.engine import open_engine, reading, writing
from models.migrations.migrating import migrate_database
from models.participation.comments import CommentDraft, find_mentioning_comments
from models.participation.positions import PositionDraft, RoundDraft, list_visible_positions
from models.records.maps import ArgumentMapDraft
from models.search.full_text import search_full_text
from models.transfer import copy_rows, count_rows, read_last_ids
from models.vocabulary import ModerationKind, StanceKind
from tests.builders import a_debate

WHO = {"author": "somebody", "why": ""}


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path / 'target.sqlite3'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("fresh_postgresql_url")
    else:
        migrate_database(url)
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def source(sqlite_url: str) -> Iterator[Engine]:
    engine = open_engine(sqlite_url)
    with writing(engine) as session:
        replace_map(session, "korea-1950", native.read_map_document(read_korea_map())[0], version=None, **WHO)
        replace_map(session, "gone", native.read_map_document(read_korea_map())[0], version=None, **WHO)
        replace_map(session, "debate", a_debate().document(), version=None, **WHO)
    with writing(engine) as session:
        delete_map(session, "gone", version=None, **WHO)
    yield engine
    engine.dispose()


def _ignore(_done: int, _whole: int) -> None:
    pass


def test_every_row_and_word_is_copied(source: Engine, target: Engine) -> None:
    steps: list[tuple[int, int]] = []
    copied = copy_rows(source, target, lambda done, whole: steps.append((done, whole)))
    assert steps[-1] == (copied, copied)
    with source.connect() as old, target.connect() as new:
        assert count_rows(old) == count_rows(new)
    with reading(source) as old_session, reading(target) as new_session:
        assert load_graph(old_session, "korea-1950") == load_graph(new_session, "korea-1950")
        graphs = [add_contents(each, load_graph(each, "debate")) for each in (old_session, new_session)]
        assert graphs[0] == graphs[1]
        assert len(graphs[0].contents) == 3
        assert search_full_text(old_session, "Сталин") == search_full_text(new_session, "Сталин")
        assert search_full_text(new_session, "Stalin").total > 0


def test_ids_of_deleted_maps_are_not_given_again(source: Engine, target: Engine) -> None:
    copy_rows(source, target, _ignore)
    with writing(target) as session:
        made = create_map(session, "new", ArgumentMapDraft(title="New"), **WHO)
        assert made.id == 4
    with writing(target) as session:
        revert_change(session, "gone", 2, **WHO)
    with reading(target) as session:
        assert len(load_graph(session, "gone").links) == 124


def test_whatever_a_table_counts_it_goes_on_counting(source: Engine, target: Engine) -> None:
    with source.begin() as connection:
        counting = text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'")
        names = connection.execute(counting).scalars().all()
        connection.execute(text("DELETE FROM sqlite_sequence"))
        given = [{"name": name, "last": 41_000 + number} for number, name in enumerate(names)]
        connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), given)
    assert {"revision", "seminar_event", "release", "synthesis_vote"} <= set(names)
    copy_rows(source, target, _ignore)
    with target.connect() as connection:
        assert read_last_ids(connection) == {each["name"]: each["last"] for each in given}


def test_a_copy_that_fails_leaves_the_target_as_it_was(source: Engine, target: Engine) -> None:
    copy_rows(source, target, _ignore)

    def fail(_done: int, _whole: int) -> None:
        raise KeyboardInterrupt

    with target.connect() as connection:
        before = count_rows(connection)
    with pytest.raises(KeyboardInterrupt):
        copy_rows(source, target, fail, replace=True)
    with target.connect() as connection:
        assert count_rows(connection) == before


def test_a_target_that_is_not_empty_is_emptied_only_when_told_to(source: Engine, target: Engine) -> None:
    with writing(target) as session:
        create_map(session, "other", ArgumentMapDraft(title="Other"), **WHO)
    copy_rows(source, target, _ignore, replace=True)
    with source.connect() as old, target.connect() as new:
        assert count_rows(old) == count_rows(new)


def test_what_members_said_is_copied_and_counted_on(source: Engine, target: Engine) -> None:
    with writing(source) as session:
        found = find_map(session, "debate")
        asked = open_round(session, found, RoundDraft(title="First", labels=["P1"], names_shown=False), by="teacher")
        draft = PositionDraft(stance=StanceKind.REJECTS, reason="No.")
        take_position(session, found, "P1", draft, member="anna", in_round=asked.number)
        close_round(session, found, asked.number, by="teacher")
        first = write_comment(session, found, CommentDraft(text="Well, @ben?", label="P1"), author="anna")
        answer = write_comment(session, found, CommentDraft(text="Well.", parent=first.id), author="ben")
        edit_comment(session, found, answer.id or 0, "Very well.", by="ben")
        apply_moderation(session, found, answer.id or 0, ModerationKind.HIDDEN, by="teacher", why="Short.")
        last = answer.id or 0
    copy_rows(source, target, _ignore)
    with source.connect() as old, target.connect() as new:
        assert count_rows(old) == count_rows(new)
    with writing(target) as session:
        found = find_map(session, "debate")
        told = [
            (each.member, each.stance, each.reason) for each in list_visible_positions(session, found.id or 0, "ben")
        ]
        assert told == [("anna", "rejects", "No.")]
        assert find_mentioning_comments(session, found.id or 0, "Ben") == {first.id}
        assert write_comment(session, found, CommentDraft(text="More."), author="ben").id == last + 1

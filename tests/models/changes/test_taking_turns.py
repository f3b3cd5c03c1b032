"""Who waits for another writer goes on from what that one left, and a copy is of one moment."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from api.forks.merges import merge_maps, preview_merge
from argument_maps.assembly import add_contents, load_graph
from argument_maps.draft_values import build_graph_from_drafts
from argument_maps.formats import native
from models import changes
from models.changes import forking
from models.engine import reading, writing
from models.errors import UnknownMap
from models.history.forks import find_fork
from models.history.moments import read_snapshot, rename_snapshot, replay_history
from models.records.arguments import ClaimDraft
from models.records.maps import ArgumentMap, ArgumentMapDraft
from models.vocabulary import RecordKind
from tests.builders import a_debate

SLUG = "debate"


def found_map(session: Session, slug: str = SLUG) -> ArgumentMap:
    return changes.find_map(session, slug)


def edit(session: Session, label: str, words: str, slug: str = SLUG) -> None:
    draft = ClaimDraft(text=words)
    changes.change_record(session, found_map(session, slug), label, draft, revision=None, author="me")


def add(session: Session, label: str, slug: str = SLUG) -> None:
    changes.create_record(
        session, found_map(session, slug), RecordKind.CLAIM, ClaimDraft(text="New."), label=label, author="me"
    )


@pytest.fixture
def debate(engine: Engine) -> Engine:
    """The debate, with four changes of one finding after its making."""
    with writing(engine) as session:
        changes.replace_map(session, SLUG, a_debate().document(), version=None, author="me")
    for number in range(2, 6):
        with writing(engine) as session:
            edit(session, "F1", f"Words of change {number}.")
    return engine


def document(session: Session, slug: str = SLUG) -> bytes:
    return native.write_map_document(add_contents(session, load_graph(session, slug)))


def history_holds(engine: Engine, slug: str = SLUG) -> None:
    with reading(engine) as session:
        whole = replay_history(session, found_map(session, slug))
        assert native.write_map_document(
            add_contents(session, build_graph_from_drafts(whole.header or {}, whole.records))
        ) == document(session, slug)


@contextmanager
def meanwhile(engine: Engine, later: Callable[[Session], Any]) -> Iterator[tuple[Session, Future[Any]]]:
    """Give a session that writes; `later` begins before it is committed, and has to wait for its turn."""

    def work() -> Any:
        with writing(engine) as session:
            return later(session)

    with ThreadPoolExecutor(1) as beside:
        with writing(engine) as session:
            waiting: list[Future[Any]] = []
            future: Future[Any] = Future()
            yield session, future
            session.flush()
            waiting.append(beside.submit(work))
            _until_it_waits(engine)
            assert not waiting[0].done()
        try:
            future.set_result(waiting[0].result(30))
        except BaseException as error:  # noqa: BLE001 # handed on to whoever asks
            future.set_exception(error)


def _until_it_waits(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        # It waits before it reads anything.
        time.sleep(0.2)
        return
    asked = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    deadline = time.monotonic() + 20
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.execute(asked).scalar_one():
            assert time.monotonic() < deadline
            time.sleep(0.02)


def test_a_map_is_restored_from_what_the_last_writer_left(debate: Engine) -> None:
    restore = lambda session: changes.restore_map(session, SLUG, 4, version=None, author="you")  # noqa: E731 # a word of its own
    with meanwhile(debate, restore) as (session, restored):
        edit(session, "F2", "Written meanwhile.")
    assert {each.label for each in restored.result()} == {"F1", "F2"}
    with reading(debate) as session:
        then = read_snapshot(session, found_map(session), 4)
        assert native.write_map_document(
            add_contents(session, build_graph_from_drafts(then.header or {}, then.records))
        ) == document(session)
    history_holds(debate)


def test_what_a_map_said_of_itself_before_is_what_the_last_writer_left(debate: Engine) -> None:
    draft = ArgumentMapDraft(title="The second")
    rename = lambda session: changes.change_map(session, SLUG, draft, version=None, author="you")  # noqa: E731 # a word of its own
    with meanwhile(debate, rename) as (session, renamed_later):
        changes.change_map(session, SLUG, ArgumentMapDraft(title="The first"), version=None, author="me")
    assert renamed_later.result().title == "The second"
    with writing(debate) as session:
        changes.revert_change(session, SLUG, 7, author="me")
    with reading(debate) as session:
        assert found_map(session).title == "The first"
    history_holds(debate)


def test_a_map_that_was_deleted_meanwhile_is_not_there(debate: Engine) -> None:
    with meanwhile(debate, lambda session: edit(session, "F2", "Too late.")) as (session, edited):
        changes.delete_map(session, SLUG, version=None, author="me")
    assert isinstance(edited.exception(), UnknownMap)


def test_a_fork_is_a_copy_of_one_moment(debate: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def write() -> None:
        with writing(debate) as session:
            add(session, "F9")

    writer = threading.Thread(target=write)

    def slowly(*asked: Any) -> Any:
        # Somebody writes between finding out how far the map is and reading it, if they can.
        writer.start()
        writer.join(1)
        return read_snapshot(*asked)

    monkeypatch.setattr(forking, "read_snapshot", slowly)
    with writing(debate) as session:
        changes.fork_map(session, found_map(session), "group", author="you")
    writer.join(30)
    with reading(debate) as session:
        begun = find_fork(session, found_map(session, "group").id)
        assert begun is not None
        then = rename_snapshot(read_snapshot(session, found_map(session), begun.origin_sequence), "group")
        assert native.write_map_document(
            add_contents(session, build_graph_from_drafts(then.header or {}, then.records))
        ) == document(session, "group")
        # What was written to the origin since is offered to the fork, and so not lost.
        assert [each.label for each in preview_merge(session, SLUG, "group").differences] == ["F9"]


def test_a_merge_remembers_how_far_the_fork_really_was(debate: Engine) -> None:
    with writing(debate) as session:
        changes.fork_map(session, found_map(session), "group", author="you")

    def take(session: Session) -> Any:
        # Both maps were looked at before it was the merge's turn.
        known = found_map(session), found_map(session, "group")
        done = merge_maps(session, "group", SLUG, ["F8"], version=None, author="teacher")
        return done, known

    with meanwhile(debate, take) as (session, merged):
        add(session, "F8", "group")
        add(session, "F9", "group")
    done, _ = merged.result()
    assert [each.label for each in done.revisions] == ["F8"]
    with reading(debate) as session:
        # What was left is not offered again.
        assert preview_merge(session, "group", SLUG).differences == ()

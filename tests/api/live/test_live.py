"""Whoever listens to a map gets each of its changes once and in order, and knows who is here."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import httpx2 as httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, text
from starlette.testclient import TestClient

from api.access import authorization, current_user, lasting_permission
from api.live import hub
from api.live.hub import LONGEST_QUEUE, Listener
from api.live.tail import StreamEvent
from models import changes
from models.changes.journal import Journal
from models.engine import writing
from models.people import presence
from models.records.maps import ArgumentMapDraft
from models.records.sources import TagDraft
from models.vocabulary import ChangeKind, RecordKind
from tests.listening import Listening, running

WINDOW = "kim-0000000000000000"
OTHER = "ana-0000000000000000"


@pytest.fixture
def address(app: FastAPI) -> Iterator[str]:
    with writing(app.state.engine) as session:
        changes.create_map(session, "debate", ArgumentMapDraft(title="A debate"), author="somebody")
    with running(app) as (address, _):
        yield address


def add_tags(engine: Engine, many: int, *, author: str = "somebody") -> None:
    for _ in range(many):
        with writing(engine) as session:
            found = changes.find_map(session, "debate")
            changes.create_record(session, found, RecordKind.TAG, TagDraft(text="a word"), author=author)


def add_revisions(engine: Engine, many: int, *, author: str = "somebody") -> None:
    """Write many revisions at once, of one change."""
    with writing(engine) as session:
        journal = Journal(session, changes.find_map(session, "debate"), author, "")
        for _ in range(many):
            journal.add(ChangeKind.CHANGED)
        journal.close()


def tell(address: str, client: str, record: str | None = None, status: int = 200) -> Any:
    sent = httpx.put(f"{address}/api/v1/maps/debate/presence", json={"client": client, "record": record})
    assert sent.status_code == status
    return sent.json()


def test_each_change_comes_once_and_in_order_to_all(app: FastAPI, address: str) -> None:
    with Listening(address, "debate") as one, Listening(address, "debate", query="?after=0") as other:
        add_tags(app.state.engine, 10)
        assert one.changes(10) == list(range(2, 12))
        assert other.changes(11) == list(range(1, 12))


def test_an_event_tells_what_happened_and_not_what_is_written(app: FastAPI, address: str) -> None:
    with Listening(address, "debate") as listening:
        add_tags(app.state.engine, 1)
        event = next(each for each in listening.frames() if each.name == "change")
    told = dict(event.data)
    assert abs(time.time() - time.mktime(time.strptime(told.pop("at")[:19], "%Y-%m-%dT%H:%M:%S"))) < 86_400
    assert told == {
        "sequence": 2,
        "change": 2,
        "kind": "created",
        "record_kind": "tag",
        "label": "T1",
        "author": "somebody",
    }


@pytest.mark.parametrize("many", [5, hub.RECENT + 40, 1_200])
def test_who_was_away_gets_what_they_missed_and_what_follows(app: FastAPI, address: str, many: int) -> None:
    add_revisions(app.state.engine, many)
    with Listening(address, "debate", headers=("Last-Event-ID: 1",), query="?after=0") as listening:
        add_tags(app.state.engine, 3)
        assert listening.changes(many + 3) == list(range(2, many + 5))


def test_changes_before_and_during_the_reading_of_what_was_missed_are_neither_lost_nor_doubled(
    app: FastAPI, address: str
) -> None:
    add_revisions(app.state.engine, 700)
    writer = threading.Thread(target=add_tags, args=(app.state.engine, 60))
    writer.start()
    listeners = [Listening(address, "debate", query=f"?after={after}") for after in (0, 300, 650) for _ in range(4)]
    writer.join()
    for listening in listeners:
        first = listening.changes(1)[0]
        assert first in (1, 301, 651)
        assert listening.changes(761 - first) == list(range(first + 1, 762))
        listening.socket.close()


def test_a_stream_that_ends_while_it_catches_up_leaves_nothing_out(
    app: FastAPI, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two pages are missing; the map is deleted after the first of them was read, so that the stream is to end.
    add_revisions(app.state.engine, 900)
    live, read = app.state.live, threading.Event()
    older = live.read_history

    async def slowly(*asked: int) -> Any:
        page = await older(*asked)
        read.set()
        while live.listening:
            await asyncio.sleep(0.01)
        return page

    monkeypatch.setattr(live, "read_history", slowly)
    with Listening(address, "debate", query="?after=0") as listening:
        assert read.wait(10)
        with writing(app.state.engine) as session:
            changes.delete_map(session, "debate", version=None, author="somebody")
        told = [event.data for event in listening.frames() if event.name == "change"]
    assert [each["sequence"] for each in told] == list(range(1, 903))
    assert told[-1]["kind"] == "deleted"


def test_what_is_rolled_back_is_told_to_nobody(app: FastAPI, address: str) -> None:
    with Listening(address, "debate") as listening:
        with pytest.raises(KeyboardInterrupt), writing(app.state.engine) as session:
            found = changes.find_map(session, "debate")
            changes.create_record(session, found, RecordKind.TAG, TagDraft(text="never"), author="nobody")
            raise KeyboardInterrupt
        add_tags(app.state.engine, 1)
        assert next(each for each in listening.frames() if each.name == "change").data["author"] == "somebody"


def miss_none(app: FastAPI, address: str, each: int) -> None:
    """Let eight write at once, and one that listens from the beginning."""
    writers = [
        threading.Thread(target=add_tags, args=(app.state.engine, each), kwargs={"author": f"writer {number}"})
        for number in range(8)
    ]
    with Listening(address, "debate") as listening:
        listening.patience = 1_200
        for writer in writers:
            writer.start()
        assert listening.changes(8 * each) == list(range(2, 8 * each + 2))
    for writer in writers:
        writer.join()


def test_a_reader_of_the_tail_misses_nothing_of_eight_writers(app: FastAPI, address: str) -> None:
    miss_none(app, address, 12)


@pytest.mark.soak
def test_a_reader_of_the_tail_misses_none_of_five_thousand_events(app: FastAPI, address: str) -> None:
    miss_none(app, address, 625)


def test_a_stream_is_neither_compressed_nor_kept(app: FastAPI, address: str) -> None:
    with Listening(address, "debate", headers=("Accept-Encoding: gzip",)) as listening:
        add_tags(app.state.engine, 1)
        assert listening.changes(1) == [2]
    assert listening.headers["content-type"].startswith("text/event-stream")
    assert listening.headers["cache-control"] == "no-store"
    assert "content-encoding" not in listening.headers


def test_only_the_head_is_answered_with_the_head_of_a_stream(client: TestClient, app: FastAPI) -> None:
    client.post("/api/v1/maps", json={"slug": "debate", "title": "A debate"})
    answer = client.head("/api/v1/maps/debate/events")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert app.state.live.listening == 0


@pytest.mark.parametrize(
    ("path", "header", "status", "name"),
    [
        ("/api/v1/maps/nowhere/events", "0", 404, "unknown-map"),
        ("/api/v1/maps/debate/events?after=2", None, 409, "ahead-of-history"),
        ("/api/v1/maps/debate/events?after=-1", None, 422, "invalid-request"),
        ("/api/v1/maps/debate/events", "x", 422, "invalid-request"),
        ("/api/v1/maps/debate/events?since=1", None, 422, "unknown-parameter"),
    ],
)
def test_a_stream_that_cannot_begin_is_a_problem(
    client: TestClient, path: str, header: str | None, status: int, name: str
) -> None:
    client.post("/api/v1/maps", json={"slug": "debate", "title": "A debate"})
    answer = client.get(path, headers={"Last-Event-ID": header} if header else {})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"].endswith(":" + name)


def test_a_stream_ends_when_its_listener_may_not_look_any_more(
    app: FastAPI, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Listening(address, "debate") as listening:
        for module in (current_user, authorization, lasting_permission):
            monkeypatch.setattr(module, "list_permitted_actions", lambda *_: frozenset())
        add_tags(app.state.engine, 1)
        assert listening.is_ended(5)
    with Listening(address, "debate") as again:
        assert again.status == 403


def test_nothing_is_told_to_whom_a_map_is_closed(app: FastAPI, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Listening(address, "debate") as listening:
        for module in (current_user, authorization, lasting_permission):
            monkeypatch.setattr(module, "list_permitted_actions", lambda *_: frozenset())
        add_tags(app.state.engine, 1)
        assert [event for event in listening.frames() if event.name == "change"] == []


def test_with_a_map_its_streams_end_after_telling_so(app: FastAPI, address: str) -> None:
    with Listening(address, "debate") as listening:
        with writing(app.state.engine) as session:
            changes.delete_map(session, "debate", version=None, author="somebody")
        assert [each.data["kind"] for each in listening.frames() if each.name == "change"] == ["deleted"]


def test_another_map_of_the_same_name_is_not_taken_for_the_first(app: FastAPI, address: str) -> None:
    with Listening(address, "debate") as listening:
        with writing(app.state.engine) as session:
            changes.delete_map(session, "debate", version=None, author="somebody")
            changes.create_map(session, "debate", ArgumentMapDraft(title="Another"), author="somebody")
        assert [each.data["kind"] for each in listening.frames() if each.name == "change"] == ["deleted"]
    with Listening(address, "debate", query="?after=0") as listening:
        assert listening.changes(1) == [1]


def test_no_listener_holds_a_connection_to_the_database(app: FastAPI, address: str) -> None:
    listeners = [Listening(address, "debate") for _ in range(60)]
    _until(lambda: app.state.live.listening == 60)
    _until(lambda: app.state.engine.pool.checkedout() <= 2)
    add_tags(app.state.engine, 1)
    for listening in listeners:
        assert listening.changes(1) == [2]
        listening.socket.close()
    _until(lambda: app.state.live.listening == 0)
    _until(lambda: app.state.live._reader.done())


def _until(holds: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_listener_that_does_not_keep_up_is_ended_and_resumes(app: FastAPI, address: str) -> None:
    # More than the systems in between hold for somebody who reads nothing.
    wordy = "somebody" * 500
    got: list[int] = []
    with Listening(address, "debate", room=4096) as slow, Listening(address, "debate") as quick:
        _until(lambda: app.state.live.listening == 2)
        with ThreadPoolExecutor(1) as beside:
            kept_up = beside.submit(quick.changes, 4_000)
            for _ in range(40):
                add_revisions(app.state.engine, 100, author=wordy)
            assert kept_up.result() == list(range(2, 4_002))
        _until(lambda: app.state.live.listening == 1)
        with suppress(ConnectionError):
            got.extend(event.data["sequence"] for event in slow.frames() if event.name == "change")
    assert got == list(range(2, len(got) + 2))
    assert len(got) < 4_000
    with Listening(address, "debate", headers=(f"Last-Event-ID: {len(got) + 1}",)) as again:
        assert again.changes(4_000 - len(got)) == list(range(len(got) + 2, 4_002))


def test_a_queue_is_bounded() -> None:
    listener = Listener(lasting_permission.Asker(authorization.LOCAL_USER), 0)
    for sequence in range(1, LONGEST_QUEUE + 1):
        listener.offer(StreamEvent(sequence, b"x"))
    assert not listener.over.is_set()
    listener.offer(StreamEvent(LONGEST_QUEUE + 1, b"x"))
    assert listener.over.is_set()


def test_a_silent_stream_says_that_it_is_there(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "ALIVE_SECONDS", 0.1)
    with Listening(address, "debate") as listening:
        comments = (event for event in listening.frames() if event.name == "comment")
        assert [next(comments).id for _ in range(3)] == [None, None, None]


def test_the_server_stops_at_once_with_open_streams(app: FastAPI) -> None:
    with writing(app.state.engine) as session:
        changes.create_map(session, "debate", ArgumentMapDraft(title="A debate"), author="somebody")
    with running(app) as (address, _):
        listeners = [Listening(address, "debate") for _ in range(20)]
        began = time.monotonic()
    assert time.monotonic() - began < 2
    for listening in listeners:
        assert listening.is_ended(1)
        listening.socket.close()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_lost_connection_to_the_server_of_the_database_is_made_good(app: FastAPI, address: str) -> None:
    cut = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sicetnon live'")
    with Listening(address, "debate") as listening:
        add_tags(app.state.engine, 1)
        assert listening.changes(1) == [2]
        with app.state.engine.connect() as connection:
            assert connection.execute(cut).scalars().all() == [True]
        add_tags(app.state.engine, 5)
        assert listening.changes(5) == [3, 4, 5, 6, 7]


def test_others_hear_who_comes_turns_and_leaves(app: FastAPI, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "PARTING_SECONDS", 0.2)
    add_tags(app.state.engine, 2)
    with Listening(address, "debate") as listening:
        known = tell(address, WINDOW)
        assert known["name"] is None
        assert listening.presence("joined").data["joined"] == [{"id": known["id"], "name": None, "record": None}]
        tell(address, WINDOW, "T2")
        assert listening.presence("moved").data["moved"] == [{"id": known["id"], "name": None, "record": "T2"}]
        tell(address, OTHER)
        with Listening(address, "debate") as late:
            assert {each["record"] for each in late.presence("here").data["here"]} >= {"T2"}
        assert httpx.delete(f"{address}/api/v1/maps/debate/presence/{WINDOW}").status_code == 204
        assert [each["id"] for each in listening.presence("left").data["left"]] == [known["id"]]


def test_who_does_not_say_so_again_is_not_here_any_more(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "LASTING_SECONDS", 0.5)
    with Listening(address, "debate") as listening:
        tell(address, WINDOW)
        assert listening.presence("left").data["left"]


def test_what_a_window_calls_itself_is_told_to_nobody(address: str) -> None:
    with Listening(address, "debate") as listening:
        assert tell(address, WINDOW)["id"] != WINDOW
        assert WINDOW not in str(listening.presence("joined").data)


def test_being_here_is_no_change(client: TestClient) -> None:
    client.post("/api/v1/maps", json={"slug": "debate", "title": "A debate"})
    before = client.get("/api/v1/maps/debate")
    told = client.put("/api/v1/maps/debate/presence", json={"client": WINDOW})
    assert told.status_code == 200
    # One that is gone by now is no mistake.
    gone = client.put("/api/v1/maps/debate/presence", json={"client": WINDOW, "record": "P99"})
    assert gone.json()["record"] is None
    after = client.get("/api/v1/maps/debate")
    assert after.headers["etag"] == before.headers["etag"]
    assert len(client.get("/api/v1/maps/debate/revisions").json()["items"]) == 1


@pytest.mark.parametrize(
    ("slug", "sent", "status"),
    [
        ("nowhere", {"client": WINDOW}, 404),
        ("debate", {"client": "short"}, 422),
        ("debate", {"client": WINDOW, "name": "Somebody else"}, 422),
        ("debate", {"client": WINDOW, "record": "no label"}, 422),
    ],
)
def test_presence_that_means_nothing_is_refused(
    client: TestClient, slug: str, sent: dict[str, Any], status: int
) -> None:
    client.post("/api/v1/maps", json={"slug": "debate", "title": "A debate"})
    assert client.put(f"/api/v1/maps/{slug}/presence", json=sent).status_code == status

"""Work that takes long holds no writer up, ends with its client, and leaves to review what it has no time for."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from starlette.testclient import TestClient

from api.processes import anchoring_process, child_processes
from api.requests import drafts
from api.texts import quotation_search, reviewing
from argument_maps.bounded_work import Work, WorkEnded, WorkTooLong, check_work, run_as_work
from models.changes import time_limit
from tests.aside import run_aside

TEXT = "/api/v1/maps/debate/texts/T1"
OLD = "The archives were opened late. Stalin agreed in January. Kim had asked for it many times."
NEW = "Before all: the archives were opened late. Stalin agrees in January. Kim had asked many times."
PATIENCE = 30
WRITTEN = {"kind": "assertion", "text": "Written meanwhile."}


@pytest.fixture
def debate(client: TestClient) -> TestClient:
    for slug in ("debate", "other"):
        assert client.post("/api/v1/maps", json={"slug": slug, "title": slug}).status_code == 201
    made = client.post("/api/v1/maps/debate/texts/upload?id=T1&name=a.txt", content=OLD)
    assert made.status_code == 201, made.text
    for exact in ("Stalin agreed in January.", "The archives were opened late."):
        posted = client.post("/api/v1/maps/debate/annotations", json={"in_text": "T1", "exact": exact})
        assert posted.status_code == 201, posted.text
    return client


class Stuck:
    """Long work that does not end before it is let go, or its work is ended."""

    def __init__(self, work: Any) -> None:
        self.gate, self.begun, self.ended = threading.Event(), threading.Event(), threading.Event()
        self.work = work

    def __call__(self, *given: Any) -> Any:
        self.begun.set()
        try:
            while not self.gate.wait(0.005):
                check_work()
        except WorkEnded:
            self.ended.set()
            raise
        return self.work(*given)


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stuck]:
    made = Stuck(reviewing.reanchor_annotations)
    monkeypatch.setattr(reviewing, "reanchor_annotations", made)
    yield made
    made.gate.set()


def run(app: FastAPI, work: Callable[[AsyncClient], Awaitable[None]]) -> None:
    async def limited() -> None:
        async with AsyncClient(transport=ASGITransport(app), base_url="http://testserver", timeout=PATIENCE) as client:
            await asyncio.wait_for(work(client), PATIENCE)

    run_aside(limited())


@pytest.mark.usefixtures("debate")
def test_four_new_versions_that_are_carried_over_keep_no_writer_waiting(app: FastAPI, stuck: Stuck) -> None:
    async def work(client: AsyncClient) -> None:
        given = {"params": {"name": "a.txt"}, "headers": {"If-Match": "*"}, "content": NEW}
        sent = [asyncio.ensure_future(client.put(f"{TEXT}/content", **given)) for _ in range(4)]
        assert await asyncio.to_thread(stuck.begun.wait, PATIENCE)
        for slug in ("other", "debate"):
            written = await client.post(f"/api/v1/maps/{slug}/claims", json=WRITTEN)
            assert written.status_code == 201
        assert (await client.get("/healthz")).status_code == 200
        stuck.gate.set()
        assert {answer.status_code for answer in await asyncio.gather(*sent)} == {200}

    run(app, work)


MARKED = {"in_text": "T1", "exact": "Kim had asked for it many times."}
FORM = {"as": "evidence", "exact": MARKED["exact"], "summary": "Kim had asked.", "source": "S1"}
NEW_TEXT = {"title": "Another", "content": NEW}
EVERYTHING = {
    "texts": [{"id": "T2", **NEW_TEXT}],
    "annotations": [{**MARKED, "in_text": "T2", "exact": "Kim had asked"}],
}
SLOW_WRITES = [
    pytest.param("locate_passage", "/api/v1/maps/debate/annotations", {"json": MARKED}, 201, id="annotation"),
    pytest.param("read_file_apart", "/api/v1/maps/debate/texts", {"json": NEW_TEXT}, 201, id="text"),
    pytest.param("locate_passage", "/api/v1/maps/debate/records", {"json": EVERYTHING}, 201, id="records"),
    pytest.param("find_quotation", "/maps/debate/texts/T1/mark", {"data": FORM}, 303, id="form"),
]


@pytest.mark.usefixtures("debate")
@pytest.mark.parametrize(("slow", "path", "sent", "status"), SLOW_WRITES)
def test_what_takes_long_to_find_keeps_no_writer_waiting(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch, slow: str, path: str, sent: dict[str, Any], status: int
) -> None:
    where = quotation_search if slow == "find_quotation" else drafts
    stuck = Stuck(getattr(where, slow))
    monkeypatch.setattr(where, slow, stuck)
    monkeypatch.setattr(drafts, "QUICK", 0)

    async def work(client: AsyncClient) -> None:
        source = {"id": "S1", "type": "archival", "title": "A telegram"}
        assert (await client.post("/api/v1/maps/debate/sources", json=source)).status_code == 201
        waiting = asyncio.ensure_future(client.post(path, **sent))
        assert await asyncio.to_thread(stuck.begun.wait, PATIENCE)
        for slug in ("other", "debate"):
            written = await client.post(f"/api/v1/maps/{slug}/claims", json=WRITTEN)
            assert written.status_code == 201
        stuck.gate.set()
        answer = await waiting
        assert answer.status_code == status, answer.text

    try:
        run(app, work)
    finally:
        stuck.gate.set()


@pytest.mark.usefixtures("debate")
def test_a_passage_is_found_in_the_version_that_is_there_when_it_is_written(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = Stuck(drafts.locate_passage)
    monkeypatch.setattr(drafts, "locate_passage", stuck)
    monkeypatch.setattr(drafts, "QUICK", 0)

    async def work(client: AsyncClient) -> None:
        marked = {"in_text": "T1", "exact": "archives were opened late"}
        waiting = asyncio.ensure_future(client.post("/api/v1/maps/debate/annotations", json=marked))
        assert await asyncio.to_thread(stuck.begun.wait, PATIENCE)
        given = {"params": {"name": "a.txt"}, "headers": {"If-Match": "*"}, "content": NEW}
        changed = await client.put(f"{TEXT}/content", **given)
        assert changed.status_code == 200
        stuck.gate.set()
        answer = await waiting
        assert answer.status_code == 201, answer.text
        assert answer.json()["version"] == changed.json()["text"]["versions"][-1]["sha256"]
        assert answer.json()["start"] == NEW.index(marked["exact"])

    try:
        run(app, work)
    finally:
        stuck.gate.set()


@pytest.mark.usefixtures("debate")
def test_a_version_whose_client_left_is_not_written(app: FastAPI, stuck: Stuck) -> None:
    async def work(client: AsyncClient) -> None:
        before = (await client.get(TEXT)).json()
        given = {"params": {"name": "a.txt"}, "headers": {"If-Match": "*"}, "content": NEW}
        sent = asyncio.ensure_future(client.put(f"{TEXT}/content", **given))
        assert await asyncio.to_thread(stuck.begun.wait, PATIENCE)
        sent.cancel()
        assert await asyncio.to_thread(stuck.ended.wait, PATIENCE)
        assert (await client.get(TEXT)).json() == before

    run(app, work)


def test_what_was_not_found_in_time_waits_for_review_and_is_looked_for_there(
    debate: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as hurried:
        hurried.setattr(reviewing, "reanchor_annotations", lambda *_: {})
        headers = {"If-Match": "*"}
        answer = debate.put(f"{TEXT}/content", params={"name": "a.txt"}, headers=headers, content=NEW).json()
        assert (answer["anchored"], len(answer["needs_review"]), answer["orphans"]) == ([], 2, [])
        unsought = debate.get(f"{TEXT}/review").json()["items"]
        assert [(item["looked_for"], item["proposal"]) for item in unsought] == [(False, None), (False, None)]
        page = debate.get("/maps/debate/texts/T1/review")
        assert "There has been no time to look for this passage yet" in page.text
    items = {item["annotation"]["exact"]: item for item in debate.get(f"{TEXT}/review").json()["items"]}
    assert items["Stalin agreed in January."]["proposal"]["exact"] == "Stalin agrees in January."
    assert all(item["looked_for"] for item in items.values())


def test_what_a_process_of_its_own_carries_over_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    version = {"old": OLD}
    annotations = {
        str(number): {"version": "old", "exact": exact, "start": OLD.index(exact), "end": OLD.index(exact) + len(exact)}
        for number, exact in enumerate(("The archives", "Stalin agreed in January.", "many times."))
    }
    quickly = anchoring_process.reanchor_annotations(annotations, version, NEW, "new")
    monkeypatch.setattr(anchoring_process, "QUICK", 0)
    assert anchoring_process.reanchor_annotations(annotations, version, NEW, "new", PATIENCE) == quickly
    assert len(quickly) == 3
    assert anchoring_process.reanchor_annotations(annotations, version, NEW, "new", 0.001) == {}


def test_a_piece_of_work_ends_when_its_time_is_over() -> None:
    with run_as_work(Work(seconds=0)), pytest.raises(WorkTooLong, match="longer than 0 seconds"):
        check_work()
        check_work()


def test_the_program_that_carries_over_finds_the_package_from_wherever_the_server_was_started() -> None:
    # Within the package its modules would stand beside those of the standard library, and before them.
    assert (child_processes.ROOT / "argument_maps" / "__init__.py").is_file()


def test_every_write_over_the_network_has_its_time(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.post("/api/v1/maps", json={"slug": "other", "title": "A debate"}).status_code == 201
    monkeypatch.setattr(time_limit, "WRITING_SECONDS", -1.0)
    document = {"title": "Another", "claims": [{"id": "C1", "text": "It was so.", "kind": "finding"}]}
    answers = [
        client.put("/api/v1/maps/other", json=document, headers={"If-Match": "*"}),
        client.post("/api/v1/maps/other/claims", json={"text": "It was so.", "kind": "finding"}),
    ]
    for answer in answers:
        assert answer.status_code == 422
        assert answer.json()["type"].endswith("change-takes-too-long")
        assert "nothing was changed" in answer.json()["detail"]
    assert client.get("/api/v1/maps/other").json()["title"] == "A debate"

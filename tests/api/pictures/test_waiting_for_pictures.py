"""Waiting for a picture takes no thread, ends with the client, and is not done twice for what cannot be drawn."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from starlette.testclient import TestClient

from api.maps import canvas
from api.pictures import picture_service
from api.pictures.keeping import drawing_failures
from argument_maps.bounded_work import check_work
from argument_maps.formats import native
from benchmarks.generate import graph
from models.errors import MapError
from renderers.layout import box_placement, map_layout
from tests.aside import run_aside

SMALL = "/maps/small"
PATIENCE = 30
WRITTEN = {"kind": "assertion", "text": "Written meanwhile."}


class Stuck:
    """Drawing that does not end before it is let go, or its work is ended."""

    def __init__(self) -> None:
        self.gate, self.ended = threading.Event(), threading.Event()
        self.begun: list[Any] = []
        self.render = picture_service.render_picture

    def __call__(self, drawn: Any, wanted: Any, cropping: Any, boxes: Any = None) -> bytes:
        self.begun.append(wanted)
        try:
            while not self.gate.wait(0.005):
                check_work()
        except BaseException:
            self.ended.set()
            raise
        return self.render(drawn, wanted, cropping, boxes)

    async def until_begun(self, count: int = 1) -> None:
        while len(self.begun) < count:
            await asyncio.sleep(0.005)


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stuck]:
    made = Stuck()
    monkeypatch.setattr(picture_service, "render_picture", made)
    yield made
    made.gate.set()


@pytest.fixture
def debate(client: TestClient) -> TestClient:
    headers = {"Content-Type": "application/json"}
    put = client.put(f"/api/v1{SMALL}", content=native.write_map_document(graph(10, slug="small")), headers=headers)
    assert put.status_code == 201, put.text
    return client


class Client:
    """A client that talks to the application itself, and can hang up."""

    def __init__(self, app: FastAPI, path: str) -> None:
        self.left = asyncio.Event()
        self.status = 0
        self._path, _, self._query = path.partition("?")
        self.done = asyncio.ensure_future(self._ask(app))

    async def _ask(self, app: FastAPI) -> None:
        scope = {
            "type": "http",
            "method": "GET",
            "path": self._path,
            "raw_path": self._path.encode(),
            "query_string": self._query.encode(),
            "root_path": "",
            "scheme": "http",
            "http_version": "1.1",
            "headers": [(b"host", b"testserver")],
            "client": ("203.0.113.5", 50_000),
            "server": ("testserver", 80),
        }
        first = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive() -> dict[str, Any]:
            if first:
                return first.pop()
            await self.left.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            self.status = message.get("status", self.status)

        await app(scope, receive, send)


def run(work: Callable[[], Awaitable[None]]) -> None:
    async def limited() -> None:
        await asyncio.wait_for(work(), PATIENCE)

    run_aside(limited())


def client_of(app: FastAPI) -> AsyncClient:
    return AsyncClient(transport=ASGITransport(app), base_url="http://testserver", timeout=PATIENCE)


@pytest.mark.parametrize("page", ["", "/embed", "/print.pdf", "/reading/P1"])
def test_sixty_who_wait_for_a_drawing_leave_the_threads_to_others(
    debate: TestClient, app: FastAPI, stuck: Stuck, page: str
) -> None:
    debate.post("/api/v1/maps", json={"slug": "other", "title": "Another"})

    async def work() -> None:
        async with client_of(app) as client:
            waiting = [asyncio.ensure_future(client.get(SMALL + page)) for _ in range(60)]
            await stuck.until_begun()
            await asyncio.sleep(0)
            assert (await client.get("/healthz")).status_code == 200
            assert (await client.get("/maps/other/outline")).status_code == 200
            changed = await client.post("/api/v1/maps/other/claims", json=WRITTEN)
            assert changed.status_code == 201
            stuck.gate.set()
            assert {answer.status_code for answer in await asyncio.gather(*waiting)} == {200}

    run(work)
    assert len(stuck.begun) == 1


def test_a_comparison_and_an_edition_wait_without_a_thread_too(debate: TestClient, app: FastAPI, stuck: Stuck) -> None:
    debate.patch(f"/api/v1{SMALL}/claims/P1", json={"text": "Changed."}, headers={"If-Match": "*"})
    assert debate.post(f"/api/v1{SMALL}/editions", json={"note": ""}, headers={"If-Match": "*"}).status_code == 201

    async def work() -> None:
        async with client_of(app) as client:
            pages = [f"{SMALL}/history/compare", f"{SMALL}/editions/1"]
            waiting = [asyncio.ensure_future(client.get(page)) for page in pages for _ in range(45)]
            await stuck.until_begun(2)
            assert (await client.get("/help")).status_code == 200
            stuck.gate.set()
            assert {answer.status_code for answer in await asyncio.gather(*waiting)} == {200}

    run(work)


@pytest.mark.usefixtures("debate")
def test_what_the_last_client_gave_up_is_not_drawn_on(app: FastAPI, stuck: Stuck) -> None:
    async def work() -> None:
        first, second = Client(app, f"{SMALL}.md"), Client(app, f"{SMALL}.md")
        await stuck.until_begun()
        first.left.set()
        await first.done
        assert not stuck.ended.is_set()
        second.left.set()
        await second.done
        assert await asyncio.to_thread(stuck.ended.wait, PATIENCE)

    run(work)
    assert len(stuck.begun) == 1


@pytest.mark.usefixtures("debate")
def test_what_nobody_waits_for_any_more_does_not_begin(app: FastAPI, stuck: Stuck) -> None:
    async def work() -> None:
        held = [Client(app, f"{SMALL}.{form}") for form in ("md", "csv")]
        await stuck.until_begun(2)
        gone = Client(app, f"{SMALL}.json")
        while app.state.pictures.drawings.slots.counts()[1] < 1:
            await asyncio.sleep(0.005)
        gone.left.set()
        await gone.done
        assert gone.status == 499
        assert app.state.pictures.drawings.slots.counts() == (2, 0)
        stuck.gate.set()
        await asyncio.gather(*(each.done for each in held))

    run(work)
    assert [wanted.extension for wanted in stuck.begun] == ["md", "csv"]


@pytest.mark.usefixtures("debate")
def test_one_map_never_has_all_slots_and_a_full_queue_says_so_at_once(app: FastAPI, stuck: Stuck) -> None:
    async def work() -> None:
        async with client_of(app) as client:
            await client.post("/api/v1/maps", json={"slug": "other", "title": "Another"})
            waiting = [
                asyncio.ensure_future(client.get(f"{SMALL}.md?depth={depth}&focus=E{number}"))
                for number in (1, 2, 3)
                for depth in range(1, 9)
            ]
            await stuck.until_begun(2)
            while app.state.pictures.drawings.slots.counts()[1] < 22:
                await asyncio.sleep(0.005)
            assert len(stuck.begun) == 2
            more = [asyncio.ensure_future(client.get(f"{SMALL}.md?depth={n}&focus=F1")) for n in range(1, 6)]
            done, _ = await asyncio.wait(more, return_when=asyncio.FIRST_COMPLETED)
            refused = done.pop().result()
            assert refused.status_code == 503
            assert refused.headers["retry-after"]
            assert refused.json()["remedy"]
            stuck.gate.set()
            answers = await asyncio.gather(*waiting)
            assert {answer.status_code for answer in answers} == {200}
            assert (await client.get("/maps/other.md")).status_code == 200
            await asyncio.gather(*more)

    run(work)


class Failing(MapError):
    """Something that cannot be drawn."""

    title = "It cannot be drawn"


def test_what_failed_is_kept_for_a_while_with_its_remedy(debate: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[Any] = []

    def fail(*given: Any) -> bytes:
        tries.append(given)
        raise Failing("There is too much of it.", "Focus on a record.")

    monkeypatch.setattr(picture_service, "render_picture", fail)
    answers = [debate.get(f"{SMALL}.svg") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert {answer.json()["remedy"] for answer in answers} == {"Focus on a record."}
    assert len(tries) == 1
    page = debate.get(SMALL, headers={"Accept": "text/html"})
    assert "There is too much of it." in page.text
    assert "Focus on a record." in page.text
    before = len(tries)
    debate.get(SMALL, headers={"Accept": "text/html"})
    assert len(tries) == before
    debate.patch(f"/api/v1{SMALL}/claims/P1", json={"text": "Changed."}, headers={"If-Match": "*"})
    debate.get(f"{SMALL}.svg")
    assert len(tries) == before + 1
    later = drawing_failures.time.monotonic() + drawing_failures.FAILURE_SECONDS
    monkeypatch.setattr(drawing_failures.time, "monotonic", lambda: later)
    debate.get(f"{SMALL}.svg")
    assert len(tries) == before + 2


def test_a_view_that_cannot_be_drawn_says_so_before_dot_is_asked(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_layout, "MOST_POINTS", 100)
    made = graph(120, questions=False, slug="large")
    headers = {"Content-Type": "application/json"}
    assert client.put("/api/v1/maps/large", content=native.write_map_document(made), headers=headers).status_code == 201
    monkeypatch.setattr(box_placement, "run_dot", lambda *_: pytest.fail("dot was asked"))
    answer = client.get("/maps/large.svg?view=argument")
    assert answer.status_code == 422
    assert "Focus on a record" in answer.json()["remedy"]
    page = client.get("/maps/large?view=argument", headers={"Accept": "text/html"})
    assert page.status_code == 422
    assert "Focus on a record" in page.text
    assert client.get("/maps/large/outline").status_code == 200


def test_a_page_whose_picture_is_late_comes_without_it_and_loads_it_apart(
    debate: TestClient, app: FastAPI, stuck: Stuck, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canvas, "PAGE_SECONDS", 0.01)

    async def work() -> None:
        async with client_of(app) as client:
            page = await client.get(f"{SMALL}?view=sources")
            assert page.status_code == 200
            assert '<img class="deferred" src="/maps/small.svg?view=sources' in page.text
            assert "The picture is being drawn" in page.text
            stuck.gate.set()

    run(work)
    assert debate.get(SMALL).status_code == 200

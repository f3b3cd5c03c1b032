"""Many at once: every answer of 201 is a commit that held, and nobody is kept waiting for ever."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from api.access.map_states import MapState
from api.app import create_app
from api.settings import Settings
from tests.api.closing import close

MAP = "/api/v1/maps/debate"


@pytest.fixture
def debate(client: TestClient) -> TestClient:
    client.post("/api/v1/maps", json={"slug": "debate", "title": "A debate"})
    return client


def test_of_two_claims_to_one_label_one_is_told_so(debate: TestClient, app: FastAPI) -> None:
    with ThreadPoolExecutor(8) as threads:
        for number in range(10):
            body = {"id": f"P{number}", "kind": "perception", "text": "Mine."}
            statuses = list(
                threads.map(lambda b: TestClient(app).post(f"{MAP}/claims", json=b).status_code, [body] * 4)
            )  # done before the next number
            assert sorted(statuses) == [201, 409, 409, 409]
    assert len(debate.get(f"{MAP}/claims?limit=200").json()["items"]) == 10


def test_of_two_maps_of_one_name_one_is_told_so(client: TestClient, app: FastAPI) -> None:
    with ThreadPoolExecutor(8) as threads:
        for number in range(10):
            body = {"slug": f"map-{number}", "title": "Mine."}
            statuses = list(threads.map(lambda b: TestClient(app).post("/api/v1/maps", json=b).status_code, [body] * 4))
            assert sorted(statuses) == [201, 409, 409, 409]
    assert len(client.get("/api/v1/maps").json()["items"]) == 10


def test_of_many_changes_to_one_version_one_holds(debate: TestClient, app: FastAPI) -> None:
    tag = debate.post(f"{MAP}/claims", json={"id": "P1", "kind": "assertion", "text": "x"}).headers["etag"]

    def change(number: int) -> int:
        answer = TestClient(app).patch(f"{MAP}/claims/P1", json={"text": str(number)}, headers={"If-Match": tag})
        if answer.status_code == 412:
            assert answer.json()["current"]["text"] != "x", "the loser sees what the winner wrote"
        return answer.status_code

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(change, range(8))) == [200] + [412] * 7


def test_more_writers_than_threads_do_not_lock_one_another_out(debate: TestClient, app: FastAPI) -> None:
    # Each request of one client runs on that client's own loop; one client here is one server process.
    began = time.monotonic()
    with TestClient(app) as process, ThreadPoolExecutor(100) as threads:
        posted = threads.map(lambda n: process.post(f"{MAP}/tags", json={"text": str(n)}).status_code, range(100))
        assert set(posted) == {201}
    assert time.monotonic() - began < 30
    labels = [entry["id"] for entry in debate.get(f"{MAP}/tags?limit=200").json()["items"]]
    assert len(set(labels)) == 100


def test_a_database_that_does_not_answer_is_a_503(
    debate: TestClient, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def locked(_: str) -> MapState:
        raise OperationalError(None, None, RuntimeError("database is locked"))

    monkeypatch.setattr(app.state.states, "wait", locked)
    answer = debate.get("/maps/debate.json")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert answer.json()["remedy"]


def test_threads_that_end_take_their_connections_with_them(sqlite_url: str) -> None:
    app = create_app(Settings(database_url=sqlite_url, log_requests=False))
    client = TestClient(app)
    # Threads of its own for each request, which end with it; those of a server end after ten seconds.
    client.portal = None
    client.post("/api/v1/maps", json={"slug": "debate", "title": "A debate"})

    def count_open_files() -> int:
        # Each thread that was asked for a picture looks on a connection of its own how the map stands.
        return sum(end.samefile(file) for end in Path("/proc/self/fd").iterdir() if end.exists())

    file = make_url(sqlite_url).database or ""
    for _ in range(3):
        assert client.get("/maps/debate.svg").status_code == 200
    before = count_open_files()
    for _ in range(10):
        assert client.get("/maps/debate.svg").status_code == 200
    assert count_open_files() <= before
    close(app)

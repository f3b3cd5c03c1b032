"""Pages that listen to changes are bounded for each client and in all, and who is not signed in leaves no trace."""

import pytest
from fastapi import FastAPI
from sqlalchemy import event
from starlette.testclient import TestClient

from api.http.problems import Refusal
from api.live.places import StreamHolder, StreamPlaces
from api.processes import descriptors
from models.changes import create_map
from models.engine import writing
from models.records.maps import ArgumentMapDraft
from models.vocabulary import Visibility
from tests.api.people import server

EVENTS = "/api/v1/maps/debate/events"


def test_no_client_and_no_account_has_more_than_its_places() -> None:
    places = StreamPlaces(total_limit=10, client_limit=3, account_limit=2)
    for _ in range(3):
        places.take(StreamHolder("198.51.100.7", None))
    for holder in (StreamHolder("198.51.100.7", None), StreamHolder("198.51.100.7", 1)):
        with pytest.raises(Refusal) as refused:
            places.take(holder)
        assert refused.value.status_code == 429
        assert (refused.value.headers or {})["Retry-After"]
    for network in ("192.0.2.1", "192.0.2.2"):
        places.take(StreamHolder(network, 1))
    with pytest.raises(Refusal):
        places.take(StreamHolder("192.0.2.3", 1))
    places.give_back(StreamHolder("192.0.2.1", 1))
    places.take(StreamHolder("192.0.2.3", 1))


def test_in_all_there_are_no_more_than_leave_descriptors_for_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descriptors.resource, "getrlimit", lambda _: (1_024, 1_024))
    assert descriptors.max_streams() < descriptors.max_connections() < 1_024 - 200
    places = StreamPlaces(total_limit=1_000_000, client_limit=1_000_000, account_limit=1)
    for number in range(descriptors.max_streams()):
        places.take(StreamHolder(f"network {number}", None))
    with pytest.raises(Refusal) as refused:
        places.take(StreamHolder("another", None))
    assert refused.value.status_code == 503


def test_a_refused_stream_is_a_problem_and_an_ended_one_gives_its_place_back(client: TestClient, app: FastAPI) -> None:
    client.post("/api/v1/maps", json={"slug": "debate", "title": "A debate"})
    app.state.stream_places = StreamPlaces(total_limit=10, client_limit=0, account_limit=0)
    answer = client.get(EVENTS)
    assert answer.status_code == 429
    assert answer.headers["retry-after"]
    assert answer.json()["remedy"]
    places = app.state.stream_places = StreamPlaces(total_limit=10, client_limit=1, account_limit=1)
    app.state.live.end_streams()
    assert [client.get(EVENTS).status_code for _ in range(3)] == [200, 200, 200]
    assert places.occupied == 0


def test_of_who_is_not_signed_in_nothing_is_written(sqlite_url: str) -> None:
    with server(sqlite_url) as app:
        with writing(app.state.engine) as session:
            create_map(session, "debate", ArgumentMapDraft(title="A debate", visibility=Visibility.PUBLIC), author="us")
        written: list[str] = []

        @event.listens_for(app.state.engine, "before_cursor_execute")
        def note(*given: object) -> None:
            if str(given[2]).split()[0] not in ("SELECT", "BEGIN", "PRAGMA"):
                written.append(str(given[2]))

        client = TestClient(app)
        address = "/api/v1/maps/debate/presence"
        told = client.put(address, json={"client": "k3Jx0Zq81LmP7vTa"})
        gone = client.delete(f"{address}/k3Jx0Zq81LmP7vTa")
        assert (told.status_code, gone.status_code, written) == (200, 204, [])

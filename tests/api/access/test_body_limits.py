"""Long bodies are taken of those who have signed in; those of others are not even taken apart."""

import json
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.access.body_limits import ANONYMOUS_BODY_LIMIT
from api.http import strict_json
from tests.api.people import browser, server, someone

LONG = json.dumps({"slug": "long", "title": "Long", "description": "a" * ANONYMOUS_BODY_LIMIT}).encode()
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
FILE = {"Content-Type": "multipart/form-data; boundary=B"}
NOBODYS = [{}, {"Cookie": "__Host-sicetnon=made-up"}, {"Authorization": "Bearer made-up"}]


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


def in_parts() -> Iterator[bytes]:
    yield from (LONG[start : start + 10_000] for start in range(0, len(LONG), 10_000))


@pytest.mark.parametrize("shown", NOBODYS, ids=["nothing", "a session of nobody", "a token of nobody"])
def test_a_long_body_of_nobody_is_refused_before_it_is_read(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch, shown: dict[str, str]
) -> None:
    monkeypatch.setattr(strict_json, "read_json", lambda _: pytest.fail("It was taken apart."))
    client = browser(app)
    for path, sort in (("/api/v1/maps", JSON), ("/maps/any/add", FORM), ("/maps/any/texts", FILE), ("/sign-in", FORM)):
        for sent in (LONG, in_parts()):
            answer = client.post(path, content=sent, headers={**sort, **shown})
            assert answer.status_code == 413, (path, answer.text)
            assert "Sign in" in answer.json()["remedy"]


def test_whoever_is_signed_in_sends_a_long_one(app: FastAPI) -> None:
    client: TestClient = someone(app, "Owner")
    # Refused for what it says.
    for sent in (LONG, in_parts()):
        assert client.post("/api/v1/maps", content=sent, headers=JSON).status_code in (201, 409, 422)

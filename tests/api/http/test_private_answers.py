"""What is for one person alone is kept nowhere, and what is not theirs takes as long as what is not there."""

import random
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi import FastAPI
from sqlalchemy import event
from starlette.testclient import TestClient

from models import changes
from models.engine import writing
from models.people.enrolment import MembershipScope
from models.records.maps import ArgumentMapDraft
from models.vocabulary import Role, Visibility
from tests.api.people import PASSWORD, add, browser, put_in, server, someone
from tests.conftest import postgresql_in_the_long_run

ROOT = Path(__file__).parents[3]
OPEN = ("/maps/open", "/maps/open.svg", "/api/v1/maps/open", "/api/v1/maps/open/records", "/", "/search?q=x")


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


@pytest.fixture
def owner(app: FastAPI) -> TestClient:
    """Whoever owns one map of each visibility, called as that."""
    account = add(app, "Owner")
    for visibility, slug in (
        (Visibility.PUBLIC, "open"),
        (Visibility.UNLISTED, "linked"),
        (Visibility.PRIVATE, "hidden"),
    ):
        with writing(app.state.engine) as session:
            draft = ArgumentMapDraft(title=slug.title(), visibility=visibility)
            made = changes.create_map(session, slug, draft, author="Owner")
        put_in(app, MembershipScope(map_id=made.id), account, Role.OWNER)
    client = browser(app)
    client.post("/sign-in", data={"name": "Owner", "password": PASSWORD})
    return client


def read_cache_control(client: TestClient, path: str) -> str:
    # Twice, because a picture is answered from memory the second time.
    answers = [client.get(path) for _ in range(2)]
    assert {each.status_code for each in answers} == {200}, path
    (told,) = {each.headers["cache-control"] for each in answers}
    return str(told)


@postgresql_in_the_long_run
def test_what_somebody_gets_who_is_signed_in_is_kept_nowhere(app: FastAPI, owner: TestClient) -> None:
    token = owner.post("/api/v1/account/tokens", json={"name": "All", "scopes": ["read"], "password": PASSWORD}).json()[
        "token"
    ]
    program = browser(app)
    program.headers["Authorization"] = f"Bearer {token}"
    for path in (*OPEN, "/maps/hidden", "/maps/hidden.svg", "/api/v1/maps/hidden", "/maps/linked.svg"):
        assert read_cache_control(owner, path) == "no-store", path
        assert read_cache_control(program, path) == "no-store", path
    for path in ("/account", "/seminars"):
        assert read_cache_control(owner, path) == "no-store"


@postgresql_in_the_long_run
def test_what_everybody_may_see_is_kept_and_asked_for_anew(app: FastAPI, owner: TestClient) -> None:
    stranger = browser(app)
    for path in OPEN:
        assert "no-store" not in read_cache_control(stranger, path), path
    # Also after somebody who is signed in has had it.
    assert owner.get("/maps/open.svg").status_code == 200
    answer = stranger.get("/maps/open.svg")
    assert answer.headers["cache-control"] == "no-cache"
    again = stranger.get("/maps/open.svg", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.headers["cache-control"]) == (304, "no-cache")


@postgresql_in_the_long_run
def test_a_map_that_is_not_public_is_kept_nowhere(app: FastAPI, owner: TestClient) -> None:
    assert owner.get("/maps/linked.svg").status_code == 200
    for path in ("/maps/linked", "/maps/linked.svg", "/api/v1/maps/linked"):
        assert read_cache_control(browser(app), path) == "no-store", path


def test_an_answer_that_signs_in_is_kept_nowhere(app: FastAPI, owner: TestClient) -> None:
    assert owner
    answer = browser(app).post("/sign-in", data={"name": "Owner", "password": PASSWORD})
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("base", "told"), [("https://maps.example.org", True), ("http://maps.example.org", False), ("", False)]
)
@postgresql_in_the_long_run
def test_browsers_are_told_to_stay_encrypted(database_url: str, base: str, told: bool) -> None:
    with server(database_url, base_url=base) as app:
        for path in ("/", "/sign-in", "/api/v1/maps", "/static/styles/style.css", "/nowhere"):
            found = browser(app).get(path).headers.get("strict-transport-security", "")
            assert (found.startswith("max-age=") and int(found[8:]) >= 31_536_000) is told, path


@postgresql_in_the_long_run
def test_the_machine_itself_is_told_how_the_server_is_whatever_hosts_are_allowed(database_url: str) -> None:
    with server(database_url, allowed_hosts="maps.example.org") as app:
        client = browser(app)
        for path in ("/healthz", "/readyz"):
            for host in ("127.0.0.1:8000", "localhost", "[::1]:8000", "maps.example.org"):
                assert client.get(path, headers={"Host": host}).status_code == 200, (path, host)
            assert client.get(path, headers={"Host": "elsewhere.example"}).status_code == 421
        # Whether it is shown is asked of the address, which no test's client has.
        assert client.get("/metrics", headers={"Host": "127.0.0.1:8000"}).status_code == 404
        assert client.get("/metrics", headers={"Host": "elsewhere.example"}).status_code == 421
        assert client.get("/", headers={"Host": "127.0.0.1:8000"}).status_code == 421


def test_compose_passes_on_what_a_server_behind_a_proxy_needs() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    for name in ("migrate", "app"):
        given = services[name]["environment"]
        for setting in ("ALLOWED_HOSTS", "BEHIND_PROXY", "TRUSTED_PROXIES", "BASE_URL", "ACCOUNTS"):
            assert given[f"SICETNON_{setting}"].startswith(f"${{SICETNON_{setting}:-"), (name, setting)


class Asked:
    """What is asked of the database while something is answered."""

    def __init__(self, app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
        self.statements: list[str] = []
        event.listen(app.state.engine, "before_cursor_execute", lambda *told: self.statements.append(told[2]))
        states = app.state.states
        for name in ("look", "wait"):
            monkeypatch.setattr(states, name, self._counted(name, getattr(states, name)), raising=True)

    def _counted(self, name: str, ask: Any) -> Any:
        def counted(slug: str) -> Any:
            self.statements.append(name)
            return ask(slug)

        return counted

    def of(self, client: TestClient, method: str, path: str) -> tuple[int, list[str]]:
        self.statements.clear()
        answer = client.request(method, path, json={} if method != "GET" else None)
        return answer.status_code, [*self.statements]


@pytest.mark.parametrize("who", ["nobody", "a stranger"])
def test_of_a_hidden_map_the_same_is_asked_as_of_none(
    app: FastAPI, owner: TestClient, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    client = browser(app) if who == "nobody" else someone(app, "Stranger")
    # Whoever may see it has looked at it, and it has been published.
    for path in ("/maps/hidden", "/maps/hidden.svg", "/api/v1/maps/hidden"):
        assert owner.get(path).status_code == 200
    assert owner.post("/maps/hidden/editions", data={}).status_code < 500
    asked = Asked(app, monkeypatch)
    for method, path in (
        *(("GET", "/maps/{}"), ("GET", "/maps/{}.svg"), ("GET", "/maps/{}.json"), ("GET", "/maps/{}/editions")),
        *(("GET", "/maps/{}/editions/1"), ("GET", "/api/v1/maps/{}"), ("GET", "/api/v1/maps/{}/records/Q1")),
        *(("GET", "/api/v1/maps/{}/revisions"), ("GET", "/maps/{}/records/Q1"), ("PATCH", "/api/v1/maps/{}")),
        *(("GET", "/maps/{}/access"), ("GET", "/maps/{}/history"), ("DELETE", "/api/v1/maps/{}")),
    ):
        hidden, none = (asked.of(client, method, path.format(slug)) for slug in ("hidden", "nothing"))
        assert hidden == none, (method, path)
        assert hidden[0] in (401, 404, 422), (method, path)


def _milliseconds(client: TestClient, path: str) -> float:
    began = time.perf_counter()
    assert client.get(path).status_code == 404
    return (time.perf_counter() - began) * 1000


@pytest.mark.soak
@pytest.mark.parametrize("path", ["/maps/{}", "/api/v1/maps/{}", "/maps/{}.svg"])
def test_time_does_not_tell_a_hidden_map_from_none(app: FastAPI, owner: TestClient, path: str) -> None:
    assert owner.get(path.format("hidden")).status_code == 200
    client, order = browser(app), random.Random(1)
    slower = 0
    for _ in range(40):
        took: dict[str, list[float]] = {"hidden": [], "nothing": []}
        slugs = [*took] * 25
        order.shuffle(slugs)
        for slug in slugs:
            took[slug].append(_milliseconds(client, path.format(slug)))
        slower += statistics.median(took["hidden"]) > statistics.median(took["nothing"])
    # Of 40 throws of a coin fewer than 8 or more than 32 are heads once in 10,000 times.
    assert 8 <= slower <= 32

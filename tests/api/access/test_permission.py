"""Nothing is done without asking who may do it."""

from difflib import unified_diff
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from starlette.testclient import TestClient

from api.access import authorization
from api.access.authorization import READS, READS_EDITIONS, Action, MayAdminister
from api.access.permission_policy import CHANGEABLE_WHERE_CLOSED, WRITABLE_BY_READERS
from api.access.route_checks import UnguardedRoute, check_route_permissions, list_route_actions
from api.app import create_app
from api.pictures import fast_path, picture_service
from api.settings import Settings
from tests.api.access.permissions import GOLDEN, ROUTES, format_permissions, read_permissions
from tests.api.people import server

RENEW = "where it is meant, write the golden file again: .venv/bin/python -m tests.api.access.permissions"


def test_routes_ask_for_the_permissions_of_the_golden_file(app: FastAPI) -> None:
    assert len(ROUTES) > 300
    differences = unified_diff(GOLDEN.read_text("utf-8").splitlines(), format_permissions(app).splitlines(), n=0)
    assert [line for line in differences if not line.startswith(("---", "+++", "@@"))] == [], RENEW


def test_routes_ask_for_the_same_with_accounts_and_without(app: FastAPI, database_url: str) -> None:
    with server(database_url) as with_accounts:
        assert list_route_actions(with_accounts) == list_route_actions(app)


def test_a_golden_file_states_a_route_once() -> None:
    with pytest.raises(ValueError, match="GET /search has two lines"):
        read_permissions("GET\t/search\tlook\nGET\t/search\tadminister\n")


@pytest.mark.parametrize("paths", [CHANGEABLE_WHERE_CLOSED, WRITABLE_BY_READERS])
def test_every_path_that_is_excepted_is_one_of_a_route(paths: frozenset[str]) -> None:
    assert paths - {path for method, path in ROUTES if method != "GET"} == set()


def test_an_application_with_an_unguarded_route_is_not_built(app: FastAPI) -> None:
    @app.get("/secret")
    def secret() -> None:
        """Ask nobody."""

    with pytest.raises(UnguardedRoute, match=r": GET /secret asks for no permission\."):
        check_route_permissions(list_route_actions(app))


def test_an_application_is_not_built_where_it_is_asked_whether_routes_are_guarded(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    unguarded = APIRouter()
    unguarded.get("/secret")(lambda: None)
    monkeypatch.setattr("api.app._routes", lambda: tuple(unguarded.routes))
    with pytest.raises(UnguardedRoute, match=r": GET /secret asks for no permission\."):
        create_app(Settings(database_url=database_url))


def test_a_route_that_asks_for_two_actions_is_not_built(app: FastAPI) -> None:
    @app.get("/secret", dependencies=READS)
    def secret(user: MayAdminister) -> None:
        """Ask twice."""

    with pytest.raises(UnguardedRoute, match=r"GET /secret asks for more than one: Action\.ADMINISTER, Action\.LOOK"):
        check_route_permissions(list_route_actions(app))


def test_of_two_routes_of_one_path_the_second_hides_nothing_of_the_first(app: FastAPI) -> None:
    for dependencies in (READS, READS_EDITIONS):
        app.get("/twice", dependencies=dependencies)(lambda: None)
    with pytest.raises(UnguardedRoute, match="GET /twice asks for more than one"):
        check_route_permissions(list_route_actions(app))


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("dependencies", [READS, READS_EDITIONS])
def test_a_route_that_writes_and_asks_only_to_look_is_not_built(
    app: FastAPI, method: str, dependencies: list[Any]
) -> None:
    app.api_route("/maps/{slug}/secret", methods=[method], dependencies=dependencies)(lambda: None)
    with pytest.raises(UnguardedRoute, match=rf"{method} /maps/{{slug}}/secret changes something and asks for"):
        check_route_permissions(list_route_actions(app))


def test_a_route_that_names_something_unknown_is_not_built(app: FastAPI) -> None:
    app.get("/essays/{essay}", dependencies=READS)(lambda: None)
    with pytest.raises(UnguardedRoute, match=r"GET /essays/\{essay\} names something of which nobody asks whose it is"):
        check_route_permissions(list_route_actions(app))


@pytest.mark.parametrize("kind", ["mount", "route", "websocket"])
def test_what_answers_beside_the_routes_is_not_built(app: FastAPI, kind: str) -> None:
    async def answer(*_: Any) -> None:
        """Ask nobody."""

    if kind == "mount":
        app.mount("/secret", answer, name="static")
    elif kind == "route":
        app.router.add_route("/secret", answer)
    else:
        app.websocket("/secret")(answer)
    with pytest.raises(UnguardedRoute, match="ANY /secret asks for no permission"):
        check_route_permissions(list_route_actions(app))


def test_every_action_is_declared_by_some_route() -> None:
    assert set(ROUTES.values()) == set(Action)


def test_a_picture_in_memory_is_not_shown_to_whom_the_map_is_closed(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/api/v1/maps", json={"slug": "closed", "title": "Closed", "visibility": "private"})
    assert client.get("/maps/closed.json").status_code == 200
    for module in (authorization, fast_path, picture_service):
        monkeypatch.setattr(module, "is_allowed", lambda *_: False)
    assert client.get("/api/v1/maps/closed").status_code == 403
    assert client.get("/maps/closed.json").status_code == 403

"""Nothing is done without asking who may do it."""

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.testclient import TestClient

from api.access import authorization
from api.access.authorization import READS, Action
from api.access.route_checks import UndeclaredRoute, check_declared, list_route_actions
from api.access.route_table import ROUTES
from api.pictures import fast_path, picture_service

# What is not a route of ours: files that everybody may have, and the description of the API.
OPEN = {"guide", "openapi", "static"}


def _routes(app: FastAPI) -> list[RouteContext]:
    return list(iter_route_contexts(app.routes))


def test_every_route_asks_for_permission(app: FastAPI) -> None:
    routes = _routes(app)
    assert len(routes) > 60
    for route in routes:
        if isinstance(route.original_route, APIRoute):
            assert list_route_actions(app)[next(iter(route.methods or ())), str(route.path)], (
                f"{route.path} asks nobody"
            )
        else:
            assert route.name in OPEN, f"{route.path} is no route that asks"


# Whoever looks is here, and says so: that is no part of a map.
READING = (Action.LOOK, Action.READ_EDITION, Action.ASK_STATUS)
BEING_HERE = {"/api/v1/maps/{slug}/presence", "/api/v1/maps/{slug}/presence/{client}"}


def test_a_route_that_writes_asks_for_more_than_to_look() -> None:
    for (method, path), action in ROUTES.items():
        if method != "GET":
            assert path in BEING_HERE or action not in READING, f"{method} {path}"


def test_an_application_with_an_undeclared_route_is_not_built(app: FastAPI) -> None:
    @app.get("/secret", dependencies=READS)
    def secret() -> None:
        """Answer without having been declared."""

    with pytest.raises(UndeclaredRoute, match=r"GET /secret is not declared; it asks for Action\.LOOK"):
        check_declared(list_route_actions(app))


def test_an_application_without_a_declared_route_is_not_built(app: FastAPI) -> None:
    with pytest.raises(UndeclaredRoute, match="GET /gone is declared, and there is no such route"):
        check_declared(list_route_actions(app), {**ROUTES, ("GET", "/gone"): Action.LOOK})


def test_a_route_that_asks_for_less_than_is_declared_is_not_built(app: FastAPI) -> None:
    with pytest.raises(UndeclaredRoute, match=r"asks for Action\.LOOK and is declared as Action\.ADMINISTER"):
        check_declared(list_route_actions(app), {**ROUTES, ("GET", "/search"): Action.ADMINISTER})


def test_a_route_that_names_something_unknown_is_not_built(app: FastAPI) -> None:
    asked = {**list_route_actions(app), ("GET", "/essays/{essay}"): {Action.LOOK}}
    with pytest.raises(UndeclaredRoute, match="nobody asks whose it is"):
        check_declared(asked, {**ROUTES, ("GET", "/essays/{essay}"): Action.LOOK})


def test_a_picture_in_memory_is_not_shown_to_whom_the_map_is_closed(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/api/v1/maps", json={"slug": "closed", "title": "Closed", "visibility": "private"})
    assert client.get("/maps/closed.json").status_code == 200
    for module in (authorization, fast_path, picture_service):
        monkeypatch.setattr(module, "is_allowed", lambda *_: False)
    assert client.get("/api/v1/maps/closed").status_code == 403
    assert client.get("/maps/closed.json").status_code == 403

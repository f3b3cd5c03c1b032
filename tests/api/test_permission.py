"""Nothing is done without asking who may do it."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.testclient import TestClient

from api import fast_path, permission, pictures
from api.permission import Action, permission_of

# What is not a route of ours: files that everybody may have, and the description of the API.
OPEN = {"static", "openapi"}


def _actions(dependant: Any) -> Iterator[Action]:
    action = permission_of(dependant.call)
    if action is not None:
        yield action
    for inner in dependant.dependencies:
        yield from _actions(inner)


def _routes(app: FastAPI) -> list[RouteContext]:
    return list(iter_route_contexts(app.routes))


def test_every_route_asks_for_permission(app: FastAPI) -> None:
    routes = _routes(app)
    assert len(routes) > 60
    for route in routes:
        if isinstance(route.original_route, APIRoute):
            assert list(_actions(route.dependant)), f"{route.path} asks nobody"
        else:
            assert route.name in OPEN, f"{route.path} is no route that asks"


WRITING = {Action.CHANGE, Action.COMMENT, Action.TAKE_POSITION, Action.MODERATE, Action.TEACH, Action.ADMINISTER}


# Whoever looks is here, and says so: that is no part of a map.
BEING_HERE = {"/api/v1/maps/{slug}/presence", "/api/v1/maps/{slug}/presence/{client}"}


def test_a_route_that_writes_asks_for_more_than_to_look(app: FastAPI) -> None:
    for route in _routes(app):
        methods = route.methods or set()
        if route.path in BEING_HERE:
            assert set(_actions(route.dependant)) == {Action.LOOK}
        elif isinstance(route.original_route, APIRoute) and methods - {"GET", "HEAD"}:
            assert WRITING & set(_actions(route.dependant)), f"{methods} {route.path}"


def test_a_picture_in_memory_is_not_shown_to_whom_the_map_is_closed(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/api/v1/maps", json={"slug": "closed", "title": "Closed", "visibility": "private"})
    assert client.get("/maps/closed.json").status_code == 200
    for module in (permission, fast_path, pictures):
        monkeypatch.setattr(module, "allowed", lambda *_: False)
    assert client.get("/api/v1/maps/closed").status_code == 403
    assert client.get("/maps/closed.json").status_code == 403

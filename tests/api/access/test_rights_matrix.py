"""The matrix: every route, really called by everybody who may come, answers as the golden file of permissions says.

What is refused is told from what is let in by the problem's type, since a route that was entered may refuse by itself.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from zlib import crc32

import pytest
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from api.access.permission_policy import Action
from models.vocabulary import Visibility
from tests.api.access.permissions import ROUTES
from tests.api.people import server
from tests.api.worlds import ALL, Route, Somebody, World, world
from tests.conftest import postgresql_in_the_long_run

PRIVATE, UNLISTED, PUBLIC = Visibility.PRIVATE, Visibility.UNLISTED, Visibility.PUBLIC
REFUSED = {"not-allowed": 403, "not-signed-in": 401, "unknown-map": 404, "unknown-seminar": 404}
# What answers otherwise than with 200: whoever is signed in has nothing to do at the first, no link opens the second
# here, from no provider does anybody come back to the next two, of an earlier moment the fifth leads to the page that
# shows it, the sixth is of maps that one may see, the seventh is for whoever sits in the group or leads it, and the
# last asks whether to close a round that is closed already.
OTHERWISE = {
    "/sign-in": (200, 303),
    "/join": (404,),
    "/sign-in/callback": (404,),
    "/sign-in/name": (400,),
    "/maps/{slug}/moments/{sequence}/records/{label}": (307,),
    "/oembed": (200, 404),
    # No other map offers a correction, and the map has no style of its own.
    "/maps/{slug}/records/{label}/correction": (404,),
    "/api/v1/maps/{slug}/styles/{name}": (404,),
    # What these say depends on the settings, and on the address from which they are asked.
    "/metrics": (404,),
    "/.well-known/security.txt": (404,),
    "/security.txt": (301,),
    "/seminars/{seminar}/controversies/{number}/groups/{group}/synthesis": (200, 404),
    "/maps/{slug}/rounds/{number}/close": (409,),
    # To contributors only their own records.
    "/maps/{slug}/records/{label}/edit": (200, 403),
    "/maps/{slug}/scans/{label}/pages": (200, 403),
    "/maps/{slug}/texts/{label}/correction": (200, 403),
    # They lead to the page of a scan on which a region is, and to what is said of an image.
    "/maps/{slug}/scans/{label}/region/{region}": (303,),
    "/maps/{slug}/scans/{label}/images/{sha256}": (303,),
}
FORM = {"nothing": "here"}


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


def ask(client: TestClient, route: Route, headers: dict[str, str] | None = None, **places: str) -> Response:
    """Call a route: what reads in earnest, what writes with nothing that it could write."""
    if route.method == "GET":
        # The head of a stream is all that ends by itself.
        method = "HEAD" if route.path.endswith("/events") else "GET"
        return client.request(method, route.address(**places), headers=headers)
    nothing = {"number": "9999"} | places
    if route.path.startswith("/api/"):
        return client.request(route.method, route.address(**nothing), json={}, headers=headers)
    return client.request(route.method, route.address(**nothing), data=FORM, headers=headers)


def problem(answer: Response) -> str:
    """Return the name of the problem that an answer tells of, nothing where it is none."""
    if answer.headers.get("content-type", "").startswith("application/problem+json") and answer.content:
        return str(answer.json()["type"]).rpartition(":")[2]
    return ""


def fault(answer: Response, route: Route, status: int | None) -> str:
    """Return what is wrong with an answer, where the permissions say with which status it is refused, or None."""
    kind = problem(answer)
    headless = route.path.endswith("/events")
    if answer.status_code >= 500:
        return "fails"
    if status is not None:
        refused = headless or REFUSED.get(kind) == status
        return "" if answer.status_code == status and refused else f"is not refused with {status}"
    if kind in REFUSED:
        return "is refused"
    expected = OTHERWISE.get(route.path, (200,))
    return "" if route.method != "GET" or answer.status_code in expected else "is not answered"


def kept_to_oneself(answer: Response, somebody: Somebody, visibility: Visibility) -> bool:
    """Tell whether no cache gives an answer to anybody else than who got it, but pictures of what everybody sees."""
    kept = {part.strip() for part in answer.headers.get("cache-control", "").split(",")}
    varies = {part.strip().lower() for part in answer.headers.get("vary", "").split(",")}
    if "no-store" in kept:
        return True
    if visibility is not PRIVATE and "etag" in answer.headers and (kept == {"no-cache"} or not somebody.account):
        # The same for everybody: a picture that is asked for anew before each use, or an edition, which never changes.
        return True
    if somebody.account and "private" not in kept:
        return False
    return bool(kept & {"private", "no-cache"}) and ({"cookie", "authorization"} <= varies or not somebody.account)


def judge(found: World, routes: Iterable[Route], *, welcome: int | None = None) -> list[str]:
    """Return what is wrong with the answers to everybody who is refused, and to all or some who are let in.

    What is let in is answered in full, which takes ten times as long as a refusal: of those who are let in to a route
    `welcome` are asked, one after the other in turn from route to route.
    """
    wrong = []
    for place, route in enumerate(routes):
        refused = {who: somebody.may(route, found.visibility) for who, somebody in found.people.items()}
        let_in = [who for who, status in refused.items() if status is None]
        asked = (
            let_in
            if welcome is None
            else [let_in[(place + turn) % len(let_in)] for turn in range(min(welcome, len(let_in)))]
        )
        for who, somebody in found.people.items():
            if refused[who] is None and who not in asked:
                continue
            answer = ask(somebody.client, route)
            told = fault(answer, route, refused[who])
            if not told and not kept_to_oneself(answer, somebody, found.visibility):
                told = f"may be kept for others: {answer.headers.get('cache-control')}, {answer.headers.get('vary')}"
            if told:
                wrong.append(f"{who}: {route.method} {route.path} {told}: {answer.status_code} {problem(answer)}")
    return wrong


def one_of_each() -> list[Route]:
    """Return for every action a route that reads and one that writes, on a map, in a seminar, and elsewhere."""
    chosen: dict[Any, Route] = {}
    for route in ALL:
        place = next((part for part in ("{slug}", "{seminar}") if part in route.path), "")
        chosen.setdefault((ROUTES[route], place, route.method == "GET"), route)
    return sorted(chosen.values(), key=ALL.index)


@postgresql_in_the_long_run
@pytest.mark.parametrize(
    ("visibility", "welcome", "step"),
    [(PRIVATE, 1, 4), *(pytest.param(each, None, 1, marks=pytest.mark.soak) for each in (PRIVATE, PUBLIC))],
)
def test_every_route_lets_in_whom_the_permissions_say(
    app: FastAPI, visibility: Visibility, welcome: int | None, step: int
) -> None:
    found = world(app, visibility)
    assert len(ALL) * len(found.people) > 2_000
    # Outside of the long run a quarter of the addresses is called; for each action one is, below.
    routes = [route for route in ALL if not crc32(route.path.encode()) % step]
    assert {route.method for route in routes} == {route.method for route in ALL}
    assert judge(found, routes, welcome=welcome) == []


@pytest.mark.parametrize(
    "visibility", [*(pytest.param(each, marks=pytest.mark.soak) for each in (PRIVATE, UNLISTED)), PUBLIC]
)
def test_every_action_lets_in_whom_the_permissions_say_on_both_databases(app: FastAPI, visibility: Visibility) -> None:
    routes = one_of_each()
    assert {ROUTES[route] for route in routes} == set(Action)
    assert judge(world(app, visibility), routes) == []

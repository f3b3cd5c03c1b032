"""Whoever may not see something is answered, byte for byte, as if there were nothing, however they ask."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import Response
from sqlmodel import select
from starlette.testclient import TestClient

from models.engine import reading, writing
from models.people.enrolment import MembershipScope, enrol, find_account_by_name
from models.people.seminars import Invitation, Membership, Seminar
from models.vocabulary import Role
from tests.api.access.test_rights_matrix import OTHERWISE, ask
from tests.api.people import server
from tests.api.worlds import ALL, ANONYMOUS, MAP, STRANGER, Route, World, world

# Names as long as those of what there is.
NOWHERE = {"slug": "absent", "seminar": "zzzz"}
PAGE = {"Accept": "text/html"}


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


@pytest.fixture
def on_sqlite(sqlite_url: str) -> Iterator[FastAPI]:
    with server(sqlite_url) as made:
        yield made


def read_answer(answer: Response, **places: tuple[str, str]) -> tuple[int, str, list[tuple[str, str]]]:
    """Return all of an answer, with what was asked for by one name put under another."""
    text, headers = answer.text, [*answer.headers.items()]
    for asked, other in places.values():
        # Compressed, two names of one length are not always of one size.
        if len(asked) != len(other) or "content-encoding" in answer.headers:
            headers = [(name, value) for name, value in headers if name != "content-length"]
        text = text.replace(asked, other)
        headers = [(name, value.replace(asked, other)) for name, value in headers]
    return answer.status_code, text, headers


def ways(found: World) -> dict[str, dict[str, str]]:
    """Return the headers with which one may ask, so that an answer found in memory or unchanged would come first."""
    tag = found.owner.get(MAP).headers["etag"]
    drawn = found.owner.get("/maps/debate.json").headers["etag"]
    return {
        "with the tag of the map": {"If-None-Match": tag},
        "with the tag of the picture": {"If-None-Match": drawn, "Sic-Shown": drawn},
        "with any tag": {"If-None-Match": "*"},
    }


def differing(found: World, routes: list[Route], headers: dict[str, str], who: str) -> list[str]:
    client = found.people[who].client
    wrong = []
    for route in routes:
        answers = [ask(client, route, headers, **places) for places in ({}, NOWHERE)]
        here = read_answer(answers[0])
        nowhere = read_answer(answers[1], map=("absent", "debate"), seminar=("zzzz", "ours"))
        if here != nowhere or here[0] != 404:
            wrong.append(f"{who}: {route.method} {route.path}: {here[0]} and {nowhere[0]}")
    return wrong


@pytest.mark.parametrize(
    ("strangers", "step"),
    [
        ((STRANGER,), 3),
        *(
            pytest.param(each, 1, marks=pytest.mark.soak)
            for each in ((STRANGER,), (ANONYMOUS, "Stranger’s token to write"))
        ),
    ],
    ids=["with an account, some", "with an account", "without one, and by a token"],
)
def test_what_is_not_yours_is_answered_as_what_is_not_there_however_one_asks(
    on_sqlite: FastAPI, strangers: tuple[str, ...], step: int
) -> None:
    found = world(on_sqlite)
    scoped = [route for route in ALL if route.scoped]
    pages = [route for route in scoped if route.method == "GET" and not route.path.startswith("/api/")]
    # Its owner has seen all of it, so that it lies ready in memory.
    tagged = [route for route in scoped if route.method == "GET" and "etag" in ask(found.owner, route).headers]
    assert len(scoped) > 150
    assert len(tagged) > 20
    wrong = [fault for who in strangers for fault in differing(found, scoped[::step], {}, who)]
    wrong += differing(found, pages[::step], PAGE, strangers[0])
    for way, headers in ways(found).items():
        wrong += [f"{way}: {fault}" for fault in differing(found, tagged[::step], headers, strangers[0])]
    assert wrong == []


def test_no_other_method_tells_more(on_sqlite: FastAPI) -> None:
    found = world(on_sqlite)
    client = found.people[STRANGER].client
    declared = {(route.method, route.path) for route in ALL}
    read = [route for route in ALL if route.scoped and route.method == "GET"]
    wrong = []
    for method, statuses in (("HEAD", (404,)), ("OPTIONS", (405,)), ("PATCH", (405, 415)), ("DELETE", (405, 404))):
        for route in [each for each in read if (method, each.path) not in declared]:
            here = read_answer(client.request(method, route.address()))
            nowhere = read_answer(
                client.request(method, route.address(**NOWHERE)), map=("absent", "debate"), of=("zzzz", "ours")
            )
            if here != nowhere or here[0] not in statuses:
                wrong.append(f"{method} {route.path}: {here} {nowhere}")
    assert wrong == []


def test_a_head_is_let_in_as_the_whole_is(on_sqlite: FastAPI) -> None:
    found = world(on_sqlite)
    reader = found.people["reader"]
    wrong = []
    for route in [each for each in ALL if each.method == "GET" and not each.path.endswith("/events")]:
        head, refused = reader.client.head(route.address()), reader.may(route, found.visibility)
        if head.content or head.status_code not in ((refused,) if refused else OTHERWISE.get(route.path, (200,))):
            wrong.append(f"{route.path}: {head.status_code}")
    assert wrong == []


# What a request has to hold so that it is looked for what it names.
BODIES: dict[tuple[str, str], Any] = {
    ("PATCH", "/comments/{number}"): {"text": "mine"},
    ("POST", "/comments/{number}/moderate"): {"step": "hidden"},
    ("POST", "/discussion/{number}/moderate"): {"step": "hidden"},
    ("POST", "/discussion/{number}/edit"): {"text": "mine"},
    ("POST", "/members/{member}"): {"role": "reader"},
    ("POST", "/merges/{source}"): {"take": []},
    ("PUT", "/positions/{label}"): {"stance": "accepts"},
    ("POST", "/records/{label}/merge"): {"other": "historian"},
    ("POST", "/records/{label}/position"): {"stance": "accepts"},
}


def inner_places(app: FastAPI) -> dict[str, tuple[str, str]]:
    """Return by the names of places something of the others, and something that there is nowhere."""
    with reading(app.state.engine) as session:
        (member,) = session.exec(select(Membership.id).where(Membership.role == Role.TEACHER)).all()
        invitation = session.exec(select(Invitation.id)).first()
    assert invitation == 1
    return {
        "number": ("1", "8"),
        "label": ("P1", "P8"),
        "sequence": ("9", "8"),
        "change": ("9", "8"),
        "source": ("debate", "absent"),
        "member": (str(member), "9999"),
        "annotation": ("N1", "N8"),
        "client": ("k3Jx0Zq81LmP7vTa", "k3Jx0Zq81LmP7vTb"),
    }


def test_nothing_of_others_is_reached_from_ones_own_map_or_seminar(app: FastAPI) -> None:
    found = world(app)
    client = found.people[STRANGER].client
    made = found.owner.post("/seminars/ours/invitations", data={"role": "reader", "uses": "1", "days": "1"})
    assert made.status_code == 201
    presence = {"client": "k3Jx0Zq81LmP7vTa", "record": "P1"}
    assert found.owner.put(f"{MAP}/presence", json=presence).status_code == 200
    assert client.post("/api/v1/maps", json={"slug": "own", "title": "Own", "visibility": "private"}).status_code == 201
    own = {"slug": "own", "seminar": "theirs"}
    before = everything(found)
    wrong = []
    for route in [route for route in ALL if route.path.count("{") > 1]:
        for place, (theirs, nobodys) in inner_places(app).items():
            if f"{{{place}}}" not in route.path:
                continue
            answers = [call(client, route, {**own, place: value}) for value in (theirs, nobodys)]
            # In both, for a page may also show the time, whose figures are those of numbers.
            here, nowhere = (read_answer(each, it=(theirs, nobodys)) for each in answers)
            if here != nowhere:
                wrong.append(f"{route.method} {route.path}: {[each.text[:200] for each in answers]}")
    assert wrong == []
    assert everything(found) == before


def everything(found: World) -> list[str]:
    """Return what the owner sees of the map and the seminar."""
    paths = (MAP, f"{MAP}/comments", f"{MAP}/positions", f"{MAP}/rounds", f"{MAP}/editions", "/seminars/ours")
    return [found.owner.get(path).text for path in paths]


def call(client: TestClient, route: Route, places: dict[str, str]) -> Response:
    ending = next(
        (body for (method, end), body in BODIES.items() if route.method == method and route.path.endswith(end)), {}
    )
    headers = {"If-Match": "*"}
    if route.method == "GET":
        method = "HEAD" if route.path.endswith("/events") else "GET"
        return client.request(method, route.address(**places), headers=headers)
    if route.path.startswith("/api/"):
        return client.request(route.method, route.address(**places), json=ending, headers=headers)
    return client.post(route.address(**places), data=ending or {"nothing": "here"})


def test_of_a_name_that_cannot_be_had_it_is_not_said_who_has_it(on_sqlite: FastAPI) -> None:
    """Names in addresses are one space, so that it is known which can be had, and nothing else."""
    found = world(on_sqlite)
    client = found.people[STRANGER].client
    for slug, visibility in (("public", "public"), ("mine", "private")):
        body = {"slug": slug, "title": "A debate", "visibility": visibility}
        assert client.post("/api/v1/maps", json=body).status_code == 201
    fork = "/api/v1/maps/public/forks"
    ways = {
        "map in the API": lambda slug: client.post("/api/v1/maps", json={"slug": slug, "title": "T"}),
        "fork in the API": lambda slug: client.post(fork, json={"slug": slug}),
        "map": lambda slug: client.post("/new", data={"slug": slug, "title": "T"}),
        "map of a seminar": lambda slug: client.post("/seminars/theirs/maps", data={"slug": slug, "title": "T"}),
        "seminar in the API": lambda slug: client.post("/api/v1/seminars", json={"slug": slug, "title": "T"}),
        "seminar": lambda slug: client.post("/seminars", data={"slug": slug, "title": "T"}),
    }
    for way, send in ways.items():
        # What is hidden, what everybody sees, and one's own.
        names = ("ours", "theirs") if "seminar" in way and "map" not in way else ("debate", "public", "mine")
        answers = {slug: send(slug) for slug in names}
        # On a page it stands beside the field, and above the form with what else is to be mended.
        refusals = {slug: set(re.findall('The name “[^<"]*', each.text)) for slug, each in answers.items()}
        assert len({each.status_code for each in answers.values()}) == 1, way
        assert {len(each) for each in refusals.values()} == {1}, way
        assert len({text.replace(slug, "a-name") for slug, each in refusals.items() for text in each}) == 1, way
        assert all(f"“{slug}-2” is still free" in each.text for slug, each in answers.items()), way


def test_of_a_token_or_link_of_others_nobody_learns(app: FastAPI) -> None:
    found = world(app)
    client, own = found.people[STRANGER].client, found.owner.get("/api/v1/account/tokens").json()["items"]
    number = own[0]["number"]
    for method, path in (("DELETE", "/api/v1/account/tokens/{}"), ("POST", "/account/tokens/{}/revoke")):
        answers = [client.request(method, path.format(each)) for each in (number, 99)]
        assert read_answer(answers[0]) == read_answer(answers[1])
        assert answers[0].status_code == 404
    assert [each["number"] for each in found.owner.get("/api/v1/account/tokens").json()["items"]] == [
        each["number"] for each in own
    ]


def test_a_seminar_that_is_left_is_not_there_any_more(app: FastAPI) -> None:
    found = world(app)
    with writing(app.state.engine) as session:
        theirs = session.exec(select(Seminar).where(Seminar.slug == "theirs")).one()
        reader = find_account_by_name(session, "reader")
        assert reader is not None
        membership = enrol(session, MembershipScope(seminar_id=theirs.id), reader.id or 0, Role.READER)
    client = found.people["reader"].client
    assert client.get("/seminars/theirs").status_code == 200
    removed = found.people[STRANGER].client.post(
        f"/seminars/theirs/members/{membership.id}", data={"role": "remove", "sure": "yes"}
    )
    assert removed.status_code == 303
    # Removed there, one signs in again for what one still is a member of.
    assert client.get("/seminars/ours").status_code == 404

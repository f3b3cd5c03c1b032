"""Whoever writes under another name is named by it everywhere, but to those who lead."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient

from models import changes
from models.engine import reading, writing
from models.history.revisions import Revision
from models.people.enrolment import share_map
from models.vocabulary import Role
from tests.api.people import add, put_in, server, sign_in
from tests.api.worlds import ALL, MAP, World, world
from tests.conftest import postgresql_in_the_long_run
from tests.listening import Listening, running

HANDLE, PSEUDONYM = "Barbara Celarent", "Heloise"


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


def read_names_shown_to(client: TestClient, among: tuple[str, ...] = ()) -> dict[str, str]:
    """Return all that can be read by somebody, by address; only what holds `among`, where that is given."""
    found = {}
    for route in ALL:
        if route.method == "GET" and not route.path.endswith("/events"):
            more = [route.address()]
            if "{extension}" in route.path:
                more += [route.address(extension=each) for each in ("csv", "html", "md", "svg", "dot")]
            for address in more:
                answer = client.get(address)
                text = answer.content.decode("utf-8", "replace") + str(answer.headers)
                if not among or any(each in text for each in among):
                    found[address] = text
    return found


def member(app: FastAPI, found: World, role: Role = Role.CONTRIBUTOR, pseudonym: str | None = PSEUDONYM) -> TestClient:
    put_in(app, found.seminar, add(app, HANDLE), role, pseudonym=pseudonym)
    return sign_in(app, HANDLE)


def write_all(client: TestClient, found: World) -> str:
    """Leave a trace of every kind; return the cookie of whoever did."""
    made = client.post(f"{MAP}/claims", json={"kind": "assertion", "text": "Mine."})
    assert made.status_code == 201
    again = client.patch(
        made.headers["location"], json={"text": "Still mine."}, headers={"If-Match": made.headers["etag"]}
    )
    undone = client.post(f"{MAP}/changes/{again.json()['revision']}/undo")
    comment = client.post(f"{MAP}/comments", json={"label": "P1", "text": "So it was."})
    answered = client.post(f"{MAP}/comments", json={"parent": comment.json()["id"], "text": "Was it?"})
    claimed = client.post(f"{MAP}/comments/{answered.json()['id']}/claim", json={"kind": "assertion"})
    taken = client.put(f"{MAP}/positions/P1", json={"stance": "rejects", "reason": "No."})
    here = client.put(f"{MAP}/presence", json={"client": "k3Jx0Zq81LmP7vTb", "record": "P1"})
    note = client.post(
        f"{MAP}/annotations.jsonld",
        json={**found.owner.get(f"{MAP}/annotations/N1.jsonld").json(), "id": "https://testserver/new"},
        headers={"Content-Type": "application/ld+json"},
    )
    statuses = [each.status_code for each in (again, undone, comment, answered, claimed, taken, here, note)]
    assert statuses == [200, 200, 201, 201, 201, 200, 200, 201]
    owner = found.owner
    asked = owner.post(f"{MAP}/rounds", json={"title": "Again", "labels": ["P1"], "names_shown": False})
    assert client.put(f"{MAP}/positions/P1", json={"stance": "accepts"}).status_code == 200
    assert owner.post(f"{MAP}/rounds/{asked.json()['number']}/close", headers={"If-Match": "*"}).status_code == 200
    tag = owner.get(MAP).headers["etag"]
    assert owner.post(f"{MAP}/editions", json={"keep": [HANDLE]}, headers={"If-Match": tag}).status_code == 201
    return client.cookies["__Host-sicetnon"]


@pytest.mark.parametrize(
    "readers",
    [
        ("contributor",),
        pytest.param(("editor", "contributor", "discussant", "reader"), marks=pytest.mark.soak),
    ],
    ids=["one of them", "all of them"],
)
@postgresql_in_the_long_run
def test_the_name_of_an_account_is_told_to_nobody_who_does_not_lead(app: FastAPI, readers: tuple[str, ...]) -> None:
    found = world(app)
    write_all(member(app, found), found)
    for who in readers:
        assert [*read_names_shown_to(found.people[who].client, (HANDLE, HANDLE.replace(" ", "%20")))] == []
    told = read_names_shown_to(found.people["discussant"].client, (PSEUDONYM,))
    for address in ("comments", "revisions", "positions"):
        assert f"{MAP}/{address}" in told
    for address in ("/maps/debate/history", "/maps/debate/contributions", "/maps/debate/discussion", "/seminars/ours"):
        assert address in told
    # Whose it is those who lead see where they see who the members are, and on the table from which they grade.
    assert HANDLE in found.people["teacher"].client.get("/seminars/ours").text


def test_nor_is_it_told_live(app: FastAPI) -> None:
    found = world(app)
    client = member(app, found)
    with running(app) as (address, _):
        with writing(app.state.engine) as session:
            changes.find_map(session, "debate").visibility = "unlisted"
        with Listening(address, "debate") as listening:
            assert client.put(f"{MAP}/presence", json={"client": "k3Jx0Zq81LmP7vTb"}).status_code == 200
            come = listening.presence("joined")
            assert client.post(f"{MAP}/tags", json={"text": "mine"}).status_code == 201
            change = next(each for each in listening.frames() if each.name == "change")
    assert [each["name"] for each in come.data["joined"]] == [PSEUDONYM]
    assert change.data["author"] == PSEUDONYM


def test_a_fork_that_comes_back_names_nobody_otherwise(app: FastAPI) -> None:
    found = world(app)
    client = member(app, found)
    assert client.post(f"{MAP}/forks", json={"slug": "mine"}).status_code == 201
    made = client.post("/api/v1/maps/mine/claims", json={"kind": "assertion", "text": "Apart."})
    assert made.status_code == 201
    with writing(app.state.engine) as session:
        share_map(session, changes.find_map(session, "mine").id or 0, found.seminar.seminar_id)
    tag = found.owner.get(MAP).headers["etag"]
    label = made.json()["id"]
    merged = found.owner.post(f"{MAP}/merges/mine", json={"take": [label]}, headers={"If-Match": tag})
    assert merged.status_code == 200, merged.text
    with reading(app.state.engine) as session:
        wrote = {each.credit or each.author for each in session.exec(select(Revision)).all()}
    assert HANDLE not in wrote
    assert PSEUDONYM in wrote


@postgresql_in_the_long_run
def test_an_anonymised_author_is_named_nowhere_but_to_those_who_moderate(app: FastAPI) -> None:
    found = world(app)
    client = member(app, found, Role.DISCUSSANT, pseudonym=None)
    number = client.post(f"{MAP}/comments", json={"label": "P1", "text": "I disagree."}).json()["id"]
    assert client.post(f"{MAP}/comments", json={"parent": number, "text": "Still."}).status_code == 201
    teacher = found.people["teacher"].client
    for each in (number, number + 1):
        assert teacher.post(f"{MAP}/comments/{each}/moderate", json={"step": "anonymised"}).status_code == 200
    assert teacher.post(f"{MAP}/comments/{number}/claim", json={"kind": "assertion"}).status_code == 201
    for who in ("editor", "discussant", "reader"):
        # That somebody is a member is no secret, nor that one can mention them like any other.
        mentionable = ["/maps/debate/mentionable"] if who != "reader" else []
        assert sorted(read_names_shown_to(found.people[who].client, (HANDLE,))) == [*mentionable, "/seminars/ours"]
    for address in (
        f"{MAP}/comments",
        "/maps/debate/discussion",
        "/maps/debate/contributions",
        "/maps/debate/records/P1",
    ):
        assert HANDLE in teacher.get(address).text, address

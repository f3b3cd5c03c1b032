"""On a map that is anonymous throughout nobody who does not lead is told who wrote what, before or after."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from models import changes
from models.deliberation.map_anonymising import anonymise_map
from models.engine import writing
from models.people.account_errors import NameTaken
from models.people.enrolment import create_account
from models.vocabulary import Role
from tests.api.people import server
from tests.api.privacy.test_pseudonyms import HANDLE, PSEUDONYM, member, read_names_shown_to, write_all
from tests.api.worlds import MAP, World, world
from tests.conftest import postgresql_in_the_long_run
from tests.listening import Listening, running

# Who is a member is no secret, and neither is the name under which a list of members has them.
MEMBERS = {"/seminars/ours"}
NAMES = (HANDLE, HANDLE.replace(" ", "%20"), PSEUDONYM)


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


def hide(found: World, slug: str = "debate") -> None:
    given = {"map": slug, "for_good": "yes"}
    assert found.people["teacher"].client.post("/seminars/ours/anonymous", data=given).status_code == 303


def list_named_members(client: TestClient) -> set[str]:
    return {address for address in read_names_shown_to(client, NAMES) if "/controversies" not in address}


@pytest.mark.parametrize(
    ("pseudonym", "before"), [(None, True), pytest.param(PSEUDONYM, False, marks=pytest.mark.soak)]
)
@postgresql_in_the_long_run
def test_all_writing_is_nobodys_but_to_those_who_lead(app: FastAPI, pseudonym: str | None, before: bool) -> None:
    found = world(app)
    client = member(app, found, pseudonym=pseudonym)
    if not before:
        hide(found)
    write_all(client, found)
    if before:
        hide(found)
    for who in ("editor", "reader"):
        assert list_named_members(found.people[who].client) <= MEMBERS, who
    name = pseudonym or HANDLE
    seen = read_names_shown_to(found.people["teacher"].client, (name,))
    for address in ("comments", "revisions", "positions"):
        assert f"{MAP}/{address}" in seen
    # Oneself one knows.
    assert f"{MAP}/comments" in read_names_shown_to(client, (name,))


@postgresql_in_the_long_run
def test_nor_is_anybody_named_live(app: FastAPI) -> None:
    found = world(app)
    hide(found)
    client = member(app, found)
    with running(app) as (address, _):
        with writing(app.state.engine) as session:
            changes.find_map(session, "debate").visibility = "unlisted"
        with Listening(address, "debate") as listening:
            here = client.put(f"{MAP}/presence", json={"client": "k3Jx0Zq81LmP7vTb", "record": "P1"}).json()
            come = listening.presence("joined")
            assert client.post(f"{MAP}/tags", json={"text": "mine"}).status_code == 201
            change = next(each for each in listening.frames() if each.name == "change")
    assert [(each["name"], each["record"]) for each in come.data["joined"]] == [("A member", None)]
    assert (here["name"], here["record"]) == ("A member", None)
    assert change.data["author"] == "A member"


@postgresql_in_the_long_run
def test_while_a_round_is_open_that_hides_names_nobody_is_told_who_looks_at_what(app: FastAPI) -> None:
    found = world(app)
    with writing(app.state.engine) as session:
        changes.find_map(session, "debate").visibility = "unlisted"
    body = {"client": "k3Jx0Zq81LmP7vTb", "record": "P1"}
    with running(app) as (address, _), Listening(address, "debate") as listening:
        assert found.people["editor"].client.put(f"{MAP}/presence", json=body).json()["name"] == "editor"
        assert listening.presence("joined").data["joined"][0]["name"] == "editor"
        assert (
            found.owner.post(f"{MAP}/rounds", json={"title": "R", "labels": ["P1"], "names_shown": False}).status_code
            == 201
        )
        moved = listening.presence("moved").data["moved"][0]
        assert (moved["name"], moved["record"]) == ("A member", None)


@postgresql_in_the_long_run
def test_what_is_forked_and_merged_names_nobody_either(app: FastAPI) -> None:
    found = world(app)
    client = member(app, found, pseudonym=None)
    hide(found)
    assert client.post(f"{MAP}/forks", json={"slug": "mine"}).status_code == 201
    label = client.post("/api/v1/maps/mine/claims", json={"kind": "assertion", "text": "Apart."}).json()["id"]
    editor, teacher = found.people["editor"].client, found.people["teacher"].client
    tag = teacher.get(MAP).headers["etag"]
    merged = teacher.post(f"{MAP}/merges/mine", json={"take": [label]}, headers={"If-Match": tag})
    assert merged.status_code == 200, merged.text
    assert list_named_members(editor) <= MEMBERS
    assert HANDLE in teacher.get(f"{MAP}/revisions?limit=200").text


@postgresql_in_the_long_run
def test_wherever_a_copy_is_made_it_is_said_that_it_stays_anonymous(app: FastAPI) -> None:
    found = world(app)
    hide(found)
    made = found.people["contributor"].client.post(f"{MAP}/forks", json={"slug": "mine"})
    assert made.status_code == 201
    said = "This map is anonymous throughout, and so is every copy, for good"
    for slug in ("debate", "mine"):
        assert said in found.owner.get(f"/maps/{slug}/forks").text
    assert found.owner.post("/seminars", data={"slug": "next", "title": "Next"}).status_code == 303
    assert said in found.owner.get("/maps/debate/move").text
    assert said in found.owner.get("/seminars/ours/forks/mine/release").text
    assert "anonymous throughout, and so is the copy" in found.owner.get("/seminars/ours/next-term").text
    brought = found.owner.post("/maps/debate/bring", data={"seminar": "next"}, follow_redirects=True)
    assert "Like the map it comes from, it is anonymous throughout, for good." in brought.text
    # What a copy is already cannot be asked for.
    assert 'id="anonymous-map"' not in brought.text
    assert found.owner.get("/maps/open/forks").status_code == 404
    assert found.owner.post("/api/v1/maps", json={"slug": "open", "title": "Open"}).status_code == 201
    assert said not in found.owner.get("/maps/open/forks").text


def test_rounds_there_never_show_names_and_nobody_is_named_again(app: FastAPI) -> None:
    found = world(app)
    client = member(app, found, Role.DISCUSSANT, pseudonym=None)
    hide(found)
    opened = found.owner.post(f"{MAP}/rounds", json={"title": "R", "labels": ["P1"], "names_shown": True}).json()
    assert opened["names_shown"] is False
    number = client.post(f"{MAP}/comments", json={"text": "Mine."}).json()["id"]
    named = found.owner.post(f"{MAP}/comments/{number}/moderate", json={"step": "named"})
    assert (named.status_code, named.json()["type"]) == (409, "urn:sicetnon:problem:map-is-anonymous")


def test_positions_outside_of_rounds_are_not_joined_across_records(app: FastAPI) -> None:
    found = world(app)
    client = member(app, found, Role.DISCUSSANT, pseudonym=None)
    client.put(f"{MAP}/positions/P1", json={"stance": "accepts"})
    hide(found)
    client.put(f"{MAP}/positions/F1", json={"stance": "accepts"})
    listed = found.people["editor"].client.get(f"{MAP}/positions").json()["items"]
    names = [each["member"] for each in listed if each["round"] is None]
    assert len(set(names)) == len(names) == 2
    assert all(each["at"].startswith(listed[-1]["at"][:11] + "00:00:00") for each in listed if each["round"] is None)


@pytest.mark.parametrize("name", ["Member 12", "member 7", "A Member", "Ｍember 12", "Group 3", "GROUP  12"])
@postgresql_in_the_long_run
def test_nobody_is_called_as_those_are_who_are_not_named(app: FastAPI, name: str) -> None:
    with writing(app.state.engine) as session, pytest.raises(NameTaken):
        create_account(session, name, password_hash=None)


@postgresql_in_the_long_run
def test_it_is_asked_for_twice_and_of_the_seminars_own_maps(app: FastAPI) -> None:
    found = world(app)
    teacher = found.people["teacher"].client
    for given in ({"map": "debate"}, {"map": "elsewhere", "for_good": "yes"}):
        assert teacher.post("/seminars/ours/anonymous", data=given).status_code == 422
    assert "anonymous throughout</span>" not in teacher.get("/seminars/ours").text
    hide(found)
    assert "anonymous throughout" in found.people["reader"].client.get("/seminars/ours").text
    with writing(app.state.engine) as session:
        anonymise_map(session, changes.find_map(session, "debate"), by="owner")
    made = teacher.post("/seminars/ours/maps", data={"title": "New", "slug": "new", "anonymous": "yes"})
    assert made.status_code == 303
    page = teacher.get("/seminars/ours").text
    marked = re.findall(
        r'<a href="/maps/([^"]+)"><bdi>[^<]*</bdi></a> <span[^>]*>[^<]*</span> <span[^>]*>anonymous throughout<', page
    )
    # What was copied from an anonymous map is anonymous with it.
    assert sorted(marked) == ["copy", "debate", "new"]

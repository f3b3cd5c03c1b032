"""Who may do what with a map and its records; others learn nothing of it."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from models import changes
from models.engine import writing
from models.people.enrolment import MembershipScope, create_seminar, find_account_by_name, share_map
from models.vocabulary import Role, Visibility
from tests.api.access.permissions import ROUTES
from tests.api.people import add, browser, put_in, server, sign_in, someone
from tests.builders import a_debate
from tests.conftest import postgresql_in_the_long_run

# What stands in the places of the addresses. No change has that number, so that nobody undoes anything.
NAMES = {
    "slug": "debate",
    "seminar": "ours",
    "label": "P1",
    "extension": "json",
    "name": "argdown",
    "sequence": "1",
    "change": "9999",
    "number": "9999",
    "group": "9999",
    "member": "9999",
    "annotation": "N1",
    "source": "debate",
    "fork": "debate-fork",
    "client": "9999",
    "sha256": "0" * 64,
    "region": "full",
    "size": "max",
    "rotation": "0",
    "quality": "default",
    "image_format": "jpg",
}
STRANGER, ANONYMOUS = "Stranger", "anonymous"


class Route(NamedTuple):
    method: str
    path: str

    @property
    def scoped(self) -> bool:
        return "{slug}" in self.path or "{seminar}" in self.path

    @property
    def address(self) -> str:
        return self.path.format(**NAMES)


# Signing out last: until then everybody needs the session.
ALL = sorted((Route(*key) for key in ROUTES), key=lambda route: route.path == "/sign-out")


def ask(client: TestClient, route: Route) -> Response:
    """Send a request that changes nothing, because it lacks what the change needs."""
    if route.method == "GET":
        return client.get(route.address)
    if route.path.startswith("/api/"):
        return client.request(route.method, route.address, json={})
    return client.request(route.method, route.address, data={"nothing": "here"})


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


def fill(app: FastAPI, visibility: Visibility = Visibility.PRIVATE) -> tuple[int, int]:
    """Make the seminar with its map, whose owner is Owner; return their ids."""
    document = a_debate().document().model_copy(update={"visibility": visibility})
    with writing(app.state.engine) as session:
        owner = find_account_by_name(session, "owner")
        assert owner is not None
        seminar = create_seminar(session, "ours", "Our seminar", owner.id or 0)
        made = changes.replace_map(session, "debate", document, version=None, author="Owner")
        share_map(session, made.id or 0, seminar.id)
        return seminar.id or 0, made.id or 0


def everybody(app: FastAPI, visibility: Visibility = Visibility.PRIVATE) -> dict[str, TestClient]:
    """Make the seminar with a member of each role, somebody of another seminar, and nobody; return their browsers."""
    add(app, "owner")
    seminar, _ = fill(app, visibility)
    found = {"owner": sign_in(app, "owner")}
    for role in Role:
        if role is not Role.OWNER:
            put_in(app, MembershipScope(seminar_id=seminar), add(app, role.value), role)
            found[role.value] = sign_in(app, role.value)
    found[STRANGER] = someone(app, STRANGER)
    with writing(app.state.engine) as session:
        stranger = find_account_by_name(session, STRANGER)
        assert stranger is not None
        create_seminar(session, "theirs", "Another seminar", stranger.id or 0)
    found[ANONYMOUS] = browser(app)
    return found


def read_answer(answer: Response) -> tuple[int, bytes, dict[str, str]]:
    return answer.status_code, answer.content, dict(answer.headers)


@postgresql_in_the_long_run
def test_what_is_not_yours_is_answered_as_what_is_not_there(app: FastAPI) -> None:
    scoped = [route for route in ALL if route.scoped]
    add(app, "owner")
    people = [someone(app, STRANGER), browser(app)]
    before = {
        (index, route): read_answer(ask(client, route)) for index, client in enumerate(people) for route in scoped
    }
    fill(app)
    after = {(index, route): read_answer(ask(client, route)) for index, client in enumerate(people) for route in scoped}
    assert len(scoped) > 100
    assert {key: (before[key], after[key]) for key in before if before[key] != after[key]} == {}
    assert {status for status, _, _ in after.values()} == {404}


def test_a_page_of_what_is_not_yours_is_that_of_what_is_not_there(app: FastAPI) -> None:
    add(app, "owner")
    client = someone(app, STRANGER)
    before = client.get("/maps/debate", headers={"Accept": "text/html"})
    fill(app)
    assert read_answer(client.get("/maps/debate", headers={"Accept": "text/html"})) == read_answer(before)
    assert "Stranger" in before.text


@pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.UNLISTED])
def test_lists_show_others_nothing_of_it(app: FastAPI, visibility: Visibility) -> None:
    people = everybody(app, visibility)
    with writing(app.state.engine) as session:
        changes.replace_map(session, "open", a_debate().document(), version=None, author="x")
    for who in (STRANGER, ANONYMOUS):
        client = people[who]
        assert "/maps/debate" not in client.get("/").text
        assert [each["slug"] for each in client.get("/api/v1/maps").json()["items"]] == ["open"]
        found = client.get("/api/v1/search", params={"q": "P1"}).json()
        assert {each["map"] for each in found["items"]} == {"open"}
        assert "/maps/debate" not in client.get("/search", params={"q": "P1"}).text
        assert {each.get("map") for each in client.get("/maps/open/choices", params={"q": "P1"}).json()} <= {
            None,
            "open",
        }
    reader = people["reader"]
    assert "/maps/debate" in reader.get("/").text
    assert len(reader.get("/api/v1/maps").json()["items"]) == 2
    assert {each["map"] for each in reader.get("/api/v1/search", params={"q": "P1"}).json()["items"]} == {
        "open",
        "debate",
    }


def test_sites_that_embed_learn_nothing_of_it(app: FastAPI) -> None:
    add(app, "owner")
    client = someone(app, STRANGER)
    asked = {"url": "https://testserver/maps/debate"}
    before = client.get("/oembed", params=asked)
    fill(app)
    assert read_answer(client.get("/oembed", params=asked)) == read_answer(before)


def test_a_picture_in_memory_is_shown_to_members_alone(app: FastAPI) -> None:
    people = everybody(app)
    for _ in range(2):
        assert people["reader"].get("/maps/debate.svg").status_code == 200
    for who in (STRANGER, ANONYMOUS):
        assert people[who].get("/maps/debate.svg").status_code == 404


def test_a_map_that_is_closed_is_closed_at_once(app: FastAPI) -> None:
    people = everybody(app, Visibility.PUBLIC)
    for _ in range(2):
        assert people[ANONYMOUS].get("/maps/debate.svg").status_code == 200
    tag = people["owner"].get("/api/v1/maps/debate").headers["etag"]
    closing = people["owner"].patch("/api/v1/maps/debate", json={"visibility": "private"}, headers={"If-Match": tag})
    assert closing.status_code == 200
    assert people[ANONYMOUS].get("/maps/debate.svg").status_code == 404


def test_the_higher_of_two_roles_counts(app: FastAPI) -> None:
    add(app, "owner")
    seminar, map_id = fill(app)
    first, second = add(app, "First"), add(app, "Second")
    for account, in_seminar, on_map in ((first, Role.READER, Role.EDITOR), (second, Role.EDITOR, Role.READER)):
        put_in(app, MembershipScope(seminar_id=seminar), account, in_seminar)
        put_in(app, MembershipScope(map_id=map_id), account, on_map)
    for name in ("First", "Second"):
        assert sign_in(app, name).post("/api/v1/maps/debate/tags", json={"text": "a tag"}).status_code == 201


class TestContributors:
    """A contributor changes and deletes what is their own, by whichever route, and nothing else."""

    @pytest.fixture
    def people(self, app: FastAPI) -> dict[str, TestClient]:
        return everybody(app)

    def test_their_own_record_they_change_and_delete(self, people: dict[str, TestClient]) -> None:
        client = people["contributor"]
        made = client.post("/api/v1/maps/debate/tags", json={"text": "mine"})
        assert made.status_code == 201
        at = made.headers["location"]
        changed = client.patch(at, json={"text": "still mine"}, headers={"If-Match": made.headers["etag"]})
        assert changed.status_code == 200
        assert client.delete(at, headers={"If-Match": changed.headers["etag"]}).status_code == 200

    @pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
    def test_those_of_others_they_do_not(self, people: dict[str, TestClient], method: str) -> None:
        made = people["editor"].post("/api/v1/maps/debate/tags", json={"text": "theirs"})
        body = None if method == "DELETE" else {"text": "mine now"}
        answer = people["contributor"].request(
            method, made.headers["location"], json=body, headers={"If-Match": made.headers["etag"]}
        )
        assert answer.status_code == 403
        assert answer.json()["type"].endswith("not-yours")
        assert people["editor"].get(made.headers["location"]).json()["text"] == "theirs"

    def test_what_was_imported_is_nobodys_own(self, people: dict[str, TestClient]) -> None:
        tag = people["contributor"].get("/api/v1/maps/debate/records/P1").headers["etag"]
        at = "/api/v1/maps/debate/records/P1?with_dependents=true"
        assert people["contributor"].delete(at, headers={"If-Match": tag}).status_code == 403

    def test_nothing_of_others_goes_with_what_is_their_own(self, people: dict[str, TestClient]) -> None:
        mine = people["contributor"].post(
            "/api/v1/maps/debate/claims", json={"id": "C90", "kind": "assertion", "text": "Mine."}
        )
        link = {"premises": ["C90"], "relation": "supports", "target": "P1"}
        assert people["editor"].post("/api/v1/maps/debate/links", json=link).status_code == 201
        at, tag = "/api/v1/maps/debate/records/C90?with_dependents=true", mine.headers["etag"]
        assert people["contributor"].delete(at, headers={"If-Match": tag}).status_code == 403
        assert people["contributor"].get("/api/v1/maps/debate/records/C90").status_code == 200

    def test_on_the_pages_it_is_the_same(self, people: dict[str, TestClient]) -> None:
        people["editor"].post("/api/v1/maps/debate/tags", json={"id": "T90", "text": "theirs"})
        revision = str(people["editor"].get("/api/v1/maps/debate/records/T90").json()["revision"])
        form = {"text": "mine now", "revision": revision}
        answer = people["contributor"].post("/maps/debate/records/T90/edit", data=form)
        assert "made by somebody else" in answer.text
        people["contributor"].post("/maps/debate/records/T90/delete", data={"revision": revision})
        assert people["editor"].get("/api/v1/maps/debate/records/T90").json()["text"] == "theirs"

    def test_they_undo_their_own_change_and_no_other(self, people: dict[str, TestClient]) -> None:
        mine = people["contributor"].post("/api/v1/maps/debate/tags", json={"text": "mine"}).json()["revision"]
        theirs = people["editor"].post("/api/v1/maps/debate/tags", json={"text": "theirs"}).json()["revision"]
        undo = "/api/v1/maps/debate/changes/{}/undo"
        assert people["contributor"].post(undo.format(theirs)).status_code == 403
        assert people["contributor"].post(undo.format(1)).status_code == 403
        assert people["contributor"].post(undo.format(mine)).status_code == 200

    def test_a_label_that_is_given_again_makes_nobody_the_owner(self, people: dict[str, TestClient]) -> None:
        made = people["contributor"].post("/api/v1/maps/debate/tags", json={"id": "T90", "text": "mine"})
        people["contributor"].delete(made.headers["location"], headers={"If-Match": made.headers["etag"]})
        again = people["editor"].post("/api/v1/maps/debate/tags", json={"id": "T90", "text": "theirs"})
        answer = people["contributor"].delete(again.headers["location"], headers={"If-Match": again.headers["etag"]})
        assert answer.status_code == 403


class TestOwners:
    """Who sees a map, and whether there is one, its owner decides, by whichever route."""

    @pytest.fixture
    def people(self, app: FastAPI) -> dict[str, TestClient]:
        return everybody(app)

    @pytest.mark.parametrize("who", ["teacher", "editor"])
    def test_others_do_not_open_it(self, people: dict[str, TestClient], who: str) -> None:
        client = people[who]
        held = client.get("/api/v1/maps/debate")
        match = {"If-Match": held.headers["etag"]}
        assert client.patch("/api/v1/maps/debate", json={"visibility": "public"}, headers=match).status_code == 403
        document = {**held.json(), "visibility": "public"}
        assert client.put("/api/v1/maps/debate", json=document, headers=match).status_code == 403
        assert client.patch("/api/v1/maps/debate", json={"title": "Retitled"}, headers=match).status_code == 200

    def test_others_do_not_undo_that_it_was_closed(self, people: dict[str, TestClient]) -> None:
        owner = people["owner"]
        for visibility in ("public", "private"):
            tag = owner.get("/api/v1/maps/debate").headers["etag"]
            done = owner.patch("/api/v1/maps/debate", json={"visibility": visibility}, headers={"If-Match": tag})
        undo = f"/api/v1/maps/debate/changes/{done.json()['version']}/undo"
        assert people["editor"].post(undo).status_code == 403
        assert owner.post(undo).status_code == 200

    def test_a_deleted_map_comes_back_by_its_owner_and_is_whose_it_was(self, people: dict[str, TestClient]) -> None:
        owner = people["owner"]
        tag = owner.get("/api/v1/maps/debate").headers["etag"]
        gone = owner.delete("/api/v1/maps/debate", headers={"If-Match": tag}).json()["change"]
        undo = f"/api/v1/maps/debate/changes/{gone}/undo"
        assert people[STRANGER].post(undo).status_code == 404
        assert people["editor"].get("/api/v1/maps/debate/revisions").status_code == 200
        assert people["editor"].post(undo).status_code == 403
        assert owner.post(undo).status_code == 200
        assert people["reader"].get("/api/v1/maps/debate").status_code == 200
        assert people[STRANGER].get("/api/v1/maps/debate").status_code == 404

    def test_who_makes_a_map_is_its_owner(self, people: dict[str, TestClient]) -> None:
        body = {"slug": "own", "title": "One's own", "visibility": "private"}
        assert people[STRANGER].post("/api/v1/maps", json=body).status_code == 201
        tag = people[STRANGER].get("/api/v1/maps/own").headers["etag"]
        assert people["owner"].get("/api/v1/maps/own").status_code == 404
        assert people[STRANGER].delete("/api/v1/maps/own", headers={"If-Match": tag}).status_code == 200

    def test_an_administrator_reaches_every_map(self, app: FastAPI, people: dict[str, TestClient]) -> None:
        assert people
        client = someone(app, "Root", administrator=True)
        assert client.get("/api/v1/maps/debate").status_code == 200
        assert "/maps/debate" in client.get("/").text


def test_a_record_bears_the_pseudonym_of_whoever_made_it(app: FastAPI) -> None:
    add(app, "owner")
    seminar, _ = fill(app)
    put_in(app, MembershipScope(seminar_id=seminar), add(app, "Barbara"), Role.CONTRIBUTOR, pseudonym="Heloise")
    client = sign_in(app, "Barbara")
    made = client.post("/api/v1/maps/debate/tags", json={"text": "mine"})
    history = client.get("/api/v1/maps/debate/revisions", params={"after": made.json()["revision"] - 1}).json()
    assert [each["author"] for each in history["items"]] == ["Heloise"]
    assert client.delete(made.headers["location"], headers={"If-Match": made.headers["etag"]}).status_code == 200

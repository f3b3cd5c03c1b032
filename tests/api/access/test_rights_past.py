"""Who may do what with a map's past, its forks and its editions, where people sign in."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from models import changes
from models.changes.maps import replace_map
from models.changes.writer_limits import WriterLimits, set_writer_limits
from models.engine import writing
from models.people.account_errors import NotForYou, NotYours
from models.people.enrolment import MembershipScope
from models.vocabulary import Role, Visibility
from tests.api.people import add, browser, put_in, server, sign_in, someone
from tests.builders import a_debate

API = "/api/v1/maps/debate"


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


def a_map(app: FastAPI, visibility: Visibility) -> TestClient:
    """Make a map of that visibility; return its owner's browser."""
    owner = add(app, "owner")
    with writing(app.state.engine) as session:
        document = a_debate().document().model_copy(update={"visibility": visibility})
        made = replace_map(session, "debate", document, version=None, author="owner")
        map_id = made.id or 0
    put_in(app, MembershipScope(map_id=map_id), owner, Role.OWNER)
    return sign_in(app, "owner")


def publish(client: TestClient) -> None:
    headers = {"If-Match": client.get(API).headers["etag"]}
    assert client.post(f"{API}/editions", json={}, headers=headers).status_code == 201


def test_whoever_forks_owns_the_fork(app: FastAPI) -> None:
    a_map(app, Visibility.PUBLIC)
    stranger = someone(app, "stranger")
    assert browser(app).post(f"{API}/forks", json={"slug": "mine"}).status_code == 401
    assert stranger.post(f"{API}/forks", json={"slug": "mine"}).status_code == 201
    assert stranger.post("/maps/debate/forks", data={"slug": "mine-too"}).status_code == 303
    for slug in ("mine", "mine-too"):
        assert stranger.get(f"/maps/{slug}/access").status_code == 200
    assert stranger.get("/maps/debate/access").status_code == 403


def test_whoever_begins_a_map_owns_it(app: FastAPI) -> None:
    client = someone(app, "member")
    assert client.post("/new", data={"title": "A debate"}).headers["location"] == "/maps/a-debate"
    assert client.get("/maps/a-debate/access").status_code == 200
    assert browser(app).post("/new", data={"title": "A debate"}).status_code == 401


def test_a_fork_does_not_tell_strangers_of_its_private_origin(app: FastAPI) -> None:
    owner = a_map(app, Visibility.PRIVATE)
    assert owner.post(f"{API}/forks", json={"slug": "shown"}).status_code == 201
    with writing(app.state.engine) as session:
        found = changes.find_map(session, "shown")
        found.visibility = Visibility.PUBLIC
        session.add(found)
    told = "/api/v1/maps/shown/forks"
    assert owner.get(told).json()["origin"]["slug"] == "debate"
    assert browser(app).get(told).json()["origin"] is None
    assert browser(app).get("/maps/shown/merge/debate").status_code == 404
    assert browser(app).get("/api/v1/maps/shown/comparison?with=debate").status_code == 404
    for address in ("/maps/shown/forks", "/maps/shown/history", "/maps/shown/records/F1", "/maps/shown?at=1"):
        told = browser(app).get(address, headers={"Accept": "text/html"}).text
        assert "/maps/debate" not in told
        assert "from debate" not in told
    assert "from debate" not in browser(app).get("/api/v1/maps/shown/revisions").text
    assert 'This map is a fork of <a href="/maps/debate?at=1">' in owner.get("/maps/shown/history").text


def test_another_map_under_the_name_of_a_forks_origin_is_not_taken_for_it(app: FastAPI) -> None:
    owner = a_map(app, Visibility.PUBLIC)
    assert owner.post(f"{API}/forks", json={"slug": "shown"}).status_code == 201
    assert owner.delete(API, headers={"If-Match": owner.get(API).headers["etag"]}).status_code in (200, 204)
    assert owner.post("/api/v1/maps", json={"slug": "debate", "title": "Another one"}).status_code == 201
    assert owner.get("/api/v1/maps/shown/forks").json()["origin"] is None
    assert "This map is a fork of" not in owner.get("/maps/shown/history").text


def test_what_is_merged_stands_under_the_pseudonym_that_its_author_has_here(app: FastAPI) -> None:
    owner = a_map(app, Visibility.PRIVATE)
    owner.post("/seminars", data={"slug": "course", "title": "A course"})
    owner.post("/seminars/course/maps", data={"share": "debate"})
    put_in(app, MembershipScope(seminar_id=1), add(app, "Anna"), Role.EDITOR, pseudonym="Falcon")
    anna = sign_in(app, "Anna")
    assert anna.post(f"{API}/forks", json={"slug": "apart"}).status_code == 201
    made = {"id": "F77", "text": "Found apart.", "kind": "finding"}
    assert anna.post("/api/v1/maps/apart/claims", json=made).status_code == 201
    # She is called the same throughout on what comes from there, so that no map puts both names together.
    authors = {each["author"] for each in anna.get("/api/v1/maps/apart/revisions").json()["items"]}
    assert authors == {"Falcon"}
    offered = anna.get(f"{API}/merges/apart").json()["differences"]
    assert [each["credit"] for each in offered] == ["Falcon"]
    headers = {"If-Match": anna.get(API).headers["etag"]}
    assert anna.post(f"{API}/merges/apart", json={"take": ["F77"]}, headers=headers).status_code == 200
    for address in (
        f"{API}/revisions",
        "/maps/debate/history",
        "/maps/debate/contributions",
        "/maps/debate/records/F77",
    ):
        told = owner.get(address, headers={"Accept": "text/html, application/json"}).text
        assert "Anna" not in told
        assert "Falcon" in told


@pytest.mark.parametrize("path", ["/maps/debate", "/maps/debate.svg", "/maps/debate/print", "/maps/debate/reading"])
def test_a_moment_on_the_clock_tells_nothing_of_what_is_not_yours(app: FastAPI, path: str) -> None:
    asked = {"at": "2999-01-01"}
    before = browser(app).get(path, params=asked)
    owner = a_map(app, Visibility.PRIVATE)
    assert owner.get(path, params=asked).status_code == 307
    after = browser(app).get(path, params=asked)
    assert (before.status_code, before.content) == (after.status_code, after.content)
    assert after.status_code == 404


def test_editions_of_a_private_map_are_for_those_who_may_look(app: FastAPI) -> None:
    owner = a_map(app, Visibility.PRIVATE)
    publish(owner)
    for address in (f"{API}/editions", f"{API}/editions/1", "/maps/debate/editions/1", "/maps/debate/editions/1.json"):
        assert browser(app).get(address).status_code == 404
        assert owner.get(address).status_code == 200
    kept = owner.get("/maps/debate/editions/1.json").headers["cache-control"]
    assert kept == "no-store"


@pytest.mark.parametrize(("visibility", "status"), [(Visibility.UNLISTED, 200), (Visibility.PRIVATE, 404)])
def test_editions_outlive_their_map_for_those_who_could_read_them(
    app: FastAPI, visibility: Visibility, status: int
) -> None:
    owner = a_map(app, visibility)
    publish(owner)
    tag = owner.get(API).headers["etag"]
    assert owner.delete(API, headers={"If-Match": tag}).status_code == 200
    for address in (f"{API}/editions/1", "/maps/debate/editions/1", "/maps/debate/editions/1.json"):
        assert browser(app).get(address).status_code == status
        assert owner.get(address).status_code == 200
    assert browser(app).get(f"{API}/revisions").status_code == 404


def test_a_new_map_does_not_open_what_was_published_of_a_private_one(app: FastAPI) -> None:
    owner = a_map(app, Visibility.PRIVATE)
    publish(owner)
    owner.delete(API, headers={"If-Match": owner.get(API).headers["etag"]})
    stranger = someone(app, "stranger")
    made = stranger.post("/api/v1/maps", json={"slug": "debate", "title": "Another", "visibility": "public"})
    assert made.status_code == 201
    assert stranger.get(f"{API}/editions").json()["items"] == []
    assert stranger.get("/maps/debate/editions/1.json").status_code == 404
    assert "Edition 1" not in stranger.get("/maps/debate/editions").text


def test_whoever_administers_the_map_writes_back_the_doi_of_its_editions_and_nobody_else(app: FastAPI) -> None:
    owner, doi = a_map(app, Visibility.PUBLIC), {"doi": "10.5281/zenodo.1"}
    publish(owner)
    stranger = someone(app, "stranger")
    for client, status in ((browser(app), 401), (stranger, 403), (owner, 200)):
        assert client.put(f"{API}/editions/1/doi", json=doi).status_code == status
    assert 'action="/maps/debate/editions/1/doi"' in owner.get("/maps/debate/editions/1").text
    assert 'action="/maps/debate/editions/1/doi"' not in stranger.get("/maps/debate/editions/1").text
    owner.delete(API, headers={"If-Match": owner.get(API).headers["etag"]})
    assert owner.put(f"{API}/editions/1/doi", json={"doi": "10.5281/zenodo.2"}).status_code == 200
    made = stranger.post("/api/v1/maps", json={"slug": "debate", "title": "Another", "visibility": "public"})
    assert made.status_code == 201
    # The stranger has the name now, and not what was published under it before.
    assert stranger.get(f"{API}/editions/1").json()["doi"] == "10.5281/zenodo.2"
    assert stranger.put(f"{API}/editions/1/doi", json=doi).status_code == 403
    assert 'action="/maps/debate/editions/1/doi"' not in stranger.get("/maps/debate/editions/1").text


def test_a_contributor_restores_and_merges_nothing_of_others(app: FastAPI) -> None:
    owner = a_map(app, Visibility.PRIVATE)
    headers = {"If-Match": owner.get(f"{API}/claims/P1").headers["etag"]}
    changed = owner.patch(f"{API}/claims/P1", json={"text": "Otherwise."}, headers=headers)
    assert changed.status_code == 200, changed.text
    account = add(app, "contributor")
    with writing(app.state.engine) as session:
        put = changes.find_map(session, "debate").id
    put_in(app, MembershipScope(map_id=put), account, Role.CONTRIBUTOR)
    contributor = sign_in(app, "contributor")
    assert contributor.post(f"{API}/moments/1/records/P1/restore").status_code == 403
    assert contributor.post("/maps/debate/moments/1/restore", data={"record": "P1"}).status_code == 403
    assert contributor.post(f"{API}/merges/debate", json={"take": []}).status_code == 403
    # Also where a route let them through, what writes would not.
    with pytest.raises(NotYours), writing(app.state.engine) as session:
        set_writer_limits(session, lambda: WriterLimits(restricted_to_account=account, acts_as_owner=False))
        changes.restore_record(session, "debate", "P1", 1, author="contributor")


def test_an_editor_who_does_not_own_the_map_does_not_open_it_by_an_undo(app: FastAPI) -> None:
    a_map(app, Visibility.PUBLIC)
    with writing(app.state.engine) as session:
        found = changes.find_map(session, "debate")
        draft = a_debate().document().model_copy(update={"visibility": Visibility.PRIVATE})
        changes.replace_map(session, "debate", draft, version=found.version, author="owner")
    with pytest.raises(NotForYou), writing(app.state.engine) as session:
        set_writer_limits(session, lambda: WriterLimits(acts_as_owner=False))
        changes.revert_change(session, "debate", 2, author="editor")


def test_numbers_of_positions_and_comments_are_for_those_who_discuss(app: FastAPI) -> None:
    owner = a_map(app, Visibility.PUBLIC)
    assert owner.put(f"{API}/positions/P1", json={"stance": "accepts"}).status_code == 200
    assert "Positions</th>" in owner.get("/maps/debate/contributions").text
    seen = browser(app).get("/maps/debate/contributions")
    assert seen.status_code == 200
    assert "Positions</th>" not in seen.text
    assert browser(app).get("/maps/debate/contributions.csv").status_code == 401

"""What comes of a seminar's map, or of another private one, stays where it is, whoever copies, merges or imports it."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient

from models import changes
from models.engine import reading, writing
from models.people.enrolment import MembershipScope, create_seminar, find_account_by_name
from models.people.seminars import Seminar
from models.records.maps import ArgumentMapDraft
from models.vocabulary import Role, Visibility
from tests.api.classes import Class, a_class
from tests.api.people import add, browser, put_in, server, sign_in, someone
from tests.builders import a_debate

MAPS = "/api/v1/maps"
API = f"{MAPS}/debate"


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


@pytest.fixture
def ours(app: FastAPI) -> Class:
    return a_class(app)


def seminar_named(app: FastAPI, slug: str) -> MembershipScope:
    with reading(app.state.engine) as session:
        return MembershipScope(seminar_id=session.exec(select(Seminar.id).where(Seminar.slug == slug)).one())


def tag(client: TestClient, slug: str) -> dict[str, str]:
    return {"If-Match": client.get(f"{MAPS}/{slug}").headers["etag"]}


def ways_out(client: TestClient, slug: str) -> dict[str, int]:
    """Try every way in which a map is opened or let go; return the statuses."""
    here = f"{MAPS}/{slug}"
    document = {**client.get(here).json(), "visibility": "public"}
    answers = {
        "PATCH": client.patch(here, json={"visibility": "public"}, headers=tag(client, slug)),
        "PUT": client.put(here, json=document, headers=tag(client, slug)),
        "access": client.get(f"/maps/{slug}/access"),
        "opened": client.post(f"/maps/{slug}/access", data={"visibility": "public", "version": "1", "sure": "yes"}),
        "invites": client.post(f"/maps/{slug}/access/invitations", data={"role": "reader", "uses": "1", "days": "1"}),
        "publishes": client.post(f"{here}/editions", json={}, headers=tag(client, slug)),
        "publishes on the page": client.post(f"/maps/{slug}/editions", data={"version": "1"}),
        "deletes": client.delete(here, headers=tag(client, slug)),
    }
    return {name: answer.status_code for name, answer in answers.items()}


@pytest.mark.parametrize("page", [False, True], ids=["by the API", "on the page"])
def test_a_members_fork_is_the_seminars_and_its_maker_lets_nobody_in(ours: Class, page: bool) -> None:
    anna = ours.people["Anna"]
    if page:
        assert anna.post("/maps/debate/forks", data={"slug": "mine", "title": ""}).status_code == 303
    else:
        assert anna.post(f"{API}/forks", json={"slug": "mine"}).status_code == 201
    assert anna.post(f"{MAPS}/mine/changes/1/undo").status_code == 403
    # She works on it as on a map of her own.
    assert anna.post(f"{MAPS}/mine/claims", json={"text": "New.", "kind": "finding"}).status_code == 201
    changed = anna.patch(f"{MAPS}/mine", json={"title": "My fork"}, headers=tag(anna, "mine"))
    assert changed.status_code == 200
    assert set(ways_out(anna, "mine").values()) == {403}
    assert anna.get(f"{MAPS}/mine").json()["visibility"] == "private"
    for other in ("Ben", "Stranger", "nobody"):
        assert ours.people[other].get(f"{MAPS}/mine").status_code == 404
    # A fork of the fork is no way out either.
    assert anna.post(f"{MAPS}/mine/forks", json={"slug": "again"}).status_code == 201
    assert set(ways_out(anna, "again").values()) == {403}
    teacher = ours.people["Teacher"]
    for slug in ("mine", "again"):
        assert teacher.get(f"{MAPS}/{slug}").status_code == 200
        assert f'href="/maps/{slug}"' in teacher.get("/seminars/ours").text
    assert 'href="/maps/mine"' in anna.get("/seminars/ours").text
    assert 'href="/maps/mine"' not in ours.people["Ben"].get("/seminars/ours").text


@pytest.mark.parametrize("role", [Role.READER, Role.DISCUSSANT])
def test_a_role_that_changes_nothing_forks_nothing(app: FastAPI, ours: Class, role: Role) -> None:
    assert ours
    for slug in ("ours", "lone"):
        if slug == "lone":
            with writing(app.state.engine) as session:
                made = changes.create_map(
                    session, "lone", ArgumentMapDraft(title="Lone", visibility=Visibility.PRIVATE), author="x"
                )
                place, origin = MembershipScope(map_id=made.id), "lone"
        else:
            place, origin = seminar_named(app, slug), "debate"
        put_in(app, place, add(app, f"Looker on {slug}"), role)
        looker = sign_in(app, f"Looker on {slug}")
        assert looker.get(f"{MAPS}/{origin}").status_code == 200
        assert looker.post(f"{MAPS}/{origin}/forks", json={"slug": "mine"}).status_code == 403
        assert looker.post(f"/maps/{origin}/forks", data={"slug": "mine"}).status_code == 403
        assert "fork-slug" not in looker.get(f"/maps/{origin}/forks").text
        assert looker.get(f"{MAPS}/mine").status_code == 404


def test_a_fork_of_a_private_map_of_no_seminar_stays_with_those_who_own_that_map(app: FastAPI) -> None:
    owner = add(app, "Owner")
    with writing(app.state.engine) as session:
        document = a_debate().document().model_copy(update={"visibility": Visibility.PRIVATE})
        place = MembershipScope(
            map_id=changes.replace_map(session, "debate", document, version=None, author="Owner").id
        )
    put_in(app, place, owner, Role.OWNER)
    put_in(app, place, add(app, "Co-author"), Role.EDITOR)
    author = sign_in(app, "Co-author")
    assert author.post(f"{API}/forks", json={"slug": "mine"}).status_code == 201
    assert author.post(f"{MAPS}/mine/tags", json={"text": "mine"}).status_code == 201
    assert set(ways_out(author, "mine").values()) == {403}
    assert sign_in(app, "Owner").get("/maps/mine/access").status_code == 200


def test_a_fork_of_a_public_map_is_private_and_in_a_seminar_the_seminars(app: FastAPI, ours: Class) -> None:
    with writing(app.state.engine) as session:
        changes.replace_map(session, "open", a_debate().document(), version=None, author="x")
    anna = ours.people["Anna"]
    made = anna.post(f"{MAPS}/open/forks", json={"slug": "own"})
    assert (made.status_code, made.json()["visibility"]) == (201, "private")
    assert anna.get("/maps/own/access").status_code == 200
    assert 'value="ours"' in anna.get("/maps/open/forks").text
    assert anna.post(f"{MAPS}/open/forks", json={"slug": "there", "seminar": "ours"}).status_code == 201
    assert anna.post("/maps/open/forks", data={"slug": "there-too", "seminar": "ours"}).status_code == 303
    for slug in ("there", "there-too"):
        assert set(ways_out(anna, slug).values()) == {403}
        assert ours.people["Teacher"].get(f"{MAPS}/{slug}").json()["visibility"] == "private"
        assert f'href="/maps/{slug}"' in ours.people["Teacher"].get("/seminars/ours").text
        assert ours.people["Ben"].get(f"{MAPS}/{slug}").status_code == 404
    put_in(app, seminar_named(app, "ours"), add(app, "Looker"), Role.DISCUSSANT)
    body = {"slug": "theirs", "seminar": "ours"}
    assert sign_in(app, "Looker").post(f"{MAPS}/open/forks", json=body).status_code == 403
    stranger = ours.people["Stranger"].post(f"{MAPS}/open/forks", json=body)
    assert (stranger.status_code, "unknown-seminar" in stranger.text) == (404, True)


def test_a_map_of_a_seminar_is_not_forked_into_another_by_who_does_not_lead_it(ours: Class) -> None:
    anna = ours.people["Anna"]
    assert anna.post("/seminars", data={"slug": "hers", "title": "Hers"}).status_code == 303
    body = {"slug": "taken", "seminar": "hers"}
    assert anna.post(f"{API}/forks", json=body).status_code == 403
    assert anna.post("/maps/debate/forks", data=body).status_code == 403
    assert "fork-seminar" not in anna.get("/maps/debate/forks").text
    # Nor by way of a controversy of her own seminar.
    begun = anna.post("/api/v1/seminars/hers/controversies", json={"map": "debate", "question": "Why?", "seed": 1})
    assert begun.status_code == 403
    assert "debate" not in anna.get("/seminars/hers/controversies/new").text


def test_whoever_owns_a_map_of_a_seminar_without_leading_it_opens_it_no_more(app: FastAPI, ours: Class) -> None:
    assert ours.people["Teacher"].get("/maps/debate/access").status_code == 200
    with reading(app.state.engine) as session:
        place = MembershipScope(map_id=changes.find_map(session, "debate").id)
    put_in(app, place, add(app, "Guest"), Role.OWNER)
    assert set(ways_out(sign_in(app, "Guest"), "debate").values()) == {403}
    put_in(app, seminar_named(app, "ours"), add(app, "Second"), Role.TEACHER)
    with reading(app.state.engine) as session:
        second = find_account_by_name(session, "Second")
    assert second is not None
    put_in(app, place, second.id or 0, Role.OWNER)
    assert sign_in(app, "Second").get("/maps/debate/access").status_code == 200


@pytest.mark.parametrize("page", [False, True], ids=["by the API", "on the page"])
def test_nobody_merges_a_private_map_into_one_that_others_keep(app: FastAPI, ours: Class, page: bool) -> None:
    """Two forks of one public map can be merged: the one that is the seminar's is not carried into one's own."""
    with writing(app.state.engine) as session:
        changes.replace_map(session, "open", a_debate().document(), version=None, author="x")
    anna = ours.people["Anna"]
    assert anna.post(f"{MAPS}/open/forks", json={"slug": "own"}).status_code == 201
    assert anna.post(f"{MAPS}/open/forks", json={"slug": "shared", "seminar": "ours"}).status_code == 201
    secret = {"id": "F99", "text": "Only for the seminar.", "kind": "finding"}
    assert anna.post(f"{MAPS}/shared/claims", json=secret).status_code == 201
    if page:
        version = str(max(each["sequence"] for each in anna.get(f"{MAPS}/own/revisions").json()["items"]))
        chosen = {"version": version, "take.F99": "yes"}
        assert anna.post("/maps/own/merge/shared", data=chosen).status_code == 403
        answer = anna.post("/maps/own/merge/shared", data={**chosen, "sure": "yes"})
    else:
        answer = anna.post(f"{MAPS}/own/merges/shared", json={"take": ["F99"]}, headers=tag(anna, "own"))
    assert answer.status_code == 403
    assert "Only for the seminar" not in anna.get(f"{MAPS}/own").text
    # Within the seminar it is merged, and so is what everybody may read anyway.
    assert anna.post(f"{MAPS}/shared/forks", json={"slug": "again"}).status_code == 201
    again = {"id": "F98", "text": "From the second.", "kind": "finding"}
    assert anna.post(f"{MAPS}/again/claims", json=again).status_code == 201
    done = anna.post(f"{MAPS}/shared/merges/again", json={"take": ["F98"]}, headers=tag(anna, "shared"))
    assert done.status_code == 200
    assert anna.post(f"{MAPS}/own/merges/open", json={"take": []}, headers=tag(anna, "own")).status_code == 200


def test_one_pseudonym_is_not_carried_into_another_seminar(app: FastAPI, ours: Class) -> None:
    """A copy in another seminar comes of a map on which she writes under a pseudonym; there she chose none."""
    both = add(app, "Both")
    put_in(app, seminar_named(app, "ours"), both, Role.TEACHER, pseudonym="Falcon")
    with writing(app.state.engine) as session:
        other = MembershipScope(seminar_id=create_seminar(session, "next", "Next term", both).id)
    assert other.seminar_id
    client = sign_in(app, "Both")
    assert client.post(f"{API}/forks", json={"slug": "copy", "seminar": "next"}).status_code == 201
    assert client.post(f"{MAPS}/copy/tags", json={"text": "mine"}).status_code == 201
    authors = {each["author"] for each in client.get(f"{MAPS}/copy/revisions").json()["items"]}
    assert authors == {"Both"}
    assert ours


# --- Who sees a map of which nothing is said ----------------------------------------------------


def test_a_map_of_which_nothing_is_said_is_private(app: FastAPI) -> None:
    client = someone(app, "Member")
    made = client.post(MAPS, json={"slug": "one", "title": "One"})
    assert (made.status_code, made.json()["visibility"]) == (201, "private")
    assert client.post("/new", data={"title": "Two"}).status_code == 303
    for slug in ("one", "two"):
        assert browser(app).get(f"{MAPS}/{slug}").status_code == 404
    chosen = client.post(MAPS, json={"slug": "three", "title": "Three", "visibility": "public"})
    assert chosen.json()["visibility"] == "public"
    assert client.post("/new", data={"title": "Four", "visibility": "unlisted"}).status_code == 303
    assert client.get(f"{MAPS}/four").json()["visibility"] == "unlisted"
    form = client.get("/new").text
    assert '<option value="private" selected>' in form


def test_a_document_that_says_nothing_opens_no_map(app: FastAPI) -> None:
    client = someone(app, "Member")
    client.post(MAPS, json={"slug": "one", "title": "One"})
    document = {name: value for name, value in a_debate().lists.items() if name != "visibility"}
    for visibility in ("private", "unlisted"):
        changed = client.patch(f"{MAPS}/one", json={"visibility": visibility}, headers=tag(client, "one"))
        assert changed.status_code == 200
        put = client.put(f"{MAPS}/one", json={**document, "slug": "one"}, headers=tag(client, "one"))
        assert (put.status_code, put.json()["visibility"]) == (200, visibility)
    root = someone(app, "Root", administrator=True)
    root.put(f"{MAPS}/two", json={**document, "slug": "two"}, headers={"If-None-Match": "*"})
    assert browser(app).get(f"{MAPS}/two").status_code == 404


def test_without_accounts_a_map_is_public_as_ever(database_url: str) -> None:
    with server(database_url, accounts="off") as alone:
        client = TestClient(alone)
        assert client.post(MAPS, json={"slug": "one", "title": "One"}).json()["visibility"] == "public"
        assert client.put(API, json=a_debate().lists, headers={"If-None-Match": "*"}).json()["visibility"] == "public"
        assert client.post(f"{API}/forks", json={"slug": "copy"}).json()["visibility"] == "public"
        assert "field-visibility" not in client.get("/new").text
        tag_ = {"If-Match": client.get(API).headers["etag"]}
        assert client.put(API, json=a_debate().lists, headers=tag_).json()["visibility"] == "public"


def test_the_api_promises_no_visibility_where_it_depends_on_the_server(app: FastAPI) -> None:
    schemas = app.openapi()["components"]["schemas"]
    for name in ("MapBody", "MapDocument"):
        told = schemas[name]["properties"]["visibility"]
        assert told.get("default") in (None,)
        assert "private where people sign in" in told["description"]

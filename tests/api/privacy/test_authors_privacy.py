"""Authors of maps where names are not for all: anonymous maps, editions, forks, and copies into seminars."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from models import changes
from models.engine import reading
from models.history.moments import read_present_snapshot, replay_history
from tests.api.people import server
from tests.api.privacy.test_anonymous_maps import hide
from tests.api.privacy.test_pseudonyms import read_names_shown_to
from tests.api.worlds import MAP, world
from tests.conftest import postgresql_in_the_long_run

ORCID = "https://orcid.org/0000-0002-1825-0097"
QUIRIN = {"name": "Quirin Vogelsang", "family": "Vogelsang", "given": "Quirin", "orcid": ORCID}
TRACES = ("Quirin", "Vogelsang", "1825-0097")


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


def sign(client: TestClient, *authors: dict[str, str], slug: str = "debate", **more: Any) -> Any:
    address = f"/api/v1/maps/{slug}"
    headers = {"If-Match": client.get(address).headers["ETag"]}
    return client.patch(address, json={"authors": list(authors), **more}, headers=headers)


def publish(client: TestClient, **body: Any) -> Any:
    return client.post(f"{MAP}/editions", json=body, headers={"If-Match": client.get(MAP).headers["ETag"]})


@postgresql_in_the_long_run
def test_an_anonymous_map_has_no_authors_wherever_they_stood_before(app: FastAPI) -> None:
    found = world(app)
    teacher = found.owner
    signed = [sign(teacher, QUIRIN), sign(teacher, QUIRIN, title="Signed"), publish(teacher, keep=[])]
    forked = teacher.post(f"{MAP}/forks", json={"slug": "branch"})
    assert [each.status_code for each in (*signed, forked)] == [200, 200, 201, 201]
    document = teacher.get(MAP).json()
    hash_before = teacher.get(f"{MAP}/editions").json()["items"][0]["sha256"]
    assert "Vogelsang" in teacher.get("/api/v1/maps/branch").text
    hide(found)
    for client in (teacher, found.people["reader"].client):
        assert read_names_shown_to(client, TRACES) == {}
        for address in ("/api/v1/maps/branch", "/api/v1/maps/branch/revisions/1", "/maps/branch/about", "/maps/branch"):
            assert not any(each in client.get(address).text for each in TRACES)
    edition = teacher.get(f"{MAP}/editions").json()["items"][0]
    assert edition["sha256"] != hash_before
    assert edition["masked_at"]
    # Nor can they be written again, by whichever way.
    assert sign(teacher, QUIRIN).json()["type"].endswith("authors-on-anonymous-map")
    headers = {"If-Match": teacher.get(MAP).headers["ETag"]}
    assert teacher.put(MAP, json=document, headers=headers).status_code == 409
    assert sign(teacher, QUIRIN, slug="branch").status_code == 409
    assert "authors.0.name" not in teacher.get("/maps/debate/about").text
    form = {"was-title": "Signed", "title": "Still", "was-authors": "[]", "authors.0.name": "Vogelsang, Quirin"}
    assert teacher.post("/maps/debate/about", data=form, follow_redirects=False).status_code == 303
    assert "Vogelsang" not in teacher.get(f"{MAP}/revisions/4").text
    with reading(app.state.engine) as session:
        for slug in ("debate", "branch"):
            one = changes.find_map(session, slug)
            header = dict(replay_history(session, one).header or {})
            assert {**header, "authors": [], "forebears": []} == read_present_snapshot(session, one).header


def test_an_edition_with_a_number_for_an_author_keeps_no_part_of_the_name_and_no_orcid_id(app: FastAPI) -> None:
    found = world(app)
    teacher = found.owner
    editor = {"name": "Eva Editor", "family": "Editor", "given": "Eva", "orcid": ORCID}
    assert sign(teacher, editor, {"name": "Plato"}).status_code == 200
    asked = publish(teacher)
    assert asked.status_code == 409
    assert "editor" in asked.text
    assert publish(teacher, pseudonyms=["editor"]).status_code == 201
    assert teacher.get("/maps/debate/editions/2.json").json()["authors"] == [
        {"name": "Contributor 1"},
        {"name": "Plato"},
    ]
    page = teacher.get("/maps/debate/editions/2").text
    assert "Contributor 1 and Plato. “" in page
    assert not any(each in page for each in ("Eva", "1825-0097"))
    assert publish(teacher, keep=["editor"]).status_code == 201
    assert teacher.get("/maps/debate/editions/3.json").json()["authors"][0]["orcid"] == ORCID


def test_a_fork_of_a_private_map_names_authors_and_no_title(app: FastAPI) -> None:
    found = world(app)
    teacher = found.owner
    assert sign(teacher, QUIRIN, title="Behind closed doors").status_code == 200
    assert teacher.post(f"{MAP}/forks", json={"slug": "branch", "title": "Open"}).status_code == 201
    assert teacher.get("/api/v1/maps/branch").json()["forebears"] == [{"authors": [QUIRIN]}]
    assert "after Quirin Vogelsang, as" not in teacher.get("/maps/branch").text
    assert "Behind closed doors" not in teacher.get("/api/v1/maps/branch").text

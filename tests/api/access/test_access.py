"""Who sees a map: its owner opens and closes it, and lets co-authors in."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.api.people import PASSWORD, browser, server, someone

HERE = "/maps/own/access"


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


@pytest.fixture
def owner(app: FastAPI) -> TestClient:
    client = someone(app, "Owner")
    body = {"slug": "own", "title": "One's own", "visibility": "private"}
    assert client.post("/api/v1/maps", json=body).status_code == 201
    return client


def version(owner: TestClient) -> str:
    found = re.search(r'name="version" value="(\d+)"', owner.get(HERE).text)
    assert found is not None
    return found[1]


def test_a_map_is_opened_and_closed_by_its_owner(app: FastAPI, owner: TestClient) -> None:
    for wanted, status in (("unlisted", 200), ("public", 200), ("private", 404)):
        form = {"visibility": wanted, "version": version(owner), "sure": "yes"}
        assert owner.post(HERE, data=form).status_code == 303
        assert browser(app).get("/maps/own").status_code == status
    assert owner.get("/maps/own").status_code == 200


def test_a_map_is_not_opened_over_what_somebody_else_has_changed(app: FastAPI, owner: TestClient) -> None:
    seen = version(owner)
    owner.post("/api/v1/maps/own/tags", json={"text": "a word"})
    answer = owner.post(HERE, data={"visibility": "public", "version": seen, "sure": "yes"})
    assert answer.status_code == 409
    assert "The map has changed since you opened it" in answer.text
    assert browser(app).get("/maps/own").status_code == 404


def test_a_co_author_comes_in_by_a_link_and_goes_out_at_once(app: FastAPI, owner: TestClient) -> None:
    made = owner.post(f"{HERE}/invitations", data={"role": "editor", "uses": "1", "days": "7"})
    key = re.search(r"/join\?key=([\w-]+)", made.text)
    assert key is not None
    other = browser(app)
    assert "One&#39;s own" in other.get("/join", params={"key": key[1]}).text
    joined = other.post("/join", data={"key": key[1], "name": "Coauthor", "password": PASSWORD})
    assert joined.headers["location"] == "/maps/own"
    assert other.post("/api/v1/maps/own/tags", json={"text": "mine"}).status_code == 201
    assert other.get(HERE).status_code == 403
    listed = re.findall(r'/members/(\d+)"(?s:.*?)New role of (\w+)', owner.get(HERE).text)
    number = next(number for number, name in listed if name == "Coauthor")
    assert owner.post(f"{HERE}/members/{number}", data={"role": "remove", "sure": "yes"}).status_code == 303
    assert other.get("/maps/own").status_code == 404


def test_a_link_to_a_map_is_taken_back(app: FastAPI, owner: TestClient) -> None:
    made = owner.post(f"{HERE}/invitations", data={"role": "reader", "uses": "1", "days": "7"})
    key = re.search(r"/join\?key=([\w-]+)", made.text)
    number = re.search(r"/invitations/(\d+)/revoke", owner.get(HERE).text)
    assert key is not None
    assert number is not None
    assert owner.post(f"{HERE}/invitations/{number[1]}/revoke").status_code == 303
    assert browser(app).get("/join", params={"key": key[1]}).status_code == 404


def test_a_map_keeps_an_owner(owner: TestClient) -> None:
    number = re.search(r"/members/(\d+)", owner.get(HERE).text)
    assert number is not None
    for wanted in ("reader", "remove"):
        assert owner.post(f"{HERE}/members/{number[1]}", data={"role": wanted, "sure": "yes"}).status_code == 409
    assert owner.post(f"{HERE}/members/{number[1]}", data={"role": "emperor"}).status_code == 422


def test_without_accounts_nobody_is_let_in(database_url: str) -> None:
    with server(database_url, accounts="off") as app:
        client = browser(app)
        client.post("/api/v1/maps", json={"slug": "own", "title": "One's own"})
        answer = client.get(HERE)
        assert answer.status_code == 404
        assert answer.json()["type"].endswith("accounts-off")
        assert "Who sees it" not in client.get("/maps/own").text


def test_who_only_looks_is_offered_no_changes(app: FastAPI, owner: TestClient) -> None:
    owner.post("/api/v1/maps/own/claims", json={"id": "C1", "kind": "assertion", "text": "So it was."})
    owner.post(HERE, data={"visibility": "public", "version": version(owner)})
    for path in ("/maps/own?record=C1", "/maps/own/records/C1", "/maps/own/texts", "/maps/own/reading"):
        offered = [client.get(path).text for client in (owner, browser(app))]
        for sign in ('data-form aria-keyshortcuts="n"', 'action="/maps/own/texts"', "edit-toolbar", 'id="linking"'):
            assert sign not in offered[1], path
        assert offered[0] != offered[1]
    assert "edit-toolbar" in owner.get("/maps/own/records/C1").text

"""Whoever is on a class list chooses a pseudonym too, where the teacher allows it, and is named otherwise to nobody."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.api.people import PASSWORD, browser, server
from tests.api.privacy.test_pseudonyms import read_names_shown_to
from tests.api.worlds import MAP, World, world
from tests.conftest import postgresql_in_the_long_run

NAME, PSEUDONYM = "Roscelin of Compiegne", "Fulbert"


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


def listed(found: World) -> str:
    """Put somebody on the class list; return their own link."""
    answer = found.people["teacher"].client.post(
        "/seminars/ours/class-list", data={"list": f"name\n{NAME}\n", "apply": "yes"}
    )
    assert answer.status_code == 201, answer.text
    link = re.search(r"/join\?key=([\w-]+)", answer.text)
    assert link is not None
    return link[1]


def come_in(app: FastAPI, key: str, **given: str) -> TestClient:
    client = browser(app)
    answer = client.post("/join", data={"key": key, "password": PASSWORD, **given})
    assert answer.status_code == 303, answer.text
    return client


@postgresql_in_the_long_run
def test_by_a_personal_link_one_chooses_a_pseudonym_and_is_named_nowhere_else(app: FastAPI) -> None:
    found = world(app)
    key = listed(found)
    assert 'name="pseudonym"' in browser(app).get(f"/join?key={key}").text
    client = come_in(app, key, pseudonym=PSEUDONYM)
    made = client.post(f"{MAP}/comments", json={"text": "So it was."})
    assert made.json()["author"] == PSEUDONYM
    assert client.put(f"{MAP}/positions/P1", json={"stance": "accepts"}).json()["member"] == PSEUDONYM
    assert [*read_names_shown_to(found.people["reader"].client, (NAME, "Roscelin"))] == []
    page = found.people["teacher"].client.get("/seminars/ours").text
    assert PSEUDONYM in page
    assert NAME in page


@postgresql_in_the_long_run
def test_where_the_teacher_does_not_allow_it_nobody_is_asked_and_nothing_is_taken(app: FastAPI) -> None:
    found = world(app)
    teacher = found.people["teacher"].client
    assert teacher.post("/seminars/ours/pseudonyms", data={"allowed": ""}).status_code == 303
    key = listed(found)
    assert 'name="pseudonym"' not in browser(app).get(f"/join?key={key}").text
    client = come_in(app, key, pseudonym=PSEUDONYM)
    assert client.post(f"{MAP}/comments", json={"text": "So it was."}).json()["author"] == NAME
    assert client.post("/seminars/ours/pseudonym", data={"pseudonym": PSEUDONYM}).status_code == 403
    assert teacher.post("/seminars/ours/pseudonyms", data={"allowed": "yes"}).status_code == 303
    # What stands under the name already would tell whose it is.
    assert client.post("/seminars/ours/pseudonym", data={"pseudonym": PSEUDONYM}).status_code == 403


@postgresql_in_the_long_run
def test_it_may_be_chosen_later_as_long_as_nothing_is_written(app: FastAPI) -> None:
    found = world(app)
    client = come_in(app, listed(found))
    assert 'action="/seminars/ours/pseudonym"' in client.get("/seminars/ours").text
    taken = client.post("/seminars/ours/pseudonym", data={"pseudonym": "editor"})
    assert taken.status_code == 409
    assert client.post("/seminars/ours/pseudonym", data={"pseudonym": PSEUDONYM}).status_code == 303
    assert client.post(f"{MAP}/comments", json={"text": "So it was."}).json()["author"] == PSEUDONYM
    assert client.post("/seminars/ours/pseudonym", data={"pseudonym": "Another"}).status_code == 403
    assert 'action="/seminars/ours/pseudonym"' not in client.get("/seminars/ours").text


@postgresql_in_the_long_run
def test_who_has_not_come_in_is_told_to_those_who_lead_alone(app: FastAPI) -> None:
    found = world(app)
    listed(found)
    # Else the one name that goes and the one that comes would be known for the same.
    assert NAME not in found.people["editor"].client.get("/seminars/ours").text
    assert NAME in found.people["teacher"].client.get("/seminars/ours").text


@postgresql_in_the_long_run
def test_whoever_is_anonymised_stands_under_neither_name(app: FastAPI) -> None:
    found = world(app)
    client = come_in(app, listed(found), pseudonym=PSEUDONYM)
    number = client.post(f"{MAP}/comments", json={"text": f"So say I, {PSEUDONYM}."}).json()["id"]
    editor, teacher = found.people["editor"].client, found.people["teacher"].client
    said = f"@{PSEUDONYM} is {NAME}, I think. Is it you, Roscelin?"
    assert editor.post(f"{MAP}/comments", json={"parent": number, "text": said}).status_code == 201
    assert teacher.post(f"{MAP}/comments/{number}/moderate", json={"step": "anonymised"}).status_code == 200
    text = found.people["contributor"].client.get(f"{MAP}/comments").text
    # Whoever wrote the names knows them, and reads them back.
    assert said in editor.get(f"{MAP}/comments").text
    for name in (PSEUDONYM, NAME, "Roscelin"):
        assert name not in text
        assert name in teacher.get(f"{MAP}/comments").text

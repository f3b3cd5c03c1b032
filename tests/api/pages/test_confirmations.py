"""What cannot be taken back, or touches many, is asked about first; and instructions are read where members work."""

from html import unescape

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.api.access.test_access import app as app  # the fixture of a server with accounts
from tests.api.classes import Class, a_class

MAP = "/maps/debate"
API = "/api/v1/maps/debate"


@pytest.fixture
def ours(app: FastAPI) -> Class:
    return a_class(app)


def read_question(client: TestClient, address: str, **given: str) -> str:
    answer = client.post(address, data=given or {"nothing": "here"}, follow_redirects=False)
    assert answer.status_code == 200, answer.text
    assert 'name="sure" value="yes"' in answer.text
    return unescape(answer.text)


def sure(client: TestClient, address: str, **given: str) -> None:
    answer = client.post(address, data={**given, "sure": "yes"}, follow_redirects=False)
    assert answer.status_code == 303, answer.text


def test_removing_a_member_is_asked_about(ours: Class) -> None:
    teacher, address = ours.people["Teacher"], f"/seminars/ours/members/{ours.members['Anna']}"
    shown = read_question(teacher, address, role="remove")
    assert "Remove Anna?" in shown
    assert "1 map that they saw here" in shown
    assert ours.people["Anna"].get(API).status_code == 200
    sure(teacher, address, role="remove")
    assert ours.people["Anna"].get(API).status_code == 404


def test_restoring_a_whole_map_is_asked_about_with_how_much_it_touches(ours: Class) -> None:
    teacher = ours.people["Teacher"]
    assert teacher.post(f"{API}/claims", json={"kind": "assertion", "text": "New."}).status_code == 201
    shown = read_question(teacher, f"{MAP}/moments/1/restore")
    assert "1 record made since is removed." in shown
    assert teacher.get(f"{API}/claims/C1").status_code == 200
    sure(teacher, f"{MAP}/moments/1/restore")
    assert teacher.get(f"{API}/claims/C1").status_code == 404


def test_publishing_is_asked_about(ours: Class) -> None:
    teacher = ours.people["Teacher"]
    shown = read_question(teacher, f"{MAP}/editions", version="1", note="First")
    assert "This cannot be undone" in shown
    assert 'name="note" value="First"' in shown
    assert teacher.get(f"{API}/editions").json()["items"] == []
    sure(teacher, f"{MAP}/editions", version="1", note="First")
    assert len(teacher.get(f"{API}/editions").json()["items"]) == 1


def test_instructions_are_read_where_members_work_and_nowhere_else(ours: Class) -> None:
    teacher, anna = ours.people["Teacher"], ours.people["Anna"]
    assert anna.put(f"{API}/instructions", json={"text": "Mine."}).status_code == 403
    assert teacher.put(f"{API}/instructions", json={"text": "Read P1 by Friday."}).status_code == 200
    sent = {"text": "Be kind."}
    answer = teacher.post("/seminars/ours/instructions", data=sent, follow_redirects=False)
    assert answer.status_code == 303
    for address in (MAP, f"{MAP}/positions", f"{MAP}/outline"):
        shown = anna.get(address).text
        assert "Read P1 by Friday." in shown
        assert "Be kind." in shown
    assert "Be kind." in anna.get("/seminars/ours").text
    assert anna.get(f"{API}/instructions").json() == {"text": "Read P1 by Friday."}
    assert "Read P1 by Friday." not in anna.get(API).text
    teacher.patch(API, json={"visibility": "public"}, headers={"If-Match": teacher.get(API).headers["etag"]})
    assert "Read P1 by Friday." not in ours.people["nobody"].get(MAP).text
    assert ours.people["nobody"].get(f"{API}/instructions").status_code == 401


def test_closing_a_controversy_closes_the_rounds_on_its_maps_when_that_was_confirmed(ours: Class) -> None:
    teacher = ours.people["Teacher"]
    base = "/seminars/ours/controversies"
    begun = {"map": "debate", "label": "Q1", "size": 4, "seed": 1}
    assert teacher.post(f"/api/v1{base}", json=begun).status_code == 201

    def step(to: str) -> None:
        tag = teacher.get(f"/api/v1{base}/1").headers["etag"]
        moved = teacher.post(f"/api/v1{base}/1/step", json={"to": to}, headers={"If-Match": tag})
        assert moved.status_code == 200, moved.text

    for to in ("discuss", "reverse", "synthesise", "compare"):
        step(to)
    slug = teacher.get(f"/api/v1{base}/1").json()["groups"][0]["map"]
    opened = teacher.post(f"/api/v1/maps/{slug}/rounds", json={"title": "After", "records": ["P1"]})
    assert opened.status_code == 201, opened.text
    version = str(teacher.get(f"/api/v1{base}/1").json()["version"])
    shown = read_question(teacher, f"{base}/1/step", to="closed", version=version)
    assert "1 round on the groups’ maps is open" in shown
    sure(teacher, f"{base}/1/step", to="closed", version=version)
    assert not teacher.get(f"/api/v1/maps/{slug}/rounds/1").json()["is_open"]

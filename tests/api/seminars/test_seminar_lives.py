"""Seminars are renamed, closed, archived, left, deleted and called back; what is erased is gone, and nothing else."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from fastapi import FastAPI
from httpx2 import Response
from sqlalchemy import select
from sqlmodel import SQLModel
from starlette.testclient import TestClient

from api.access.permission_policy import CHANGEABLE_WHERE_CLOSED
from api.maps import folded_seminars
from models import changes
from models.engine import reading, writing
from models.people.enrolment import MembershipScope, enrol, find_account_by_name
from models.people.seminars import Seminar
from models.teaching.seminar_lifecycle import ERASURE_DELAY
from models.vocabulary import Role
from tests.api.access.permissions import ROUTES
from tests.api.classes import Class, a_class
from tests.api.people import browser, put_in, server, sign_in
from tests.api.taken_requests import TakenRequest, prepare, taken_requests
from tests.api.worlds import PLACES, world

SEMINARS, HERE, MAPS = "/api/v1/seminars", "/seminars/ours", "/api/v1/maps"
API = f"{SEMINARS}/ours"
SAID = "remarked in confidence"


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


class Ours(NamedTuple):
    """The seminar with its teacher and one student."""

    app: FastAPI
    group: Class
    teacher: TestClient
    anna: TestClient


@pytest.fixture
def ours(app: FastAPI) -> Ours:
    group = a_class(app)
    return Ours(app, group, group.people["Teacher"], group.people["Anna"])


def match(client: TestClient) -> dict[str, str]:
    return {"If-Match": client.get(API).headers["etag"]}


def change(client: TestClient, **fields: Any) -> Any:
    return client.patch(API, json=fields, headers=match(client))


def delete(client: TestClient) -> Any:
    return client.delete(API, headers=match(client))


def end_wait(app: FastAPI, slug: str = "ours") -> None:
    """Let the time be over in which a seminar can be called back."""
    with writing(app.state.engine) as session:
        found = session.scalars(select(Seminar).where(Seminar.slug == slug)).one()
        found.erased_after = datetime.now(UTC) - timedelta(seconds=1)
        session.add(found)


def test_a_seminar_begins_in_the_api_and_is_renamed_without_moving(ours: Ours) -> None:
    made = ours.anna.post(SEMINARS, json={"title": "Our seminar, next term"})
    assert (made.status_code, made.json()["slug"]) == (201, "our-seminar-next-term")
    assert [each["slug"] for each in ours.anna.get(SEMINARS).json()["items"]] == ["our-seminar-next-term", "ours"]
    assert change(ours.teacher, title="Another title").json()["title"] == "Another title"
    assert ours.teacher.post(f"{HERE}/title", data={"title": "A third"}).status_code == 303
    assert "A third" in ours.anna.get(HERE).text
    assert ours.teacher.post(f"{HERE}/title", data={"title": " "}).status_code == 422
    told = ours.anna.get(f"{API}/history").json()["items"]
    assert [(each["act"], each["former_title"], each["author"]) for each in told] == [
        ("renamed", "Another title", "Teacher"),
        ("renamed", "Our seminar", "Teacher"),
    ]


def test_only_who_leads_does_something_with_the_whole(ours: Ours) -> None:
    acts = [("PATCH", API), ("DELETE", API), ("POST", f"{API}/call-back"), ("GET", f"{HERE}/delete")]
    acts += [("POST", f"{HERE}/{each}") for each in ("title", "close", "open", "archive", "bring-back", "call-back")]
    for method, address in acts:
        sent: dict[str, Any] = {"json": {"closed": True}} if "/api/" in address else {"data": {"title": "Mine"}}
        sent = sent if method in ("PATCH", "POST") else {}
        assert ours.anna.request(method, address, **sent).status_code == 403, address
        assert ours.group.people["Stranger"].request(method, address, **sent).status_code == 404, address


def test_a_change_of_the_whole_names_what_it_changes(ours: Ours) -> None:
    assert ours.teacher.patch(API, json={"closed": True}).status_code == 428
    before = match(ours.teacher)
    assert ours.teacher.patch(API, json={"closed": True}, headers=before).status_code == 200
    assert ours.teacher.patch(API, json={"closed": False}, headers=before).status_code == 412
    assert ours.teacher.patch(API, json={}, headers=match(ours.teacher)).status_code == 422


def test_in_a_closed_seminar_nothing_changes_and_all_can_be_read(ours: Ours) -> None:
    anna, teacher = ours.anna, ours.teacher
    assert anna.post(f"{MAPS}/debate/comments", json={"label": "P1", "text": SAID}).status_code == 201
    assert change(teacher, closed=True).status_code == 200
    refused = [
        anna.post(f"{MAPS}/debate/tags", json={"text": "late"}),
        anna.post(f"{MAPS}/debate/comments", json={"text": "late"}),
        anna.put(f"{MAPS}/debate/positions/P1", json={"stance": "accepts"}),
        anna.post(f"{MAPS}/debate/forks", json={"slug": "late"}),
        teacher.post(f"{MAPS}/debate/tags", json={"text": "late"}),
        teacher.post(f"{HERE}/maps", data={"slug": "late", "title": "Late"}),
        teacher.post("/seminars/ours/invitations", data={"role": "reader", "uses": "1", "days": "1"}),
    ]
    assert {each.status_code for each in refused} == {409}
    assert refused[0].json()["title"] == "The seminar is closed"
    assert SAID in anna.get("/maps/debate/discussion").text
    assert "late" not in anna.get(f"{MAPS}/debate/tags").text
    pages = ("", "/discussion", "/positions", "/records/P1")
    for address in (*(f"/maps/debate{each}" for each in pages), HERE):
        page = anna.get(address)
        assert page.status_code == 200
        posts = re.findall(r'<form[^>]*method="post"[^>]*action="([^"]*)"', page.text)
        posts += re.findall(r'<form[^>]*action="([^"]*)"[^>]*method="post"', page.text)
        assert posts == [], address
    assert change(teacher, closed=False).status_code == 200
    assert anna.post(f"{MAPS}/debate/tags", json={"text": "again"}).status_code == 201


# These answer before it is asked whether the seminar is closed: the first changes nothing, it gives back a form; the
# others are of a synthesis, which a group has to have come to, and which `test_assent` holds.
UNREACHED = {
    ("POST", "/maps/{slug}/form"),
    ("PUT", "/api/v1/seminars/{seminar}/controversies/{number}/groups/{group}/synthesis"),
    ("PUT", "/api/v1/seminars/{seminar}/controversies/{number}/groups/{group}/synthesis/assent"),
}


def test_every_route_that_changes_something_is_refused_in_a_closed_seminar(app: FastAPI) -> None:
    """What is sent would be taken, so that nothing but the seminar's being closed refuses it."""
    found = world(app)
    requests = taken_requests(found, prepare(found))
    with writing(app.state.engine) as session:
        session.get_one(Seminar, found.seminar.seminar_id).closed = datetime.now(UTC)

    def rows() -> dict[str, Any]:
        kept = ("revision", "comment", "member_position", "position_round", "seminar_map", "controversy_seat")
        with reading(app.state.engine) as session:
            tables = SQLModel.metadata.tables
            return {name: session.connection().execute(select(tables[name])).all() for name in (*kept, "edition")}

    before, wrong = rows(), []
    for method, path in ROUTES:
        place = "{slug}" in path or "{seminar}" in path
        if method == "GET" or not place or path in CHANGEABLE_WHERE_CLOSED or (method, path) in UNREACHED:
            continue
        answer = send(found.owner, method, path, requests.get((method, path), TakenRequest()))
        # A form is given back with it and what was pasted.
        given_back = answer.status_code == 422 and "/texts" in path and "readonly" in answer.text
        if "is closed" not in answer.text or not (answer.status_code == 409 or given_back):
            wrong.append((method, path, answer.status_code, answer.text[:300]))
    assert wrong == []
    assert rows() == before


def test_what_is_refused_in_a_closed_seminar_is_taken_in_an_open_one(app: FastAPI) -> None:
    """Records in one world, one after another: else the test before would hold of requests that nobody takes."""
    found = world(app)
    requests = taken_requests(found, prepare(found))
    deleted_last = sorted(requests.items(), key=lambda each: each[0][0] == "DELETE" or "/undo" in each[0][1])
    about_records = [
        (method, path, request)
        for (method, path), request in deleted_last
        if path.startswith("/api/v1/maps/")
        and method in {"POST", "PUT", "PATCH"}
        and not path.endswith(("/rounds", "/undo"))
    ]
    refused = [
        (method, path, answer.status_code, answer.text[:300])
        for method, path, request in about_records
        if (answer := send(found.owner, method, path, request)).status_code >= 400
    ]
    assert len(about_records) > 40
    assert [each for each in refused if each[2] != 409 or "New90" not in each[3]] == []


def send(client: TestClient, method: str, path: str, request: TakenRequest) -> Response:
    address = path.format_map({**PLACES, "number": "1", "label": "P1", **request.places}) + request.query
    headers = {"If-Match": "*"}
    if request.media_type:
        content = {**headers, "Content-Type": request.media_type}
        return client.request(method, address, content=request.body, headers=content)
    if not path.startswith("/api/"):
        return client.request(method, address, data=request.body or {"nothing": "here"}, headers=headers)
    sent = {} if request.body is None else {"json": request.body}
    return client.request(method, address, headers=headers, **sent)


def test_nobody_comes_into_a_closed_seminar_and_a_map_is_taken_out_of_it(app: FastAPI, ours: Ours) -> None:
    page = ours.teacher.post(f"{HERE}/invitations", data={"role": "reader", "uses": "5", "days": "7"})
    key = re.search(r"/join\?key=([\w-]+)", page.text)
    assert key is not None
    change(ours.teacher, closed=True)
    assert browser(app).get("/join", params={"key": key[1]}).status_code == 409
    ours.teacher.post("/seminars", data={"slug": "next", "title": "Next"})
    brought = ours.teacher.post("/maps/debate/bring", data={"seminar": "next"})
    assert brought.headers["location"] == "/seminars/next?brought=next-debate#maps"
    back = ours.teacher.post("/maps/next-debate/bring", data={"seminar": "ours"})
    assert back.status_code == 409
    with writing(app.state.engine) as session, pytest.raises(Exception, match="closed"):
        account = find_account_by_name(session, "Stranger")
        seminar = session.scalars(select(Seminar).where(Seminar.slug == "ours")).one()
        enrol(session, MembershipScope(seminar_id=seminar.id), (account.id if account else 0) or 0, Role.READER)


def test_one_leaves_and_what_one_wrote_stays(ours: Ours) -> None:
    anna, teacher = ours.anna, ours.teacher
    assert anna.post(f"{MAPS}/debate/tags", json={"text": "mine"}).status_code == 201
    assert anna.post(f"{MAPS}/debate/forks", json={"slug": "annas"}).status_code == 201
    assert "Leave Our seminar?" in anna.get(f"{HERE}/leave").text
    assert anna.post(f"{HERE}/leave", data={"nothing": "here"}).status_code == 422
    onward = anna.post(f"{HERE}/leave", data={"sure": "yes"}).headers["location"]
    assert "You have left the seminar." in anna.get(onward).text
    assert "You have left" not in anna.get("/seminars").text
    assert anna.get("/account").status_code == 200
    for address in (HERE, "/maps/debate", "/maps/annas", f"{MAPS}/debate/tags"):
        assert anna.get(address).status_code == 404
    assert "Our seminar" not in anna.get("/seminars").text
    assert '"mine"' in teacher.get(f"{MAPS}/debate/tags").text
    assert teacher.get(f"{MAPS}/annas").status_code == 200
    assert teacher.get(f"{API}/history").json()["items"][0]["act"] == "left"


def test_the_last_who_leads_hands_over_before_leaving(app: FastAPI, ours: Ours) -> None:
    assert ours.teacher.post(f"{API}/leave").status_code == 428
    refused = ours.teacher.post(f"{API}/leave", headers=match(ours.teacher))
    assert (refused.status_code, refused.json()["title"]) == (409, "Somebody must lead the seminar")
    page = ours.teacher.post(f"{HERE}/leave", data={"sure": "yes"})
    assert (page.status_code, "Give another member your role first" in page.text) == (409, True)
    number = ours.group.members["Ben"]
    ours.teacher.post(f"{HERE}/members/{number}", data={"role": "owner"})
    with writing(app.state.engine) as session:
        account = find_account_by_name(session, "Ben")
        assert account is not None
        account.disabled = datetime.now(UTC)
    assert ours.teacher.post(f"{API}/leave", headers=match(ours.teacher)).status_code == 409
    ours.teacher.post(f"{HERE}/members/{ours.group.members['Anna']}", data={"role": "owner"})
    assert ours.teacher.post(f"{API}/leave", headers=match(ours.teacher)).status_code == 204
    assert ours.anna.get(API).json()["role"] == "owner"


def test_what_would_go_is_listed_before_anything_is_deleted(ours: Ours) -> None:
    ours.anna.post(f"{MAPS}/debate/comments", json={"text": SAID})
    asked = ours.teacher.delete(API)
    assert asked.status_code == 428
    assert "current" not in asked.json()
    listed = asked.json()["follows"]
    assert listed["goes"]["maps"] == ["A debate"]
    assert (listed["goes"]["comments"], listed["goes"]["members"], listed["stays"]["editions"]) == (1, 5, 0)
    page = ours.teacher.get(f"{HERE}/delete").text
    assert "1 map goes: A debate." in page
    assert re.search(r"What goes with it: \d+ records with their history, 1 comment\.", page)
    assert re.search(r"What ends: 5 memberships\.", page)
    assert "What stays:" not in page
    assert ours.teacher.post(f"{HERE}/delete", data={"nothing": "here"}).status_code == 422
    assert ours.anna.get(HERE).status_code == 200


def test_a_deleted_seminar_is_there_for_its_leaders_alone_and_comes_back_as_it_was(ours: Ours) -> None:
    anna, teacher = ours.anna, ours.teacher
    assert anna.post(f"{MAPS}/debate/forks", json={"slug": "annas"}).status_code == 201
    answer = delete(teacher)
    until = datetime.fromisoformat(answer.json()["erased_after"])
    assert ERASURE_DELAY - timedelta(minutes=1) < until - datetime.now(UTC) <= ERASURE_DELAY
    for address in (HERE, API, "/maps/debate", f"{MAPS}/debate", "/maps/annas"):
        assert anna.get(address).status_code == 404, address
        assert teacher.get(address).status_code == 200, address
    assert anna.get(SEMINARS).json()["items"] == []
    assert "A debate" not in anna.get("/").text
    page = teacher.get(HERE).text
    assert "This seminar has been deleted." in page
    assert "Restore seminar" in page
    assert teacher.post(f"{MAPS}/debate/tags", json={"text": "late"}).status_code == 409
    assert change(teacher, title="Late").status_code == 409
    assert teacher.post(f"{HERE}/call-back").status_code == 303
    assert teacher.post(f"{API}/call-back").status_code == 409
    assert anna.get("/maps/annas").status_code == 200
    assert anna.post(f"{MAPS}/debate/tags", json={"text": "again"}).status_code == 201


def test_no_map_leaves_a_closed_seminar_with_what_was_said_there(ours: Ours) -> None:
    ours.teacher.post("/seminars", data={"slug": "next", "title": "Next"})
    closed = ours.teacher.post(f"{HERE}/close", data={"sure": "yes"})
    assert closed.status_code == 303, closed.text
    for people in ({}, {"people": "yes"}):
        moved = ours.teacher.post("/maps/debate/move", data={"seminar": "next", "sure": "yes", **people})
        assert moved.status_code == 409
    assert ours.anna.get(f"{MAPS}/debate").status_code == 200
    assert ours.anna.put(f"{MAPS}/debate/presence", json={"client": "k3Jx0Zq81LmP7vTb"}).status_code == 200


def test_whoever_is_removed_reaches_no_map_of_the_seminar(app: FastAPI, ours: Ours) -> None:
    with writing(app.state.engine) as session:
        map_id = changes.find_map(session, "debate").id
        account = find_account_by_name(session, "Anna")
        assert account is not None
    put_in(app, MembershipScope(map_id=map_id), account.id or 0, Role.OWNER)
    ours.teacher.post(f"{HERE}/members/{ours.group.members['Anna']}", data={"role": "remove", "sure": "yes"})
    assert sign_in(app, "Anna").get("/maps/debate").status_code == 404


def test_an_archived_seminar_and_the_forks_of_members_are_one_line_on_the_first_page(
    ours: Ours, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folded_seminars, "MAPS_A_FOLD", 5)
    for number in range(13):
        made = ours.anna.post(f"{MAPS}/debate/forks", json={"slug": f"f{number}", "title": f"Fork {number:02}"})
        assert made.status_code == 201
    page = ours.teacher.get("/").text
    shown, folded = page.split('<details class="group-maps">')
    assert ("A debate" in shown, "Fork" in shown) == (True, False)
    assert "Our seminar: 13 maps of groups and forks" in folded
    assert folded.count("/maps/f") == 5
    address, met = "/", list[str]()
    while address:
        text = ours.teacher.get(address).text
        met += re.findall(r'<li><a href="/maps/(f\d+)">', text)
        behind = re.search(r'rel="next" href="([^"]+#of-ours)"', text)
        address = behind[1].replace("&amp;", "&") if behind else ""
    assert sorted(met) == sorted(f"f{number}" for number in range(13))
    assert ours.teacher.get("/?fold=bm8").status_code == 422
    assert "Fork 12" in ours.anna.get("/").text
    change(ours.teacher, archived=True)
    for who, number in ((ours.teacher, 14), (ours.anna, 14)):
        shown, folded = who.get("/").text.split('<details class="group-maps">')
        assert "A debate" not in shown
        assert f"Our seminar, archived: {number} maps" in folded
        assert "Archived seminars" in who.get("/seminars").text
    assert ours.anna.post(f"{MAPS}/debate/tags", json={"text": "still open"}).status_code == 201
    change(ours.teacher, archived=False)
    before, _, _ = ours.anna.get("/").text.partition("group-maps")
    assert "A debate" in before
